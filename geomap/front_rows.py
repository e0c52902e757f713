"""The reported front as features: of one day for `front.geojson`, and with its whole history for a store to play."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from geomap.records import Claim

if TYPE_CHECKING:
    from geomap.cells import Cell, Cells
    from geomap.control import PlaceState
    from geomap.front import FrontHistory
    from geomap.gazetteer import Gazetteer

__all__ = ["cells_around", "front_history_features", "front_of", "last_day"]

Feature = dict[str, Any]


def last_day(claims: Iterable[Claim]) -> date | None:
    """Give the day up to which the claims report: the last publication, else the last day that is told of."""
    days, reports = [], []
    for claim in claims:
        if report := claim.reported or claim.published:
            reports.append(report)
        if day := claim.end_date or claim.start_date:
            days.append(day)
    return max(reports, default=None) or max(days, default=None)


def cells_around(claims: Iterable[Claim], gazetteer: Gazetteer | None) -> Cells | None:
    """Tessellate the gazetteer's settlements around the claims; None without a gazetteer."""
    if gazetteer is None:
        return None
    from geomap.cells import gazetteer_cells

    return gazetteer_cells(gazetteer, [claim.place_id for claim in claims if claim.place_id])


def front_of(
    claims: Sequence[Claim], day: date, *, known_on: date | None = None, cells: Cells | None = None
) -> dict[str, Any]:
    """Reconstruct the reported front on one day as a GeoJSON FeatureCollection."""
    from geomap.front import front_collection, reconstruct_front

    return front_collection(reconstruct_front(claims, days=[day], known_on=known_on, cells=cells))


def front_history_features(
    history: FrontHistory, claims: Sequence[Claim], day: date, *, cells: Cells | None = None
) -> tuple[Feature, ...]:
    """Give the front's history as features with the days from `start_date` to `end_date` on which each was so.

    A state that still holds has no `end_date`. The reported line is that of `day` alone.
    """
    from geomap.front import FrontSlice, front_features, reconstruct_front

    (last,) = reconstruct_front(claims, days=[day], cells=cells)
    ground = {cell.place_id: cell for cell in history.cells}
    found = [
        feature
        for place_id, states in history.places.items()
        for feature in _place_history(states, ground.get(place_id))
    ]
    moving = front_features(FrontSlice(day, None, (), movements=history.movements))
    line = [
        _lasting(feature, day, None) for feature in front_features(replace(last, places=(), movements=(), cells=()))
    ]
    return (*found, *moving, *line)


def _place_history(line: Sequence[tuple[date, PlaceState]], cell: Cell | None) -> Iterable[Feature]:
    """Give the states of one place one after the other, and the ground that is reported held with it."""
    from geomap.front import FrontSlice, HeldCell, front_features

    ends: list[date | None] = [day - timedelta(days=1) for day, _ in line[1:]]
    for (start, state), end in zip(line, [*ends, None], strict=True):
        held: tuple[HeldCell, ...] = ()
        if cell is not None and state.held_by:
            ids = tuple(sorted({*state.claim_ids, *state.contrary_ids}))
            held = (HeldCell(state.place_id, state.place, state.held_by, cell.geometry, cell.km2, ids),)
        for feature in front_features(FrontSlice(start, None, (state,), cells=held)):
            yield _lasting(feature, start, end)


def _lasting(feature: Feature, start: date, end: date | None) -> Feature:
    """Say from which to which day a feature was so, in place of the single day that it was asked for."""
    row = {key: value for key, value in feature["properties"].items() if key not in ("date", "age_days")}
    row |= {"start_date": start.isoformat(), "end_date": None if end is None else end.isoformat()}
    return {**feature, "properties": row}
