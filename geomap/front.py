"""The reported front: for any day, who is said to hold what, who moved where, where the line runs, and who says so.

`reconstruct_front` opens nothing and asks no clock: the same claims give the same slices, in any order. A slice says
what was reported, never what was so; each of its marks names the claims that it rests on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from geomap.cells import Cell, Cells, Edge, build_cells
from geomap.control import CONTROL_KINDS, DISPUTED, Account, Approach, PlaceState, place_timeline, was_known
from geomap.movements import FOLLOW_DAYS, FOLLOW_KM, STATED, Movement, draw_open_movements, find_movements
from geomap.records import Claim, FeatureClass, Geometry, Place

__all__ = [
    "Account",
    "Approach",
    "AreaTotal",
    "FrontHistory",
    "FrontSlice",
    "HeldCell",
    "LineSegment",
    "Movement",
    "PlaceState",
    "claimed_cells",
    "front_collection",
    "front_features",
    "place_timelines",
    "reconstruct_front",
    "trace_front",
]

MOVEMENT_DAYS = 7
"""A slice shows the movements of this many days up to its own."""

VAGUE_DAYS = 92
"""A movement said to have gone on for months shows on their days; one dated no better than to a season or a year, on
none."""

EXACT_KM = 15.0
"""Without a gazetteer, a settlement's claim with a larger uncertainty, in kilometres, is taken for an estimate."""

NOTE = "Reported by the claims listed, not verified control"


@dataclass(frozen=True, slots=True)
class HeldCell:
    """The ground around one settlement, reported held by `held_by` (`UA`, `RU` or `disputed`)."""

    place_id: str
    place: str
    held_by: str
    geometry: Geometry
    km2: float
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineSegment:
    """A stretch of the reported line: where a cell reported Ukrainian meets one reported Russian.

    `disputed` says that one of the two cells is disputed rather than the other side's.
    """

    first: str
    second: str
    disputed: bool
    geometry: Geometry
    km: float
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """Square kilometres of the cells reported held by one side, with the claims behind them: reported, not measured."""

    held_by: str
    km2: float
    place_ids: tuple[str, ...]
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontHistory:
    """All that slices are made of, for whoever plays through the days without making each.

    `places` has for each place the days on which its state changes, each with the state from then on; `cells` the
    ground of the settlements among them; `edges` the lines along which cells touch: on a day the reported line runs
    along those whose two cells are then held differently. `movements` are in order of their days.
    """

    known_on: date | None
    places: Mapping[str, tuple[tuple[date, PlaceState], ...]]
    cells: tuple[Cell, ...]
    edges: tuple[Edge, ...]
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class FrontSlice:
    """What was reported about one day, as known on `known_on` (None: as known from all claims given)."""

    day: date
    known_on: date | None
    places: tuple[PlaceState, ...]
    movements: tuple[Movement, ...] = ()
    cells: tuple[HeldCell, ...] = ()
    line: tuple[LineSegment, ...] = ()

    @property
    def areas(self) -> tuple[AreaTotal, ...]:
        """Reported square kilometres: `RU`, `UA`, `disputed`, as far as there are any."""
        found = []
        for holder in ("RU", "UA", DISPUTED):
            cells = [cell for cell in self.cells if cell.held_by == holder]
            if cells:
                ids = sorted({claim_id for cell in cells for claim_id in cell.claim_ids})
                km2 = round(sum(cell.km2 for cell in cells), 1)
                found.append(AreaTotal(holder, km2, tuple(cell.place_id for cell in cells), tuple(ids)))
        return tuple(found)

    def state(self, place_id: str) -> PlaceState | None:
        """Give what is reported about one place."""
        return next((state for state in self.places if state.place_id == place_id), None)


def place_timelines(
    claims: Iterable[Claim], *, known_on: date | None = None, days: Sequence[date] | None = None
) -> dict[str, tuple[tuple[date, PlaceState], ...]]:
    """Follow the reported state of every place.

    Parameters
    ----------
    known_on
        Leave out what was made public after this day.
    days
        Ascending days on which states are wanted; None keeps every change.

    Returns
    -------
    dict
        By id of the place, the days on which its state changes, each with the state from then on.
    """
    by_place: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.place_id and claim.kind in CONTROL_KINDS and (known_on is None or was_known(claim, known_on)):
            by_place.setdefault(claim.place_id, []).append(claim)
    lines = ((place_id, place_timeline(by_place[place_id], days=days)) for place_id in sorted(by_place))
    return {place_id: line for place_id, line in lines if line}


def claimed_cells(claims: Iterable[Claim]) -> Cells:
    """Tessellate the settlements that claims are about, where no gazetteer is at hand: no border, coarser cells."""
    places: dict[str, Place] = {}
    for claim in sorted(claims, key=lambda one: one.claim_id):
        shape = claim.geometry
        if claim.feature != FeatureClass.SETTLEMENT.value or shape is None or shape.type != "Point":
            continue
        if claim.role.value not in ("at", "from") or (claim.uncertainty_km or 0.0) > EXACT_KM:
            continue
        lon, lat = shape.coordinates[:2]
        places.setdefault(
            claim.place_id,
            Place(claim.place_id, claim.place, FeatureClass.SETTLEMENT, claim.country, lon=lon, lat=lat),
        )
    return build_cells(places.values())


def reconstruct_front(
    claims: Sequence[Claim],
    *,
    days: Iterable[date],
    known_on: date | None = None,
    cells: Cells | None = None,
    movement_days: int = MOVEMENT_DAYS,
    follow_km: float = FOLLOW_KM,
    follow_days: int = FOLLOW_DAYS,
) -> tuple[FrontSlice, ...]:
    """Tell from claims what was reported about the front on each of the days.

    Parameters
    ----------
    claims
        In any order.
    days
        The days to tell of; each gives one slice, in ascending order.
    known_on
        Leave out what was made public after this day (`reported`, else `published`); None takes every claim.
    cells
        The tessellation that areas and the line are made of, `geomap.cells.gazetteer_cells(...)`. Without it the
        claimed settlements themselves are tessellated, which knows of no border.
    movement_days
        How many days back a slice shows movements.
    follow_km, follow_days
        How near, in kilometres and days, captures by one party follow each other.

    Returns
    -------
    tuple of FrontSlice
        One a day, in order of the days.

    Notes
    -----
    A denial alone hands nothing over; undated claims and intents change nothing; what is reported late takes its
    place by the day on which it happened. What counts as disputed stands in `geomap.control`.
    """
    wanted = sorted(set(days))
    known = claims if known_on is None else [claim for claim in claims if was_known(claim, known_on)]
    if not wanted:
        return ()
    back = timedelta(days=max(1, movement_days) - 1)
    moving = find_movements(
        known, within_km=follow_km, within_days=follow_days, since=wanted[0] - back, until=wanted[-1]
    )
    begun = {one.start_date for one in moving if one.geometry is None}
    timelines = place_timelines(known, days=sorted({*wanted, *begun}))
    builder = _Builder(timelines, claimed_cells(known) if cells is None else cells)
    shown = _by_day(draw_open_movements(moving, timelines), wanted, back)
    return tuple(builder.slice(day, known_on, shown[day]) for day in wanted)


def trace_front(
    claims: Sequence[Claim],
    *,
    known_on: date | None = None,
    cells: Cells | None = None,
    follow_km: float = FOLLOW_KM,
    follow_days: int = FOLLOW_DAYS,
) -> FrontHistory:
    """Tell from claims everything that was reported about the front, with the days on which it changed.

    Parameters are those of `reconstruct_front`, which agrees with the history on every day.
    """
    known = [claim for claim in claims if was_known(claim, known_on)]
    timelines = place_timelines(known)
    tessellation = claimed_cells(known) if cells is None else cells
    held = [place_id for place_id in timelines if _has_cell(timelines[place_id])]
    tessellation.prepare(held)
    moving = find_movements(known, within_km=follow_km, within_days=follow_days)
    drawn = draw_open_movements(moving, timelines)
    return FrontHistory(
        known_on,
        timelines,
        tuple(cell for place_id in held if (cell := tessellation.cell(place_id)) is not None),
        tessellation.edges(tessellation.neighbours(held)),
        tuple(one for one in drawn if (one.end_date - one.start_date).days < VAGUE_DAYS),
    )


def _has_cell(line: Sequence[tuple[date, PlaceState]]) -> bool:
    """Say whether a place is a settlement that anybody is at any time reported to hold."""
    return line[0][1].feature == FeatureClass.SETTLEMENT.value and any(state.held_by for _, state in line)


def _by_day(movements: Iterable[Movement], days: Sequence[date], back: timedelta) -> dict[date, tuple[Movement, ...]]:
    """Give for each day what moved on it and in the days before; captures to come do not show yet."""
    found: dict[date, list[Movement]] = {day: [] for day in days}
    for one in movements:
        if (one.end_date - one.start_date).days >= VAGUE_DAYS:
            continue
        first = bisect_left(days, one.start_date if one.basis == STATED else one.end_date)
        for day in days[first : bisect_right(days, one.end_date + back)]:
            found[day].append(one)
    return {day: tuple(shown) for day, shown in found.items()}


class _Builder:
    """Makes slices in ascending order of days, keeping what did not change from one to the next."""

    def __init__(self, timelines: Mapping[str, tuple[tuple[date, PlaceState], ...]], cells: Cells) -> None:
        self.changes = sorted(
            ((day, number, state) for number, line in enumerate(timelines.values()) for day, state in line),
            key=itemgetter(0, 1),
        )
        self.next = 0
        self.current: list[PlaceState | None] = [None] * len(timelines)
        settlements = [place_id for place_id, line in timelines.items() if _has_cell(line)]
        cells.prepare(settlements)
        self.cells = cells
        self.cell_of: dict[str, Cell] = {
            place_id: cell for place_id in settlements if (cell := cells.cell(place_id)) is not None
        }
        self.held: dict[str, HeldCell] = {}
        self.pairs = cells.neighbours(self.cell_of)
        self.pairs_of: dict[str, list[int]] = {}
        for number, pair in enumerate(self.pairs):
            for place_id in pair:
                self.pairs_of.setdefault(place_id, []).append(number)
        self.segments: list[LineSegment | None] = [None] * len(self.pairs)
        self.shown: tuple[tuple[PlaceState, ...], tuple[HeldCell, ...], tuple[LineSegment, ...]] = ((), (), ())

    def slice(self, day: date, known_on: date | None, movements: tuple[Movement, ...]) -> FrontSlice:
        """Make the slice of a day that is not earlier than those made before."""
        changed: dict[str, None] = {}
        while self.next < len(self.changes) and self.changes[self.next][0] <= day:
            _, number, state = self.changes[self.next]
            self.current[number] = state
            changed[state.place_id] = None
            self._hold(state)
            self.next += 1
        if changed:
            self._redraw(changed)
            places = tuple(state for state in self.current if state is not None)
            cells = tuple(self.held[place_id] for place_id in self.cell_of if place_id in self.held)
            self.shown = (places, cells, tuple(segment for segment in self.segments if segment is not None))
        places, cells, line = self.shown
        return FrontSlice(day, known_on, places, movements, cells, line)

    def _hold(self, state: PlaceState) -> None:
        cell = self.cell_of.get(state.place_id)
        if cell is None:
            return
        if not state.held_by:
            self.held.pop(state.place_id, None)
            return
        ids = tuple(sorted({*state.claim_ids, *state.contrary_ids}))
        self.held[state.place_id] = HeldCell(state.place_id, state.place, state.held_by, cell.geometry, cell.km2, ids)

    def _redraw(self, changed: Iterable[str]) -> None:
        """Find anew where the cells of changed places meet cells that are not reported held alike."""
        held, apart = self.held, []
        for number in {number for place_id in changed for number in self.pairs_of.get(place_id, ())}:
            first, second = (held.get(place_id) for place_id in self.pairs[number])
            self.segments[number] = None
            if first is not None and second is not None and first.held_by != second.held_by:
                apart.append((number, first, second))
        edges = {(edge.first, edge.second): edge for edge in self.cells.edges(self.pairs[one[0]] for one in apart)}
        for number, first, second in apart:
            edge = edges.get(self.pairs[number])
            if edge is not None:
                disputed = DISPUTED in (first.held_by, second.held_by)
                ids = tuple(sorted({*first.claim_ids, *second.claim_ids}))
                self.segments[number] = LineSegment(edge.first, edge.second, disputed, edge.geometry, edge.km, ids)


def front_features(front: FrontSlice) -> list[dict[str, Any]]:
    """Give a slice as GeoJSON features for `front.geojson`.

    Every feature has `layer` (`place`, `cell`, `line` or `movement`), `date`, `known_on`, `claim_ids` and `note`.
    """
    common = {"date": front.day.isoformat(), "known_on": _iso(front.known_on), "note": NOTE}
    features = [_feature(cell.geometry, "cell", _cell_row(cell), common) for cell in front.cells]
    features += [_feature(shape, "line", row, common) for shape, row in _line_rows(front.line)]
    features += [_feature(one.geometry, "movement", _movement_row(one), common) for one in front.movements]
    features += [_feature(state.geometry, "place", _place_row(state, front.day), common) for state in front.places]
    return features


def front_collection(slices: Iterable[FrontSlice]) -> dict[str, Any]:
    """Give slices as one GeoJSON FeatureCollection with the reported areas of each day."""
    given = list(slices)
    areas = [
        {
            "date": front.day.isoformat(),
            "held_by": total.held_by,
            "reported_km2": total.km2,
            "places": len(total.place_ids),
            "claim_ids": list(total.claim_ids),
        }
        for front in given
        for total in front.areas
    ]
    features = [feature for front in given for feature in front_features(front)]
    return {"type": "FeatureCollection", "note": NOTE, "reported_areas": areas, "features": features}


def _feature(shape: Geometry | None, layer: str, row: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    geometry = None if shape is None else shape.to_mapping()
    return {"type": "Feature", "geometry": geometry, "properties": {"layer": layer, **common, **row}}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cell_row(cell: HeldCell) -> dict[str, Any]:
    return {
        "place": cell.place,
        "place_id": cell.place_id,
        "held_by": cell.held_by,
        "reported_km2": cell.km2,
        "claim_ids": list(cell.claim_ids),
    }


def _line_rows(line: Sequence[LineSegment]) -> list[tuple[Geometry, dict[str, Any]]]:
    """Unite the stretches of the line: one feature between the sides, one along disputed cells."""
    found = []
    for disputed in (False, True):
        parts = [segment for segment in line if segment.disputed is disputed]
        if not parts:
            continue
        ids = sorted({claim_id for segment in parts for claim_id in segment.claim_ids})
        row = {
            "held_by": DISPUTED if disputed else "",
            "reported_km": round(sum(segment.km for segment in parts), 1),
            "between": [[segment.first, segment.second] for segment in parts],
            "claim_ids": ids,
        }
        found.append((_united([segment.geometry for segment in parts]), row))
    return found


def _united(lines: Sequence[Geometry]) -> Geometry:
    import shapely
    from shapely.geometry import mapping, shape

    parts = [part for line in lines for part in shapely.get_parts(shape(line))]
    merged = shapely.line_merge(shapely.multilinestrings(parts))
    found = Geometry.from_mapping(mapping(merged))
    assert found is not None
    return found


def _movement_row(one: Movement) -> dict[str, Any]:
    return {
        "actor": one.actor.value,
        "kind": one.kind.value,
        "from_place": one.from_place or None,
        "from_place_id": one.from_place_id or None,
        "to_place": one.to_place or None,
        "to_place_id": one.to_place_id or None,
        "start_date": one.start_date.isoformat(),
        "end_date": one.end_date.isoformat(),
        "basis": one.basis,
        "why": one.why,
        "drawn_from": one.drawn_from or None,
        "distance_km": one.distance_km,
        "from_point": None if one.from_point is None else list(one.from_point),
        "to_point": None if one.to_point is None else list(one.to_point),
        "status": one.status.value,
        "claim_ids": list(one.claim_ids),
    }


def _place_row(state: PlaceState, day: date) -> dict[str, Any]:
    return {
        "place": state.place,
        "place_id": state.place_id,
        "feature": state.feature,
        "admin1": state.admin1,
        "country": state.country,
        "extent": "whole" if state.whole else "part",
        "held_by": state.held_by or None,
        "left_by": state.left_by or None,
        "since": state.since.isoformat(),
        "as_of": state.as_of.isoformat(),
        "age_days": state.age_days(day),
        "confirmed_by": [side.value for side in state.confirmed_by],
        "unverified": state.unverified,
        "claim_ids": list(state.claim_ids),
        "contrary_ids": list(state.contrary_ids),
        "accounts": [_account_row(account) for account in state.accounts],
        "approaches": [
            {"actor": one.actor.value, "as_of": one.as_of.isoformat(), "claim_ids": list(one.claim_ids)}
            for one in state.approaches
        ],
    }


def _account_row(account: Account) -> dict[str, Any]:
    return {
        "side": account.side.value,
        "held_by": account.held_by or None,
        "left_by": account.left_by or None,
        "denies": list(account.denies),
        "since": account.since.isoformat(),
        "as_of": account.as_of.isoformat(),
        "claim_ids": list(account.claim_ids),
        "denial_ids": list(account.denial_ids),
    }
