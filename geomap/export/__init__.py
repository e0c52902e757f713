"""Claims and mentions as files that other tools open; the ending of the path chooses the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geomap.dataset import Change, Dataset, DocumentEntry, Mention
from geomap.errors import StoreError
from geomap.records import Claim

__all__ = [
    "FORMATS",
    "format_of",
    "read_claims",
    "write_claims",
    "write_days",
    "write_geojson",
    "write_jsonl",
    "write_mentions",
    "write_store",
]

FORMATS = {
    ".geojson": "geojson",
    ".json": "geojson",
    ".gpkg": "gpkg",
    ".parquet": "geoparquet",
    ".geoparquet": "geoparquet",
    ".csv": "csv",
    ".kml": "kml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""Ending of a path -> format."""


def __getattr__(name: str) -> Any:
    if name in ("write_days", "write_geojson", "write_jsonl"):
        from geomap.export import geojson

        return getattr(geojson, name)
    raise AttributeError(f"module 'geomap.export' has no attribute {name!r}")


def format_of(path: Path) -> str:
    """Give the format that a path's ending stands for; a path without an ending is a folder of GeoParquet.

    Raises
    ------
    StoreError
        If there is no format of this ending.
    """
    suffix = path.suffix.lower()
    if not suffix:
        return "folder"
    if suffix not in FORMATS:
        raise StoreError(f"{path}: no format ends in {suffix}; there are {', '.join(FORMATS)}, or a folder")
    return FORMATS[suffix]


def _writers() -> dict[str, Callable[[Sequence[Any], Path], None]]:
    from geomap.export.geojson import write_days, write_geojson, write_jsonl

    def late(module: str, name: str) -> Callable[[Sequence[Any], Path], None]:
        def write(records: Sequence[Any], path: Path) -> None:
            from importlib import import_module

            getattr(import_module(f"geomap.export.{module}"), name)(records, path)

        return write

    return {
        "geojson": write_geojson,
        "jsonl": write_jsonl,
        "days": write_days,
        "csv": late("table", "write_csv"),
        "kml": late("kml", "write_kml"),
        "geoparquet": late("geoparquet", "write_geoparquet"),
    }


def write_claims(claims: Sequence[Claim], path: str | Path, *, format: str = "") -> None:
    """Write claims to a file, whole or not at all.

    Parameters
    ----------
    format
        `geojson`, `gpkg`, `geoparquet`, `csv`, `kml`, `jsonl`, `days` or `folder`; without it the ending decides.

    Raises
    ------
    StoreError
        If there is no such format, or the file cannot be written.
    """
    file = Path(path)
    chosen = format or format_of(file)
    if chosen in ("gpkg", "folder"):
        write_store(Dataset(claims=tuple(claims)), file)
        return
    writers = _writers()
    if chosen not in writers:
        raise StoreError(f"no format is called {chosen!r}; there are {', '.join([*writers, 'gpkg', 'folder'])}")
    writers[chosen](claims, file)


def write_mentions(mentions: Sequence[Mention], path: str | Path) -> None:
    """Write place mentions to a file; the ending chooses GeoJSON, GeoPackage, GeoParquet, CSV or JSON Lines."""
    file = Path(path)
    chosen = format_of(file)
    if chosen in ("gpkg", "folder"):
        write_store(Dataset(mentions=tuple(mentions)), file)
    elif chosen == "geojson":
        from geomap.export.geojson import write_geojson

        write_geojson(mentions, file)
    else:
        _writers()[chosen](mentions, file)


def write_store(dataset: Dataset, path: str | Path) -> None:
    """Write a whole dataset as a new store, in the place of one that is there."""
    documents = dataset.documents or documents_of(dataset.claims)
    change = Change(
        documents=documents,
        mentions=dataset.mentions,
        claims=dataset.claims,
        places=dataset.place_of,
        front=dataset.front,
        corrections=dataset.corrections,
        gazetteer=dataset.gazetteer,
    )
    file = Path(path)
    if file.suffix.lower() == ".gpkg":
        from geomap.store.gpkg import write_geopackage

        write_geopackage(change, file)
    else:
        from geomap.store.parquet import write_folder

        write_folder(change, file)


def documents_of(claims: Sequence[Claim]) -> tuple[DocumentEntry, ...]:
    """Give the documents that claims come from, as far as the claims tell."""
    found = {
        claim.doc: DocumentEntry(claim.doc, claim.title, claim.publisher, claim.url, claim.lang, claim.published)
        for claim in claims
    }
    return tuple(found[name] for name in sorted(found))


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read claims back from a file of any of the formats.

    Raises
    ------
    StoreError
        If there is no such file, or it holds no claims.
    """
    file = Path(path)
    chosen = format_of(file)
    if chosen != "folder" and not file.is_file():
        raise StoreError(f"{path}: no such file")
    if chosen in ("gpkg", "folder"):
        from geomap.store import open_store

        return open_store(file).claims()
    if chosen == "geojson":
        from geomap.export.geojson import read_geojson

        return read_geojson(file)
    if chosen == "jsonl":
        from geomap.export.geojson import read_jsonl

        try:
            with file.open(encoding="utf-8-sig", newline="\n") as lines:
                return tuple(read_jsonl(lines, str(path)))
        except UnicodeDecodeError as error:
            raise StoreError(f"{path}: is not UTF-8: {error}") from error
    from importlib import import_module

    module = {"csv": "table", "kml": "kml", "geoparquet": "geoparquet"}[chosen]
    found: tuple[Claim, ...] = getattr(import_module(f"geomap.export.{module}"), f"read_{chosen}")(file)
    return found
