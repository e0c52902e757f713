"""Decides whether a form of the gazetteer is a place where it stands: sure, unsure, or something else."""

from __future__ import annotations

import re
from functools import lru_cache

from geomap.drafts import NEXT_NAME, UPPER, WINDOW, Draft, TextView, opens_sentence, previous_word
from geomap.gazetteer import NameKind
from geomap.nameforms import FormSummary
from geomap.placewords import NoPlace, PlaceWords, load_place_words
from geomap.records import FeatureClass
from geomap.roles import ends_with, matches_at, word_starts

__all__ = ["Judge"]

LONGEST_SHOUT = 4
"""Capitals up to this length are an acronym."""
SHOUTING_SHARE = 0.6
"""A line with a larger share of capitals is in capitals."""
LINE = 200
"""Characters of a line that are looked at."""
QUOTED = 30
"""Characters of a quoted name that are looked at."""

_ADJECTIVAL = ("ой", "ый", "ий", "ого", "ому", "ым", "им", "ая", "ую", "ые", "ых", "ое", "ої", "ій", "ою", "их")
_INITIAL = re.compile(rf"(?:[{UPPER}]\. ?)+\Z")
_TWO_BEFORE = re.compile(r"([A-Za-z]+)\.? [A-Z][\w'-]+ \Z")
_LINE_BEFORE = re.compile(r"(?:[Лл]ін[іи]\w*|[Лл]ини\w+|[Уу]част\w+|[Рр]убеж\w*|[Рр]убіж\w*|[Тт]рас\w+|[Дд]оро\w+) \Z")
_LINE_AFTER = re.compile(r" (?:line|axis|front|road|highway|railway|stretch|direction|sector)s?\b")
_UNIT_FOLLOWS = re.compile(rf"(?:, | in (?:the )?| (?:на|в|у) |(?P<bare> ))(?=[{UPPER}])")
_UNITS = frozenset({FeatureClass.COUNTRY, FeatureClass.REGION, FeatureClass.DISTRICT})
_OPENING_QUOTES = ("«", '"', "“", "„")
_CLOSING_QUOTES = ("»", '"', "”", "“")


class Judge:
    """Judges the forms found in one document."""

    def __init__(self, view: TextView) -> None:
        self.view, self.text, self.words = view, view.text, view.words
        of = self.words.of
        self._locative = {script: of("locative", script) for script in ("en", "cyr")}
        self._strong = {script: of("strong locative", script) for script in ("en", "cyr")}
        self._month = {script: of("month", script) for script in ("en", "cyr")}
        self._modifier = of("modifier", "en")
        self._roles = self.words.roles

    def judge(self, start: int, end: int, summary: FormSummary) -> Draft | None:
        """Decide whether a form that the gazetteer has as a name is a place here."""
        text, script = self.text, summary.script
        if script == "cyr" and summary.form.endswith("."):
            end -= 1
        surface, before = text[start:end], self.view.before(start)
        if not self._written_so(surface, before, end, summary):
            return None
        previous, adjacent = previous_word(before)
        low = previous.lower()
        draft = Draft(start, end, surface, summary, summary.ids)
        feature = self._feature_before(before, low, script)
        draft.feature = feature if feature in summary.features else None
        located = draft.feature is not None or (adjacent and low in self._locative[script])
        draft.evidence = located
        following = NEXT_NAME.match(text, end)
        after = following.group(1) if following else ""
        if self._part_of_name(draft, previous, adjacent, after):
            return None
        if summary.strength >= 3 or draft.feature is not None:
            return draft
        if summary.strength == 0 and after and not located and after.lower() not in self._modifier:
            return None
        if summary.strength < 2 and 1 < len(surface) <= LONGEST_SHOUT and surface.isupper() and not self._shouts(start):
            return None
        begins = before[-1:] in _OPENING_QUOTES or opens_sentence(before)
        oblique = script == "cyr" and summary.strength < 2 and not summary.nominative
        if begins and summary.words == 1 and (summary.common or oblique):
            draft.sure = False
            return draft
        if located:
            return self._located(draft, summary, before, low, after)
        if self._needs_evidence(summary, bool(after), text[end : end + 1]):
            draft.sure = draft.evidence = self._unit_follows(end)
        return draft

    def _written_so(self, surface: str, before: str, end: int, summary: FormSummary) -> bool:
        """Whether a form stands here as a name is written, and no exception forbids it."""
        if summary.acronym and not surface.isupper():
            return False
        if summary.words > 1 and not _capitalised(surface, summary):
            return False
        if surface[:4] in ("The ", "THE ") and surface[4:5].islower():
            return False
        after_hyphen = before[-1:] == "-" and before[-2:-1].isalnum() and summary.strength < 4
        before_hyphen = self.text[end : end + 1] == "-" and self.text[end + 1 : end + 2].isalpha()
        if (after_hyphen or (before_hyphen and summary.script == "cyr")) and not self._on_line(end - len(surface), end):
            return False
        rules = self.words.exceptions.get(summary.form)
        if rules is not None and self._excepted(before, end, rules):
            return False
        return summary.words > 1 or not (
            summary.form in self._month[summary.script] or (summary.script == "en" and summary.form in self._modifier)
        )

    def _on_line(self, start: int, end: int) -> bool:
        """Whether hyphens join a name to other towns, along a line of the front: "на лінії Сватове-Кремінна"."""
        text = self.text
        while start and (text[start - 1].isalnum() or text[start - 1] in "-'"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in "-'"):
            end += 1
        parts = text[start:end].removesuffix("'s").split("-")
        known = len(parts) > 1 and all(part[:1].isupper() and self._is_town(part) for part in parts)
        return known and (
            len(parts) > 2
            or _LINE_BEFORE.search(text, max(0, start - WINDOW), start) is not None
            or _LINE_AFTER.match(text, end) is not None
        )

    def _is_town(self, name: str) -> bool:
        """Whether a word is the name of a settlement of the theatre, in the nominative."""
        place = self.view.gazetteer.place
        return any(
            hit.kind is not NameKind.ADJECTIVE
            and hit.kind is not NameKind.INFLECTED
            and place(hit.place_id).feature is FeatureClass.SETTLEMENT
            and place(hit.place_id).country in ("UA", "RU")
            for hit in self.view.gazetteer.lookup(name)
        )

    def _excepted(self, before: str, end: int, rules: tuple[NoPlace, ...]) -> bool:
        for rule in rules:
            if rule.pattern is None:
                return True
            if rule.when.endswith("before"):
                hit = rule.pattern.search(before) is not None
            else:
                hit = rule.pattern.match(self.text, end) is not None
            if hit != rule.when.startswith("unless"):
                return True
        return False

    def _located(self, draft: Draft, summary: FormSummary, before: str, low: str, after: str) -> Draft | None:
        """Judge a name after a word of place; those that persons bear or that are words need more than "of" or "от"."""
        if len(summary.form) < 3:
            return None
        strong = low in self._strong[summary.script]
        if summary.strength == 0 and self.view.sporting and low not in self.words.of("home ground", summary.script):
            return None
        if summary.script == "en":
            personal = summary.suspicious and low in self.words.of("loose locative", "en")
        else:
            personal = summary.surname_like and summary.nominative and low in self.words.of("loose locative", "cyr")
        doubtful = not strong and (summary.surname or (personal and summary.words == 1))
        if doubtful and not (
            ends_with(self._roles["place of before", "en"], before, 2) or self._unit_follows(draft.end)
        ):
            draft.sure = draft.evidence = False
            return draft
        if summary.script == "en" and summary.common and summary.strength < 2:
            draft.sure = strong and not after
        return draft

    def _needs_evidence(self, summary: FormSummary, followed: bool, mark: str) -> bool:
        if summary.suspicious or summary.surname:
            return True
        if summary.script != "en":
            return False
        return (summary.common and summary.strength < 2) or (
            summary.strength == 1 and summary.words == 1 and followed and mark != "-"
        )

    def _feature_before(self, before: str, low: str, script: str) -> FeatureClass | None:
        """Give what a designator right before a name says that it is."""
        if script == "en":
            if low not in self.words.of("designator end", "en"):
                return None
        elif not low or (len(low) > 3 and low[:3] not in _designator_heads()):
            return None
        starts = word_starts(before, 4)
        for pattern, feature in _designators_before()[script]:
            if matches_at(pattern, before, starts):
                return feature
        return None

    def _part_of_name(self, draft: Draft, previous: str, adjacent: bool, after: str) -> bool:
        """Whether the name belongs to a person, an organisation, a unit or a longer name that nobody knows."""
        summary, text, words = draft.summary, self.text, self.words
        assert summary is not None
        script, low = summary.script, previous.lower()
        if self._quoted_unit(draft, summary):
            return True
        if after and self._goes_on(draft, summary, after.lower()):
            return True
        if summary.strength < 4 and (
            self._roles["unit after", "en"].match(text, draft.end)
            or (after and self._roles["long unit after", "en"].match(text, draft.end))
        ):
            return True
        if script == "cyr" and after and self._half_of_name(draft, summary, after):
            return True
        if not adjacent:
            return False
        if script == "en":
            if low == "of" and ends_with(self._roles["organisation of before", "en"], self.view.before(draft.start), 2):
                return True
            initials = _INITIAL.search(text[max(0, draft.start - 8) : draft.start])
            if initials and low not in words.of("abbreviated", "en"):
                return True
        if low in words.of("unit", script) and draft.feature is None and summary.strength < 4:
            return script == "cyr" or previous[0].isupper() or low in words.of("unit before", "en")
        if low in words.of("first name", script) and previous[0].isupper():
            return True
        if low in words.of("title", script):
            if script == "en":
                return summary.strength < 2 or (summary.surname and summary.strength < 4)
            return summary.nominative and (summary.surname_like or (summary.suspicious and not summary.common))
        if not previous[0].isupper() or draft.feature is not None or summary.strength >= (3 if script == "en" else 2):
            return False
        if script == "en" and self._titled(draft.start):
            return True
        return low in self.view.persons or self._unknown_before(draft.start, previous, low, summary)

    def _goes_on(self, draft: Draft, summary: FormSummary, after: str) -> bool:
        """Whether the capitalised word after the name makes both an organisation or a person."""
        words = self.words
        if after in words.of("organisation", summary.script) and draft.feature is None:
            return True
        if summary.form in words.of("first name", summary.script) and after not in self._modifier:
            return summary.strength < 3 or after in self.view.persons
        return False

    def _half_of_name(self, draft: Draft, summary: FormSummary, after: str) -> bool:
        """Whether an adjective is the first word of a village's name that nobody has: Золотой Колодец."""
        alone = summary.words == 1 and summary.strength < 3 and draft.feature is None
        if not alone or not summary.form.endswith(_ADJECTIVAL) or not after[:1].isupper() or not after[1:2].islower():
            return False
        return not self.view.gazetteer.lookup(after) and after.lower() not in self.words.of("first name", "cyr")

    def _quoted_unit(self, draft: Draft, summary: FormSummary) -> bool:
        """Whether quotation marks make the name that of a unit, a ship, a club, a paper."""
        opening, closing = self.text[draft.start - 1 : draft.start], self.text[draft.end : draft.end + 1]
        if opening in _OPENING_QUOTES and closing in _CLOSING_QUOTES:
            return draft.feature is None or self._unit_before(draft.start - 1, summary.script)
        if summary.script != "cyr":
            return False
        quote = self.text.rfind("«", max(0, draft.start - QUOTED), draft.start)
        if quote < 0 or "»" in self.text[quote : draft.start]:
            return False
        end = self.text.find("»", draft.end, draft.end + QUOTED)
        return end >= 0 and self.text[quote:end].count(" ") < 4 and self._unit_before(quote, "cyr")

    def _unit_before(self, quote: int, script: str) -> bool:
        previous, adjacent = previous_word(self.view.before(quote))
        return adjacent and previous.lower() in self.words.of("unit", script)

    def _titled(self, start: int) -> bool:
        """Whether a title and a capitalised word stand before a name: "Colonel Getnet Adane"."""
        match = _TWO_BEFORE.search(self.text, max(0, start - WINDOW), start)
        return match is not None and match.group(1).lower() in self.words.of("title", "en")

    def _unknown_before(self, start: int, previous: str, low: str, summary: FormSummary) -> bool:
        """Whether a capitalised word before a name makes both a longer name."""
        if low in self._modifier or low in self._month[summary.script] or low in self._locative[summary.script]:
            return False
        if previous.endswith("'s") or opens_sentence(self.view.before(start - 1 - len(previous))):
            return False
        if summary.strength >= 1 and self.view.gazetteer.lookup(previous):
            return False
        return summary.strength < 2 or summary.abroad

    def _shouts(self, start: int) -> bool:
        """Whether the line around is in capitals."""
        low = max(0, start - LINE)
        low = self.text.rfind("\n", low, start) + 1 or low
        high = self.text.find("\n", start, start + LINE)
        line = self.text[low : high if high >= 0 else start + LINE]
        letters = sum(map(str.isalpha, line))
        return letters > 2 * LONGEST_SHOUT and sum(map(str.isupper, line)) > SHOUTING_SHARE * letters

    def _unit_follows(self, end: int) -> bool:
        """Whether the name is followed by its country or region: ", Ukraine", "на Луганщині"."""
        match = _UNIT_FOLLOWS.match(self.text, end)
        if match is None:
            return False
        view = self.view
        for form in view.gazetteer.forms_at(view.folded, match.end()):
            summary = view.book.summary(view.folded[match.end() : form.end], form.hits)
            units = _UNITS - {FeatureClass.COUNTRY} if match["bare"] else _UNITS
            if summary.strength >= 3 and not summary.acronym and not summary.features.isdisjoint(units):
                return True
        return False


@lru_cache(maxsize=1)
def _designators_before() -> dict[str, tuple[tuple[re.Pattern[str], FeatureClass], ...]]:
    found: dict[str, list[tuple[re.Pattern[str], FeatureClass]]] = {"en": [], "cyr": []}
    for row in load_place_words().designators:
        if row.position == "before":
            found[row.lang].append((re.compile(rf"(?:{row.pattern})\Z", re.IGNORECASE), row.feature))
    return {lang: tuple(rows) for lang, rows in found.items()}


@lru_cache(maxsize=1)
def _designator_heads() -> frozenset[str]:
    """Give the first three letters of the Cyrillic designators that stand before a name."""
    rows = [row for row in load_place_words().designators if (row.lang, row.position) == ("cyr", "before")]
    return frozenset(word[:3] for row in rows for word in re.findall(r"[а-яіїє]{3,}", row.pattern))


def _capitalised(surface: str, summary: FormSummary) -> bool:
    """Whether the words of a longer name are capitalised; designators and particles need not be."""
    if summary.strength >= 3:
        return True
    particles = _particles()
    return all(not part[:1].islower() or part in particles for part in re.split(r"[\s-]+", surface))


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    words: PlaceWords = load_place_words()
    return frozenset(words.of("particle", "en").exact | words.of("particle", "cyr").exact)
