"""The reported front as the page plays it: states of places by day, cells, lines between them, movements, a baseline.

The rules are those of `geomap.front`; the page only picks the state of a day. What was known on an earlier day is made
here too, for the days on which reports came out, so that the page never decides who holds a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from geomap.baseline import Baseline
from geomap.cells import Cell, Edge
from geomap.control import CONTROL_KINDS, Account, PlaceState
from geomap.front import FrontHistory, FrontSlice, Movement, place_timelines, trace_front
from geomap.records import Claim, Geometry, Side

__all__ = ["baseline_rows", "front_rows", "history_of", "known_days", "known_timelines", "movement_rows"]

SIDES = tuple(Side)
HOLDERS = ("", "UA", "RU", "disputed")
SCALE = 10_000
"""Coordinates are whole ten-thousandths of a degree: at most 6 m off."""
MOST_KNOWN_DAYS = 40
"""Days on which the reader can ask what was known then."""
KNOWN_WORK = 120_000
"""Claims about control times such days; a page for a hundred thousand claims offers fewer days."""
MOST_BASELINE_DAYS = 40
BASELINE_DEGREES = 0.002
"""Tolerance of the baseline's outline: about 200 m, what its own lag of days is worth at the least."""

_EPOCH = date(1970, 1, 1).toordinal()

Timelines = Mapping[str, tuple[tuple[date, PlaceState], ...]]


def history_of(front: FrontHistory | Sequence[FrontSlice] | None, claims: Sequence[Claim]) -> FrontHistory:
    """Give the front's history: as it is, from slices of some days, or traced from the claims where there is none."""
    if isinstance(front, FrontHistory):
        return front
    if not front:
        return trace_front(claims)
    lines: dict[str, list[tuple[date, PlaceState]]] = {}
    cells: dict[str, Cell] = {}
    edges: dict[tuple[str, str], Edge] = {}
    movements: dict[Movement, None] = {}
    for one in sorted(front, key=lambda slice_: slice_.day):
        for state in one.places:
            line = lines.setdefault(state.place_id, [])
            if not line or line[-1][1] != state:
                line.append((one.day, state))
        for held in one.cells:
            cells[held.place_id] = Cell(held.place_id, held.geometry, held.km2)
        for part in one.line:
            edges[part.first, part.second] = Edge(part.first, part.second, part.geometry, part.km)
        movements.update(dict.fromkeys(one.movements))
    places = {place_id: tuple(line) for place_id, line in sorted(lines.items())}
    return FrontHistory(None, places, tuple(cells.values()), tuple(edges.values()), tuple(movements))


def known_days(claims: Iterable[Claim]) -> list[date]:
    """List the days on which claims about control were made public, thinned out where there are many."""
    made = [claim.reported or claim.published for claim in claims if claim.kind in CONTROL_KINDS and claim.place_id]
    days = sorted({day for day in made if day is not None})
    most = min(MOST_KNOWN_DAYS, KNOWN_WORK // max(1, len(made)))
    if len(days) <= most or most < 2:
        return days if len(days) <= most else []
    step = (len(days) - 1) / (most - 1)
    return sorted({days[round(number * step)] for number in range(most)})


def known_timelines(claims: Sequence[Claim], days: Sequence[date]) -> list[tuple[date, Timelines]]:
    """Give for each of the ascending days the places whose states were told anew by what came out since the last."""
    by_place: dict[str, list[tuple[date, Claim]]] = {}
    for claim in claims:
        made = claim.reported or claim.published
        if made is not None and claim.place_id and claim.kind in CONTROL_KINDS:
            by_place.setdefault(claim.place_id, []).append((made, claim))
    found: list[tuple[date, Timelines]] = []
    last = date.min
    shown: dict[str, tuple[tuple[date, PlaceState], ...]] = {}
    for day in days:
        anew: dict[str, tuple[tuple[date, PlaceState], ...]] = {}
        for place_id, told in by_place.items():
            if any(last < made <= day for made, _ in told):
                line = place_timelines([claim for made, claim in told if made <= day]).get(place_id, ())
                if shown.get(place_id, ()) != line:
                    anew[place_id] = shown[place_id] = line
        found.append((day, anew))
        last = day
    return found


def front_rows(history: FrontHistory, claims: Sequence[Claim]) -> list[list[Any]]:
    """Write a history as name and value pairs for the page.

    Parameters
    ----------
    claims
        The page's claims in the order of its columns; states name them by number. Claims of the history that the page
        does not show are left out of the lists, not out of the states.

    Returns
    -------
    list of [name, value]
        `places` (id, name, feature, admin1, lon, lat, states), `known` (day, [number of a place, states]...), `cells`
        (number of a place, square kilometres, rings), `edges` (two numbers of cells, line).
    """
    number_of = {claim.claim_id: number for number, claim in enumerate(claims)}
    earlier = known_timelines(claims, known_days(claims))
    lines: dict[str, tuple[tuple[date, PlaceState], ...]] = {}
    for _, timelines in earlier:
        lines |= {place_id: line for place_id, line in timelines.items() if line}
    lines |= history.places
    order = {place_id: number for number, place_id in enumerate(sorted(lines))}
    places = []
    for place_id in order:
        state = lines[place_id][-1][1]
        point = _point(state.geometry)
        states = _states(history.places.get(place_id, ()), number_of)
        places.append([place_id, state.place, state.feature, state.admin1, *point, states])
    known = [
        [_day(day), [[order[place_id], _states(line, number_of)] for place_id, line in timelines.items()]]
        for day, timelines in earlier
        if timelines
    ]
    cells = [cell for cell in history.cells if cell.place_id in order]
    cell_number = {cell.place_id: number for number, cell in enumerate(cells)}
    edges = [edge for edge in history.edges if edge.first in cell_number and edge.second in cell_number]
    return [
        ["places", places],
        ["known", known],
        ["cells", [[order[cell.place_id], round(cell.km2, 1), _rings(cell.geometry)] for cell in cells]],
        ["edges", [[cell_number[edge.first], cell_number[edge.second], _lines(edge.geometry)] for edge in edges]],
    ]


def _states(line: Iterable[tuple[date, PlaceState]], number_of: Mapping[str, int]) -> list[list[Any]]:
    """Write states as `[day, holder, since, as of, doubt, left by, claims, contrary claims, accounts]`."""
    return [
        [
            _day(day), HOLDERS.index(state.held_by), _day(state.since), _day(state.as_of), int(state.unverified),
            HOLDERS.index(state.left_by) if state.left_by in HOLDERS else 0,
            _numbers(state.claim_ids, number_of), _numbers(state.contrary_ids, number_of),
            [_account(account, number_of) for account in state.accounts],
        ]
        for day, state in line
    ]  # fmt: skip


def _account(account: Account, number_of: Mapping[str, int]) -> list[Any]:
    """Write an account as `[side, holder, left by, denies, since, as of, claims]`."""
    left = HOLDERS.index(account.left_by) if account.left_by in HOLDERS else 0
    denies = sum(1 << HOLDERS.index(party) for party in account.denies if party in HOLDERS)
    told = _numbers((*account.claim_ids, *account.denial_ids), number_of)
    side, holder = SIDES.index(account.side), HOLDERS.index(account.held_by)
    return [side, holder, left, denies, _day(account.since), _day(account.as_of), told]


def movement_rows(history: FrontHistory, claims: Sequence[Claim], numbers: Mapping[str, int]) -> list[list[Any]]:
    """Write the movements that have a line.

    Parameters
    ----------
    numbers
        The page's number of each place by its id.

    Returns
    -------
    list of list
        `[claims, from, to, [lon, lat, lon, lat], start, end, stated, drawn from, why]`; `from` and `to` are numbers of
        places or -1, `stated` is 0 for captures that follow each other.
    """
    number_of = {claim.claim_id: number for number, claim in enumerate(claims)}
    rows: list[list[Any]] = []
    for one in history.movements:
        told = _numbers(one.claim_ids, number_of)
        if one.geometry is None or not told:
            continue
        ends = one.geometry.coordinates[0], one.geometry.coordinates[-1]
        rows.append(
            [
                told, numbers.get(one.from_place_id, -1), numbers.get(one.to_place_id, -1),
                [round(float(value), 4) for point in ends for value in point[:2]],
                _day(one.start_date), _day(one.end_date), int(one.basis == "stated"), one.drawn_from, one.why,
            ]
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row[4], row[5], row[0]))


def baseline_rows(baseline: Baseline | None) -> list[Any]:
    """Write a baseline as `[holder, [day, credit, file, rings]...]`, its outlines simplified, its days thinned out."""
    if baseline is None or not baseline.days:
        return []
    from shapely.geometry import mapping

    days = list(baseline.days)
    if len(days) > MOST_BASELINE_DAYS:
        step = (len(days) - 1) / (MOST_BASELINE_DAYS - 1)
        days = [days[index] for index in sorted({round(n * step) for n in range(MOST_BASELINE_DAYS)})]
    rows = []
    for one in days:
        shape = Geometry.from_mapping(mapping(one.shape.simplify(BASELINE_DEGREES)))
        if shape is not None:
            rows.append([_day(one.day), one.credit, one.file, _rings(shape)])
    return [baseline.holder.value, rows]


def _day(day: date) -> int:
    return day.toordinal() - _EPOCH


def _numbers(ids: Iterable[str], number_of: Mapping[str, int]) -> list[int]:
    return [number_of[claim_id] for claim_id in ids if claim_id in number_of]


def _point(shape: Geometry | None) -> tuple[float | None, float | None]:
    if shape is None or shape.type != "Point":
        return (None, None)
    return (float(shape.coordinates[0]), float(shape.coordinates[1]))


def _rings(shape: Geometry) -> list[list[int]]:
    polygons = shape.coordinates if shape.type == "MultiPolygon" else (shape.coordinates,)
    if shape.type not in ("Polygon", "MultiPolygon"):
        return []
    return [_deltas(ring) for polygon in polygons for ring in polygon]


def _lines(shape: Geometry) -> list[list[int]]:
    if shape.type == "MultiLineString":
        return [_deltas(line) for line in shape.coordinates]
    return [_deltas(shape.coordinates)] if shape.type == "LineString" else []


def _deltas(points: Iterable[Sequence[float]]) -> list[int]:
    """Write a line as whole numbers: the first point, then the way to each next."""
    flat: list[int] = []
    last_x = last_y = 0
    for lon, lat, *_ in points:
        x, y = round(lon * SCALE), round(lat * SCALE)
        if not flat or x != last_x or y != last_y:
            flat += (x - last_x, y - last_y)
        last_x, last_y = x, y
    return flat
