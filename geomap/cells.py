"""Cells of the reported front: a tessellation of settlements, within reach and on their own side of the border.

A settlement's cell is the ground that lies nearer to it than to any other known settlement of its country, no farther
away than `reach_km` and inside that country. Places whose position is only an estimate neither get a cell nor shape
the cells of others. Everything is measured in an equal-area projection in metres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.geo import CRS
from geomap.records import FeatureClass, Geometry, Place

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = [
    "METRIC_CRS",
    "REACH_KM",
    "STEP_DEGREES",
    "Cell",
    "Cells",
    "Edge",
    "build_cells",
    "country_outlines",
    "gazetteer_cells",
]

METRIC_CRS = "+proj=laea +lat_0=49 +lon_0=35 +datum=WGS84 +units=m"
"""Lambert's equal-area projection about the middle of the front: areas are exact, lengths within 0.2% over Ukraine."""

REACH_KM = 10.0
"""No claim about a settlement colours ground farther away than this (DESIGN.md, section 7)."""

MARGIN = 0.997
"""Share of the reach that is drawn, so that the projection's error cannot carry a cell beyond it."""

TOUCH_M = 5.0
"""Clipped cells whose outlines come this near to each other, in metres, are neighbours."""

STEP_DEGREES = 0.02
"""Outlines are straight in degrees; in pieces no longer than this they stay within a decimetre of that in metres."""

SHORTEST_M = 50.0
"""Cells that share less than this, in metres, only touch at a corner."""

CIRCLE_SEGMENTS = 12
"""Straight pieces for each quarter of the circle of reach; the polygon lies inside the circle."""

OUTLINED_UNITS = {
    "UA": tuple(f"{number:02d}" for number in range(1, 78)),
    "RU": ("BEL", "BRY", "KDA", "KRS", "ROS", "VOR"),
}
"""First-level units (ISO 3166-2) whose outlines make up each country here: all of Ukraine, Russia's border units."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The ground that goes with one settlement: its outline (`lon, lat`) and its size in square kilometres."""

    place_id: str
    geometry: Geometry
    km2: float


@dataclass(frozen=True, slots=True)
class Edge:
    """The line between the cells of two neighbouring settlements, with its length in kilometres."""

    first: str
    second: str
    geometry: Geometry
    km: float


class Cells:
    """A tessellation; make one with `build_cells` or `gazetteer_cells`. Answers are remembered, never changed."""

    def __init__(
        self, places: Mapping[str, tuple[float, float, str]], boundaries: Mapping[str, Any], reach_km: float, crs: str
    ) -> None:
        from pyproj import Transformer

        self.reach_km = reach_km
        self._to_metric = Transformer.from_crs(CRS, crs, always_xy=True)
        self._points: dict[str, tuple[float, float]] = {}
        self._groups: dict[str, list[str]] = {}
        if places:
            xs, ys = self._to_metric.transform(
                [place[0] for place in places.values()], [place[1] for place in places.values()]
            )
            for (place_id, (_, _, country)), x, y in zip(places.items(), xs, ys, strict=True):
                self._points[place_id] = (float(x), float(y))
                self._groups.setdefault(country if boundaries else "", []).append(place_id)
        self._boundaries = {country: self._project(shape) for country, shape in boundaries.items()}
        self._country = {place_id: country for country, ids in self._groups.items() for place_id in ids}
        self._raw: dict[str, dict[str, Any]] = {}
        self._metric: dict[str, Any] = {}
        self._cells: dict[str, Cell | None] = {}
        self._edges: dict[tuple[str, str], Edge | None] = {}

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._points

    def cell(self, place_id: str) -> Cell | None:
        """Give the cell of a settlement; None where it is unknown, estimated, or its country has no outline here."""
        self.prepare([place_id])
        return self._cells[place_id]

    def prepare(self, place_ids: Iterable[str]) -> None:
        """Clip the cells of many settlements at once, which is far quicker than one by one."""
        import shapely

        wanted = sorted({place_id for place_id in place_ids if place_id not in self._cells})
        for place_id in wanted:
            self._cells[place_id] = None
        by_country: dict[str, list[str]] = {}
        for place_id in wanted:
            if place_id in self._country:
                by_country.setdefault(self._country[place_id], []).append(place_id)
        for country, ids in by_country.items():
            outline = self._boundaries.get(country)
            if self._boundaries and outline is None:
                continue
            raw = self._tessellate(country)
            circles = shapely.buffer(
                shapely.points([self._points[place_id] for place_id in ids]),
                self.reach_km * 1000 * MARGIN,
                quad_segs=CIRCLE_SEGMENTS,
            )
            clipped = shapely.intersection([raw[place_id] for place_id in ids], circles)
            if outline is not None:
                shapely.prepare(outline)
                crossing = ~shapely.contains_properly(outline, clipped)
                clipped[crossing] = shapely.intersection(clipped[crossing], outline)
            areas = shapely.area(clipped)
            there = areas > 0
            kept = [place_id for place_id, found in zip(ids, there.tolist(), strict=True) if found]
            records = self._records(clipped[there])
            for place_id, shape, area, record in zip(kept, clipped[there], areas[there], records, strict=True):
                self._metric[place_id] = shape
                self._cells[place_id] = Cell(place_id, record, round(float(area) / 1e6, 3))

    def neighbours(self, place_ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Give the pairs of the given settlements whose cells touch, in order of their ids."""
        import shapely

        ids = sorted(set(place_ids))
        self.prepare(ids)
        ids = [place_id for place_id in ids if place_id in self._metric]
        if len(ids) < 2:
            return ()
        shapes = [self._metric[place_id] for place_id in ids]
        left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCH_M)
        return tuple(sorted((ids[i], ids[j]) for i, j in zip(left.tolist(), right.tolist(), strict=True) if i < j))

    def edges(self, pairs: Iterable[tuple[str, str]]) -> tuple[Edge, ...]:
        """Give the lines along which neighbours touch; those that touch at a corner only give none."""
        import shapely

        wanted = list(pairs)
        self.prepare(place_id for pair in wanted for place_id in pair)
        new = [
            pair for pair in wanted if pair not in self._edges and pair[0] in self._metric and pair[1] in self._metric
        ]
        if new:
            outlines = shapely.boundary([self._metric[a] for a, _ in new])
            ids = sorted({place_id for _, place_id in new})
            wider = shapely.buffer([self._metric[place_id] for place_id in ids], TOUCH_M, quad_segs=1)
            others = dict(zip(ids, wider, strict=True))
            lines = shapely.line_merge(shapely.intersection(outlines, [others[place_id] for _, place_id in new]))
            lengths = shapely.length(lines)
            self._edges.update(dict.fromkeys(new))
            long_enough = lengths > SHORTEST_M
            kept = [pair for pair, found in zip(new, long_enough.tolist(), strict=True) if found]
            records = self._records(lines[long_enough])
            for pair, length, record in zip(kept, lengths[long_enough], records, strict=True):
                self._edges[pair] = Edge(*pair, record, round(float(length) / 1000, 3))
        return tuple(edge for pair in wanted if (edge := self._edges.get(pair)) is not None)

    def nearest_border(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Give the point of the countries' outlines that is nearest to a point, None where no outline is known."""
        import shapely

        if not self._boundaries:
            return None
        point = shapely.Point(*self._to_metric.transform(lon, lat))
        lines = [shape.boundary for shape in self._boundaries.values()]
        line = min(lines, key=lambda shape: float(shape.distance(point)))
        near = line.interpolate(line.project(point))
        x, y = self._to_metric.transform(near.x, near.y, direction="INVERSE")
        return round(float(x), 5), round(float(y), 5)

    def _tessellate(self, country: str) -> dict[str, Any]:
        """Part the plane among the settlements of a country (Voronoi)."""
        import shapely

        if country not in self._raw:
            ids = self._groups[country]
            points = shapely.points([self._points[place_id] for place_id in ids])
            frame = shapely.buffer(shapely.multipoints(points).envelope, self.reach_km * 4000, quad_segs=1)
            if len(ids) == 1:
                self._raw[country] = {ids[0]: frame}
            else:
                parts = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame))
                point_at, part_at = shapely.STRtree(parts).query(points, predicate="within")
                self._raw[country] = {
                    ids[i]: parts[j] for i, j in zip(point_at.tolist(), part_at.tolist(), strict=True)
                }
        return self._raw[country]

    def _project(self, shape: Any) -> Any:
        import shapely
        from shapely.geometry import shape as to_shape

        given = to_shape(shape) if isinstance(shape, Geometry | dict) else shape
        return shapely.make_valid(shapely.transform(shapely.segmentize(given, STEP_DEGREES), self._transform))

    def _transform(self, coordinates: Any) -> Any:
        import numpy as np

        return np.column_stack(self._to_metric.transform(coordinates[:, 0], coordinates[:, 1]))

    def _records(self, shapes: Any) -> list[Geometry]:
        """Bring shapes in metres back to degrees, five decimals (about a metre), rings counterclockwise."""
        import numpy as np
        import shapely
        from shapely.geometry import mapping

        def back(coordinates: Any) -> Any:
            lonlat = self._to_metric.transform(coordinates[:, 0], coordinates[:, 1], direction="INVERSE")
            return np.round(np.column_stack(lonlat), 5)

        turned = shapely.transform(shapes, back)
        plain = (shapely.get_type_id(turned) == LINE) | (
            (shapely.get_type_id(turned) == POLYGON) & (shapely.get_num_interior_rings(turned) == 0)
        )
        coordinates, owners = shapely.get_coordinates(turned, return_index=True)
        ends = np.searchsorted(owners, np.arange(len(turned) + 1)).tolist()
        points = list(zip(coordinates[:, 0].tolist(), coordinates[:, 1].tolist(), strict=True))
        found = []
        for number, (shape, simple) in enumerate(zip(turned, plain.tolist(), strict=True)):
            if simple:
                line = tuple(points[ends[number] : ends[number + 1]])
                if shape.geom_type == "Polygon":
                    found.append(Geometry("Polygon", (line if shape.exterior.is_ccw else line[::-1],)))
                else:
                    found.append(Geometry("LineString", line))
            else:
                part = mapping(_oriented(shape))
                found.append(Geometry(part["type"], part["coordinates"]))
        return found


LINE, POLYGON = 1, 3
"""Numbers of geometry types in shapely."""


def _oriented(shape: Any) -> Any:
    from shapely.geometry import MultiPolygon
    from shapely.geometry.polygon import orient

    if shape.geom_type == "Polygon":
        return orient(shape)
    if shape.geom_type in ("MultiPolygon", "GeometryCollection"):
        return MultiPolygon([orient(part) for part in shape.geoms if part.geom_type == "Polygon"])
    return shape


def build_cells(
    places: Iterable[Place],
    boundaries: Mapping[str, Geometry] | None = None,
    *,
    first: Iterable[str] = (),
    reach_km: float = REACH_KM,
    crs: str = METRIC_CRS,
) -> Cells:
    """Tessellate settlements.

    Parameters
    ----------
    places
        Settlements in any order. Estimates, places without a point and places of other classes are left out; of two
        on the same point one stays.
    boundaries
        The outline of each country by its code. A settlement whose country is not among them has no cell; without
        any, cells cross borders.
    first
        Ids that stay where two places share a point.
    reach_km
        Radius beyond which no cell goes, in kilometres.
    crs
        An equal-area projection in metres.

    Raises
    ------
    ValueError
        If `reach_km` is not positive.
    """
    if not reach_km > 0:
        raise ValueError(f"reach_km is {reach_km}, not positive")
    preferred = set(first)
    taken: dict[tuple[float, float], Place] = {}
    for place in sorted(places, key=lambda one: (one.place_id not in preferred, -one.population, one.place_id)):
        placed = place.lon is not None and place.lat is not None and not place.estimate
        if placed and place.feature is FeatureClass.SETTLEMENT:
            taken.setdefault((round(place.lon or 0.0, 4), round(place.lat or 0.0, 4)), place)
    kept = sorted(taken.values(), key=lambda place: place.place_id)
    points = {place.place_id: (place.lon or 0.0, place.lat or 0.0, place.country) for place in kept}
    return Cells(points, boundaries or {}, reach_km, crs)


def gazetteer_cells(gazetteer: Gazetteer, place_ids: Sequence[str], *, reach_km: float = REACH_KM) -> Cells:
    """Tessellate around the given settlements of a gazetteer, inside Ukraine and the Russian border oblasts.

    Only settlements within twice the reach shape a clipped cell, so that the others need not be read. The outline of
    Ukraine is the union of its first-level units; every other unit with an outline counts for its own country.
    """
    near: dict[str, Place] = {}
    for place_id in sorted(set(place_ids)):
        if place_id not in gazetteer:
            continue
        place = gazetteer.place(place_id)
        if place.feature is not FeatureClass.SETTLEMENT or place.estimate or place.lon is None or place.lat is None:
            continue
        for other in gazetteer.near(place.lon, place.lat, radius_km=2 * reach_km, feature=FeatureClass.SETTLEMENT):
            near[other.place_id] = other
        near[place_id] = place
    return build_cells(near.values(), country_outlines(gazetteer), first=place_ids, reach_km=reach_km)


def country_outlines(gazetteer: Gazetteer) -> dict[str, Geometry]:
    """Unite the outlines of each country's first-level units: all of Ukraine, and the Russian units on its border."""
    import shapely
    from shapely.geometry import mapping, shape

    found: dict[str, Geometry] = {}
    for country, codes in OUTLINED_UNITS.items():
        outlines = [gazetteer.shape(f"adm1:{country}-{code}") for code in codes]
        units = [shapely.make_valid(shape(outline)) for outline in outlines if outline is not None]
        if units:
            whole = Geometry.from_mapping(mapping(shapely.union_all(units, grid_size=1e-5)))
            assert whole is not None
            found[country] = whole
    return found
