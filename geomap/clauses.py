"""Sentences cut into clauses around the words that make claims; every span counts in the document's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from geomap.lexicon import Hit, word_class
from geomap.records import Span

__all__ = ["Clause", "cut_clauses", "find_headlines", "find_quotes", "keep_longest"]

_BOUNDARY = word_class("boundary")
CLOSE = 16
"""Characters: hits this near that only "and" parts belong to one clause ("repelled and counterattacked")."""
_RANK = {"semicolon": 5, "dash": 4, "conjunction": 3, "since": 3, "comma": 2, "joined": 1}


class Clause(NamedTuple):
    """A stretch of a sentence with the hits that stand in it; `weak` says that only "and" parts it from the last."""

    span: Span
    hits: tuple[Hit, ...]
    weak: bool = False


def _rank(hit: Hit) -> tuple[int, bool, int]:
    return (hit.start - hit.end, hit.entry.fields.get("strength") != "strong", hit.start)


def keep_longest(hits: Sequence[Hit]) -> list[Hit]:
    """Drop hits that overlap a longer one; of equal length the strong entry stays, then the earlier row."""

    if len(hits) < 2:
        return list(hits)
    kept: list[Hit] = []
    for hit in sorted(hits, key=_rank):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def cut_clauses(lowered: str, sentence: Span, hits: Sequence[Hit]) -> list[Clause]:
    """Cut a sentence, of a text in lower case, between each two neighbouring hits at the strongest boundary, if any.

    Of equally strong boundaries the last is taken, so that a list of names stays with the hit before it.
    """
    if not hits:
        return []
    if len(hits) == 1:
        first = _after_contrast(lowered, sentence.start, hits[0].start)
        return [Clause(_trim(lowered, first, sentence.end), tuple(hits))]
    groups: list[list[Hit]] = [[hits[0]]]
    cuts: list[tuple[int, bool]] = []
    for before, hit in pairwise(hits):
        best: tuple[int, int] | None = None
        for found in _BOUNDARY.finditer(lowered, before.end, hit.start + 1):
            if found.end() > hit.start:
                break
            rank = _RANK[found.lastgroup or "comma"]
            if best is None or rank >= best[0]:
                kept = rank == 1 or lowered[found.start()] == "," or found.lastgroup == "since"
                best = (rank, found.start() if kept else found.end())
        if best is None or (best[0] == 1 and hit.start - before.end < CLOSE):
            groups[-1].append(hit)
        else:
            hedge = _HEDGE.search(lowered, before.end, best[1])
            cuts.append((hedge.start() if hedge else best[1], best[0] == 1))
            groups.append([hit])
    starts = [(_after_contrast(lowered, sentence.start, hits[0].start), False), *cuts]
    ends = [at for at, _ in cuts] + [sentence.end]
    return [
        Clause(_trim(lowered, start, end), tuple(group), weak)
        for (start, weak), end, group in zip(starts, ends, groups, strict=True)
    ]


def _after_contrast(lowered: str, start: int, first: int) -> int:
    """Where the first clause begins: behind the last "while" or "whereas" before its first hit."""
    found = start
    for match in _CONTRAST.finditer(lowered, start, first):
        found = match.end()
    return found


_CONTRAST = word_class("contrast")
_HEDGE = word_class("hedge_before_cut")
_LEADING = re.compile(r"[\s,;:—–-]*(?:(?:and|but|та|але|и|но)\s+)?")


def _trim(text: str, start: int, end: int) -> Span:
    lead = _LEADING.match(text, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–-"):
        end -= 1
    return Span(start, end)


HEADLINE_LENGTH = 160
"""Characters of the longest line that may be a headline in a list of them."""
_LISTED = re.compile(r"(?:\d{1,2}[:.]\d\d|[-•*–—·►▶▪●◾🔹🔸➡✔❗⚡]\ufe0f?)\s+\S")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")


def find_headlines(text: str, lines: Sequence[Span]) -> frozenset[int]:
    """Number the lines that stand by themselves: the title, and the items of a list or ticker of headlines.

    Such a line takes neither place nor speaker from the line before. A ticker's item begins with a clock time or a
    bullet, or is one of two or more short lines in a row without a full stop.
    """
    loose = [
        len(text[line.start : line.end]) <= HEADLINE_LENGTH and not _FINAL.search(text, line.start, line.end)
        for line in lines
    ]
    found = {0}
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        timed = before is not None and bool(_CLOCK.fullmatch(text, before.start, before.end))
        beside = (number > 0 and loose[number - 1]) or (number + 1 < len(lines) and loose[number + 1])
        clock = bool(_CLOCK.fullmatch(text, line.start, line.end))
        if clock or _LISTED.match(text, line.start, line.end) or (loose[number] and (timed or beside)):
            found.add(number)
    return frozenset(found)


_MARKS = re.compile('["“”„«»]')


def find_quotes(text: str, cut: Sequence[tuple[int, Span]]) -> dict[Span, tuple[Span, int]]:
    """Map the sentences of a quotation to the one that closes it, and to where it is closed.

    Parameters
    ----------
    cut
        The sentences in the order of the text, each with the number of its paragraph; no quotation goes beyond one.
    """
    found: dict[Span, tuple[Span, int]] = {}
    opened: list[Span] = []
    inside, paragraph = False, -1
    for number, sentence in cut:
        if number != paragraph:
            opened, inside, paragraph = [], False, number
        for mark in _MARKS.finditer(text, sentence.start, sentence.end):
            inside = mark.group() in "„«" or (mark.group() in '"“' and not inside)
            if not inside:
                found.update((before, (sentence, mark.start())) for before in opened)
                opened = []
        if inside:
            opened.append(sentence)
    return found
