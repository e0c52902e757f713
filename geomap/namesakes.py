"""Decides between a city and the region or river that share its name, by what the text says happens there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from geomap.gazetteer import NameKind
from geomap.geo import approximate_km
from geomap.placewords import load_place_words
from geomap.records import FeatureClass, Place

__all__ = ["Choice", "Rivals", "choose_rival", "find_rivals"]

WINDOW = 60
"""Characters before a name that are looked at."""
SENTENCE = 110
"""Characters around a name in which a city's things may be told."""
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
        if choice is Choice.CITY and (place.place_id in self.regions | self.rivers | self.states):
            return -WIN, ()
        if choice is Choice.REGION:
            return (0.0, (_SPOKEN_OF[choice],)) if place.place_id in self.regions else (-WIN, ())
        if choice is Choice.RIVER:
            return (0.0, (_SPOKEN_OF[choice],)) if place.place_id in self.rivers else (-WIN, ())
        return 0.0, (_SPOKEN_OF[choice],) if place.place_id in self.cities and choice is Choice.CITY else ()


_SPOKEN_OF = {choice: f"the text speaks of the {choice.value}" for choice in Choice}


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
        seats = [city for city in settlements if _is_seat(city, region)]
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
    names = {place.name for place in regions}
    first = load_place_words().of("region first", "en")
    return Rivals(
        frozenset(cities),
        frozenset(shared),
        frozenset(place.place_id for place in rivers),
        frozenset(states),
        any(name.removesuffix(" Oblast").lower() in first for name in names),
    )


def _is_seat(city: Place, region: Place) -> bool:
    if city.country != region.country or city.lon is None or city.lat is None:
        return False
    assert region.lon is not None and region.lat is not None
    near = approximate_km(city.lon, city.lat, region.lon, region.lat) < max(SEAT_KM, region.radius_km)
    same = city.admin1 == region.admin1 or not city.admin1 or not region.admin1
    return near and (same or region.radius_km <= CITY_STATE_KM)


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
    if not rivals.region_first:
        return Choice.CITY
    low = max(0, start - SENTENCE)
    low = text.rfind("\n", low, start) + 1 or low
    around = text[low : end + SENTENCE].partition("\n")[0]
    return Choice.CITY if roles["city near", "en"].search(around) else Choice.REGION
