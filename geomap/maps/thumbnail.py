"""A small picture of where a map's claims lie: countries, borders and dots, as SVG without a request or a script."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from geomap.maps.page import page_file

__all__ = ["draw_thumbnail"]

WIDTH, HEIGHT = 360, 200
NARROWEST = 5.0
"""Degrees of longitude that a thumbnail shows at least: without its surroundings a district is nowhere."""
KEPT = 0.9
"""Share of the claims that the picture frames; the rest may lie outside."""
TOLERANCE_PX = 0.6
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@lru_cache(maxsize=1)
def _outlines() -> tuple[list[list[tuple[float, float]]], list[list[tuple[float, float]]]]:
    """Give the rings of the land and the lines of the borders, in degrees."""
    base = json.loads(page_file("basemap.json"))
    arcs = [(kind, list(_decode(line, base["scale"]))) for kind, line in base["arcs"]]
    rings = [list(_decode(line, base["scale"])) for line in base["world"]]
    for unit in base["units"]:
        rings.extend(_ring(numbers, [line for _, line in arcs]) for numbers in unit[7])
    return rings, [line for kind, line in arcs if kind == 1]


def _decode(text: str, scale: float) -> Iterator[tuple[float, float]]:
    values: list[int] = []
    value, shift = 0, 0
    for mark in text:
        digit = DIGITS.index(mark)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            values.append(-((value + 1) >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    lon = lat = 0
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        lon, lat = lon + dx, lat + dy
        yield (lon / scale, lat / scale)


def _ring(numbers: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(line if not ring else line[1:])
    return ring


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    bounded = max(-84.0, min(84.0, lat))
    return (math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))


def _frame(spots: Sequence[tuple[float, float, str, int]]) -> tuple[float, float, float]:
    """Give the picture's left, top and pixels for each unit: nine tenths of the claims within a margin."""
    points = sorted((_mercator(lon, lat), count) for lon, lat, _, count in spots)
    if not points:
        points = [(_mercator(35.0, 49.5), 1)]
    bounds = []
    for axis in (0, 1):
        ordered = sorted((point[axis], count) for point, count in points)
        total, passed, inside = sum(count for _, count in ordered), 0, []
        for value, count in ordered:
            if passed + count > total * (1 - KEPT) / 2 and passed < total * (1 + KEPT) / 2:
                inside.append(value)
            passed += count
        bounds.append((min(inside), max(inside)))
    (west, east), (north, south) = bounds
    across = max(math.radians(NARROWEST), (east - west) * 1.4, (south - north) * 1.5 * WIDTH / HEIGHT)
    scale = WIDTH / across
    return ((west + east) / 2 - across / 2, (north + south) / 2 - HEIGHT / 2 / scale, scale)


def draw_thumbnail(spots: Sequence[tuple[float, float, str, int]]) -> str:
    """Draw the spots over land and borders.

    Parameters
    ----------
    spots
        `lon, lat, side, claims` of n >= 0 places; later ones lie above earlier ones.

    Returns
    -------
    str
        An SVG element of 360 by 200; its classes (`land`, `border`, `UA`, `RU`, `analyst`, `media`, `local`) are
        coloured by the page that holds it.
    """
    from shapely.geometry import LineString, Polygon, box

    left, top, scale = _frame(spots)

    def place(lon: float, lat: float) -> tuple[float, float]:
        x, y = _mercator(lon, lat)
        return ((x - left) * scale, (y - top) * scale)

    view = box(-2, -2, WIDTH + 2, HEIGHT + 2)
    rings, borders = _outlines()
    land: list[str] = []
    lines: list[str] = []
    for ring in rings:
        drawn = [place(*point) for point in ring]
        if _meets(drawn) and len(drawn) > 3:
            shape = Polygon(drawn).buffer(0).intersection(view).simplify(TOLERANCE_PX)
            land.extend(_path(part.exterior.coords, close=True) for part in _parts(shape, "Polygon"))
    for line in borders:
        drawn = [place(*point) for point in line]
        if _meets(drawn):
            cut = LineString(drawn).intersection(view).simplify(TOLERANCE_PX)
            lines.extend(_path(part.coords) for part in _parts(cut, "LineString"))
    largest = max((count for *_, count in spots), default=1)
    dots = []
    for lon, lat, side, count in spots:
        x, y = place(lon, lat)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            name = side if side in ("UA", "RU", "analyst", "media", "local") else "local"
            radius = 2.5 + 3.5 * math.sqrt(count / largest)
            dots.append(f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-hidden="true">'
        f'<path class="land" d="{"".join(land)}"/><path class="border" d="{"".join(lines)}"/>{"".join(dots)}</svg>'
    )


def _meets(points: Sequence[tuple[float, float]]) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) < WIDTH and max(xs) > 0 and min(ys) < HEIGHT and max(ys) > 0


def _parts(shape: Any, kind: str) -> list[Any]:
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == kind and not part.is_empty]


def _path(points: Any, *, close: bool = False) -> str:
    written = [f"{x:.1f} {y:.1f}" for x, y in points]
    return f"M{'L'.join(written)}{'z' if close else ''}"
