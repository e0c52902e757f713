"""Numbers with units in a clause: "74 settlements", "26 to 28 km", "60-70 тис."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.lexicon import word_class
from geomap.records import ClaimKind, Span

__all__ = ["Quantity", "find_quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value, the upper bound of a range, and the unit's words."""

    value: float
    maximum: float | None
    unit: str


_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "one": 1,
    "два": 2, "дві": 2, "две": 2, "двох": 2, "двух": 2, "три": 3, "трьох": 3, "трех": 3, "чотири": 4, "четыре": 4,
    "п'ять": 5, "пять": 5, "шість": 6, "шесть": 6, "сім": 7, "семь": 7, "вісім": 8, "восемь": 8, "дев'ять": 9,
    "девять": 9, "десять": 10,
}  # fmt: skip
_SCALE = {"thousand": 1e3, "тис": 1e3, "тыс": 1e3, "тысяч": 1e3, "тисяч": 1e3, "million": 1e6, "млн": 1e6}
_NUMBER = r"\d{1,3}(?:[ ,]\d{3})+|\d+(?:[.,]\d+)?|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_BEGINNING = re.compile(
    r"[\d{0}](?<![\w.,:/-].)(?:(?<=\d)|(?=[{1}][{2}])(?i:{rests}))".format(
        *(letters + letters.upper() for letters in map("".join, zip(*(word[:3] for word in _WORDS), strict=True))),
        rests="|".join(word[1:] for word in _WORDS),
    )
)
"""Where a number may begin. It looks at the letters before all else, so that it runs through a clause quickly."""
_QUANTITY = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to|до|and|та|или|або)\s*(?P<high>{_NUMBER}))?"
    r"(?:\s*(?P<scale>thousand|million|тис\.?|тыс\.?|тысяч\w*|тисяч\w*|млн))?\s+"
    r"(?P<unit>(?:(?:square|sq|кв|квадратн\w+|населен\w+|enemy|combat|Russian|Ukrainian|російськ\w+|украинск\w+|attack|air|"
    r"[a-z]{2,}(?:ant|ent|al|ic|ous|ary|ive|ful|ern|ed)|[а-яіїєґ]{2,}(?:их|ых|ими|ыми|ые|ого))\.?\s+){0,2}[^\W\d]{2,})",
    re.IGNORECASE,
)
_NOT_UNITS = word_class("not_units")
_NUMBERED = word_class("numbered_name")


def find_quantity(text: str, clause: Span, anchor: int, kind: ClaimKind, lang: str) -> Quantity | None:
    """Give the number nearest to the trigger at `anchor` that counts something other than time; None without one."""
    found: list[tuple[int, Quantity]] = []
    reach = clause.start
    for beginning in _BEGINNING.finditer(text, clause.start, clause.end):
        start = beginning.start()
        match = _QUANTITY.match(text, start, clause.end) if start >= reach else None
        if match is None:
            continue
        reach = match.end()
        unit = match["unit"]
        if _NOT_UNITS.match(unit.split()[0].lower()) or _NUMBERED.search(
            text, max(clause.start + 1, start - 24), start
        ):
            continue
        scale = _scale(match["scale"]) if match["scale"] else 1.0
        low = _value(match["low"]) * scale
        high = _value(match["high"]) * scale if match["high"] else None
        found.append((abs(start - anchor), Quantity(low, high if high and high > low else None, unit)))
    return min(found, key=lambda item: item[0])[1] if found else None


def _scale(words: str) -> float:
    scale = _SCALE.get(words.rstrip(".").lower()[:8])
    return scale or next((value for word, value in _SCALE.items() if words.lower().startswith(word)), 1.0)


def _value(words: str) -> float:
    if words.isdecimal():
        return float(words)
    if words.lower() in _WORDS:
        return float(_WORDS[words.lower()])
    digits = words.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))
