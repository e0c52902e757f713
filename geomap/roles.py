"""How a name is used: for the place, for those who act or speak there, or as an attribute."""

from __future__ import annotations

import re

from geomap.placewords import load_place_words
from geomap.records import ToponymRole

__all__ = ["read_role"]

WINDOW = 48
"""Characters on either side of a name that tell its role."""

_DEPENDENT = re.compile(r"-(?:made|supplied|backed|installed|led|held|controlled|occupied|donated|mandated|based|born|built|style|funded|brokered|appointed|run|trained|flagged|owned|bound)\b")
_ACTING = re.compile(r"-(?:launched|fired|initiated)\b")
_CITY_BEFORE = re.compile(r"[A-Z][\w'-]+, \Z")
_PLACE_AFTER_POSSESSIVE = re.compile(r"(?:\w+ )?[A-Z][\w'-]+ (?:[Oo]blast|[Rr]egion|[Dd]istrict|[Pp]rovince|[Cc]ity|[Cc]apital)")
_OF = re.compile(r" of (?:the )?\Z")
_AGAINST = re.compile(r"\b(?:against|with|between|for|by|from) (?:the )?\Z")
_SUBJECT_OF_VERB = re.compile(r",? (?:\w+ly )?")


def read_role(text: str, start: int, end: int, *, script: str, polity: bool, land: bool = False) -> ToponymRole:
    """Tell how the name at `start`, `end` is used.

    Parameters
    ----------
    script
        `en` or `cyr`: which word lists apply.
    polity
        Whether the name is one by which governments go: a country's or a capital's.
    land
        Whether it is a country's: without a sign of land a country acts, and a capital only does with one.
    """
    roles = load_place_words().roles
    before = text[max(0, start - WINDOW) : start]
    if "\n" in before:
        before = before[before.rfind("\n") + 1 :]
    if script == "cyr":
        return _read_cyrillic(text, end, before, roles, polity, land)
    after = text[end : end + 2]
    if after == "'s" or (after[:1] == "'" and text[end - 1 : end] == "s"):
        return _read_possessive(text, end + (3 if after == "'s" else 2), before, roles, polity)
    if after[:1] == "-":
        if _DEPENDENT.match(text, end):
            return ToponymRole.ATTRIBUTIVE
        if _ACTING.match(text, end):
            return ToponymRole.METONYM
    if roles["office before", "en"].search(before):
        return ToponymRole.ATTRIBUTIVE
    if after[:1] == " " and roles["adjunct after", "en"].match(text, end + 1):
        return ToponymRole.ATTRIBUTIVE
    on_land = bool(roles["land before", "en"].search(before))
    if not polity:
        if not on_land and after[:1] == " " and roles["verb after", "en"].match(text, end + 1):
            return _acting_town(text, end, before)
        return ToponymRole.LITERAL
    if on_land or _CITY_BEFORE.search(before):
        return ToponymRole.LITERAL
    if land:
        if _OF.search(before):
            return ToponymRole.ATTRIBUTIVE
        return ToponymRole.METONYM
    if before.strip(" \"“'•-–—|*") == "" and not roles["verb after", "en"].match(text, end + 1):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM


def _acting_town(text: str, end: int, before: str) -> ToponymRole:
    """A town or region that decides or speaks; what merely happens to it leaves it a place."""
    if before.rstrip()[-1:] not in ("", ".", ",", ";", ":", "!", "?", "”", '"') and not before.endswith((" and ", " that ")):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM if _DECIDES.match(text, end) else ToponymRole.LITERAL


_DECIDES = re.compile(
    r" (?:(?:has|have|had) (?:suspended|imposed|introduced|declared|announced|denied|claimed|banned|cancelled|rejected|"
    r"accused|asked|called|agreed|refused|warned|demanded)|claims?|said|says|denies|denied|announced|announces|declared|"
    r"suspended|imposed|rejected|insists?|wants?|refuses?|refused|demands?|demanded|accuses?|accused|warned)\b"
)


def _read_possessive(
    text: str, after: int, before: str, roles: dict[tuple[str, str], re.Pattern[str]], polity: bool
) -> ToponymRole:
    if _PLACE_AFTER_POSSESSIVE.match(text, after):
        return ToponymRole.ATTRIBUTIVE
    force, action = roles["force after", "en"].match(text, after), roles["action after", "en"].match(text, after)
    if polity and action and (not force or action.end() <= force.end()):
        return ToponymRole.METONYM
    return ToponymRole.ATTRIBUTIVE


def _read_cyrillic(
    text: str, end: int, before: str, roles: dict[tuple[str, str], re.Pattern[str]], polity: bool, land: bool
) -> ToponymRole:
    if roles["office before", "cyr"].search(before):
        return ToponymRole.ATTRIBUTIVE
    if not polity:
        return ToponymRole.LITERAL
    if land and _UNIT_BEFORE.search(before):
        return ToponymRole.ATTRIBUTIVE
    if land and _COMPANION.search(before) and text[max(0, end - 5) : end].endswith(_INSTRUMENTAL):
        return ToponymRole.METONYM
    if roles["land before", "cyr"].search(before):
        return ToponymRole.LITERAL
    return ToponymRole.METONYM


_COMPANION = re.compile(r"(?<!\w)(?:з|із|зі|с|со) \Z", re.IGNORECASE)
_INSTRUMENTAL = ("єю", "ею", "ою", "ію", "ией", "ей", "ой", "ом", "ем", "ами", "ями")


_UNIT_BEFORE = re.compile(r"(?:област[іийь]\w*|краю?|края|району?|района|обл\.?|республік\w+|республик\w+) \Z", re.IGNORECASE)
