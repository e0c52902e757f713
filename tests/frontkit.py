"""Small claims, places and boundaries for the tests of the front, on a plain of invented villages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from geomap.cells import Cells, build_cells
from geomap.front import FrontSlice, reconstruct_front
from geomap.records import Actor, Claim, ClaimKind, FeatureClass, Geometry, Place, PlaceRole, Side, Status, make_id

DAY = date(2024, 8, 14)
"""Day zero of the tests."""

BORDER_LAT = 51.0
"""North of it lies RU, south of it UA."""

TOWNS = {
    "alpha": (35.0, 50.95, "UA"),
    "beta": (35.1, 50.95, "UA"),
    "gamma": (35.2, 50.95, "UA"),
    "delta": (35.0, 51.05, "RU"),
    "epsilon": (35.1, 51.05, "RU"),
    "far": (37.0, 49.0, "UA"),
}
BOUNDARIES = {
    "UA": Geometry("Polygon", (((30.0, 45.0), (40.0, 45.0), (40.0, BORDER_LAT), (30.0, BORDER_LAT), (30.0, 45.0)),)),
    "RU": Geometry(
        "Polygon", (((30.0, BORDER_LAT), (40.0, BORDER_LAT), (40.0, 55.0), (30.0, 55.0), (30.0, BORDER_LAT)),)
    ),
}


def town(name: str, **changes: Any) -> Place:
    """Make the gazetteer's entry of one of the towns."""
    lon, lat, country = TOWNS[name]
    given = {"lon": lon, "lat": lat, "country": country, **changes}
    return Place(name, name.title(), FeatureClass.SETTLEMENT, **given)


def cells(**options: Any) -> Cells:
    """Tessellate all towns within the two countries."""
    return build_cells([town(name) for name in TOWNS], BOUNDARIES, **options)


def claim(place: str, kind: str = "capture", actor: str = "RU", after: int | None = 0, **changes: Any) -> Claim:
    """Make a claim by the actor's own side about a town, `after` days after day zero (None: undated)."""
    lon, lat, country = TOWNS.get(place, (36.0, 50.0, "UA"))
    day = None if after is None else DAY + timedelta(days=after)
    given: dict[str, Any] = {
        "doc": "doc.txt",
        "start": 0,
        "end": 5,
        "quote": "words",
        "side": actor if actor in ("UA", "RU") else "unknown",
        "claimant": f"the {actor} staff",
        "place": place.title(),
        "place_id": place,
        "feature": "settlement",
        "country": country,
        "geometry": Geometry.point(lon, lat),
        "uncertainty_km": 1.0,
        "start_date": day,
        "end_date": day,
        **changes,
    }
    given |= {"kind": ClaimKind(kind), "actor": Actor(actor), "side": Side(given["side"])}
    given |= {"status": Status(given.get("status", "asserted")), "role": PlaceRole(given.get("role", "at"))}
    given.setdefault("claim_id", make_id(*sorted((key, str(value)) for key, value in given.items())))
    return Claim(**given)


def tell(*claims: Claim, after: int = 0, **options: Any) -> FrontSlice:
    """Reconstruct the front of one day, `after` days after day zero."""
    return reconstruct_front(claims, days=[DAY + timedelta(days=after)], **{"cells": cells(), **options})[0]


def holder(*claims: Claim, place: str = "alpha", after: int = 0, **options: Any) -> str | None:
    """Say who is reported to hold a place; None where nothing is reported about it."""
    state = tell(*claims, after=after, **options).state(place)
    return None if state is None else state.held_by
