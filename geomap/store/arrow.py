"""Records as Arrow tables with the metadata of GeoParquet 1.1: WKB, EPSG:4326, and a box a row to skip rows by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap._optional import require
from geomap.errors import InvalidRecordError, StoreError
from geomap.frames import TABLES, Table, plain_columns, records_from_rows
from geomap.geo import CRS
from geomap.records import Geometry
from geomap.select import EVERYTHING, Selection

__all__ = ["read_records", "write_records"]

GEOMETRY_COLUMN = "geometry"
BOX_COLUMN = "bbox"
BOX = ("xmin", "ymin", "xmax", "ymax")
ROW_GROUP = 10_000


def _arrow_type(kind: str) -> Any:
    import pyarrow as pa

    return {
        "text": pa.string(),
        "json": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("ms", tz="UTC"),
    }[kind]


@lru_cache(maxsize=1)
def _crs() -> dict[str, Any]:
    from pyproj import CRS as ProjCRS

    found: dict[str, Any] = ProjCRS.from_user_input(CRS).to_json_dict()
    return found


def write_records(table: Table, records: Sequence[Any], path: Path) -> None:
    """Write records as a GeoParquet file, or as plain Parquet where they have no geometry.

    Raises
    ------
    StoreError
        If a text cannot be written as UTF-8.
    """
    require("pyarrow", extra="parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = plain_columns(table, records)
    try:
        arrays = [
            pa.array(values, _arrow_type(column.type)) for values, column in zip(columns, table.columns, strict=True)
        ]
    except UnicodeEncodeError as error:
        raise StoreError(f"{path}: a text holds half a surrogate pair, which no Parquet file takes: {error}") from error
    names = list(table.names)
    metadata = {b"geomap": json.dumps({"table": table.name}).encode()}
    if table.located:
        wkb, boxes, kinds = _geometries([_geometry(record) for record in records])
        arrays += [wkb, boxes]
        names += [GEOMETRY_COLUMN, BOX_COLUMN]
        metadata[b"geo"] = json.dumps(_geo(kinds, boxes)).encode()
    made = pa.table(arrays, names=names).replace_schema_metadata(metadata)
    pq.write_table(made, path, compression="zstd", row_group_size=ROW_GROUP, write_page_index=True)


def _geo(kinds: Sequence[str], boxes: Any) -> dict[str, Any]:
    """Give the `geo` metadata of the file."""
    import pyarrow.compute as pc

    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": list(kinds),
        "crs": _crs(),
        "edges": "planar",
        "covering": {"bbox": {name: [BOX_COLUMN, name] for name in BOX}},
    }
    parts = [pc.struct_field(boxes, name) for name in BOX]
    if len(boxes) > boxes.null_count:
        column["bbox"] = [pc.min(parts[0]).as_py(), pc.min(parts[1]).as_py()]
        column["bbox"] += [pc.max(parts[2]).as_py(), pc.max(parts[3]).as_py()]
    return {"version": "1.1.0", "primary_column": GEOMETRY_COLUMN, "columns": {GEOMETRY_COLUMN: column}}


def _geometries(given: Sequence[Geometry | None]) -> tuple[Any, Any, list[str]]:
    """Give the geometries as WKB, the box of each, and the kinds that occur."""
    import numpy as np
    import pyarrow as pa
    import shapely
    from shapely.geometry import shape

    known: dict[Geometry, Any] = {}
    for geometry in given:
        if geometry is not None and geometry not in known:
            known[geometry] = shape(geometry.__geo_interface__)
    made = np.array([None if geometry is None else known[geometry] for geometry in given], dtype=object)
    missing = np.array([geometry is None for geometry in given], dtype=bool)
    bounds = shapely.bounds(made) if len(made) else np.empty((0, 4))
    boxes = pa.StructArray.from_arrays(
        [pa.array(bounds[:, number], pa.float64()) for number in range(4)], names=BOX, mask=pa.array(missing)
    )
    wkb = pa.array(shapely.to_wkb(made, byte_order=1).tolist() if len(made) else [], pa.binary())
    return wkb, boxes, sorted({geometry.type for geometry in known})


def _geometry(record: Any) -> Geometry | None:
    if isinstance(record, Mapping):
        return Geometry.from_mapping(record.get("geometry"))
    geometry: Geometry | None = record.geometry
    return geometry


def read_records(name: str, path: Path, selection: Selection = EVERYTHING) -> tuple[Any, ...]:
    """Read the records of a table back; of claims only those that the columns alone select.

    Raises
    ------
    StoreError
        If the file cannot be read or is not such a table.
    """
    require("pyarrow", extra="parquet")
    import pyarrow.parquet as pq
    from pyarrow.lib import ArrowException

    table = TABLES[name]
    columns = [*table.names, *([GEOMETRY_COLUMN] if table.located else [])]
    try:
        with pq.ParquetFile(path) as file:
            missing = sorted(set(columns) - set(file.schema_arrow.names))
            if missing:
                raise StoreError(f"{path}: is no table of {name}: it lacks the columns {', '.join(missing)}")
        found = pq.read_table(path, columns=columns, filters=_filter(selection) if name == "claims" else None)
        values = [found.column(column).to_pylist() for column in table.names]
        shapes = _read_geometries(found.column(GEOMETRY_COLUMN)) if table.located else None
        return records_from_rows(table, list(zip(*values, strict=True)), shapes)
    except (ArrowException, OSError, ValueError) as error:
        if isinstance(error, StoreError | InvalidRecordError):
            raise
        raise StoreError(f"{path}: cannot be read as GeoParquet: {error}") from error


def _filter(selection: Selection) -> Any:
    """Turn what the columns alone can decide into an Arrow expression."""
    import pyarrow.compute as pc

    parts = []
    first = pc.coalesce(pc.field("start_date"), pc.field("end_date"))
    last = pc.coalesce(pc.field("end_date"), pc.field("start_date"))
    days = None
    if selection.until is not None:
        days = first <= selection.until
    if selection.since is not None:
        days = (last >= selection.since) if days is None else days & (last >= selection.since)
    if days is not None:
        parts.append(days | first.is_null() if selection.undated else days)
    for name, wanted in (("kind", selection.kinds), ("side", selection.sides), ("status", selection.statuses)):
        if wanted:
            parts.append(pc.field(name).isin(sorted(wanted)))
    whole = None
    for part in parts:
        whole = part if whole is None else whole & part
    return whole


def _read_geometries(column: Any) -> list[Geometry | None]:
    import shapely
    from shapely.geometry import mapping

    known: dict[bytes | None, Geometry | None] = {None: None}
    found = []
    for blob in column.to_pylist():
        if blob not in known:
            known[blob] = Geometry.from_mapping(mapping(shapely.from_wkb(blob)))
        found.append(known[blob])
    return found
