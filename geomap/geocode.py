"""The gazetteer as a geopy geocoder: the same call as an online service, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.gazetteer import Gazetteer, NameKind, load_gazetteer
from geomap.records import FeatureClass, Place

__all__ = ["GazetteerGeocoder"]

REVERSE_RADIUS_KM = 50.0
"""How far `reverse` looks for a settlement."""

_KIND_ORDER = {kind: index for index, kind in enumerate(NameKind)}


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """Look places up in geomap's gazetteer by the interface of geopy's geocoders.

    Parameters
    ----------
    gazetteer
        An open gazetteer; by default the one that `load_gazetteer` finds.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = gazetteer or load_gazetteer()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = None,
        country_codes: str | Sequence[str] | None = None,
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Find the places of a name in any language and case; a comma adds a parent ("Pokrovsk, Donetsk Oblast").

        Parameters
        ----------
        exactly_one
            Give one Location or None; else a list, or None where nothing is found.
        timeout
            Accepted for geopy's sake; nothing waits here.
        country_codes
            ISO 3166 code or codes that the places must lie in.
        """
        name, *parents = (part.strip() for part in query.split(","))
        wanted = {country_codes} if isinstance(country_codes, str) else set(country_codes or ())
        codes = {code.upper() for code in wanted}
        hits = self.gazetteer.lookup(query) or self.gazetteer.lookup(name)
        if not hits:
            hits = tuple(hit for _, hit in self.gazetteer.lookup_fuzzy(name))
        found = [(hit.kind, self.gazetteer.place(hit.place_id)) for hit in hits]
        found = [(kind, place) for kind, place in found if place.lon is not None]
        found = [(kind, place) for kind, place in found if not codes or place.country in codes]
        found = [(kind, place) for kind, place in found if self._lies_in(place, parents)]
        found.sort(key=lambda item: _rank(*item))
        locations = [_location(place) for _, place in found[:limit]]
        return _answer(locations, exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = None, limit: int = 5
    ) -> Location | list[Location] | None:
        """Find the settlements nearest to a point, given as geopy takes points (latitude first)."""
        point = Point(query)
        near = self.gazetteer.near(
            point.longitude, point.latitude, radius_km=REVERSE_RADIUS_KM, feature=FeatureClass.SETTLEMENT
        )
        known = [place for place in near if not place.estimate] or list(near)
        return _answer([_location(place) for place in known[:limit]], exactly_one)

    def _lies_in(self, place: Place, parents: Sequence[str]) -> bool:
        """Say whether each parent names the place's district, region or country."""
        own = {place.admin1, place.admin2, place.admin3}
        for parent in parents:
            if parent.upper() == place.country or parent in own:
                continue
            named = [self.gazetteer.place(hit.place_id) for hit in self.gazetteer.lookup(parent)]
            if not any(
                candidate.name in own
                or (candidate.feature is FeatureClass.COUNTRY and candidate.country == place.country)
                for candidate in named
            ):
                return False
        return True


def _rank(kind: NameKind, place: Place) -> tuple[bool, int, int, bool, str]:
    near_name = kind in (NameKind.NAME, NameKind.INFLECTED)
    is_town = place.feature in (FeatureClass.SETTLEMENT, FeatureClass.COUNTRY)
    return (
        not near_name,
        0 if is_town else 1,
        -place.population,
        place.estimate,
        f"{_KIND_ORDER[kind]}{place.place_id}",
    )


def _location(place: Place) -> Location:
    parts = [place.name, place.admin3, place.admin2, place.admin1, place.country]
    address = ", ".join(part for part in dict.fromkeys(parts) if part)
    raw = {
        "place_id": place.place_id,
        "feature": place.feature.value,
        "country": place.country,
        "admin1": place.admin1,
        "radius_km": place.radius_km,
        "estimate": place.estimate,
        "population": place.population,
    }
    return Location(address, Point(place.lat, place.lon), raw)


def _answer(locations: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not locations:
        return None
    return locations[0] if exactly_one else locations
