"""The places that share a name, and the choice between a city and its region or river by what happens there."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from geomap.gazetteer import Gazetteer, NameKind
from geomap.geo import approximate_km
from geomap.placewords import load_place_words
from geomap.ranking import NEAR_KM, Lines, kilometres_off, measure_apart, score_front, score_itself
from geomap.records import FeatureClass, Place

__all__ = ["Choice", "Namesakes", "Rivals", "choose_rival", "find_namesakes"]

MAX_CANDIDATES = 80
"""Namesakes that are compared; the most populous are kept."""
MAX_NAMES = 1024
"""Names whose namesakes are kept from one document to the next."""
MAX_FRONTS = 16
"""Fronts whose distances from the namesakes of a name are kept."""
MAX_BESIDE = 64
"""Places whose distances from the namesakes of a name are kept."""

WINDOW = 60
"""Characters before a name that are looked at."""
SENTENCE = 110
"""Characters around a name in which a city's things may be told."""
OVER_LIST = 90
"""Characters before a name in which the list begins that it ends: "over Kursk, Leningrad and"."""
SEAT_KM = 120.0
"""A region's city lies so near to the region's point."""
CITY_STATE_KM = 45.0
"""A region with a smaller radius is its city."""
WIN = 12.0


class Choice(Enum):
    """Which of the rivals the text speaks of."""

    NONE = "none"
    CITY = "city"
    REGION = "region"
    RIVER = "river"


@dataclass(frozen=True, slots=True)
class Rivals:
    """The city, region and river that share a name, by their ids; `states` are regions that are hardly more than it."""

    cities: frozenset[str]
    regions: frozenset[str]
    rivers: frozenset[str]
    states: frozenset[str]
    region_first: bool

    def points(self, place: Place, choice: Choice) -> tuple[float, tuple[str, ...]]:
        """Score a place by the choice made."""
        own = place.place_id
        if choice is Choice.NONE:
            return 0.0, ()
        if choice is Choice.CITY:
            if own in self.regions or own in self.rivers or own in self.states:
                return -WIN, ()
            return 0.0, (_SPOKEN_OF[choice],) if own in self.cities else ()
        if own in (self.regions if choice is Choice.REGION else self.rivers):
            return 0.0, (_SPOKEN_OF[choice],)
        return -WIN, ()


_SPOKEN_OF = {choice: f"the text speaks of the {choice.value}" for choice in Choice}


Off = tuple[Lines, list[float], list[float]]
"""A front, the kilometres from each namesake to it, and the points for them."""
Beside = tuple[list[float], list[float]]
"""The kilometres from each namesake to another place, and how near that is: 1 at the place, fading with `NEAR_KM`."""


@dataclass(frozen=True, slots=True, eq=False)
class Namesakes:
    """The places that a name may mean, with what no document changes: kept from one to the next.

    Attributes
    ----------
    order
        The numbers of the places, in the order of their ids.
    itself
        Points and reasons of each place by its size, its class and the name.
    units
        First-level units and countries in which the places lie; `unit_of` gives each place's number among them.
    known
        Whether the gazetteer has the name as it is written.
    """

    places: tuple[Place, ...]
    order: tuple[int, ...]
    itself: tuple[tuple[float, tuple[str, ...]], ...]
    units: tuple[tuple[str, str], ...]
    unit_of: tuple[int, ...]
    rivals: Rivals | None
    known: bool
    _chosen: dict[Choice, list[float]] = field(default_factory=dict)
    _beside: dict[str, Beside] = field(default_factory=dict)
    _off: list[Off] = field(default_factory=list)

    def points(self, choice: Choice) -> list[float]:
        """Score the places by themselves and by what the text speaks of."""
        found = self._chosen.get(choice)
        if found is None:
            found = [points for points, _ in self.itself]
            if self.rivals is not None:
                pairs = zip(found, self.places, strict=True)
                found = [points + self.rivals.points(place, choice)[0] for points, place in pairs]
            self._chosen[choice] = found
        return found

    def beside(self, other: Place) -> Beside:
        """Measure how far and how near each place is to another one; to itself infinitely far."""
        found = self._beside.get(other.place_id)
        if found is None:
            if len(self._beside) >= MAX_BESIDE:
                self._beside.clear()
            away = [
                math.inf if place.place_id == other.place_id else measure_apart(place, other) for place in self.places
            ]
            found = self._beside[other.place_id] = (away, [math.exp(-apart / NEAR_KM) for apart in away])
        return found

    def off(self, front: Lines) -> Off:
        """Measure how far each place is from a front."""
        for known in self._off:
            if known[0] is front:
                return known
        if len(self._off) >= MAX_FRONTS:
            self._off.clear()
        away = [kilometres_off(place, front) for place in self.places]
        self._off.append((front, away, [score_front(apart) for apart in away]))
        return self._off[-1]


@lru_cache(maxsize=MAX_NAMES)
def find_namesakes(
    gazetteer: Gazetteer, name: str, asked: FeatureClass | None, place_ids: tuple[str, ...]
) -> Namesakes:
    """Find the places that a name may mean where the text asks for a class of place.

    Parameters
    ----------
    place_ids
        The gazetteer entries sharing the name.
    """
    hits = {hit.place_id: hit.kind for hit in gazetteer.lookup(name)}
    places = [gazetteer.place(place_id) for place_id in place_ids]
    if asked is not None and any(place.feature is asked for place in places):
        places = [place for place in places if place.feature is asked]
    if asked is FeatureClass.REGION and len(places) > 1:
        places = [place for place in places if place.name.endswith((" Oblast", " Krai"))] or places
    if len(places) > MAX_CANDIDATES:
        near = [place for place in places if place.country in ("UA", "RU")]
        places = sorted(near or places, key=lambda place: (-place.population, place.place_id))[:MAX_CANDIDATES]
    kinds = {place.place_id: hits.get(place.place_id, NameKind.NAME) for place in places}
    capital = name.lower() in load_place_words().of("capital", "cyr" if name[:1] > "\u0400" else "en")
    best = max(places, key=lambda place: (place.population, place.place_id), default=None)
    units = {(place.admin1, place.country): None for place in places}
    numbers = {unit: number for number, unit in enumerate(units)}
    return Namesakes(
        places=tuple(places),
        order=tuple(sorted(range(len(places)), key=lambda number: places[number].place_id)),
        itself=tuple(
            score_itself(asked, place, kinds[place.place_id], capital=capital and place is best) for place in places
        ),
        units=tuple(units),
        unit_of=tuple(numbers[place.admin1, place.country] for place in places),
        rivals=find_rivals(places, kinds),
        known=bool(hits),
    )


def find_rivals(places: Sequence[Place], kinds: Mapping[str, NameKind]) -> Rivals | None:
    """Find a city that shares its name with its region, or a settlement with a river; None where there is none."""
    settlements = [place for place in places if place.feature is FeatureClass.SETTLEMENT and place.lon is not None]
    regions = [place for place in places if place.feature is FeatureClass.REGION and place.lon is not None]
    rivers = [place for place in places if place.feature is FeatureClass.RIVER]
    if not settlements or not (regions or rivers):
        return None
    cities: set[str] = set()
    shared: set[str] = set()
    states: set[str] = set()
    for region in regions:
        seats = [city for city in settlements if _is_seat(city, region, apart=_goes_first(region))]
        if not seats:
            continue
        seat = max(seats, key=lambda city: (city.population, city.place_id))
        cities.add(seat.place_id)
        large = region.radius_km > CITY_STATE_KM or region.code == "AREA"
        (shared if large and kinds[region.place_id] is not NameKind.FORMER else states).add(region.place_id)
    if rivers and not cities:
        cities.add(max(settlements, key=lambda city: (city.population, city.place_id)).place_id)
    if not cities:
        return None
    return Rivals(
        frozenset(cities),
        frozenset(shared),
        frozenset(place.place_id for place in rivers),
        frozenset(states),
        any(map(_goes_first, regions)),
    )


def _goes_first(region: Place) -> bool:
    """Whether the bare name is the region unless something speaks for the city."""
    return region.name.removesuffix(" Oblast").lower() in load_place_words().of("region first", "en")


def _is_seat(city: Place, region: Place, *, apart: bool) -> bool:
    """Whether a city is the seat of a region; one that lies `apart` is a unit of its own (Leningrad)."""
    if city.country != region.country or city.lon is None or city.lat is None:
        return False
    assert region.lon is not None and region.lat is not None
    near = approximate_km(city.lon, city.lat, region.lon, region.lat) < max(SEAT_KM, region.radius_km)
    same = city.admin1 == region.admin1 or not city.admin1 or not region.admin1
    return near and (same or apart or region.radius_km <= CITY_STATE_KM)


def choose_rival(rivals: Rivals, text: str, start: int, end: int) -> Choice:
    """Choose between the rivals by the words around a name."""
    roles = load_place_words().roles
    before = text[max(0, start - WINDOW) : start]
    script = "cyr" if text[start] > "\u0400" else "en"
    if rivals.rivers:
        if roles["river before", script].search(before) or (
            script == "en" and roles["river after", "en"].match(text, end)
        ):
            return Choice.RIVER
        if not rivals.regions:
            return Choice.CITY
    if not rivals.regions or script == "cyr":
        return Choice.CITY
    if roles["city before", "en"].search(before) or roles["city after", "en"].match(text, end):
        return Choice.CITY
    if roles["region before", "en"].search(before) or roles["region after", "en"].match(text, end):
        return Choice.REGION
    if _listed_with_region(text, start, end):
        return Choice.REGION
    if not rivals.region_first:
        return Choice.CITY
    low = max(0, start - SENTENCE)
    low = text.rfind("\n", low, start) + 1 or low
    around = text[low : end + SENTENCE].partition("\n")[0]
    return Choice.CITY if roles["city near", "en"].search(around) else Choice.REGION


_OVER_LIST = re.compile(r"\b[Oo]ver (?:the )?(?:[A-Z][\w'-]+(?:, and |, | and ))*\Z")
_OVER_REGION = re.compile(r"\b[Oo]ver (?:the )?(?:[A-Z][\w'-]+(?:,? and |, | ))+(?:[Rr]egion|[Oo]blast)")


def _listed_with_region(text: str, start: int, end: int) -> bool:
    """Whether an English name continues a list of regions: "11 over the Belgorod region, eight over Bryansk"."""
    if _OVER_LIST.search(text, max(0, start - OVER_LIST), start) is None:
        return False
    low = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    high = min((at for mark in (". ", "\n") if (at := text.find(mark, end)) >= 0), default=len(text))
    return _OVER_REGION.search(text, low, high) is not None
