"""Numbers with units in a clause: "74 settlements", "26 to 28 km", "60-70 тис."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from geomap.lexicon import word_class
from geomap.records import Span

__all__ = ["NUMBER_WORDS", "Quantity", "find_quantity"]


class Quantity(NamedTuple):
    """A value, the upper bound of a range, and the unit's words."""

    value: float
    maximum: float | None
    unit: str


NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "one": 1,
    "два": 2, "дві": 2, "две": 2, "двох": 2, "двух": 2, "три": 3, "трьох": 3, "трех": 3, "чотири": 4, "четыре": 4,
    "п'ять": 5, "пять": 5, "шість": 6, "шесть": 6, "сім": 7, "семь": 7, "вісім": 8, "восемь": 8, "дев'ять": 9,
    "девять": 9, "десять": 10,
}  # fmt: skip
_SCALE = {"thousand": 1e3, "тис": 1e3, "тыс": 1e3, "тысяч": 1e3, "тисяч": 1e3, "million": 1e6, "млн": 1e6}
_NUMBER = r"\d{1,3}(?:[ ,]\d{3})+|\d+(?:[.,]\d+)?|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to|до|and|та|или|або)\s*(?P<high>{_NUMBER}))?"
    r"(?:\s*(?P<scale>thousand|million|тис\.?|тыс\.?|тысяч\w*|тисяч\w*|млн))?\s+"
    r"(?P<unit>(?:(?:square|sq|кв|квадратн\w+|населен\w+|enemy|combat|russian|ukrainian|російськ\w+|украинск\w+|attack|air|"
    r"[a-z]{2,}(?:ant|ent|al|ic|ous|ary|ive|ful|ern|ed)|[а-яіїєґ]{2,}(?:их|ых|ими|ыми|ые|ого))\.?\s+){0,2}[^\W\d]{2,})",
)
_NOT_UNITS = word_class("not_units")
_NUMBERED = word_class("numbered_name")
NAME_REACH = 24
"""Characters before a number in which the name that it belongs to stands."""


def find_quantity(text: str, lowered: str, numbers: Sequence[int], clause: Span, anchor: int) -> Quantity | None:
    """Give the number nearest to the trigger at `anchor` that counts something other than time; None without one.

    Parameters
    ----------
    lowered
        The text in lower case.
    numbers
        Where numbers begin in the text, in its order.
    """
    nearest, best = None, 0
    reach = clause.start
    for start in numbers[bisect_left(numbers, reach) : bisect_left(numbers, clause.end)]:
        if start < reach or (start and _is_glue(lowered[start - 1])):
            continue
        match = _QUANTITY.match(lowered, start, clause.end)
        if match is None:
            continue
        reach = match.end()
        away = abs(start - anchor)
        if nearest is not None and away >= best:
            continue
        if _NOT_UNITS.match(match["unit"].split()[0]) or _is_name(text, clause.start, start):
            continue
        low, high, scale = match.group("low", "high", "scale")
        factor = _scale(scale) if scale else 1.0
        value = _value(low) * factor
        maximum = _value(high) * factor if high else None
        unit = text[match.start("unit") : reach]
        nearest, best = Quantity(value, maximum if maximum and maximum > value else None, unit), away
    return nearest


def _is_glue(letter: str) -> bool:
    """Whether a number right behind a letter or mark is a part of another, of a date or of a name."""
    return letter.isalnum() or letter in "_.,:/-"


def _is_name(text: str, start: int, at: int) -> bool:
    """Whether a number belongs to the name before it: "Challenger 2"."""
    if at - start < 2 or not "a" <= text[at - 2] <= "z":
        return False
    return bool(_NUMBERED.search(text, max(start + 1, at - NAME_REACH), at))


def _scale(words: str) -> float:
    scale = _SCALE.get(words.rstrip(".")[:8])
    return scale or next((value for word, value in _SCALE.items() if words.startswith(word)), 1.0)


def _value(words: str) -> float:
    if words.isdecimal():
        return float(words)
    if words in NUMBER_WORDS:
        return float(NUMBER_WORDS[words])
    digits = words.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))
