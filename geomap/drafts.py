"""What the finders of place names share: the document's text in its forms, and mentions on their way to toponyms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geomap.gazetteer import Gazetteer
from geomap.nameforms import FormBook, FormSummary, form_book, normalised
from geomap.placewords import PlaceWords, load_place_words
from geomap.records import Document, FeatureClass

__all__ = [
    "CYRILLIC",
    "NEXT_NAME",
    "UPPER",
    "WINDOW",
    "Draft",
    "TextView",
    "opens_sentence",
    "previous_word",
    "without_ending",
]

WINDOW = 40
"""Characters before a name that are looked at."""
LONGEST_ABBREVIATION = 5
SPORT_SAMPLE = 6000
"""Characters from whose words it is told whether a document is about sport."""
SPORT_WORDS = 3

UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽЀ-ЯҐ"
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
NEXT_NAME = re.compile(rf"[ -]([{UPPER}][\w'-]{{0,40}})")
_CAPITALISED = re.compile(rf"[{UPPER}](?<![^\W_].)[^\W_]*(?:'[а-яіїєґ]+)?")
_ARTICLES = ("al-", "el-")
_SENTENCE_END = frozenset(".!?…\n:")
_OPENING = "\"'“”«„‘(["
_BULLETS = " -–—•*·|>#🔴⚔️▪️🔹❗️📍🇺🇦🇷🇺"


@dataclass(slots=True)
class Draft:
    """A mention on its way to a toponym.

    `sure` says whether it is a place as far as its surroundings tell, `evidence` whether they say so themselves;
    `summary` is None for what was found by a designator or by its spelling.
    """

    start: int
    end: int
    name: str
    summary: FormSummary | None
    ids: tuple[str, ...]
    feature: FeatureClass | None = None
    sure: bool = True
    evidence: bool = False


@dataclass(slots=True)
class TextView:
    """A document's text with what is needed to judge names in it; `persons` grows while it is read.

    `capitals` are the starts and ends of its capitalised words, an Arabic article included.
    """

    gazetteer: Gazetteer
    words: PlaceWords
    book: FormBook
    text: str
    folded: str
    cyrillic: bool
    capitals: list[tuple[int, int]]
    persons: set[str] = field(default_factory=set)
    _sporting: bool | None = None

    @classmethod
    def of(cls, document: Document, gazetteer: Gazetteer) -> TextView:
        """Prepare a document's text."""
        text = normalised(document.text)
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
        return cls(
            gazetteer,
            load_place_words(),
            form_book(gazetteer),
            text,
            lowered.replace("\n", " "),
            bool(CYRILLIC.search(text)),
            _find_capitals(text),
        )

    def before(self, start: int) -> str:
        """Give the characters before a name that are looked at."""
        return self.text[max(0, start - WINDOW) : start]

    def note_person(self, end: int) -> None:
        """Remember the names after a first name that ends here as a person's."""
        for _ in range(2):
            match = NEXT_NAME.match(self.text, end)
            if match is None:
                return
            self.persons.add(match.group(1).lower().removesuffix("'s"))
            end = match.end()

    def is_person(self, form: str) -> bool:
        """Whether a folded form is the surname of somebody whom the document names in full."""
        return form in self.persons or without_ending(form) in self.persons

    @property
    def sporting(self) -> bool:
        """Whether the document is about sport, by its words."""
        if self._sporting is None:
            sample = re.findall(r"[^\W\d_]+", self.text[:SPORT_SAMPLE].lower())
            sport = self.words.of("sport", "cyr" if self.cyrillic else "en")
            self._sporting = len({word for word in sample if word in sport}) >= SPORT_WORDS
        return self._sporting


def _find_capitals(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _CAPITALISED.finditer(text):
        start, stop = match.span()
        if text[start - 1] == "-" and text[start - 3 : start] in _ARTICLES:
            apart = start == 3 or not text[start - 4].isalnum()
            start -= 3 if apart else 0
        found.append((start, stop))
    return found


def previous_word(before: str) -> tuple[str, bool]:
    """Give the word before a name, and whether one space and nothing else parts them."""
    if before[-1:] != " ":
        return "", False
    word = before[:-1].rpartition(" ")[2].rpartition("\n")[2].lstrip('«»"“”„([/—–-')
    if not word:
        return "", False
    return word, word[-1].isalnum() or (word[-1] == "." and len(word) <= LONGEST_ABBREVIATION)


def opens_sentence(before: str) -> bool:
    """Whether a name with this text before it begins a sentence, a line or a heading."""
    tail = before.rstrip(_BULLETS)
    while tail and tail[-1] in _OPENING:
        tail = tail[:-1].rstrip(_BULLETS)
    return not tail or tail[-1] in _SENTENCE_END


def without_ending(form: str) -> str:
    """Give a Cyrillic surname without a one-letter case ending."""
    return form[:-1] if form[-1:] in "ауюіе" else form
