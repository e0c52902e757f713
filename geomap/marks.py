"""The words that mark a text: found in one pass with the word lists, and asked for by what stands beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from geomap.lexicon import Hit

__all__ = ["Marks"]


class Marks:
    """The marks of one text, by class (`geomap.lexicon.MARKS`); `lowered` is the text in lower case."""

    def __init__(self, lowered: str, hits: Iterable[Hit]) -> None:
        self._lowered = lowered
        self._found: dict[str, list[Hit]] = defaultdict(list)
        self._ending: dict[str, dict[int, Hit]] = {}
        for hit in hits:
            self._found[hit.entry.label].append(hit)

    def of(self, name: str) -> Sequence[Hit]:
        """Give the marks of a class, in the order of the text."""
        return self._found.get(name, ())

    def ending(self, name: str, at: int) -> Hit | None:
        """Give the mark of a class that ends at an offset, the longest of several."""
        if name not in self._found:
            return None
        if name not in self._ending:
            self._ending[name] = {hit.end: hit for hit in reversed(self._found[name])}
        return self._ending[name].get(at)

    def linked(self, name: str, link: re.Pattern[str], at: int, reach: int) -> bool:
        """Whether a mark of a class, at most so far before an offset, is joined to it by what a pattern matches."""
        return any(
            hit.end <= at and link.fullmatch(self._lowered, hit.end, at)
            for hit in self._found.get(name, ())
            if hit.end >= at - reach
        )
