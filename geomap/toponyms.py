"""Finds the place names of a document: where they stand, what they may denote, how they are used."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.designators import ELLIPSIS_REACH, Designated, DesignatorReader
from geomap.gazetteer import Gazetteer, NameHit, NameKind
from geomap.nameforms import NEAR_COUNTRIES, FormBook, FormSummary, form_book, normalised, script_of
from geomap.placewords import Designator, Exception_, PlaceWords, load_place_words
from geomap.ranking import kilometres_apart
from geomap.records import Document, FeatureClass, Toponym, ToponymRole
from geomap.roles import ends_with, follows_verb, joined, read_role

__all__ = ["find_toponyms"]

WINDOW = 40
"""Characters before a name that are looked at."""

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽЀ-ЯҐ"
_WORD = re.compile(rf"(?<![^\W_])(?:(?:al|el)-)?[{_UPPER}][^\W_]*(?:'[а-яіїєґ]+)?")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LOWER_CASE = re.compile(r"(?<!\w)[Нн]а ([а-яіїєґ][а-яіїєґ'-]+ом(?:у)?)(?![\w-])")
_BROKEN = re.compile(rf"([{_UPPER}][^\W_]+)(-\n?|[ \t]*\n?[ \t]*)([{_UPPER}а-яіїєґa-z][^\W_]+)(?![\w-])")
_BREAKS = ("-", "\n", " ")
_NEXT = re.compile(rf"[ -]([{_UPPER}][\w'-]*)")
_INITIAL = re.compile(rf"(?:[{_UPPER}]\. ?)+\Z")
_UNIT_AFTER = re.compile(
    r"[»”\"']? (?:operational[ -]|tactical[ -]|strategic[ -])*(?:group(?:s|ing|ings)?(?: of (?:troops|forces))?|battlegroup|brigade|battalion|regiment|"
    r"division|corps|detachment|legion|formation|OSUV|OTU)\b",
    re.IGNORECASE,
)
_LONG_UNIT = re.compile(r"(?: [A-Z][\w-]+){1,3} (?:Brigade|Battalion|Regiment|Division|Corps|Legion|Detachment|Club|Cup)\b")
_LIST = re.compile(r"(?:,? (?:and|or|та|і|й|и|або|или|а також|as well as|then) |, |/| ?[–—-] ?| \(|, (?:а также|a також) )")
_SENTENCE_END = frozenset(".!?…\n:")
_OPENING = "\"'“”«„‘(["
_BULLETS = " -–—•*·|>#🔴⚔️▪️🔹❗️📍🇺🇦🇷🇺"
_UNIT_FOLLOWS = re.compile(rf"(?:, | in (?:the )?| (?:на|в|у) | )(?=[{_UPPER}])")
_UNITS = frozenset({FeatureClass.COUNTRY, FeatureClass.REGION, FeatureClass.DISTRICT})


def find_toponyms(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Find every mention of a place by name, in the order of the text; no two overlap.

    A span takes the designator that follows and fixes the feature ("Kursk region", "Покровському напрямку"); what
    stands before ("village of", "с.") only tells the feature. Persons, organisations, months, common words, demonyms
    and adjectives are left out.
    """
    return tuple(_Reader(document, gazetteer).read())


@lru_cache(maxsize=4)
def _designators(gazetteer: Gazetteer) -> DesignatorReader:
    return DesignatorReader(gazetteer)


@lru_cache(maxsize=1)
def _before_patterns() -> dict[str, tuple[tuple[re.Pattern[str], FeatureClass], ...]]:
    found: dict[str, list[tuple[re.Pattern[str], FeatureClass]]] = {"en": [], "cyr": []}
    for row in load_place_words().designators:
        if row.position == "before":
            found[row.lang].append((re.compile(rf"(?:{row.pattern})\Z", re.IGNORECASE), row.feature))
    return {lang: tuple(rows) for lang, rows in found.items()}


@lru_cache(maxsize=1)
def _before_heads() -> frozenset[str]:
    """Give the first three letters of the Cyrillic designators that stand before a name."""
    words = re.findall(
        r"[а-яіїє]{3,}",
        " ".join(row.pattern for row in load_place_words().designators if (row.lang, row.position) == ("cyr", "before")),
    )
    return frozenset(word[:3] for word in words)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A form read across a break: where it ends, how it is written in the gazetteer, and its hits."""

    end: int
    form: str
    hits: tuple[NameHit, ...]


class _Found:
    """A mention on its way to a toponym."""

    __slots__ = ("end", "evidence", "feature", "ids", "name", "start", "summary", "sure")

    def __init__(
        self, start: int, end: int, name: str, summary: FormSummary | None, ids: tuple[str, ...]
    ) -> None:
        self.start, self.end, self.name, self.summary, self.ids = start, end, name, summary, ids
        self.feature: FeatureClass | None = None
        self.sure = True
        self.evidence = False


class _Reader:
    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self.document, self.gazetteer = document, gazetteer
        self.words: PlaceWords = load_place_words()
        self.book: FormBook = form_book(gazetteer)
        self.designators = _designators(gazetteer)
        self.text = normalised(document.text)
        lowered = self.text.lower()
        if len(lowered) != len(self.text):
            lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)
        self.folded = lowered.replace("\n", " ")
        self.cyrillic = bool(_CYRILLIC.search(self.text))
        self.persons: set[str] = set()
        self.nouns: list[tuple[int, Designator]] = []
        self.noun_ends: list[int] = []
        self.sporting: bool | None = None
        self.strange: list[tuple[int, int]] = []

    def read(self) -> list[Toponym]:
        designated = self.designators.find(self.text, self.folded, cyrillic=self.cyrillic)
        if self.cyrillic:
            self.nouns = list(self.designators.nouns(self.text))
            self.noun_ends = [end for end, _ in self.nouns]
            designated = self._with_lower_case(designated)
        found = self._scan(designated)
        self._settle(found)
        if self.strange:
            found = sorted([*found, *self._misspelt(found)], key=lambda item: item.start)
        sure = [item for item in found if item.sure]
        ends = {item.end for item in sure if item.summary is None or item.summary.strength < 4}
        return self._coordinated([self._toponym(item, ends) for item in sure])

    def _coordinated(self, toponyms: list[Toponym]) -> list[Toponym]:
        """Let a state listed after a place of land be land too: "in Armenia and Azerbaijan"."""
        for number in range(1, len(toponyms)):
            one, other = toponyms[number - 1], toponyms[number]
            if (
                other.role is ToponymRole.METONYM
                and one.role is ToponymRole.LITERAL
                and one.feature is other.feature
                and other.start - one.end <= 10
                and joined(self.text[one.end : other.start])
                and not self.text.startswith("'", other.end)
                and not follows_verb(self.text, other.end)
            ):
                toponyms[number] = replace(other, role=ToponymRole.LITERAL)
        return toponyms

    def _scan(self, designated: list[Designated]) -> list[_Found]:
        found: list[_Found] = []
        text, folded, begins = self.text, self.folded, self.book.begins
        known: dict[str, int] = {}
        first_en, first_cyr = self.words.of("first name", "en"), self.words.of("first name", "cyr")
        done, at = 0, 0
        limit = designated[0].start if designated else len(text) + 1
        forms_at = self.gazetteer.forms_at
        continued: dict[str, bool] = {}
        for match in _WORD.finditer(text):
            start, stop = match.span()
            while start >= limit:
                item = designated[at]
                if item.start >= done:
                    found.append(self._designated(item))
                    done = item.end
                at += 1
                limit = designated[at].start if at < len(designated) else len(text) + 1
            if start < done:
                continue
            word = match.group()
            flags = known.get(word)
            if flags is None:
                low = word.lower()
                flags = begins(low) | 2 * (low in first_en or low in first_cyr)
                if flags & 1 and not self.gazetteer.lookup(low):
                    flags |= 4
                known[word] = flags
            if not flags:
                if stop - start >= LEAST_MISSPELT:
                    self._note_strange(start, stop)
                continue
            broken = text[stop : stop + 1] in _BREAKS and (text[stop] != " " or text[stop + 1 : stop + 2] in (" ", "\n"))
            if flags & 4 and not broken:
                head = folded[start : stop + 3]
                more = continued.get(head)
                if more is None:
                    more = continued[head] = begins(head)
                if not more and not flags & 2:
                    continue
            if flags & 2:
                self._person(stop)
                if not flags & 1:
                    continue
            forms = forms_at(folded, start)
            joined_form = self._joined(start) if broken and (not forms or forms[0].end <= stop) else None
            if joined_form is not None:
                summary = self.book.summary(joined_form.form, joined_form.hits)
                item_found = self._judge(start, joined_form.end, word, summary)
                if item_found is not None:
                    found.append(item_found)
                    done = item_found.end
                    continue
            for form in forms:
                if form.end > limit and start < limit < form.end:
                    continue
                summary = self.book.summary(folded[start : form.end], form.hits)
                item_found = self._judge(start, form.end, word, summary)
                if item_found is None:
                    continue
                found.append(item_found)
                done = item_found.end
                break
        for item in designated[at:]:
            if item.start >= done:
                found.append(self._designated(item))
        return found

    def _with_lower_case(self, designated: list[Designated]) -> list[Designated]:
        """Add sectors recalled by an adjective alone in small letters: "на южно-донецком взята"."""
        if not any(item.feature is FeatureClass.OTHER for item in designated):
            return designated
        taken = {item.start for item in designated}
        added = []
        for match in _LOWER_CASE.finditer(self.text):
            start, end = match.span(1)
            if start in taken:
                continue
            hits = self.gazetteer.lookup(match.group(1))
            adjectives = tuple(hit.place_id for hit in hits if hit.kind is NameKind.ADJECTIVE)
            if not adjectives or not self.designators.ellipsis(self.text, start, end):
                continue
            ids = tuple(place_id for place_id in adjectives if self.gazetteer.place(place_id).code == "SECT")
            if ids and all(self.gazetteer.place(place_id).radius_km < BROAD_SECTOR_KM for place_id in ids):
                added.append(Designated(start, end, match.group(1), FeatureClass.OTHER, ids))
        return sorted([*designated, *added], key=lambda item: item.start) if added else designated

    def _note_strange(self, start: int, stop: int) -> None:
        """Note a word that begins no name, where a place's name is expected: it may be misspelt."""
        previous, adjacent = _previous(self.text[max(0, start - WINDOW) : start])
        if adjacent and previous.lower() in _STRONGLY_LOCATIVE and len(self.strange) < MAX_STRANGE:
            if not _NEXT.match(self.text, stop) and self.text[stop : stop + 2] != "'s":
                self.strange.append((start, stop))

    def _misspelt(self, found: list[_Found]) -> list[_Found]:
        """Read noted words as misspelt names of places near those that the document names for sure."""
        near = [
            self.gazetteer.place(item.ids[0])
            for item in found
            if item.sure and len(item.ids) == 1 and self.gazetteer.place(item.ids[0]).country in ("UA", "RU")
        ][:MAX_STRANGE]
        local = [place for place in near if place.feature in _LOCAL]
        regions = {place.admin1 for place in near if place.feature is FeatureClass.REGION}
        added = []
        for start, stop in self.strange:
            word = self.text[start:stop].lower()
            if word in self.persons or word in self.words.of("surname", script_of(word)):
                continue
            ids = self.book.misspelt(word)
            ids = tuple(
                place_id
                for place_id in ids
                if self.gazetteer.place(place_id).admin1 in regions
                or any(kilometres_apart(self.gazetteer.place(place_id), place) < MISSPELT_KM for place in local)
            )
            if ids:
                item = _Found(start, stop, self.text[start:stop], None, ids)
                item.feature, item.evidence = FeatureClass.SETTLEMENT, True
                added.append(item)
        return added

    def _joined(self, start: int) -> _Joined | None:
        """Read a name that is broken at a line's end, spaced widely, or hyphenated against the gazetteer's use."""
        match = _BROKEN.match(self.text, start)
        if match is None:
            return None
        first, gap, second = match.groups()
        tries = [f"{first} {second}"] if gap.isspace() else []
        if "-" in gap:
            tries += [first + second, f"{first}-{second}", f"{first} {second}"]
        for name in tries:
            form = name.lower()
            hits = self.gazetteer.lookup(form)
            if hits:
                return _Joined(match.end(), form, hits)
        return None

    def _designated(self, item: Designated) -> _Found:
        found = _Found(item.start, item.end, item.name, None, item.ids)
        found.feature, found.evidence = item.feature, True
        return found

    def _person(self, end: int) -> None:
        """Remember the surname after a first name."""
        for _ in range(2):
            match = _NEXT.match(self.text, end)
            if match is None:
                return
            word = match.group(1).lower()
            if word.endswith("'s"):
                word = word[:-2]
            self.persons.add(word)
            end = match.end()

    # What follows decides about one form at one position.

    def _judge(self, start: int, end: int, word: str, summary: FormSummary) -> _Found | None:
        """Decide whether a form is a place here: sure, unsure (`sure` is False), or none."""
        text = self.text
        if not summary.ids:
            return self._elliptical(start, end, summary) if summary.adjectives and summary.script == "cyr" else None
        if summary.form.endswith(".") and summary.script == "cyr":
            end -= 1
        surface = text[start:end]
        if summary.acronym and not surface.isupper():
            return None
        if summary.words > 1 and not _capitalised(surface, summary):
            return None
        if surface[:4] in ("The ", "THE ") and surface[4:5].islower():
            return None
        if summary.script == "cyr" and text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
            return None
        before = text[max(0, start - WINDOW) : start]
        previous, adjacent = _previous(before)
        if before[-1:] == "-" and before[-2:-1].isalnum() and summary.strength < 4:
            return None
        if summary.form in self.words.exceptions and self._excepted(before, end, self.words.exceptions[summary.form]):
            return None
        script, low = summary.script, previous.lower()
        if summary.words == 1 and (
            summary.form in self.words.of("month", script)
            or (script == "en" and summary.form in self.words.of("modifier", "en"))
        ):
            return None
        item = _Found(start, end, surface, summary, summary.ids)
        feature = self._feature_before(before, low, script) if before else None
        item.feature = feature if feature in summary.features else None
        located = item.feature is not None or (adjacent and low in self.words.of("locative", script))
        item.evidence = located
        following = _NEXT.match(text, end)
        after = following.group(1) if following else ""
        if self._part_of_name(start, end, item, previous, adjacent, after):
            return None
        if script == "cyr" and summary.adjectives and not located:
            pass
        elif script == "cyr" and summary.adjectives and low == "на" and summary.form.endswith(("ому", "ом")):
            other = self._elliptical(start, end, summary)
            if other is not None:
                return other
        if summary.strength >= 3 or item.feature is not None:
            return item
        opens = _opens(before)
        shouted = 1 < len(surface) <= LONGEST_SHOUT and surface.isupper() and not self._shouting(start)
        if shouted and summary.strength < 2:
            return None
        if summary.common and summary.words == 1 and (opens or before[-1:] in _QUOTES):
            item.sure = False
            return item
        if located:
            if len(summary.form) < 3:
                return None
            loose = low not in _STRONGLY_LOCATIVE and not _PLACE_OF.search(before)
            if summary.words > 1 and not summary.surname:
                loose = False
            if summary.strength == 0 and self._sporting():
                loose = low not in _HOME_GROUND
                if loose:
                    return None
            personal = (
                summary.suspicious
                if script == "en"
                else summary.surname or (summary.surname_like and summary.nominative)
            )
            if (summary.surname or low in _LOOSE) and personal and loose and not self._listed_unit(end):
                item.sure = item.evidence = False
                return item
            if summary.script == "en" and summary.common and summary.strength < 2:
                item.sure = low in _STRONGLY_LOCATIVE and not after
            return item
        if summary.suspicious or summary.surname or (summary.common and script == "en" and summary.strength < 2) or (summary.strength == 1 and script == "en" and summary.words == 1 and following and not text[end] == "-"):
            item.sure = False
        if not item.sure and self._listed_unit(end):
            item.sure = item.evidence = True
        return item

    def _excepted(self, before: str, end: int, rules: tuple[Exception_, ...]) -> bool:
        for rule in rules:
            if rule.pattern is None:
                return True
            if rule.when.endswith("before"):
                hit = rule.pattern.search(before if rule.pattern.pattern.endswith("$") else before) is not None
            else:
                hit = rule.pattern.match(self.text, end) is not None
            if hit != rule.when.startswith("unless"):
                return True
        return False

    def _feature_before(self, before: str, low: str, script: str) -> FeatureClass | None:
        if script == "en":
            if low not in self.words.of("designator end", "en"):
                return None
        elif not low or (len(low) > 3 and low[:3] not in _before_heads()):
            return None
        tail = before[-34:]
        for pattern, feature in _before_patterns()[script]:
            if ends_with(pattern, tail, 4):
                return feature
        return None

    def _part_of_name(
        self, start: int, end: int, item: _Found, previous: str, adjacent: bool, after: str
    ) -> bool:
        """Whether the name belongs to a person, an organisation, a unit or a longer name that nobody knows."""
        summary, text, words = item.summary, self.text, self.words
        assert summary is not None
        script, low = summary.script, previous.lower()
        opening = text[start - 1 : start]
        if script == "cyr" and self._inside_quoted_unit(start, end):
            return True
        if opening in ("«", '"', "“", "„") and text[end : end + 1] in ("»", '"', "”", "“"):
            return item.feature is None or summary.strength < 1 or self._unit_before(start - 1, script)
        if after:
            lowered = after.lower()
            if lowered in words.of("organisation", script) and item.feature is None:
                return True
            if summary.form in words.of("first name", script) and lowered not in words.of("modifier", "en"):
                if summary.strength < 3 or lowered in self.persons:
                    return True
        if summary.strength < 4 and (_UNIT_AFTER.match(text, end) or (after and _LONG_UNIT.match(text, end))):
            return True
        if not adjacent:
            return False
        if low == "of" and _OF_ORGANISATION.search(text, max(0, start - WINDOW), start):
            return True
        if script == "en" and _INITIAL.search(text[max(0, start - 8) : start]) and previous not in _ABBREVIATED:
            return True
        if low in words.of("unit", script) and item.feature is None and summary.strength < 4:
            return script == "cyr" or previous[0].isupper() or low in _UNITS_BEFORE
        if low in words.of("first name", script) and previous[0].isupper():
            return True
        if low in words.of("title", script):
            if script == "en":
                return summary.strength < 2 or (summary.surname and summary.strength < 4)
            return summary.nominative and (summary.surname_like or (summary.suspicious and not summary.common))
        if script == "en" and previous[0].isupper() and summary.strength < 3 and item.feature is None:
            return _titled(text, start, words) or self._unknown_before(start, previous, low, summary)
        if script == "cyr" and previous[0].isupper() and summary.strength < 2 and item.feature is None:
            return low in self.persons or self._unknown_before(start, previous, low, summary)
        return False

    def _unknown_before(self, start: int, previous: str, low: str, summary: FormSummary) -> bool:
        """Whether a capitalised word before a name makes both a longer name."""
        if low in self.words.of("modifier", "en") or low in self.words.of("month", summary.script):
            return False
        head = start - 1 - len(previous)
        if _opens(self.text[max(0, head - WINDOW) : head]):
            return False
        if low in self.words.of("locative", summary.script) or previous.endswith("'s"):
            return False
        if self.gazetteer.lookup(previous) and summary.strength >= 1:
            return False
        return summary.strength < 2 or summary.abroad

    def _unit_before(self, quote: int, script: str) -> bool:
        previous, adjacent = _previous(self.text[max(0, quote - WINDOW) : quote])
        return adjacent and previous.lower() in self.words.of("unit", script)

    def _inside_quoted_unit(self, start: int, end: int) -> bool:
        """Whether a name is a word of a unit's quoted name: легион «Свобода России»."""
        quote = self.text.rfind("«", max(0, start - 30), start)
        if quote < 0 or "»" in self.text[quote:start] or "»" not in self.text[end : end + 30]:
            return False
        return self.text[quote + 1 : self.text.find("»", end)].count(" ") < 4 and self._unit_before(quote, "cyr")

    def _shouting(self, start: int) -> bool:
        """Whether the line around is in capitals."""
        low = self.text.rfind("\n", max(0, start - 200), start) + 1 or max(0, start - 200)
        high = self.text.find("\n", start, start + 200)
        line = self.text[low : high if high >= 0 else start + 200]
        letters = sum(map(str.isalpha, line))
        return sum(map(str.isupper, line)) > 0.6 * letters and letters > 8

    def _listed_unit(self, end: int) -> bool:
        """Whether the name is followed by its country or region: ", Ukraine", "на Луганщині"."""
        match = _UNIT_FOLLOWS.match(self.text, end)
        if match is None:
            return False
        for form in self.gazetteer.forms_at(self.folded, match.end()):
            summary = self.book.summary(self.folded[match.end() : form.end], form.hits)
            if summary.strength >= 3 and not summary.acronym and not summary.features.isdisjoint(_UNITS):
                return True
        return False

    def _elliptical(self, start: int, end: int, summary: FormSummary) -> _Found | None:
        """Read an adjective alone that recalls a designator before: "на Покровському", "над Белгородской"."""
        at = bisect_right(self.noun_ends, start)
        if not self.designators.ellipsis(self.text, start, end):
            return None
        previous, adjacent = _previous(self.text[max(0, start - WINDOW) : start])
        low = previous.lower()
        seen: set[str] = set()
        near: list[tuple[int, Designator]] = []
        for place in range(at - 1, -1, -1):
            if start - self.nouns[place][0] > ELLIPSIS_REACH:
                break
            near.append(self.nouns[place])
        if low == "на":
            near.sort(key=lambda noun: noun[1].feature is not FeatureClass.OTHER)
        for _, row in near:
            if row.feature.value + row.form in seen:
                continue
            seen.add(row.feature.value + row.form)
            sector = row.feature is FeatureClass.OTHER
            if sector and not (low == "на" or (summary.form.endswith(("ий", "ое")) and not summary.ids)):
                continue
            if summary.ids and not sector:
                continue
            ids = self.designators.of_kind(self.gazetteer.lookup(self.text[start:end]), row)
            if ids:
                item = _Found(start, end, self.text[start:end], None, ids)
                item.feature, item.evidence = row.feature, True
                return item
        return None

    def _settle(self, found: list[_Found]) -> None:
        """Decide the unsure ones: by lists, by other mentions in the document, by the persons it names."""
        text = self.text
        for item in found:
            summary = item.summary
            if item.sure and not item.evidence and summary is not None and summary.strength < 3:
                if summary.form in self.persons or _singular(summary.form) in self.persons:
                    item.sure = False
        for forward in (True, False):
            pairs = zip(found, found[1:], strict=False) if forward else zip(found[::-1], found[-2::-1], strict=False)
            for one, other in pairs:
                if other.sure or not one.sure:
                    continue
                low, high = (one.end, other.start) if forward else (other.end, one.start)
                link = text[low:high]
                if len(link) > 12 or not _LIST.fullmatch(link):
                    continue
                if _lists_settlement(one) and other.summary is not None and other.summary.strength >= 0:
                    if other.summary.strength >= 1 or one.evidence:
                        other.sure = other.evidence = True
        trusted = {
            place_id
            for item in found
            if item.sure and item.evidence and item.summary is not None and len(item.ids) <= 60
            for place_id in item.ids
        }
        home = self._home(found)
        for item in found:
            summary = item.summary
            if item.sure or summary is None:
                continue
            if summary.form in self.persons or _singular(summary.form) in self.persons:
                continue
            if summary.strength < 1 and summary.common:
                continue
            if not trusted.isdisjoint(item.ids) or self._at_home(item, home):
                item.sure = True

    def _sporting(self) -> bool:
        """Whether the document is about sport, by its words."""
        if self.sporting is None:
            sample = re.findall(r"[^\W\d_]+", self.text[:6000].lower())
            script = "cyr" if self.cyrillic else "en"
            words = self.words.of("sport", script)
            self.sporting = len({word for word in sample if word in words}) >= 3
        return self.sporting

    def _home(self, found: list[_Found]) -> frozenset[str]:
        """Give the countries outside the theatre whose regions and towns the document names for sure."""
        counted: dict[str, int] = {}
        for item in found:
            if (item.sure and item.summary is not None and 2 <= item.summary.strength <= 3) or item.evidence:
                places = {self.gazetteer.place(place_id).country for place_id in item.ids[:3]}
                if len(places) == 1:
                    country = places.pop()
                    counted[country] = counted.get(country, 0) + 1
        return frozenset(country for country, count in counted.items() if country not in NEAR_COUNTRIES and count > 1)

    def _at_home(self, item: _Found, home: frozenset[str]) -> bool:
        """Whether a small place abroad, neither a word nor a surname, lies in a country that the document tells of."""
        summary = item.summary
        if summary is None or not home or summary.common or summary.surname or summary.strength > 1:
            return False
        return any(self.gazetteer.place(place_id).country in home for place_id in item.ids[:20])

    def _toponym(self, item: _Found, ends: set[int]) -> Toponym:
        summary = item.summary
        text = self.document.text[item.start : item.end]
        if summary is None:
            country, polity, script = False, False, "cyr" if _CYRILLIC.match(text) else "en"
            feature = item.feature
            role = (
                ToponymRole.LITERAL
                if feature in (FeatureClass.OTHER, FeatureClass.BORDER)
                else read_role(self.text, item.start, item.end, script=script, polity=False)
            )
        else:
            country = summary.strength == 4
            polity = country or summary.capital
            feature = item.feature or (summary.feature if summary.words > 1 or country else None)
            if summary.feature in (FeatureClass.OTHER, FeatureClass.BORDER, FeatureClass.FACILITY, FeatureClass.RIVER):
                role = ToponymRole.LITERAL
            else:
                listed = polity and self.text[item.start - 2 : item.start] == ", " and item.start - 2 in ends
                role = read_role(
                    self.text,
                    item.start,
                    item.end,
                    script=summary.script,
                    polity=polity,
                    land=country,
                    listed=listed,
                )
            if role is ToponymRole.LITERAL and self.text[item.start - 3 : item.start] == "of " and self._sporting():
                role = ToponymRole.ATTRIBUTIVE
        return Toponym(
            self.document.doc_id, item.start, item.end, text, item.name, feature, role, item.ids
        )


_STRONGLY_LOCATIVE = frozenset(
    ["in", "near", "at", "towards", "toward", "captured", "around", "outside", "into", "в", "у", "во", "під", "под", "біля", "возле", "поблизу", "вблизи", "около", "близ", "за", "над", "північніше", "південніше", "східніше", "західніше", "севернее", "южнее", "восточнее", "западнее", "районі", "районе"]
)
_LOOSE = frozenset(["of", "to", "from", "by", "between", "for", "з", "із", "зі", "из", "с", "со", "від", "от", "до", "к", "ко", "на", "після", "после"])
_PLACE_OF = re.compile(
    r"(?:direction|areas?|vicinity|outskirts|north|south|east|west|captur\w+|liberation|fall|loss|seizure|def[ea]n[cs]e|"
    r"battles?|siege|streets|suburbs?|control|centre|center|entrance|parts?|ruins|recapture|encirclement) of \Z"
)
_HOME_GROUND = frozenset({"in", "near", "в", "у"})
_OF_ORGANISATION = re.compile(
    r"(?:University|Institute|Academy|College|Bank|Museum|Bishop|Archbishop|Metropolitan|Patriarch|Duke|Order|Treaty|Peace|"
    r"Congress|Orchestra|Voice|Radio|School|Faculty) of (?:the )?\Z"
)
_QUOTES = ("«", "“", "„")
LEAST_MISSPELT = 6
"""Letters that a misspelt name must have."""
MAX_STRANGE = 60
"""Words that begin no name and are looked at again, and places that they are compared with."""
MISSPELT_KM = 50.0
"""A misspelt name is read as that of a place so near to one that the document names."""
_LOCAL = frozenset({FeatureClass.SETTLEMENT, FeatureClass.DISTRICT, FeatureClass.OTHER})
LONGEST_SHOUT = 4
"""Capitals up to this length are an acronym."""
_UNITS_BEFORE = frozenset({"submarine", "cruiser", "frigate", "corvette", "tanker", "street", "avenue"})
_ABBREVIATED = frozenset({"U.S.", "U.K.", "U.N.", "a.m.", "p.m."})
_PARTICLES = re.compile(r"(?:de|la|le|el|al|on|na|of|the|and|upon|в|на|і|и|та|у|з|sur|am|an|der|den|du|do|da|di|с)")
def _previous(before: str) -> tuple[str, bool]:
    """Give the word before a name, and whether one space and nothing else parts them."""
    if before[-1:] != " ":
        return "", False
    word = before[:-1].rpartition(" ")[2].rpartition("\n")[2].lstrip("«»\"“”„([/—–-")
    if not word:
        return "", False
    return word, word[-1].isalnum() or (word[-1] == "." and len(word) <= LONGEST_ABBREVIATION)


LONGEST_ABBREVIATION = 5
BROAD_SECTOR_KM = 100.0
"""Sectors of such a radius are named after a quarter of the sky, whose adjective alone says little."""


def _titled(text: str, start: int, words: PlaceWords) -> bool:
    """Whether a title and a capitalised word stand before a name: "Colonel Getnet Adane"."""
    match = _TWO_BEFORE.search(text, max(0, start - WINDOW), start)
    return match is not None and match.group(1).lower() in words.of("title", "en")


_TWO_BEFORE = re.compile(r"([A-Za-z]+)\.? [A-Z][\w'-]+ \Z")


def _opens(before: str) -> bool:
    """Whether a name with this text before it begins a sentence, a line or a heading."""
    tail = before.rstrip(_BULLETS)
    if not tail:
        return True
    while tail and tail[-1] in _OPENING:
        tail = tail[:-1].rstrip(_BULLETS)
    return not tail or tail[-1] in _SENTENCE_END


def _capitalised(surface: str, summary: FormSummary) -> bool:
    """Whether the words of a longer name are capitalised; designators and particles need not be."""
    if summary.strength >= 3:
        return True
    parts = re.split(r"[\s-]+", surface)
    return all(not part[:1].islower() or _PARTICLES.fullmatch(part) for part in parts)


def _singular(form: str) -> str:
    return form[:-1] if form[-1:] in "ауюіе" else form


def _lists_settlement(item: _Found) -> bool:
    if item.summary is None:
        return item.feature is FeatureClass.DISTRICT
    return item.summary.strength in (0, 1, 2) and FeatureClass.SETTLEMENT in item.summary.features


