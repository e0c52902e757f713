"""Events read from sentences, before they become claims, and the small rules that events, sites and actors share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from geomap.attribution import Attribution
from geomap.clauses import Clause
from geomap.lexicon import Hit
from geomap.modality import Reading
from geomap.records import ClaimKind, FeatureClass, Place, Resolution, Span, ToponymRole

__all__ = ["OTHER_SIDE", "Event", "holder", "is_site", "leading_hits", "merge_clauses"]

OTHER_SIDE = {"UA": "RU", "RU": "UA"}
# Within one clause the first kind stands for the others: an attack that was repelled is a hold, the dead of a strike
# belong to the strike.
_ABSORBS: dict[str, frozenset[str]] = {
    "hold": frozenset({"attack", "advance", "capture", "withdrawal", "intent", "infiltration"}),
    "intercept": frozenset({"strike", "attack", "damage"}),
    "prisoners": frozenset({"capture", "casualties"}),
    "strike": frozenset({"damage", "casualties", "attack"}),
    "infiltration": frozenset({"attack"}),
    "evacuation": frozenset({"intent", "alert", "redeployment"}),
    "capture": frozenset({"advance", "attack", "intent"}),
    "withdrawal": frozenset({"hold", "redeployment", "infiltration"}),
    "advance": frozenset({"attack"}),
    "attack": frozenset({"intent"}),
    "redeployment": frozenset({"intent"}),
    "damage": frozenset({"casualties"}),
}


class Event(NamedTuple):
    """A trigger with its clause, reading, claimant and places."""

    kind: ClaimKind
    trigger: Hit
    clause: Span
    sentence: Span
    reading: Reading
    attribution: Attribution
    places: tuple[Resolution, ...]
    places_why: str
    hits: tuple[Hit, ...] = ()


def holder(place: Place) -> str:
    """The country whose forces hold a place by default: Crimea has been under Russian occupation since 2014."""
    return "RU" if place.country == "UA" and place.admin1.startswith(("Crimea", "Sevastopol")) else place.country


def is_site(resolution: Resolution) -> bool:
    """Whether a mention is a place where something can happen: named as such, and no whole country."""
    place = resolution.place
    if place is None or resolution.toponym.role is not ToponymRole.LITERAL:
        return False
    return place.feature is not FeatureClass.COUNTRY


def merge_clauses(clauses: Sequence[Clause], placed: Callable[[Span], bool]) -> list[Clause]:
    """Join clauses parted by a mere "and" whose hits are of one kind, unless each has a place of its own."""
    if len(clauses) < 2:
        return list(clauses)
    out: list[Clause] = []
    for clause in clauses:
        same = clause.weak and out and {h.entry.label for h in clause.hits} == {h.entry.label for h in out[-1].hits}
        if same and not (placed(clause.span) and placed(out[-1].span)):
            last = out.pop()
            out.append(Clause(Span(last.span.start, clause.span.end), last.hits + clause.hits, last.weak))
        else:
            out.append(clause)
    return out


def leading_hits(hits: Sequence[Hit]) -> list[Hit]:
    """Keep of a clause's hits one of each kind, without the kinds that another absorbs."""
    if len(hits) < 2:
        return list(hits)
    kinds = {hit.entry.label for hit in hits}
    absorbed = {other for kind in kinds for other in _ABSORBS.get(kind, ()) if other in kinds}
    kept: dict[str, Hit] = {}
    for hit in hits:
        if hit.entry.label not in absorbed:
            kept.setdefault(hit.entry.label, hit)
    return list(kept.values())
