"""Who says so: claimants in a sentence, the words of speech that tie a clause to them, and how far they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from geomap.lexicon import LANGUAGES, Entry, Hit, Lexicon, word_class
from geomap.marks import Marks
from geomap.records import Document, Side, Span

__all__ = ["BREAK_CARRY", "REPORTER", "Attribution", "Speakers", "publisher_side"]

REPORTER = "reporter"
_SIDES = {side.value: side for side in Side}
REACH_BEFORE, REACH_AFTER, REACH_ASIDE = 60, 45, 110
FORCE_BEFORE, FORCE_AFTER = 14, 4
"""Characters between a force and a word of speech that make it the speaker, not the one spoken of."""
HEADING_LENGTH = 160
_PRESENT_SPEECH = word_class("present_speech")
_BACKSHIFT = word_class("backshift")
"""Characters between a claimant and its word of speech: before it, and after it."""
_QUOTES = '«»“”"'
_TAG_MARKS = {",", "—", "–", "»", "”", '"'}
MANY_SPEAKERS = 2
"""With more claimants than this an article is no bulletin: nobody is carried over paragraphs."""
ENGLISH_SPEAKERS = 3
"""The same for an English article as a whole: the press abroad returns to its own voice with each paragraph."""
PARTISAN_WORDS = 2
"""So many words of one side make a text without any speaker that side's own."""
CROWD = 7
"""With this many claimants an English sentence must be in the past of reported speech to go on for the last one."""

_PRONOUN = word_class("speaking_pronoun")
_TOLD_TO = word_class("told_to")
_NEXT_CLAUSE = word_class("contrast")
_NOT_BEFORE = word_class("not_before")
_PRONOUN_BEFORE = word_class("pronoun_before")
_PRONOUN_NEXT = word_class("pronoun_next")
_THAT = word_class("that_next")
_HUMAN = word_class("human_pronoun")
_BESIDE = word_class("close_to")
_PRONOUN_AFTER = word_class("pronoun_after")
_COMPLEMENT = word_class("complement")
_OCCUPIERS = word_class("occupiers")
_AS_SAID = word_class("as_said")
_FOOTAGE = word_class("footage_before")
SUBJECT_REACH = 60
"""Characters before a verb in which footage is its subject."""
_CIVIL = word_class("civil_office")
_FORCE = word_class("military_office")
BREAK_CARRY = word_class("break_carry")


class Attribution(NamedTuple):
    """A claimant as printed, its side, why, and the span of its words of speech (None for the reporter)."""

    claimant: str = REPORTER
    side: Side = Side.INDEPENDENT
    why: str = "nobody is named: the article says it itself"
    speech: Span | None = None
    denies: bool = False
    carried: bool = False
    again: bool = False
    medium: bool = False


def publisher_side(document: Document, lexicon: Lexicon) -> Side:
    """Side of the document's publisher by the claimants' list; unknown where it is not there."""
    known = lexicon.publishers.get(document.publisher)
    if known is None:
        known = lexicon.publishers[document.publisher] = _side_of(document.publisher, lexicon)
    return known


def _voice(document: Document, marks: Marks, lang: str) -> Side:
    """Side whose words a Russian text uses of itself ("оккупанты" here, "киевский режим" there), or unknown."""
    if lang != "ru":
        return Side.UNKNOWN
    ukrainian, russian = len(marks.of("voice_ua")), len(marks.of("voice_ru"))
    if _UKRAINIAN_SITE.search(document.url):
        ukrainian += 1
    if ukrainian == russian:
        return Side.UNKNOWN
    return Side.UA if ukrainian > russian else Side.RU


def _side_of(name: str, lexicon: Lexicon) -> Side:
    for lang in LANGUAGES if name else ():
        for hit in _distinct(lexicon.claimants[lang].find(name, name.lower(), 0, len(name))):
            if hit.entry.label in ("UA", "RU"):
                return Side(hit.entry.label)
    return Side.UNKNOWN


class Speakers:
    """Attributes clauses of one document, sentence after sentence; remembers who spoke last.

    Parameters
    ----------
    text, lowered
        The text, normalised, and the same in lower case.
    marks
        The words of the text that tell whose voice it is, by class.
    """

    def __init__(
        self,
        document: Document,
        text: str,
        lowered: str,
        lexicon: Lexicon,
        *,
        lang: str,
        marks: Marks,
    ) -> None:
        self._text, self._lowered = text, lowered
        self._partisan = marks.of("partisan")
        self._publisher = publisher_side(document, lexicon)
        self._voice = _voice(document, marks, lang)
        self.partisan = self._publisher if self._publisher in (Side.UA, Side.RU) else _author_side(self._voice, lang)
        self.last: Attribution | None = None
        self._heard: set[tuple[str, Side]] = set()
        self._paragraph = -1
        self.in_sentence: list[Attribution] = []
        self._english = lang == "en"
        self._surveyed: dict[Span, tuple[list[Hit], list[Hit]]] = {}
        self._enemies: dict[Span, list[tuple[int, int]]] = {}
        self._partisan_words = 0
        self.speaker_count = 0
        self._introduced: dict[str, tuple[str, Hit]] = {}
        self._first = Side.UNKNOWN
        self._quotation: tuple[Span, int] | None = None
        self._quoted: Attribution | None = None
        self._bodies: dict[str, Hit] = {}

    def survey(self, found: Mapping[Span, tuple[Sequence[Hit], Sequence[Hit]]]) -> None:
        """Take in the claimants and words of speech of all sentences: how many speak decides how far each carries."""
        heard: set[str] = set()
        enemies = [(hit.start, hit.end) for hit in self._partisan]
        for sentence, (claimants, speech) in found.items():
            people = _distinct(claimants) if claimants else []
            words = _distinct(speech) if speech else []
            self._surveyed[sentence] = (people, words)
            for word in words:
                near = [p for p in people if -REACH_BEFORE <= p.start - word.end <= REACH_AFTER]
                heard.update(p.entry.fields.get("name") or self._lowered[p.start : p.end] for p in near[:1])
            if enemies and (inside := [e for e in enemies if sentence.start <= e[0] and e[1] <= sentence.end]):
                self._enemies[sentence] = inside
        self._partisan_words = sum(map(len, self._enemies.values()))
        self.speaker_count = len(heard)
        self._first = self._first_party()

    def read(self, sentence: Span, paragraph: int, country: str) -> None:
        """Take in the next sentence; `country` is that of the nearest place, for offices without a country."""
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            if self.last and _VAGUE.search(self.last.claimant.lower()):
                self.last = None
            elif self.last and not self.last.carried:
                self.last = self.last._replace(carried=True)
        if _SECTION.match(self._lowered, sentence.start, sentence.end):
            self.last = None
        people, words = self._surveyed[sentence]
        people = self._with_introduced(people, sentence)
        if not people and not words:
            self.people_spans, self.sides_named, self.in_sentence = [], set(), []
            return
        named = [p for p in people if not _IN_CAPITAL.match(self._lowered, p.start, p.end)]
        self.people_spans = named
        self.sides_named = {p.entry.label for p in people}
        for person in people:
            if (kind := person.entry.fields.get("type", "")) in _BODIES:
                self._bodies[kind] = person
        self.in_sentence = []
        for word in words:
            if _NOT_BEFORE.search(self._lowered, max(sentence.start, word.start - 8), word.start):
                continue
            found = self._bind(word, people, sentence, country)
            if found:
                self.in_sentence.append(found)
                self._introduce(people, words, sentence)
        if not self.in_sentence:
            self._dashed(people, sentence, country)
        if not self.in_sentence and people and sentence.end - sentence.start <= HEADING_LENGTH:
            self._heading(people, sentence, country)

    def quote(self, closing: tuple[Span, int] | None, paragraph: int, country: str) -> None:
        """Look ahead for who is quoted, where a quotation goes on to a later sentence and its speaker follows it.

        Parameters
        ----------
        closing
            The sentence in which the quotation ends, and where; None where no quotation goes beyond the sentence.
        """
        if closing == self._quotation:
            return
        self._quotation, self._quoted = closing, None
        if closing is not None:
            sentence, end = closing
            self.read(sentence, paragraph, country)
            tags = [a for a in self.in_sentence if a.speech and a.speech.end > end]
            self._quoted = tags[0] if tags else None

    def _dashed(self, people: Sequence[Hit], sentence: Span, country: str) -> None:
        """A source after a headline's dash or comma, or before a colon: "Six hurt in raid — governor"."""
        for person in people:
            before = self._text[sentence.start : person.start].rstrip()
            after = self._text[person.end : sentence.end].lstrip()
            at_end = before.endswith(("—", "–", "-")) and len(after) < 40 and "," not in after[:-1]
            at_start = not before and after.startswith((":",)) and len(after) > 12
            if at_end or at_start:
                self.in_sentence.append(
                    self._made(person, Span(person.start, person.end), country, "headline's source")
                )
                return

    def _heading(self, people: Sequence[Hit], sentence: Span, country: str) -> None:
        """A short line that names an organisation by its name is the head of that source's bulletin."""
        named = [p for p in people if p.entry.fields.get("type") and p.entry.label in ("UA", "RU")]
        if named and self.last is None and self._text[sentence.end - 1 : sentence.end] not in "?!":
            self.last = self._made(named[0], Span(named[0].start, named[0].end), country, "the heading's source")

    def _beside(self, word: Hit, people: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
        """Give the claimants within reach of a word of speech, those before it and those after it."""
        before: list[Hit] = []
        after: list[Hit] = []
        named = [p for p in people if p.start - word.end <= REACH_AFTER]
        if not named:
            return before, after
        content = _THAT.match(self._lowered, word.end) or _TOLD_TO.match(self._lowered, word.start)
        for person in named:
            if person.end <= word.start:
                gap = word.start - person.end
                if gap <= self._reach(person, word) and (gap <= FORCE_BEFORE or not self._is_force(person)):
                    before.append(person)
            elif person.start >= word.end:
                if content and person.entry.fields.get("type") != "media":
                    continue
                near = person.start - word.end <= FORCE_AFTER or not self._is_force(person)
                if near and not _NEXT_CLAUSE.search(self._lowered, word.end, person.start):
                    after.append(person)
        return before, after

    def _bind(self, word: Hit, people: Sequence[Hit], sentence: Span, country: str) -> Attribution | None:
        before, after = self._beside(word, people)
        tagged = self._text[max(sentence.start, word.start - 2) : word.start].strip() in _TAG_MARKS
        tagged = tagged and not (before and before[-1].end >= word.start - 1)
        spoken_to = [p for p in after if p.entry.fields.get("type") != "media"]
        after = spoken_to or ([] if before and not tagged else after)
        said_so = bool(_AS_SAID.search(self._lowered, max(sentence.start, word.start - 12), word.start))
        if said_so and word.entry.label == "verb":
            comma = self._text.find(",", word.end, sentence.end)
            after = [p for p in after if comma < 0 or p.start < comma]
            before = before if before and self._lowered[before[-1].end : word.start].strip() == "" else []
        chosen: Hit | None = None
        if word.entry.label == "noun":
            chosen = self._owner(word, people, sentence)
            if chosen is None or any(a.speech and a.speech.end > chosen.start for a in self.in_sentence):
                return None
        elif word.entry.label == "prep":
            if not _PRONOUN_AFTER.match(self._lowered, word.end):
                chosen = after[0] if after else None
        else:
            tagged = tagged or said_so
            near_after = [p for p in after if p.start - word.end <= 25]
            if before and near_after and self._is_force(near_after[0]):
                tagged = False
            if tagged and near_after:
                chosen = near_after[0]
            elif before:
                chosen = self._subject(before, word, sentence)
            elif near_after:
                chosen = near_after[0]
            elif after and word.start > sentence.start + 20:
                chosen = after[0]
        if word.entry.label in ("verb", "deny") and self._pronoun_speaks(word, sentence):
            chosen = None
            if self.in_sentence:
                said = f"“{self._text[word.start : word.end]}”: the one who speaks in the sentence"
                return self.in_sentence[-1]._replace(speech=Span(word.start, word.end), why=said, carried=False)
        denies = word.entry.label == "deny"
        if chosen is not None:
            chosen = self._named(self._whole(chosen, people), people)
        if chosen is None and word.entry.label != "prep" and not self._pronoun_speaks(word, sentence):
            stranger = self._stranger(word, sentence, country)
            if stranger is not None:
                return stranger
        if chosen is None and word.entry.label == "verb" and self._is_shown(word, sentence):
            return None
        if chosen is None:
            pronoun = _PRONOUN.search(
                self._lowered, max(sentence.start, word.start - 30), min(sentence.end, word.end + 12)
            )
            pronoun = pronoun or _PRONOUN_AFTER.match(self._lowered, word.end)
            if self.last and self._english and _HUMAN.search(pronoun.group() if pronoun else "") and self.last.medium:
                return None
            told_in = _TOLD_IN.fullmatch(self._lowered, word.start, word.end)
            if self.last and (pronoun or told_in or word.entry.label != "prep"):
                return self.last._replace(
                    speech=Span(word.start, word.end),
                    denies=denies,
                    carried=False,
                    why=f"“{self._text[word.start : word.end]}”: the last who spoke, {self.last.claimant}",
                )
            return None
        start, end = min(self._title_start(chosen, people), word.start), max(chosen.end, word.end)
        made = self._made(chosen, Span(start, end), country, f"“{self._text[word.start : word.end]}”")
        return made._replace(denies=denies) if denies else made

    def _is_shown(self, word: Hit, sentence: Span) -> bool:
        """Whether footage or data is the subject of a verb of speech: nobody speaks there."""
        start = max(sentence.start, word.start - SUBJECT_REACH)
        return bool(_FOOTAGE.search(self._lowered, start, word.start))

    def _title_start(self, person: Hit, people: Sequence[Hit]) -> int:
        """Where the title of a person begins, if it names offices: "начальник ГУР Минобороны Украины Буданов"."""
        start = person.start
        if person.entry.fields.get("type") in ("", None, "media"):
            return start
        for office in reversed([p for p in people if p.end <= person.start]):
            if not _TITLE.fullmatch(self._text, office.end, start):
                break
            start = office.start
        return start

    def _pronoun_speaks(self, word: Hit, sentence: Span) -> bool:
        """Whether a pronoun right beside a verb of speech is its subject: "he wrote", ", said he"."""
        if _PRONOUN_BEFORE.search(self._lowered, max(sentence.start, word.start - 24), word.start):
            return True
        if _PRONOUN.match(self._lowered, word.start, word.end):
            return True
        tagged = self._text[max(sentence.start, word.start - 2) : word.start].strip() in _TAG_MARKS
        return tagged and bool(_PRONOUN_NEXT.match(self._lowered, word.end, min(sentence.end, word.end + 8)))

    def _owner(self, word: Hit, people: Sequence[Hit], sentence: Span) -> Hit | None:
        """The claimant whose "claims" or "account" a noun of speech is: before it in the possessive, or after it."""
        text = self._text
        before = [p for p in people if p.end <= word.start]
        if before and _POSSESSIVE.fullmatch(text, before[-1].end, word.start):
            return before[-1]
        after = [p for p in people if p.start >= word.end]
        if after and _OWNED.fullmatch(text, word.end, after[0].start) and not self._is_force(after[0]):
            return (
                after[0]
                if _OF_SPEECH.search(self._lowered, max(sentence.start, word.start - 12), after[0].end)
                else None
            )
        return None

    def _stranger(self, word: Hit, sentence: Span, country: str) -> Attribution | None:
        """A speaker whom no list has: a name right before or after a verb of speech, as it is printed."""
        found = _NAME_AFTER.match(self._text, word.end, min(sentence.end, word.end + 80))
        before = None
        for match in _NAME_BEFORE.finditer(self._text, max(sentence.start, word.start - 110), word.start):
            before = match
        name = before or found
        if name is None or _NO_NAME.match(name["name"]):
            return None
        if " " not in name["name"] and name.start("name") == sentence.start and not self._english:
            return None
        start, end = min(name.start("name"), word.start), max(name.end("name"), word.end)
        nation = self._nation(name.start("name"), name.end("name"), sentence)
        side = Side.INDEPENDENT if country in ("UA", "RU", "") else Side.OTHER
        if nation:
            side = Side.UA if nation.lastgroup == "ua" else Side.RU
        why = f"“{self._text[word.start : word.end]}”: {name['name']}, whom no list has"
        return Attribution(name["name"], side, why, Span(start, end), word.entry.label == "deny")

    def _nation(self, start: int, end: int, sentence: Span) -> re.Match[str] | None:
        """The nationality that stands with an unknown speaker: right before the name, or in an apposition after it."""
        before = self._lowered[max(sentence.start, start - 40) : start]
        nation = _NATION.search(_MARK.split(before)[-1])
        if nation:
            return nation
        after = _ASIDE.match(self._lowered, end, sentence.end)
        return _NATION.search(after.group(1)) if after else None

    def _with_introduced(self, people: Sequence[Hit], sentence: Span) -> list[Hit]:
        """Add the surnames that the text introduced before with an office ("the spokesman, Ivan Ivanenko")."""
        if not self._introduced:
            return list(people)
        found = list(people)
        for match in _CAPITAL.finditer(self._text, sentence.start, sentence.end):
            known = self._introduced.get(_stem(match.group()))
            if known and all(match.end() <= p.start or match.start() >= p.end for p in people):
                found.append(Hit(match.start(), match.end(), known[1].entry))
        return sorted(found, key=lambda hit: hit.start)

    def _introduce(self, people: Sequence[Hit], words: Sequence[Hit], sentence: Span) -> None:
        """Remember who a named person of an office is, for the sentences that give the surname alone."""
        for person in people:
            if person.entry.fields.get("type") in ("media", "person"):
                continue
            verb = next((word.start for word in words if word.start >= person.end), sentence.end)
            found = _APPOSITION.match(self._text, person.end, min(verb, person.end + 110))
            if found is None and "," in self._text[max(sentence.start, person.start - 8) : person.start]:
                found = _NAME_COMMA.search(self._text, max(sentence.start, person.start - 60), person.start)
            if found is None or _NO_NAME.match(found["name"]) or _NO_PERSON.search(found["name"]):
                continue
            stem = _stem(found["name"].split()[-1])
            side = next((a.side for a in self.in_sentence if a.speech and a.speech.start <= person.end), None)
            if len(stem) > 3 and stem not in self._introduced and side in (Side.UA, Side.RU, Side.OTHER):
                fields = {"type": "person", "name": found["name"]}
                entry = Entry(side.value, re.escape(stem), "the text", fields, case_sensitive=True)
                self._introduced[stem] = (found["name"], Hit(person.start, person.end, entry))

    def _first_party(self) -> Side:
        """Side of the first named institution or person of a party that the text mentions."""
        for people, _ in self._surveyed.values():
            for hit in people:
                kind = hit.entry.fields.get("type")
                if hit.start < FIRST_PART and hit.entry.label in ("UA", "RU") and kind not in _NO_PARTY:
                    return Side(hit.entry.label)
        return Side.UNKNOWN

    def _reach(self, person: Hit, word: Hit) -> int:
        """How far before its verb a claimant may stand: further where an apposition parts them."""
        aside = self._text[person.end : person.end + 1] == "," and "," in self._text[person.end + 1 : word.start]
        return REACH_ASIDE if aside else REACH_BEFORE

    def _is_force(self, person: Hit) -> bool:
        return bool(_FORCE.search(self._lowered, person.start, person.end))

    def _whole(self, office: Hit, people: Sequence[Hit]) -> Hit:
        """An office with the institution right before it that tells whose it is: "a Ukrainian military official"."""
        if office.entry.label != "local":
            return office
        owner = next((p for p in people if p.end < office.start and self._text[p.end : office.start].isspace()), None)
        if owner is None or owner.entry.label not in ("UA", "RU", "other"):
            return office
        return Hit(owner.start, office.end, owner.entry)

    def _named(self, office: Hit, people: Sequence[Hit]) -> Hit:
        """The person in apposition to an office: "the spokesman of the ministry, Ivan Ivanov"."""
        if office.entry.label != "local" and office.entry.fields.get("type"):
            return office
        for person in people:
            if person.start >= office.end and person.start - office.end <= 45 and person.entry.fields.get("type"):
                between = self._text[office.end : person.start]
                if person.entry.fields.get("type") not in ("media", "rule") and not re.search(r"[;.!?]|,.*,", between):
                    return person
        return office

    def _subject(self, before: Sequence[Hit], word: Hit, sentence: Span) -> Hit:
        told = [p for p in before if _TOLD_OF.search(self._lowered, max(sentence.start, p.start - 24), p.start)]
        if told and len(told) < len(before):
            before = [p for p in before if p not in told]
        nearest = before[-1]
        if len(before) > 1:
            closed = self._text[nearest.end : word.start].lstrip().startswith(",")
            head = next((p for p in before[:-1] if self._text[p.end : p.end + 1] == ","), None)
            if closed and head is not None:
                return head
            if _BESIDE.search(self._lowered, max(sentence.start, nearest.start - 24), nearest.start):
                return before[-2]
        direct = self._text[nearest.end : word.start]
        if len(direct) > 60 and len(before) > 1:
            return before[0] if before[0].start - sentence.start < 30 else nearest
        return nearest

    def _made(self, person: Hit, speech: Span, country: str, why: str) -> Attribution:
        label, meant = person.entry.label, ""
        article = _ARTICLE.match(self._lowered, person.start, person.end)
        name = self._text[article.end() if article else person.start : person.end]
        kind = person.entry.fields.get("type", "")
        if label in self._bodies:
            body = self._bodies[label]
            label, meant = body.entry.label, f"meaning {body.entry.fields['name']}"
        if label in ("UA", "RU", "independent", "other"):
            side, how = _SIDES[label], meant or person.entry.fields.get("name") or "by its name"
        elif label in _BODIES:
            side, how = Side.INDEPENDENT, "by its name"
        else:
            side, how = self._local(country, name)
        if kind == "media":
            how += ", a medium"
        why = f"{why}: {name} ({how})"
        return Attribution(name, side, why, speech, again=bool(meant), medium=kind == "media")

    def _local(self, country: str, name: str) -> tuple[Side, str]:
        """Side of an office without a country: civil ones serve the place, military ones the side that spoke last."""
        spoke = self.last if self.last and self.last.side in (Side.UA, Side.RU, Side.OTHER) else None
        civil = bool(_CIVIL.search(name.lower()))
        if self._voice is not Side.UNKNOWN and _STAFF.match(name.lower()):
            return self._voice, "a staff of the side whose words the text uses"
        local = country in ("UA", "RU")
        if spoke and local and civil and spoke.side is Side.OTHER:
            spoke = None
        if spoke and (spoke.side is Side.OTHER or not civil or not spoke.carried or not local):
            return spoke.side, "an office of the side that spoke last"
        if not civil and self._publisher in (Side.UA, Side.RU):
            return self._publisher, "an office of the publisher's country"
        if not civil and self._voice is not Side.UNKNOWN:
            return self._voice, "an office of the side whose words the text uses"
        if not civil and self._first in (Side.UA, Side.RU):
            return self._first, "an office of the side that the text names first"
        if country in ("UA", "RU"):
            return Side(country), f"an office in {country}"
        if country:
            return Side.OTHER, f"an office in {country}"
        if self._publisher in (Side.UA, Side.RU):
            return self._publisher, "an office of the publisher's country"
        return (self.last.side, "as the last speaker") if self.last else (Side.UNKNOWN, "an office without a country")

    def of(self, clause: Span, trigger: int, sentence: Span) -> Attribution:
        """Who says what stands in a clause of the sentence read last."""
        found = [a for a in self.in_sentence if a.speech] if self.in_sentence else []
        if found:
            inside = [a for a in found if clause.start <= a.speech.start < clause.end]  # type: ignore[union-attr]
            pool = inside or found
            before = [a for a in pool if a.speech and a.speech.start <= trigger]
            denial = [a for a in before if a.speech and a.denies and a.speech.end <= trigger]
            before = denial if before and before[-1].speech and before[-1].speech.end > trigger and denial else before
            if before and not (before[-1].denies and not inside):
                told = before[-1].speech
                aside = self._english and _SUBORDINATE.match(self._lowered, clause.start)
                if aside and told and told.end <= clause.start and self.is_tag(before[-1], sentence):
                    return Attribution()
                return before[-1]
            if self.is_tag(pool[0], sentence):
                return pool[0]
            if before and self._lowered[max(0, clause.start - 3) : clause.start].rstrip().endswith(":"):
                return before[-1]._replace(denies=False)
        if self._quoted:
            return self._quoted._replace(why=f"quoted, and named at the end: {self._quoted.claimant}", speech=None)
        enemy = self._enemies.get(sentence)
        takes_sides = enemy or (self._partisan_words >= PARTISAN_WORDS and not self.speaker_count)
        if self.last is None and takes_sides and self.partisan in (Side.UA, Side.RU):
            words = self._text[enemy[0][0] : enemy[0][1]] if enemy else "the enemy"
            return Attribution(
                REPORTER, self.partisan, f"the author speaks of “{words}”: the {self.partisan.value} side"
            )
        if self.last is None or BREAK_CARRY.match(self._lowered, sentence.start) or self._stops(sentence, bool(enemy)):
            return Attribution()
        return self.last._replace(why=f"carried on from “{self.last.claimant}” before", speech=None)

    def _stops(self, sentence: Span, enemy: bool) -> bool:
        """Whether the last speaker does not go on in a sentence that names none."""
        last = self.last
        if last is None:
            return True
        foe = last.side in (Side.UA, Side.RU) and last.side is not self.partisan
        if (
            foe
            and enemy
            and (
                _OCCUPIERS.search(self._lowered, sentence.start, sentence.end)
                or not any(mark in self._text[sentence.start : sentence.end] for mark in _QUOTES)
            )
        ):
            return True
        if last.carried:
            if last.side not in (Side.UA, Side.RU, Side.OTHER):
                return True
            sides = {side for _, side in self._heard}
            if not enemy and len(sides) > 1 and len(self._heard) > MANY_SPEAKERS:
                return True
            if self._english and (
                self.speaker_count > ENGLISH_SPEAKERS or (self.speaker_count > 1 and last.side is Side.OTHER)
            ):
                return True
        return self._english and len(self._heard) >= CROWD and not self._goes_on(sentence)

    def _goes_on(self, sentence: Span) -> bool:
        """Whether an English sentence has the past of reported speech, or the speech before was told in the present."""
        spoken = self.last.speech if self.last else None
        if spoken and _PRESENT_SPEECH.search(self._lowered, spoken.start, spoken.end):
            return True
        return bool(_BACKSHIFT.search(self._lowered, sentence.start, sentence.end))

    def is_tag(self, attribution: Attribution, sentence: Span) -> bool:
        """Whether words of speech that follow a clause close it (", X said.") rather than open one of their own."""
        if attribution.speech is None:
            return False
        rest = self._lowered[attribution.speech.end : sentence.end]
        return not _COMPLEMENT.match(rest)

    def done(self) -> None:
        """Close the sentence read last."""
        if self.in_sentence:
            self._heard.update([(_surname(a.claimant), a.side) for a in self.in_sentence if not a.again])
            last = self.in_sentence[-1]
            self.last = last._replace(denies=False, carried=False) if last.denies or last.carried else last


_ARTICLE = re.compile(r"(?:the|its|his|their|в|у)\s+")
_CAPS = "A-ZА-ЯІЇЄҐ"
_ONE_NAME = rf"[{_CAPS}][\w'-]+"
_FULL_NAME = rf"{_ONE_NAME}(?:\s+(?:{_ONE_NAME}|al|de|von)){{0,3}}"
_CAPITAL = re.compile(rf"(?<!\w){_ONE_NAME}")
_APPOSITION = re.compile(
    rf"(?:\s+(?:of|for|in|at|with)\s+[^,.;:]{{3,70}}?|\s+[^,.;:]{{3,60}}?)?(?:,\s+|\s+|\s*[—–-]\s+)(?P<name>{_ONE_NAME}\s+{_ONE_NAME})"
)
_NAME_COMMA = re.compile(rf"(?<!\w)(?P<name>{_ONE_NAME}\s+{_ONE_NAME}),\s+(?:the\s+|an?\s+|its\s+|their\s+)?\Z")
_ADVERB = (
    r"(?:also|later|earlier|then|again|has|have|had|already|just|meanwhile|previously|\w+ly|"
    r"ще|також|раніше|уже|вже|потім|згодом|при цьому|"
    r"еще|также|ранее|уже|потом|позже|при этом|тоже)"
)
_NAME_BEFORE = re.compile(rf"(?<![\w'-])(?P<name>{_FULL_NAME})(?:,[^,;.]{{3,70}},)?(?:\s+{_ADVERB}){{0,2}}\s+\Z")
_NAME_AFTER = re.compile(rf"\s+(?:(?:[a-zа-яіїєґ][\w'-]*)\s+){{0,4}}?(?P<name>{_ONE_NAME}(?:\s+{_ONE_NAME})+)(?!\w)")
_NO_NAME = word_class("no_name")
_NATION = word_class("nation")
_MARK = re.compile(r"[,;:—–]")
_ASIDE = re.compile(r",\s+([^,;.]{3,60})")
_TITLE = re.compile(r"\s+(?:[\w«»-]+\s+){0,2}")
_POSSESSIVE = re.compile(r"(?:'s|s'|')?\s+(?:\w+\s+){0,2}", re.IGNORECASE)
_OWNED = re.compile(r"\s*(?:\S+\s+){0,1}", re.IGNORECASE)
_SUBORDINATE = word_class("subordinate")
_NO_PERSON = word_class("no_person")
_OF_SPEECH = word_class("of_speech")
_SECTION = word_class("section_break")
_NO_PARTY = {None, "", "media", "blogger"}
_BODIES = {"analyst"}
"""Types of claimants that later sentences name by a common noun: "the analysts", "the project"."""
_STAFF = word_class("staff")
_TOLD_IN = word_class("told_in")
_TOLD_OF = word_class("told_of")
_IN_CAPITAL = word_class("in_capital")
_VAGUE = word_class("vague_source")
_UKRAINIAN_SITE = re.compile(r"^https?://[^/]+\.ua(?:[/:?]|$)")
FIRST_PART = 1500
"""Characters of a text in which its first source is looked for."""


def _stem(word: str) -> str:
    """A surname without its last letters, so that its case forms meet: Іваненка, Іваненком."""
    plain = word.removesuffix("'s").lower()
    return plain[: max(4, len(plain) - 2)] if plain and plain[0] > "\u0400" else plain


@lru_cache(maxsize=5_000)
def _surname(claimant: str) -> str:
    return _stem(claimant.rsplit(maxsplit=1)[-1])


def _by_length(hit: Hit) -> tuple[int, int]:
    return (hit.start - hit.end, hit.start)


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    if len(hits) < 2:
        return list(hits)
    kept: list[Hit] = []
    for hit in sorted(hits, key=_by_length):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept)


def _author_side(voice: Side, lang: str) -> Side:
    """Side of an author who calls one party the enemy: by the language, and by the words that the text uses."""
    return Side.UA if lang in ("en", "uk") or voice is Side.UA else Side.RU
