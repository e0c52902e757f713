"""Measure how fast the reported front is told: `python bench/front.py [CLAIMS [PLACES [DAYS]]]`.

Invented claims on a jittered grid of invented settlements; cells, line and movements included.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import date, timedelta

from geomap.cells import build_cells
from geomap.front import front_features, reconstruct_front
from geomap.records import Actor, Claim, ClaimKind, FeatureClass, Geometry, Place, PlaceRole, Side, Status, make_id

KINDS = [ClaimKind.CAPTURE, ClaimKind.HOLD, ClaimKind.ADVANCE, ClaimKind.WITHDRAWAL, ClaimKind.ATTACK]
FIRST = date(2024, 1, 1)


def make_places(count: int, chance: random.Random) -> list[Place]:
    """Scatter settlements over 400 by 400 km."""
    side = int(count**0.5) + 1
    return [
        Place(
            f"p{n}",
            f"Place {n}",
            FeatureClass.SETTLEMENT,
            "UA",
            lon=round(34 + 5.5 * (n % side + 0.8 * chance.random()) / side, 4),
            lat=round(46.5 + 3.6 * (n // side + 0.8 * chance.random()) / side, 4),
        )
        for n in range(count)
    ]


def make_claims(count: int, places: list[Place], days: int, chance: random.Random) -> list[Claim]:
    """Invent claims of both sides over the places and days."""
    found = []
    for n in range(count):
        place = places[chance.randrange(len(places))]
        day = FIRST + timedelta(days=chance.randrange(days))
        kind = chance.choices(KINDS, [3, 3, 3, 1, 5])[0]
        role = PlaceRole.AT if kind in (ClaimKind.CAPTURE, ClaimKind.HOLD) else chance.choice(list(PlaceRole))
        found.append(
            Claim(
                make_id(n),
                f"d{n // 8}",
                0,
                0,
                "",
                kind,
                actor=chance.choice([Actor.UA, Actor.RU]),
                side=chance.choice([Side.UA, Side.RU, Side.INDEPENDENT]),
                status=chance.choices([Status.ASSERTED, Status.DENIED, Status.UNVERIFIED], [8, 1, 1])[0],
                reported=day + timedelta(days=chance.randrange(3)),
                place=place.name,
                place_id=place.place_id,
                feature="settlement",
                country="UA",
                role=role,
                start_date=day - timedelta(days=chance.randrange(2)),
                end_date=day,
                statement_id=make_id("s", n // 2),
                geometry=Geometry.point(place.lon or 0.0, place.lat or 0.0),
            )
        )
    return found


def main() -> None:
    """Run the measurement and print it."""
    count, towns, days = ([int(word) for word in sys.argv[1:]] + [100_000, 3000, 365][len(sys.argv) - 1 :])[:3]
    chance = random.Random(7)
    places = make_places(towns, chance)
    claims = make_claims(count, places, days, chance)
    wanted = [FIRST + timedelta(days=n) for n in range(days)]
    reconstruct_front(claims[:100], days=[wanted[-1]])
    start = time.perf_counter()
    cells = build_cells(places)
    reconstruct_front(claims, days=[wanted[-1]], cells=cells)
    single = time.perf_counter() - start
    start = time.perf_counter()
    reconstruct_front(claims, days=[wanted[-1]], cells=cells)
    again = time.perf_counter() - start
    start = time.perf_counter()
    slices = reconstruct_front(claims, days=wanted, cells=build_cells(places))
    whole = time.perf_counter() - start
    start = time.perf_counter()
    rows = len(front_features(slices[-1]))
    written = time.perf_counter() - start
    last = slices[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} claims on {towns} places: {days} days in {whole:.1f} s; one day {single:.2f} s, "
        f"{again:.2f} s with cells at hand; {rows} features in {written:.2f} s; last day {len(last.places)} places, "
        f"{len(last.cells)} cells, {len(last.line)} stretches, {len(last.movements)} movements; peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
