"""Language, paragraphs, sentences and normalised forms; every function keeps the offsets of the text."""

from __future__ import annotations

import re
from functools import lru_cache

from geomap.records import Span

__all__ = ["detect_language", "fold", "lower_case", "normalise", "paragraphs", "sentences"]

_SAME_LENGTH = {
    "ё": "е",
    "Ё": "Е",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u02bc": "'",
    "\u2019": "'",
    "\u2018": "'",
    "`": "'",
    "\u00b4": "'",
    "\u2010": "-",
    "\u2011": "-",
}


def normalise(text: str) -> str:
    """Unify letters and marks one character for one, so that offsets stay.

    ё becomes е; no-break and thin spaces become spaces; apostrophes become `'`; hyphens become `-`. Case stays.
    """
    for letter, unified in _SAME_LENGTH.items():
        if letter in text:
            text = text.replace(letter, unified)
    return text


def lower_case(text: str) -> str:
    """Put a text into lower case one character for one, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def fold(text: str) -> str:
    """Give the form under which a name is compared: normalised, lower case, white space as single spaces."""
    return " ".join(normalise(text).lower().split())


_UK_LETTERS = re.compile(r"[іїєґІЇЄҐ]")
_RU_LETTERS = re.compile(r"[ыэъёЫЭЪЁ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")
_UK_WORDS = re.compile(r"\b(?:та|що|за|від|було|після|під|є|із|й|про|але|ще|як|це|які|який)\b", re.IGNORECASE)
_RU_WORDS = re.compile(r"\b(?:и|что|был|были|после|под|об|но|еще|как|это|которые|который|из|его|они)\b", re.IGNORECASE)


def detect_language(text: str) -> str:
    """Tell English, Ukrainian and Russian apart by letters, then by the commonest words.

    Returns
    -------
    str
        `en`, `uk`, `ru`, or the empty string where the text has no letters of either script.
    """
    sample = text[:20_000]
    cyrillic, latin = len(_CYRILLIC.findall(sample)), len(_LATIN.findall(sample))
    if not cyrillic and not latin:
        return ""
    if latin > cyrillic:
        return "en"
    ukrainian, russian = len(_UK_LETTERS.findall(sample)), len(_RU_LETTERS.findall(sample))
    if ukrainian == russian:
        ukrainian, russian = len(_UK_WORDS.findall(sample)), len(_RU_WORDS.findall(sample))
    return "uk" if ukrainian > russian else "ru"


_BREAK = re.compile(r"\n\s*\n|\r\n|\n|\r")


def paragraphs(text: str) -> tuple[Span, ...]:
    """Cut a text at its line breaks; blank stretches are left out, surrounding white space is not part of a span."""
    spans: list[Span] = []
    start = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        spans.extend(_trimmed(text, start, end))
        if match:
            start = match.end()
    return tuple(spans)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if start < end else []


_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof gen lt col maj capt sgt brig adm st jr sr vs etc no nos fig approx gov sen rep pres dept e.g i.e
    jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n e.u a.m p.m
    с м смт сел обл р рр ст вул ім оз о пос хут г п д ул им т див напр тощо акад проф ген полк
    гл стр кв пгт х др пр чел род зам нач пом
    """.split()  # noqa: SIM905
)
_UNITS = frozenset("км тис тыс млн млрд грн руб коп мин сек".split())  # noqa: SIM905
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_OPENERS = "\"'“«„‘(["


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Cut a text into sentences.

    A line break always ends one. A full stop does not where an abbreviation, an initial or a number precedes it, or
    where the next word begins with a lower-case letter.

    Parameters
    ----------
    start, end
        The stretch of the text to cut; offsets of the answer still count from the text's beginning.
    """
    return _cut(text, start, len(text) if end is None else end)


@lru_cache(maxsize=64)
def _cut(text: str, start: int, stop: int) -> tuple[Span, ...]:
    found: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, stop):
        mark, after = match.span()
        if text[mark] == "\n" or _ends_sentence(text, mark, after, stop):
            found.extend(_trimmed(text, begin, after))
            begin = after
    found.extend(_trimmed(text, begin, stop))
    return tuple(found)


def _ends_sentence(text: str, mark: int, after: int, stop: int) -> bool:
    following = after
    while following < stop and text[following].isspace():
        if text[following] == "\n":
            return True
        following += 1
    if following >= stop:
        return True
    head = text[following]
    if head in _OPENERS and following + 1 < stop:
        head = text[following + 1]
    if head.islower():
        return False
    if text[mark] != "." or after - mark > 1:
        return True
    before = _WORD_BEFORE.search(text, max(0, mark - 24), mark)
    if before is None:
        return True
    word = before.group(1).lower()
    single_capital = len(word) == 1 and before.group(1).isupper()
    if word in _UNITS:
        return head.isupper()
    return not (single_capital or word in _ABBREVIATIONS)
