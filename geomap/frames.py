"""Records to tables and back: the only file that knows column names.

The tables are the layers of a store; their columns are the fields of the records. `*_frame` functions give the same
tables as GeoDataFrames.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from geomap.corrections import Correction
from geomap.dataset import Alternative, DocumentEntry, FrontFeature, Mention, Report, alternative_json
from geomap.errors import InvalidRecordError
from geomap.geo import CRS
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    DatePrecision,
    FeatureClass,
    Geometry,
    Place,
    PlaceRole,
    Side,
    Status,
)

if TYPE_CHECKING:
    import geopandas

__all__ = [
    "TABLES",
    "Column",
    "Table",
    "claims_frame",
    "claims_from_frame",
    "claims_from_rows",
    "front_frame",
    "mentions_frame",
    "plain_columns",
    "plain_rows",
    "records_from_rows",
]

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is text, int, float, bool, date, datetime or json; what it holds stands in the record."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Table:
    """A layer: its columns in order, the one that identifies a row, and whether it has a geometry."""

    name: str
    record: type
    columns: tuple[Column, ...]
    key: str
    title: str
    located: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, without the geometry."""
        return tuple(column.name for column in self.columns)


_TYPES = {
    "str": "text",
    "int": "int",
    "float": "float",
    "float | None": "float",
    "bool": "bool",
    "date | None": "date",
    "ClaimKind": "text",
    "Actor": "text",
    "Side": "text",
    "Status": "text",
    "PlaceRole": "text",
    "DatePrecision": "text",
    "FeatureClass": "text",
    "tuple[Alternative, ...]": "json",
}


def _columns(record: type) -> tuple[Column, ...]:
    return tuple(Column(item.name, _TYPES[str(item.type)]) for item in fields(record) if item.name not in ("geometry",))


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A feature of the front as a row: what GIS tools filter by, and all of its properties as JSON."""

    day: date | None
    layer: str
    held_by: str
    actor: str
    place: str
    place_id: str
    from_place: str
    to_place: str
    start_date: date | None
    end_date: date | None
    claim_ids: str
    properties: str
    geometry: Geometry | None = None


_FRONT_COLUMNS = tuple(
    Column(item.name, "json" if item.name == "properties" else _TYPES[str(item.type)])
    for item in fields(FrontRow)
    if item.name != "geometry"
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("claims", Claim, _columns(Claim), "claim_id", "Reported claims, not verified control"),
        Table("toponyms", Mention, _columns(Mention), "", "Place mentions"),
        Table("reports", Report, _columns(Report), "group_id", "Claims that report the same thing"),
        Table("places", Place, _columns(Place), "place_id", "Places of the gazetteer that are mentioned"),
        Table("front", FrontRow, _FRONT_COLUMNS, "", "Reported front, not verified control"),
        Table("documents", DocumentEntry, _columns(DocumentEntry), "doc", "Documents read", located=False),
        Table("corrections", Correction, _columns(Correction), "", "Corrections made by hand", located=False),
    )
}
"""The layers of a store, in the order in which a GIS lists them."""


# Records to rows --------------------------------------------------------------------------------------------------


def plain_columns(table: Table, records: Iterable[Any]) -> list[list[Any]]:
    """Give each column's values as plain ones: text, numbers, dates, JSON text, None."""
    given = [front_row(feature) for feature in records] if table.name == "front" else list(records)
    kinds = {item.name: str(item.type) for item in fields(table.record)}
    columns = []
    for column in table.columns:
        values = list(map(attrgetter(column.name), given))
        if kinds[column.name] in _ENUMS:
            values = [value.value if isinstance(value, StrEnum) else value for value in values]
        elif kinds[column.name].startswith("tuple"):
            values = [_alternatives_json(value) for value in values]
        columns.append(values)
    return columns


def plain_rows(table: Table, records: Iterable[Any]) -> Iterable[Row]:
    """Give each record as plain values in the order of the columns."""
    return zip(*plain_columns(table, records), strict=True)


def _alternatives_json(value: tuple[Alternative, ...]) -> str:
    return json.dumps([alternative_json(item) for item in value], ensure_ascii=False) if value else ""


def front_row(feature: FrontFeature) -> FrontRow:
    """Take from a feature of the front what the table's columns hold."""
    given = feature["properties"]

    def text(*names: str) -> str:
        value = next((given[name] for name in names if given.get(name)), "")
        return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

    def day(*names: str) -> date | None:
        value = text(*names)
        return date.fromisoformat(value[:10]) if value else None

    return FrontRow(
        day=day("day", "date"),
        layer=text("layer", "part", "type", "kind"),
        held_by=text("held_by"),
        actor=text("actor"),
        place=text("place"),
        place_id=text("place_id"),
        from_place=text("from_place"),
        to_place=text("to_place"),
        start_date=day("start_date", "since"),
        end_date=day("end_date"),
        claim_ids=text("claim_ids", "claims"),
        properties=json.dumps(given, ensure_ascii=False),
        geometry=Geometry.from_mapping(feature.get("geometry")),
    )


# Rows to records --------------------------------------------------------------------------------------------------


class _Dates(dict[Any, Any]):
    """Dates by their ISO text, each made once."""

    def __missing__(self, key: Any) -> Any:
        value = key if key is None or isinstance(key, date) else date.fromisoformat(str(key)[:10])
        self[key] = value
        return value


class _Members(dict[Any, Any]):
    """Members of an enumeration by their value."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__((member.value, member) for member in kind)
        self.kind = kind

    def __missing__(self, key: Any) -> Any:
        return self.kind(key)


_ENUMS: dict[str, type[StrEnum]] = {
    "ClaimKind": ClaimKind,
    "Actor": Actor,
    "Side": Side,
    "Status": Status,
    "PlaceRole": PlaceRole,
    "DatePrecision": DatePrecision,
    "FeatureClass": FeatureClass,
}


def _column_reader(kind: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
    if kind == "date | None":
        return lambda values: list(map(_Dates().__getitem__, values))
    if kind in _ENUMS:
        return lambda values: list(map(_Members(_ENUMS[kind]).__getitem__, values))
    if kind == "str":
        return lambda values: ["" if value is None else value for value in values]
    if kind == "bool":
        return lambda values: [bool(value) for value in values]
    if kind == "tuple[Alternative, ...]":
        return lambda values: [_alternatives(value) for value in values]
    return lambda values: values


def _alternatives(value: Any) -> tuple[Alternative, ...]:
    return tuple(Alternative(**item) for item in json.loads(value)) if value else ()


def records_from_rows(
    table: Table, rows: Sequence[Sequence[Any]], geometries: Sequence[Geometry | None] | None = None
) -> tuple[Any, ...]:
    """Make records of rows in the order of the columns, with their geometries beside them.

    Raises
    ------
    InvalidRecordError
        If a value is none that its field takes.
    """
    if not rows:
        return ()
    readers = {item.name: _column_reader(str(item.type)) for item in fields(table.record)}
    columns = dict(zip(table.names, zip(*rows, strict=True), strict=True))
    if table.located:
        columns["geometry"] = tuple(geometries) if geometries is not None else (None,) * len(rows)
        readers["geometry"] = lambda values: values
    names = [item.name for item in fields(table.record)]
    try:
        made = tuple(map(table.record, *(readers[name](columns[name]) for name in names)))
    except (TypeError, ValueError, KeyError) as error:
        raise InvalidRecordError(f"the table {table.name} holds a row that is none: {error}") from error
    if table.name == "front":
        return tuple(_front_feature(row) for row in made)
    return made


def _front_feature(row: FrontRow) -> FrontFeature:
    geometry = None if row.geometry is None else row.geometry.to_mapping()
    return {"type": "Feature", "geometry": geometry, "properties": json.loads(row.properties)}


def claims_from_rows(rows: Sequence[Sequence[Any]], geometries: Sequence[Geometry | None]) -> tuple[Claim, ...]:
    """Make claims of rows in the order of the columns of `TABLES["claims"]`."""
    return records_from_rows(TABLES["claims"], rows, geometries)


# GeoDataFrames ----------------------------------------------------------------------------------------------------


def claims_frame(claims: Sequence[Claim]) -> geopandas.GeoDataFrame:
    """Give claims as a GeoDataFrame: one row a claim, days as datetimes, EPSG:4326."""
    return _frame(TABLES["claims"], claims)


def mentions_frame(mentions: Sequence[Mention]) -> geopandas.GeoDataFrame:
    """Give place mentions as a GeoDataFrame: one row a mention."""
    return _frame(TABLES["toponyms"], mentions)


def front_frame(features: Sequence[FrontFeature]) -> geopandas.GeoDataFrame:
    """Give the features of the front as a GeoDataFrame: one row a settlement, cell, line or movement."""
    return _frame(TABLES["front"], features)


def _frame(table: Table, records: Sequence[Any]) -> geopandas.GeoDataFrame:
    import geopandas
    import pandas as pd
    from shapely.geometry import shape

    columns: dict[str, Any] = {}
    for column, values in zip(table.columns, plain_columns(table, records), strict=True):
        columns[column.name] = pd.Series(values, dtype=_DTYPES.get(column.type, "object"))
    shapes = [_geometry(record) for record in records]
    made = [None if item is None else shape(item) for item in shapes]
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries(made, crs=CRS, dtype="geometry"), crs=CRS)


_DTYPES = {"date": "datetime64[s]", "int": "int64", "float": "float64", "bool": "bool"}


def _geometry(record: Any) -> Mapping[str, Any] | None:
    if isinstance(record, Mapping):
        return record.get("geometry")
    geometry: Geometry | None = record.geometry
    return None if geometry is None else geometry.__geo_interface__


def claims_from_frame(frame: geopandas.GeoDataFrame) -> tuple[Claim, ...]:
    """Make claims of a GeoDataFrame with the columns of `claims_frame`; further columns are left out."""
    import pandas as pd

    table = TABLES["claims"]
    columns = []
    for column in table.columns:
        values = frame[column.name].tolist()
        missing = frame[column.name].isna().tolist()
        columns.append([None if gone else _python(value, column.type) for value, gone in zip(values, missing)])  # noqa: B905
    shapes = [
        None if item is None or pd.isna(item) else Geometry.from_mapping(item.__geo_interface__)
        for item in frame.geometry
    ]
    return claims_from_rows(list(zip(*columns, strict=True)), shapes)


def _python(value: Any, kind: str) -> Any:
    if kind == "date":
        return date(value.year, value.month, value.day)
    return int(value) if kind == "int" else value
