"""Finds the place names of a document: where they stand, what they may denote, how they are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from geomap.designators import Designated, DesignatorReader
from geomap.drafts import CYRILLIC, Draft, TextView
from geomap.ellipses import OF_REGION, EllipsisReader
from geomap.gazetteer import Gazetteer
from geomap.nameforms import form_book
from geomap.placewords import SCRIPTS, load_place_words
from geomap.records import Document, FeatureClass, Toponym, ToponymRole
from geomap.roles import follows_verb, joins_names, read_role
from geomap.settling import settle
from geomap.spelling import LEAST_LETTERS, StrangeWords, is_broken, join_broken
from geomap.verdicts import Judge

__all__ = ["find_toponyms"]

_BEGINS_NAME, _FIRST_NAME, _ONLY_LONGER = 1, 2, 4
_ALWAYS_LITERAL = frozenset({FeatureClass.OTHER, FeatureClass.BORDER, FeatureClass.FACILITY, FeatureClass.RIVER})
MAX_READINGS = 200_000
"""Words whose readings are kept."""
LONGEST_JOINT = 10
"""Characters between two states of a list."""


def find_toponyms(document: Document, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Find every mention of a place by name, in the order of the text; no two overlap.

    A span takes the designator that follows and fixes the feature ("Kursk region", "Покровському напрямку"); what
    stands before ("village of", "с.") only tells the feature. Persons, organisations, months, common words, demonyms
    and adjectives are left out.
    """
    view = TextView.of(document, gazetteer)
    designators = _designators(gazetteer)
    nouns = designators.nouns(view.text) if view.cyrillic else []
    ellipses = EllipsisReader(view, designators, nouns)
    designated = designators.find(view, nouns)
    if view.cyrillic:
        designated = ellipses.in_small_letters(designated)
    strange = StrangeWords(view)
    found = _scan(view, designated, ellipses, strange)
    settle(found, view)
    found += strange.read(found)
    sure = sorted((item for item in found if item.sure), key=lambda item: item.start)
    return _as_toponyms(sure, document, view)


@lru_cache(maxsize=4)
def _designators(gazetteer: Gazetteer) -> DesignatorReader:
    return DesignatorReader(gazetteer)


def _scan(view: TextView, designated: list[Designated], ellipses: EllipsisReader, strange: StrangeWords) -> list[Draft]:
    """Go through the capitalised words; what a designator has found comes first."""
    found: list[Draft] = []
    judge = Judge(view)
    readings, text = _readings(view.gazetteer), view.text
    fixed = _Fixed(designated)
    done, limit = 0, fixed.start
    for start, stop in view.capitals:
        if start >= limit:
            for item in fixed.up_to(start):
                if item.start >= done:
                    found.append(_of_designated(item))
                    done = item.end
            limit = fixed.start
        if start < done:
            continue
        flags = readings.of(text[start:stop])
        if not flags:
            if stop - start >= LEAST_LETTERS:
                strange.note(start, stop)
            continue
        if flags & _FIRST_NAME:
            view.note_person(stop)
        if not flags & _BEGINS_NAME:
            continue
        broken = is_broken(text, stop)
        if flags & _ONLY_LONGER and not broken and not view.book.begins(view.folded[start : stop + 3]):
            continue
        draft = _read_at(view, judge, ellipses, start, stop, broken=broken, limit=limit)
        if draft is not None:
            found.append(draft)
            done = draft.end
    found += [_of_designated(item) for item in fixed.up_to(len(view.text) + 1) if item.start >= done]
    return found


def _read_at(
    view: TextView, judge: Judge, ellipses: EllipsisReader, start: int, stop: int, *, broken: bool, limit: int
) -> Draft | None:
    """Read the longest form at `start` that is a place there."""
    forms = view.gazetteer.forms_at(view.folded, start)
    if broken and (not forms or forms[0].end <= stop):
        joined = join_broken(view, start)
        if joined is not None:
            summary = view.book.summary(joined.form, joined.hits)
            draft = judge.judge(start, joined.end, summary) if summary.ids else None
            if draft is not None:
                return draft
    for form in forms:
        if start < limit < form.end:
            continue
        summary = view.book.summary(view.folded[start : form.end], form.hits)
        draft = None
        if summary.adjectives and summary.script == "cyr":
            sector = view.folded[max(0, start - 3) : start] == "на " and summary.form.endswith(("ому", "ом"))
            if not summary.ids or sector or summary.form.endswith(OF_REGION):
                draft = ellipses.read(start, form.end, summary)
        if draft is None and summary.ids:
            draft = judge.judge(start, form.end, summary)
        if draft is not None:
            return draft
    return None


class _Readings:
    """What words may begin; kept from one document to the next, for words come back."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer, self.book = gazetteer, form_book(gazetteer)
        self._first = tuple(load_place_words().of("first name", script) for script in SCRIPTS)
        self._flags: dict[str, int] = {}

    def of(self, word: str) -> int:
        """Tell whether a word begins a name, is a first name, or begins longer names only."""
        flags = self._flags.get(word)
        if flags is None:
            if len(self._flags) >= MAX_READINGS:
                self._flags.clear()
            low = word.lower()
            flags = _BEGINS_NAME if self.book.begins(low) else 0
            if any(low in names for names in self._first):
                flags |= _FIRST_NAME
            if flags & _BEGINS_NAME and not self.gazetteer.lookup(low):
                flags |= _ONLY_LONGER
            self._flags[word] = flags
        return flags


@lru_cache(maxsize=4)
def _readings(gazetteer: Gazetteer) -> _Readings:
    return _Readings(gazetteer)


class _Fixed:
    """What designators have found, handed out in the order of the text."""

    def __init__(self, items: list[Designated]) -> None:
        self._items: Iterator[Designated] = iter(items)
        self._next: Designated | None = next(self._items, None)

    @property
    def start(self) -> int:
        """Where the next one begins."""
        return self._next.start if self._next is not None else _NOWHERE

    def up_to(self, position: int) -> Iterator[Designated]:
        """Hand out those that begin at a position or before."""
        while self._next is not None and self._next.start <= position:
            yield self._next
            self._next = next(self._items, None)


_NOWHERE = 1 << 60


def _of_designated(item: Designated) -> Draft:
    return Draft(item.start, item.end, item.name, None, item.ids, item.feature, evidence=True)


def _as_toponyms(sure: list[Draft], document: Document, view: TextView) -> tuple[Toponym, ...]:
    """Make the records, with the role of each; a state listed after a place of land is land too."""
    ends = {item.end for item in sure if item.summary is None or item.summary.strength < 4}
    toponyms: list[Toponym] = []
    previous: Draft | None = None
    for item in sure:
        toponym = Toponym(
            document.doc_id,
            item.start,
            item.end,
            document.text[item.start : item.end],
            item.name,
            _feature_asked(item),
            _role(item, view, ends),
            item.ids,
        )
        if previous is not None and _is_listed_land(toponyms[-1], toponym, view.text, state=_is_state(previous)):
            toponym = replace(toponym, role=ToponymRole.LITERAL)
        toponyms.append(toponym)
        previous = item
    return tuple(toponyms)


def _feature_asked(item: Draft) -> FeatureClass | None:
    summary = item.summary
    if summary is None or item.feature is not None:
        return item.feature
    return summary.feature if summary.words > 1 or summary.strength == 4 else None


def _role(item: Draft, view: TextView, ends: set[int]) -> ToponymRole:
    summary, text = item.summary, view.text
    if (item.feature if summary is None else summary.feature) in _ALWAYS_LITERAL:
        return ToponymRole.LITERAL
    if summary is None:
        script = "cyr" if CYRILLIC.match(item.name) else "en"
        return read_role(text, item.start, item.end, script=script, polity=False)
    land = summary.strength == 4
    polity = land or summary.capital
    role = read_role(
        text,
        item.start,
        item.end,
        script=summary.script,
        polity=polity,
        land=land,
        listed=polity and item.start - 2 in ends and text[item.start - 2 : item.start] == ", ",
    )
    if role is ToponymRole.LITERAL and text[item.start - 3 : item.start] == "of " and view.sporting:
        return ToponymRole.ATTRIBUTIVE
    return role


def _is_state(item: Draft) -> bool:
    return item.summary is not None and (item.summary.strength == 4 or item.summary.capital)


def _is_listed_land(one: Toponym, other: Toponym, text: str, *, state: bool) -> bool:
    """Whether a state is listed after a place of land: "in Armenia and Azerbaijan".

    After a comma alone that place must be a state, for else the state may begin a clause of its own.
    """
    return (
        other.role is ToponymRole.METONYM
        and one.role is ToponymRole.LITERAL
        and other.start - one.end <= LONGEST_JOINT
        and joins_names(text[one.end : other.start])
        and (state or text[one.end : other.start] != ", ")
        and not text.startswith("'", other.end)
        and not follows_verb(text, other.end)
    )
