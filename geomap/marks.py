"""The words that mark a text: found in one pass with the word lists, and asked for by what stands beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from geomap.lexicon import Hit

__all__ = ["Marks"]


class Marks:
    """The marks of one text, by class (`geomap.lexicon.MARKS`); `lowered` is the text in lower case."""

    def __init__(self, lowered: str, hits: Iterable[Hit]) -> None:
        self._lowered = lowered
        self._found: dict[str, list[Hit]] = defaultdict(list)
        self._ends: dict[str, list[int]] = defaultdict(list)
        self._ending: dict[tuple[str, int], Hit] = {}
        for hit in hits:
            name = hit.entry.label
            self._found[name].append(hit)
            self._ends[name].append(hit.end)
            self._ending.setdefault((name, hit.end), hit)

    def of(self, name: str) -> Sequence[Hit]:
        """Give the marks of a class, in the order of the text."""
        return self._found.get(name, ())

    def ending(self, name: str, at: int) -> Hit | None:
        """Give the mark of a class that ends at an offset."""
        return self._ending.get((name, at))

    def linked(self, name: str, link: re.Pattern[str], at: int, reach: int) -> bool:
        """Whether a mark of a class, at most so far before an offset, is joined to it by what a pattern matches."""
        ends = self._ends.get(name)
        if not ends:
            return False
        near = ends[bisect_left(ends, at - reach) : bisect_left(ends, at)]
        return any(link.fullmatch(self._lowered, end, at) for end in near)
