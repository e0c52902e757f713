"""Time the stores on generated claims: written, read and filtered, and a small build into a large store.

python bench/store.py 100000
python bench/store.py 100000 --documents seeds
python bench/store.py 100000 --postgis "postgresql:///news?schema=bench"
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from geomap.dataset import Change, Mention
from geomap.export import documents_of, write_claims
from geomap.records import Claim, make_id
from geomap.select import Selection
from geomap.store import open_store

FLOORS = {"GeoPackage": 15.0, "GeoParquet": 5.0, "PostGIS": 15.0, "filtered": 2.0, "build": 15.0}
"""Seconds for 100,000 claims."""
WINDOW = Selection(since=date(2024, 8, 1), until=date(2024, 8, 31))


def generate(count: int) -> list[Claim]:
    """Make claims as bench/map.py does, each in the group of its place, kind and day."""
    spec = importlib.util.spec_from_file_location("bench_map", Path(__file__).with_name("map.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    claims: list[Claim] = module.generate_claims(count, 3000)
    return [replace(claim, group_id=make_id(claim.place_id, claim.kind, claim.start_date)) for claim in claims]


def mentions_of(claims: list[Claim]) -> list[Mention]:
    """Make the mention that each claim rests on."""
    return [
        Mention(
            claim.doc, claim.start, claim.start + 9, claim.quote[:9], "settlement", place=claim.place,
            place_id=claim.place_id, country="UA", confidence=0.9, geometry=claim.geometry,
        )
        for claim in claims
    ]  # fmt: skip


def timed(name: str, work: Callable[[], Any], floor: float | None = None) -> Any:
    """Print how long a piece of work takes, how much of a processor it needs, and its floor."""
    start, begun = time.perf_counter(), time.process_time()
    result = work()
    took, used = time.perf_counter() - start, time.process_time() - begun
    print(f"{name:44} {took:7.2f} s, {used:6.2f} s CPU" + (f"   floor {floor:g} s" if floor else ""), flush=True)
    return result


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--documents", type=Path, help="a folder of articles to build into the large store")
    parser.add_argument(
        "--postgis", metavar="URL", help="a database to time as well, in a schema that is not there yet"
    )
    options = parser.parse_args()
    claims = generate(options.count)
    mentions = mentions_of(claims)
    change = Change(documents=documents_of(claims), claims=claims, mentions=mentions, gazetteer="bench")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for ending in ("geojson", "csv", "kml", "jsonl"):
            timed(f"claims to {ending}", lambda ending=ending: write_claims(claims, root / f"claims.{ending}"))
        timed(
            "claims to one GeoParquet file", lambda: write_claims(claims, root / "claims.parquet"), FLOORS["GeoParquet"]
        )
        timed("claims to a GeoPackage", lambda: write_claims(claims, root / "claims.gpkg"), FLOORS["GeoPackage"])
        targets: list[tuple[str, Path | str]] = [("GeoPackage", root / "store.gpkg"), ("GeoParquet", root / "store")]
        if options.postgis:
            targets.append(("PostGIS", options.postgis))
        for name, target in targets:
            store = open_store(target)
            timed(f"{name}: claims and mentions written", lambda store=store: store.save(change), FLOORS[name])
            found = timed(
                f"{name}: read and filtered by date", lambda store=store: store.claims(WINDOW), FLOORS["filtered"]
            )
            print(f"{'':44} {len(found):,} claims")
            timed(f"{name}: all claims read", lambda store=store: store.claims())
            if options.documents:
                build_into(name, target, options.documents, root)
        size = (root / "store.gpkg").stat().st_size / 1e6
        print(f"{'GeoPackage':44} {size:7.1f} MB")


def build_into(name: str, target: Path | str, documents: Path, root: Path) -> None:
    """Time a build of a few documents into the large store, all outputs written."""
    from geomap.pipeline import build

    timed(
        f"{name}: {documents.name} built into it",
        lambda: build(documents, root / f"out-{name}", store=target),
        FLOORS["build"],
    )


if __name__ == "__main__":
    main()
