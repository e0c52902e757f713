"""The store by default: one GeoPackage that QGIS opens styled and ready for its Temporal Controller.

A change is made in a copy beside the file, which then takes its place: a killed build leaves the store as it was.
`claims`, `toponyms`, `reports` and `places` are point layers; the line or area of a river, border or region stands
once in `shapes` and is named by the column `shape`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from geomap.corrections import Correction
from geomap.dataset import Change, DocumentEntry, FrontFeature, Mention, label_point, report_rows, sorted_claims
from geomap.errors import StoreError
from geomap.files import clear_parts, file_lock, replacing
from geomap.frames import TABLES, Column, Table, plain_columns, records_from_rows
from geomap.records import Claim, Geometry, Place, make_id
from geomap.select import EVERYTHING, Selection
from geomap.store import SCHEMA_VERSION, check_version
from geomap.store.geopackage import (
    GEOMETRY_COLUMN,
    add_style,
    add_to_index,
    create_features,
    create_file,
    create_table,
    create_view,
    drop_triggers,
    index_name,
    pack_geometry,
    quoted,
    refresh_contents,
    restore_triggers,
    rows_in_parts,
    timestamp,
    unpack_geometry,
)
from geomap.store.styles import layer_style

__all__ = [
    "AREA_CLAIMS",
    "AREA_CLAIMS_JOINED",
    "AREA_CLAIMS_ROWS",
    "METADATA",
    "SHAPE",
    "SHAPED",
    "SHAPES",
    "STORED_AT",
    "VIEWS",
    "GeoPackageStore",
    "geometry_of",
    "own_point",
    "write_geopackage",
]

SHAPE = Column("shape", "text")
SHAPED = ("claims", "toponyms", "reports", "places")
"""Layers of points whose rows may name a line or an area in `shapes`."""
SHAPES = "shapes"
METADATA = "geomap_metadata"
STORED_AT = Column("stored_at", "datetime")

VIEWS = {
    "front_places": ("front", "\"layer\" = 'place'", "GEOMETRY"),
    "front_cells": ("front", "\"layer\" = 'cell'", "GEOMETRY"),
    "front_lines": ("front", "\"layer\" IN ('line', 'movement')", "GEOMETRY"),
    "shapes_areas": ("shapes", "\"type\" IN ('Polygon', 'MultiPolygon')", "GEOMETRY"),
    "shapes_lines": ("shapes", "\"type\" IN ('LineString', 'MultiLineString')", "GEOMETRY"),
}
"""Layers of mixed geometry, parted as a GIS wants them: name -> the layer, which of its rows, the kind of geometry."""

AREA_CLAIMS = "claims_areas"
"""The view of the claims about regions and districts, with their outlines in the place of a point."""
AREA_CLAIMS_ROWS = (
    "claims",
    "claims.feature IN ('region', 'district', 'other') AND shapes.type IN ('Polygon', 'MultiPolygon')",
)
AREA_CLAIMS_JOINED = (
    "JOIN {places} AS places ON places.place_id = claims.place_id "
    "JOIN {shapes} AS shapes ON shapes.shape = coalesce(claims.shape, places.shape)"
)

INDEXES = (
    ("claims", "doc"),
    ("claims", "group_id"),
    ("claims", "place_id"),
    ("claims", "coalesce(start_date, end_date)"),
    ("claims", "coalesce(end_date, start_date)"),
    ("toponyms", "doc"),
    ("toponyms", "place_id"),
    *((name, "shape) WHERE (shape IS NOT NULL") for name in SHAPED),
)
"""What the filters and replacements look rows up by."""


class GeoPackageStore:
    """A GeoPackage file; open one with `open_store`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = False

    @property
    def target(self) -> str:
        """The path."""
        return str(self.path)

    def exists(self) -> bool:
        """Say whether the file is there."""
        return self.path.is_file()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds from changing the file."""
        if self._held:
            yield
            return
        with file_lock(self.path.with_name(f".{self.path.name}.lock")):
            self._held = True
            try:
                yield
            finally:
                self._held = False

    def metadata(self) -> Mapping[str, str]:
        """Give the rows of the metadata table."""
        with self._reading() as connection:
            return _metadata(connection)

    def documents(self) -> tuple[DocumentEntry, ...]:
        """Give the documents, in the order of their names."""
        return self._records("documents", "ORDER BY doc")

    def claims(self, selection: Selection = EVERYTHING) -> tuple[Claim, ...]:
        """Give the selected claims, by document and position."""
        where, values = _conditions(selection)
        found: tuple[Claim, ...] = self._records("claims", where, values)
        if selection.places or selection.bbox or selection.text:
            found = selection.apply(found, self.places())
        return sorted_claims(found)

    def mentions(self) -> tuple[Mention, ...]:
        """Give the place mentions, by document and position."""
        return self._records("toponyms", 'ORDER BY doc, "start", "end"')

    def places(self) -> Mapping[str, Place]:
        """Give the mentioned places by `place_id`."""
        return {place.place_id: place for place in self._records("places", "ORDER BY place_id")}

    def front(self) -> tuple[FrontFeature, ...]:
        """Give the features of the front."""
        return self._records("front", "ORDER BY fid")

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections made by hand."""
        return self._records("corrections", "ORDER BY fid")

    def save(self, change: Change) -> None:
        """Make a change in a copy, then put the copy in the file's place."""
        with self.lock(), replacing(self.path) as part:
            clear_parts(self.path)
            if self.path.exists():
                self._copy_to(part)
            _apply(part, change, self.target)

    def _copy_to(self, part: Path) -> None:
        """Copy the file; where another program left a journal beside it, through SQLite."""
        with self._reading() as connection:
            check_version(self.target, _metadata(connection).get("schema_version", ""))
            if not any(self.path.with_name(self.path.name + end).exists() for end in ("-wal", "-journal")):
                shutil.copyfile(self.path, part)
                return
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy)
        journal = self.path.with_name(self.path.name + "-wal")
        if journal.exists() and journal.stat().st_size:
            raise StoreError(f"{self.path}: another program is editing it; save there and close it, then build again")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.path.is_file():
            raise StoreError(f"{self.path}: no such store; `geomap build INPUT... --store {self.path}` makes it")
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot be read as a store: {error}") from error

    def _records(self, name: str, clause: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        with self._reading() as connection:
            check_version(self.target, _metadata(connection).get("schema_version", ""))
            return _read(connection, TABLES[name], clause, values)


def write_geopackage(change: Change, path: Path) -> None:
    """Write a new GeoPackage, in the place of one that is there."""
    with replacing(path) as part:
        _apply(part, change, str(path))


# Reading ----------------------------------------------------------------------------------------------------------


def _metadata(connection: sqlite3.Connection) -> dict[str, str]:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (METADATA,)).fetchone()
    return dict(connection.execute(f"SELECT key, value FROM {METADATA}")) if there else {}


def _read(connection: sqlite3.Connection, table: Table, clause: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
    names = ", ".join(quoted(name) for name in table.names)
    if not table.located:
        rows = connection.execute(f"SELECT {names} FROM {quoted(table.name)} {clause}", values).fetchall()
        return records_from_rows(table, rows)
    shape = ", shape" if table.name in SHAPED else ""
    found = connection.execute(
        f"SELECT {names}, {GEOMETRY_COLUMN}{shape} FROM {quoted(table.name)} {clause}", values
    ).fetchall()
    width = len(table.columns)
    shapes = _shapes(connection) if shape and any(row[-1] for row in found) else {}
    known: dict[bytes | None, Geometry | None] = {}
    geometries = []
    for row in found:
        if shape and row[-1]:
            geometries.append(shapes.get(row[-1]))
            continue
        blob: bytes | None = None if table.name == "places" else row[width]
        if blob not in known:
            known[blob] = unpack_geometry(blob)
        geometries.append(known[blob])
    return records_from_rows(table, [row[:width] for row in found], geometries)


def _shapes(connection: sqlite3.Connection) -> dict[str, Geometry | None]:
    rows = connection.execute(f"SELECT shape, {GEOMETRY_COLUMN} FROM {SHAPES}")
    return {name: unpack_geometry(blob) for name, blob in rows}


def _conditions(selection: Selection) -> tuple[str, list[Any]]:
    """Turn what SQL can decide into a WHERE clause."""
    parts: list[str] = []
    values: list[Any] = []
    days = []
    if selection.until is not None:
        days.append("coalesce(start_date, end_date) <= ?")
        values.append(selection.until.isoformat())
    if selection.since is not None:
        days.append("coalesce(end_date, start_date) >= ?")
        values.append(selection.since.isoformat())
    if days:
        undated = " OR coalesce(start_date, end_date) IS NULL" if selection.undated else ""
        parts.append(f"({' AND '.join(days)}{undated})")
    for column, wanted in (("kind", selection.kinds), ("side", selection.sides), ("status", selection.statuses)):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values.extend(sorted(wanted))
    return ("WHERE " + " AND ".join(parts) if parts else "", values)


# Writing ----------------------------------------------------------------------------------------------------------


def _apply(path: Path, change: Change, target: str) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -200000")
            fresh = not _metadata(connection)
            if fresh:
                _create(connection)
            connection.execute("BEGIN")
            for name in (*TABLES, SHAPES):
                drop_triggers(connection, name)
            _change(connection, change)
            _put_metadata(connection, change)
            for name, table in TABLES.items():
                refresh_contents(connection, name, located=table.located)
                if table.located:
                    restore_triggers(connection, name)
            refresh_contents(connection, SHAPES, located=True)
            restore_triggers(connection, SHAPES)
            connection.execute("COMMIT")
            if fresh:
                connection.execute("ANALYZE")
    except sqlite3.Error as error:
        raise StoreError(f"{target}: cannot be written: {error}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{target}: a text holds half a surrogate pair, which no database takes: {error}") from error


def _create(connection: sqlite3.Connection) -> None:
    create_file(connection)
    for name, table in TABLES.items():
        columns = list(table.columns)
        if name in SHAPED:
            columns.append(SHAPE)
        if name == "documents":
            columns.append(STORED_AT)
        if table.located:
            kind = "POINT" if name in SHAPED else "GEOMETRY"
            create_features(connection, name, columns, title=table.title, key=table.key, geometry=kind)
        else:
            create_table(connection, name, columns, title=table.title, key=table.key)
        style = layer_style(name)
        if style:
            add_style(connection, name, style, geometry=table.located)
    columns = [SHAPE, *(Column(name, "text") for name in ("type", "place_id", "name", "feature"))]
    title = "Outlines of regions, lines of rivers and borders"
    create_features(connection, SHAPES, columns, title=title, key="shape", geometry="GEOMETRY")
    for view, (layer, where, kind) in VIEWS.items():
        create_view(connection, view, layer, where, geometry=kind)
        add_style(connection, view, layer_style(view))
    joined = AREA_CLAIMS_JOINED.format(places="places", shapes=SHAPES)
    create_view(
        connection, AREA_CLAIMS, *AREA_CLAIMS_ROWS, geometry="GEOMETRY", joined=joined,
        outline=f"shapes.{GEOMETRY_COLUMN}",
    )  # fmt: skip
    add_style(connection, AREA_CLAIMS, layer_style(AREA_CLAIMS))
    create_table(connection, METADATA, [Column("key", "text"), Column("value", "text")], key="key", title="Metadata")
    for number, (name, expression) in enumerate(INDEXES):
        connection.execute(f"CREATE INDEX {quoted(f'{name}_{number}')} ON {quoted(name)} ({expression})")


def _put_metadata(connection: sqlite3.Connection, change: Change) -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("geomap")
    except PackageNotFoundError:
        own = ""
    values = {"schema_version": SCHEMA_VERSION, "geomap_version": own}
    if change.gazetteer:
        values["gazetteer"] = change.gazetteer
    for key, value in values.items():
        connection.execute(
            f"INSERT INTO {METADATA} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def _change(connection: sqlite3.Connection, change: Change) -> None:
    writer = _Writer(connection)
    renewed = [entry.doc for entry in change.documents]
    gone = [*renewed, *change.removed]
    revised = _last_by_id(change.revised)
    claims = _last_by_id(change.claims)
    touched = writer.groups("doc", gone) | writer.groups("claim_id", [*revised, *change.withdrawn])
    written = [*claims.values(), *revised.values()]
    touched |= {claim.group_id for claim in written}
    stored = dict(connection.execute("SELECT doc || char(31) || content_hash, stored_at FROM documents"))
    for name in ("claims", "toponyms"):
        writer.delete(name, "doc", gone)
    writer.delete("claims", "claim_id", [*revised, *change.withdrawn, *claims])
    writer.delete("documents", "doc", gone)
    writer.insert(TABLES["claims"], written)
    writer.insert(TABLES["toponyms"], change.mentions)
    now = timestamp()
    moments = [stored.get(f"{entry.doc}\x1f{entry.content_hash}") or now for entry in change.documents]
    writer.insert(TABLES["documents"], change.documents, extra=moments)
    places = dict(change.places or {})
    writer.delete("places", "place_id", list(places))
    writer.insert(TABLES["places"], list(places.values()))
    writer.delete_orphans()
    writer.renew_reports(sorted(touched - {""}), written)
    if change.front is not None:
        writer.clear("front")
        writer.insert(TABLES["front"], change.front)
    if change.corrections is not None:
        writer.clear("corrections")
        writer.insert(TABLES["corrections"], change.corrections)


def _last_by_id(claims: Iterable[Claim]) -> dict[str, Claim]:
    return {claim.claim_id: claim for claim in claims}


class _Writer:
    """Statements on an open file; what is shared between layers, such as shapes, is added once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.shapes = {row[0] for row in connection.execute(f"SELECT shape FROM {SHAPES}")}

    def groups(self, column: str, values: Sequence[str]) -> set[str]:
        """Give the groups of the claims with such a value."""
        found: set[str] = set()
        for part in rows_in_parts(values):
            marks = ", ".join("?" * len(part))
            statement = f"SELECT DISTINCT group_id FROM claims WHERE {quoted(column)} IN ({marks})"
            found.update(row[0] for row in self.connection.execute(statement, part))
        return found

    def delete(self, table: str, column: str, values: Sequence[str]) -> None:
        """Delete the rows with such a value, and their entries in the spatial index."""
        located = table == SHAPES or TABLES[table].located
        for part in rows_in_parts(values):
            where = f"{quoted(column)} IN ({', '.join('?' * len(part))})"
            if located:
                fids = f"SELECT fid FROM {quoted(table)} WHERE {where}"
                self.connection.execute(f"DELETE FROM {quoted(index_name(table))} WHERE id IN ({fids})", part)
            self.connection.execute(f"DELETE FROM {quoted(table)} WHERE {where}", part)

    def clear(self, table: str) -> None:
        """Delete all rows."""
        self.connection.execute(f"DELETE FROM {quoted(table)}")
        if TABLES[table].located:
            self.connection.execute(f"DELETE FROM {quoted(index_name(table))}")

    def delete_orphans(self) -> None:
        """Delete places that nothing mentions any more, and shapes that nothing has."""
        found = self.connection.execute(
            "SELECT place_id FROM places WHERE place_id NOT IN (SELECT place_id FROM claims) "
            "AND place_id NOT IN (SELECT place_id FROM toponyms)"
        )
        self.delete("places", "place_id", [row[0] for row in found.fetchall()])
        used = " UNION ".join(f"SELECT shape FROM {name} WHERE shape IS NOT NULL" for name in SHAPED)
        found = self.connection.execute(f"SELECT shape FROM {SHAPES} WHERE shape NOT IN ({used})")
        self.delete(SHAPES, "shape", [row[0] for row in found.fetchall()])

    def renew_reports(self, groups: Sequence[str], written: Sequence[Claim]) -> None:
        """Sum the touched groups up again; from the claims just written, where there are no others."""
        if self.connection.execute("SELECT count(*) FROM claims").fetchone()[0] == len(written):
            self.clear("reports")
            self.insert(TABLES["reports"], report_rows(written))
            return
        self.delete("reports", "group_id", groups)
        reports: list[Any] = []
        for part in rows_in_parts(groups):
            marks = ", ".join("?" * len(part))
            reports += report_rows(_read(self.connection, TABLES["claims"], f"WHERE group_id IN ({marks})", part))
        self.insert(TABLES["reports"], reports)

    def insert(self, table: Table, records: Sequence[Any], *, extra: Sequence[Any] | None = None) -> None:
        """Add rows, their spatial index and the shapes that they have."""
        first = self.connection.execute(f"SELECT coalesce(max(fid), 0) + 1 FROM {quoted(table.name)}").fetchone()[0]
        names = ["fid", *table.names]
        columns = [list(range(first, first + len(records))), *_sql_columns(table, records)]
        boxes: list[tuple[int, float, float, float, float]] = []
        if table.located:
            names.append(GEOMETRY_COLUMN)
            if table.name in SHAPED:
                names.append("shape")
            packed: dict[Geometry | None, tuple[bytes | None, str | None, Any]] = {None: (None, None, None)}
            blobs, shapes = [], []
            for fid, record in enumerate(records, start=first):
                geometry = geometry_of(record)
                if geometry not in packed:
                    packed[geometry] = self._pack(table, geometry, record)
                blob, shape, bounds = packed[geometry]
                blobs.append(blob)
                shapes.append(shape)
                if bounds is not None:
                    west, south, east, north = bounds
                    boxes.append((fid, west, east, south, north))
            columns += [blobs, shapes] if table.name in SHAPED else [blobs]
        if extra is not None:
            names.append(STORED_AT.name)
            columns.append(list(extra))
        listed = ", ".join(quoted(name) for name in names)
        self.connection.executemany(
            f"INSERT INTO {quoted(table.name)} ({listed}) VALUES ({', '.join('?' * len(names))})",
            zip(*columns, strict=True),
        )
        if boxes:
            add_to_index(self.connection, table.name, boxes)

    def _pack(self, table: Table, geometry: Geometry | None, record: Any) -> tuple[bytes | None, str | None, Any]:
        """Give the blob, the shape's name and the bounds of a row; store the shape where it is new."""
        assert geometry is not None
        if table.name not in SHAPED or geometry.type == "Point":
            blob, bounds = pack_geometry(geometry)
            return blob, None, bounds
        name = make_id(geometry.type, geometry.coordinates)
        if name not in self.shapes:
            self.shapes.add(name)
            self._add_shape(name, geometry, record)
        point = own_point(record) or label_point(geometry)
        if point is None:
            return None, name, None
        blob, bounds = pack_geometry(Geometry.point(*point))
        return blob, name, bounds

    def _add_shape(self, name: str, geometry: Geometry, record: Any) -> None:
        blob, (west, south, east, north) = pack_geometry(geometry)
        title = getattr(record, "place", "") or getattr(record, "name", "")
        feature = getattr(record, "feature", "") or getattr(record, "kind", "")
        cursor = self.connection.execute(
            f"INSERT INTO {SHAPES} (shape, type, place_id, name, feature, {GEOMETRY_COLUMN}) VALUES (?, ?, ?, ?, ?, ?)",
            (name, geometry.type, record.place_id, title, str(feature), blob),
        )
        assert cursor.lastrowid is not None
        add_to_index(self.connection, SHAPES, [(cursor.lastrowid, west, east, south, north)])


def geometry_of(record: Any) -> Geometry | None:
    """Give where a row stands: the record's geometry, else the point that a place states of itself."""
    if isinstance(record, Mapping):
        return Geometry.from_mapping(record.get("geometry"))
    geometry: Geometry | None = record.geometry
    if geometry is None and (point := own_point(record)) is not None:
        return Geometry.point(*point)
    return geometry


def own_point(record: Any) -> tuple[float, float] | None:
    """Give the point that a place states of itself."""
    if isinstance(record, Place) and record.lon is not None and record.lat is not None:
        return record.lon, record.lat
    return None


def _sql_columns(table: Table, records: Sequence[Any]) -> list[list[Any]]:
    """Give the columns as SQLite takes them: dates as ISO text."""
    columns = plain_columns(table, records)
    for number, column in enumerate(table.columns):
        if column.type == "date":
            known: dict[date | None, str | None] = {None: None}
            for value in set(columns[number]) - {None}:
                known[value] = value.isoformat()
            columns[number] = [known[value] for value in columns[number]]
    return columns
