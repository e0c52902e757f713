"""Short reports with marked places for the tests: `{words|kind|role|Place, First-level unit}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.records import Document, Resolution

FOLDER = Path(__file__).parent / "annotated" / "places"
_MARK = re.compile(r"\{([^|{}]+)\|(\w+)\|(\w+)\|([^|{}]+)\}")


@dataclass(frozen=True, slots=True)
class Mention:
    """An annotated mention: where it stands, what it is, how it is used, and which place it means."""

    start: int
    end: int
    text: str
    kind: str
    role: str
    place: str
    admin1: str


@dataclass(frozen=True, slots=True)
class Report:
    """An annotated report."""

    document: Document
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well the found mentions match the annotated ones."""

    f1: float
    f1_exact: float
    kind: float
    role: float
    place: float


def read_marked(name: str, marked: str, published: date | None = None) -> Report:
    """Strip the marks from a text."""
    plain, found, last = "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        place, _, admin1 = mark[4].partition(", ") if mark[2] != "border" else (mark[4], "", "")
        found.append(Mention(len(plain), len(plain) + len(mark[1]), mark[1], mark[2], mark[3], place, admin1))
        plain += mark[1]
        last = mark.end()
    plain += marked[last:]
    return Report(Document(name, plain, published=published), tuple(found))


def read_reports(lang: str) -> Iterator[Report]:
    """Read the reports of a language."""
    blocks = re.split(r"(?m)^# (\S+) (\S+)\n", (FOLDER / f"{lang}.txt").read_text(encoding="utf-8"))
    for name, day, text in zip(blocks[1::3], blocks[2::3], blocks[3::3], strict=True):
        yield read_marked(name, text.strip(), date.fromisoformat(day))


def compare(report: Report, found: tuple[Resolution, ...]) -> tuple[list[tuple[Mention, Resolution]], list[str]]:
    """Pair the annotated mentions with the found ones that overlap; name what is left over."""
    pairs: list[tuple[Mention, Resolution]] = []
    left = list(found)
    errors: list[str] = []
    for mention in report.mentions:
        other = next((r for r in left if r.toponym.start < mention.end and r.toponym.end > mention.start), None)
        if other is None:
            errors.append(f"{report.document.doc_id}: missed {mention.text!r}")
            continue
        left.remove(other)
        pairs.append((mention, other))
        errors += [f"{report.document.doc_id}: {mention.text!r}: {item}" for item in differences(mention, other)]
    errors += [f"{report.document.doc_id}: wrong {r.toponym.text!r}" for r in left]
    return pairs, errors


def differences(mention: Mention, found: Resolution) -> list[str]:
    """Say where a found mention differs from the annotated one."""
    place, toponym = found.place, found.toponym
    kind = (place.feature if place else toponym.feature) or ""
    said = []
    if (mention.start, mention.end) != (toponym.start, toponym.end):
        said.append(f"span {toponym.text!r}")
    if kind != mention.kind:
        said.append(f"kind {kind}")
    if toponym.role != mention.role:
        said.append(f"role {toponym.role}")
    if not same_place(mention, found):
        said.append(f"place {place.name + ', ' + place.admin1 if place else None} ({found.why})")
    return said


def same_place(mention: Mention, found: Resolution) -> bool:
    """Whether the place found is the annotated one, by name and first-level unit."""
    if found.place is None:
        return False
    return found.place.name == mention.place and (not mention.admin1 or found.place.admin1 == mention.admin1)


def score(results: list[tuple[Report, tuple[Resolution, ...]]]) -> Score:
    """Score found mentions over several reports."""
    pairs, gold, predicted = [], 0, 0
    for report, found in results:
        gold += len(report.mentions)
        predicted += len(found)
        pairs += compare(report, found)[0]
    exact = sum((m.start, m.end) == (r.toponym.start, r.toponym.end) for m, r in pairs)
    kinds = sum(((r.place.feature if r.place else r.toponym.feature) or "") == m.kind for m, r in pairs)
    roles = sum(r.toponym.role == m.role for m, r in pairs)
    places = sum(same_place(m, r) for m, r in pairs)
    count = len(pairs)
    return Score(
        2 * count / (gold + predicted), 2 * exact / (gold + predicted), kinds / count, roles / count, places / count
    )
