"""Chooses the place that a mention means: candidates are scored, the best is taken or none, with the reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geomap.gazetteer import Gazetteer, NameKind
from geomap.nameforms import normalised
from geomap.namesakes import Choice, Rivals, choose_rival, find_rivals
from geomap.placewords import load_place_words
from geomap.ranking import (
    Context,
    Pull,
    Scored,
    front_of,
    kilometres_apart,
    lies_inside,
    normalise_scores,
    pull_of,
    rank_candidates,
    score_by_document,
    score_itself,
    score_pulls,
    score_units,
)
from geomap.records import Candidate, Document, FeatureClass, Place, Resolution, Toponym, ToponymRole
from geomap.refinements import Refiner, place_of_part

__all__ = ["Context", "explain_mentions", "rank_candidates", "resolve_places"]

MAX_CANDIDATES = 80
"""Namesakes that are compared; the most populous are kept."""
MAX_ANCHORS = 24
"""Places of a document that support the others."""
MAX_ALTERNATIVES = 4
ROUNDS = 2
"""How often what the sentences say is carried back to the document."""
MAX_LEARNED = 3
"""Mentions of a group that are asked."""
MAX_CHOICES = 4
"""Readings of a neighbour that pull a namesake, each likelier than `LEAST_CHOICE`."""
LEAST_CHOICE = 0.04
MAX_COMPARED = 24
"""Namesakes that are compared by the sentence: the likeliest by the document, not further behind than
`WORTH_COMPARING` points."""
WORTH_COMPARING = 12.0
CLOSE = 7.0
"""Without a stated parent the sentence cannot make up for more points than this."""
SETTLED = 0.985
"""A namesake so likely by the document is not asked of the sentence, unless a unit follows the name."""
REACH = 4
"""Mentions before and after that count as neighbours."""
LEAST_PROBABILITY = 0.15
"""Below it the best of several namesakes is not taken."""
SURE = 0.8
MISSPELT_FACTOR = 0.7
GOVERNING_SECTOR, GOVERNING_UNIT = 3.0, 1.0
"""What lying in the sector or unit named last before in the paragraph is worth."""
FACILITY_KM = 60.0
"""A facility belongs to the town whose name it bears where that town is large or so near to the places around."""
_THEATRE = ("UA", "RU")
"""Naming either state speaks for places in both."""
KINDRED = 0.7
"""How far a place in one state of the war speaks for places in the other."""

_BREAK = re.compile(r"(?<=[\w\"»”%)][\w\"»”%)][\w\"»”%)])[.!?…][\"»”)]*\s+(?=[A-ZА-ЯІЇЄҐ«\"“0-9–—])|\n")
_PARENT_LINK = re.compile(
    r"(?:,? \(?(?:(?:in|of|on) (?:the )?(?:[a-z]+ )?|в |у |во |на )?(?:[a-z]+ (?:of|part of) (?:the )?)?"
    r"|, )\(?\Z"
)


@dataclass(slots=True)
class _Group:
    """Mentions that share a name, its possible places and the class asked for."""

    toponym: Toponym
    places: tuple[Place, ...]
    kinds: dict[str, NameKind]
    capital: bool = False
    misspelt: bool = False
    rivals: Rivals | None = None
    usual: Choice = Choice.NONE
    ranked: tuple[Candidate, ...] = ()
    believed: tuple[Candidate, ...] = ()
    likely: tuple[Scored, ...] = ()
    close: tuple[Scored, ...] = ()
    choices: tuple[tuple[Place, float], ...] = ()
    pulls: dict[int, tuple[Pull, ...]] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    cache: dict[tuple[object, ...], tuple[Candidate, ...]] = field(default_factory=dict)
    regions: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a mention: units stated for it, named with it, named before it, and neighbours."""

    parents: tuple[Place, ...]
    regions: tuple[Place, ...]
    governing: Place | None
    near: tuple[_Group, ...]

    @property
    def key(self) -> tuple[object, ...]:
        return (
            tuple(place.place_id for place in self.parents),
            tuple(place.place_id for place in self.regions),
            self.governing.place_id if self.governing is not None else "",
            tuple(map(id, self.near)),
        )


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
        self.groups: dict[tuple[object, ...], _Group] = {}
        self.of: list[_Group] = []
        self.sentence: list[int] = []
        self.paragraph: list[int] = []
        self.front = front_of(document.published)
        self.anchors: tuple[Place, ...] = ()
        self.explaining = False

    def resolve(self) -> tuple[Resolution, ...]:
        self.prepare()
        refiner = Refiner(self.text, self.gazetteer, self.sentence, self.paragraph)
        found: list[Resolution] = []
        for index in range(len(self.toponyms)):
            resolution = self._resolution(index, self.rank(index))
            if found:
                resolution = refiner.as_alias(resolution, found[-1], self.of[index].places)
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

    def _new_group(self, toponym: Toponym) -> _Group:
        kinds = {hit.place_id: hit.kind for hit in self.gazetteer.lookup(toponym.name)}
        places = [self.gazetteer.place(place_id) for place_id in toponym.place_ids]
        if toponym.feature is not None and any(place.feature is toponym.feature for place in places):
            places = [place for place in places if place.feature is toponym.feature]
        if toponym.feature is FeatureClass.REGION and len(places) > 1:
            places = [place for place in places if place.name.endswith((" Oblast", " Krai"))] or places
        if len(places) > MAX_CANDIDATES:
            near = [place for place in places if place.country in ("UA", "RU")]
            places = sorted(near or places, key=lambda place: (-place.population, place.place_id))[:MAX_CANDIDATES]
        known = {place.place_id: kinds.get(place.place_id, NameKind.NAME) for place in places}
        script = "cyr" if toponym.name[:1] > "\u0400" else "en"
        capital = toponym.name.lower() in load_place_words().of("capital", script)
        misspelt = not kinds and bool(places) and not self.gazetteer.lookup(toponym.text)
        return _Group(toponym, tuple(places), known, capital, misspelt, find_rivals(places, known))

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
        regions: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        anchors: Counter[Place] = Counter()
        for group in self.groups.values():
            self._count(group, anchors)
            regions.update(group.regions)
            countries.update(group.countries)
        self.anchors = tuple(place for place, _ in anchors.most_common(MAX_ANCHORS))
        war = not countries or any(countries[country] for country in _THEATRE)
        for group in self.groups.values():
            weights = _shares(regions, group.regions) | _in_theatre(_shares(countries, group.countries))
            best = max(group.places, key=lambda place: (place.population, place.place_id), default=None)
            choice = self._usual_choice(group)
            scored = []
            for place in group.places:
                points, reasons = score_itself(
                    group.toponym, place, group.kinds[place.place_id], capital=group.capital and place is best
                )
                more, why = score_by_document(place, self.anchors, weights, self.front if war else ())
                if group.rivals is not None:
                    points += group.rivals.points(place, choice)[0]
                item = (points + more, place, (*why, *reasons))
                scored.append(item)
            group.ranked = normalise_scores(scored)
            scored.sort(key=lambda item: (-item[0], item[1].place_id))
            floor = scored[0][0] - WORTH_COMPARING if scored else 0.0
            group.likely = tuple(item for item in scored[:MAX_COMPARED] if item[0] >= floor)
            group.close = tuple(item for item in group.likely if item[0] >= scored[0][0] - CLOSE)
            group.choices = tuple(
                (item.place, item.score)
                for item in (group.believed or group.ranked)[:MAX_CHOICES]
                if item.score > LEAST_CHOICE and item.place.feature is not FeatureClass.RIVER
            )
            group.cache.clear()
            group.pulls.clear()

    def _usual_choice(self, group: _Group) -> Choice:
        """Give what most of a group's first mentions speak of: the city, the region or the river."""
        if group.rivals is None:
            return Choice.NONE
        if group.usual is Choice.NONE:
            mentions = [self.toponyms[index] for index in group.members[:MAX_LEARNED]]
            choices = Counter(choose_rival(group.rivals, self.text, item.start, item.end) for item in mentions)
            group.usual = choices.most_common(1)[0][0]
        return group.usual

    def _learn(self) -> None:
        """Let what the sentences say of a group's first mentions stand for the group while others are ranked."""
        learned: list[tuple[_Group, tuple[Candidate, ...]]] = []
        for group in self.groups.values():
            if len(group.places) < 2 or not group.likely:
                continue
            totals: dict[str, tuple[float, Candidate]] = {}
            chosen = group.members[:MAX_LEARNED]
            for index in chosen:
                for candidate in self.rank(index):
                    known = totals.get(candidate.place.place_id)
                    score = candidate.score / len(chosen) + (known[0] if known else 0.0)
                    totals[candidate.place.place_id] = (score, candidate)
            ranked = sorted(totals.values(), key=lambda item: (-item[0], item[1].place.place_id))
            learned.append((group, tuple(replace(candidate, score=score) for score, candidate in ranked)))
        for group, ranking in learned:
            group.believed = ranking

    def _count(self, group: _Group, anchors: Counter[Place]) -> None:
        """Count which units and countries the mentions of a group speak for."""
        group.regions, group.countries = Counter(), Counter()
        if not group.places:
            return
        place, sure = group.places[0], len(group.places) == 1
        believed = group.believed or group.ranked
        if believed:
            place, sure = believed[0].place, believed[0].score > SURE
        count = len(group.members)
        if not sure:
            if place.admin1 and len({(p.admin1, p.country) for p in group.places}) == 1:
                group.regions[place.admin1] += count
                group.countries[place.country] += count
            return
        if place.country in _THEATRE and place.feature is FeatureClass.COUNTRY:
            group.countries.update(dict.fromkeys(_THEATRE, (1 + count) / 2))
        elif place.country:
            group.countries[place.country] += 1 + count
        if place.admin1 and group.toponym.role is not ToponymRole.METONYM:
            group.regions[place.admin1] += count
        local = place.feature not in (FeatureClass.COUNTRY, FeatureClass.REGION) and place.lon is not None
        if local and group.toponym.role is ToponymRole.LITERAL:
            anchors[place] += count

    def rank(self, index: int) -> tuple[Candidate, ...]:
        """Rank the candidates of one mention, its sentence included."""
        group = self.of[index]
        if len(group.places) < 2:
            return group.ranked
        choice = Choice.NONE
        if group.rivals is not None:
            toponym = self.toponyms[index]
            choice = choose_rival(group.rivals, self.text, toponym.start, toponym.end)
        settled = group.rivals is None and group.ranked[0].score > SETTLED and not self._followed(index)
        if settled and not self.explaining:
            return group.ranked
        around = self._local(index)
        key = (around.key, choice)
        known = group.cache.get(key)
        if known is None:
            known = group.cache[key] = self._rank_locally(group, around, choice)
        return known

    def _rank_locally(self, group: _Group, around: _Around, choice: Choice) -> tuple[Candidate, ...]:
        compared = group.likely if around.parents or choice is not Choice.NONE else group.close
        pulls = [self._pulls(group, other) for other in around.near]
        scored = []
        for number, (by_document, place, why) in enumerate(compared):
            points, where = score_units(place, around.parents, around.regions)
            points += by_document
            if around.governing is not None and lies_inside(place, around.governing):
                points += GOVERNING_SECTOR if around.governing.code == "SECT" else GOVERNING_UNIT
                where.append(f"{around.governing.name} is named before it")
            if pulls:
                pulled, beside = score_pulls([pull[number] for pull in pulls])
                points += pulled
                where += beside
            if group.rivals is not None:
                extra, reason = group.rivals.points(place, choice)
                points += extra - group.rivals.points(place, group.usual)[0]
                where += reason
            scored.append((points, place, (*where, *why)))
        return normalise_scores(scored, None if self.explaining else 1 + MAX_ALTERNATIVES)

    def _pulls(self, group: _Group, other: _Group) -> tuple[Pull, ...]:
        """Give how strongly the likely readings of a neighbour pull each candidate; kept for the document."""
        known = group.pulls.get(id(other))
        if known is None:
            known = group.pulls[id(other)] = tuple(pull_of(place, other.choices) for _, place, _ in group.likely)
        return known

    def _local(self, index: int) -> _Around:
        """Collect the stated parents, the units named and the neighbours of a mention."""
        parents: list[Place] = []
        regions: list[Place] = []
        near: list[_Group] = []
        own, sentence = self.of[index], self.sentence[index]
        low, high = max(0, index - 6), min(len(self.toponyms), index + 7)
        for other in range(low, high):
            group = self.of[other]
            if group is own or self.sentence[other] != sentence or not group.ranked:
                continue
            best = (group.believed or group.ranked)[0]
            place = best.place
            if place.feature in (FeatureClass.REGION, FeatureClass.DISTRICT, FeatureClass.COUNTRY):
                if best.score < 0.5:
                    continue
                if other == index + 1 and self._states_parent(index):
                    parents.append(place)
                elif place.feature is not FeatureClass.COUNTRY:
                    regions.append(place)
            elif place.code == "SECT":
                regions.append(place)
            elif abs(other - index) <= REACH and place.feature is not FeatureClass.OTHER and group.choices:
                near.append(group)
        governing = None if regions else self._governing(index)
        return _Around(tuple(parents), tuple(regions), governing, tuple(near))

    def _governing(self, index: int) -> Place | None:
        """Give the sector or unit named last before in the same paragraph."""
        for other in range(index - 1, max(-1, index - 16), -1):
            if self.paragraph[other] != self.paragraph[index]:
                return None
            ranked = self.of[other].believed or self.of[other].ranked
            if not ranked or ranked[0].score < 0.5:
                continue
            place = ranked[0].place
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
        count = len(group.places)
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
            near = min((kilometres_apart(place, anchor) for anchor in self.anchors), default=0.0)
            if near > FACILITY_KM and place.population < 20_000 and place.feature is FeatureClass.SETTLEMENT:
                return Resolution(toponym, None, 0.0, f"{place.name} lies {near:.0f} km from the places around", ranked)
            place = place_of_part(place, toponym)
            why = f"a facility of {best.place.name}; {why}"
        return Resolution(toponym, place, round(confidence, 4), why, others, place.radius_km)

    def _stranger(self, index: int, place: Place) -> Place | None:
        """Give the region that the text states for a settlement which lies in another one."""
        if place.feature is not FeatureClass.SETTLEMENT or not self._followed(index):
            return None
        ranked = self.of[index + 1].ranked
        if not ranked or ranked[0].score < SURE or self.toponyms[index + 1].feature is not FeatureClass.REGION:
            return None
        parent = ranked[0].place
        if parent.feature is not FeatureClass.REGION or parent.code == "AREA" or not place.admin1:
            return None
        return None if lies_inside(place, parent) else parent


def _shares(counts: Counter[str], own: Counter[str]) -> dict[str, float]:
    """Give the shares of the counts without a group's own."""
    total = sum(counts.values()) - sum(own.values())
    if total <= 0:
        return {}
    return {name: left / total for name, count in counts.items() if (left := count - own[name]) > 0}


def _in_theatre(shares: dict[str, float]) -> dict[str, float]:
    """Let places in either state of the war speak for places in the other."""
    both = sum(shares.get(country, 0.0) for country in _THEATRE)
    return shares | {country: max(shares.get(country, 0.0), KINDRED * both) for country in _THEATRE if both}
