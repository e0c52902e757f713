"""Mentions of one name, taken together, and what the groups of a document speak for: units, countries, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geomap.namesakes import Choice, Namesakes
from geomap.ranking import Ranked
from geomap.records import Candidate, FeatureClass, Place, Toponym, ToponymRole

__all__ = ["SURE", "Group", "Tally", "count_groups"]

MAX_ANCHORS = 24
"""Places of a document that support the others."""
MAX_CHOICES = 4
"""Readings of a neighbour that pull a namesake, each likelier than `LEAST_CHOICE`."""
LEAST_CHOICE = 0.04
SURE = 0.8
"""From so firm a belief on a group speaks for the place that it is taken for."""
THEATRE = ("UA", "RU")
"""Naming either state speaks for places in both."""
KINDRED = 0.7
"""How far a place in one state of the war speaks for places in the other."""


@dataclass(slots=True, eq=False)
class Group:
    """Mentions that share a name and the class asked for.

    Places go by their numbers among the namesakes. `lead` is the place believed in, `belief` how firmly; `ranked` are
    the namesakes by the document, `believed` those by what sentences say; of the `likely` ones the first `close` are
    compared without a stated parent. `rested` is what of the document the ranking rests on, `told`
    the first candidates by the document with their reasons.
    """

    toponym: Toponym
    names: Namesakes
    misspelt: bool
    lead: Place | None
    belief: float
    ranked: list[Ranked]
    choices: list[tuple[Place, float]]
    members: list[int] = field(default_factory=list)
    usual: Choice = Choice.NONE
    believed: list[Ranked] = field(default_factory=list)
    points: list[float] = field(default_factory=list)
    likely: list[int] = field(default_factory=list)
    close: int = 0
    rested: tuple[object, ...] = ()
    regions: dict[str, float] = field(default_factory=dict)
    countries: dict[str, float] = field(default_factory=dict)
    reasons: dict[int, tuple[str, ...]] = field(default_factory=dict)
    told: tuple[Candidate, ...] | None = None

    def believe(self, ranked: list[Ranked]) -> None:
        """Take the likeliest for what the name means while others are ranked."""
        places = self.names.places
        self.belief, self.lead = ranked[0][0], places[ranked[0][1]]
        self.choices = [
            (places[number], score)
            for score, number in ranked[:MAX_CHOICES]
            if score > LEAST_CHOICE and places[number].feature is not FeatureClass.RIVER
        ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the groups of a document speak for units and countries, and the places that they fix.

    `war` says whether the document may tell of the war: nothing in it, or something in either state, speaks for that.
    """

    regions: dict[str, float] = field(default_factory=dict)
    countries: dict[str, float] = field(default_factory=dict)
    anchors: tuple[Place, ...] = ()
    war: bool = True

    def weights(self, group: Group) -> dict[str, float]:
        """Give the share of each unit and country among the mentions outside a group."""
        return _shares(self.regions, group.regions) | _in_theatre(_shares(self.countries, group.countries))

    def names(self, admin1: str, group: Group) -> bool:
        """Whether mentions outside a group speak for a unit."""
        return self.regions.get(admin1, 0) > group.regions.get(admin1, 0)


def count_groups(groups: Iterable[Group]) -> Tally:
    """Count which units, countries and places the mentions of the groups speak for."""
    regions: dict[str, float] = {}
    countries: dict[str, float] = {}
    anchors: dict[str, int] = {}
    places: dict[str, Place] = {}
    for group in groups:
        anchor = _count_group(group)
        if anchor is not None:
            anchors[anchor.place_id] = anchors.get(anchor.place_id, 0) + len(group.members)
            places[anchor.place_id] = anchor
        for name, count in group.regions.items():
            regions[name] = regions.get(name, 0) + count
        for name, count in group.countries.items():
            countries[name] = countries.get(name, 0) + count
    commonest = sorted(anchors, key=anchors.__getitem__, reverse=True)[:MAX_ANCHORS]
    war = not countries or any(countries.get(country) for country in THEATRE)
    return Tally(regions, countries, tuple(places[place_id] for place_id in commonest), war)


def _count_group(group: Group) -> Place | None:
    """Count which unit and countries a group speaks for; give the place that it fixes, if any."""
    group.regions, group.countries = {}, {}
    place, count = group.lead, len(group.members)
    if place is None:
        return None
    if group.belief <= SURE:
        if place.admin1 and len(group.names.units) == 1:
            group.regions[place.admin1] = count
            group.countries[place.country] = count
        return None
    if place.country in THEATRE and place.feature is FeatureClass.COUNTRY:
        group.countries = dict.fromkeys(THEATRE, (1 + count) / 2)
    elif place.country:
        group.countries[place.country] = 1 + count
    role = group.toponym.role
    if place.admin1 and role is not ToponymRole.METONYM:
        group.regions[place.admin1] = count
    local = place.feature not in (FeatureClass.COUNTRY, FeatureClass.REGION) and place.lon is not None
    return place if local and role is ToponymRole.LITERAL else None


def _shares(counts: Mapping[str, float], own: Mapping[str, float]) -> dict[str, float]:
    """Give the shares of the counts without a group's own."""
    total = sum(counts.values()) - sum(own.values())
    if total <= 0:
        return {}
    return {name: left / total for name, count in counts.items() if (left := count - own.get(name, 0)) > 0}


def _in_theatre(shares: dict[str, float]) -> dict[str, float]:
    """Let places in either state of the war speak for places in the other."""
    both = sum(shares.get(country, 0.0) for country in THEATRE)
    return shares | {country: max(shares.get(country, 0.0), KINDRED * both) for country in THEATRE if both}
