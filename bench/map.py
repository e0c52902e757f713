"""Write a map of generated claims and time its making; the browser's side is measured on the file that this leaves.

python bench/map.py 10000 /tmp/claims-10k.html
python bench/map.py 100000 /tmp/claims-100k.html --places 3000
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta
from pathlib import Path

from geomap.maps import build_map
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    DatePrecision,
    Geometry,
    PlaceRole,
    Side,
    Status,
    make_id,
)

FIRST_DAY = date(2024, 1, 1)
DAYS = 366
WORDS = str.split(
    "forces reported troops villages near border advance position artillery drones struck overnight units held river "
    "bridge command statement according morning assault brigade repelled settlement western outskirts control region"
)
KINDS = [ClaimKind.STRIKE] * 5 + [ClaimKind.ATTACK] * 5 + [ClaimKind.CAPTURE] * 3 + list(ClaimKind)


def generate_claims(count: int, places: int, seed: int = 7) -> list[Claim]:
    """Make `count` claims about `places` settlements along a front of some 900 km, the same at every call."""
    chance = random.Random(seed)
    spots = []
    for number in range(places):
        share = chance.random()
        lon = 33.5 + 5.5 * share + chance.gauss(0, 0.45)
        lat = 51.9 - 4.6 * share + chance.gauss(0, 0.35)
        spots.append((f"gn:{number}", f"Settlement {number}", lon, lat))
    weights = [1 / (rank + 10) for rank in range(places)]
    claims = []
    for number in range(count):
        place_id, name, lon, lat = chance.choices(spots, weights)[0]
        day = FIRST_DAY + timedelta(days=int(chance.random() * DAYS))
        quote = " ".join(chance.choices(WORDS, k=chance.randint(12, 26))).capitalize() + f" {number}."
        side = chance.choices(list(Side), [38, 34, 20, 4, 4])[0]
        claimant = "reporter" if side is Side.INDEPENDENT and chance.random() < 0.6 else f"spokesman {number % 60}"
        start = chance.randint(0, 4000)
        claims.append(
            Claim(
                claim_id=make_id("bench", number),
                doc=f"article-{number % max(1, count // 12)}.txt",
                start=start,
                end=start + len(quote),
                quote=quote,
                kind=chance.choice(KINDS),
                actor=chance.choice(list(Actor)),
                claimant=claimant,
                side=side,
                status=chance.choices(list(Status), [85, 3, 7, 5])[0],
                title=f"Report {number % max(1, count // 12)}",
                publisher=f"Publisher {number % max(1, count // 12) % 14}",
                published=day + timedelta(days=1),
                reported=day + timedelta(days=1),
                place=name,
                place_id=place_id,
                feature="settlement",
                admin1="Kursk Oblast",
                country="RU",
                role=chance.choices(list(PlaceRole), [80, 5, 3, 12])[0],
                uncertainty_km=2.0,
                start_date=day,
                end_date=day + timedelta(days=chance.choice([0, 0, 0, 1, 3])),
                date_precision=DatePrecision.DAY,
                date_text="on Tuesday",
                date_why="the Tuesday before publication",
                place_text=name,
                place_why="the only place of that name",
                confidence=round(0.4 + 0.6 * chance.random(), 2),
                group_id=make_id("group", place_id, day),
                statement_id=make_id("statement", number),
                geometry=Geometry.point(round(lon, 4), round(lat, 4)),
            )
        )
    return claims


def main() -> None:
    """Make the claims and the page; print the seconds for the page and its size."""
    parser = argparse.ArgumentParser(description="Write a map of generated claims and time it.")
    parser.add_argument("count", type=int)
    parser.add_argument("output", type=Path)
    parser.add_argument("--places", type=int, default=3000)
    given = parser.parse_args()
    claims = generate_claims(given.count, given.places)
    began = time.perf_counter()
    build_map(claims, title=f"{given.count} generated claims").save(str(given.output))
    seconds = time.perf_counter() - began
    print(f"{given.count} claims: {seconds:.2f} s, {given.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
