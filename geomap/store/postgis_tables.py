"""The tables of a PostGIS store: their definition, their indexes, their QGIS styles, and the role that may only read.

Columns are those of `geomap.frames.TABLES`, layers and views those of the GeoPackage.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from geomap._optional import require
from geomap.errors import StoreError
from geomap.frames import TABLES, Column, Table
from geomap.geo import CRS
from geomap.store.geopackage import GEOMETRY_COLUMN, quoted
from geomap.store.gpkg import (
    AREA_CLAIMS,
    AREA_CLAIMS_JOINED,
    AREA_CLAIMS_ROWS,
    METADATA,
    SHAPE,
    SHAPED,
    SHAPES,
    STORED_AT,
    VIEWS,
)
from geomap.store.styles import layer_style

__all__ = ["READER", "SRID", "Names", "create_indexes", "create_tables", "let_read"]

_log = logging.getLogger(__name__)

READER = "geomap_reader"
"""The role that may read a store and nothing else."""

SRID = int(CRS.rpartition(":")[2])

SQL_TYPES = {
    "text": "text",
    "json": "text",
    "int": "bigint",
    "float": "double precision",
    "bool": "boolean",
    "date": "date",
    "datetime": "timestamptz",
}

INDEXES = (
    ("claims", "(doc)"),
    ("claims", "(group_id)"),
    ("claims", "(place_id)"),
    ("claims", "(start_date)"),
    ("claims", "(end_date)"),
    ("claims", "(coalesce(start_date, end_date))"),
    ("claims", "(coalesce(end_date, start_date))"),
    ("toponyms", "(doc)"),
    ("toponyms", "(place_id)"),
    ("reports", "(start_date)"),
    ("front", "(start_date)"),
    *((name, "(shape) WHERE shape IS NOT NULL") for name in SHAPED),
)
"""What the filters and replacements look rows up by; each layer has a GiST index on its geometry besides."""

VIEW_KINDS = {
    "claims_areas": "MultiPolygon",
    "front_places": "Point",
    "front_cells": "MultiPolygon",
    "front_lines": "MultiLineString",
    "shapes_areas": "MultiPolygon",
    "shapes_lines": "MultiLineString",
}
"""The views' kind of geometry, which a GIS wants to know before it reads them."""

_AS_KIND = {
    "Point": "ST_PointOnSurface({geom})",
    "MultiPolygon": "CASE WHEN ST_Dimension({geom}) = 2 THEN ST_Multi({geom}) END",
    "MultiLineString": "CASE WHEN ST_Dimension({geom}) = 1 THEN ST_Multi({geom}) END",
}


class Names:
    """The quoted names of one schema's tables, so that no other schema's are ever meant."""

    def __init__(self, schema: str) -> None:
        self.schema = schema

    def __call__(self, table: str) -> str:
        return f"{quoted(self.schema)}.{quoted(table)}"


def create_tables(connection: Any, names: Names, target: str) -> None:
    """Make the schema and its tables without their indexes, in the caller's transaction.

    Raises
    ------
    StoreError
        If the schema holds tables of another program under the names that geomap needs, or the database cannot hold
        Ukrainian and Russian texts.
    """
    encoding = connection.execute("SELECT current_setting('server_encoding')").fetchone()[0]
    if encoding != "UTF8":
        raise StoreError(f"{target}: the database's encoding is {encoding}; geomap needs UTF8: createdb -E UTF8 NAME")
    wanted = [*TABLES, SHAPES, METADATA, *VIEWS, AREA_CLAIMS]
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relname = ANY(%s) ORDER BY relname",
        (quoted(names.schema), wanted),
    ).fetchall()
    if found:
        listed = ", ".join(row[0] for row in found)
        raise StoreError(
            f"{target}: the schema {names.schema} holds tables of another program ({listed}); "
            "choose another schema by ?schema=NAME"
        )
    if connection.execute("SELECT to_regnamespace(%s)", (quoted(names.schema),)).fetchone()[0] is None:
        connection.execute(f"CREATE SCHEMA {quoted(names.schema)}")
    for name, table in TABLES.items():
        _create_table(connection, names, table)
        connection.execute(f"COMMENT ON TABLE {names(name)} IS {_literal(table.title)}")
    shapes = [SHAPE, *(Column(name, "text") for name in ("type", "place_id", "name", "feature"))]
    _create(connection, names, SHAPES, shapes, key=SHAPE.name, geometry="Geometry")
    connection.execute(f"CREATE TABLE {names(METADATA)} (key text PRIMARY KEY, value text NOT NULL)")
    for view, (layer, where, _) in VIEWS.items():
        columns = TABLES[layer].columns if layer in TABLES else shapes
        _create_view(connection, names, view, (layer, where), columns)
    joined = AREA_CLAIMS_JOINED.format(places=names("places"), shapes=names(SHAPES))
    columns = TABLES[AREA_CLAIMS_ROWS[0]].columns
    outline = f"shapes.{GEOMETRY_COLUMN}"
    _create_view(connection, names, AREA_CLAIMS, AREA_CLAIMS_ROWS, columns, joined=joined, outline=outline)
    _put_styles(connection, names, target)


def create_indexes(connection: Any, names: Names) -> None:
    """Make the indexes, once the first rows are there, which is faster; and count the rows for the planner."""
    for table_name, what in INDEXES:
        connection.execute(f"CREATE INDEX ON {names(table_name)} {what}")
    for table_name in (*(table.name for table in TABLES.values() if table.located), SHAPES):
        connection.execute(f"CREATE INDEX ON {names(table_name)} USING gist ({GEOMETRY_COLUMN})")
    for table_name in (*TABLES, SHAPES):
        connection.execute(f"ANALYZE {names(table_name)}")


def _create_table(connection: Any, names: Names, table: Table) -> None:
    columns = list(table.columns)
    if table.name in SHAPED:
        columns.append(SHAPE)
    if table.name == "documents":
        columns.append(STORED_AT)
    geometry = "" if not table.located else "Point" if table.name in SHAPED else "Geometry"
    _create(connection, names, table.name, columns, key=table.key, geometry=geometry)


def _create(
    connection: Any, names: Names, table: str, columns: Sequence[Column], *, key: str = "", geometry: str = ""
) -> None:
    parts = ["fid bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"]
    if geometry:
        parts.append(f"{GEOMETRY_COLUMN} geometry({geometry}, {SRID})")
    for column in columns:
        more = " NOT NULL UNIQUE" if column.name == key else ""
        more += " NOT NULL DEFAULT now()" if column == STORED_AT else ""
        parts.append(f"{quoted(column.name)} {SQL_TYPES[column.type]}{more}")
    connection.execute(f"CREATE TABLE {names(table)} ({', '.join(parts)})")


def _create_view(
    connection: Any,
    names: Names,
    view: str,
    source: tuple[str, str],
    columns: Sequence[Column],
    *,
    joined: str = "",
    outline: str = GEOMETRY_COLUMN,
) -> None:
    layer, where = source
    kind = VIEW_KINDS[view]
    shape = _AS_KIND[kind].format(geom=outline)
    listed = ", ".join(f"{quoted(layer)}.{quoted(column.name)}" for column in columns)
    connection.execute(
        f"CREATE VIEW {names(view)} AS SELECT {quoted(layer)}.fid, {listed}, "
        f"({shape})::geometry({kind}, {SRID}) AS {GEOMETRY_COLUMN} "
        f"FROM {names(layer)} AS {quoted(layer)} {joined} WHERE {where}"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# QGIS styles ------------------------------------------------------------------------------------------------------

STYLES = "public.layer_styles"
"""Where QGIS looks for the style of a layer of the database."""

_CREATE_STYLES = f"""
CREATE TABLE {STYLES} (
  id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar,
  f_geometry_column varchar, styleName text, styleQML xml, styleSLD xml, useAsDefault boolean, description text,
  owner varchar(63) DEFAULT current_user, ui xml, update_time timestamp DEFAULT current_timestamp, type varchar)
"""


def _put_styles(connection: Any, names: Names, target: str) -> None:
    """Keep the QGIS styles in the database, where this user may."""
    psycopg = require("psycopg", extra="postgis")
    layers: Mapping[str, str] = {name: layer_style(name) for name in (*TABLES, *VIEWS, AREA_CLAIMS)}
    try:
        with connection.transaction():
            if connection.execute("SELECT to_regclass(%s)", (STYLES,)).fetchone()[0] is None:
                connection.execute(_CREATE_STYLES)
            where = "WHERE f_table_catalog = current_database() AND f_table_schema = %s"
            connection.execute(f"DELETE FROM {STYLES} {where}", (names.schema,))
            for layer, qml in layers.items():
                if qml:
                    connection.execute(
                        f"INSERT INTO {STYLES} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                        "styleName, styleQML, useAsDefault, description) VALUES (current_database(), %s, %s, %s, %s, "
                        "XMLPARSE(DOCUMENT %s), true, %s)",
                        (names.schema, layer, GEOMETRY_COLUMN, layer, qml, "drawn as geomap's own map draws it"),
                    )
    except psycopg.Error as error:
        _log.warning("%s: QGIS will open the layers without their styles: %s", target, error.diag.message_primary)


# The role that may only read --------------------------------------------------------------------------------------


def let_read(connection: Any, names: Names, target: str, *, fresh: bool) -> None:
    """Let the role `geomap_reader` read the schema; make the role where this user may make roles."""
    psycopg = require("psycopg", extra="postgis")
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (READER,)).fetchone()
    try:
        if not there:
            with connection.transaction():
                connection.execute(f"CREATE ROLE {READER} NOLOGIN")
    except psycopg.errors.InsufficientPrivilege:
        if fresh:
            _log.warning(
                "%s: there is no role %s and this user may not make roles; for viewers that may only read, have an "
                "administrator run CREATE ROLE %s NOLOGIN, then build again", target, READER, READER
            )  # fmt: skip
        return
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        pass
    may = connection.execute(
        "SELECT has_schema_privilege(%s, %s, 'USAGE') AND has_table_privilege(%s, %s, 'SELECT')",
        (READER, names.schema, READER, names("claims")),
    ).fetchone()[0]
    if may:
        return
    try:
        with connection.transaction():
            connection.execute(f"GRANT USAGE ON SCHEMA {quoted(names.schema)} TO {READER}")
            connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {quoted(names.schema)} TO {READER}")
            if connection.execute("SELECT to_regclass(%s)", (STYLES,)).fetchone()[0] is not None:
                connection.execute(f"GRANT SELECT ON {STYLES} TO {READER}")
    except psycopg.errors.InsufficientPrivilege as error:
        _log.warning("%s: %s may not read: %s", target, READER, error.diag.message_primary)
