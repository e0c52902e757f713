"""Movements that claims describe: from stated origins and directions, and from captures that follow each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from geomap.control import PlaceState
from geomap.geo import EARTH_RADIUS_KM, approximate_km
from geomap.records import Actor, Claim, ClaimKind, Geometry, PlaceRole, Status

__all__ = [
    "FOLLOW_DAYS",
    "FOLLOW_KM",
    "Movement",
    "draw_open_movements",
    "find_movements",
    "following_movements",
    "pair_places",
    "stated_movements",
]

MOVING_KINDS = (
    ClaimKind.ADVANCE,
    ClaimKind.WITHDRAWAL,
    ClaimKind.CAPTURE,
    ClaimKind.ATTACK,
    ClaimKind.INFILTRATION,
    ClaimKind.REDEPLOYMENT,
)
"""Kinds of claims in which someone goes somewhere."""

LONGEST = 12
"""A statement that names more places than this is a list, not a movement."""

FOLLOW_KM = 15.0
"""Captures farther apart than this, in kilometres, are not one movement: a day's or a week's advance in this war."""

FOLLOW_DAYS = 14
"""Nor are captures farther apart in time than this, in days."""

DRAWN_KM = 40.0
"""A movement without a stated origin is drawn from a held place no farther away than this, in kilometres; one from a
border or a river, from its nearest point within as much."""

SPREAD_DAYS = 14
"""Claims of one place's capture by one party that are no farther apart tell of one capture."""

STATED, FOLLOWING = "stated", "successive captures"
"""Where a movement comes from (`Movement.basis`)."""

PARTIES = (Actor.UA, Actor.RU)
"""Whose movements are followed."""

POINT_FEATURES = frozenset({"settlement", "facility", "other"})
"""Places that an arrow may begin or end at; a region is never a point."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One party's movement, as reported.

    `basis` is `stated` (an origin or a direction in the words of a claim) or `successive captures`; `why` says it in
    full. `from_place` or `to_place` is empty where no claim names it; `from_point` and `to_point` (`lon, lat`) are None
    where the place is unknown or no point. `geometry` is a LineString from origin to destination, None where either is
    unknown; `drawn_from` names the place that a line without a stated origin (or
    destination) begins (or ends) at, which is no part of what was claimed.
    """

    actor: Actor
    kind: ClaimKind
    basis: str
    why: str
    from_place: str
    from_place_id: str
    to_place: str
    to_place_id: str
    start_date: date
    end_date: date
    status: Status
    claim_ids: tuple[str, ...]
    geometry: Geometry | None = None
    drawn_from: str = ""
    distance_km: float | None = None
    from_point: tuple[float, float] | None = None
    to_point: tuple[float, float] | None = None


def pair_places(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Pair the origins and the destinations of one statement's claims.

    Parameters
    ----------
    claims
        The claims of one statement and kind.

    Returns
    -------
    list of (origin, destination)
        Numbers counting in `claims`. An advance toward a place without an origin starts from where the statement says
        it takes place, if that is a settlement; a withdrawal "from X" without a destination ends nowhere.
    """
    if not 2 <= len(claims) <= LONGEST:
        return []
    numbers = range(len(claims))
    origins = [n for n in numbers if claims[n].role is PlaceRole.FROM]
    targets = [n for n in numbers if claims[n].role is PlaceRole.TOWARD]
    if not origins and targets:
        origins = [n for n in numbers if claims[n].role is PlaceRole.AT and claims[n].feature == "settlement"]
    if not targets and origins:
        targets = [n for n in numbers if claims[n].role is PlaceRole.AT]
    return sorted(
        (origin, target)
        for origin, target in product(origins, targets)
        if claims[origin].place_id != claims[target].place_id
    )


def stated_movements(
    claims: Iterable[Claim], *, since: date = date.min, until: date = date.max
) -> tuple[Movement, ...]:
    """Find the movements that statements describe in words and that meet a period, in order of their days.

    Undated claims, denials and intents give none.
    """
    given = [
        claim
        for claim in claims
        if claim.place_id
        and claim.start_date is not None
        and claim.end_date is not None
        and claim.status is not Status.DENIED
        and claim.kind in MOVING_KINDS
        and claim.actor in PARTIES
    ]
    wanted = {claim.statement_id or claim.claim_id for claim in given if _meets(claim, since, until)}
    statements: dict[tuple[str, ClaimKind], list[Claim]] = {}
    for claim in given:
        if (claim.statement_id or claim.claim_id) in wanted:
            statements.setdefault((claim.statement_id or claim.claim_id, claim.kind), []).append(claim)
    found: list[Movement] = []
    for told in statements.values():
        told.sort(key=lambda claim: claim.claim_id)
        pairs = pair_places(told)
        found += [_stated(told[origin], told[target]) for origin, target in pairs]
        paired = {number for pair in pairs for number in pair}
        for number, claim in enumerate(told):
            if number in paired:
                continue
            if claim.role is PlaceRole.TOWARD:
                found.append(_stated(None, claim))
            elif claim.kind is ClaimKind.WITHDRAWAL and claim.role in (PlaceRole.FROM, PlaceRole.AT):
                found.append(_stated(claim, None))
    return _merged(one for one in found if one.start_date <= until and one.end_date >= since)


def _meets(claim: Claim, since: date, until: date) -> bool:
    start, end = claim.start_date, claim.end_date
    return start is not None and end is not None and start <= until and end >= since


def _stated(origin: Claim | None, target: Claim | None) -> Movement:
    main = target or origin
    assert main is not None
    days = main.interval
    assert days is not None
    given = [claim for claim in (origin, target) if claim is not None]
    words = f"“{main.trigger}” " if main.trigger else ""
    if origin is not None and target is not None:
        why = f"stated: {words}from {origin.place} to {target.place}"
    elif target is not None:
        why = f"stated: {words}toward {target.place}, from where is not said"
    else:
        why = f"stated: {words}from {main.place}, where to is not said"
    line = _line(origin, target)
    return Movement(
        main.actor,
        main.kind,
        STATED,
        why,
        origin.place if origin else "",
        origin.place_id if origin else "",
        target.place if target else "",
        target.place_id if target else "",
        days.start,
        days.end,
        main.status,
        tuple(sorted(claim.claim_id for claim in given)),
        line,
        from_point=_point(origin) if origin else None,
        to_point=_point(target) if target else None,
    )


def _line(origin: Claim | None, target: Claim | None) -> Geometry | None:
    if origin is None or target is None:
        return None
    start, end = _point(origin), _point(target)
    if end is not None and start is None:
        start = _nearest_on(origin.geometry, end)
    elif start is not None and end is None:
        end = _nearest_on(target.geometry, start)
    return None if start is None or end is None or start == end else Geometry("LineString", (start, end))


def _point(claim: Claim) -> tuple[float, float] | None:
    shape = claim.geometry
    if shape is None or shape.type != "Point" or claim.feature not in POINT_FEATURES:
        return None
    return shape.coordinates[0], shape.coordinates[1]


def _nearest_on(shape: Geometry | None, point: tuple[float, float]) -> tuple[float, float] | None:
    """Give the point of a border or river line that is nearest to a point."""
    if shape is None or shape.type not in ("LineString", "MultiLineString"):
        return None
    from shapely.geometry import Point
    from shapely.geometry import shape as to_shape

    line = to_shape(shape)
    near = line.interpolate(line.project(Point(point)))
    if approximate_km(*point, near.x, near.y) > DRAWN_KM:
        return None
    return round(float(near.x), 5), round(float(near.y), 5)


def _lengths_km(lines: Sequence[Geometry]) -> list[float]:
    """Measure straight lines along the WGS 84 geodesic, all at once."""
    from pyproj import Geod

    starts, ends = [line.coordinates[0] for line in lines], [line.coordinates[1] for line in lines]
    lons, lats = [point[0] for point in starts], [point[1] for point in starts]
    _, _, metres = Geod(ellps="WGS84").inv(lons, lats, [point[0] for point in ends], [point[1] for point in ends])
    return [round(float(length) / 1000, 1) for length in metres]


def _merged(movements: Iterable[Movement]) -> tuple[Movement, ...]:
    """Unite movements that differ only in the claims that they rest on."""
    same: dict[tuple[object, ...], list[Movement]] = {}
    for one in movements:
        key = (one.actor, one.kind, one.from_place_id, one.to_place_id, one.start_date, one.end_date)
        same.setdefault(key, []).append(one)
    found = []
    for alike in same.values():
        alike.sort(key=lambda one: one.claim_ids)
        best = min(alike, key=lambda one: (one.status is not Status.ASSERTED, one.geometry is None, one.claim_ids))
        ids = tuple(sorted({claim_id for one in alike for claim_id in one.claim_ids}))
        found.append(replace(best, claim_ids=ids))
    lines = [one.geometry for one in found if one.geometry is not None]
    lengths = iter(_lengths_km(lines))
    found = [one if one.geometry is None else replace(one, distance_km=next(lengths)) for one in found]
    return tuple(sorted(found, key=_order))


def _order(one: Movement) -> tuple[object, ...]:
    return one.start_date, one.end_date, one.actor, one.kind, one.from_place_id, one.to_place_id, one.claim_ids


@dataclass(frozen=True, slots=True)
class _Capture:
    """One party's capture of one place, told by any number of claims."""

    day: date
    place_id: str
    place: str
    lon: float
    lat: float
    status: Status
    claim_ids: tuple[str, ...]


def following_movements(
    claims: Iterable[Claim],
    *,
    within_km: float = FOLLOW_KM,
    within_days: int = FOLLOW_DAYS,
    since: date = date.min,
    until: date = date.max,
) -> tuple[Movement, ...]:
    """Link each capture to the nearest earlier one by the same party.

    Parameters
    ----------
    within_km, within_days
        How far apart, in kilometres and days, two captures may be. Captures of the same day have no order and are
        not linked.
    since, until
        Link only captures of these days, both included.
    """
    margin = timedelta(days=within_days + SPREAD_DAYS)
    earliest = since - margin if since - date.min > margin else date.min
    by_actor: dict[Actor, dict[str, list[Claim]]] = {}
    for claim in claims:
        if (
            claim.kind is ClaimKind.CAPTURE
            and claim.role is PlaceRole.AT
            and claim.status is not Status.DENIED
            and claim.feature == "settlement"
            and claim.start_date is not None
            and claim.end_date is not None
            and claim.end_date >= earliest
            and (claim.end_date - claim.start_date).days < within_days
            and claim.actor in PARTIES
            and _point(claim) is not None
        ):
            by_actor.setdefault(claim.actor, {}).setdefault(claim.place_id, []).append(claim)
    links: list[tuple[Actor, _Capture, _Capture]] = []
    for actor, places in sorted(by_actor.items()):
        captures = sorted(
            (capture for told in places.values() for capture in _captures(told)),
            key=lambda one: (one.day, one.place_id),
        )
        pairs = _linked(captures, within_km, within_days, since, until)
        links += [(actor, earlier, later) for earlier, later in pairs]
    lines = [Geometry("LineString", ((a.lon, a.lat), (b.lon, b.lat))) for _, a, b in links]
    found = [_link(*link, line, km) for link, line, km in zip(links, lines, _lengths_km(lines), strict=True)]
    return tuple(sorted(found, key=_order))


def _captures(told: list[Claim]) -> list[_Capture]:
    """Part the claims of one place's capture by one party into captures, each on its earliest day."""
    told.sort(key=lambda claim: (claim.end_date, claim.claim_id))
    runs: list[list[Claim]] = []
    for claim in told:
        assert claim.end_date is not None
        last = runs[-1][-1].end_date if runs else None
        if last is not None and (claim.end_date - last).days <= SPREAD_DAYS:
            runs[-1].append(claim)
        else:
            runs.append([claim])
    found = []
    for run in runs:
        point, day = _point(run[0]), run[0].end_date
        assert point is not None and day is not None
        status = min((claim.status for claim in run), key=lambda one: (one is not Status.ASSERTED, one))
        ids = tuple(sorted(claim.claim_id for claim in run))
        found.append(_Capture(day, run[0].place_id, run[0].place, point[0], point[1], status, ids))
    return found


def _linked(
    captures: Sequence[_Capture], within_km: float, within_days: int, since: date, until: date
) -> list[tuple[_Capture, _Capture]]:
    """Pair each capture with the nearest earlier one; `captures` are in order of their days."""
    import numpy as np

    days = [capture.day for capture in captures]
    lons = np.radians([capture.lon for capture in captures])
    lats = np.radians([capture.lat for capture in captures])
    found = []
    for number, capture in enumerate(captures):
        if not since <= capture.day <= until:
            continue
        first = bisect_left(days, capture.day - timedelta(days=within_days))
        last = bisect_left(days, capture.day)
        if first == last:
            continue
        km = _great_circle_km(lons[first:last], lats[first:last], lons[number], lats[number])
        km[km == 0] = np.inf
        near = int(np.argmin(km))
        if km[near] <= within_km:
            found.append((captures[first + near], capture))
    return found


def _great_circle_km(lons: Any, lats: Any, lon: Any, lat: Any) -> Any:
    """Measure great circles from many points to one, all in radians: enough to find the nearest."""
    import numpy as np

    h = np.sin((lats - lat) / 2) ** 2 + np.cos(lats) * np.cos(lat) * np.sin((lons - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))


def _link(actor: Actor, earlier: _Capture, later: _Capture, line: Geometry, km: float) -> Movement:
    days = (later.day - earlier.day).days
    return Movement(
        actor,
        ClaimKind.CAPTURE,
        FOLLOWING,
        f"successive captures: {earlier.place} on {earlier.day}, {later.place} on {later.day}, "
        f"{km} km and {days} day{'s' if days != 1 else ''} apart",
        earlier.place,
        earlier.place_id,
        later.place,
        later.place_id,
        earlier.day,
        later.day,
        max((earlier.status, later.status), key=lambda one: one is not Status.ASSERTED),
        tuple(sorted({*earlier.claim_ids, *later.claim_ids})),
        line,
        distance_km=km,
        from_point=(earlier.lon, earlier.lat),
        to_point=(later.lon, later.lat),
    )


def find_movements(
    claims: Sequence[Claim],
    *,
    within_km: float = FOLLOW_KM,
    within_days: int = FOLLOW_DAYS,
    since: date = date.min,
    until: date = date.max,
) -> tuple[Movement, ...]:
    """Give the stated movements and those between successive captures that meet a period, in order of their days."""
    stated = stated_movements(claims, since=since, until=until)
    followed = following_movements(claims, within_km=within_km, within_days=within_days, since=since, until=until)
    return tuple(sorted([*stated, *followed], key=_order))


def draw_open_movements(
    movements: Sequence[Movement], timelines: Mapping[str, Sequence[tuple[date, PlaceState]]]
) -> tuple[Movement, ...]:
    """Give a line to movements whose origin (or destination) is not stated.

    The line runs from (or to) the nearest settlement that the party was reported to hold when the movement began, if
    there is one within `DRAWN_KM`; the movement says so, and its `from_place` (or `to_place`) stays empty.

    Parameters
    ----------
    timelines
        For each place, ascending days with the state from then on.
    """
    import numpy as np

    if all(one.geometry is not None or (one.from_place_id and one.to_place_id) for one in movements):
        return tuple(movements)
    towns, points = {}, []
    for place_id, line in timelines.items():
        shape = line[0][1].geometry
        if line[0][1].whole and shape is not None and shape.type == "Point":
            towns[place_id] = line
            points.append(shape.coordinates[:2])
    ids = list(towns)
    lons, lats = (np.radians([point[axis] for point in points]) for axis in (0, 1))
    changes = sorted(
        ((day, number, state.held_by) for number, line in enumerate(towns.values()) for day, state in line),
    )
    codes = {one.actor.value: code for code, one in enumerate(movements, start=1)}
    holders = np.zeros(len(ids), dtype=np.int32)
    drawn, at = dict(enumerate(movements)), 0
    for order in sorted(drawn, key=lambda number: movements[number].start_date):
        one = movements[order]
        while at < len(changes) and changes[at][0] <= one.start_date:
            holders[changes[at][1]] = codes.get(changes[at][2], 0)
            at += 1
        known = one.to_point or one.from_point
        if one.geometry is not None or known is None or (one.from_place_id and one.to_place_id) or not ids:
            continue
        km = _great_circle_km(lons, lats, *np.radians(known))
        km[(holders != codes[one.actor.value]) | (km == 0)] = np.inf
        near = int(np.argmin(km))
        if km[near] <= DRAWN_KM:
            name = towns[ids[near]][0][1].place
            ends = (points[near], known) if one.to_place_id else (known, points[near])
            why = (
                f"{one.why}; drawn {'from' if one.to_place_id else 'to'} {name}, the nearest place reported held by "
                f"{one.actor.value}, {km[near]:.0f} km away"
            )
            drawn[order] = replace(one, geometry=Geometry("LineString", ends), drawn_from=name, why=why)
    return tuple(drawn[number] for number in range(len(movements)))
