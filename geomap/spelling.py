"""Names that are broken at a line's end, spaced or hyphenated otherwise, or misspelt by one letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.drafts import NEXT_NAME, UPPER, Draft, TextView, previous_word
from geomap.gazetteer import NameHit
from geomap.nameforms import script_of
from geomap.ranking import kilometres_apart
from geomap.records import FeatureClass, Place

__all__ = ["LEAST_LETTERS", "Joined", "StrangeWords", "is_broken", "join_broken"]

LEAST_LETTERS = 6
"""Letters that a misspelt name must have."""
MAX_STRANGE = 60
"""Words that are looked at again, and places that they are compared with."""
NEAR_KM = 50.0
"""A misspelt name is read as that of a place so near to one that the document names."""

_GAP = r"-\n?|[ \t]{0,8}\n?[ \t]{0,8}"
_BROKEN = re.compile(rf"([{UPPER}][^\W_]{{1,40}})({_GAP})([{UPPER}а-яіїєґa-z][^\W_]{{1,40}})(?![\w-])")
_LOCAL = frozenset({FeatureClass.SETTLEMENT, FeatureClass.DISTRICT, FeatureClass.OTHER})


@dataclass(frozen=True, slots=True)
class Joined:
    """A form read across a break: where it ends, how the gazetteer writes it, and its hits."""

    end: int
    form: str
    hits: tuple[NameHit, ...]


def is_broken(text: str, stop: int) -> bool:
    """Whether a word ends in a hyphen, a line's end or more than one space."""
    mark = text[stop : stop + 1]
    return mark in ("-", "\n") or (mark == " " and text[stop + 1 : stop + 2] in (" ", "\n"))


def join_broken(view: TextView, start: int) -> Joined | None:
    """Read the two words that begin at `start` across their break, if the gazetteer has them in one."""
    match = _BROKEN.match(view.text, start)
    if match is None:
        return None
    first, gap, second = match.groups()
    spellings = [f"{first} {second}"] if gap.isspace() else []
    if "-" in gap:
        spellings += [first + second, f"{first}-{second}", f"{first} {second}"]
    for spelling in spellings:
        hits = view.gazetteer.lookup(spelling)
        if hits:
            return Joined(match.end(), spelling.lower(), hits)
    return None


class StrangeWords:
    """Capitalised words that begin no name though a word of place stands before them."""

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.spans: list[tuple[int, int]] = []
        self._strong = {script: view.words.of("strong locative", script) for script in ("en", "cyr")}

    def note(self, start: int, stop: int) -> None:
        """Keep a word that may be a misspelt name."""
        text = self.view.text
        previous, adjacent = previous_word(self.view.before(start))
        if not adjacent or len(self.spans) >= MAX_STRANGE or previous.lower() not in self._strong[script_of(previous)]:
            return
        if not NEXT_NAME.match(text, stop) and not text.startswith("'s", stop):
            self.spans.append((start, stop))

    def read(self, found: Sequence[Draft]) -> list[Draft]:
        """Read the kept words as names missed by one edit, of places near those that the document names for sure."""
        if not self.spans:
            return []
        near = self._named(found)
        local = [place for place in near if place.feature in _LOCAL]
        regions = {place.admin1 for place in near if place.feature is FeatureClass.REGION}
        added = []
        for start, stop in self.spans:
            word = self.view.text[start:stop].lower()
            if word in self.view.persons or word in self.view.words.of("surname", script_of(word)):
                continue
            ids = tuple(
                place_id
                for place_id in self.view.book.misspelt(word)
                if self._fits(self.view.gazetteer.place(place_id), local, regions)
            )
            if ids:
                name = self.view.text[start:stop]
                added.append(Draft(start, stop, name, None, ids, FeatureClass.SETTLEMENT, evidence=True))
        return added

    def _named(self, found: Sequence[Draft]) -> list[Place]:
        """Give the places of the two states that the document names without doubt."""
        places = (self.view.gazetteer.place(item.ids[0]) for item in found if item.sure and len(item.ids) == 1)
        return [place for place in places if place.country in ("UA", "RU")][:MAX_STRANGE]

    @staticmethod
    def _fits(place: Place, local: Sequence[Place], regions: set[str]) -> bool:
        return place.admin1 in regions or any(kilometres_apart(place, other) < NEAR_KM for other in local)
