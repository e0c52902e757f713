"""Finds phrases given as patterns: an index by how a phrase begins, over the border of its first word.

Expressions of time begin with the commonest words ("in the", "за", "на"), so the first word tells little. Here the
first letters of the phrase count (see `geomap.beginnings`), and a pattern is tried only where the text begins so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geomap.beginnings import DIGITS, NUMBER, SPACE, Reach, beginnings
from geomap.lexicon import Entry, Hit

__all__ = ["Phrase", "PhraseMatcher", "phrase_heads"]

HEAD_LENGTH = 10
"""Characters of a phrase's beginning that the index looks at."""
LOOK = 40
"""Characters of the text from which a beginning is taken; longer runs of white space are looked at no further."""
MAX_KNOWN = 50_000
"""Beginnings whose entries a matcher remembers."""
_WORD = re.compile(r"\w+")
_BLANK = re.compile(r"\s")
_REACH = Reach(lambda letters: len(letters) < HEAD_LENGTH, spaces=HEAD_LENGTH, marks=True, most=1500)


@dataclass(slots=True)
class Phrase:
    """An entry found in a text, with what its groups hold."""

    start: int
    end: int
    entry: Entry
    match: re.Match[str]


class PhraseMatcher:
    """A set of entries, each tried only where the text begins as its pattern may begin."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._index: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for head in phrase_heads(entry.pattern):
                self._index[head].append(entry)
        self._order = {entry.origin: n for n, entry in enumerate(entries)}
        self._stems = {head.split(SPACE, 1)[0] for head in self._index if SPACE not in head}
        self._words = {head.split(SPACE, 1)[0] for head in self._index if SPACE in head}
        self._possible: dict[str, bool] = {}
        self._known: dict[str, tuple[Entry, ...]] = {}

    def find(self, text: str, lowered: str, start: int, end: int) -> list[Hit]:
        """Find all entries in `text[start:end]`; `lowered` is the text in lower case."""
        return [
            Hit(at, found.end(), entry)
            for at, entries in self._tried(lowered, start, end)
            for entry in entries
            if (found := entry.match(text, at, end)) and found.end() > at
        ]

    def longest(self, text: str, lowered: str, start: int, end: int) -> list[Phrase]:
        """Find the leftmost entries in `text[start:end]`, none inside another.

        Of those that begin together the longest is taken, of equally long ones the earlier.
        """
        phrases: list[Phrase] = []
        reach = start
        for at, entries in self._tried(lowered, start, end):
            if at < reach:
                continue
            reach = at
            for entry in entries:
                lower, match = entry.reader()
                found = match(lowered if lower else text, at, end)
                if found is not None and found.end() > reach:
                    reach = found.end()
                    phrase = Phrase(at, reach, entry, found)
            if reach > at:
                phrases.append(phrase)
        return phrases

    def _tried(self, lowered: str, start: int, end: int) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """Go through the words that an entry may begin with: their offsets and those entries."""
        possible, known = self._possible, self._known
        for token in _WORD.finditer(lowered, start, end):
            word = token[0]
            may = possible.get(word)
            if may is None:
                may = self._may_begin(word)
            if not may:
                continue
            at = token.start()
            if word.isdecimal():
                after = token.end()
                entries = known.get(NUMBER + lowered[after : after + HEAD_LENGTH - 1])
                if entries is None:
                    entries = self._entries(NUMBER + lowered[after : after + LOOK])
            else:
                entries = known.get(lowered[at : at + HEAD_LENGTH])
                if entries is None:
                    entries = self._entries(lowered[at : at + LOOK])
            if entries:
                yield at, entries

    def _may_begin(self, word: str) -> bool:
        head = DIGITS.sub(NUMBER, word)
        may = self._possible.get(head)
        if may is None:
            stems = (head[:size] for size in range(min(HEAD_LENGTH, len(head)) + 1))
            may = head in self._words or any(stem in self._stems for stem in stems)
            if len(self._possible) < MAX_KNOWN:
                self._possible[head] = may
        return may

    def _entries(self, beginning: str) -> tuple[Entry, ...]:
        """Give the entries for a stretch of text; they are remembered for its letters too where those tell enough."""
        head = SPACE.join(DIGITS.sub(NUMBER, beginning).split())[:HEAD_LENGTH]
        entries = self._known.get(head)
        if entries is None:
            found = {e.origin: e for size in range(len(head) + 1) for e in self._index.get(head[:size], ())}
            entries = tuple(sorted(found.values(), key=lambda e: self._order[e.origin]))
        if len(self._known) < MAX_KNOWN:
            self._known[head] = entries
            letters = beginning[:HEAD_LENGTH]
            if _BLANK.sub(SPACE, letters) == head:
                self._known[letters] = entries
        return entries


def phrase_heads(pattern: str) -> set[str]:
    """List how the texts that a pattern matches may begin: up to ten letters."""
    return {letters for letters, _ in beginnings(pattern, _REACH)}
