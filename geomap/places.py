"""Chooses the place that a mention means: candidates are scored, the best is taken or none, with the reasons."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from geomap.gazetteer import Gazetteer
from geomap.groups import SURE, Group, Tally, count_groups
from geomap.nameforms import normalised
from geomap.namesakes import Choice, Namesakes, choose_rival, find_namesakes
from geomap.ranking import (
    TELLING_KM,
    Context,
    Lines,
    Ranked,
    front_of,
    kilometres_apart,
    lies_inside,
    pull_of,
    rank_candidates,
    rank_points,
    score_anchor,
    score_forces,
    score_named,
    score_pulls,
    score_units,
    tell_by_document,
)
from geomap.records import Candidate, Document, FeatureClass, Place, Resolution, Toponym
from geomap.refinements import Refiner, place_of_part

__all__ = ["Context", "explain_mentions", "rank_candidates", "resolve_places"]

MAX_ALTERNATIVES = 4
ROUNDS = 2
"""How often what the sentences say is carried back to the document."""
MAX_LEARNED = 3
"""Mentions of a group that are asked."""
MAX_COMPARED = 24
"""Namesakes that are compared by the sentence: the likeliest by the document, not further behind than
`WORTH_COMPARING` points."""
WORTH_COMPARING = 12.0
CLOSE = 7.0
"""Without a stated parent the sentence cannot make up for more points than this."""
SETTLED = 0.985
"""A namesake so likely by the document is not asked of the sentence, unless a unit follows the name."""
REACH, WIDE_REACH = 4, 6
"""Mentions before and after that count as neighbours, and among which units are."""
LEAST_BELIEF = 0.5
"""A unit is taken for named from so likely a reading on."""
LEAST_PROBABILITY = 0.15
"""Below it the best of several namesakes is not taken."""
MISSPELT_FACTOR = 0.7
GOVERNING_SECTOR, GOVERNING_UNIT = 3.0, 1.0
"""What lying in the sector or unit named last before in the paragraph is worth."""
FACILITY_KM = 60.0
"""A facility belongs to the town whose name it bears where that town is large or so near to the places around."""
_UNITS = frozenset({FeatureClass.REGION, FeatureClass.DISTRICT, FeatureClass.COUNTRY})

_BREAK = re.compile(r"[.!?…\n](?:(?<=\n)|(?<=[\w\"»”%)][\w\"»”%)][\w\"»”%)].)[\"»”)]*\s+(?=[A-ZА-ЯІЇЄҐ«\"“0-9–—]))")
_PARENT_LINK = re.compile(
    r"(?:,? \(?(?:(?:in|of|on) (?:the )?(?:[a-z]+ )?|в |у |во |на )?(?:[a-z]+ (?:of|part of) (?:the )?)?"
    r"|, )\(?\Z"
)


@dataclass(slots=True)
class _Around:
    """What stands around a mention: units stated for it, named with it, named before it, and neighbours."""

    parents: list[Place]
    regions: list[Place]
    governing: Place | None
    near: list[Group]


def resolve_places(document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """Choose a place for each mention, in the given order.

    Stated parents win; then the mentions of the sentence, those of the document, the front of the day and the size of
    the place decide. A mention whose namesakes cannot be told apart stays without a place, and says so.
    """
    return _Resolver(document, toponyms, gazetteer).resolve()


def explain_mentions(
    document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer, indexes: Sequence[int]
) -> tuple[tuple[Candidate, ...], ...]:
    """Give all candidates of some mentions with their scores and reasons, likeliest first.

    Parameters
    ----------
    indexes
        Which of the document's `toponyms` to explain.
    """
    resolver = _Resolver(document, toponyms, gazetteer)
    resolver.explaining = True
    resolver.prepare()
    return tuple(resolver.rank(index) for index in indexes)


class _Resolver:
    def __init__(self, document: Document, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> None:
        self.toponyms, self.gazetteer = toponyms, gazetteer
        self.text = normalised(document.text)
        self.groups: dict[tuple[object, ...], Group] = {}
        self.of: list[Group] = []
        self.sentence: list[int] = []
        self.paragraph: list[int] = []
        self.front = front_of(document.published)
        self.tally = Tally()
        self.rivals: dict[int, Choice] = {}
        self.explaining = False

    def resolve(self) -> tuple[Resolution, ...]:
        self.prepare()
        refiner = Refiner(self.text, self.gazetteer, self.sentence, self.paragraph)
        found: list[Resolution] = []
        for index in range(len(self.toponyms)):
            resolution = self._resolution(index, self.rank(index))
            if found:
                resolution = refiner.as_alias(resolution, found[-1], self.of[index].names.places)
            found.append(resolution)
        return tuple(refiner.finish(index, found) for index in range(len(found)))

    def prepare(self) -> None:
        """Group the mentions, number their sentences, and rank each group by the document."""
        self._group()
        self._cut()
        self._rank_groups()
        for _ in range(ROUNDS):
            self._learn()
            self._rank_groups()

    def _group(self) -> None:
        for index, toponym in enumerate(self.toponyms):
            key = (toponym.place_ids, toponym.feature, toponym.name)
            group = self.groups.get(key)
            if group is None:
                group = self.groups[key] = self._new_group(toponym)
            group.members.append(index)
            self.of.append(group)

    def _new_group(self, toponym: Toponym) -> Group:
        names = find_namesakes(self.gazetteer, toponym.name, toponym.feature, toponym.place_ids)
        places = names.places
        misspelt = not names.known and bool(places) and not self.gazetteer.lookup(toponym.text)
        group = Group(toponym, names, misspelt, places[0] if places else None, 0.0, [], [])
        if len(places) == 1:
            group.ranked = [(1.0, 0)]
            group.believe(group.ranked)
        return group

    def _cut(self) -> None:
        """Number the sentences and paragraphs of the mentions."""
        sentence, paragraph, last, text = 0, 0, 0, self.text
        for toponym in self.toponyms:
            start = toponym.start
            if text.find("\n", last, start) >= 0:
                paragraph += 1
                sentence += 1
            elif _BREAK.search(text, max(0, last - 3), start + 1):
                sentence += 1
            self.sentence.append(sentence)
            self.paragraph.append(paragraph)
            last = toponym.end

    def _rank_groups(self) -> None:
        """Rank every group by itself and by the rest of the document."""
        self.tally = count_groups(self.groups.values())
        for group in self.groups.values():
            if len(group.names.places) > 1:
                self._rank_group(group)
                if not group.believed:
                    group.believe(group.ranked)

    def _rank_group(self, group: Group) -> None:
        """Rank the namesakes of a group, unless what that rests on is as it was."""
        names = group.names
        weights = self.tally.weights(group)
        named = [score_named(admin1, country, weights) for admin1, country in names.units]
        rested = (named, self.tally.war, self.tally.anchors)
        if rested == group.rested:
            return
        group.rested = rested
        parts = zip(
            names.points(self._usual_choice(group)),
            names.unit_of,
            map(score_anchor, self._away(names)),
            names.off(self._front())[2],
            strict=True,
        )
        points = [own + (named[unit] + near + front) for own, unit, near, front in parts]
        group.points, group.ranked = points, rank_points(points, names.order)
        likely = sorted(names.order, key=points.__getitem__, reverse=True)[:MAX_COMPARED]
        best = points[likely[0]]
        group.likely = [number for number in likely if points[number] >= best - WORTH_COMPARING]
        group.close = sum(points[number] >= best - CLOSE for number in group.likely)

    def _front(self) -> Lines:
        """Give the front of the day where the document may tell of the war."""
        return self.front if self.tally.war else ()

    def _away(self, names: Namesakes) -> list[float]:
        """Measure the kilometres from each of the namesakes to the nearest anchor."""
        if not self.tally.anchors:
            return [math.inf] * len(names.places)
        columns = [names.beside(anchor)[0] for anchor in self.tally.anchors]
        return columns[0] if len(columns) == 1 else list(map(min, *columns))

    def _choice(self, group: Group, index: int) -> Choice:
        """Give which of the rivals a mention speaks of."""
        if group.names.rivals is None:
            return Choice.NONE
        known = self.rivals.get(index)
        if known is None:
            toponym = self.toponyms[index]
            known = self.rivals[index] = choose_rival(group.names.rivals, self.text, toponym.start, toponym.end)
        return known

    def _usual_choice(self, group: Group) -> Choice:
        """Give what most of a group's first mentions speak of: the city, the region or the river."""
        if group.names.rivals is not None and group.usual is Choice.NONE:
            choices = Counter(self._choice(group, index) for index in group.members[:MAX_LEARNED])
            group.usual = choices.most_common(1)[0][0]
        return group.usual

    def _learn(self) -> None:
        """Let what the sentences say of a group's first mentions stand for the group while others are ranked."""
        learned: list[tuple[Group, list[Ranked]]] = []
        for group in self.groups.values():
            if len(group.names.places) < 2:
                continue
            totals: dict[int, float] = {}
            chosen = group.members[:MAX_LEARNED]
            for index in chosen:
                for score, number in self._standing(index)[0]:
                    if not score:
                        break
                    totals[number] = score / len(chosen) + totals.get(number, 0.0)
            ranking = [(totals[number], number) for number in group.names.order if number in totals]
            learned.append((group, sorted(ranking, key=itemgetter(0), reverse=True)))
        for group, ranking in learned:
            group.believed = ranking
            group.believe(ranking)

    def rank(self, index: int) -> tuple[Candidate, ...]:
        """Rank the candidates of one mention, its sentence included: all of them to explain it, else the first."""
        return self._told(index, None if self.explaining else 1 + MAX_ALTERNATIVES)

    def _told(self, index: int, keep: int | None) -> tuple[Candidate, ...]:
        """Give the first `keep` candidates of a mention with what speaks for them."""
        group = self.of[index]
        ranked, around = self._standing(index)
        if around is None and group.told is not None and keep is not None:
            return group.told
        choice, told = self._choice(group, index), []
        for score, number in ranked[:keep]:
            place, why = group.names.places[number], self._reasons(group, number)
            if around is not None:
                why = (*self._reasons_around(group, place, around, choice), *why)
            told.append(Candidate(place, score, "; ".join(dict.fromkeys(why))))
        if around is None and keep is not None:
            group.told = tuple(told)
        return tuple(told)

    def _standing(self, index: int) -> tuple[list[Ranked], _Around | None]:
        """Rank the namesakes of one mention; with what stands around it, where that was asked."""
        group = self.of[index]
        if len(group.names.places) < 2:
            return group.ranked, None
        settled = group.names.rivals is None and group.ranked[0][0] > SETTLED and not self._followed(index)
        if settled and not self.explaining:
            return group.ranked, None
        around = self._local(index)
        return self._rank_locally(group, around, self._choice(group, index)), around

    def _rank_locally(self, group: Group, around: _Around, choice: Choice) -> list[Ranked]:
        names = group.names
        compared = group.likely if around.parents or choice is not Choice.NONE else group.likely[: group.close]
        places = [names.places[number] for number in compared]
        points = [group.points[number] for number in compared]
        if around.parents or around.regions:
            for at, place in enumerate(places):
                points[at] += score_units(place, around.parents, around.regions)[0]
        governing = around.governing
        if governing is not None:
            for at, place in enumerate(places):
                if lies_inside(place, governing):
                    points[at] += _worth(governing)
        if around.near:
            forces = zip(*(_forces(names, compared, other) for other in around.near), strict=True)
            points = [score + score_forces(forces_here) for score, forces_here in zip(points, forces, strict=True)]
        if names.rivals is not None and choice is not group.usual:
            for at, place in enumerate(places):
                points[at] += names.rivals.points(place, choice)[0] - names.rivals.points(place, group.usual)[0]
        order = sorted(range(len(compared)), key=lambda at: places[at].place_id)
        ranked = rank_points(points, order, None if self.explaining else 1 + MAX_ALTERNATIVES)
        return [(score, compared[at]) for score, at in ranked]

    def _reasons(self, group: Group, number: int) -> tuple[str, ...]:
        """Tell what in the document and in itself speaks for a place; kept for the document."""
        known = group.reasons.get(number)
        if known is None:
            names, place = group.names, group.names.places[number]
            distances = [names.beside(anchor)[0][number] for anchor in self.tally.anchors]
            away = min(distances, default=math.inf)
            by_document = tell_by_document(
                place,
                self.tally.anchors[distances.index(away)] if away < TELLING_KM else None,
                away,
                names.off(self._front())[1][number],
                named=self.tally.names(place.admin1, group),
                of_day=len(self.front) == 1,
            )
            known = group.reasons[number] = (*by_document, *names.itself[number][1])
        return known

    @staticmethod
    def _reasons_around(group: Group, place: Place, around: _Around, choice: Choice) -> list[str]:
        """Tell what stands around a mention that speaks for a place."""
        why = score_units(place, around.parents, around.regions)[1]
        if around.governing is not None and lies_inside(place, around.governing):
            why.append(f"{around.governing.name} is named before it")
        if around.near:
            why += score_pulls([pull_of(place, other.choices) for other in around.near])[1]
        if group.names.rivals is not None:
            why += group.names.rivals.points(place, choice)[1]
        return why

    def _local(self, index: int) -> _Around:
        """Collect the stated parents, the units named and the neighbours of a mention."""
        parents: list[Place] = []
        regions: list[Place] = []
        near: list[Group] = []
        own, sentence = self.of[index], self.sentence[index]
        low = bisect_left(self.sentence, sentence, max(0, index - WIDE_REACH), index)
        high = bisect_right(self.sentence, sentence, index, min(len(self.sentence), index + WIDE_REACH + 1))
        for other in range(low, high):
            group = self.of[other]
            place = group.lead
            if group is own or place is None:
                continue
            if place.feature in _UNITS:
                if group.belief < LEAST_BELIEF:
                    continue
                if other == index + 1 and self._states_parent(index):
                    parents.append(place)
                elif place.feature is not FeatureClass.COUNTRY:
                    regions.append(place)
            elif place.code == "SECT":
                regions.append(place)
            elif abs(other - index) <= REACH and place.feature is not FeatureClass.OTHER and group.choices:
                near.append(group)
        return _Around(parents, regions, None if regions else self._governing(index), near)

    def _governing(self, index: int) -> Place | None:
        """Give the sector or unit named last before in the same paragraph."""
        for other in range(index - 1, max(-1, index - 16), -1):
            if self.paragraph[other] != self.paragraph[index]:
                return None
            group = self.of[other]
            place = group.lead
            if place is None or group.belief < LEAST_BELIEF:
                continue
            if place.code == "SECT" or place.feature in (FeatureClass.REGION, FeatureClass.DISTRICT):
                return place
        return None

    def _followed(self, index: int) -> bool:
        """Whether another mention follows closely, which may state the parent."""
        other = index + 1
        return other < len(self.toponyms) and self._states_parent(index)

    def _states_parent(self, index: int) -> bool:
        low, high = self.toponyms[index].end, self.toponyms[index + 1].start
        if high - low > 24:
            return False
        link = self.text[low:high]
        return link == " " or _PARENT_LINK.match(link) is not None

    def _resolution(self, index: int, ranked: tuple[Candidate, ...]) -> Resolution:
        toponym, group = self.toponyms[index], self.of[index]
        if not ranked:
            return Resolution(toponym, None, 0.0, "no place of this name is in the gazetteer")
        best, others = ranked[0], ranked[1 : 1 + MAX_ALTERNATIVES]
        count = len(group.names.places)
        stranger = self._stranger(index, best.place)
        if stranger is not None:
            why = f"none of this name is known in {stranger.name}"
            return Resolution(toponym, None, 0.0, why, ranked[:MAX_ALTERNATIVES])
        if best.score < LEAST_PROBABILITY and count > 3:
            why = f"one of {count} of this name; nothing tells which"
            return Resolution(toponym, None, best.score, why, ranked[:MAX_ALTERNATIVES])
        why = f"one of {count} of this name" if count > 1 else "the only one of this name"
        confidence = best.score
        if group.misspelt:
            why, confidence = f"{toponym.name} misspelt for {best.place.name}", MISSPELT_FACTOR * best.score
        if best.why:
            why = f"{why}; {best.why}"
        place = best.place
        if toponym.feature is FeatureClass.FACILITY and place.feature is not FeatureClass.FACILITY:
            near = min((kilometres_apart(place, anchor) for anchor in self.tally.anchors), default=0.0)
            if near > FACILITY_KM and place.population < 20_000 and place.feature is FeatureClass.SETTLEMENT:
                why = f"{place.name} lies {near:.0f} km from the places around"
                return Resolution(toponym, None, 0.0, why, self._told(index, None))
            place = place_of_part(place, toponym)
            why = f"a facility of {best.place.name}; {why}"
        return Resolution(toponym, place, round(confidence, 4), why, others, place.radius_km)

    def _stranger(self, index: int, place: Place) -> Place | None:
        """Give the region that the text states for a settlement which lies in another one."""
        if place.feature is not FeatureClass.SETTLEMENT or not self._followed(index):
            return None
        after = self.of[index + 1]
        if not after.ranked or after.ranked[0][0] < SURE or after.toponym.feature is not FeatureClass.REGION:
            return None
        parent = after.names.places[after.ranked[0][1]]
        if parent.feature is not FeatureClass.REGION or parent.code == "AREA" or not place.admin1:
            return None
        return None if lies_inside(place, parent) else parent


def _worth(governing: Place) -> float:
    return GOVERNING_SECTOR if governing.code == "SECT" else GOVERNING_UNIT


def _forces(names: Namesakes, compared: Sequence[int], other: Group) -> list[float]:
    """Give how strongly the likely readings of a neighbour pull each namesake."""
    columns = [(names.beside(place)[1], probability) for place, probability in other.choices]
    if len(columns) == 1:
        near, probability = columns[0]
        return [probability * near[number] for number in compared]
    return [max([probability * near[number] for near, probability in columns]) for number in compared]
