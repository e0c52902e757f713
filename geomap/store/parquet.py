"""A store as a folder of GeoParquet files, one a table, for DuckDB, Spark, pandas and the like.

A change is written into a folder `.next` beside the tables; once that is complete its files take their places. A
build that is killed leaves the tables as they were, or a complete `.next` that the next to open the store puts in
place.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geomap.corrections import Correction
from geomap.dataset import (
    Change,
    Dataset,
    DocumentEntry,
    FrontFeature,
    Mention,
    apply_change,
    report_rows,
    sorted_claims,
)
from geomap.errors import StoreError
from geomap.files import file_lock
from geomap.frames import TABLES
from geomap.records import Claim, Place
from geomap.select import EVERYTHING, Selection
from geomap.store import SCHEMA_VERSION, check_version, read_dataset
from geomap.store.arrow import read_records, write_records

__all__ = ["ParquetStore", "write_folder"]

METADATA = "geomap.json"
NEXT = ".next"
COMPLETE = "complete"


class ParquetStore:
    """A folder of GeoParquet files; open one with `open_store`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = False

    @property
    def target(self) -> str:
        """The path."""
        return str(self.path)

    def exists(self) -> bool:
        """Say whether the folder holds a store."""
        return (self.path / METADATA).is_file() or (self.path / NEXT / COMPLETE).is_file()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds from changing the folder."""
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
        """Give the schema version, the gazetteer's and geomap's."""
        self._recover()
        try:
            found = json.loads((self.path / METADATA).read_text(encoding="utf-8"))
            return {str(key): str(value) for key, value in found.items()}
        except FileNotFoundError as error:
            raise StoreError(f"{self.path}: no such store: the folder has no {METADATA}") from error
        except (OSError, ValueError, AttributeError) as error:
            raise StoreError(f"{self.path / METADATA}: cannot be read: {error}") from error

    def documents(self) -> tuple[DocumentEntry, ...]:
        """Give the documents, in the order of their names."""
        return self._records("documents")

    def claims(self, selection: Selection = EVERYTHING) -> tuple[Claim, ...]:
        """Give the selected claims, by document and position."""
        found: tuple[Claim, ...] = self._records("claims", selection)
        if selection.places or selection.bbox or selection.text:
            found = selection.apply(found, self.places())
        return sorted_claims(found)

    def mentions(self) -> tuple[Mention, ...]:
        """Give the place mentions, by document and position."""
        return self._records("toponyms")

    def places(self) -> Mapping[str, Place]:
        """Give the mentioned places by `place_id`."""
        return {place.place_id: place for place in self._records("places")}

    def front(self) -> tuple[FrontFeature, ...]:
        """Give the features of the front."""
        return self._records("front")

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections made by hand."""
        return self._records("corrections")

    def save(self, change: Change) -> None:
        """Write the tables as they are after the change, then put them in their places."""
        with self.lock():
            before = read_dataset(self) if self.exists() else Dataset()
            self._write(apply_change(before, change))

    def _records(self, name: str, selection: Selection = EVERYTHING) -> tuple[Any, ...]:
        check_version(self.target, self.metadata().get("schema_version", ""))
        return read_records(name, self.path / f"{name}.parquet", selection)

    def _write(self, after: Dataset) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            own = version("geomap")
        except PackageNotFoundError:
            own = ""
        metadata = {"schema_version": SCHEMA_VERSION, "geomap_version": own, "gazetteer": after.gazetteer}
        tables = {
            "claims": after.claims,
            "toponyms": after.mentions,
            "reports": report_rows(after.claims),
            "places": tuple(after.place_of.values()),
            "front": after.front,
            "documents": after.documents,
            "corrections": after.corrections,
        }
        beside = self.path / NEXT
        try:
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            for name, records in tables.items():
                write_records(TABLES[name], records, beside / f"{name}.parquet")
            text = json.dumps(metadata, indent=1) + "\n"
            (beside / METADATA).write_text(text, encoding="utf-8")
            (beside / COMPLETE).touch()
            self._put_in_place()
        except StoreError:
            raise
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _recover(self) -> None:
        """Finish what a killed build had completed."""
        if self._held or not (self.path / NEXT / COMPLETE).is_file():
            return
        with self.lock():
            if (self.path / NEXT / COMPLETE).is_file():
                self._put_in_place()

    def _put_in_place(self) -> None:
        beside = self.path / NEXT
        for part in sorted(beside.iterdir()):
            if part.name != COMPLETE:
                part.replace(self.path / part.name)
        shutil.rmtree(beside)


def write_folder(change: Change, path: Path) -> None:
    """Write a new folder of GeoParquet, in the place of a store that is there."""
    store = ParquetStore(path)
    if path.exists() and not store.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path}: is there already and is no store; name another folder")
    with store.lock():
        store._write(apply_change(Dataset(), change))
