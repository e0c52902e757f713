"""Claims and mentions as CSV: the fields, longitude and latitude, the geometry as WKT, and moments to animate by.

A spreadsheet runs a cell that begins like a formula; such texts get an apostrophe in front, which reading takes away.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geomap.dataset import Mention, label_point
from geomap.errors import InvalidRecordError, StoreError
from geomap.files import replacing
from geomap.frames import TABLES, plain_rows, records_from_rows
from geomap.records import Claim, Geometry
from geomap.spreadsheet import defuse, restore

__all__ = ["read_csv", "write_csv"]

PLACED = ("lon", "lat", "wkt")
TIMED = ("start_time", "end_time")
"""The days of a claim as moments: kepler.gl and its like animate those, and offer of bare dates a list to tick."""

LARGEST_CELL = 2**31 - 1


def write_csv(records: Sequence[Claim | Mention], path: Path) -> None:
    """Write claims or mentions, one a row, in UTF-8 with the mark by which spreadsheets know it."""
    table = TABLES["toponyms" if records and isinstance(records[0], Mention) else "claims"]
    known: dict[Geometry | None, tuple[Any, ...]] = {None: ("", "", "")}
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([*table.names, *PLACED, *(TIMED if table.name == "claims" else ())])
        for record, row in zip(records, plain_rows(table, records), strict=True):
            if record.geometry not in known:
                known[record.geometry] = _placed(record.geometry)
            times = _times(record) if isinstance(record, Claim) else ()
            writer.writerow([*map(_cell, row), *known[record.geometry], *times])


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return defuse(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return "" if value is None else value


def _times(claim: Claim) -> tuple[str, str]:
    """Give the first and the last second; a claim with one bound has that day."""
    first, last = claim.start_date or claim.end_date, claim.end_date or claim.start_date
    if first is None or last is None:
        return "", ""
    return f"{first.isoformat()}T00:00:00Z", f"{last.isoformat()}T23:59:59Z"


def _placed(geometry: Geometry | None) -> tuple[Any, ...]:
    from shapely import to_wkt
    from shapely.geometry import shape

    assert geometry is not None
    lon, lat = label_point(geometry) or ("", "")
    return lon, lat, to_wkt(shape(geometry.__geo_interface__), rounding_precision=-1)


def read_csv(path: Path) -> tuple[Claim, ...]:
    """Read claims back.

    Raises
    ------
    StoreError
        If a column is missing or a cell holds none of what its field takes.
    """
    table = TABLES["claims"]
    kinds = {column.name: column.type for column in table.columns}
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in (*table.names, "wkt") if name not in (reader.fieldnames or ())]
            if missing:
                raise StoreError(f"{path}: holds no claims: it lacks the columns {', '.join(missing)}")
            rows, shapes = [], []
            for row in reader:
                rows.append([_value(row[name] or "", kinds[name]) for name in table.names])
                shapes.append(_shape(row["wkt"] or ""))
        return records_from_rows(table, rows, shapes)
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, InvalidRecordError):
            raise
        raise StoreError(f"{path}: cannot be read as a table of claims: {error}") from error
    finally:
        csv.field_size_limit(limit)


def _value(text: str, kind: str) -> Any:
    if kind in ("text", "json"):
        return restore(text)
    if text == "":
        return None
    if kind == "int":
        return int(text)
    return float(text) if kind == "float" else text


def _shape(text: str) -> Geometry | None:
    if not text:
        return None
    from shapely import from_wkt
    from shapely.errors import GEOSException
    from shapely.geometry import mapping

    try:
        return Geometry.from_mapping(mapping(from_wkt(text)))
    except GEOSException as error:
        raise InvalidRecordError(f"{text[:60]!r} is no geometry: {json.dumps(str(error))}") from error
