"""Reading and writing the tables: tab-separated, UTF-8, one header row, no quoting, columns that are empty left out."""

from __future__ import annotations

import gzip
import io
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, str]

COLUMNS = (
    *("id", "name", "feature", "code", "country", "adm1", "admin2", "admin3", "seat", "lon", "lat", "radius_km"),
    *("population", "estimate", "name_uk", "name_ru", "former", "alt", "base", "gn", "gn_adm1"),
)
"""Order of the columns; a table has those that it fills."""


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write one table, sorted by id, the same bytes for the same rows."""
    ordered = sorted(rows, key=lambda row: row["id"])
    used = [name for name in COLUMNS if any(row.get(name) for row in ordered)]
    lines = ["\t".join(used), *("\t".join(_clean(row.get(name, "")) for name in used) for row in ordered)]
    _write(path, "\n".join(lines) + "\n")
    print(f"{path.name}: {len(ordered)} rows")


def write_shapes(path: Path, shapes: Mapping[str, dict[str, Any]]) -> None:
    """Write geometries as JSON Lines of id and geometry."""
    lines = [json.dumps({"id": key, "geometry": shapes[key]}, separators=(",", ":")) for key in sorted(shapes)]
    _write(path, "\n".join(lines) + "\n")
    print(f"{path.name}: {len(lines)} geometries")


def read_rows(path: Path) -> list[Row]:
    """Read a table of this folder."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in data.decode("utf-8").splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:]]


def _clean(value: str) -> str:
    return " ".join(value.split())


def _write(path: Path, text: str) -> None:
    data = text.encode("utf-8")
    if path.suffix == ".gz":
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
            packed.write(data)
        data = buffer.getvalue()
    path.write_bytes(data)


def number(value: float, digits: int = 4) -> str:
    """Write a number without needless zeros."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else str(round(value))


def town_radius_km(population: int) -> float:
    """Give the radius of a settlement: a disc at 3,000 people a square kilometre, at least 2 km."""
    return round(max(2.0, math.sqrt(population / 3000 / math.pi)), 1)
