"""Rivers, lakes and reservoirs: lines of Natural Earth, and lines drawn by hand through towns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rows import Row


def make_water(sources: dict[str, Path], folder: Path) -> tuple[list[Row], dict[str, dict[str, Any]]]:
    """Make the rows and the lines."""
    return [], {}
