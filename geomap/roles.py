"""How a name is used: for the place, for those who act or speak there, or as an attribute."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.placewords import load_place_words
from geomap.records import ToponymRole

__all__ = ["ends_with", "follows_verb", "joins_names", "last_word", "matches_at", "read_role", "word_starts"]

WINDOW = 48
"""Characters on either side of a name that tell its role."""


def read_role(
    text: str, start: int, end: int, *, script: str, polity: bool, land: bool = False, listed: bool = False
) -> ToponymRole:
    """Tell how the name at `start`, `end` is used.

    Parameters
    ----------
    script
        `en` or `cyr`: which word lists apply.
    polity
        Whether the name is one by which governments go: a country's or a capital's.
    land
        Whether it is a country's: without a sign of land a country acts.
    listed
        Whether it follows a place and a comma: "Melbourne, Australia".
    """
    words = load_place_words()
    roles = words.roles
    before = text[max(0, start - WINDOW) : start]
    if "\n" in before:
        before = before[before.rfind("\n") + 1 :]
    if script == "cyr":
        return _read_cyrillic(text, end, before, roles, polity=polity, land=land)
    after = text[end : end + 2]
    if after == "'s" or (after == "' " and text[end - 1] == "s"):
        return _read_possessive(text, end + (3 if after == "'s" else 2), roles, polity)
    if after[:1] == "-":
        if roles["dependent after", "en"].match(text, end):
            return ToponymRole.ATTRIBUTIVE
        if roles["acting after", "en"].match(text, end):
            return ToponymRole.METONYM
    last = last_word(before, 2 if before.endswith("the ") else 1)
    if last in _OFFICE_LINKS and ends_with(roles["office before", "en"], before):
        return ToponymRole.ATTRIBUTIVE
    if after[:1] == " " and roles["adjunct after", "en"].match(text, end + 1):
        return ToponymRole.ATTRIBUTIVE
    if not polity and not roles["decides after", "en"].match(text, end):
        return ToponymRole.LITERAL
    on_land = last in words.of("land word", "en") or (
        last in _LAND_LINKS and ends_with(roles["land before", "en"], before)
    )
    if not polity:
        return ToponymRole.LITERAL if on_land else _acting_town(before)
    if on_land or (listed and not roles["verb after", "en"].match(text, end + 1)):
        return ToponymRole.LITERAL
    if not land and ends_with(roles["struck before", "en"], before, 1):
        return ToponymRole.LITERAL
    if land:
        return ToponymRole.ATTRIBUTIVE if last == "of" else ToponymRole.METONYM
    if not before.strip(" \"“'•-–—|*") and not roles["verb after", "en"].match(text, end + 1):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM


_OFFICE_LINKS = frozenset(["of", "in", "occupied", "southern", "northern", "eastern", "western"])
_LAND_LINKS = frozenset(["of", "to", "with", "on"])
_SKIPPED = '(«“"„[—–-'


def follows_verb(text: str, end: int) -> bool:
    """Whether a verb of acting stands right after an English name."""
    return text[end : end + 1] == " " and load_place_words().roles["verb after", "en"].match(text, end + 1) is not None


def joins_names(link: str) -> bool:
    """Whether what stands between two names only lists them."""
    return _JOINING.fullmatch(link) is not None


_JOINING = re.compile(r"(?:, |,? (?:and|or|та|і|й|и|або|или) )(?:the )?")


def last_word(before: str, number: int = 1) -> str:
    """Give the last word (or the last but one) before a name, in lower case; empty where a mark parts it."""
    if before[-1:] != " ":
        return ""
    words = before[-32:].rsplit(None, number + 1)
    return words[-number].lower() if len(words) >= number else ""


def ends_with(pattern: re.Pattern[str], before: str, words: int = 6) -> bool:
    """Whether a pattern that ends where its text ends matches from one of the last words on."""
    return matches_at(pattern, before, word_starts(before, words))


def word_starts(before: str, words: int = 6) -> list[int]:
    """Give where the last words of a text begin, the last one first."""
    starts, at, length = [], len(before) - 1, len(before)
    for _ in range(words):
        at = before.rfind(" ", 0, at) if at > 0 else -1
        begin = at + 1
        while begin < length and before[begin] in _SKIPPED:
            begin += 1
        starts.append(begin)
        if at < 0:
            break
    return starts


def matches_at(pattern: re.Pattern[str], text: str, starts: Sequence[int]) -> bool:
    """Whether a pattern matches at one of the starts."""
    match = pattern.match
    for start in starts:  # noqa: SIM110 - tried for every name: a generator would cost more than most of the patterns
        if match(text, start) is not None:
            return True
    return False


def _acting_town(before: str) -> ToponymRole:
    """Read a town or region before a verb of deciding or speaking: what merely happens to it leaves it a place."""
    stripped = before.rstrip()
    if stripped and stripped[-1] not in '.,;:!?”"' and not before.endswith((" and ", " that ")):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM


def _read_possessive(text: str, after: int, roles: dict[tuple[str, str], re.Pattern[str]], polity: bool) -> ToponymRole:
    if roles["unit of possessor", "en"].match(text, after):
        return ToponymRole.ATTRIBUTIVE
    if not polity:
        return ToponymRole.ATTRIBUTIVE
    phrase = roles["phrase after", "en"].match(text, after)
    if phrase is not None:
        ends = [
            max((match.end() for match in roles[test, "en"].finditer(text, after, phrase.end())), default=-1)
            for test in ("action noun", "force noun")
        ]
        if ends[0] > ends[1]:
            return ToponymRole.METONYM
    return ToponymRole.ATTRIBUTIVE


def _read_cyrillic(
    text: str, end: int, before: str, roles: dict[tuple[str, str], re.Pattern[str]], *, polity: bool, land: bool
) -> ToponymRole:
    starts = word_starts(before)
    if matches_at(roles["office before", "cyr"], before, starts):
        return ToponymRole.ATTRIBUTIVE
    if not polity:
        return ToponymRole.LITERAL
    if land and matches_at(roles["unit before", "cyr"], before, starts[:1]):
        return ToponymRole.ATTRIBUTIVE
    if land and before.endswith(_COMPANION) and text[max(0, end - 5) : end].endswith(_INSTRUMENTAL):
        return ToponymRole.METONYM
    if matches_at(roles["land before", "cyr"], before, starts):
        return ToponymRole.LITERAL
    if not land and (
        roles["struck after", "cyr"].match(text, end)
        or text[end - 1] == "у"
        or matches_at(roles["struck before", "cyr"], before, starts[:2])
    ):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM


_COMPANION = (" з ", " із ", " зі ", " с ", " со ")
_INSTRUMENTAL = ("єю", "ею", "ою", "ію", "ией", "ей", "ой", "ом", "ем", "ами", "ями")
