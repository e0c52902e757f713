"""Where documents, mentions, claims and the front are kept: a GeoPackage, a folder of GeoParquet, or PostGIS."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol, runtime_checkable

from geomap.corrections import Correction
from geomap.dataset import Change, Dataset, DocumentEntry, FrontFeature, Mention
from geomap.errors import StoreError
from geomap.records import Claim, Place
from geomap.select import EVERYTHING, Selection

__all__ = ["SCHEMA_VERSION", "Store", "is_store", "open_store", "read_dataset"]

SCHEMA_VERSION = "1"
"""Version of the tables; a store of another version is not opened."""

DATABASE_SCHEMES = ("postgresql://", "postgres://")


@runtime_checkable
class Store(Protocol):
    """What every store does. Nothing is read before it is asked for, and `save` is all or nothing."""

    @property
    def target(self) -> str:
        """The path or URL that the store was opened with."""
        ...

    def exists(self) -> bool:
        """Say whether anything was ever saved."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Keep other builds from changing the store; waits for one that is at it."""
        ...

    def metadata(self) -> Mapping[str, str]:
        """Give `schema_version`, `gazetteer`, `geomap_version`."""
        ...

    def documents(self) -> tuple[DocumentEntry, ...]:
        """Give the documents, in the order of their names."""
        ...

    def claims(self, selection: Selection = EVERYTHING) -> tuple[Claim, ...]:
        """Give the selected claims, by document and position."""
        ...

    def mentions(self) -> tuple[Mention, ...]:
        """Give the place mentions, by document and position."""
        ...

    def places(self) -> Mapping[str, Place]:
        """Give the mentioned places by `place_id`."""
        ...

    def front(self) -> tuple[FrontFeature, ...]:
        """Give the features of the front as they were last reconstructed."""
        ...

    def corrections(self) -> tuple[Correction, ...]:
        """Give the corrections made by hand."""
        ...

    def save(self, change: Change) -> None:
        """Make a change, whole or not at all; the lock must be held by the caller where others may write."""
        ...


def is_store(target: str | Path) -> bool:
    """Say whether the target names a store rather than a file of claims: by its ending, or a folder."""
    text = str(target)
    return text.startswith(DATABASE_SCHEMES) or text.lower().endswith(".gpkg") or Path(text).suffix == ""


def open_store(target: str | Path) -> Store:
    """Open a store, which need not exist yet.

    Parameters
    ----------
    target
        A path ending in `.gpkg`, a folder for GeoParquet, or a `postgresql://` URL.

    Raises
    ------
    StoreError
        If the target is none of the three, or was written with another version of the tables.
    """
    text = str(target)
    if text.startswith(DATABASE_SCHEMES):
        from importlib.util import find_spec

        if find_spec("geomap.store.postgis") is None:
            raise StoreError("this version of geomap has no PostGIS store; use a .gpkg path or a folder")
        from importlib import import_module

        made: Store = import_module("geomap.store.postgis").PostgisStore(text)
        return made
    path = Path(text)
    if path.suffix.lower() == ".gpkg":
        from geomap.store.gpkg import GeoPackageStore

        return GeoPackageStore(path)
    if path.is_dir() or path.suffix == "":
        from geomap.store.parquet import ParquetStore

        return ParquetStore(path)
    raise StoreError(f"{text} is no store: give a path ending in .gpkg, a folder, or a postgresql:// URL")


RECORDS_BETWEEN_COLLECTIONS = (100_000, 20, 100)
"""Records are made by the hundred thousand and hold no cycles: looking for some costs a fifth of a large build."""


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for garbage less often while many records are made."""
    before = gc.get_threshold()
    gc.set_threshold(*RECORDS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def read_dataset(store: Store, selection: Selection = EVERYTHING) -> Dataset:
    """Read all that a store holds, of the claims only the selected ones.

    Raises
    ------
    StoreError
        If there is nothing at the store's target.
    """
    require_existing(store)
    metadata = store.metadata()
    with few_collections():
        return Dataset(
            documents=store.documents(),
            mentions=store.mentions(),
            claims=store.claims(selection),
            places=store.places(),
            front=store.front(),
            corrections=store.corrections(),
            gazetteer=metadata.get("gazetteer", ""),
        )


def require_existing(store: Store) -> None:
    """Raise StoreError where nothing was ever saved."""
    if not store.exists():
        raise StoreError(f"{store.target}: no such store; `geomap build INPUT... --store {store.target}` makes it")


def check_version(target: str, found: str) -> None:
    """Raise StoreError where a store's tables have another version."""
    if found != SCHEMA_VERSION:
        raise StoreError(
            f"{target}: the store has schema version {found or 'unknown'}, this geomap reads {SCHEMA_VERSION}; "
            "build it again from the documents"
        )


def names_of(entries: Sequence[DocumentEntry]) -> tuple[str, ...]:
    """Give the documents' names."""
    return tuple(entry.doc for entry in entries)
