"""Small documents with marked places for the tests of claims: `[words|Name|COUNTRY]` marks a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.claims import extract_claims
from geomap.dates import find_dates
from geomap.records import Claim, Document, FeatureClass, Place, Resolution, Toponym

PUBLISHED = date(2025, 3, 5)
_MARK = re.compile(r"\[([^\]|]+)(?:\|([^\]|]+))?(?:\|([A-Z]{2}))?\]")


def marked(
    text: str, *, doc_id: str = "doc.txt", lang: str = "", **metadata: str
) -> tuple[Document, tuple[Resolution, ...]]:
    """Strip the marks from a text and give the document with the resolutions that they stand for."""
    plain, found, last = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        words, name, country = mark[1], mark[2] or mark[1], mark[3] or "UA"
        place = Place(f"test:{name}", name, FeatureClass.SETTLEMENT, country, lon=37.0, lat=48.0)
        toponym = Toponym(doc_id, len(plain), len(plain) + len(words), words, words)
        found.append(Resolution(toponym, place, 0.9, "marked by hand"))
        plain += words
        last = mark.end()
    plain += text[last:]
    return Document(doc_id, plain, lang=lang, published=PUBLISHED, **metadata), tuple(found)


def claims_of(text: str, **metadata: str) -> tuple[Claim, ...]:
    """Extract the claims of a marked text published on 5 March 2025."""
    document, resolutions = marked(text, **metadata)
    return extract_claims(document, resolutions, find_dates(document))


@dataclass(frozen=True)
class Report:
    """An annotated report: its text and the rows `kind actor side status place`."""

    name: str
    text: str
    rows: tuple[tuple[str, ...], ...]


def read_reports(folder: Path) -> list[Report]:
    """Read the annotated reports: `# name`, the text, then one line `= kind actor side status place` a claim."""
    reports = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("# ")[1:]:
            lines = block.strip().splitlines()
            rows = tuple(tuple(line[2:].split()) for line in lines[1:] if line.startswith("= "))
            text = "\n".join(line for line in lines[1:] if not line.startswith("= "))
            reports.append(Report(lines[0].strip(), text, rows))
    return reports
