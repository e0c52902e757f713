"""From a document, its resolved places and its dates to claims: kind, actor, claimant, status, places, interval."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.attribution import Attribution, Speakers
from geomap.clauses import Clause, cut_clauses, keep_longest
from geomap.dates import ClaimDate, DateMention, date_claim
from geomap.lexicon import Hit, Lexicon, load_lexicon
from geomap.modality import Reading, is_no_event, read_modality
from geomap.quantities import find_quantity
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    Document,
    FeatureClass,
    Place,
    PlaceRole,
    Resolution,
    Side,
    Span,
    Status,
    ToponymRole,
    make_id,
)
from geomap.text import detect_language, normalise, paragraphs, sentences

__all__ = ["extract_claims"]

_OTHER_SIDE = {"UA": "RU", "RU": "UA"}
# Kinds that mean attackers and holders of a place: who holds it tells who acts even where neither side speaks.
_DEFENDED = {ClaimKind.HOLD, ClaimKind.ATTACK, ClaimKind.INFILTRATION}
_STATE_KINDS = {ClaimKind.HOLD}
_GROUND = {ClaimKind.ATTACK, ClaimKind.CAPTURE, ClaimKind.ADVANCE}
# Within one clause the first kind stands for the others: an attack that was repelled is a hold, the dead of a strike
# belong to the strike.
_ABSORBS: dict[str, frozenset[str]] = {
    "hold": frozenset({"attack", "advance", "capture", "withdrawal", "intent", "infiltration"}),
    "intercept": frozenset({"strike", "attack", "damage"}),
    "prisoners": frozenset({"capture", "casualties"}),
    "strike": frozenset({"damage", "casualties", "attack"}),
    "infiltration": frozenset({"attack"}),
    "evacuation": frozenset({"intent", "alert", "redeployment"}),
    "capture": frozenset({"advance", "attack", "intent"}),
    "withdrawal": frozenset({"hold", "redeployment"}),
    "advance": frozenset({"attack"}),
    "attack": frozenset({"intent"}),
    "redeployment": frozenset({"intent"}),
    "damage": frozenset({"casualties"}),
}


@dataclass(frozen=True, slots=True)
class _Event:
    kind: ClaimKind
    trigger: Hit
    clause: Span
    sentence: Span
    reading: Reading
    attribution: Attribution
    places: tuple[Resolution, ...]
    places_why: str
    hits: tuple[Hit, ...] = ()


def extract_claims(
    document: Document,
    resolutions: Sequence[Resolution],
    dates: Sequence[DateMention],
    lexicon: Lexicon | None = None,
) -> tuple[Claim, ...]:
    """Find the claims of a document, in the order of its text; the same input gives the same claims.

    Parameters
    ----------
    resolutions
        The document's place mentions with what they were taken to mean.
    dates
        The document's date mentions.
    lexicon
        Word lists; those of the package where none are given.
    """
    reader = _Reader(document, resolutions, dates, lexicon or load_lexicon())
    return tuple(_distinct(reader.claims()))


class _Reader:
    def __init__(
        self, document: Document, resolutions: Sequence[Resolution], dates: Sequence[DateMention], lexicon: Lexicon
    ) -> None:
        self.document, self.dates, self.lexicon = document, dates, lexicon
        self.text = normalise(document.text)
        self.lowered = self.text.lower()
        if len(self.lowered) != len(self.text):
            self.lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)
        self.lang = document.lang if document.lang in ("en", "uk", "ru") else detect_language(document.text) or "en"
        self.places = sorted((r for r in resolutions if r.place), key=lambda r: r.toponym.start)
        self.starts = [r.toponym.start for r in self.places]
        self.actors = lexicon.actors[self.lang]
        self.partisan = Side.UNKNOWN
        self._denied = False
        self._theatre: set[str] = set()
        self._forces: dict[Span, list[Hit]] = {}

    def within(self, start: int, end: int) -> list[Resolution]:
        low = bisect_right(self.starts, start - 1)
        high = bisect_right(self.starts, end - 1)
        return self.places[low:high]

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        speakers = Speakers(self.document, self.text, self.lowered, self.lang, self.lexicon)
        self.partisan = speakers.partisan
        governing: tuple[Resolution, ...] = ()
        countries = Counter(r.place.country for r in self.places if r.place and _is_site(r))
        home = countries.most_common(1)[0][0] if countries else ""
        self._theatre = {"UA", "RU"} & set(countries)
        spans = [
            (n, s)
            for n, p in enumerate(paragraphs(self.document.text))
            for s in sentences(self.document.text, p.start, p.end)
        ]
        if not self._about_war(spans):
            return []
        paragraph = -1
        previous: list[int] = []
        told: tuple[Resolution, ...] = ()
        for number, sentence in spans:
            if number != paragraph:
                paragraph = number
            here = [r for r in self.within(sentence.start, sentence.end) if _is_site(r)]
            near = here or list(governing)
            country = near[0].place.country if near and near[0].place else home
            speakers.read(sentence, number, country)
            first = len(found)
            if not self.text[sentence.start : sentence.end].rstrip(' ”"»').endswith("?"):
                for event in self._events(sentence, speakers, here, governing):
                    found.extend(self._make(event, home))
                    told = event.places or told
            self._doubt(sentence, found, first, previous)
            if self._denied and number >= 0:
                self._deny(found, first)
            if first != len(found) or self._denied:
                self._denied = False
            if first == len(found) and self._denies(sentence):
                self._denied = True
            speakers.done()
            if here:
                local = [r for r in here if r.place and self._in_theatre(r.place)]
                if local:
                    kept = [r for r in local if r in told]
                    governing = (kept[0] if kept else local[-1],)
            elif speakers.in_sentence and (office := self._claimants_place(sentence, speakers)):
                governing = office
            previous = list(range(first, len(found))) or previous
        return _contested(found)

    def _about_war(self, spans: Sequence[tuple[int, Span]]) -> bool:
        """Whether any word of the text names a force or a weapon of war."""
        sport = len(_SPORT.findall(self.text))
        return bool(_WAR.search(self.text)) and (sport < 3 or sport <= len(_WAR.findall(self.text)))

    def _denies(self, sentence: Span) -> bool:
        """Whether a sentence without a claim of its own only denies what was said before."""
        cues = self.lexicon.modality[self.lang].find(self.text, self.lowered, sentence.start, sentence.end)
        return any(cue.entry.label == "denial" for cue in cues)

    def _deny(self, found: list[Claim], first: int) -> None:
        """Take what follows a denial and says that a place is held as its substance."""
        for n in range(first, len(found)):
            claim = found[n]
            defends = claim.kind is ClaimKind.ATTACK and claim.actor.value == claim.side.value
            if (claim.kind is ClaimKind.HOLD or defends) and claim.status is Status.ASSERTED:
                found[n] = replace(claim, kind=ClaimKind.HOLD, status=Status.DENIED, status_why="follows a denial")

    def _doubt(self, sentence: Span, found: list[Claim], first: int, previous: list[int]) -> None:
        """Let a sentence of doubt without a claim of its own reach the claims before it.

        A sentence that sets two accounts against each other reaches them with claims of its own too.
        """
        if not previous:
            return
        cues = self.lexicon.modality[self.lang].find(self.text, self.lowered, sentence.start, sentence.end)
        if first != len(found):
            scope = "sentence and previous sentence"
            cues = [c for c in cues if c.entry.label == "contradiction" and c.entry.fields["scope"] == scope]
        for label, status in (
            ("denial", Status.DISPUTED),
            ("contradiction", Status.DISPUTED),
            ("doubt", Status.UNVERIFIED),
        ):
            for cue in cues:
                if (
                    cue.entry.label != label
                    or len(cue.entry.pattern) < 8
                    or cue.entry.fields["scope"] == "next clause or sentence"
                ):
                    continue
                if (
                    label == "doubt"
                    and "previous" not in cue.entry.fields["scope"]
                    and "before" not in cue.entry.fields["scope"]
                ):
                    continue
                words = self.text[cue.start : cue.end]
                for n in previous:
                    if found[n].status is Status.ASSERTED:
                        found[n] = replace(found[n], status=status, status_why=f"“{words}” in the next sentence")
                return

    def _events(
        self, sentence: Span, speakers: Speakers, here: Sequence[Resolution], governing: tuple[Resolution, ...]
    ) -> list[_Event]:
        hits = self.lexicon.triggers[self.lang].find(self.text, self.lowered, sentence.start, sentence.end)
        if not hits:
            return []
        cues = self.lexicon.modality[self.lang].find(self.text, self.lowered, sentence.start, sentence.end)
        hits = [
            hit
            for hit in keep_longest(hits)
            if self._holds(hit, sentence, here) and not is_no_event(self.text, sentence, hit, cues)
        ]
        events: list[_Event] = []
        last: tuple[Resolution, ...] = ()
        clauses = cut_clauses(self.text, sentence, hits)
        for clause in _merged(clauses):
            for hit in _leading(clause.hits):
                span = clause.span
                reading = read_modality(self.text, sentence, clause.span, hit, cues)
                if reading is None:
                    continue
                attribution = speakers.of(clause.span, hit.start, sentence)
                own = self._placed(clause.span, speakers, hit)
                why = "in the same clause"
                if not own:
                    own, why = self._anaphor(clause.span), "meant by “the town” or “the region”"
                if not own and last:
                    own, why = last, "in the clause before"
                if not own:
                    own, why = self._nearest(sentence, hit, speakers), "in the same sentence"
                if not own and attribution.claimant != "reporter":
                    own, why = self._claimants_place(sentence, speakers), "the place of the claimant's office"
                if not own and self._carries(hit, reading.kind, sentence, governing):
                    own, why = governing, "named last before"
                if own and why == "in the same clause":
                    last = own
                if not own:
                    own, why = tuple(self._countries(sentence)), "the country named"
                if not own and (self.places or hit.entry.fields["strength"] != "strong"):
                    continue
                reading = self._refined(reading, hit, clause, sentence, events)
                beaten = reading.kind is ClaimKind.HOLD and why == "in the clause before"
                if beaten and events and events[-1].kind is ClaimKind.ATTACK and events[-1].places == own:
                    before = events.pop()
                    span = Span(before.clause.start, clause.span.end)
                events.append(_Event(reading.kind, hit, span, sentence, reading, attribution, own, why, tuple(hits)))
        return events

    def _refined(self, reading: Reading, hit: Hit, clause: Clause, sentence: Span, events: Sequence[_Event]) -> Reading:
        """Take the destruction of attackers for a defence held, and an attack by drones or missiles for a strike."""
        start, end = clause.span.start, clause.span.end
        if reading.kind is ClaimKind.STRIKE and _DESTROYED.match(self.lowered, hit.start):
            attacked = events and events[-1].kind in (ClaimKind.ATTACK, ClaimKind.INFILTRATION)
            if _ASSAULTERS.search(self.lowered, start, end) or (attacked and events[-1].sentence == sentence):
                return replace(reading, kind=ClaimKind.HOLD, why="attackers destroyed")
        if (
            reading.kind is ClaimKind.ATTACK
            and _AIR_ATTACK.search(self.lowered, start, end)
            and not _ON_FOOT.search(self.lowered, start, end)
            and hit.entry.fields["pos"] != "noun"
        ):
            return replace(reading, kind=ClaimKind.STRIKE, why="an attack from the air")
        return reading

    def _carries(self, hit: Hit, kind: ClaimKind, sentence: Span, governing: tuple[Resolution, ...]) -> bool:
        """Whether a trigger without a place in its sentence may take the place named last before.

        That place must lie in a country of the war told of, and a weak word or a noun of fighting needs a force beside
        it; plans and ways of infiltration say too little to be carried.
        """
        if not governing or not all(r.place and self._in_theatre(r.place) for r in governing):
            return False
        if kind in (ClaimKind.INTENT, ClaimKind.INFILTRATION):
            return bool(self._actor_hits(sentence)) and hit.entry.fields["strength"] == "strong"
        thin = hit.entry.fields["strength"] != "strong" or hit.entry.fields["pos"] == "noun"
        if thin and kind in _GROUND:
            return bool(self._actor_hits(sentence)) and hit.entry.fields["pos"] != "noun"
        return True

    def _in_theatre(self, place: Place) -> bool:
        return not self._theatre or place.country in self._theatre

    def _holds(self, hit: Hit, sentence: Span, here: Sequence[Resolution]) -> bool:
        if hit.entry.label == "none":
            return False
        if hit.entry.label == "capture" and hit.entry.fields["pos"] == "noun":
            near = any(0 <= r.toponym.start - hit.end <= NOUN_REACH for r in here)
            if not near and not _COUNTED.search(self.text, hit.end, min(sentence.end, hit.end + NOUN_REACH)):
                return False
        leaves = hit.entry.label == "withdrawal" and hit.entry.fields["frame"].startswith("subj=force")
        if leaves and not self._forces_before(hit, sentence):
            return False
        if hit.entry.fields["strength"] == "strong":
            return True
        return bool(here) or bool(self._actor_hits(sentence))

    def _forces_before(self, hit: Hit, sentence: Span) -> bool:
        """Whether a force stands before a verb that civilians do as well ("left", "fled")."""
        if _PEOPLE.search(self.lowered, max(sentence.start, hit.start - FORCE_REACH), hit.end):
            return False
        actors = any(h.start < hit.start for h in self._actor_hits(sentence))
        return actors or bool(_FORCE_WORD.search(self.lowered, sentence.start, hit.start))

    def _countries(self, sentence: Span) -> list[Resolution]:
        return [
            r for r in self.within(sentence.start, sentence.end) if r.place and r.place.feature is FeatureClass.COUNTRY
        ][:1]

    def _placed(self, clause: Span, speakers: Speakers, hit: Hit) -> tuple[Resolution, ...]:
        spoken = [a.speech for a in speakers.in_sentence if a.speech]
        sites = [
            r
            for r in self.within(clause.start, clause.end)
            if _is_site(r) and not any(s.start <= r.toponym.start < s.end for s in spoken + speakers.people_spans)
        ]
        return _narrowed(sites)

    def _nearest(self, sentence: Span, hit: Hit, speakers: Speakers) -> tuple[Resolution, ...]:
        sites = [
            r
            for r in self.within(sentence.start, sentence.end)
            if _is_site(r) and not any(s.start <= r.toponym.start < s.end for s in speakers.people_spans)
        ]
        before = [r for r in sites if r.toponym.end <= hit.start]
        pool = before or sites
        if not pool:
            return ()
        return (min(pool, key=lambda r: abs(r.toponym.start - hit.start)),)

    def _claimants_place(self, sentence: Span, speakers: Speakers) -> tuple[Resolution, ...]:
        """The region or town whose governor, mayor or police speaks in the sentence, where it names no other place."""
        spans = [a.speech for a in speakers.in_sentence if a.speech] + speakers.people_spans
        found = [
            r
            for r in self.within(sentence.start, sentence.end)
            if r.place
            and r.toponym.role is not ToponymRole.METONYM
            and r.place.feature in (FeatureClass.REGION, FeatureClass.DISTRICT, FeatureClass.SETTLEMENT)
            and self._in_theatre(r.place)
            and any(s.start - OFFICE_REACH <= r.toponym.start < s.end + OFFICE_REACH for s in spans)
        ]
        return tuple(found[:1])

    def _anaphor(self, clause: Span) -> tuple[Resolution, ...]:
        """The last region or settlement named before, where the clause says "the region" or "the village"."""
        for pattern, features in (
            (_TOWN_WORD, (FeatureClass.SETTLEMENT,)),
            (_REGION_WORD, (FeatureClass.REGION,)),
        ):
            if pattern.search(self.text, clause.start, clause.end):
                high = bisect_right(self.starts, clause.start)
                for r in reversed(self.places[:high]):
                    if _is_site(r) and r.place and r.place.feature in features:
                        return (r,)
        return ()

    def _make(self, event: _Event, home: str) -> list[Claim]:
        document = self.document
        kind = event.kind
        attribution = event.attribution
        main = event.places[0].place if event.places else None
        actor, actor_why = self._actor(event, _holder(main) if main else home)
        when: ClaimDate = date_claim(
            document,
            self.dates,
            event.clause.start,
            event.clause.end,
            anchor=event.trigger.start,
            speech=attribution.speech,
            state=kind in _STATE_KINDS,
            intent=kind is ClaimKind.INTENT,
        )
        status, status_why = event.reading.status, event.reading.why
        if (
            attribution.denies
            and attribution.speech
            and (attribution.speech.start <= event.trigger.start or _THAT_FIRST.match(self.lowered, event.clause.start))
        ):
            status, status_why = Status.DENIED, f"denied by {attribution.claimant}"
            if kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.HOLD):
                kind = ClaimKind.HOLD
                actor = Actor(attribution.side.value) if attribution.side in (Side.UA, Side.RU) else actor
        if (
            kind is ClaimKind.CAPTURE
            and main
            and actor.value == _holder(main)
            and _STATE.search(self.lowered, event.trigger.start, event.trigger.end)
        ):
            kind = ClaimKind.HOLD
        quote = document.text[event.clause.start : event.clause.end]
        amount = find_quantity(self.text, event.clause, event.trigger.start, kind, self.lang)
        statement = make_id(make_id(document.text), event.clause.start, event.clause.end, kind)
        made: list[Claim] = []
        seen: set[str] = set()
        for resolution in event.places or (None,):
            place = resolution.place if resolution else None
            identity = place.place_id if place else ""
            if identity in seen and place:
                continue
            seen.add(identity)
            made.append(
                Claim(
                    claim_id=make_id(statement, document.doc_id, identity),
                    doc=document.doc_id,
                    start=event.clause.start,
                    end=event.clause.end,
                    quote=quote,
                    kind=kind,
                    actor=actor,
                    claimant=attribution.claimant,
                    side=attribution.side,
                    status=status,
                    title=document.title,
                    publisher=document.publisher,
                    url=document.url,
                    lang=document.lang or self.lang,
                    published=document.published,
                    reported=when.reported,
                    acled=self._acled(kind, actor, place.country if place else "", event),
                    place=place.name if place else "",
                    place_id=identity,
                    feature=place.feature.value if place else "",
                    admin1=place.admin1 if place else "",
                    country=place.country if place else "",
                    role=self._role(resolution, event) if resolution else PlaceRole.AT,
                    uncertainty_km=_uncertainty(resolution),
                    start_date=when.interval.start if when.interval else getattr(when, "start", None),
                    end_date=when.interval.end if when.interval else getattr(when, "end", None),
                    date_precision=when.precision,
                    date_text=when.text,
                    date_why=when.why,
                    place_text=resolution.toponym.text if resolution else "",
                    place_why=f"{event.places_why}; {resolution.why}" if resolution else "no place is named",
                    quantity=amount.value if amount else None,
                    quantity_max=amount.maximum if amount else None,
                    unit=amount.unit if amount else "",
                    confidence=_confidence(event, resolution),
                    statement_id=statement,
                    trigger=self.document.text[event.trigger.start : event.trigger.end],
                    claimant_why=f"{attribution.why}; actor: {actor_why}",
                    status_why=status_why,
                    geometry=resolution.geometry if resolution else None,
                )
            )
        return made

    def _acled(self, kind: ClaimKind, actor: Actor, country: str, event: _Event) -> str:
        table = self.lexicon.acled
        if kind is ClaimKind.CAPTURE:
            return table.get((kind.value, "home" if country == actor.value else "foreign"), "")
        clause = self.lowered[event.clause.start : event.clause.end]
        if kind is ClaimKind.STRIKE and _AIR.search(clause):
            return table.get((kind.value, "drone"), "")
        return table.get((kind.value, "any"), "")

    def _role(self, resolution: Resolution, event: _Event) -> PlaceRole:
        """Read the preposition before a name; a member of a list takes that of the list's head."""
        if resolution.toponym.reference == "near":
            return PlaceRole.NEAR
        pattern = self.lexicon.prepositions[self.lang]
        start = max(event.sentence.start, resolution.toponym.start - 90)
        found = None
        for match in pattern.finditer(self.text, start, resolution.toponym.start):
            found = match
        if found is None:
            return PlaceRole.AT
        role = PlaceRole(found.lastgroup or "at")
        if event.kind is ClaimKind.CAPTURE and role is PlaceRole.TOWARD:
            return PlaceRole.AT
        return role

    def _actor(self, event: _Event, country: str) -> tuple[Actor, str]:
        side = event.attribution.side
        kind = event.kind
        speech = event.attribution.speech
        inside = self._sides(Span(event.trigger.start, event.trigger.end), side, adjectives=True)
        if inside and inside[0][1] in _OTHER_SIDE:
            named, words = inside[0][1], inside[0][2]
            stated = _STATE.search(self.lowered, event.trigger.start, event.trigger.end)
            if kind is ClaimKind.CAPTURE or (kind is ClaimKind.HOLD and stated):
                return Actor(named), f"“{words}”"
            if kind in (ClaimKind.PRISONERS, ClaimKind.HOLD):
                return Actor(_OTHER_SIDE[named]), f"against “{words}”"
        named_sides = [m for m in self._sides(event.sentence, side) if m[1] in ("UA", "RU", "other")]
        own = [m for m in named_sides if not _within(speech, m[0])]
        before = self._subjects([m for m in own if event.clause.start <= m[0] <= event.trigger.start], event)
        after = [m for m in own if event.trigger.start < m[0] < event.clause.end]
        if not before and not after:
            earlier = [m for m in own if m[0] < event.clause.start]
            before = self._subjects(earlier, event) or earlier
        if not before and not after and kind in _CLAIMANTS_OWN:
            before = [m for m in named_sides if m[0] < event.trigger.start]
        if (before or after) and kind is not ClaimKind.ALERT:
            return self._by_frame(kind, event, before, after)
        if kind is ClaimKind.ATTACK and _MUTUAL.search(self.lowered, event.trigger.start, event.trigger.end):
            return (Actor.UNKNOWN if country in ("UA", "RU", "") else Actor.OTHER), "both sides fight"
        by, how = self.lexicon.defaults.get(kind.value, ("claimant", "same"))
        if by == "place" and country not in _OTHER_SIDE and side.value in _OTHER_SIDE:
            country = side.value
        basis = country if by == "place" or side.value not in _OTHER_SIDE else side.value
        told_by_party = by == "place" or side.value in _OTHER_SIDE or kind in _DEFENDED
        if basis in _OTHER_SIDE and told_by_party:
            return Actor(basis if how == "same" else _OTHER_SIDE[basis]), f"by the {by}"
        if country not in ("UA", "RU", ""):
            return Actor.OTHER, "a war between others"
        return Actor.UNKNOWN, "not named"

    def _subjects(self, mentions: list[tuple[int, str, str]], event: _Event) -> list[tuple[int, str, str]]:
        """Leave out those that are objects of another verb: they follow it without a mark between."""
        kept = []
        for mention in mentions:
            verbs = [h for h in event.hits if h.end <= mention[0] and h.end > event.sentence.start]
            verbs = [h for h in verbs if h.entry.fields["pos"] == "verb" and h.start != event.trigger.start]
            between = self.text[verbs[-1].end : mention[0]] if verbs else ","
            if _APART.search(between) or len(between) > OBJECT_REACH:
                kept.append(mention)
        return kept

    def _by_frame(
        self, kind: ClaimKind, event: _Event, before: list[tuple[int, str, str]], after: list[tuple[int, str, str]]
    ) -> tuple[Actor, str]:
        first = before[-1] if before else after[0]
        side, words = first[1], first[2]
        trigger = event.trigger
        frame = trigger.entry.fields["frame"]
        flip = False
        passive = bool(
            _PASSIVE.search(self.lowered, max(event.clause.start, trigger.start - 25), trigger.start)
            or trigger.entry.fields["pos"] == "participle"
        )
        gap = self.lowered[trigger.end : first[0]] if not before else ""
        if kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE) and _ENEMY_OBJECT.search(frame):
            dislodged = passive or _PASSIVE_WORD.search(self.lowered, trigger.start, trigger.end)
            flip = bool(dislodged) if before else not _AGENT.search(gap + words.lower())
            if before and not dislodged and before[-1][0] < trigger.start and _accusative(words):
                flip = True
        elif kind is ClaimKind.CAPTURE and not before and _FROM_ENEMY.search(gap):
            flip = True
        elif (
            (kind is ClaimKind.HOLD and not before)
            or (kind is ClaimKind.HOLD and trigger.entry.label in ("attack", "advance", "infiltration"))
            or (kind is ClaimKind.HOLD and passive and not after and _ENEMY_OBJECT.search(frame))
        ):
            flip = not _UNDER_OWN.search(gap) if not before and trigger.entry.label == "hold" else True
        elif kind is ClaimKind.HOLD and before and _ATTACKING.search(self.lowered, before[-1][0], trigger.end):
            flip = not after or after[0][1] == side
        elif kind is ClaimKind.INTERCEPT:
            weapon = _WEAPON.search(words.lower()) or _WEAPON.search(
                self.lowered, first[0], max(first[0], min(trigger.start, first[0] + len(words) + 25))
            )
            weapon = weapon if first[0] < trigger.start else None
            flip = bool(weapon) or (not before and bool(after))
        elif kind is ClaimKind.STRIKE and not before:
            if trigger.entry.fields["pos"] == "noun":
                flip = bool(_AGAINST.search(gap))
            else:
                flip = not _AGENT.search(self.lowered[trigger.start : first[0] + len(words)])
        elif (
            kind is ClaimKind.STRIKE
            and before
            and _PASSIVE.search(self.lowered, max(event.clause.start, trigger.start - 25), trigger.start)
        ):
            flip = not _WEAPON.search(self.lowered, first[0], trigger.start)
        elif kind is ClaimKind.PRISONERS:
            flip = not before or passive or bool(_SURRENDER.search(self.lowered, trigger.start, trigger.end))
        actor = _OTHER_SIDE.get(side, side) if flip else side
        return Actor(actor), f"against “{words}”" if flip else f"“{words}”"

    def _actor_hits(self, span: Span) -> list[Hit]:
        if span not in self._forces:
            hits = self.actors.find(self.text, self.lowered, span.start, span.end)
            self._forces[span] = keep_longest(hits)
        return self._forces[span]

    def _is_place(self, at: int) -> bool:
        """Whether a name of a state at an offset stands for its land ("in the east of Ukraine")."""
        low = bisect_right(self.starts, at - 1)
        high = bisect_right(self.starts, at)
        return any(
            r.toponym.role is ToponymRole.LITERAL and r.place and r.place.feature is FeatureClass.COUNTRY
            for r in self.places[low:high]
        )

    def _sides(self, span: Span, claimant: Side, adjectives: bool = False) -> list[tuple[int, str, str]]:
        out: list[tuple[int, str, str]] = []
        for hit in self._actor_hits(span):
            label = hit.entry.label
            decided = hit.entry.fields["decided"]
            if decided == "by place" or (decided == "adjective" and not adjectives):
                continue
            if self._is_place(hit.start):
                continue
            teller = claimant.value if claimant.value in _OTHER_SIDE else self.partisan.value
            if label == "opposite":
                label = _OTHER_SIDE.get(teller, "unknown")
            elif label == "speaker":
                label = teller
            out.append((hit.start, label, self.document.text[hit.start : hit.end]))
        return out


_WAR = re.compile(
    r"\b(?:troops|soldiers|missiles?|drones?|shelling|artillery|front\s?line|army|assault\w*|military|enemy|forces|units|brigades?|defenders|"
    r"військ\w*|дрон\w*|ракет\w*|обстріл\w*|ворог\w*|окупант\w*|безпілотник\w*|сили\s+оборони|вибух\w*|армі\w+|зсу|ппо|воїн\w*|бійц\w+|захисник\w*|генштаб\w*|підрозділ\w*|росіян\w*|"
    r"войск\w*|военн\w+|беспилотник\w*|обстрел\w*|противник\w*|враг\w?|бпла|всу|пво|взрыв\w*|штурм\w*|бойц\w+|минобороны|подразделени\w+|россиян\w*|вс\s+рф)\b",
    re.IGNORECASE,
)
_SPORT = re.compile(
    r"\b(?:match|coach|striker|half-?time|league|championship|goalkeeper|матч\w*|тайм\w*|тренер\w*|чемп[иі]онат\w*|"
    r"футбол\w*|збірн\w+|сборн\w+|воротар\w*|вратар\w*|голкіпер\w*|голкипер\w*|суперник\w*|гост[іи]|гол)\b",
    re.IGNORECASE,
)
_AIR = re.compile(r"\b(?:drone|uav|air|bomb|шахед|дрон|бпла|беспилотн|безпілотн|авіа|авиа)")
FORCE_REACH = 60
"""Characters before a verb in which its subject is looked for."""
_PEOPLE = re.compile(
    r"\b(?:people|residents?|civilians?|famil\w+|inhabitants?|locals?|women|children|refugees?|relatives?|"
    r"люд[иеяй]\w*|мешкан\w+|жител\w+|цивільн\w+|дітей|діти|родин\w+|семь\w+|мирн\w+|дет(?:и|ей)|беженц\w+|біженц\w+)\b"
)
_FORCE_WORD = re.compile(
    r"\b(?:troops|soldiers?|units?|brigades?|forces|fighters|defenders|garrison|military|army|battalions?|marines|command\w*|"
    r"військ\w*|підрозділ\w*|бійц\w+|воїн\w*|бригад\w+|гарнізон\w*|захисник\w*|оборонц\w*|армі\w+|"
    r"войск\w*|подразделени\w+|бойц\w+|бригад\w*|гарнизон\w*|военн\w+|арми\w+|част[иь]\w*|отряд\w*)\b"
)
_DESTROYED = re.compile(
    r"destroy|wip(?:ed|es)|eliminat|annihilat|уничтож|ликвидир|знищ|ліквід|розбит|разбит|перебит|перемел"
)
_ASSAULTERS = re.compile(
    r"assault\s+(?:group|squad|team|unit|infantry)|stormtrooper|attackers|sabotage|landing\s+(?:party|group|force)|infiltrat|"
    r"штурмов\w+\s+груп|штурмовик|штурмови|диверс|\bдрг\b|десант|інфільтр|инфильтр|групи?\s+(?:противник|ворог)|"
    r"все\s+групп|груп\w*\s+(?:противник|враг)"
)
_AIR_ATTACK = re.compile(
    r"\bdrones?\b|\buavs?\b|missile|shahed|glide\s+bomb|guided\s+bomb|беспилотник|безпілотник|дрон|\bбпла\b|ракет|шахед|\bкаб"
)
_ON_FOOT = re.compile(
    r"infantr|assault|armou?r|tank|motorcycl|ground|піхот|штурм|танк|бронет|мотоцикл|пехот|сухопут|позиці|позици"
)
_WEAPON = re.compile(
    r"drone|uav|missile|rocket|jet|aircraft|helicopter|bomber|shahed|tank|дрон|бпла|ракет|безпілотн|беспилотн|шахед|літак|самолет"
)
_ATTACKING = re.compile(r"attack|assault|attempt|offensive|push|атак|штурм|спроб|наступ|попыт|контратак")


# Share of claims whose kind and place were right on 48 annotated documents, by how their place was found.
_CONFIDENCE = {
    "in the same clause": 0.88,
    "meant by “the town” or “the region”": 0.76,
    "in the clause before": 0.6,
    "in the same sentence": 0.62,
    "named last before": 0.55,
    "the place of the claimant's office": 0.62,
    "the country named": 0.4,
}
# Kinds whose doer is the claimant where the words of speech name one side and nothing else does.
_CLAIMANTS_OWN = {ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL, ClaimKind.HOLD, ClaimKind.ADVANCE, ClaimKind.INTERCEPT}
OBJECT_REACH = 40
"""Characters after a verb within which a force is its object."""
_APART = re.compile(r"[,;:—–]|\b(?:and|but|while|as|that|і|й|та|що|а|але|и|что|но)\b", re.IGNORECASE)
_ENEMY_OBJECT = re.compile(r"\bobj(?:\(acc\))?=enemy")
_PASSIVE_WORD = re.compile(
    r"(?:выбит|вытеснен|вибит|витіснен)(?!\w*(?:ь|и)\b)|\bвыбит[аоы]?\b|\bвибит[аоі]?\b|driven|ousted|expelled"
)
_FROM_ENEMY = re.compile(r"^\W*(?:back\s+)?(?:from|у|від|от)\s+(?:the\s+)?$")
_AGAINST = re.compile(r"\b(?:on|against|at|по|на|проти|против)\b")
_UNDER_OWN = re.compile(r"^\s*(?:by|of|in|the|за|у|в|під|под)?\s*(?:the\s+)?$")
_SURRENDER = re.compile(r"surrender|gave\s+up|laid\s+down|попал|сдал|сдают|потрапи|здали|здал|здаю|здає")
OFFICE_REACH = 40
"""Characters around an office within which the place it serves is named: "the governor of the Saratov region"."""
NOUN_REACH = 45
"""Characters after "capture of" within which what was captured must stand."""
_COUNTED = re.compile(
    r"\d|villages?|towns?|settlements?|сел|сіл|населен|village|the\s+(?:city|town)|міста|города|поселк"
)
_REGION_WORD = re.compile(
    r"\b(?:the\s+(?:whole\s+|entire\s+)?(?:region|oblast|province)|област[іиьей]\w*|регіон\w*|регион\w*|кра[йюе]м?)\b",
    re.IGNORECASE,
)
_TOWN_WORD = re.compile(
    r"\b(?:the|this)\s+(?:\w+\s+)?(?:city|town|village|settlement)|\b(?:міст[оаіу]|сел[оаіуе]|селищ\w+|город[аеу]?|посел\w+)\b",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\bby\b|з боку|со стороны|\w+(?:ами|ями|ими|ою|ею|єю|ой|ом)$")
_STATE = re.compile(r"under|hands|control|під|под\s|контрол")
_PASSIVE = re.compile(
    r"(?:was|were|been|being|are|is|get|gets|got|был|была|было|были|був|була|було|були)\s+(?:not\s+)?(?:\w+ly\s+)?$"
)
_MUTUAL = re.compile(r"fight|battle|б[оі][їії]|бо[иеёй]|боєзіткн|боестолкнов|сутичк")


_THAT_FIRST = re.compile(r"\W*(?:that|що|что)\s")


def _accusative(words: str) -> bool:
    """Whether a Ukrainian or Russian name of a force stands in the accusative: "ворога", "противника"."""
    return bool(re.search(r"(?:ворога|противника|врага|росіян|россиян|окупант\w+|оккупант\w+)$", words.lower()))


def _within(span: Span | None, at: int) -> bool:
    return span is not None and span.start <= at < span.end


def _holder(place: Place) -> str:
    """The country whose forces hold a place by default: Crimea has been under Russian occupation since 2014."""
    return "RU" if place.country == "UA" and place.admin1.startswith(("Crimea", "Sevastopol")) else place.country


def _is_site(resolution: Resolution) -> bool:
    place = resolution.place
    if place is None or resolution.toponym.role is not ToponymRole.LITERAL:
        return False
    return place.feature is not FeatureClass.COUNTRY


def _narrowed(sites: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Leave out regions, districts and sectors that only say where the settlements beside them lie."""
    exact = [r for r in sites if r.place and r.place.feature in (FeatureClass.SETTLEMENT, FeatureClass.FACILITY)]
    if not exact:
        fine = [r for r in sites if r.place and r.place.feature is not FeatureClass.REGION]
        return tuple(fine or sites)
    kept = []
    for site in sites:
        place = site.place
        if place is None:
            continue
        if site not in exact:
            if place.feature is FeatureClass.REGION:
                if any(r.place and r.place.admin1 == place.name for r in exact):
                    continue
            elif place.feature is not FeatureClass.RIVER:
                continue
        kept.append(site)
    return tuple(kept)


def _merged(clauses: Sequence[Clause]) -> list[Clause]:
    """Join clauses parted by a mere "and" whose hits are of one kind."""
    out: list[Clause] = []
    for clause in clauses:
        if out and clause.weak and {h.entry.label for h in clause.hits} == {h.entry.label for h in out[-1].hits}:
            last = out.pop()
            out.append(Clause(Span(last.span.start, clause.span.end), last.hits + clause.hits, last.weak))
        else:
            out.append(clause)
    return out


def _leading(hits: Sequence[Hit]) -> list[Hit]:
    """Keep of a clause's hits one of each kind, without the kinds that another absorbs."""
    kinds = {hit.entry.label for hit in hits}
    absorbed = {other for kind in kinds for other in _ABSORBS.get(kind, ()) if other in kinds}
    kept: dict[str, Hit] = {}
    for hit in hits:
        if hit.entry.label not in absorbed:
            kept.setdefault(hit.entry.label, hit)
    return list(kept.values())


def _uncertainty(resolution: Resolution | None) -> float | None:
    if resolution is None or resolution.place is None:
        return None
    return resolution.uncertainty_km if resolution.uncertainty_km is not None else resolution.place.radius_km


def _confidence(event: _Event, resolution: Resolution | None) -> float:
    value = _CONFIDENCE.get(event.places_why, 0.2)
    if event.trigger.entry.fields["strength"] != "strong":
        value -= 0.07
    if event.kind in (ClaimKind.INTENT, ClaimKind.INFILTRATION):
        value -= 0.35
    elif event.kind in (ClaimKind.REDEPLOYMENT, ClaimKind.EVACUATION):
        value -= 0.12
    if resolution is not None and resolution.confidence < 0.5:
        value -= 0.1
    return round(max(0.1, value), 2)


def _contested(claims: list[Claim]) -> list[Claim]:
    """Mark what the two sides say against each other about the same place in the same document.

    A capture or advance that the other side says did not succeed is disputed, and that answer is a denial; two sides
    that name each other as the author of one strike dispute it.
    """
    answers = [c for c in claims if c.kind is ClaimKind.HOLD and c.side in (Side.UA, Side.RU)]
    answered: set[str] = set()
    out = []
    for claim in claims:
        answer = next((other for other in answers if _answers(other, claim)), None)
        blame = next((other for other in claims if _blames_back(other, claim)), None) if answer is None else None
        other = answer or blame
        if other is None:
            out.append(claim)
            continue
        if answer is not None:
            answered.add(answer.claim_id)
        why = f"{other.claimant} says otherwise: “{other.trigger}”"
        out.append(replace(claim, status=Status.DISPUTED, status_why=why))
    return [
        replace(claim, status=Status.DENIED, status_why="answers what the other side claims")
        if claim.claim_id in answered and claim.status is Status.ASSERTED
        else claim
        for claim in out
    ]


def _answers(answer: Claim, claim: Claim) -> bool:
    """Whether a claim of holding a place speaks against an asserted capture or advance of the other side."""
    return (
        claim.status is Status.ASSERTED
        and claim.kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE)
        and answer.place_id == claim.place_id
        and answer.side.value == _OTHER_SIDE.get(claim.side.value)
        and answer.actor.value == _OTHER_SIDE.get(claim.actor.value)
        and (answer.status is Status.DENIED or claim.kind is ClaimKind.CAPTURE)
    )


BLAME_REACH = 400
"""Characters between two accounts of one strike."""


def _blames_back(other: Claim, claim: Claim) -> bool:
    """Whether the other side names this claim's claimant as the author of the same strike."""
    kinds = (ClaimKind.STRIKE, ClaimKind.DAMAGE)
    return (
        claim.status is Status.ASSERTED
        and claim.kind in kinds
        and other.kind in kinds
        and other.place_id == claim.place_id
        and other.side.value == _OTHER_SIDE.get(claim.side.value)
        and other.actor.value == _OTHER_SIDE.get(claim.actor.value)
        and other.actor.value == claim.side.value
        and abs(other.start - claim.start) < BLAME_REACH
    )


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Keep the first of claims that tell the same: kind, place, actor, side and days."""
    seen: set[tuple[object, ...]] = set()
    ids: set[str] = set()
    kept: list[Claim] = []
    for claim in claims:
        key = (claim.kind, claim.place_id, claim.actor, claim.side, claim.start_date, claim.end_date, claim.quantity)
        if key in seen or claim.claim_id in ids:
            continue
        seen.add(key)
        ids.add(claim.claim_id)
        kept.append(claim)
    return kept
