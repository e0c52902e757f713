"""How the texts that a pattern matches may begin: the letters by which word lists and expressions of time are indexed.

A beginning is written in lower case, one space standing for any white space and `0` for any number: "in the" and
"14 days" begin with "in the" and "0 days".
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

sre: Any = importlib.import_module("re._constants")
sre_parser: Any = importlib.import_module("re._parser")

__all__ = ["DIGITS", "NUMBER", "OPEN", "PREFIX", "SPACE", "WORD", "Beginning", "Reach", "beginnings"]

SPACE = " "
NUMBER = "0"
DIGITS = re.compile(r"\d+")
OPEN, PREFIX, WORD = 0, 1, 2
"""A beginning that still grows; one that a word may go on from; one that is a whole word."""
MAX_RANGE = 12
"""Characters of a range in a set that are followed one by one."""

Beginning = tuple[str, int]
"""The letters, and whether a word may go on from them."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far beginnings are followed.

    Attributes
    ----------
    grows
        Whether a beginning may take another character.
    spaces
        Borders of words that are passed.
    marks
        Whether hyphens, apostrophes and such are followed like letters; a word ends at them otherwise.
    most
        Beginnings of one pattern; where there would be more they are cut short.
    """

    grows: Callable[[str], bool]
    spaces: int
    marks: bool
    most: int


def beginnings(pattern: str, reach: Reach) -> set[Beginning]:
    """List how the texts that a pattern matches may begin; one without letters where they may begin with anything.

    Raises
    ------
    re.error
        If the pattern does not compile.
    """
    parsed = list(sre_parser.parse(pattern, re.IGNORECASE))
    return {(letters, state or WORD) for letters, state in _expand(parsed, {("", OPEN)}, reach)}


def _expand(items: Sequence[Any], heads: set[Beginning], reach: Reach) -> set[Beginning]:
    """Follow a parsed pattern until every beginning is closed."""
    for op, argument in items:
        growing = {head for head in heads if not head[1]}
        if not growing:
            break
        heads = _limited((heads - growing) | _step(op, argument, growing, reach), reach.most)
    return heads


def _limited(heads: set[Beginning], most: int) -> set[Beginning]:
    """Cut beginnings short, and close them, until they are no more than allowed."""
    if len(heads) <= most:
        return heads
    length = max(len(letters) for letters, _ in heads)
    while len(heads) > most:
        length -= 1
        heads = {(letters[:length], PREFIX if len(letters) >= length else state) for letters, state in heads}
    return heads


def _step(op: Any, argument: Any, heads: set[Beginning], reach: Reach) -> set[Beginning]:
    if op is sre.LITERAL:
        return _append(heads, [chr(argument)], reach)
    if op is sre.IN:
        letters = _letters(argument, reach)
        return _append(heads, letters, reach) if letters else _closed(heads)
    if op is sre.SUBPATTERN:
        return _expand(list(argument[3]), heads, reach)
    if op is sre.BRANCH:
        return set().union(*(_expand(list(branch), heads, reach) for branch in argument[1]))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, high, body = argument
        run = len(body) == 1 and body[0][0] is sre.IN and _letters(body[0][1], reach) in ([SPACE], [NUMBER])
        grown = _expand(list(body), heads, reach)
        once = grown if run or high == 1 else _closed(grown)
        return once | heads if low == 0 else once
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return heads
    return _closed(heads)


def _closed(heads: Iterable[Beginning]) -> set[Beginning]:
    return {(letters, state or PREFIX) for letters, state in heads}


def _append(heads: Iterable[Beginning], letters: Sequence[str], reach: Reach) -> set[Beginning]:
    out = set()
    for head, _ in heads:
        state = OPEN if reach.grows(head + NUMBER) else PREFIX
        passes = bool(head) and (head.endswith(SPACE) or head.count(SPACE) < reach.spaces)
        for letter in letters:
            if letter.isspace():
                spaced = head if head.endswith(SPACE) else head + SPACE
                out.add((spaced, OPEN if reach.grows(spaced) else PREFIX) if passes else (head or SPACE, WORD))
            elif letter.isdecimal():
                out.add((head, OPEN) if head.endswith(NUMBER) else (head + NUMBER, state))
            elif reach.marks or letter.isalnum() or letter == "_":
                out.add((head + letter.lower(), state))
            else:
                out.add((head or letter, WORD))
    return out


def _letters(items: Sequence[Any], reach: Reach) -> list[str]:
    """The characters of a set, one for all digits, spaces or marks; none where the set may be too many."""
    letters: list[str] = []
    for op, argument in items:
        if op is sre.LITERAL:
            letters.append(chr(argument))
        elif op is sre.RANGE and argument[1] - argument[0] < MAX_RANGE:
            letters.extend(chr(code) for code in range(argument[0], argument[1] + 1))
        elif op is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            letters.append(NUMBER)
        elif op is sre.CATEGORY and argument is sre.CATEGORY_SPACE:
            letters.append(SPACE)
        elif op is sre.CATEGORY and argument is sre.CATEGORY_NOT_WORD and not reach.marks:
            letters.append(".")
        else:
            return []
    return list(dict.fromkeys(NUMBER if letter.isdecimal() else letter for letter in letters))
