"""Scores the places that a name may mean: by themselves, by the document, by the sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from geomap.gazetteer import NameKind
from geomap.geo import approximate_km
from geomap.placewords import load_place_words
from geomap.records import Candidate, FeatureClass, Place, Toponym

__all__ = [
    "Context",
    "Lines",
    "Ranked",
    "front_of",
    "kilometres_apart",
    "kilometres_off",
    "lies_inside",
    "measure_apart",
    "nearest_vertex",
    "pull_of",
    "rank_candidates",
    "rank_points",
    "score_anchor",
    "score_forces",
    "score_front",
    "score_itself",
    "score_named",
    "score_pulls",
    "score_units",
    "tell_by_document",
]

NEAR_KM = 30.0
WIDE_KM = 150.0
FRONT_KM = 30.0
TELLING_KM = 60.0
"""Up to here a distance is worth telling as a reason."""

TOLERANCE = 0.5
"""Share of an estimated point's radius that is forgiven in distances."""

_KIND_POINTS = {
    NameKind.NAME: 0.0,
    NameKind.INFLECTED: 0.0,
    NameKind.VARIANT: -0.9,
    NameKind.FORMER: -2.0,
    NameKind.NICKNAME: 0.0,
    NameKind.ADJECTIVE: 0.0,
}
_NEIGHBOURS = frozenset({"UA", "RU", "BY", "MD"})
_UNKNOWN_POPULATION = {"UA": 300, "RU": 300}
LARGE_TOWN = 50_000
GREAT_TOWN = 500_000
QUARTER_POINTS = 1.0
ABROAD_REGION = 3.0
"""What a region loses outside the two states and their neighbours: there many towns bear a region's name."""
ESTIMATE_LOSS = 0.4
"""What a place of estimated position loses: half of its radius is forgiven where distances count for it."""

Ranked = tuple[float, int]
"""How likely a namesake is, and its number among those of its name."""
Lines = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What speaks for one namesake rather than another.

    Attributes
    ----------
    parents
        Units that the text states for this very mention ("Uspenovka in the Zaporozhye region").
    regions
        Units and sectors named in the same sentence, or before in the same paragraph.
    near
        Places that the neighbouring mentions may mean, each with its probability.
    anchors
        Places that the document has fixed.
    weights
        Share of each first-level unit (by name) and country (by code) among the document's mentions.
    front
        The line of contact of the day, or those of the whole war, lon and lat.
    """

    parents: tuple[Place, ...] = ()
    regions: tuple[Place, ...] = ()
    near: tuple[tuple[tuple[Place, float], ...], ...] = ()
    anchors: tuple[Place, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    front: Lines = ()


def rank_candidates(
    toponym: Toponym,
    candidates: Sequence[Place],
    context: Context | None = None,
    *,
    kinds: Mapping[str, NameKind] | None = None,
) -> tuple[Candidate, ...]:
    """Order the places that a name may mean, likeliest first.

    Parameters
    ----------
    candidates
        The gazetteer entries sharing the name, in any order.
    kinds
        How the name relates to each place, by its id.

    Returns
    -------
    tuple of Candidate
        Their scores add up to 1.
    """
    context, kinds = context or Context(), kinds or {}
    weights, points, reasons = dict(context.weights), [], []
    for place in candidates:
        score, why = score_itself(toponym.feature, place, kinds.get(place.place_id, NameKind.NAME))
        more, beside = _score_by_document(place, context.anchors, weights, context.front)
        local, where = _score_by_sentence(place, context)
        points.append(score + more + local)
        reasons.append((*where, *beside, *why))
    order = sorted(range(len(points)), key=lambda number: candidates[number].place_id)
    return tuple(
        Candidate(candidates[number], score, "; ".join(dict.fromkeys(reasons[number])))
        for score, number in rank_points(points, order)
    )


def rank_points(points: Sequence[float], order: Sequence[int], keep: int | None = None) -> list[Ranked]:
    """Turn points into probabilities, best first; give the first `keep`.

    Parameters
    ----------
    order
        The numbers of the points, in the order in which equal ones are given.
    """
    if not points:
        return []
    best = max(points)
    exps = [math.exp(point - best) for point in points]
    total = sum(exps)
    numbers = sorted(order, key=exps.__getitem__, reverse=True)
    return [(round(exps[number] / total, 4), number) for number in numbers[:keep]]


def score_itself(
    asked: FeatureClass | None, place: Place, kind: NameKind, *, capital: bool = False
) -> tuple[float, tuple[str, ...]]:
    """Score a place by its size, its class and how the name relates to it.

    Parameters
    ----------
    asked
        The class that the text asks for.
    """
    points, why = _KIND_POINTS[kind], []
    if kind is NameKind.FORMER:
        why.append("a former name")
    if place.feature is FeatureClass.SETTLEMENT:
        population = max(place.population, _UNKNOWN_POPULATION.get(place.country, 100))
        points += math.log10(population)
        if place.estimate:
            points -= ESTIMATE_LOSS
        if place.population >= LARGE_TOWN:
            points += 0.8 if place.population < GREAT_TOWN else 1.8
            why.append(f"a town of {place.population:,} people".replace(",", " "))
        if capital:
            points += 4.0
            why.append("the capital of that name")
    elif place.feature is FeatureClass.COUNTRY:
        points += 12.0
        why.append("a country")
    elif place.code == "PPLX":
        points += QUARTER_POINTS
        why.append("a quarter of a town")
    else:
        points += 9.0 if kind in (NameKind.NAME, NameKind.INFLECTED, NameKind.NICKNAME) else 4.5
        if place.feature is FeatureClass.REGION and place.code != "AREA" and place.country not in _NEIGHBOURS:
            points -= ABROAD_REGION
    if asked is not None:
        if place.feature is asked:
            why.append(f"the text asks for {_A.get(asked, 'a ' + asked.value)}")
        else:
            points -= 8.0
    return points, tuple(why)


_A = {FeatureClass.OTHER: "a front sector or such", FeatureClass.SETTLEMENT: "a settlement"}


def _score_by_document(
    place: Place, anchors: Sequence[Place], weights: Mapping[str, float], front: Lines
) -> tuple[float, tuple[str, ...]]:
    """Score a place by what else the document names and by the front of its day."""
    away, anchor = _nearest(place, anchors)
    off = kilometres_off(place, front)
    points = score_named(place.admin1, place.country, weights) + score_anchor(away) + score_front(off)
    named = bool(place.admin1 and weights.get(place.admin1))
    return points, tell_by_document(place, anchor, away, off, named=named, of_day=len(front) == 1)


def score_named(admin1: str, country: str, weights: Mapping[str, float]) -> float:
    """Score a first-level unit and a country by their shares among the document's mentions."""
    points = 0.0
    region = weights.get(admin1, 0.0) if admin1 else 0.0
    if region:
        points += 2.2 * min(1.0, 2.5 * region)
    if weights:
        share = weights.get(country, 0.0)
        points += 2.5 * share if share else -1.5
    return points


def score_anchor(away: float) -> float:
    """Score the kilometres to the nearest place that the document has fixed; infinite where there is none."""
    return 1.5 * math.exp(-away / NEAR_KM) + 1.2 * math.exp(-away / WIDE_KM)


def score_front(off: float) -> float:
    """Score the kilometres to the front; infinite where there is none."""
    return 1.8 * math.exp(-off / FRONT_KM)


def kilometres_off(place: Place, front: Lines) -> float:
    """Kilometres between a settlement and the front; infinite where either is missing."""
    if not front or place.feature is not FeatureClass.SETTLEMENT or place.lon is None or place.lat is None:
        return math.inf
    return min(_to_line(place.lon, place.lat, line) for line in front)


def tell_by_document(
    place: Place, anchor: Place | None, away: float, off: float, *, named: bool, of_day: bool
) -> tuple[str, ...]:
    """Tell what in the document speaks for a place.

    Parameters
    ----------
    anchor, away
        The nearest place that the document has fixed, and the kilometres to it.
    off
        Kilometres to the front.
    named
        Whether the document names the first-level unit of the place.
    of_day
        Whether the front is that of the document's day.
    """
    why = []
    if named:
        why.append(f"{place.admin1} is named in the document")
    if anchor is not None and away < TELLING_KM:
        why.append(f"{away:.0f} km from {anchor.name}, named in the document")
    if off < FRONT_KM:
        why.append(f"{off:.0f} km from the front" + (" of the day" if of_day else ""))
    return tuple(why)


def _score_by_sentence(place: Place, context: Context) -> tuple[float, tuple[str, ...]]:
    """Score a place by its stated parents and by the mentions around."""
    points, why = score_units(place, context.parents, context.regions)
    if context.near:
        more, reason = score_pulls([pull_of(place, choices) for choices in context.near])
        points += more
        why += reason
    return points, tuple(why)


def score_units(place: Place, parents: Sequence[Place], regions: Sequence[Place]) -> tuple[float, list[str]]:
    """Score a place by the units stated for it and those named with it."""
    points, why = 0.0, []
    for parent in parents:
        if lies_inside(place, parent):
            points += 6.0
            why.append(f"{parent.name} is stated beside it")
        else:
            points -= 5.0
    held = next((region for region in regions if lies_inside(place, region)), None)
    if held is not None:
        points += 2.2 if held.feature is not FeatureClass.OTHER else 3.2
        why.append(f"{held.name} is named with it")
    return points, why


Pull = tuple[float, "Place | None", float]


def pull_of(place: Place, choices: Sequence[tuple[Place, float]]) -> Pull:
    """Give how strongly a neighbour pulls a place: the force, the neighbour's reading, and the kilometres between."""
    force, other, away = 0.0, None, math.inf
    for one, probability in choices:
        if one.place_id != place.place_id:
            apart = kilometres_apart(place, one)
            strength = probability * math.exp(-apart / NEAR_KM)
            if strength > force:
                force, other, away = strength, one, apart
    return force, other, away


def score_pulls(pulls: Sequence[Pull]) -> tuple[float, list[str]]:
    """Sum up the pulls of the neighbours: the strongest and the mean."""
    strongest = max(pulls, key=itemgetter(0))
    why = []
    if strongest[1] is not None and strongest[2] < TELLING_KM:
        why.append(f"{strongest[2]:.0f} km from {strongest[1].name}, named beside it")
    return score_forces([force for force, _, _ in pulls]), why


def score_forces(forces: Sequence[float]) -> float:
    """Score the forces with which the neighbours pull a place."""
    return 3.0 * max(forces) + 2.0 * sum(forces) / len(forces)


def _nearest(place: Place, others: Sequence[Place]) -> tuple[float, Place | None]:
    best, found = math.inf, None
    if place.lon is None:
        return best, None
    for other in others:
        if other.place_id != place.place_id:
            away = kilometres_apart(place, other)
            if away < best:
                best, found = away, other
    return best, found


MAX_KNOWN = 100_000
"""Distances and nearest vertices that are kept."""
_known: dict[tuple[str, str], float] = {}


def kilometres_apart(one: Place, other: Place) -> float:
    """Kilometres between two places, to a line's nearest vertex; half of an estimate's radius is forgiven."""
    key = (one.place_id, other.place_id)
    known = _known.get(key)
    if known is None:
        if len(_known) > MAX_KNOWN:
            _known.clear()
        known = _known[key] = measure_apart(one, other)
    return known


def measure_apart(one: Place, other: Place) -> float:
    """Measure what `kilometres_apart` keeps."""
    if one.geometry is not None and other.geometry is None:
        one, other = other, one
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    away = approximate_km(one.lon, one.lat, other.lon, other.lat)
    if other.geometry is not None:
        vertex = nearest_vertex(other, one.lon, one.lat)
        if vertex is not None:
            away = approximate_km(one.lon, one.lat, *vertex)
    forgiven = max((TOLERANCE * place.radius_km for place in (one, other) if place.estimate), default=0.0)
    if other.feature is FeatureClass.OTHER or one.feature is FeatureClass.OTHER:
        forgiven = max(forgiven, min(25.0, max(one.radius_km, other.radius_km)))
    return max(0.0, away - forgiven)


def nearest_vertex(line: Place, lon: float, lat: float) -> tuple[float, float] | None:
    """Give the vertex of a river or border that lies nearest to a point, lon and lat."""
    if line.geometry is None:
        return None
    key = (line.place_id, lon, lat)
    known = _nearest_known.get(key)
    if known is None:
        if len(_nearest_known) > MAX_KNOWN:
            _nearest_known.clear()
        vertices = _vertices(line.geometry.coordinates)
        known = min(vertices, key=lambda at: approximate_km(lon, lat, *at), default=None)
        if known is not None:
            _nearest_known[key] = known
    return known


_nearest_known: dict[tuple[str, float, float], tuple[float, float]] = {}


@lru_cache(maxsize=512)
def _vertices(coordinates: tuple[object, ...]) -> tuple[tuple[float, float], ...]:
    if coordinates and isinstance(coordinates[0], int | float):
        return ((float(coordinates[0]), float(coordinates[1])),)  # type: ignore[arg-type]
    return tuple(point for part in coordinates if isinstance(part, tuple) for point in _vertices(part))


@lru_cache(maxsize=100_000)
def _to_line(lon: float, lat: float, line: tuple[tuple[float, float], ...]) -> float:
    """Kilometres from a point to a line of a few vertices, on a plane."""
    scale, best = math.cos(math.radians(lat)), math.inf
    for (x1, y1), (x2, y2) in pairwise(line):
        ax, ay = (x1 - lon) * scale * 111.2, (y1 - lat) * 111.2
        bx, by = (x2 - lon) * scale * 111.2, (y2 - lat) * 111.2
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
        best = min(best, math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    return best


def lies_inside(place: Place, parent: Place) -> bool:
    """Whether a place lies in a country, region, district, hromada or sector, or close to another place."""
    if parent.feature is FeatureClass.COUNTRY:
        return place.country == parent.country
    if parent.feature is FeatureClass.REGION:
        if parent.code == "AREA":
            return kilometres_apart(place, parent) <= parent.radius_km
        return bool(place.admin1) and place.admin1 == parent.admin1 and place.country == parent.country
    if parent.feature is FeatureClass.DISTRICT:
        return place.admin1 == parent.admin1 and parent.name in (place.admin2, place.admin3)
    return kilometres_apart(place, parent) <= max(15.0, parent.radius_km)


def front_of(day: date | None) -> Lines:
    """Give the line of contact of a day in rough strokes; those of the whole war where the day is unknown.

    Before the war there is none.
    """
    rows = load_place_words().front
    text = day.isoformat() if day is not None else ""
    return _lines_of(tuple(n for n, (since, until, _) in enumerate(rows) if not text or since <= text <= until))


@lru_cache(maxsize=64)
def _lines_of(numbers: tuple[int, ...]) -> Lines:
    """Give the same lines as one object, by which they are known again."""
    rows = load_place_words().front
    return tuple(rows[number][2] for number in numbers)
