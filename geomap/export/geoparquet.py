"""Claims and mentions as one GeoParquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geomap.dataset import Mention
from geomap.files import replacing
from geomap.frames import TABLES
from geomap.records import Claim
from geomap.store.arrow import read_records, write_records

__all__ = ["read_geoparquet", "write_geoparquet"]


def write_geoparquet(records: Sequence[Claim | Mention], path: Path) -> None:
    """Write claims or mentions with GeoParquet 1.1 metadata and a box a row."""
    table = TABLES["toponyms" if records and isinstance(records[0], Mention) else "claims"]
    with replacing(path) as part:
        write_records(table, records, part)


def read_geoparquet(path: Path) -> tuple[Claim, ...]:
    """Read claims back."""
    return read_records("claims", path)
