"""From a document, its resolved places and its dates to claims: kind, actor, claimant, status, places, interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.actors import Actors
from geomap.attribution import BREAK_CARRY, REPORTER, Attribution, Speakers
from geomap.clauses import Clause, cut_clauses, find_headlines, find_quotes, keep_longest
from geomap.contest import keep_distinct, mark_contested
from geomap.dates import Calendar, ClaimDate, DateMention
from geomap.events import OTHER_SIDE, Event, holder, is_site, leading_hits, merge_clauses
from geomap.lexicon import Hit, Lexicon, load_lexicon, word_class
from geomap.marks import Marks
from geomap.modality import Reading, is_no_event, read_modality
from geomap.quantities import find_quantity
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    Document,
    PlaceRole,
    Resolution,
    Side,
    Span,
    Status,
    make_id,
)
from geomap.replies import denied_again, find_denial, is_about_before, with_source
from geomap.sites import Sites
from geomap.text import detect_language, lower_case, normalise, paragraphs, sentences

__all__ = ["extract_claims"]

_STATE_KINDS = {ClaimKind.HOLD}
_AT_THE_FRONT = {
    ClaimKind.CAPTURE,
    ClaimKind.ADVANCE,
    ClaimKind.ATTACK,
    ClaimKind.HOLD,
    ClaimKind.WITHDRAWAL,
    ClaimKind.INFILTRATION,
}
_FOUGHT = {ClaimKind.ATTACK, ClaimKind.HOLD, ClaimKind.ADVANCE}
_GROUND = {ClaimKind.ATTACK, ClaimKind.CAPTURE, ClaimKind.ADVANCE}


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
    return tuple(keep_distinct(reader.claims()))


class _Reader:
    def __init__(
        self, document: Document, resolutions: Sequence[Resolution], dates: Sequence[DateMention], lexicon: Lexicon
    ) -> None:
        self.document, self.calendar, self.lexicon = document, Calendar(document, dates), lexicon
        self.text = normalise(document.text)
        self.text_id = make_id(document.text)
        self.lowered = lower_case(self.text)
        self.lang = document.lang if document.lang in ("en", "uk", "ru") else detect_language(document.text) or "en"
        self.lines = paragraphs(self.text)
        self.cut = [
            (number, sentence)
            for number, paragraph in enumerate(self.lines)
            for sentence in sentences(self.text, paragraph.start, paragraph.end)
        ]
        bundle = lexicon.bundles[self.lang]
        self.words: dict[Span, tuple[list[Hit], ...]] = {}
        if _WAR.search(self.lowered):
            self.words = {s: bundle.find(self.text, self.lowered, s.start, s.end) for _, s in self.cut}
        self.marks = Marks(self.lowered, (hit for *_, marks in self.words.values() for hit in marks))
        self.numbers = [hit.start for hit in self.marks.of("number")]
        self.sites = Sites(self.lowered, self.lang, resolutions, lexicon, self.marks)
        self.speakers = Speakers(document, self.text, self.lowered, lexicon, lang=self.lang, marks=self.marks)
        self.actors = Actors(
            document.text,
            self.lowered,
            self.marks,
            lexicon,
            partisan=self.speakers.partisan,
            is_land=self.sites.is_land,
        )

        self._counted: Event | None = None

    def claims(self) -> list[Claim]:
        if not self._about_war():
            return []
        found: list[Claim] = []
        speakers = self.speakers
        words = self.words
        speakers.survey(
            {s: (self.sites.speaking(claimants, s), speech) for s, (_, _, _, claimants, speech, _) in words.items()}
        )
        countries = Counter(r.place.country for r in self.sites.all if r.place and is_site(r))
        home = countries.most_common(1)[0][0] if countries else ""
        governing: tuple[Resolution, ...] = ()
        told: tuple[Resolution, ...] = ()
        previous: list[int] = []
        denied = False
        headlines = find_headlines(self.text, self.lines)
        quotes = find_quotes(self.text, self.cut)
        opened = told_in = -1
        paragraph = 0
        for number, sentence in self.cut:
            if number in headlines and number != opened:
                governing, told = (), ()
                previous, denied = [], False
                if self.lang == "en" or self.text[sentence.start : sentence.start + 1].isdigit():
                    speakers.last = None
            begun = paragraph
            if number != opened:
                opened, paragraph = number, len(found)
            here = self.sites.sites_within(sentence.start, sentence.end)
            near = here or list(governing)
            country = self.sites.country_of(here or self.sites.attributes(sentence) or near) or home
            speakers.quote(quotes.get(sentence), number, country)
            speakers.read(sentence, number, country)
            hits, cues, forces, *_ = words[sentence]
            first = len(found)
            if speakers.in_sentence and first > 0 and begun == 0 and self._closes_lead(sentence):
                self._credit(found)
            if not self._asks(sentence):
                self.actors.read(sentence, forces)
                before, self._counted = self._counted, None
                events = self._events(sentence, hits, cues, here, governing)
                if not events and before and (events := self._listed(before, sentence, here)):
                    self.actors.read(events[0].sentence, words[events[0].sentence][2])
                for event in events:
                    found.extend(self._make(event, home))
                    told = told if _SINCE_THEN.match(self.lowered, event.clause.start) else event.places or told
                self._counted = events[-1] if events else self._counted
            if previous and speakers.in_sentence and is_about_before(self.lowered, sentence):
                since = min(previous[0], paragraph) if number == told_in else previous[0]
                for n in range(since, first):
                    found[n] = with_source(found[n], speakers.in_sentence[-1])
            self._doubt(sentence, cues, found, previous=previous, first=first)
            if denied:
                self._deny(found, first)
            denied = first == len(found) and any(cue.entry.label == "denial" for cue in cues)
            found.extend(self._reply(sentence, found, first, previous))
            speakers.done()
            here = list(self.sites.without_launchers(here))
            if local := [r for r in here if r.place and self.sites.in_theatre(r.place)]:
                kept = [r for r in local if r in told]
                governing = (kept[0] if kept else local[0],)
            elif speakers.in_sentence and not here:
                governing = self.sites.claimants_place(sentence, speakers) or governing
            if first != len(found):
                previous, told_in = list(range(first, len(found))), number
        return mark_contested(found)

    def _about_war(self) -> bool:
        """Whether any word of the text names a force or a weapon of war, and more of them do than words of sport."""
        sport = len(self.marks.of("sport"))
        return bool(self.words) and (sport < LITTLE_SPORT or sport <= len(_WAR.findall(self.lowered)))

    def _closes_lead(self, sentence: Span) -> bool:
        """Whether a sentence behind the lead closes with its source: "…, the governor said".

        That source told the lead too; the press in English returns to its own voice instead.
        """
        tag = self.lang != "en" and self.speakers.is_tag(self.speakers.in_sentence[0], sentence)
        return tag and not BREAK_CARRY.match(self.lowered[sentence.start : sentence.end])

    def _credit(self, found: list[Claim]) -> None:
        """Give the claims that the article told by itself to the source that the sentence read last names."""
        source = self.speakers.in_sentence[0]
        for n, claim in enumerate(found):
            if claim.claimant == REPORTER and not source.denies:
                found[n] = with_source(claim, source)

    def _listed(self, last: Event, sentence: Span, here: Sequence[Resolution]) -> list[Event]:
        """Name the places that the sentence before only counted: "Three villages were taken. These are X and Y"."""
        if not here or not _LISTING.match(self.lowered, sentence.start, sentence.end):
            return []
        if not _COUNTED.search(self.lowered, last.clause.start, last.clause.end):
            return []
        places = self.sites.placed(sentence, self.speakers)
        clause = Span(last.clause.start, sentence.end)
        return [last._replace(places=places, places_why="named in the next sentence", clause=clause)] if places else []

    def _reply(self, sentence: Span, found: Sequence[Claim], first: int, previous: Sequence[int]) -> list[Claim]:
        """Read a denial that only takes up the claims before it, in a sentence of its own or after a semicolon."""
        if not any(a.denies for a in self.speakers.in_sentence):
            return []
        answered, span = [found[n] for n in previous], sentence
        if first != len(found):
            at = self.text.rfind(";", sentence.start, sentence.end) + 1
            answered = [c for c in found[first:] if c.start < at]
            if not at or any(self.text.find(c.trigger, c.start) >= at for c in answered):
                return []
            span = Span(at + (self.text[at : at + 1] == " "), sentence.end)
        denial = find_denial(self.lowered, span, self.speakers.in_sentence)
        return denied_again(answered, denial, span, self.document.text, self.text_id) if denial else []

    def _asks(self, sentence: Span) -> bool:
        """Whether a sentence is a question; a title that opens with "whether" asks even before a colon."""
        tail = self.text[max(sentence.start, sentence.end - 4) : sentence.end]
        closed = "?" in tail and tail.rstrip(' ”"»').endswith("?")
        return closed or bool(_WHETHER.match(self.lowered, sentence.start, sentence.end))

    def _deny(self, found: list[Claim], first: int) -> None:
        """Take what follows a denial and says that a place is held as its substance."""
        for n in range(first, len(found)):
            claim = found[n]
            defends = claim.kind is ClaimKind.ATTACK and claim.actor.value == claim.side.value
            if (claim.kind is ClaimKind.HOLD or defends) and claim.status is Status.ASSERTED:
                found[n] = replace(claim, kind=ClaimKind.HOLD, status=Status.DENIED, status_why="follows a denial")

    def _doubt(
        self, sentence: Span, cues: Sequence[Hit], found: list[Claim], *, previous: Sequence[int], first: int
    ) -> None:
        """Let a sentence of doubt without a claim of its own reach the claims before it.

        A sentence that sets two accounts against each other reaches them with claims of its own too.
        """
        if not previous or not cues:
            return
        if first != len(found):
            scope = "sentence and previous sentence"
            start, end = sentence
            denies = any(c.entry.label == "denial" and c.start - start < DENIAL_REACH for c in cues)
            if denies and _DENIES_THIS.search(self.lowered, start, end):
                cues = [c for c in cues if c.entry.label == "denial"]
            else:
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
                sources = self.speakers.sides_named
                deniers = {a.claimant for a in self.speakers.in_sentence if a.denies}
                refused = _NOT_CONFIRMED.match(self.lowered, cue.start)
                for n in previous:
                    own = label == "denial" and found[n].claimant in deniers
                    if found[n].status is Status.ASSERTED and not own:
                        other = OTHER_SIDE.get(found[n].side.value)
                        given = Status.DISPUTED if refused and other in sources else status
                        found[n] = replace(found[n], status=given, status_why=f"“{words}” in the next sentence")
                return

    def _events(
        self,
        sentence: Span,
        hits: Sequence[Hit],
        cues: Sequence[Hit],
        here: Sequence[Resolution],
        governing: tuple[Resolution, ...],
    ) -> list[Event]:
        speakers, lowered = self.speakers, self.lowered
        hits = [
            hit
            for hit in keep_longest(hits)
            if self._holds(hit, sentence, here) and not is_no_event(self.text, sentence, hit, cues, lowered=lowered)
        ]
        events: list[Event] = []
        last: tuple[Resolution, ...] = ()
        if not hits:
            return []
        clauses = cut_clauses(lowered, sentence, hits)
        for clause in merge_clauses(clauses, lambda span: bool(self.sites.sites_within(*span))):
            readings = {
                h: read_modality(self.text, sentence, clause.span, h, cues, lowered=lowered) for h in clause.hits
            }
            for hit in leading_hits([h for h, reading in readings.items() if reading is not None]):
                span = clause.span
                reading = readings[hit]
                if reading is None:
                    continue
                attribution = speakers.of(clause.span, hit.start, sentence)
                own = self.sites.placed(clause.span, speakers)
                if reading.kind in _AT_THE_FRONT:
                    own = tuple(r for r in own if r.place and self.sites.in_theatre(r.place))
                why = "in the same clause"
                if not own:
                    own, why = self.sites.peoples_place(clause.span), "in the same clause"
                if not own:
                    own, why = self.sites.referred(clause.span), "meant by “the town” or “the region”"
                if not own and reading.kind in _FOUGHT:
                    own, why = self.sites.counted_sector(clause.span), "the sector whose fights are counted"
                if not own and last:
                    own, why = last, "in the clause before"
                if not own:
                    own, why = self.sites.nearest(sentence, hit, speakers), "in the same sentence"
                if not own and attribution.claimant != REPORTER:
                    own, why = self.sites.claimants_place(sentence, speakers), "the place of the claimant's office"
                if not own and self._nationwide(reading.kind, attribution, span):
                    own, why = self.sites.nation(attribution.side, hit.start), "the country whose air force counts"
                if not own and self._carries(hit, reading.kind, sentence, governing):
                    own, why = governing, "named last before"
                if own and why == "in the same clause":
                    last = self.sites.without_launchers(own)
                if not own:
                    as_land = reading.kind is not ClaimKind.PRISONERS
                    own, why = tuple(self.sites.countries(sentence, as_land=as_land)), "the country named"
                if not own and (self.sites.all or hit.entry.fields["strength"] != "strong"):
                    self._counted = Event(reading.kind, hit, span, sentence, reading, attribution, (), why, tuple(hits))
                    continue
                reading = self._refined(reading, hit, clause, sentence, events)
                before = events[-1] if events and why != "in the same clause" else None
                if before and before.kind is ClaimKind.STRIKE and reading.kind is ClaimKind.CASUALTIES:
                    events[-1] = before._replace(clause=Span(before.clause.start, span.end))
                    continue
                beaten = reading.kind is ClaimKind.HOLD and why == "in the clause before"
                if beaten and before and before.kind is ClaimKind.ATTACK and before.places == own:
                    events.pop()
                    span = Span(before.clause.start, span.end)
                events.append(Event(reading.kind, hit, span, sentence, reading, attribution, own, why, tuple(hits)))
        return events

    def _refined(self, reading: Reading, hit: Hit, clause: Clause, sentence: Span, events: Sequence[Event]) -> Reading:
        """Take the destruction of attackers for a defence held, and an attack by drones or missiles for a strike."""
        start, end = clause.span.start, clause.span.end
        if (
            reading.kind is ClaimKind.STRIKE
            and _DESTROYED.match(self.lowered, hit.start)
            and not _RUINED.match(self.lowered, hit.start)
        ):
            attacked = events and events[-1].kind in (ClaimKind.ATTACK, ClaimKind.INFILTRATION)
            if _ASSAULTERS.search(self.lowered, start, end) or (attacked and events[-1].sentence == sentence):
                return reading._replace(kind=ClaimKind.HOLD, why="attackers destroyed")
        if (
            reading.kind is ClaimKind.ATTACK
            and _AIR_ATTACK.search(self.lowered, start, end)
            and not _ON_FOOT.search(self.lowered, start, end)
            and hit.entry.fields["pos"] != "noun"
        ):
            return reading._replace(kind=ClaimKind.STRIKE, why="an attack from the air")
        return reading

    def _nationwide(self, kind: ClaimKind, attribution: Attribution, clause: Span) -> bool:
        """Whether a national command counts drones or missiles without a place: over the country as a whole."""
        return (
            kind in (ClaimKind.STRIKE, ClaimKind.INTERCEPT)
            and attribution.speech is not None
            and bool(_NATIONAL.search(self.lowered, attribution.speech.start, attribution.speech.end))
            and bool(_AIR_ATTACK.search(self.lowered, clause.start, clause.end))
        )

    def _carries(self, hit: Hit, kind: ClaimKind, sentence: Span, governing: tuple[Resolution, ...]) -> bool:
        """Whether a trigger without a place in its sentence may take the place named last before.

        That place must lie in a country of the war told of, and a weak word or a noun of fighting needs a force beside
        it; plans and ways of infiltration say too little to be carried.
        """
        if not governing or not all(r.place and self.sites.in_theatre(r.place) for r in governing):
            return False
        if kind in (ClaimKind.INTENT, ClaimKind.INFILTRATION):
            return bool(self.actors.forces(sentence)) and hit.entry.fields["strength"] == "strong"
        thin = hit.entry.fields["strength"] != "strong" or hit.entry.fields["pos"] == "noun"
        if thin and kind in _GROUND:
            return bool(self.actors.forces(sentence)) and hit.entry.fields["pos"] != "noun"
        return True

    def _holds(self, hit: Hit, sentence: Span, here: Sequence[Resolution]) -> bool:
        if hit.entry.label == "none":
            return False
        if hit.entry.label == "capture" and hit.entry.fields["pos"] == "noun":
            near = any(0 <= r.toponym.start - hit.end <= NOUN_REACH for r in here)
            if not near and not _COUNTED.search(self.lowered, hit.end, min(sentence.end, hit.end + NOUN_REACH)):
                return False
        leaves = hit.entry.label == "withdrawal" and hit.entry.fields["frame"].startswith("subj=force")
        if leaves and not self._forces_before(hit, sentence):
            return False
        if hit.entry.label == "capture" and self._takes_things(hit, sentence, here):
            return False
        if hit.entry.fields["strength"] == "strong":
            return True
        return bool(here) or bool(self.actors.forces(sentence))

    def _takes_things(self, hit: Hit, sentence: Span, here: Sequence[Resolution]) -> bool:
        """Whether what is captured are tanks or weapons: named within reach, with no place nearer to the verb."""
        things = [
            m.start()
            for m in _EQUIPMENT.finditer(
                self.lowered, max(sentence.start, hit.start - NOUN_REACH), min(sentence.end, hit.end + NOUN_REACH)
            )
        ]
        if not things:
            return False
        taken = [r for r in here if not _INSIDE.search(self.lowered, hit.start, r.toponym.start)]
        nearest = min(abs(at - hit.start) for at in things)
        return all(abs(r.toponym.start - hit.start) > nearest for r in taken)

    def _forces_before(self, hit: Hit, sentence: Span) -> bool:
        """Whether a force stands before a verb that civilians do as well ("left", "fled")."""
        if _PEOPLE.search(self.lowered, max(sentence.start, hit.start - FORCE_REACH), hit.end):
            return False
        actors = any(h.start < hit.start for h in self.actors.forces(sentence))
        return actors or bool(_FORCE_WORD.search(self.lowered, sentence.start, hit.start))

    def _make(self, event: Event, home: str) -> list[Claim]:
        document = self.document
        kind = event.kind
        attribution = event.attribution
        main = event.places[0].place if event.places else None
        actor, actor_why = self.actors.actor(event, holder(main) if main else home)
        when: ClaimDate = self.calendar.date_claim(
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
            and (kind is ClaimKind.HOLD or not self._answers_before(event))
            and (attribution.speech.start <= event.trigger.start or _THAT_FIRST.match(self.lowered, event.clause.start))
        ):
            status, status_why = Status.DENIED, f"denied by {attribution.claimant}"
            if kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.HOLD):
                kind = ClaimKind.HOLD
                actor = Actor(attribution.side.value) if attribution.side in (Side.UA, Side.RU) else actor
        if (
            kind is ClaimKind.CAPTURE
            and main
            and actor.value == holder(main)
            and _STATE.search(self.lowered, event.trigger.start, event.trigger.end)
        ):
            kind = ClaimKind.HOLD
        if status is Status.UNVERIFIED and _UNCLEAR_WHO.search(self.lowered, event.clause.start, event.clause.end):
            actor, actor_why = Actor.UNKNOWN, "unclear who"
        quote = document.text[event.clause.start : event.clause.end]
        amount = find_quantity(self.text, self.lowered, self.numbers, event.clause, event.trigger.start)
        statement = make_id(self.text_id, event.clause.start, event.clause.end, kind)
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
                    role=self.sites.role(resolution, event) if resolution else PlaceRole.AT,
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
                    confidence=_confidence(event, resolution, self.lexicon.confidence),
                    statement_id=statement,
                    trigger=self.document.text[event.trigger.start : event.trigger.end],
                    claimant_why=f"{attribution.why}; actor: {actor_why}",
                    status_why=status_why,
                    geometry=resolution.geometry if resolution else None,
                )
            )
        return made

    def _answers_before(self, event: Event) -> bool:
        """Whether a denial before an event is of the sentence before: "the ministry denied this: ..."."""
        start = event.sentence.start
        found = _DENIES_THIS.search(self.lowered, start, event.trigger.start)
        return found is not None and found.start() - start < DENIAL_REACH

    def _acled(self, kind: ClaimKind, actor: Actor, country: str, event: Event) -> str:
        table = self.lexicon.acled
        if kind is ClaimKind.CAPTURE:
            return table.get((kind, "home" if country == actor else "foreign"), "")
        if kind is ClaimKind.STRIKE and _AIR.search(self.lowered, event.clause.start, event.clause.end):
            return table.get((kind, "drone"), "")
        return table.get((kind, "any"), "")


_WAR = word_class("war")
LITTLE_SPORT = 3
"""So many words of sport may stand in any report."""
_AIR = word_class("from_the_air")
FORCE_REACH = 60
"""Characters before a verb in which its subject is looked for."""
_PEOPLE = word_class("civilians")
_FORCE_WORD = word_class("force_word")
_DESTROYED = word_class("destroyed")
_RUINED = word_class("city_ruined")
_ASSAULTERS = word_class("assaulters")
_AIR_ATTACK = word_class("air_attack")
_SINCE_THEN = word_class("since_then")
_INSIDE = word_class("inside_of")
_EQUIPMENT = word_class("equipment")
_LISTING = word_class("listing")
_WHETHER = word_class("whether_first")
_UNCLEAR_WHO = word_class("unclear_who")
_NATIONAL = word_class("national_command")
_ON_FOOT = word_class("on_foot")
USUAL_RESOLUTION = 0.8
"""Confidence of a place about which nothing is unusual."""
NOUN_REACH = 45
"""Characters after "capture of" within which what was captured must stand."""
_COUNTED = word_class("counted")
_STATE = word_class("state_of_control")


_THAT_FIRST = word_class("that_first")
DENIAL_REACH = 45
"""Characters from the beginning of a sentence within which its denial answers the sentence before."""
_DENIES_THIS = word_class("denies_this")
_NOT_CONFIRMED = word_class("not_confirmed")


def _uncertainty(resolution: Resolution | None) -> float | None:
    if resolution is None or resolution.place is None:
        return None
    return resolution.uncertainty_km if resolution.uncertainty_km is not None else resolution.place.radius_km


def _confidence(event: Event, resolution: Resolution | None, weights: Mapping[str, float]) -> float:
    """Probability that kind and place are right: a logistic model over how the claim was read.

    Its weights stand in `confidence.tsv`; they were fitted on annotated documents.
    """
    get = weights.get
    logit = weights["base"] + get("place: " + event.places_why, -1.5) + get("kind: " + event.kind, 0.0)
    if resolution is not None and resolution.place is not None:
        logit += get("class: " + resolution.place.feature, 0.0)
        logit += weights["resolution"] * (resolution.confidence - USUAL_RESOLUTION)
    return round(1 / (1 + math.exp(-logit)), 2)
