"""The claims as a plain table, for readers without scripts."""

from __future__ import annotations

import html
from collections.abc import Sequence

from geomap.records import Claim

__all__ = ["claims_table"]

MOST_ROWS = 500
"""Rows of the table; a page for thousands of claims would otherwise hold every quote twice."""

HEADS = {
    "en": ("Reports, not verified control", "Day", "Place", "Kind", "Who says so", "Quote", "Document", "of"),
    "uk": ("Повідомлення, а не підтверджений контроль", "День", "Місце", "Вид", "Хто каже", "Цитата", "Документ", "з"),
    "ru": ("Сообщения, а не подтверждённый контроль", "День", "Место", "Вид", "Кто сказал", "Цитата", "Документ", "из"),
}


def claims_table(claims: Sequence[Claim], title: str, lang: str) -> str:
    """Write the newest claims as HTML; every text is escaped."""
    notice, *heads, of = HEADS[lang]
    rows = [_row(claim) for claim in reversed(claims[-MOST_ROWS:])]
    count = f"{len(rows)}" if len(rows) == len(claims) else f"{len(rows)} {of} {len(claims)}"
    return "".join(
        [
            f"<h1>{_text(title)}</h1><p><strong>{notice}</strong> ({count})</p><table><thead><tr>",
            *(f'<th scope="col">{head}</th>' for head in heads),
            "</tr></thead><tbody>",
            *rows,
            "</tbody></table>",
        ]
    )


def _row(claim: Claim) -> str:
    days = [day.isoformat() for day in (claim.start_date, claim.end_date) if day is not None]
    shown = " – ".join(dict.fromkeys(days))
    document = " · ".join(part for part in (claim.publisher, claim.title or claim.doc) if part)
    who = claim.claimant if claim.side == "unknown" else f"{claim.claimant} ({claim.side})"
    cells = (shown, claim.place, f"{claim.kind}, {claim.status}", who, claim.quote, document)
    return "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>\n"


def _text(value: str) -> str:
    safe = value.encode("utf-8", "replace").decode("utf-8")
    return html.escape(safe).replace("{", "&#123;")
