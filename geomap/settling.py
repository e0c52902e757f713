"""Decides the unsure names of a document by what else it says: lists, other mentions, the persons it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from geomap.drafts import Draft, TextView
from geomap.nameforms import NEAR_COUNTRIES
from geomap.records import FeatureClass

__all__ = ["settle"]

LONGEST_LINK = 12
"""Characters between two names of a list."""
MAX_NAMESAKES = 60
"""A name with more namesakes says nothing for another form of one of them."""

_LIST = re.compile(
    r"(?:,? (?:and|or|та|і|й|и|або|или|а також|as well as|then) |, |/| ?[–—-] ?| \(|, (?:а также|a також) )"
)


def settle(found: Sequence[Draft], view: TextView) -> None:
    """Set `sure` of every draft for good."""
    for item in found:
        summary = item.summary
        if item.sure and not item.evidence and summary is not None and summary.strength < 3:
            item.sure = not view.is_person(summary.form)
    _follow_lists(found, view.text)
    unsure = [item for item in found if _may_settle(item, view)]
    if not unsure:
        return
    proven = [item for item in found if item.sure and item.evidence and item.summary is not None]
    forms = {item.name.lower() for item in proven}
    trusted = {place_id for item in proven if len(item.ids) <= MAX_NAMESAKES for place_id in item.ids}
    home = _home_countries(found, view)
    for item in unsure:
        known = item.name.lower() in forms or not trusted.isdisjoint(item.ids)
        item.sure = known or _is_at_home(item, home, view)


def _may_settle(item: Draft, view: TextView) -> bool:
    """Whether an unsure name may still turn out to be a place: a person's never does, nor a common word abroad."""
    summary = item.summary
    if item.sure or summary is None or view.is_person(summary.form):
        return False
    return summary.strength >= 1 or not summary.common


def _follow_lists(found: Sequence[Draft], text: str) -> None:
    """Let a member of a list whose neighbour is a settlement be one too, forwards and backwards."""
    for one, other in pairwise(found):
        if one.sure and not other.sure and _listed(one, other, text[one.end : other.start]):
            other.sure = other.evidence = True
    for other, one in pairwise(reversed(found)):
        if other.sure and not one.sure and _listed(other, one, text[one.end : other.start]):
            one.sure = one.evidence = True


def _listed(known: Draft, unsure: Draft, link: str) -> bool:
    if len(link) > LONGEST_LINK or unsure.summary is None or not _LIST.fullmatch(link):
        return False
    if known.summary is None:
        settlement = known.feature is FeatureClass.DISTRICT
    else:
        settlement = known.summary.strength <= 2 and FeatureClass.SETTLEMENT in known.summary.features
    return settlement and (unsure.summary.strength >= 1 or known.evidence)


def _home_countries(found: Sequence[Draft], view: TextView) -> frozenset[str]:
    """Give the countries outside the theatre whose regions and towns the document names for sure."""
    counted: Counter[str] = Counter()
    for item in found:
        if item.evidence or (item.sure and item.summary is not None and 2 <= item.summary.strength <= 3):
            countries = {view.gazetteer.place(place_id).country for place_id in item.ids[:3]}
            if len(countries) == 1:
                counted.update(countries)
    return frozenset(country for country, count in counted.items() if country not in NEAR_COUNTRIES and count > 1)


def _is_at_home(item: Draft, home: frozenset[str], view: TextView) -> bool:
    """Whether a small place abroad, neither a word nor a surname, lies in a country that the document tells of."""
    summary = item.summary
    if summary is None or not home or summary.common or summary.surname or summary.strength > 1:
        return False
    return any(view.gazetteer.place(place_id).country in home for place_id in item.ids[:20])
