"""The printed dateline: a full date, with its year, standing by itself near the top of an article."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["MONTHS", "find_dateline"]

MONTHS: dict[str, int] = {}
"""Month names of English, Ukrainian and Russian, nominative, genitive and short, in lower case -> 1 to 12."""

for _number, _names in enumerate(
    (
        "january jan січень січня январь января янв",
        "february feb лютий лютого февраль февраля фев",
        "march mar березень березня март марта",
        "april apr квітень квітня апрель апреля апр",
        "may травень травня май мая",
        "june jun червень червня июнь июня",
        "july jul липень липня июль июля",
        "august aug серпень серпня август августа авг",
        "september sept sep вересень вересня сентябрь сентября сен",
        "october oct жовтень жовтня октябрь октября окт",
        "november nov листопад листопада ноябрь ноября ноя",
        "december dec грудень грудня декабрь декабря дек",
    ),
    start=1,
):
    MONTHS.update(dict.fromkeys(_names.split(), _number))

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>20\d\d)(?!\d)"),
    re.compile(rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n>{_MONTH})\.?,?\s+(?P<y>20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?P<n>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>20\d\d)(?!\d)", re.IGNORECASE),
)
LINES = 12
"""A dateline stands among the first lines with text; further down a date belongs to the story."""
_BESIDE = re.compile(
    r"(?:published|updated|posted|last|modified|date|on|at|by|опубліковано|оновлено|опубликовано|обновлено|року|года|р|г"
    r"|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|gmt|utc|est|edt|cet|eet|eest|msk|am|pm|мск|\d{1,2}[:.]\d\d(?::\d\d)?|[\W_])+",
    re.IGNORECASE,
)
_WIRE = re.compile(r"\s*[A-ZА-ЯІЇЄҐ][\w'’ .-]{1,40},\s*$")
_WIRE_AFTER = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?[–—-]\s")


def find_dateline(text: str) -> date | None:
    """Find the date that an article prints for itself, or None.

    Counted are a line that holds a full date and nothing but words that go with one (a weekday, a clock time,
    "Published"), and a wire story's opening ("KYIV, August 14, 2024 (Agency) –"). Two lines with different dates are
    no dateline: it is not known which one is the article's.
    """
    found: set[date] = set()
    lines = [line for line in text[:4000].splitlines() if line.strip()][:LINES]
    for number, line in enumerate(lines):
        for pattern in _DATES:
            match = pattern.search(line)
            if match is None:
                continue
            before, after = line[: match.start()], line[match.end() :]
            alone = not (before.strip() and not _BESIDE.fullmatch(before)) and not (
                after.strip() and not _BESIDE.fullmatch(after)
            )
            wire = number < 3 and _WIRE.fullmatch(before) and _WIRE_AFTER.match(after)
            day = _as_date(match)
            if day is not None and (alone or wire):
                found.add(day)
            break
    return found.pop() if len(found) == 1 else None


def _as_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = MONTHS[parts["n"].lower()] if parts.get("n") else int(parts["m"])
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None
