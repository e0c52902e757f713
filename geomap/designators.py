"""Names that share a designator or bend it: "Kursk and Belgorod regions", "Хотінська, Краснопільська громади"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.drafts import TextView
from geomap.gazetteer import Gazetteer, NameHit, NameKind
from geomap.placewords import Designator, load_place_words
from geomap.records import FeatureClass

__all__ = ["Designated", "DesignatorReader"]

CHAIN_WINDOW = 170
"""Characters before a shared designator in which its names may stand."""
LONGEST_NAME = 48
BROAD_SECTOR_KM = 100.0
"""Sectors of such a radius are named after a quarter of the sky, whose adjective alone says little."""

_NAME = r"[A-Z][\w'-]{0,40}(?: [A-Z][\w'-]{0,40}){0,2}"
_CHAIN_EN = re.compile(rf"(?:{_NAME}(?:, and |, | and | or | & |/))*{_NAME} \Z")
_NAMES_EN = re.compile(_NAME)
_ADJECTIVE = r"[А-ЯІЇЄҐа-яіїєґ][\w'-]{2,40}"
_KIND = r"(?:міськ|сільськ|селищн|територіальн|городск|муниципальн|городськ)\w+"
_CHAIN_CYR = re.compile(
    rf"(?<![А-ЯІЇЄҐа-яіїєґ])(?:{_ADJECTIVE}(?:,? (?:а також|та|і|й|и|або|или) |, )(?:(?:у|в|во|на|над|по) )?)*"
    rf"{_ADJECTIVE}(?: {_KIND}){{0,2}} \Z"
)
_ADJECTIVES = re.compile(_ADJECTIVE)
_PLURAL_LIST = re.compile(
    r"\b([Rr]egions|[Oo]blasts|[Pp]rovinces|[Dd]istricts|[Rr]aions|[Hh]romadas|[Cc]ommunities|[Dd]irections|[Ss]ectors|[Aa]xes)"
    r"(?: (?:of|in) [^.;:\n–—]{1,45}?)?(?: [–—-]|:) (?=[A-Z])"
)
_BEFORE_NAMES = re.compile(r"[:–—-] (?=[A-Z])")
"""Without it no names follow their plural; told faster than `_PLURAL_LIST`."""
_NAMES_AFTER = re.compile(rf"(?:{_NAME}(?:, and |, | and ))*{_NAME}")
_LIST_MARK = re.compile(r"(?: [\w'-]+){0,3}(?: [–—-]|:) (?:(?:на|у|в|во) )?(?=[А-ЯІЇЄҐ])")
_ADJECTIVES_AFTER = re.compile(rf"(?:{_ADJECTIVE}(?:,? (?:а також|та|і|й|и) |, )(?:(?:у|в|во|на) )?)*{_ADJECTIVE}")
_JOINTS = frozenset({"також", "та"})
_MASCULINE = ("ий", "ый", "ому", "ом", "ім")
_FEMININE = ("ая", "ую", "ой", "ій", "ою", "ська", "цька", "ську", "цьку")
_AGREEING = {
    **dict.fromkeys(["район", "округ", "напрямок", "участок"], _MASCULINE),
    **dict.fromkeys(["область", "громада"], _FEMININE),
    "направление": ("ое", "ом", "ому"),
}
"""Endings of adjectives that follow a noun in a list and belong to it."""
_BORDER_EN = re.compile(r"[Bb](?<!\w.)order(?:s)? with (?:the )?(?=[A-Z])")
_BORDER_CYR = re.compile(
    r"[ГгКк](?<!\w.)(?:(?<=[Гг])раниц[аыеуюейям]{1,3}|(?<=[Кк])ордон(?:[уіиом]{0,2}|ами|ах|ів)) "
    r"(?:с|со|з|із|зі) (?=[А-ЯІЇЄҐ])"
)
_QUARTER_SIGN = re.compile(r"(?:айон|вартал|ас?сив|авод|ахт|бинат|абрик)[а-яіїєы]{0,2} (?:«|ім|им)")
"""Without it no quarter and no works is named; told faster than `_QUARTER`."""
_QUARTER = re.compile(
    r"(?<!\w)(?:[Мм]і?и?крорайон|[Рр]айон|[Кк]вартал|[Мм]асс?ив|[Жж]илмассив|[Жж]итломасив)[а-яіїє]{0,2} "
    r"«(?P<quarter>[А-ЯІЇЄҐ][\w' -]{2,24})»"
    r"|(?<!\w)(?P<works>(?:(?P<of>[А-ЯІЇЄҐа-яіїєґ'-]{2,40}(?:ий|ого|ому|им|ый|ым|ом|ая|ой|ую|а|ої|ій|у)) )?"
    r"(?:[а-яіїєґ'-]{2,40}(?:ий|ого|ому|им|ый|ым|ом|ая|ой|ую|а|ої|ій|у) )?"
    r"(?:[Зз]авод|[Шш]ахт|[Кк]омбинат|[Кк]омбінат|[Фф]абрик)[а-яіїєы]{0,2} "
    r"(?:імені|имени|ім\.|им\.) (?:[А-ЯІЇЄҐ]\. ?){0,2}(?:[А-ЯІЇЄҐ][\w'-]{1,20} )?[А-ЯІЇЄҐ][\w'-]{1,40})"
)


_QUOTES = '«"“„'
_QUOTED_FACILITY = re.compile(
    r"(?<!\w)(?P<noun>[Пп]орт|[Аа][еэ]родром|[Аа][еэ]ропорт|[Кк]осмодром)(?:[уаі]|ом|е|ові)? "
    r"[«\"“„](?P<name>[А-ЯІЇЄҐ][\w'-]{2,24})[»\"”“]"
)


@dataclass(frozen=True, slots=True)
class Designated:
    """A name found by its designator: its span, the name alone, what it is, and which places it may be."""

    start: int
    end: int
    name: str
    feature: FeatureClass
    ids: tuple[str, ...]
    fuzzy: bool = False


class DesignatorReader:
    """Finds names by their designators; one for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.words = load_place_words()
        rows = self.words.designators
        latin = [row for row in rows if row.lang == "en" and row.position == "after"]
        self.latin = {f"d{n}": row for n, row in enumerate(latin)}
        self._many = [key for key, row in self.latin.items() if row.number == "many"]
        self._latin = re.compile(
            "(?:" + "|".join(f"(?P<{key}>{row.pattern})" for key, row in self.latin.items()) + r")\b"
        )
        cyrillic = [row for row in rows if row.lang == "cyr" and row.position == "after"]
        self.cyrillic = {f"d{n}": row for n, row in enumerate(cyrillic)}
        self._cyrillic = re.compile(
            "(?:" + "|".join(f"(?P<{key}>{row.pattern})" for key, row in self.cyrillic.items()) + r")(?!\w)"
        )
        self._any_cyrillic = re.compile(r"(?<!\w)(?:" + "|".join(row.pattern for row in cyrillic) + r")(?!\w)")
        self.fuzzy = lru_cache(maxsize=20_000)(self._fuzzy)

    def find(self, view: TextView, nouns: Sequence[tuple[int, int, Designator]]) -> list[Designated]:
        """Find the names that a designator after them fixes, and border stretches; in text order, not overlapping.

        Parameters
        ----------
        nouns
            Where designators stand in a Cyrillic text, as `nouns` gives them.
        """
        text, folded = view.text, view.folded
        found = list(self._borders(text, folded, _BORDER_EN))
        found += self._shared_latin(view)
        if _BEFORE_NAMES.search(text):
            found += self._listed_latin(text)
        if view.cyrillic:
            found += self._borders(text, folded, _BORDER_CYR)
            found += self._shared_cyrillic(text, nouns)
            found += self._listed_cyrillic(text, nouns)
            if _QUARTER_SIGN.search(text):
                found += self._quarters(text)
            if any(mark in text for mark in _QUOTES):
                found += self._quoted_facilities(text)
        found.sort(key=lambda item: (item.start, -item.end))
        kept: list[Designated] = []
        for item in found:
            if not kept or item.start >= kept[-1].end:
                kept.append(item)
        return kept

    def _quarters(self, text: str) -> Iterator[Designated]:
        """Find quarters and works by their own names: район «Самолет», завод імені Орджонікідзе."""
        for match in _QUARTER.finditer(text):
            if match.group("works"):
                ids = self._towns(match.group("of") or "")
                yield Designated(match.start(), match.end(), match.group(), FeatureClass.FACILITY, ids)
            else:
                start, end = match.span("quarter")
                yield Designated(start, end, text[start:end], FeatureClass.OTHER, ())

    def _towns(self, adjective: str) -> tuple[str, ...]:
        """Give the settlements and their districts whose adjective a word is: Запорізький."""
        if not adjective[:1].isupper():
            return ()
        hits = [hit for hit in self.gazetteer.lookup(adjective) if hit.kind is NameKind.ADJECTIVE]
        units = (FeatureClass.SETTLEMENT, FeatureClass.DISTRICT, FeatureClass.REGION)
        towns = [hit for hit in hits if self.gazetteer.place(hit.place_id).feature in units]
        return tuple(hit.place_id for hit in towns)

    def _quoted_facilities(self, text: str) -> Iterator[Designated]:
        """Find the facilities that the gazetteer has under a name here in quotation marks: порт «Кавказ»."""
        for match in _QUOTED_FACILITY.finditer(text):
            hits = self.gazetteer.lookup(f"{match['noun'].lower()} {match['name']}")
            ids = tuple(
                hit.place_id for hit in hits if self.gazetteer.place(hit.place_id).feature is FeatureClass.FACILITY
            )
            if ids:
                yield Designated(match.start(), match.end(), match["name"], FeatureClass.FACILITY, ids)

    def nouns(self, text: str) -> list[tuple[int, int, Designator]]:
        """Give where designators stand in a Cyrillic text, and which."""
        found = []
        for start, end in map(re.Match.span, self._any_cyrillic.finditer(text)):
            match = self._cyrillic.match(text, start)
            if match is not None:
                found.append((start, end, self.cyrillic[match.lastgroup or ""]))
        return found

    def _after_capitals(self, view: TextView) -> Iterator[tuple[int, re.Match[str]]]:
        """Give the designators that follow a capitalised word, with where that word begins."""
        text, done = view.text, 0
        for start, stop in view.capitals:
            if start and text[start - 1] != " ":
                continue
            space = text.find(" ", stop)
            if space < done or not text[start].isupper() or not (text[space - 1].isalnum() or text[space - 1] in "_'"):
                continue
            match = self._latin.match(text, space + 1)
            if match is not None:
                done = match.end()
                yield start, match

    def _shared_latin(self, view: TextView) -> Iterator[Designated]:
        text, folded = view.text, view.folded
        for head, match in self._after_capitals(view):
            row = self.latin[match.lastgroup or ""]
            if row.feature is FeatureClass.FACILITY:
                yield from self._facility(text, folded, head, match)
                continue
            if row.number == "one":
                yield from self._misspelt(text, head, match, row)
                continue
            window = max(0, match.start() - CHAIN_WINDOW)
            chain = _CHAIN_EN.search(text, window, match.start())
            if chain is None:
                continue
            names = list(_NAMES_EN.finditer(text, chain.start(), chain.end()))
            last = True
            for name in reversed(names):
                start, ids = self._with_designator(text, name.start(), name.end(), row.form)
                if not ids:
                    if last:
                        break
                    continue
                yield Designated(start, match.end() if last else name.end(), text[start : name.end()], row.feature, ids)
                last = False

    def _listed_latin(self, text: str) -> Iterator[Designated]:
        """Find the names that follow their plural: "three districts - Shebekinsky, Grayvoronsky and Volokonovsky"."""
        for match in _PLURAL_LIST.finditer(text):
            row = next((self.latin[key] for key in self._many if re.fullmatch(self.latin[key].pattern, match[1])), None)
            chain = _NAMES_AFTER.match(text, match.end())
            if row is None or chain is None:
                continue
            for name in _NAMES_EN.finditer(text, chain.start(), chain.end()):
                ids = self._named_after(name.group(), row.form)
                if not ids:
                    break
                yield Designated(name.start(), name.end(), name.group(), row.feature, ids)

    def _with_designator(self, text: str, start: int, end: int, form: str) -> tuple[int, tuple[str, ...]]:
        """Look a name up with its designator, leaving out words before it that do not belong."""
        while True:
            ids = self._named_after(text[start:end], form)
            if ids:
                return start, ids
            space = text.find(" ", start, end)
            if space < 0:
                return start, ()
            start = space + 1

    def _named_after(self, name: str, form: str) -> tuple[str, ...]:
        """Look a name up with its designator; where it is a town's other spelling, by the town's own name."""
        hits = self.gazetteer.lookup(f"{name} {form}")
        if not hits:
            places = [self.gazetteer.place(hit.place_id) for hit in self.gazetteer.lookup(name)]
            near = [place for place in places if place.country in ("UA", "RU") and place.name != name]
            towns = {place.name for place in near if place.feature is FeatureClass.SETTLEMENT and place.population}
            hits = self.gazetteer.lookup(f"{towns.pop()} {form}") if len(towns) == 1 else ()
        return tuple(hit.place_id for hit in hits)

    def _facility(self, text: str, folded: str, head: int, match: re.Match[str]) -> Iterator[Designated]:
        """Find a facility named after a town or by a capitalised name of its own."""
        demonyms, word = self.words.of("demonym", "en"), text[head : match.start() - 1]
        if word.lower() in demonyms or word.endswith(("'s", "-")) or word.isupper():
            return
        earlier = text.rfind(" ", 0, max(0, head - 1)) + 1
        if 0 < earlier < head and text[earlier].isupper() and text[head - 1] == " ":
            if self.gazetteer.lookup(text[earlier : match.start() - 1]):
                head = earlier
            elif text[earlier : head - 1].lower() in demonyms:
                pass
        if any(form.end >= match.end() for form in self.gazetteer.forms_at(folded, head)):
            return
        hits = self.gazetteer.lookup(text[head : match.start() - 1])
        ids = tuple(
            hit.place_id
            for hit in hits
            if hit.kind is not NameKind.ADJECTIVE
            and self.gazetteer.place(hit.place_id).feature in (FeatureClass.SETTLEMENT, FeatureClass.REGION)
        )
        if not ids and (head == 0 or text[max(0, head - 2) : head].strip() in ("", ".", ":", "!", "?")):
            return
        yield Designated(head, match.end(), text[head : match.start() - 1], FeatureClass.FACILITY, ids)

    def _misspelt(self, text: str, head: int, match: re.Match[str], row: Designator) -> Iterator[Designated]:
        """Find a misspelt name before a designator."""
        name = text[head : match.start() - 1]
        if not 6 <= len(name) <= LONGEST_NAME or name.lower() in self.words.of("before designator", "en"):
            return
        if self.gazetteer.lookup(f"{name} {match.group()}") or self.gazetteer.lookup(f"{name} {row.form}"):
            return
        ids = self._named_after(name, row.form) or self.fuzzy(name.lower(), row.form)
        if ids:
            yield Designated(head, match.end(), name, row.feature, ids, fuzzy=True)

    def _fuzzy(self, name: str, form: str) -> tuple[str, ...]:
        found = self.gazetteer.lookup_fuzzy(f"{name} {form}")
        near = [hit.place_id for spelling, hit in found if spelling.endswith(f" {form}")]
        return tuple(dict.fromkeys(item for item in near if self.gazetteer.place(item).country in ("UA", "RU")))

    def _shared_cyrillic(self, text: str, nouns: Sequence[tuple[int, int, Designator]]) -> Iterator[Designated]:
        for noun, stop, row in nouns:
            if noun < 4 or text[noun - 1] not in " \n":
                continue
            window = max(0, noun - CHAIN_WINDOW)
            before = text[window:noun].replace("\n", " ")
            chain = _CHAIN_CYR.search(before)
            if chain is None:
                continue
            if row.feature is FeatureClass.FACILITY and self._known_facility(window, chain, text, stop):
                continue
            words = [
                word
                for word in _ADJECTIVES.finditer(before, chain.start(), chain.end())
                if not _SKIPPED.fullmatch(word.group())
            ]
            last = True
            for word in reversed(words):
                ids = self.adjective_ids(word.group(), row)
                if row.form == "участок" and not text.startswith(" фронт", stop):
                    ids = tuple(item for item in ids if self.gazetteer.place(item).radius_km < BROAD_SECTOR_KM)
                if not ids:
                    break
                start = window + word.start()
                end = stop if last else window + word.end()
                yield Designated(start, end, word.group(), row.feature, ids)
                last = False

    def _listed_cyrillic(self, text: str, nouns: Sequence[tuple[int, int, Designator]]) -> Iterator[Designated]:
        """Find the adjectives that follow their noun: "три громади: Шалигинська, Есманьська й Хотінська"."""
        for _, stop, row in nouns:
            endings = _AGREEING.get(row.form)
            if endings is None:
                continue
            mark = _LIST_MARK.match(text, stop)
            chain = mark and _ADJECTIVES_AFTER.match(text, mark.end())
            if not chain:
                continue
            for word in _ADJECTIVES.finditer(text, chain.start(), chain.end()):
                if word.group() in _JOINTS:
                    continue
                ids = self.adjective_ids(word.group(), row) if word.group().endswith(endings) else ()
                if not ids:
                    break
                yield Designated(word.start(), word.end(), word.group(), row.feature, ids)

    def _known_facility(self, window: int, chain: re.Match[str], text: str, end: int) -> bool:
        """Whether the gazetteer has the facility under its full name."""
        start = window + chain.end() - 1
        start = text.rfind(" ", 0, start) + 1
        return bool(self.gazetteer.lookup(text[start:end]))

    def adjective_ids(self, word: str, row: Designator) -> tuple[str, ...]:
        """Give the places whose adjective a word is, of the kind that a designator asks for."""
        if not word[0].isupper() and row.feature not in (FeatureClass.OTHER, FeatureClass.REGION):
            return ()
        return self.of_kind(self.gazetteer.lookup(word), row)

    def of_kind(self, hits: tuple[NameHit, ...], row: Designator) -> tuple[str, ...]:
        """Keep the adjectives of places of the designator's kind."""
        return tuple(hit.place_id for hit in hits if hit.kind is NameKind.ADJECTIVE and self._fits(hit.place_id, row))

    def _fits(self, place_id: str, row: Designator) -> bool:
        place = self.gazetteer.place(place_id)
        if row.feature is FeatureClass.FACILITY:
            return place.feature in (FeatureClass.DISTRICT, FeatureClass.REGION)
        if place.feature is not row.feature:
            return False
        if row.feature is FeatureClass.OTHER:
            return place.code == "SECT"
        if row.feature is FeatureClass.DISTRICT:
            return (place.code == "ADM3H") == (row.form == "громада")
        return True

    def _borders(self, text: str, folded: str, pattern: re.Pattern[str]) -> Iterator[Designated]:
        for match in pattern.finditer(text):
            for form in self.gazetteer.forms_at(folded, match.end()):
                ids = self._border_ids(form.hits)
                if ids:
                    yield Designated(match.start(), form.end, text[match.start() : form.end], FeatureClass.BORDER, ids)
                    break

    def _border_ids(self, hits: tuple[NameHit, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for hit in hits:
            place = self.gazetteer.place(hit.place_id)
            if hit.kind is NameKind.ADJECTIVE:
                continue
            if place.feature is FeatureClass.COUNTRY:
                found += [item.place_id for item in self.gazetteer.lookup(f"border with {place.name}")]
            elif place.feature is FeatureClass.REGION:
                found += [item.place_id for item in self.gazetteer.lookup(f"russia–ukraine border, {place.name}")]
        return tuple(dict.fromkeys(found))

    def stands_alone(self, text: str, start: int, end: int) -> bool:
        """Whether an adjective stands without a noun that it would belong to."""
        after = _AFTER_WORD.match(text, end)
        if after is None:
            return True
        word, adjective = after.group(1).lower(), text[start:end].lower()
        if word in self.words.of("after ellipsis", "cyr"):
            return True
        for endings, nouns in self.words.agreement:
            if adjective.endswith(endings):
                return not word.endswith(nouns)
        return False


_AFTER_WORD = re.compile(r" ([а-яіїєґ'-]{1,40})")
_SKIPPED = re.compile(rf"(?:{_KIND}|та|або|или|над|також|также)")
