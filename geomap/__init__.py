"""geomap: who reported what, where and when, and the front those reports describe.

Public names are found on first use, so that `import geomap` loads no heavy library.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_PUBLIC: dict[str, str] = {
    "Claim": "geomap.records",
    "Document": "geomap.records",
    "Gazetteer": "geomap.gazetteer",
    "Place": "geomap.records",
    "Resolution": "geomap.records",
    "Toponym": "geomap.records",
    "build": "geomap.pipeline",
    "build_map": "geomap.maps",
    "extract_claims": "geomap.claims",
    "find_dates": "geomap.dates",
    "find_toponyms": "geomap.toponyms",
    "group_claims": "geomap.reports",
    "load_gazetteer": "geomap.gazetteer",
    "open_store": "geomap.store",
    "parse_document": "geomap.documents",
    "read_document": "geomap.documents",
    "read_documents": "geomap.documents",
    "reconstruct_front": "geomap.front",
    "resolve_places": "geomap.places",
    "run_document": "geomap.pipeline",
    "run_documents": "geomap.pipeline",
}

__all__ = ["__version__", *sorted(_PUBLIC)]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value = getattr(importlib.import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
