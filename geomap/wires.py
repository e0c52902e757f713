"""Which documents retell one report: copies, excerpts and paraphrases of a wire story, in one language or several.

Copies share their wording. A paraphrase shares none, but keeps the story's numbers, names and quoted words, appears
within days and often credits the agency; those features are compared in a form that does not depend on the language.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from geomap.errors import LexiconError
from geomap.records import Document
from geomap.text import fold, normalise

__all__ = ["Story", "find_stories", "read_story", "source_name", "told_alike"]

SHINGLE = 4
"""Words in a row that are compared as one."""

KEPT = 4
"""One shingle in this many is kept, the same ones in every text: enough to compare texts of 50 words and more."""

COPIED = 0.5
"""Share of the shorter text's shingles from which on one text copies the other."""

FEWEST_SHINGLES = 6
"""Fewer kept shingles prove nothing."""

FEWEST_NAMES = 4
"""Two texts that share fewer names than this, beyond the common ones, are not taken for one story."""

FEWEST_SAID = 3
"""Quotations that share this many runs of four words are one quotation."""

ALIKE, ALIKE_WITH_AGENCY = 1.3, 1.2
"""The shares of names and of numbers of the shorter text that the other has, added up. Reworded wire stories reach 1.36
to 2.0, other reports of one day on one subject stay under 0.7; an agency that both credit makes a story likelier."""

STORY_DAYS = 3
"""A wire story is retold within so many days."""

SKETCH = 8
"""Documents are compared when one of the eight features with the smallest hashes is the same: nearly always where they
share half of their features, seldom otherwise."""

WIDEST = 60
"""Neighbours in time that one document is compared with for one shared feature."""

_DATA = Path(__file__).parent / "data" / "wires.tsv"
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[  ,]\d{3})+(?!\d)|(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])")
_NAME = re.compile(r"(?<=[^.!?…:\n\s\"“«„(] )[A-ZА-ЯЁІЇЄҐ][\w'’\-]{2,}")
_QUOTED = re.compile(r"[“«\"„]([^”»\"“«„]{15,400})[”»\"“]")

_CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяё"
_LATIN = "abvggdeezziiiiklmnoprstufhccss_y_euae"
_SPELLING = str.maketrans(_CYRILLIC, _LATIN)
_LATIN_PAIRS = (("sch", "s"), ("shch", "s"), ("kh", "h"), ("zh", "z"), ("ts", "c"), ("ch", "c"), ("sh", "s"))
_LATIN_ENDS = (("yu", "u"), ("ya", "a"), ("ye", "e"), ("yi", "i"), ("iy", "i"), ("y", "i"), ("w", "v"), ("j", "i"))


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of a document: its shingles, and features that survive rewording and translation."""

    doc_id: str
    published: date | None
    source: str
    agencies: frozenset[str]
    shingles: frozenset[int]
    numbers: frozenset[str]
    names: frozenset[str]
    quoted: frozenset[int]

    def to_text(self) -> str:
        """Write the features as JSON, so that a store can keep them without the article's text."""
        return json.dumps(
            {
                "source": self.source,
                "agencies": sorted(self.agencies),
                "shingles": sorted(self.shingles),
                "numbers": sorted(self.numbers),
                "names": sorted(self.names),
                "quoted": sorted(self.quoted),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_text(cls, doc_id: str, published: date | None, text: str) -> Story:
        """Read back what `to_text` wrote."""
        row = json.loads(text)
        parts = ("agencies", "shingles", "numbers", "names", "quoted")
        return cls(doc_id, published, row["source"], *(frozenset(row[name]) for name in parts))


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], frozenset[str]]:
    """Read the agencies by their forms, and the common names' keys."""
    agencies: dict[str, str] = {}
    common: set[str] = set()
    with _DATA.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), start=1):
        if row["type"] not in ("agency", "common") or not row["forms"]:
            raise LexiconError(f"{_DATA.name}, row {number}: type is {row['type']!r}, forms {row['forms']!r}")
        for form in row["forms"].split(";"):
            if row["type"] == "agency":
                agencies[fold(form)] = row["name"]
            else:
                common.update(_key(word) for word in form.split())
    return agencies, frozenset(common)


@lru_cache(maxsize=1)
def _agency_pattern() -> re.Pattern[str]:
    forms = sorted(_known()[0], key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(re.escape(form) for form in forms) + r")(?![\w])")


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    """Reduce a name to letters that its spellings in Latin and Cyrillic, and its case forms, share."""
    letters = normalise(word).lower().replace("'", "").replace("-", "").translate(_SPELLING).replace("_", "")
    for pair, letter in (*_LATIN_PAIRS, *_LATIN_ENDS):
        letters = letters.replace(pair, letter)
    return letters[:5]


def source_name(document: Document) -> str:
    """Name who published a document: the one agency it is credited to as a whole, else the publisher, else the site.

    Empty where nothing tells.
    """
    credited = _credited(document)
    if len(credited) == 1:
        return next(iter(credited))
    if document.publisher:
        return fold(document.publisher)
    return (urlsplit(document.url).hostname or "").removeprefix("www.") if document.url else ""


def _credited(document: Document) -> frozenset[str]:
    """Give the agencies that a document as a whole is credited to: by its publisher, its first or its last line."""
    agencies, _ = _known()
    publisher = {agencies[form] for form in _agency_pattern().findall(fold(document.publisher))}
    if publisher:
        return frozenset(publisher)
    text = document.text.strip()
    head, tail = fold(text[:160]), fold(text[-160:])
    found = set()
    for match in _agency_pattern().finditer(head):
        before, after = head[: match.start()].rstrip()[-1:], head[match.end() :].lstrip()[:1]
        if (before in "(/" and after in ")/") or (before in "-–—" and after in ".-–—:") or after in "–—":
            found.add(agencies[match[1]])
    for match in _agency_pattern().finditer(tail):
        before, after = tail[: match.start()].rstrip()[-1:], tail[match.end() :].strip(" .")[:1]
        if (before == "(" and after == ")") or (before in "–—-©" and not after[:1].isalpha()):
            found.add(agencies[match[1]])
    return frozenset(found)


def read_story(document: Document) -> Story:
    """Take the features of a document."""
    agencies, common = _known()
    text = document.text
    words = [word.lower() for word in _WORD.findall(normalise(text))]
    shingles = (crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(len(words) - SHINGLE + 1))
    quoted: set[int] = set()
    for quotation in _QUOTED.finditer(text):
        said = [word.lower() for word in _WORD.findall(normalise(quotation[1]))]
        quoted.update(crc32(" ".join(said[at : at + SHINGLE]).encode()) for at in range(len(said) - SHINGLE + 1))
    return Story(
        document.doc_id,
        document.published,
        source_name(document),
        frozenset(agencies[form] for form in _agency_pattern().findall(fold(f"{document.publisher} . {text}"))),
        frozenset(shingle for shingle in shingles if shingle % KEPT == 0),
        frozenset(number for match in _NUMBER.findall(text) if (number := _plain_number(match))),
        frozenset(key for name in _NAME.findall(normalise(text)) if (key := _key(name)) not in common),
        frozenset(quoted),
    )


def _plain_number(written: str) -> str:
    """Write a number in one way; one digit, and a year of this century, say too little and give nothing."""
    grouped = re.fullmatch(r"\d{1,3}([  ,]\d{3})+", written)
    plain = re.sub(r"[  ,]", "", written) if grouped else written.replace(",", ".")
    return "" if len(plain) < 2 or re.fullmatch(r"20[0-4]\d", plain) else plain


def told_alike(first: Story, second: Story) -> bool:
    """Say whether two documents tell one report: copy, excerpt or paraphrase."""
    if first.published and second.published and abs((first.published - second.published).days) > STORY_DAYS:
        return False
    if _share(first.shingles, second.shingles, FEWEST_SHINGLES) >= COPIED:
        return True
    numbers, names = first.numbers & second.numbers, first.names & second.names
    of_numbers = len(numbers) / max(1, min(len(first.numbers), len(second.numbers)))
    of_names = len(names) / max(1, min(len(first.names), len(second.names)))
    said = len(first.quoted & second.quoted) >= FEWEST_SAID
    if len(names) < FEWEST_NAMES:
        return False
    if first.agencies & second.agencies:
        return of_names >= 0.3 and len(numbers) >= 2 and of_numbers + of_names >= ALIKE_WITH_AGENCY
    if said and of_names >= 0.5:
        return len(numbers) >= 1
    return of_names >= 0.4 and len(numbers) >= 3 and of_numbers + of_names >= ALIKE


def _share(first: frozenset[int], second: frozenset[int], fewest: int) -> float:
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller >= fewest else 0.0


def find_stories(documents: Iterable[Document | Story]) -> dict[str, str]:
    """Find out which documents, or what was taken of them before, tell one report.

    Returns
    -------
    dict
        For each document's id the id of its report: the smallest id among the documents that tell it.
    """
    read = (item if isinstance(item, Story) else read_story(item) for item in documents)
    stories = sorted(read, key=_when)
    leader = {story.doc_id: story.doc_id for story in stories}

    def find(doc_id: str) -> str:
        while leader[doc_id] != doc_id:
            leader[doc_id] = leader[leader[doc_id]]
            doc_id = leader[doc_id]
        return doc_id

    buckets: dict[int, list[int]] = {}
    for number, story in enumerate(stories):
        for feature in _sketch(story):
            buckets.setdefault(feature, []).append(number)
    compared: set[tuple[int, int]] = set()
    for numbers in buckets.values():
        for at, number in enumerate(numbers):
            for other in numbers[at + 1 : at + 1 + WIDEST]:
                if (number, other) in compared:
                    continue
                compared.add((number, other))
                first, second = find(stories[number].doc_id), find(stories[other].doc_id)
                if first != second and told_alike(stories[number], stories[other]):
                    leader[max(first, second)] = min(first, second)
    return {doc_id: find(doc_id) for doc_id in leader}


def _when(story: Story) -> tuple[date, str]:
    return story.published or date.min, story.doc_id


def _sketch(story: Story) -> Sequence[int]:
    """Give the features by which documents are brought together: the smallest hashes of either sort."""
    told = sorted(crc32(feature.encode()) for feature in story.numbers | story.names)[:SKETCH]
    return [*sorted(story.shingles)[:SKETCH], *told]
