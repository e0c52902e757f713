"""GeoJSON as RFC 7946 has it, JSON Lines, and a folder of one GeoJSON file a day."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

from geomap.dataset import FrontFeature, Mention, rounded
from geomap.errors import InvalidRecordError, StoreError
from geomap.files import replacing, replacing_folder
from geomap.frames import TABLES, plain_columns
from geomap.records import Claim, Geometry
from geomap.select import Selection

__all__ = [
    "feature_of",
    "json_line",
    "jsonl_lines",
    "read_geojson",
    "read_jsonl",
    "write_days",
    "write_geojson",
    "write_jsonl",
]

Record = Claim | Mention | FrontFeature

LONGEST_SPAN_DAYS = 31
"""A claim that spans more days than a month says nothing of one day; the day folder keeps it in `longer.geojson`."""


def feature_of(record: Record) -> dict[str, Any]:
    """Turn a claim or a mention into a GeoJSON feature; a feature stays what it is but for rounding and ring order."""
    if isinstance(record, Mapping):
        geometry = Geometry.from_mapping(record.get("geometry"))
        return {"type": "Feature", "geometry": _wound(geometry), "properties": dict(record["properties"])}
    properties = record.to_json()
    properties.pop("geometry")
    feature: dict[str, Any] = {"type": "Feature"}
    if isinstance(record, Claim):
        feature["id"] = record.claim_id
    feature["geometry"] = _wound(record.geometry)
    feature["properties"] = properties
    return feature


def _wound(geometry: Geometry | None) -> dict[str, Any] | None:
    """Give a geometry member: bounded precision, outer rings counterclockwise, inner ones clockwise."""
    made = rounded(geometry)
    if made is None:
        return None
    if made.type == "Polygon":
        made = Geometry(made.type, _right_handed(made.coordinates))
    elif made.type == "MultiPolygon":
        made = Geometry(made.type, tuple(_right_handed(polygon) for polygon in made.coordinates))
    return made.to_mapping()


def _right_handed(rings: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(ring if (_area(ring) > 0) == (number == 0) else ring[::-1] for number, ring in enumerate(rings))


def _area(ring: tuple[Any, ...]) -> float:
    return sum(float(a[0]) * float(b[1]) - float(b[0]) * float(a[1]) for a, b in pairwise(ring))


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_line(value: Any) -> str:
    """Write a value as one line of JSON that any text survives, half surrogate pairs included."""
    try:
        text = _encode(value)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(_finite(value), allow_nan=False)
    return text


def _finite(value: Any) -> Any:
    """Replace numbers that JSON lacks by null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def write_geojson(
    records: Sequence[Record], path: Path, *, name: str = "", members: Mapping[str, Any] | None = None
) -> None:
    """Write claims, mentions or features of the front as a FeatureCollection, one feature a line.

    Parameters
    ----------
    name, members
        What else the collection says: its name, and foreign members as RFC 7946 calls them.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        _write_collection(file, records, name or path.stem, members)


def _write_collection(
    file: TextIO, records: Sequence[Record], name: str, members: Mapping[str, Any] | None = None
) -> None:
    head = {"type": "FeatureCollection", "name": name, **(members or {})}
    file.write(json_line(head)[:-1] + ', "features": [')
    mark = "\n"
    for line in _feature_lines(records):
        file.write(mark)
        file.write(line)
        mark = ",\n"
    file.write("\n]}\n")


def _feature_lines(records: Sequence[Record]) -> Iterator[str]:
    """Give the features as text; claims and mentions by columns, which is three times as fast."""
    first = records[0] if records else None
    if first is None or isinstance(first, Mapping):
        yield from (json_line(feature_of(record)) for record in records)
        return
    shapes: dict[Geometry | None, str] = {}
    for record, row in zip(records, _row_texts(records), strict=True):
        assert not isinstance(record, Mapping)
        shape = shapes.get(record.geometry)
        if shape is None:
            shape = shapes[record.geometry] = json_line(_wound(record.geometry))
        given = f'"id": {json_line(record.claim_id)}, ' if isinstance(record, Claim) else ""
        yield f'{{"type": "Feature", {given}"geometry": {shape}, "properties": {{{row}}}}}'


def _row_texts(records: Sequence[Any]) -> Iterator[str]:
    """Give the members of each claim's or mention's JSON object, as its `to_json` has them, without the geometry."""
    table = TABLES["claims" if isinstance(records[0], Claim) else "toponyms"]
    columns = []
    for column, values in zip(table.columns, plain_columns(table, records), strict=True):
        texts: dict[Any, str] = {value: f'"{column.name}": {_value_text(value, column.type)}' for value in set(values)}
        columns.append(map(texts.__getitem__, values))
    return map(", ".join, zip(*columns, strict=True))


def _value_text(value: Any, kind: str) -> str:
    if kind == "json":
        return str(value) or "[]"
    return json_line(value.isoformat() if isinstance(value, date) else value)


def write_jsonl(records: Sequence[Claim | Mention], path: Path) -> None:
    """Write one JSON object a line: the properties and `geometry`."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in jsonl_lines(records))


def jsonl_lines(records: Sequence[Claim | Mention]) -> Iterator[str]:
    """Give each record as one line of JSON."""
    if not records:
        return
    shapes: dict[Geometry | None, str] = {}
    for record, row in zip(records, _row_texts(records), strict=True):
        shape = shapes.get(record.geometry)
        if shape is None:
            mapping = None if record.geometry is None else record.geometry.to_mapping()
            shape = shapes[record.geometry] = json_line(mapping)
        yield f'{{{row}, "geometry": {shape}}}'


def read_jsonl(lines: Iterable[str], where: str) -> Iterator[Claim]:
    """Read claims as JSON Lines.

    Raises
    ------
    InvalidRecordError
        If a line is no claim: names the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise InvalidRecordError("not a JSON object")
            yield Claim.from_json(row)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise InvalidRecordError(f"{where}, line {number}: {error}") from error


def read_geojson(path: Path) -> tuple[Claim, ...]:
    """Read claims from a FeatureCollection.

    Raises
    ------
    StoreError
        If it is none, or a feature of it is no claim.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return tuple(Claim.from_json({**row["properties"], "geometry": row.get("geometry")}) for row in rows)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"{path}: holds no claims as GeoJSON: {error}") from error


def write_days(claims: Sequence[Claim], path: Path) -> None:
    """Write a folder with `2024-08-13.geojson` and so on: on each day the claims whose interval meets it.

    Claims without a day stand in `undated.geojson`, those that span more than a month in `longer.geojson`.
    """
    days: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in _day_names(claim):
            days.setdefault(name, []).append(claim)
    with replacing_folder(path, own="*.geojson") as folder:
        for name, members in sorted(days.items()):
            with (folder / f"{name}.geojson").open("w", encoding="utf-8", newline="\n") as file:
                _write_collection(file, members, name)


def _day_names(claim: Claim) -> list[str]:
    first, last = claim.start_date or claim.end_date, claim.end_date or claim.start_date
    if first is None or last is None:
        return ["undated"]
    count = (last - first).days + 1
    if count > LONGEST_SPAN_DAYS:
        return ["longer"]
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]


def select_day(claims: Sequence[Claim], day: date) -> tuple[Claim, ...]:
    """Give the claims whose interval meets a day."""
    return Selection(since=day, until=day).apply(claims)
