"""A store in PostgreSQL with PostGIS, for many readers and for maps that are served.

The tables are those of the GeoPackage, in a schema of their own: `geomap`, or the one that the URL names by
`?schema=NAME`. A change is one transaction under an advisory lock: a build that is killed leaves nothing behind, and
two builds wait for each other.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import unquote

from geomap._optional import require
from geomap.corrections import Correction
from geomap.dataset import Change, DocumentEntry, FrontFeature, Mention, label_point, report_rows, sorted_claims
from geomap.errors import StoreError
from geomap.frames import TABLES, Table, plain_columns, records_from_rows
from geomap.records import Claim, ClaimKind, Geometry, Place, make_id
from geomap.select import EVERYTHING, Selection
from geomap.store import SCHEMA_VERSION, check_version
from geomap.store.geopackage import GEOMETRY_COLUMN, quoted
from geomap.store.gpkg import METADATA, SHAPE, SHAPED, SHAPES, geometry_of, own_point
from geomap.store.postgis_tables import SRID, Names, create_indexes, create_tables, let_read

__all__ = ["PostgisStore"]

_log = logging.getLogger(__name__)

DEFAULT_SCHEMA = "geomap"
CONNECT_SECONDS = 10
LONGEST_NAME = 63
"""Bytes of a name; PostgreSQL cuts longer ones without a word."""


class PostgisStore:
    """A schema of a PostGIS database; open one with `open_store`.

    Parameters
    ----------
    target
        A `postgresql://` URL as libpq reads it, with `?schema=NAME` for another schema than `geomap`.

    Raises
    ------
    StoreError
        If the URL is none.
    MissingExtraError
        If psycopg is not installed.
    """

    def __init__(self, target: str) -> None:
        psycopg = require("psycopg", extra="postgis")
        self._target = redacted(target)
        url, self.schema = split_schema(target)
        try:
            self._options: dict[str, Any] = require("psycopg.conninfo", extra="postgis").conninfo_to_dict(url)
        except psycopg.Error as error:
            said = "" if self._target != target else f": {_one_line(error)}"
            raise StoreError(
                f"{self._target}: is no URL of a database{said}; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, "
                "special characters as %XX"
            ) from error
        if "PGCONNECT_TIMEOUT" not in os.environ:
            self._options.setdefault("connect_timeout", CONNECT_SECONDS)
        self._options.setdefault("fallback_application_name", "geomap")
        self._options["client_encoding"] = "UTF8"
        self._names = Names(self.schema)
        self._held: Any = None

    @property
    def target(self) -> str:
        """The URL, without its password."""
        return self._target

    def exists(self) -> bool:
        """Say whether the schema holds a store."""
        with self._session() as connection:
            return self._is_there(connection)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds from changing the store, by an advisory lock that ends with the connection."""
        if self._held is not None:
            yield
            return
        key = int.from_bytes(hashlib.sha256(f"geomap:{self.schema}".encode()).digest()[:8], "big", signed=True)
        with self._session() as connection:
            if not connection.execute("SELECT pg_try_advisory_lock(%s)", (key,)).fetchone()[0]:
                _log.warning("waiting for another build that holds %s", self.target)
                connection.execute("SELECT pg_advisory_lock(%s)", (key,))
            self._held = connection
            try:
                yield
            finally:
                self._held = None

    def metadata(self) -> Mapping[str, str]:
        """Give the rows of the metadata table."""
        with self._session() as connection:
            found = self._metadata(connection)
        if not found:
            raise StoreError(f"{self.target}: no such store: there is no schema {self.schema} that geomap made")
        return found

    def documents(self) -> tuple[DocumentEntry, ...]:
        """Give the documents, in the order of their names."""
        found: tuple[DocumentEntry, ...] = self._records("documents")
        return tuple(sorted(found, key=lambda entry: entry.doc))

    def claims(self, selection: Selection = EVERYTHING) -> tuple[Claim, ...]:
        """Give the selected claims, by document and position."""
        with self._session() as connection:
            self._check(connection)
            where, values = _conditions(selection, self._names)
            places: Mapping[str, Place] = {}
            if selection.places or selection.text:
                places = self._places(connection)
            if selection.places:
                more, named = self._named(connection, selection, places, where, values)
                where, values = [*where, more], [*values, *named]
            found: tuple[Claim, ...] = self._read(connection, TABLES["claims"], _where(where), values)
        if selection.places or selection.bbox or selection.text:
            found = selection.apply(found, places)
        return sorted_claims(found)

    def mentions(self) -> tuple[Mention, ...]:
        """Give the place mentions, by document and position."""
        found: tuple[Mention, ...] = self._records("toponyms", "ORDER BY fid")
        return tuple(sorted(found, key=lambda mention: (mention.doc, mention.start, mention.end)))

    def places(self) -> Mapping[str, Place]:
        """Give the mentioned places by `place_id`."""
        with self._session() as connection:
            self._check(connection)
            return self._places(connection)

    def front(self) -> tuple[FrontFeature, ...]:
        """Give the features of the front."""
        return self._records("front", "ORDER BY fid")

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections made by hand."""
        return self._records("corrections", "ORDER BY fid")

    def save(self, change: Change) -> None:
        """Make a change in one transaction; where this fails, the database is as it was."""
        with self.lock(), self._session() as connection:
            try:
                with connection.transaction():
                    fresh = not self._is_there(connection)
                    if fresh:
                        create_tables(connection, self._names, self.target)
                    else:
                        self._check(connection)
                    _change(_Writer(connection, self._names, fresh=fresh), change)
                    _put_metadata(connection, self._names, change)
                    if fresh:
                        create_indexes(connection, self._names)
                    let_read(connection, self._names, self.target, fresh=fresh)
            except UnicodeEncodeError as error:
                raise StoreError(
                    f"{self.target}: a text holds half a surrogate pair, which no database takes: {error}"
                ) from error

    # Sessions -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _session(self) -> Iterator[Any]:
        """Give the connection that holds the lock, or one for this once."""
        psycopg = require("psycopg", extra="postgis")
        try:
            if self._held is not None:
                yield self._held
                return
            with closing(self._connect(psycopg)) as connection:
                yield connection
        except psycopg.Error as error:
            raise StoreError(f"{self.target}: {_one_line(error)}") from error

    def _connect(self, psycopg: Any) -> Any:
        try:
            connection = psycopg.connect(**self._options, autocommit=True)
        except psycopg.Error as error:
            raise StoreError(f"{self.target}: cannot be reached: {_one_line(error)}") from error
        try:
            found = connection.execute(
                "SELECT nspname FROM pg_extension JOIN pg_namespace "
                "ON pg_namespace.oid = extnamespace WHERE extname = 'postgis'"
            ).fetchone()
            if found is None:
                raise StoreError(
                    f"{self.target}: the database has no PostGIS; have its administrator run CREATE EXTENSION postgis "
                    "in it"
                )
            connection.execute(
                "SELECT set_config('search_path', %s, false), set_config('TimeZone', 'UTC', false)",
                (quoted(found[0]),),
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def _is_there(self, connection: Any) -> bool:
        found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (self._names(METADATA),)).fetchone()
        return bool(found[0])

    def _metadata(self, connection: Any) -> dict[str, str]:
        if not self._is_there(connection):
            return {}
        return dict(connection.execute(f"SELECT key, value FROM {self._names(METADATA)}").fetchall())

    def _check(self, connection: Any) -> None:
        check_version(self.target, self._metadata(connection).get("schema_version", ""))

    # Reading ------------------------------------------------------------------------------------------------------

    def _records(self, name: str, clause: str = "") -> tuple[Any, ...]:
        with self._session() as connection:
            self._check(connection)
            return self._read(connection, TABLES[name], clause)

    def _places(self, connection: Any) -> dict[str, Place]:
        found: tuple[Place, ...] = self._read(connection, TABLES["places"])
        return {place.place_id: place for place in sorted(found, key=lambda place: place.place_id)}

    def _read(self, connection: Any, table: Table, clause: str = "", values: Sequence[Any] = ()) -> tuple[Any, ...]:
        return _read(connection, self._names, table, clause, values)

    def _named(
        self,
        connection: Any,
        selection: Selection,
        places: Mapping[str, Place],
        where: Sequence[str],
        values: Sequence[Any],
    ) -> tuple[str, list[Any]]:
        """Give the condition that a claim's place is meant, by the filter's own rule, which no collation changes."""
        listed = ", ".join(map(quoted, PLACE_COLUMNS))
        rows = connection.execute(
            f"SELECT DISTINCT {listed} FROM {self._names('claims')} {_where(where)}", values
        ).fetchall()
        wanted = Selection(places=selection.places)
        meant = []
        for row in rows:
            named = {name: restored(value) for name, value in zip(PLACE_COLUMNS, row, strict=True)}
            claim = Claim("", "", 0, 0, "", ClaimKind.HOLD, **named)
            if wanted.keeps(claim, places.get(claim.place_id)):
                meant.append(row)
        arrays = [list(column) for column in zip(*meant, strict=True)] if meant else [[] for _ in PLACE_COLUMNS]
        marks = ", ".join(["%s::text[]"] * len(PLACE_COLUMNS))
        return f"({listed}) IN (SELECT * FROM unnest({marks}))", arrays


PLACE_COLUMNS = ("place", "place_id", "feature", "admin1", "country", "place_text")
"""What of a claim its place is recognised by."""


def _where(conditions: Sequence[str]) -> str:
    return "WHERE " + " AND ".join(conditions) if conditions else ""


def _conditions(selection: Selection, names: Names) -> tuple[list[str], list[Any]]:
    """Turn days, kind, side, status and box into conditions; a box keeps all that may meet it."""
    parts: list[str] = []
    values: list[Any] = []
    days = []
    if selection.until is not None:
        days.append("coalesce(start_date, end_date) <= %s")
        values.append(selection.until)
    if selection.since is not None:
        days.append("coalesce(end_date, start_date) >= %s")
        values.append(selection.since)
    if days:
        undated = " OR coalesce(start_date, end_date) IS NULL" if selection.undated else ""
        parts.append(f"({' AND '.join(days)}{undated})")
    for column, wanted in (("kind", selection.kinds), ("side", selection.sides), ("status", selection.statuses)):
        if wanted:
            parts.append(f"{column} = ANY(%s)")
            values.append(sorted(wanted))
    if selection.bbox is not None:
        west, south, east, north = selection.bbox
        halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        box = " OR ".join([f"{GEOMETRY_COLUMN} && ST_MakeEnvelope(%s, %s, %s, %s, {SRID})"] * len(halves))
        corners = [number for low, high in halves for number in (low, south, high, north)]
        parts.append(f"({box} OR {SHAPE.name} IN (SELECT {SHAPE.name} FROM {names(SHAPES)} WHERE {box}))")
        values += [*corners, *corners]
    return parts, values


def _read(connection: Any, names: Names, table: Table, clause: str = "", values: Sequence[Any] = ()) -> tuple[Any, ...]:
    columns = [quoted(name) for name in table.names]
    shaped = table.name in SHAPED
    if table.located:
        columns.append(f"ST_AsBinary({GEOMETRY_COLUMN}, 'NDR')")
    if shaped:
        columns.append(SHAPE.name)
    cursor = connection.cursor(binary=True)
    rows = cursor.execute(f"SELECT {', '.join(columns)} FROM {names(table.name)} {clause}", values).fetchall()
    if not rows:
        return ()
    width = len(table.columns)
    given = list(zip(*rows, strict=True))
    plain = [
        _restored_column(column) if kind.type in ("text", "json") else column
        for column, kind in zip(given, table.columns, strict=False)
    ]
    shapes: Sequence[Geometry | None] | None = None
    if table.located:
        known: dict[bytes | None, Geometry | None] = {None: None}
        blobs = [None] * len(rows) if table.name == "places" else given[width]
        for blob in set(blobs) - known.keys():
            known[blob] = _unpack(blob)
        shapes = [known[blob] for blob in blobs]
        if shaped and (wanted := set(given[width + 1]) - {None}):
            outlines = _shapes(connection, names, wanted)
            shapes = [
                outlines.get(name) if name else shape for name, shape in zip(given[width + 1], shapes, strict=True)
            ]
    return records_from_rows(table, list(zip(*plain, strict=True)), shapes)


def _shapes(connection: Any, names: Names, wanted: Iterable[str]) -> dict[str, Geometry | None]:
    cursor = connection.cursor(binary=True).execute(
        f"SELECT {SHAPE.name}, ST_AsBinary({GEOMETRY_COLUMN}, 'NDR') FROM {names(SHAPES)} WHERE {SHAPE.name} = ANY(%s)",
        (sorted(wanted),),
    )
    return {name: _unpack(blob) for name, blob in cursor}


_POINT = struct.Struct("<BIdd")
_EWKB_POINT = struct.Struct("<BIIdd")
_HAS_SRID = 0x20000000


def _unpack(blob: bytes | None) -> Geometry | None:
    if blob is None:
        return None
    if len(blob) == _POINT.size and blob[:5] == b"\x01\x01\x00\x00\x00":
        return Geometry("Point", _POINT.unpack(blob)[2:])
    from shapely import from_wkb
    from shapely.geometry import mapping

    made = from_wkb(blob)
    return None if made.is_empty else Geometry.from_mapping(mapping(made))


def _pack(geometry: Geometry) -> str:
    """Write a geometry as the hexadecimal text that PostGIS reads, with its reference system."""
    if geometry.type == "Point" and len(geometry.coordinates) == 2:
        return _EWKB_POINT.pack(1, 1 | _HAS_SRID, SRID, *geometry.coordinates).hex()
    from shapely import set_srid, to_wkb
    from shapely.geometry import shape

    made: str = to_wkb(set_srid(shape(geometry.__geo_interface__), SRID), hex=True, include_srid=True, byte_order=1)
    return made


# Texts ------------------------------------------------------------------------------------------------------------

_NUL, _MARK = "\x00", "\ufdd0"
_MARKED = {_NUL: _MARK + "0", _MARK: _MARK + "1"}
"""PostgreSQL holds no NUL: it is kept as a noncharacter of Unicode and a digit, and given back as it was."""


def kept(text: Any) -> Any:
    """Give a text as the database can hold it."""
    if isinstance(text, str) and (_NUL in text or _MARK in text):
        return "".join(_MARKED.get(letter, letter) for letter in text)
    return text


def restored(text: Any) -> Any:
    """Give a text as it was."""
    if isinstance(text, str) and _MARK in text:
        return text.replace(_MARK + "0", _NUL).replace(_MARK + "1", _MARK)
    return text


def _restored_column(values: Sequence[Any]) -> Sequence[Any]:
    return [restored(value) for value in values] if any(value and _MARK in value for value in values) else values


# Writing ----------------------------------------------------------------------------------------------------------


def _put_metadata(connection: Any, names: Names, change: Change) -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("geomap")
    except PackageNotFoundError:
        own = ""
    values = {"schema_version": SCHEMA_VERSION, "geomap_version": own}
    if change.gazetteer:
        values["gazetteer"] = change.gazetteer
    for pair in values.items():
        connection.execute(
            f"INSERT INTO {names(METADATA)} (key, value) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            pair,
        )


def _change(writer: _Writer, change: Change) -> None:
    renewed = [entry.doc for entry in change.documents]
    gone = [*renewed, *change.removed]
    written = list({claim.claim_id: claim for claim in (*change.claims, *change.revised)}.values())
    withdrawn = set(change.withdrawn)
    touched = writer.groups("doc", gone) | writer.groups("claim_id", [*withdrawn, *(c.claim_id for c in written)])
    written = [claim for claim in written if claim.claim_id not in withdrawn]
    touched |= {claim.group_id for claim in written}
    writer.delete("documents", "doc", change.removed)
    writer.upsert(TABLES["documents"], list({entry.doc: entry for entry in change.documents}.values()))
    writer.upsert(TABLES["claims"], written, instead_of=("doc", gone))
    writer.delete("claims", "claim_id", list(withdrawn))
    writer.delete("toponyms", "doc", gone)
    writer.insert(TABLES["toponyms"], change.mentions)
    writer.upsert(TABLES["places"], list((change.places or {}).values()))
    writer.renew_reports(sorted(touched - {""}), written)
    if change.front is not None:
        writer.replace(TABLES["front"], change.front)
    if change.corrections is not None:
        writer.replace(TABLES["corrections"], change.corrections)
    writer.delete_orphans()


class _Writer:
    """Statements of one transaction; what is shared between layers, such as shapes, is added once."""

    def __init__(self, connection: Any, names: Names, *, fresh: bool) -> None:
        self.connection = connection
        self.names = names
        self.fresh = fresh

    def groups(self, column: str, values: Sequence[str]) -> set[str]:
        """Give the groups of the claims with such a value."""
        statement = f"SELECT DISTINCT group_id FROM {self.names('claims')} WHERE {quoted(column)} = ANY(%s)"
        rows = self.connection.execute(statement, (list(map(kept, values)),)).fetchall() if values else []
        return {restored(row[0]) for row in rows}

    def delete(self, table: str, column: str, values: Sequence[str]) -> None:
        """Delete the rows with such a value."""
        if values:
            statement = f"DELETE FROM {self.names(table)} WHERE {quoted(column)} = ANY(%s)"
            self.connection.execute(statement, (list(map(kept, values)),))

    def replace(self, table: Table, records: Sequence[Any]) -> None:
        """Put these rows in the place of all."""
        self.connection.execute(f"DELETE FROM {self.names(table.name)}")
        self.insert(table, records)

    def insert(self, table: Table, records: Sequence[Any]) -> None:
        """Add rows in their order."""
        if records:
            self._copy(self.names(table.name), *self._columns(table, records))

    def upsert(
        self, table: Table, records: Sequence[Any], *, instead_of: tuple[str, Sequence[str]] | None = None
    ) -> None:
        """Add rows, or change those of the same key where they differ.

        Parameters
        ----------
        instead_of
            A column and its values: rows with one of them that are not given go.
        """
        if self.fresh:
            self.insert(table, records)
            return
        if not records:
            if instead_of is not None:
                self.delete(table.name, *instead_of)
            return
        names, columns = self._columns(table, records)
        listed = ", ".join(map(quoted, names))
        held, staged = self.names(table.name), quoted(f"staged_{table.name}")
        self.connection.execute(
            f"CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {listed} FROM {held} WITH NO DATA"
        )
        self._copy(f"pg_temp.{staged}", names, columns)
        key = quoted(table.key)
        if instead_of is not None and instead_of[1]:
            self.connection.execute(
                f"DELETE FROM {held} WHERE {quoted(instead_of[0])} = ANY(%s) "
                f"AND NOT EXISTS (SELECT FROM pg_temp.{staged} AS new WHERE new.{key} = {held}.{key})",
                (list(map(kept, instead_of[1])),),
            )
        others = [quoted(name) for name in names if name != table.key]
        changes = [f"{name} = excluded.{name}" for name in others]
        if table.name == "documents":
            changes.append(
                "stored_at = CASE WHEN held.content_hash IS NOT DISTINCT FROM excluded.content_hash "
                "THEN held.stored_at ELSE excluded.stored_at END"
            )
        before = ", ".join(f"held.{name}" for name in others)
        after = ", ".join(f"excluded.{name}" for name in others)
        self.connection.execute(
            f"INSERT INTO {held} AS held ({listed}) SELECT {listed} FROM pg_temp.{staged} ON CONFLICT ({key}) "
            f"DO UPDATE SET {', '.join(changes)} WHERE ({before}) IS DISTINCT FROM ({after})"
        )
        self.connection.execute(f"DROP TABLE pg_temp.{staged}")

    def delete_orphans(self) -> None:
        """Delete places that nothing mentions any more, and shapes that nothing has."""
        name = self.names
        unused = " AND ".join(
            f"NOT EXISTS (SELECT FROM {name(table)} AS user_of WHERE user_of.place_id = place.place_id)"
            for table in ("claims", "toponyms")
        )
        self.connection.execute(f"DELETE FROM {name('places')} AS place WHERE {unused}")
        unused = " AND ".join(
            f"NOT EXISTS (SELECT FROM {name(table)} AS user_of WHERE user_of.shape = outline.shape)" for table in SHAPED
        )
        self.connection.execute(f"DELETE FROM {name(SHAPES)} AS outline WHERE {unused}")

    def renew_reports(self, groups: Sequence[str], written: Sequence[Claim]) -> None:
        """Sum the touched groups up again; from the claims just written, where there are no others."""
        count = self.connection.execute(f"SELECT count(*) FROM {self.names('claims')}").fetchone()[0]
        members: Sequence[Claim] = written
        if count != len(written):
            values = (list(map(kept, groups)),)
            members = _read(self.connection, self.names, TABLES["claims"], "WHERE group_id = ANY(%s)", values)
        else:
            found = self.connection.execute(f"SELECT group_id FROM {self.names('reports')}")
            groups = [restored(row[0]) for row in found]
        self.upsert(TABLES["reports"], report_rows(members), instead_of=("group_id", groups))

    def _columns(self, table: Table, records: Sequence[Any]) -> tuple[list[str], list[Sequence[Any]]]:
        """Give the columns as the database takes them; store the shapes that are new."""
        names: list[str] = list(table.names)
        columns: list[Sequence[Any]] = [
            list(map(kept, values)) if column.type in ("text", "json") else values
            for values, column in zip(plain_columns(table, records), table.columns, strict=True)
        ]
        if not table.located:
            return names, columns
        packed: dict[Any, tuple[str | None, str | None]] = {}
        outlines: dict[str, tuple[Any, ...]] = {}
        found = []
        for record in records:
            geometry, point = geometry_of(record), own_point(record)
            if (geometry, point) not in packed:
                packed[geometry, point] = self._packed(table, geometry, record, outlines)
            found.append(packed[geometry, point])
        self._add_shapes(outlines)
        names.append(GEOMETRY_COLUMN)
        columns.append([blob for blob, _ in found])
        if table.name in SHAPED:
            names.append(SHAPE.name)
            columns.append([shape for _, shape in found])
        return names, columns

    def _packed(
        self, table: Table, geometry: Geometry | None, record: Any, outlines: dict[str, tuple[Any, ...]]
    ) -> tuple[str | None, str | None]:
        """Give a row's geometry and the name of its shape, which is added to the outlines."""
        if geometry is None:
            return None, None
        if table.name not in SHAPED or geometry.type == "Point":
            return _pack(geometry), None
        name = make_id(geometry.type, geometry.coordinates)
        title = getattr(record, "place", "") or getattr(record, "name", "")
        feature = getattr(record, "feature", "") or getattr(record, "kind", "")
        values = (name, geometry.type, record.place_id, title, str(feature))
        outlines[name] = (*map(kept, values), _pack(geometry))
        point = own_point(record) or label_point(geometry)
        return (None if point is None else _pack(Geometry.point(*point))), name

    def _add_shapes(self, outlines: Mapping[str, tuple[Any, ...]]) -> None:
        if not outlines:
            return
        held = self.names(SHAPES)
        statement = f"SELECT {SHAPE.name} FROM {held} WHERE {SHAPE.name} = ANY(%s)"
        there = {row[0] for row in self.connection.execute(statement, (list(outlines),))}
        rows = [row for name, row in outlines.items() if name not in there]
        if rows:
            names = [SHAPE.name, "type", "place_id", "name", "feature", GEOMETRY_COLUMN]
            self._copy(held, names, list(zip(*rows, strict=True)))

    def _copy(self, table: str, names: Sequence[str], columns: Sequence[Sequence[Any]]) -> None:
        listed = ", ".join(map(quoted, names))
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in zip(*columns, strict=True):
                copy.write_row(row)


# URLs and messages ------------------------------------------------------------------------------------------------


def split_schema(target: str) -> tuple[str, str]:
    """Take `schema=NAME` out of a URL, which PostgreSQL's library does not know.

    Raises
    ------
    StoreError
        If the name is none that a schema can have.
    """
    base, mark, query = target.partition("?")
    parts = query.split("&") if mark else []
    given = [unquote(part.partition("=")[2]) for part in parts if part.partition("=")[0] == "schema"]
    rest = "&".join(part for part in parts if part.partition("=")[0] != "schema")
    schema = given[-1] if given else DEFAULT_SCHEMA
    size = len(schema.encode("utf-8", "surrogatepass"))
    if not 0 < size <= LONGEST_NAME or not schema.isprintable() or schema.lower().startswith("pg_"):
        raise StoreError(f"{redacted(target)}: no schema can be called {schema!r}")
    return base + ("?" + rest if rest else ""), schema


def redacted(target: str) -> str:
    """Give a URL without its password, for messages."""
    shown = re.sub(r"^(\w+://[^:/?@]*):.*@", r"\1:***@", target, flags=re.DOTALL)
    return re.sub(r"([?&](?:password|sslpassword)=)[^&]*", r"\1***", shown)


def _one_line(error: Exception) -> str:
    """Give the heart of a message of the database, which may go over several lines and attempts."""
    text = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    failed = [line for line in lines if " failed: " in line]
    return (fatal or failed or lines or ["the database gave no reason"])[0]
