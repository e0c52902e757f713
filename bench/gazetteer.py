#!/usr/bin/env python3
"""Measure the gazetteer: opening, look-ups, memory, index size, and coverage against a reference where there is one.

python bench/gazetteer.py [--compile] [--reference FILE.csv.gz]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.geo import approximate_km
from geomap.text import normalise

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "Reports from Kursk Oblast and the village of Malaya Loknya speak of fighting along the road toward Sudzha. "


def timed(call: Callable[[], object], repeat: int = 5) -> float:
    """Median seconds of a call."""
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def main() -> None:
    """Print one line a measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reference", type=Path, default=ROOT.parent / "shared/data/gazetteer/ua_settlements.csv.gz")
    parser.add_argument("--compile", action="store_true", help="compile the index anew, some 35 seconds")
    options = parser.parse_args()
    if options.compile:
        compile_anew()
    gazetteer = load_gazetteer()
    size = sum(path.stat().st_size for path in gazetteer.folder.iterdir())
    print(f"places {len(gazetteer):,}, forms {gazetteer.form_count:,}, index {size / 1e6:.1f} MB")
    print(f"open {timed(lambda: Gazetteer(gazetteer.folder)) * 1e3:.1f} ms")
    print(f"load (tables hashed) {timed(load_gazetteer) * 1e3:.1f} ms")
    text = normalise(SENTENCE * 2000).lower()
    starts = [0, *(i + 1 for i, mark in enumerate(text) if mark == " ")][:-1]
    seconds = timed(lambda: [gazetteer.forms_at(text, start) for start in starts], repeat=3)
    print(f"forms_at {seconds / len(starts) * 1e6:.1f} us a word, {len(text) / seconds / 1e6:.2f} MB/s at every word")
    print(f"lookup_fuzzy, 1 edit: {timed(lambda: gazetteer.lookup_fuzzy('Kondrativka')) * 1e3:.1f} ms")
    print(f"lookup_fuzzy, 2 edits: {timed(lambda: gazetteer.lookup_fuzzy('Kondrativka', edits=2)) * 1e3:.1f} ms")
    print(f"near, 20 km: {timed(lambda: gazetteer.near(37.2, 48.3, radius_km=20)) * 1e3:.2f} ms")
    print(f"a process with 10,000 look-ups: {int(fresh(LOOK_UPS)) / 1e3:.0f} MB at its peak")
    if options.reference.exists():
        compare(gazetteer, options.reference)


def compile_anew() -> None:
    """Print how long the first use takes, in an empty cache folder."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        fresh("from geomap.gazetteer import load_gazetteer; load_gazetteer()", XDG_CACHE_HOME=folder)
        print(f"first use {time.perf_counter() - begin:.1f} s")


LOOK_UPS = """
import itertools
from pathlib import Path
from geomap.gazetteer import load_gazetteer
gazetteer = load_gazetteer()
for place in itertools.islice(gazetteer.places(), 0, 250_000, 25):
    gazetteer.lookup(place.name)
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


def fresh(program: str, **environment: str) -> str:
    """Run a program in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def compare(gazetteer: Gazetteer, reference: Path) -> None:
    """Print how many rows of the reference are found, and how near."""
    with gzip.open(reference, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for column in ("name_uk", "name_en"):
        found = sum(
            any(h.place_id.startswith(f"ua:{r['pcode'][:4]}") for h in gazetteer.lookup(r[column])) for r in rows
        )
        print(f"found by {column} in the oblast: {found / len(rows):.4f} of {len(rows):,}")
    exact: list[float] = []
    within = total = 0
    for row in rows:
        places = [gazetteer.place(h.place_id) for h in gazetteer.lookup(row["name_uk"])]
        same = [p for p in places if p.place_id.startswith(f"ua:{row['hromada_pcode']}") and p.code.startswith("PPL")]
        points = [(p.lon, p.lat, p) for p in same if p.lon is not None and p.lat is not None]
        if points:
            away, place = min(
                ((approximate_km(float(row["lon"]), float(row["lat"]), lon, lat), p) for lon, lat, p in points),
                key=lambda item: item[0],
            )
            total += 1
            within += away <= place.radius_km
            if not place.estimate:
                exact.append(away)
    exact.sort()
    print(f"within the stated radius: {within / total:.4f} of {total:,}")
    middle, far = exact[len(exact) // 2], exact[len(exact) * 99 // 100]
    print(f"exact points: {len(exact):,}, median {middle:.2f} km, 99% {far:.1f} km")


if __name__ == "__main__":
    main()
