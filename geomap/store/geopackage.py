"""The GeoPackage file format by sqlite3: tables, geometries, spatial indexes and styles, with real date types.

Written by hand because a table written through pandas gets text for dates, and appending adds rows twice. The
format is OGC 12-128r17, GeoPackage 1.3.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from geomap.frames import Column
from geomap.records import Geometry

__all__ = [
    "add_style",
    "create_features",
    "create_file",
    "create_table",
    "create_view",
    "drop_triggers",
    "pack_geometry",
    "quoted",
    "refresh_contents",
    "restore_triggers",
    "unpack_geometry",
]

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300
SRS_ID = 4326
GEOMETRY_COLUMN = "geom"

SQL_TYPES = {
    "text": "TEXT",
    "json": "TEXT",
    "int": "INTEGER",
    "float": "REAL",
    "bool": "BOOLEAN",
    "date": "DATE",
    "datetime": "DATETIME",
}

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
    'AUTHORITY["EPSG","4326"]]'
)

_CORE = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {USER_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
  f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT, ui TEXT, update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles');
"""

_INDEX_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"


def quoted(name: str) -> str:
    """Quote an identifier."""
    return '"' + name.replace('"', '""') + '"'


def create_file(connection: sqlite3.Connection) -> None:
    """Make an empty database a GeoPackage with the core tables."""
    connection.executescript(_CORE)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
            ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, _WGS84, "longitude/latitude coordinates in decimal degrees"),
        ],
    )


def create_table(
    connection: sqlite3.Connection, name: str, columns: Sequence[Column], *, title: str = "", key: str = ""
) -> None:
    """Make a table without a geometry."""
    _create(connection, name, columns, geometry="", key=key)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, 'attributes', ?, ?)",
        (name, name, title),
    )


def create_features(
    connection: sqlite3.Connection,
    name: str,
    columns: Sequence[Column],
    *,
    title: str = "",
    key: str = "",
    geometry: str = "POINT",
) -> None:
    """Make a layer with a spatial index."""
    _create(connection, name, columns, geometry=geometry, key=key)
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, 'features', ?, ?, ?)",
        (name, name, title, SRS_ID),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (name, GEOMETRY_COLUMN, geometry, SRS_ID)
    )
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')",
        (name, GEOMETRY_COLUMN, _INDEX_DEFINITION),
    )
    connection.execute(f"CREATE VIRTUAL TABLE {quoted(index_name(name))} USING rtree(id, minx, maxx, miny, maxy)")


def create_view(
    connection: sqlite3.Connection,
    name: str,
    table: str,
    where: str,
    *,
    geometry: str,
    joined: str = "",
    outline: str = GEOMETRY_COLUMN,
) -> None:
    """Show the rows of a layer that meet a condition as a layer of their own.

    Parameters
    ----------
    joined
        Further tables, as JOIN clauses.
    outline
        The column, of any of the tables, that holds the geometry.
    """
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")]
    listed = ", ".join(
        f"{quoted(table)}.{quoted(column)}" for column in columns if column not in ("fid", GEOMETRY_COLUMN)
    )
    connection.execute(
        f"CREATE VIEW {quoted(name)} AS SELECT {quoted(table)}.fid AS OGC_FID, {outline} AS {GEOMETRY_COLUMN}, "
        f"{listed} FROM {quoted(table)} {joined} WHERE {where}"
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)",
        (name, name, SRS_ID),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (name, GEOMETRY_COLUMN, geometry, SRS_ID)
    )


def index_name(table: str) -> str:
    """Name the spatial index of a layer."""
    return f"rtree_{table}_{GEOMETRY_COLUMN}"


def _create(connection: sqlite3.Connection, name: str, columns: Sequence[Column], *, geometry: str, key: str) -> None:
    parts = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if geometry:
        parts.append(f"{GEOMETRY_COLUMN} {geometry}")
    for column in columns:
        unique = " NOT NULL UNIQUE" if column.name == key else ""
        parts.append(f"{quoted(column.name)} {SQL_TYPES[column.type]}{unique}")
    connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(parts)})")


def _triggers(table: str) -> dict[str, str]:
    """Give the triggers that keep a spatial index right when another program edits the layer."""
    t, r, c = quoted(table), quoted(index_name(table)), GEOMETRY_COLUMN
    insert = (
        f"INSERT OR REPLACE INTO {r} VALUES (NEW.fid, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}), "
        f"ST_MaxY(NEW.{c}))"
    )
    there = f"(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))"
    gone = f"(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))"
    bodies = {
        "insert": f"AFTER INSERT ON {t} WHEN {there} BEGIN {insert}; END",
        "update1": f"AFTER UPDATE OF {c} ON {t} WHEN OLD.fid = NEW.fid AND {there} BEGIN {insert}; END",
        "update2": f"AFTER UPDATE OF {c} ON {t} WHEN OLD.fid = NEW.fid AND {gone} "
        f"BEGIN DELETE FROM {r} WHERE id = OLD.fid; END",
        "update3": f"AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {there} "
        f"BEGIN DELETE FROM {r} WHERE id = OLD.fid; {insert}; END",
        "update4": f"AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {gone} "
        f"BEGIN DELETE FROM {r} WHERE id IN (OLD.fid, NEW.fid); END",
        "delete": f"AFTER DELETE ON {t} WHEN OLD.{c} NOT NULL BEGIN DELETE FROM {r} WHERE id = OLD.fid; END",
    }
    return {f"{index_name(table)}_{name}": body for name, body in bodies.items()}


def restore_triggers(connection: sqlite3.Connection, table: str) -> None:
    """Set the triggers of a layer's spatial index again."""
    for name, body in _triggers(table).items():
        connection.execute(f"CREATE TRIGGER {quoted(name)} {body}")


def drop_triggers(connection: sqlite3.Connection, table: str) -> None:
    """Take the triggers away: they need functions that only a GIS brings, and slow many rows down."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
    for (name,) in found.fetchall():
        connection.execute(f"DROP TRIGGER {quoted(name)}")


def refresh_contents(connection: sqlite3.Connection, table: str, *, located: bool) -> None:
    """Write the extent and the time of the last change of a layer."""
    extent: Sequence[Any] = (None, None, None, None)
    if located:
        extent = connection.execute(
            f"SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {quoted(index_name(table))}"
        ).fetchone()
    connection.execute(
        "UPDATE gpkg_contents SET last_change = ?, min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
        (timestamp(), *extent, table),
    )


def timestamp() -> str:
    """Give the present moment as a GeoPackage DATETIME."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def add_style(connection: sqlite3.Connection, table: str, qml: str, *, geometry: bool = True) -> None:
    """Keep the QGIS style with which a layer opens."""
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description) VALUES ('', '', ?, ?, ?, ?, '', 1, ?)",
        (table, GEOMETRY_COLUMN if geometry else "", table, qml, "drawn as geomap's own map draws it"),
    )


# Geometries -------------------------------------------------------------------------------------------------------

_POINT = struct.Struct("<2sBBiBIdd")
_HEADER = struct.Struct("<2sBBi4d")
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
Bounds = tuple[float, float, float, float]


def pack_geometry(geometry: Geometry) -> tuple[bytes, Bounds]:
    """Write a geometry as a GeoPackage blob; give its bounds (west, south, east, north) beside it."""
    if geometry.type == "Point" and len(geometry.coordinates) == 2:
        lon, lat = geometry.coordinates
        return _POINT.pack(b"GP", 0, 1, SRS_ID, 1, 1, lon, lat), (lon, lat, lon, lat)
    from shapely import to_wkb
    from shapely.geometry import shape

    made = shape(geometry.__geo_interface__)
    west, south, east, north = made.bounds
    header = _HEADER.pack(b"GP", 0, 3, SRS_ID, west, east, south, north)
    return header + to_wkb(made, byte_order=1), (west, south, east, north)


def unpack_geometry(blob: bytes | None) -> Geometry | None:
    """Read a GeoPackage blob, whoever wrote it."""
    if blob is None:
        return None
    if len(blob) == _POINT.size and blob[3] == 1:
        fields = _POINT.unpack(blob)
        if fields[4] == 1 and fields[5] == 1:
            return Geometry("Point", (fields[6], fields[7]))
    from shapely import from_wkb
    from shapely.geometry import mapping

    made = from_wkb(blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :])
    return None if made.is_empty else Geometry.from_mapping(mapping(made))


def add_to_index(
    connection: sqlite3.Connection, table: str, boxes: Iterable[tuple[int, float, float, float, float]]
) -> None:
    """Add rows `fid, west, east, south, north` to a layer's spatial index."""
    connection.executemany(f"INSERT INTO {quoted(index_name(table))} VALUES (?, ?, ?, ?, ?)", boxes)


def rows_in_parts(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Give the values in parts that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
