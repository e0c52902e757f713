"""A baseline: dated polygons of one side's control that a user brings, and how claims compare with them.

A baseline is shown beside the reported front and compared with it, never mixed into it. It has a state only on the
days of its files; between two of them it changed at some time, and what cannot be told is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Any

from geomap.cells import METRIC_CRS, STEP_DEGREES
from geomap.errors import DocumentError
from geomap.geo import CRS
from geomap.records import Actor, Claim, ClaimKind, Geometry, PlaceRole, Status
from geomap.text import fold

__all__ = [
    "Baseline",
    "BaselineDay",
    "Check",
    "ClaimantRecord",
    "Verdict",
    "baseline_features",
    "check_claim",
    "check_claims",
    "find_date",
    "read_baseline",
    "sum_by_claimant",
]

ENDINGS = frozenset({".geojson", ".json", ".gpkg", ".shp", ".kml", ".fgb", ".parquet", ".geoparquet", ".gml", ".zip"})
"""Files of a folder that are tried; others (a README) are passed over."""

EXACT_KM = 15.0
"""A settlement known no better than this, in kilometres, cannot be compared with a polygon."""

LAG_DAYS = 3
"""Maps follow events with a delay of up to this many days; sooner their silence says nothing."""

SMALLEST_KM, LARGEST_KM = 1.0, 5.0
"""A village is at least so large, in kilometres, and a city's edge no farther from its middle, when it is compared."""

_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])[-_.](?P<m>0[1-9]|1[0-2])[-_.](?P<y>20\d\d)(?!\d)"),
)
_DATE_FIELDS = ("date", "day", "datum", "timestamp", "data_date")
_CREDIT_FIELDS = ("credit", "source", "attribution", "author")


@dataclass(frozen=True, slots=True)
class BaselineDay:
    """The polygons of one day: a shapely geometry in EPSG:4326, the file's name and its credit."""

    day: date
    shape: Any
    file: str
    credit: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Polygons of ground shown as held by `holder`, in ascending order of days, for the countries it covers."""

    days: tuple[BaselineDay, ...]
    holder: Actor = Actor.RU
    countries: tuple[str, ...] = ("UA",)

    def on(self, day: date) -> BaselineDay | None:
        """Give the latest state on or before a day."""
        return max((one for one in self.days if one.day <= day), key=lambda one: one.day, default=None)


class Verdict(StrEnum):
    """How a baseline compares with a claim that a place was taken.

    `AGREES`: the baseline changed between two files, or already had, in a way that fits the claimed day; `BEFORE`:
    it showed the place on that side some days before; `AFTER`: only some days after; `NEVER`: in no file from the
    claimed day on; `UNKNOWN`: place, day or files do not allow the comparison.
    """

    AGREES = "agrees"
    BEFORE = "before"
    AFTER = "after"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One claim against a baseline.

    `fewest` and `most` bound the days from the claimed day to the baseline's change (negative: before it); None where
    the files do not bound them. `last_without` and `first_with` are the days of the files between which it changed.
    """

    claim: Claim
    verdict: Verdict
    why: str
    fewest: int | None = None
    most: int | None = None
    last_without: date | None = None
    first_with: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimantRecord:
    """How one claimant's claims compare with a baseline, with the claims behind every number."""

    claimant: str
    side: str
    checks: tuple[Check, ...]

    def ids(self, verdict: Verdict) -> tuple[str, ...]:
        """Give the claims of one verdict."""
        return tuple(check.claim.claim_id for check in self.checks if check.verdict is verdict)

    def count(self, verdict: Verdict) -> int:
        """Count the claims of one verdict."""
        return len(self.ids(verdict))

    @property
    def median_days(self) -> float | None:
        """Median of the days that the baseline changed after the claim (negative: before it), of those that differ."""
        found = [_nearest(check) for check in self.checks if check.verdict in (Verdict.BEFORE, Verdict.AFTER)]
        return float(median(found)) if found else None


def _nearest(check: Check) -> int:
    given = [days for days in (check.fewest, check.most) if days is not None]
    return min(given, key=abs)


def read_baseline(
    path: str | Path, *, holder: Actor = Actor.RU, credit: str = "", countries: Sequence[str] = ("UA",)
) -> Baseline:
    """Read dated polygons from a file, or from the files of a folder.

    Parameters
    ----------
    path
        Anything that geopandas reads. The day stands in a file's name (`2024-08-05`, `20240805`, `05.08.2024`), or in
        a field `date` of its features.
    holder
        Whose control the polygons show.
    credit
        Shown with the layer; without it the features' own field `source`, else the file's name.
    countries
        Codes of the countries that the baseline covers; elsewhere its silence says nothing.

    Raises
    ------
    DocumentError
        If there is no such file, or it has no polygon or no date.
    """
    root = Path(path)
    if root.is_dir():
        files = sorted(
            file for file in root.iterdir() if file.suffix.lower() in ENDINGS and not file.name.startswith(".")
        )
        if not files:
            raise DocumentError(f"{root}: the folder has no polygon files")
    elif root.exists():
        files = [root]
    else:
        raise DocumentError(f"{root}: there is no such file or folder")
    days: dict[date, BaselineDay] = {}
    for file in files:
        for one in _read_file(file, credit):
            days[one.day] = one
    return Baseline(tuple(days[day] for day in sorted(days)), holder, tuple(countries))


def _read_file(file: Path, credit: str) -> list[BaselineDay]:
    import geopandas
    import shapely

    try:
        table = geopandas.read_parquet(file) if "parquet" in file.suffix else geopandas.read_file(file)
    except Exception as error:  # the drivers raise errors of many kinds
        raise DocumentError(f"{file}: cannot be read as polygons: {' '.join(str(error).split())[:200]}") from error
    if "geometry" not in table or table.geometry is None:
        raise DocumentError(f"{file}: has no geometry")
    if table.crs is not None:
        table = table.to_crs("EPSG:4326")
    table = table[table.geometry.notna() & table.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    if table.empty:
        raise DocumentError(f"{file}: has no polygon")
    fields = {str(name).lower(): name for name in table.columns}
    own = next((fields[name] for name in _CREDIT_FIELDS if name in fields), None)
    dated = next((fields[name] for name in _DATE_FIELDS if name in fields), None)
    named = find_date(file.name)
    parts: dict[date, list[Any]] = {}
    for number, shape in enumerate(table.geometry):
        day = named or (find_date(str(table.iloc[number][dated])) if dated is not None else None)
        if day is None:
            raise DocumentError(f"{file}: no date in its name (2024-08-05) nor in a field named date")
        parts.setdefault(day, []).append(shape)
    words = credit or (str(table.iloc[0][own]) if own is not None else file.name)
    return [
        BaselineDay(day, shapely.make_valid(shapely.union_all(shapely.make_valid(shapes))), file.name, words)
        for day, shapes in sorted(parts.items())
    ]


def find_date(text: str) -> date | None:
    """Find the first calendar date in a name."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
    return None


def baseline_features(baseline: Baseline, day: date) -> list[dict[str, Any]]:
    """Give the baseline's latest state on or before a day as a GeoJSON feature of a layer of its own."""
    from shapely.geometry import mapping

    found = baseline.on(day)
    if found is None:
        return []
    properties = {
        "layer": "baseline",
        "date": day.isoformat(),
        "baseline_date": found.day.isoformat(),
        "held_by": baseline.holder.value,
        "credit": found.credit,
        "file": found.file,
        "note": "Brought by the user for comparison; no part of what is reported here",
    }
    shape = Geometry.from_mapping(mapping(_counterclockwise(found.shape)))
    assert shape is not None
    return [{"type": "Feature", "geometry": shape.to_mapping(), "properties": properties}]


def _counterclockwise(shape: Any) -> Any:
    from shapely.geometry import MultiPolygon
    from shapely.geometry.polygon import orient

    if shape.geom_type == "Polygon":
        return orient(shape)
    return MultiPolygon([orient(part) for part in shape.geoms if part.geom_type == "Polygon"])


def check_claims(claims: Iterable[Claim], baseline: Baseline) -> tuple[Check, ...]:
    """Compare every claim that a settlement was taken with a baseline, in order of days, places and ids."""
    wanted = [
        claim
        for claim in claims
        if claim.kind is ClaimKind.CAPTURE
        and claim.status is not Status.DENIED
        and claim.role is PlaceRole.AT
        and claim.actor in (Actor.UA, Actor.RU)
        and claim.feature == "settlement"
    ]
    wanted.sort(key=lambda claim: (claim.end_date or date.max, claim.place, claim.claim_id))
    shares = _Shares(baseline)
    return tuple(_check(claim, baseline, shares) for claim in wanted)


def check_claim(claim: Claim, baseline: Baseline) -> Check:
    """Compare one claim that a settlement was taken with a baseline.

    The settlement is shown on a side when at least half of the circle in which it lies (`uncertainty_km`) is.
    """
    return _check(claim, baseline, _Shares(baseline))


class _Shares:
    """On which days a settlement is shown inside the polygons; answers are remembered."""

    def __init__(self, baseline: Baseline) -> None:
        from pyproj import Transformer

        self._days = baseline.days
        self._transformer = Transformer.from_crs(CRS, METRIC_CRS, always_xy=True)
        self._shapes: list[Any] | None = None
        self._known: dict[tuple[float, float, float], list[bool]] = {}

    def inside(self, lon: float, lat: float, radius_km: float) -> list[bool]:
        """Say for each day whether at least half of a circle is inside."""
        import shapely

        key = (lon, lat, radius_km)
        if key not in self._known:
            if self._shapes is None:
                self._shapes = [
                    shapely.transform(shapely.segmentize(one.shape, STEP_DEGREES), self._metric) for one in self._days
                ]
                shapely.prepare(self._shapes)
            circle = shapely.Point(*self._transformer.transform(lon, lat)).buffer(radius_km * 1000)
            self._known[key] = [self._half(shape, circle) for shape in self._shapes]
        return self._known[key]

    @staticmethod
    def _half(shape: Any, circle: Any) -> bool:
        if not shape.intersects(circle):
            return False
        return bool(shape.contains(circle) or shape.intersection(circle).area >= circle.area / 2)

    def _metric(self, coordinates: Any) -> Any:
        import numpy as np

        return np.column_stack(self._transformer.transform(coordinates[:, 0], coordinates[:, 1]))


def _check(claim: Claim, baseline: Baseline, shares: _Shares) -> Check:
    shape = claim.geometry
    day = claim.end_date
    if day is None:
        return Check(claim, Verdict.UNKNOWN, "the claim has no day")
    if shape is None or shape.type != "Point" or (claim.uncertainty_km or 0.0) > EXACT_KM:
        return Check(claim, Verdict.UNKNOWN, "the place's position is not known well enough")
    if claim.country not in baseline.countries:
        return Check(claim, Verdict.UNKNOWN, f"the baseline covers {', '.join(baseline.countries)} only")
    if day > baseline.days[-1].day:
        return Check(claim, Verdict.UNKNOWN, f"the baseline ends on {baseline.days[-1].day}")
    radius = min(max(claim.uncertainty_km or 0.0, SMALLEST_KM), LARGEST_KM)
    inside = shares.inside(shape.coordinates[0], shape.coordinates[1], radius)
    wanted = claim.actor is baseline.holder
    states = [one is wanted for one in inside]
    changes = _changes(baseline, states)
    if not changes:
        last = baseline.days[-1].day
        if (last - day).days < LAG_DAYS:
            return Check(claim, Verdict.UNKNOWN, f"not shown until {last}, when the baseline ends", last_without=last)
        return Check(claim, Verdict.NEVER, f"in no file up to {last}", last_without=last)
    start = claim.start_date or day
    checks = [_against(claim, start, day, *change) for change in changes]
    best = min(
        checks, key=lambda check: (check.verdict is not Verdict.AGREES, abs(_nearest(check)), str(check.first_with))
    )
    later = [state for one, state in zip(baseline.days, states, strict=True) if one.day >= day]
    if best.verdict is Verdict.BEFORE and not any(later):
        why = f"shown until before {day}, in no file from then on"
        return Check(claim, Verdict.NEVER, why, None, None, best.last_without, best.first_with)
    return best


def _changes(baseline: Baseline, states: Sequence[bool]) -> list[tuple[date | None, date]]:
    """Give the pairs of file days between which the place came to be shown on the wanted side."""
    found: list[tuple[date | None, date]] = []
    before: date | None = None
    was = False
    for one, state in zip(baseline.days, states, strict=True):
        if state and not was:
            found.append((before, one.day))
        before, was = one.day, state
    return found


def _against(claim: Claim, start: date, end: date, last_without: date | None, first_with: date) -> Check:
    """Compare the days on which a place may have been taken with those on which the baseline may have changed."""
    earliest = None if last_without is None else last_without + timedelta(days=1)
    fewest = None if earliest is None else (earliest - end).days
    most = (first_with - start).days
    between = f"between {last_without} and {first_with}" if last_without else f"by {first_with}, its first file"
    if most < 0:
        why = f"shown {between}, {-most} days or more before"
        return Check(claim, Verdict.BEFORE, why, fewest, most, last_without, first_with)
    if fewest is not None and fewest > 0:
        why = f"shown {between}, {fewest} to {(first_with - end).days} days after"
        return Check(claim, Verdict.AFTER, why, fewest, most, last_without, first_with)
    return Check(claim, Verdict.AGREES, f"shown {between}", fewest, most, last_without, first_with)


def sum_by_claimant(checks: Iterable[Check]) -> tuple[ClaimantRecord, ...]:
    """Put checks together by who claimed, those with the most claims first."""
    by_name: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        by_name.setdefault((fold(check.claim.claimant), check.claim.side.value), []).append(check)
    found = [ClaimantRecord(told[0].claim.claimant, side, tuple(told)) for (_, side), told in by_name.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.checks), fold(one.claimant), one.side)))
