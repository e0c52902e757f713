"""Where: the places that an event may take, from its clause, its sentence, a reference or what was named before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from geomap.attribution import Speakers
from geomap.events import Event, is_site
from geomap.lexicon import Hit, Lexicon, word_class
from geomap.marks import Marks
from geomap.records import ClaimKind, FeatureClass, Place, PlaceRole, Resolution, Side, Span, ToponymRole
from geomap.roles import joins_names

__all__ = ["Sites"]

OFFICE_REACH = 40
"""Characters around an office within which the place it serves is named: "the governor of the Saratov region"."""
HEAD = 4
"""Characters of a sentence's head: an opening mark or an article at most."""
_REGION_WORD = word_class("region_word")
_CAPITALS = {"Kyiv", "Moscow"}
_CIVIL = word_class("civil_office")
_TOWN_WORD = word_class("town_word")
_SUFFERED = {"evacuation", "casualties", "damage", "alert"}
"""What people suffer may lie where another clause tells of the fighting that caused it."""
_CONTRAST = word_class("contrast")
_PART_OF = word_class("part_of_town")
_PEOPLE_OF = word_class("people_of")
_VENUE = word_class("venue")
_LIKE = re.compile(r"\s+[«\"“„]?")
VENUE_REACH = 45
"""Characters before a place in which words of a meeting make it a venue."""
_FACILITY_WORD = word_class("facility_word")
_SECTOR_WORD = word_class("sector_word")
_COORDINATED = re.compile(r"\b(?:and|or|та|і|й|и|або|или) $")
_LAUNCHED_FROM = word_class("launched_from")
LAUNCH_REACH = 100
"""Characters before a place within which it is told that something was launched from there."""
_CLASH_COUNT = word_class("clash_count")
NOUN_LETTERS = 4
"""Letters by which "this port" is told from "this plant"."""
DATELINE_REACH = 600
"""Characters from the top within which a dateline stands."""
_MONTH_DAY = r"(?:\w{3,9}\.? \d{1,2}(?:, 20\d\d)?|\d{1,2} \w{3,9}\.?(?: 20\d\d)?)"
_AGENCY = r"\((?:reuters|ap|afp|dpa|upi|cnn|bbc|tass|interfax[\w-]*|ukrinform|unn|xinhua|anadolu|ria novosti)\)"
_DATELINE = re.compile(
    rf"(?:, [a-z][a-z .]{{2,24}})?(?:, {_MONTH_DAY})? ?{_AGENCY} ?[–—-]"
    rf"|, (?:{_MONTH_DAY}|[a-z][a-z .]{{2,24}}) ?[–—-] |[.,] {_MONTH_DAY}(?=[ .,–—/-])"
)
_SIGNED = re.compile(r" \([^)\n]{2,30}\) ?[–—-]")
_BARE_DATELINE = re.compile(r" ?[–—-]{1,2} |[.:] ")
_OF_THEIR_OWN = frozenset({"SEA", "FRST", "ISL", "ISLS", "SPIT"})
"""Seas, forests, islands and spits are places beside a settlement, not what it lies in."""
_ROLES = {role.value: role for role in PlaceRole}


class Sites:
    """The resolved places of one document, by position; `lowered` is its text, normalised, in lower case."""

    def __init__(
        self,
        lowered: str,
        lang: str,
        resolutions: Sequence[Resolution],
        lexicon: Lexicon,
        marks: Marks,
    ) -> None:
        self.lowered = lowered
        self._marks = marks
        self.all = sorted((r for r in resolutions if r.place), key=lambda r: r.toponym.start)
        self._starts = [r.toponym.start for r in self.all]
        self._sites = [r for r in self.all if is_site(r) and not self._is_venue(r) and not self._is_dateline(r)]
        self._site_starts = [r.toponym.start for r in self._sites]
        self._towns = {r.toponym.start for r in self._sites if _is_capital(r)}
        self._lands = {r.toponym.start for r in self.all if _is_land(r)} | self._towns
        self._english = lang == "en"
        self._prepositions = lexicon.prepositions[lang]
        countries = {r.place.country for r in self._sites if r.place}
        self._theatre = {"UA", "RU"} & countries

    def _is_venue(self, site: Resolution) -> bool:
        """Whether somebody merely speaks at a place, or another is likened to it: "told reporters in Odesa"."""
        at = site.toponym.start
        met = self._marks.linked("meeting", _VENUE, at, VENUE_REACH)
        return met or self._marks.linked("likened", _LIKE, at, VENUE_REACH)

    def _names(self, people: Sequence[Hit], site: Resolution) -> bool:
        """Whether a place name belongs to a claimant; a bare name that stands for a place does so in English only."""
        start, end = site.toponym.start, site.toponym.end
        if start in self._towns:
            return False
        return any(p.start <= start < p.end and (self._english or (p.start, p.end) != (start, end)) for p in people)

    def within(self, start: int, end: int) -> list[Resolution]:
        """Give the places named in a stretch of the text."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def sites_within(self, start: int, end: int) -> list[Resolution]:
        """Give those places of a stretch where something can happen."""
        return self._sites[bisect_left(self._site_starts, start) : bisect_left(self._site_starts, end)]

    def in_theatre(self, place: Place) -> bool:
        """Whether a place lies in a country of the war that the document tells of."""
        return not self._theatre or place.country in self._theatre

    def countries(self, sentence: Span, *, as_land: bool = True) -> list[Resolution]:
        """Give the first country that a sentence names, as land or as any party too."""
        return [
            r
            for r in self.within(sentence.start, sentence.end)
            if r.place and r.place.feature is FeatureClass.COUNTRY
            if r.toponym.role is ToponymRole.LITERAL or not as_land
        ][:1]

    def country_of(self, near: Sequence[Resolution]) -> str:
        """Give the country of the first of some places that lies in the war told of."""
        return next((r.place.country for r in near if r.place and self.in_theatre(r.place)), "")

    def attributes(self, sentence: Span) -> list[Resolution]:
        """Give the towns and regions that a sentence names as an attribute: "Kharkiv's mayor"."""
        found = self.within(sentence.start, sentence.end)
        return [
            r
            for r in found
            if r.place
            and r.toponym.role is ToponymRole.ATTRIBUTIVE
            and r.place.feature is not FeatureClass.COUNTRY
            and r.place.name not in _CAPITALS
        ]

    def placed(self, clause: Span, speakers: Speakers) -> tuple[Resolution, ...]:
        """Give the places of a clause, without those that belong to its claimant."""
        sites = self.sites_within(clause.start, clause.end)
        if not sites:
            return ()
        if speakers.in_sentence:
            taken = [a.speech for a in speakers.in_sentence if a.speech]
            sites = [r for r in sites if not any(s.start <= r.toponym.start < s.end for s in taken)]
        if speakers.people_spans:
            sites = [r for r in sites if not self._names(speakers.people_spans, r)]
        return _narrowed(self._without_references(sites, clause) or sites)

    def _is_dateline(self, resolution: Resolution) -> bool:
        """Whether a name near the top only tells where an article was written: "ISTANBUL, August 14 (Agency) -"."""
        start, end, place = resolution.toponym.start, resolution.toponym.end, resolution.place
        if start > DATELINE_REACH or self.lowered[self.lowered.rfind("\n", 0, start) + 1 : start].strip():
            return False
        shouted = resolution.toponym.text.isupper()
        if _DATELINE.match(self.lowered, end) or (shouted and _SIGNED.match(self.lowered, end)):
            return True
        abroad = place is not None and (place.country not in ("UA", "RU") or place.name in _CAPITALS)
        return abroad and shouted and bool(_BARE_DATELINE.match(self.lowered, end))

    def _without_references(self, sites: Sequence[Resolution], clause: Span) -> list[Resolution]:
        """Leave out the names that only tell where another place lies; a list goes with its first name.

        Where such a phrase goes on from another ("north of X and east of Y"), both tell where it happened.
        """
        kept: list[Resolution] = []
        left: list[Resolution] = []
        for site in sites:
            listed = bool(left) and joins_names(self.lowered[left[-1].toponym.end : site.toponym.start])
            found = None if site.toponym.reference else self._reference(site, clause)
            if not (listed or found):
                kept.append(site)
            elif found and _COORDINATED.search(self.lowered, max(clause.start, found.start - 8), found.start):
                kept = [*(kept or left[:1]), site]
            else:
                left.append(site)
        return kept

    def _reference(self, site: Resolution, clause: Span) -> Hit | None:
        """Find the words by which a name only tells where another place lies: "a village south of X"."""
        found = self._marks.ending("relative_to", site.toponym.start)
        return found if found and found.start >= clause.start else None

    def nearest(self, sentence: Span, hit: Hit, speakers: Speakers) -> tuple[Resolution, ...]:
        """Give the place of the sentence nearest to a trigger, those before it first."""
        sites = [
            r
            for r in self.sites_within(sentence.start, sentence.end)
            if r.place and self.in_theatre(r.place) and not self._names(speakers.people_spans, r)
        ]
        sites = list(self.without_launchers(sites))
        before = [r for r in sites if r.toponym.end <= hit.start]
        suffered = hit.entry.label in _SUFFERED
        pool = before or [r for r in sites if suffered or not _CONTRAST.search(self.lowered, hit.end, r.toponym.start)]
        if not pool:
            return ()
        return (min(pool, key=lambda r: abs(r.toponym.start - hit.start)),)

    def claimants_place(self, sentence: Span, speakers: Speakers) -> tuple[Resolution, ...]:
        """The region or town whose governor, mayor or police speaks in the sentence, where it names no other place."""
        spans: list[Span | Hit] = [a.speech for a in speakers.in_sentence if a.speech]
        spans += speakers.people_spans
        spans = [s for s in spans if _CIVIL.search(self.lowered, max(sentence.start, s.start - OFFICE_REACH), s.end)]
        found = [
            r
            for r in self.within(sentence.start, sentence.end)
            if r.place
            and r.toponym.role is not ToponymRole.METONYM
            and r.place.feature in (FeatureClass.REGION, FeatureClass.DISTRICT, FeatureClass.SETTLEMENT)
            and self.in_theatre(r.place)
            and r.place.name not in _CAPITALS
            and any(s.start - OFFICE_REACH <= r.toponym.start < s.end + OFFICE_REACH for s in spans)
        ]
        return tuple(found[:1])

    def peoples_place(self, clause: Span) -> tuple[Resolution, ...]:
        """The town or region whose people or parts a clause tells of: "residents of X", "in X's suburbs"."""
        return tuple(
            r
            for r in self.within(clause.start, clause.end)
            if r.place
            and r.toponym.role is ToponymRole.ATTRIBUTIVE
            and r.place.feature is not FeatureClass.COUNTRY
            and (
                _PEOPLE_OF.search(self.lowered, max(clause.start, r.toponym.start - OFFICE_REACH), r.toponym.start)
                or _PART_OF.match(self.lowered, r.toponym.end, clause.end)
            )
        )[:1]

    def nation(self, side: Side, at: int) -> tuple[Resolution, ...]:
        """The mention of a side's country nearest to an offset, where the text names that country at all."""
        named = [
            r for r in self.all if r.place and r.place.feature is FeatureClass.COUNTRY and r.place.country == side.value
        ]
        return (min(named, key=lambda r: abs(r.toponym.start - at)),) if named else ()

    def referred(self, clause: Span) -> tuple[Resolution, ...]:
        """The last region or settlement named before, where the clause says "the region" or "the village"."""
        for pattern, features in (
            (_TOWN_WORD, (FeatureClass.SETTLEMENT,)),
            (_REGION_WORD, (FeatureClass.REGION,)),
            (_FACILITY_WORD, (FeatureClass.FACILITY,)),
            (_SECTOR_WORD, (FeatureClass.OTHER, FeatureClass.REGION)),
        ):
            match = pattern.search(self.lowered, clause.start, clause.end)
            if match is None:
                continue
            named = [r for r in self.before(match.start()) if is_site(r) and r.place and r.place.feature in features]
            if features == (FeatureClass.FACILITY,):
                noun = match.group().split()[-1][:NOUN_LETTERS]
                named = [r for r in named if noun in r.toponym.text.lower()] or named
            if named:
                return (named[-1],)
        return ()

    def before(self, at: int) -> list[Resolution]:
        """Give the places named up to an offset."""
        return self.all[: bisect_right(self._starts, at)]

    def without_launchers(self, sites: Sequence[Resolution]) -> tuple[Resolution, ...]:
        """Leave out the places that drones or missiles were launched from: nothing that follows happens there."""
        if not self._marks.of("launch"):
            return tuple(sites)
        kept: list[Resolution] = []
        before: Resolution | None = None
        for site in sites:
            start = site.toponym.start
            listed = before is not None and joins_names(self.lowered[before.toponym.end : start])
            if listed or self._marks.linked("launch", _LAUNCHED_FROM, start, LAUNCH_REACH):
                before = site
            else:
                kept.append(site)
        return tuple(kept)

    def counted_sector(self, clause: Span) -> tuple[Resolution, ...]:
        """The sector whose paragraph it is, where a clause without a place counts its fights: "two clashes go on"."""
        if not _CLASH_COUNT.search(self.lowered, clause.start, clause.end):
            return ()
        paragraph = self.lowered.rfind("\n", 0, clause.start) + 1
        named = [r for r in self.within(paragraph, clause.start) if r.place and r.place.code == "SECT"]
        return tuple(named[-1:])

    def is_land(self, at: int) -> bool:
        """Whether the name of a state or capital at an offset stands for its land ("in the east of Ukraine")."""
        return at in self._lands

    def speaking(self, claimants: Sequence[Hit], sentence: Span) -> list[Hit]:
        """Leave out capitals that are places here ("drones hit Kyiv, the mayor said"): a town does not speak.

        At the head of a sentence a capital is more often its government.
        """
        if not self._towns:
            return list(claimants)
        return [hit for hit in claimants if hit.start not in self._towns or hit.start - sentence.start < HEAD]

    def role(self, resolution: Resolution, event: Event) -> PlaceRole:
        """Read the preposition before a name; a member of a list takes that of the list's head."""
        if resolution.toponym.reference == "near":
            return PlaceRole.NEAR
        pattern = self._prepositions
        start = max(event.sentence.start, resolution.toponym.start - 90)
        found = None
        for match in pattern.finditer(self.lowered, start, resolution.toponym.start):
            found = match
        if found is None:
            return PlaceRole.AT
        role = _ROLES[found.lastgroup or "at"]
        if event.kind is ClaimKind.CAPTURE and role is PlaceRole.TOWARD:
            return PlaceRole.AT
        return role


def _is_capital(resolution: Resolution) -> bool:
    """Whether a mention is a capital as a town; in capital letters it heads a report: "MOSCOW (AP) —"."""
    place = resolution.place
    return place is not None and place.name in _CAPITALS and not resolution.toponym.text.isupper()


def _is_land(resolution: Resolution) -> bool:
    """Whether a mention is a country itself, not its government."""
    place = resolution.place
    country = place is not None and place.feature is FeatureClass.COUNTRY
    return country and resolution.toponym.role is ToponymRole.LITERAL


def _narrowed(sites: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Leave out regions, districts and sectors that only say where the settlements beside them lie."""
    if len(sites) < 2:
        return tuple(sites)
    exact = [r for r in sites if r.place and r.place.feature in (FeatureClass.SETTLEMENT, FeatureClass.FACILITY)]
    if not exact:
        land = [r for r in sites if r.place and r.place.feature is not FeatureClass.BORDER] or list(sites)
        fine = [r.place for r in land if r.place and r.place.feature is not FeatureClass.REGION]
        return tuple(r for r in land if r.place and not _holds_one(r.place, fine))
    kept = []
    for site in sites:
        place = site.place
        if place is None:
            continue
        if site not in exact:
            if place.feature is FeatureClass.REGION:
                if any(r.place and r.place.admin1 == place.name for r in exact):
                    continue
            elif place.feature is FeatureClass.DISTRICT:
                if any(r.place and place.name in (r.place.admin2, r.place.admin3) for r in exact):
                    continue
            elif place.feature is not FeatureClass.RIVER and place.code not in _OF_THEIR_OWN:
                continue
        kept.append(site)
    return tuple(kept)


def _holds_one(region: Place, fine: Sequence[Place]) -> bool:
    """Whether a region only says where one of the finer places lies; a sea lies in none."""
    return region.feature is FeatureClass.REGION and any(
        place.code != "SEA" and (not place.admin1 or place.admin1 == region.name) for place in fine
    )
