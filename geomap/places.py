"""Chooses the place that a mention means: candidates are scored, the best is taken or none, with the reasons."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from geomap.gazetteer import Gazetteer, NameKind
from geomap.geo import approximate_km
from geomap.placewords import load_place_words
from geomap.records import Candidate, Document, FeatureClass, Place, Resolution, Toponym
from geomap.text import normalise

__all__ = ["Context", "rank_candidates", "resolve_places"]

MAX_CANDIDATES = 40
"""Namesakes that are compared; the most populous are kept."""
MAX_ANCHORS = 24
"""Places of a document that support the others."""
MAX_ALTERNATIVES = 4
LEAST_PROBABILITY = 0.16
"""Below it the best of several namesakes is not taken."""
NEAR_KM = 30.0
WIDE_KM = 150.0
FRONT_KM = 25.0

_KIND_SCORE = {
    NameKind.NAME: 0.0,
    NameKind.INFLECTED: 0.0,
    NameKind.VARIANT: -0.35,
    NameKind.FORMER: -0.5,
    NameKind.NICKNAME: 0.0,
    NameKind.ADJECTIVE: 0.0,
}
_BREAK = re.compile(r"(?<=[\w\"»”)][\w\"»”)][\w\"»”)])[.!?…][\"»”)]*\s+(?=[A-ZА-ЯІЇЄҐ«\"“0-9])|\n")
_PARENT_LINK = re.compile(
    r"(?:,? \(?(?:(?:in|of|on|from) (?:the )?(?:\w+ )?|в |у |во |на |з |із |из )?(?:\w+ (?:of|part of) (?:the )?)?|, )\(?\Z"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What speaks for one namesake rather than another.

    `parents` are units that the text states for this very mention, `regions` those named in its sentence, `near` the
    places of the same sentence or list, `anchors` those that the document has fixed; `weights` counts the document's
    first-level units and countries; `front` is the line of contact of the day.
    """

    parents: tuple[Place, ...] = ()
    regions: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    anchors: tuple[Place, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    front: tuple[tuple[float, float], ...] = ()


def rank_candidates(
    toponym: Toponym,
    candidates: Sequence[Place],
    context: Context | None = None,
    *,
    kinds: dict[str, NameKind] | None = None,
) -> tuple[Candidate, ...]:
    """Order the places that a name may mean, likeliest first.

    Parameters
    ----------
    candidates
        The gazetteer entries sharing the name, in any order.
    kinds
        How the name relates to each place id.

    Returns
    -------
    tuple of Candidate
        Scores add up to 1.
    """
    context = context or Context()
    kinds = kinds or {}
    scored = []
    weights = dict(context.weights)
    for place in candidates:
        points, reasons = _intrinsic(toponym, place, kinds.get(place.place_id, NameKind.NAME))
        more, why = _by_document(place, context, weights)
        local, where = _by_sentence(place, context)
        scored.append((points + more + local, place, (*where, *why, *reasons)))
    return _normalised(scored)


def _normalised(scored: list[tuple[float, Place, tuple[str, ...]]]) -> tuple[Candidate, ...]:
    if not scored:
        return ()
    best = max(points for points, _, _ in scored)
    exps = [math.exp(points - best) for points, _, _ in scored]
    total = sum(exps)
    ranked = sorted(zip(exps, scored, strict=True), key=lambda item: (-item[0], item[1][1].place_id))
    return tuple(Candidate(place, round(weight / total, 4), "; ".join(why)) for weight, (_, place, why) in ranked)


def _intrinsic(toponym: Toponym, place: Place, kind: NameKind) -> tuple[float, tuple[str, ...]]:
    points, why = _KIND_SCORE[kind], []
    if kind is NameKind.FORMER:
        why.append("a former name")
    if place.population > 0:
        points += 0.55 * math.log10(place.population + 1) - 0.6
        if place.population >= 50_000:
            why.append(f"a town of {place.population:,}".replace(",", " "))
    if place.feature is FeatureClass.COUNTRY:
        points += 6.0
    elif place.feature is not FeatureClass.SETTLEMENT:
        points += 1.5
    if place.code == "PPLX":
        points -= 1.5
    if toponym.feature is not None:
        if place.feature is toponym.feature:
            why.append(f"the text asks for a {toponym.feature.value}")
        else:
            points -= 6.0
    return points, tuple(why)


def _by_document(place: Place, context: Context, weights: dict[str, float]) -> tuple[float, tuple[str, ...]]:
    points, why = 0.0, []
    region = weights.get(place.admin1, 0.0) if place.admin1 else 0.0
    if region:
        points += 2.0 * min(1.0, 2.5 * region)
        why.append(f"{place.admin1} is named in the document")
    country = weights.get(place.country, 0.0)
    points += 2.5 * country
    if not country and weights:
        points -= 1.5
    away, anchor = _nearest(place, context.anchors)
    if anchor is not None:
        points += 2.0 * math.exp(-away / NEAR_KM) + 1.0 * math.exp(-away / WIDE_KM)
        if away < 60:
            why.append(f"{away:.0f} km from {anchor.name}, named in the document")
    if context.front and place.feature is FeatureClass.SETTLEMENT and place.lon is not None and place.lat is not None:
        off = _to_line(place.lon, place.lat, context.front)
        points += 1.2 * math.exp(-off / FRONT_KM)
        if off < FRONT_KM:
            why.append(f"{off:.0f} km from the front of the day")
    return points, tuple(why)


def _by_sentence(place: Place, context: Context) -> tuple[float, tuple[str, ...]]:
    points, why = 0.0, []
    for parent in context.parents:
        if _inside(place, parent):
            points += 5.0
            why.append(f"{parent.name} is stated beside it")
        else:
            points -= 4.0
    if context.regions:
        held = next((region for region in context.regions if _inside(place, region)), None)
        if held is not None:
            points += 1.8
            why.append(f"{held.name} is named in the same sentence")
    away, other = _nearest(place, context.near)
    if other is not None:
        points += 2.5 * math.exp(-away / NEAR_KM)
        if away < 60:
            why.append(f"{away:.0f} km from {other.name}, named beside it")
    return points, tuple(why)


def _nearest(place: Place, others: Sequence[Place]) -> tuple[float, Place | None]:
    best, found = math.inf, None
    if place.lon is None or place.lat is None:
        return best, None
    for other in others:
        if other.place_id == place.place_id:
            continue
        away = _apart(place, other)
        if away < best:
            best, found = away, other
    return best, found


@lru_cache(maxsize=200_000)
def _apart(one: Place, other: Place) -> float:
    """Kilometres between two places; to a line, the way to its nearest vertex."""
    if one.geometry is not None and other.geometry is None:
        one, other = other, one
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    if other.geometry is not None:
        return min(
            (approximate_km(one.lon, one.lat, x, y) for x, y in _vertices(other.geometry.coordinates)),
            default=math.inf,
        )
    return approximate_km(one.lon, one.lat, other.lon, other.lat)


def _vertices(coordinates: tuple[object, ...]) -> list[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [(float(coordinates[0]), float(coordinates[1]))]  # type: ignore[arg-type]
    return [point for part in coordinates if isinstance(part, tuple) for point in _vertices(part)]


@lru_cache(maxsize=100_000)
def _to_line(lon: float, lat: float, line: tuple[tuple[float, float], ...]) -> float:
    """Kilometres from a point to a line of a few vertices, on a plane."""
    scale = math.cos(math.radians(lat))
    best = math.inf
    for (x1, y1), (x2, y2) in zip(line, line[1:], strict=False):
        ax, ay = (x1 - lon) * scale * 111.2, (y1 - lat) * 111.2
        bx, by = (x2 - lon) * scale * 111.2, (y2 - lat) * 111.2
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
        best = min(best, math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    return best


def _inside(place: Place, parent: Place) -> bool:
    if parent.feature is FeatureClass.COUNTRY:
        return place.country == parent.country
    if parent.feature is FeatureClass.REGION:
        if parent.code == "AREA":
            return _apart(place, parent) <= parent.radius_km
        return bool(place.admin1) and place.admin1 == parent.admin1 and place.country == parent.country
    if parent.feature is FeatureClass.DISTRICT:
        return place.admin1 == parent.admin1 and parent.name in (place.admin2, place.admin3)
    return _apart(place, parent) <= max(25.0, parent.radius_km)


@dataclass(slots=True)
class _Group:
    """Mentions that share a name, its possible places and the class asked for."""

    toponym: Toponym
    places: tuple[Place, ...]
    kinds: dict[str, NameKind]
    ranked: tuple[Candidate, ...] = ()
    scores: dict[str, tuple[float, tuple[str, ...]]] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    cache: dict[tuple[object, ...], tuple[Candidate, ...]] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        return len(self.ranked) < 2 or self.ranked[0].score > 0.98


def resolve_places(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """Choose a place for each mention, in the given order.

    Stated parents win; then the mentions of the sentence, those of the document, the front of the day and the size of
    the place decide. A mention whose namesakes cannot be told apart stays without a place, and says so.
    """
    return _Resolver(document, toponyms, gazetteer).resolve()


class _Resolver:
    def __init__(self, document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> None:
        self.document, self.toponyms, self.gazetteer = document, toponyms, gazetteer
        self.text = normalise(document.text)
        self.groups: dict[tuple[object, ...], _Group] = {}
        self.of: list[_Group] = []
        self.sentence: list[int] = []
        self.front = front_of(document.published)

    def resolve(self) -> tuple[Resolution, ...]:
        self._group()
        self._cut()
        context = Context()
        for _ in range(2):
            context = self._document_context()
            weights = dict(context.weights)
            for group in self.groups.values():
                group.scores = {}
                scored = []
                for place in group.places:
                    points, reasons = _intrinsic(group.toponym, place, group.kinds[place.place_id])
                    more, why = _by_document(place, context, weights)
                    group.scores[place.place_id] = (points + more, (*why, *reasons))
                    scored.append((points + more, place, (*why, *reasons)))
                group.ranked = _normalised(scored)
        chosen = [self._choose(index) for index in range(len(self.toponyms))]
        return tuple(self._resolution(index, ranked) for index, ranked in enumerate(chosen))

    def _group(self) -> None:
        for index, toponym in enumerate(self.toponyms):
            key = (toponym.place_ids, toponym.feature, toponym.name)
            group = self.groups.get(key)
            if group is None:
                group = self.groups[key] = self._new_group(toponym)
            group.members.append(index)
            self.of.append(group)

    def _new_group(self, toponym: Toponym) -> _Group:
        kinds = {hit.place_id: hit.kind for hit in self.gazetteer.lookup(toponym.name)}
        places = [self.gazetteer.place(place_id) for place_id in toponym.place_ids]
        if toponym.feature is not None and any(place.feature is toponym.feature for place in places):
            places = [place for place in places if place.feature is toponym.feature]
        places = _without_twins(places)
        if len(places) > MAX_CANDIDATES:
            near = [place for place in places if place.country in ("UA", "RU")]
            places = sorted(near or places, key=lambda place: -place.population)[: 2 * MAX_CANDIDATES]
        return _Group(toponym, tuple(places), {p.place_id: kinds.get(p.place_id, NameKind.NAME) for p in places})

    def _cut(self) -> None:
        """Number the sentences of the mentions."""
        number, last = 0, 0
        for toponym in self.toponyms:
            if _BREAK.search(self.text, last, toponym.start):
                number += 1
            self.sentence.append(number)
            last = toponym.end

    def _document_context(self) -> Context:
        regions: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        anchors: Counter[Place] = Counter()
        for group in self.groups.values():
            if not group.places:
                continue
            place, sure = group.places[0], len(group.places) == 1
            if group.ranked:
                place, sure = group.ranked[0].place, group.ranked[0].score > 0.8
            if not sure:
                if len({p.admin1 for p in group.places}) == 1 and place.admin1:
                    regions[place.admin1] += len(group.members)
                    countries[place.country] += len(group.members)
                continue
            count = len(group.members)
            if place.country:
                countries[place.country] += 1 + count
            if place.admin1 and not group.toponym.role == "metonym":
                regions[place.admin1] += count
            if place.feature not in (FeatureClass.COUNTRY, FeatureClass.REGION) and group.toponym.role == "literal":
                anchors[place] += count
        total, all_countries = sum(regions.values()) or 1, sum(countries.values()) or 1
        weights = [(name, count / total) for name, count in regions.items()]
        weights += [(name, count / all_countries) for name, count in countries.items()]
        nearby = tuple(place for place, _ in anchors.most_common(MAX_ANCHORS))
        war = countries["UA"] + countries["RU"] > 0
        return Context(anchors=nearby, weights=tuple(weights), front=self.front if war else ())

    def _choose(self, index: int) -> tuple[Candidate, ...]:
        group = self.of[index]
        if len(group.places) < 2:
            return group.ranked
        ranked = group.ranked
        if not group.settled or len({place.admin1 for place in group.places}) > 1:
            context, key = self._local(index)
            known = group.cache.get(key)
            if known is None:
                known = group.cache[key] = self._rank_locally(group, context)
            ranked = known
        return ranked

    def _rank_locally(self, group: _Group, context: Context) -> tuple[Candidate, ...]:
        scored = []
        for place in group.places:
            points, why = group.scores[place.place_id]
            more, where = _by_sentence(place, context)
            scored.append((points + more, place, (*where, *why)))
        return _normalised(scored)

    def _local(self, index: int) -> tuple[Context, tuple[object, ...]]:
        """Collect the stated parents, the regions and the settled neighbours of a mention's sentence."""
        parents, regions, near = [], [], []
        sentence, own = self.sentence[index], self.of[index]
        for other in range(max(0, index - 6), min(len(self.toponyms), index + 7)):
            group = self.of[other]
            if other == index or group is own or self.sentence[other] != sentence or not group.ranked:
                continue
            best = group.ranked[0]
            if best.score < 0.6:
                continue
            place = best.place
            if place.feature in (FeatureClass.REGION, FeatureClass.DISTRICT, FeatureClass.COUNTRY):
                if other == index + 1 and self._states_parent(index, place):
                    parents.append(place)
                elif place.feature is not FeatureClass.COUNTRY:
                    regions.append(place)
            elif abs(other - index) <= 4:
                near.append(place)
        key = tuple(place.place_id for place in (*parents, *regions)), tuple(place.place_id for place in near)
        return Context(parents=tuple(parents), regions=tuple(regions), near=tuple(near)), (*key, len(parents))

    def _states_parent(self, index: int, parent: Place) -> bool:
        low, high = self.toponyms[index].end, self.toponyms[index + 1].start
        link = self.text[low:high]
        return len(link) <= 24 and (link == " " or _PARENT_LINK.fullmatch(link) is not None)

    def _resolution(self, index: int, ranked: tuple[Candidate, ...]) -> Resolution:
        toponym, group = self.toponyms[index], self.of[index]
        if not ranked:
            return Resolution(toponym, None, 0.0, "no place of this name is in the gazetteer")
        best = ranked[0]
        count = len(group.places)
        others = ranked[1 : 1 + MAX_ALTERNATIVES]
        if best.score < LEAST_PROBABILITY and count > 3:
            return Resolution(
                toponym, None, best.score, f"one of {count} of this name; nothing tells which", (best, *others)
            )
        why = f"one of {count} of this name" if count > 1 else "the only one of this name"
        if best.why:
            why = f"{why}; {best.why}"
        return Resolution(toponym, best.place, best.score, why, others, best.place.radius_km)


def _without_twins(places: Sequence[Place]) -> list[Place]:
    """Leave out a borough's entry where the settlement itself is there."""
    kept = [place for place in places if place.code != "PPLX"]
    return list(kept or places)


def front_of(day: date | None) -> tuple[tuple[float, float], ...]:
    """Give the line of contact of a day, roughly; empty where the day is unknown or before the war."""
    if day is None:
        return ()
    for since, until, line in load_place_words().front:
        if since <= day.isoformat() <= until:
            return line
    return ()
