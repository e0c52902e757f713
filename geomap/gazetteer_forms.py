"""The forms under which a row of the gazetteer is found: spellings, case forms, designators, adjectives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from geomap.inflect import adjective_cases_ru, adjective_cases_uk, adjective_stem, inflect_ru, inflect_uk
from geomap.names import (
    arabic_spellings,
    press_spellings,
    romanise_ru,
    romanise_uk,
    russian_from_ukrainian,
    russian_spellings_en,
    script_of,
    ukrainian_from_russian,
    ukrainian_spellings_en,
    without_apostrophes,
)
from geomap.text import fold

__all__ = ["FormMaker", "NameKind"]


class NameKind(StrEnum):
    """How a form relates to its place, the closest relation first."""

    NAME = "name"
    INFLECTED = "inflected"
    VARIANT = "variant"
    FORMER = "former"
    NICKNAME = "nickname"
    ADJECTIVE = "adjective"


Form = tuple[str, NameKind]
Row = Mapping[str, str]
Stems = Sequence[tuple[str, str]]
Designators = Mapping[str, Sequence[tuple[str, str]]]
"""Feature code -> pairs of a language and a pattern such as `{} airfield`, `{a} НПЗ`, `порт {g}`.

`{}` stands for a name, `{a}` for an adjective, `{g}` for the oblique cases of a name.
"""

BORDER_OBLASTS = frozenset({"adm1:RU-KRS", "adm1:RU-BEL", "adm1:RU-BRY", "adm1:RU-VOR", "adm1:RU-ROS"})
LARGE_TOWN = 50_000
"""From this population on, the Cyrillic names of a foreign town get case forms."""

NEIGHBOURS = frozenset(
    {
        *("UA", "RU", "BY", "MD", "PL", "RO", "LT", "LV", "EE", "GE"),
        *("PS", "IL", "LB", "SY", "IQ", "YE", "SD", "SS", "MM", "CD"),
    }
)
"""Countries all of whose towns get case forms: those around the theatre, and those of other wars in the news."""

RUSSIAN_NAMED = frozenset({"RU", "BY"})
"""Countries whose towns are known by Russian names, from which rules make the others."""

ARABIC = frozenset(
    {
        *("AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SY", "TD"),
        *("TN", "YE"),
    }
)
"""Countries whose romanised names may begin with the Arabic article, in many spellings."""

REGION_WORDS_EN = ("oblast", "region", "province", "oblast'", "oblasts", "regions", "provinces")
KRAI_WORDS_EN = (*REGION_WORDS_EN, "krai", "kray", "territory")
STATE_WORDS_EN = ("region", "province", "state", "governorate", "regions", "provinces", "states")
STATE_WORDS_UK = ("провінція", "штат")
STATE_WORDS_RU = ("провинция", "штат")
DISTRICT_WORDS_EN = ("district", "raion", "rayon", "county", "districts", "raions")
HROMADA_WORDS_EN = (
    *("hromadas", "communities"),
    *("hromada", "community", "territorial community", "amalgamated hromada", "urban hromada", "rural hromada"),
    *("settlement hromada", "city hromada", "rural community", "settlement community", "territorial hromada"),
)
HROMADA_KINDS_UK = ("територіальна", "селищна", "сільська", "міська")
OKRUG_WORDS_EN = ("urban okrug", "municipal district", "municipal okrug", "okrug")
OKRUG_KINDS_RU = ("городской округ", "муниципальный округ", "округ", "муниципальный район")
"""What districts of Russia are called since the reforms of 2018 to 2024; the old names stay in use."""
SECTOR_WORDS_EN = (
    *("sector", "direction", "axis", "front", "section", "front sector", "operational direction", "front line"),
    *("operational sector", "sectors", "directions", "axes", "fronts"),
)
SECTOR_CASES_UK = (
    *(("ий", "напрямок"), ("ого", "напрямку"), ("ому", "напрямку"), ("ому", "напрямкові"), ("им", "напрямком")),
    *(
        ("ому", "напрямі"),
        ("ий", "напрям"),
        ("ого", "напряму"),
        ("ий", "напрямки"),
        ("і", "напрямки"),
        ("их", "напрямках"),
        ("их", "напрямків"),
        ("ого", "напрямків"),
        ("ому", "напрямкам"),
        ("им", "напрямками"),
        ("ому", "напрямках"),
        ("ому", "напрямах"),
    ),
    *(("а", "ділянка"), ("ої", "ділянки"), ("ій", "ділянці"), ("у", "ділянку"), ("ою", "ділянкою"), ("ий", "фронт")),
    *(("ому", "фронті"), ("ого", "фронту")),
)
SECTOR_CASES_RU = (
    *(("ое", "направление"), ("ого", "направления"), ("ому", "направлению"), ("им", "направлением")),
    *(("ым", "направлением"), ("ом", "направлении"), ("ие", "направления"), ("их", "направлениях")),
    *(("ого", "направлений"), ("ому", "направлениям"), ("им", "направлениями"), ("ым", "направлениями")),
    *(("ом", "направлениях"), ("их", "направлений"), ("ых", "направлениях"), ("ых", "направлений")),
    *(("ое", "направления"), ("ий", "участок"), ("ый", "участок"), ("ого", "участка"), ("ому", "участку")),
    *(("им", "участком"), ("ым", "участком"), ("ом", "участке"), ("ий", "участки"), ("ый", "участки")),
    *(("ого", "участков"), ("ом", "участках"), ("ий", "фронт"), ("ый", "фронт"), ("ом", "фронте"), ("ого", "фронта")),
)
PLURALS = {
    "uk": {
        "область": ("а області", "ої областей", "ій областям", "ою областями", "ій областях", "у області"),
        "край": ("ий краї", "ого країв", "ому краям", "им краями", "ому краях"),
        "район": ("ий райони", "ого районів", "ому районам", "им районами", "ому районах"),
        "громада": ("а громади", "ої громад", "ій громадам", "ою громадами", "ій громадах"),
    },
    "ru": {
        "область": ("ая области", "ой областей", "ой областям", "ой областями", "ой областях", "ую области"),
        "край": ("ий края", "ого краев", "ому краям", "им краями", "ом краях"),
        "район": ("ий районы", "ого районов", "ому районам", "им районами", "ом районах"),
        "громада": ("ая громады", "ой громад", "ой громадам", "ой громадами", "ой громадах"),
    },
}
"""Two and more adjectives share a plural noun: "Сумської та Харківської областей"; each stays in the singular."""

SHORT_WORDS = {
    "uk": {
        "область": ("а обл", "ої обл", "ій обл", "у обл", "ою обл"),
        "район": ("ий р-н", "ого р-ну", "ому р-ні", "им р-ном", "ого р-н", "ому р-н"),
    },
    "ru": {
        "область": ("ая обл", "ой обл", "ую обл"),
        "район": ("ий р-н", "ого р-на", "ому р-ну", "ом р-не", "им р-ном", "ого р-н", "ом р-н"),
    },
}
"""Abbreviated designators with the endings of their adjective."""


class FormMaker:
    """Makes the forms of rows; keeps what it derived from a name, for namesakes are many.

    Parameters
    ----------
    stems
        Pairs of Ukrainian and Russian word beginnings.
    designators
        What builds names of features of a code.
    oblasts
        Names of the first-level units: the land around a town is none where an oblast is called alike.
    """

    def __init__(self, stems: Stems, designators: Designators | None = None, oblasts: Iterable[str] = ()) -> None:
        self._designators = designators or {}
        self._oblasts = frozenset(oblasts)
        self._to_russian = dict(stems)
        self._to_ukrainian: dict[str, str] = {}
        for first in (True, False):
            for uk, ru in sorted(stems):
                for part in ru.split("|")[:1] if first else ru.split("|")[1:]:
                    self._to_ukrainian.setdefault(part.replace("ё", "е"), uk)
        self.of_ukrainian = lru_cache(maxsize=100_000)(self._of_ukrainian)
        self.of_russian = lru_cache(maxsize=100_000)(self._of_russian)

    def forms(self, row: Row) -> dict[str, NameKind]:
        """Give every folded form of a row with its closest relation."""
        found: dict[str, NameKind] = {}
        for form, kind in self._raw_forms(row):
            key = fold(form)
            if len(key) < 2:
                continue
            if key not in found or _ORDER[kind] < _ORDER[found[key]]:
                found[key] = kind
        return found

    def _raw_forms(self, row: Row) -> Iterator[Form]:
        feature = row.get("feature", "settlement")
        yield from _spelled(row["name"], NameKind.NAME)
        if row.get("code") == "SECT":
            yield from _sector(row)
            return
        yield from self._built(row)
        if feature == "district":
            yield from self._district(row)
        elif feature == "region":
            yield from self._region(row)
        elif row.get("country") == "UA" and row.get("name_uk") and _named_in_ukrainian(row):
            yield from self.of_ukrainian(row["name_uk"])
            if row.get("former"):
                yield from self._former(row["name"], row["former"])
        elif row.get("country") in RUSSIAN_NAMED and feature == "settlement" and row.get("name_ru"):
            yield from self.of_russian(row["name_ru"], row.get("adm1") in BORDER_OBLASTS)
        else:
            if row.get("name_uk"):
                yield from case_forms(row["name_uk"], NameKind.NAME, "uk")
            if row.get("name_ru"):
                yield from case_forms(row["name_ru"], NameKind.NAME, "ru")
        if row.get("country") in ARABIC:
            for name in (row["name"], *row.get("alt", "").split("|")):
                yield from _each_spelled(arabic_spellings(name)[1:], NameKind.VARIANT)
        inflected = feature != "settlement" or _inflects(row)
        for name in row.get("alt", "").split("|"):
            if name:
                yield from self.alternate(name, NameKind.VARIANT, inflect=inflected)

    def alternate(self, name: str, kind: NameKind, *, inflect: bool = True) -> Iterator[Form]:
        """Give the forms of a spelling in an unstated language."""
        if script_of(name) != "cyrillic" or not inflect:
            yield from _spelled(name, kind)
        else:
            for lang in _languages(name):
                yield from case_forms(name, kind, lang)

    def _former(self, name: str, former: str) -> Iterator[Form]:
        """Give the forms of a name changed by law; they are names still where the press goes on using it."""
        used = romanise_uk(former) == name
        for form, kind in self.of_ukrainian(former):
            yield form, kind if used else NameKind.FORMER

    def _of_ukrainian(self, name: str) -> tuple[Form, ...]:
        found: list[Form] = list(case_forms(name, NameKind.NAME, "uk"))
        english = ukrainian_spellings_en(name)
        found += _each_spelled(english[:1], NameKind.NAME)
        found += _each_spelled(english[1:], NameKind.VARIANT)
        for guess in russian_from_ukrainian(name, self._to_russian):
            found += case_forms(guess, NameKind.VARIANT, "ru")
            found += _each_spelled(russian_spellings_en(guess)[:4], NameKind.VARIANT)
        return tuple(found)

    def _of_russian(self, name: str, translated: bool) -> tuple[Form, ...]:
        """Make the forms of a Russian name; only names near the border are translated rather than transcribed."""
        found: list[Form] = list(case_forms(name, NameKind.NAME, "ru"))
        if (respelt := _AFTER_SIBILANT.sub(_other_vowel, name)) != name:
            found += case_forms(respelt, NameKind.VARIANT, "ru")
        english = russian_spellings_en(name)
        found += _each_spelled(english[:1], NameKind.NAME)
        found += _each_spelled(english[1:], NameKind.VARIANT)
        stems = self._to_ukrainian if translated else {}
        spelled = dict.fromkeys([name, name.replace("ё", "е")])
        guesses = [guess for spelling in spelled for guess in ukrainian_from_russian(spelling, stems)]
        for guess in dict.fromkeys(guesses):
            found += case_forms(guess, NameKind.VARIANT, "uk")
            found += _each_spelled(ukrainian_spellings_en(guess)[:3], NameKind.VARIANT)
        return tuple(found)

    def _region(self, row: Row) -> Iterator[Form]:
        base = row["name"].removesuffix(" Oblast").removesuffix(" Krai").removesuffix(" City")
        oblast = row["name"].endswith((" Oblast", " Krai"))
        if row.get("country") in ("UA", "RU") and (oblast or " " not in base):
            uk, ru = row.get("name_uk", ""), row.get("name_ru", "")
            bases = dict.fromkeys([base, *_oblast_bases(row), *self._english_of(row.get("seat", ""))])
            for spelling in bases:
                for word in KRAI_WORDS_EN if row["name"].endswith("Krai") else REGION_WORDS_EN:
                    yield f"{spelling} {word}", NameKind.NAME
                yield from _spelled(spelling, NameKind.VARIANT)
            yield from self._designated(uk, ru)
        else:
            for spelling in press_spellings(base):
                for word in STATE_WORDS_EN:
                    yield f"{spelling} {word}", NameKind.VARIANT
            named = ((row.get("name_uk", ""), "uk", STATE_WORDS_UK), (row.get("name_ru", ""), "ru", STATE_WORDS_RU))
            for name, lang, words in named:
                if name:
                    yield from case_forms(name, NameKind.NAME, lang)
                    for word in words if " " not in name else ():
                        yield from case_forms(f"{word} {name}", NameKind.VARIANT, lang)

    def _english_of(self, ukrainian: str) -> list[str]:
        """Give the English spellings of a Ukrainian name and of its Russian counterpart."""
        if not ukrainian:
            return []
        guesses = russian_from_ukrainian(ukrainian, self._to_russian)
        russian = [spelling for guess in guesses for spelling in russian_spellings_en(guess)]
        return [form for form, _ in _each_spelled([*ukrainian_spellings_en(ukrainian), *russian], NameKind.VARIANT)]

    def _land(self, row: Row) -> Iterator[Form]:
        """Give the name of the land around a town: Нікопольський район, Нікопольщина; Суджанский район, Суджанщина."""
        adjective = (row.get("name_uk") or row.get("name_ru", "")).partition(" ")[0]
        found = _SKYI.search(adjective)
        near = row.get("country") == "UA" or row.get("adm1") in BORDER_OBLASTS
        if row.get("code") != "ADM2" or found is None or not near:
            return
        stem = adjective[: found.start()]
        if not any(name.startswith((f"{stem}ська", f"{stem}ская")) for name in self._oblasts):
            for lang in ("uk", "ru"):
                yield from case_forms(f"{stem}щина", NameKind.NICKNAME, lang)

    def _seat_spellings(self, seat: str) -> Iterable[str]:
        """Give the English spellings of a district's seat, which is named in Ukrainian, Russian or English."""
        if script_of(seat) != "cyrillic":
            return press_spellings(seat)
        if _languages(seat) == ("ru",):
            guesses = ukrainian_from_russian(seat, self._to_ukrainian)[:3]
            return [*russian_spellings_en(seat), *(romanise_uk(guess) for guess in guesses)]
        return self._english_of(seat)

    def _designated(self, uk: str, ru: str) -> Iterator[Form]:
        """Give the forms of "Донецька область" and "Донецкая область".

        All cases, the plural that several share, the short designators, and the bare adjective.
        """
        for name, lang in ((uk, "uk"), (ru, "ru")):
            if not name:
                continue
            yield from case_forms(name, NameKind.NAME, lang)
            adjective, _, noun = name.partition(" ")
            if noun not in PLURALS[lang] or "-" in noun:
                continue
            for form in adjective_cases_uk(adjective) if lang == "uk" else adjective_cases_ru(adjective):
                yield form, NameKind.ADJECTIVE
            stem = adjective_stem(adjective)
            for ending in PLURALS[lang][noun]:
                yield stem + ending, NameKind.NAME
            for ending in SHORT_WORDS[lang].get(noun, ()):
                yield stem + ending, NameKind.NAME
                yield f"{stem}{ending}.", NameKind.NAME

    def _built(self, row: Row) -> Iterator[Form]:
        """Give the names that a feature's designators build: "Engels airfield", "аеродром Енгельс", "Рязанский НПЗ"."""
        for lang, pattern in self._designators.get(row.get("code", ""), ()):
            for base in _built_from(row, lang, adjective="{a}" in pattern):
                if lang == "en":
                    yield from _spelled(pattern.format(base), NameKind.VARIANT)
                elif "{g}" in pattern:
                    for oblique in inflect_uk(base) if lang == "uk" else inflect_ru(base):
                        yield pattern.format(g=oblique), NameKind.VARIANT
                else:
                    yield from case_forms(pattern.format(base, a=base), NameKind.VARIANT, lang)

    def _district(self, row: Row) -> Iterator[Form]:
        uk, ru, seat = row.get("name_uk", ""), row.get("name_ru", ""), row.get("seat", "")
        hromada = row.get("code") == "ADM3H"
        words: tuple[str, ...] = HROMADA_WORDS_EN if hromada else DISTRICT_WORDS_EN
        if ru and row.get("adm1") in BORDER_OBLASTS:
            words += OKRUG_WORDS_EN
        if row.get("former"):
            yield from self._designated(row["former"], "")
        yield from _reformed(row)
        yield from self._land(row)
        if uk:
            adjective = uk.partition(" ")[0]
            russian = russian_from_ukrainian(adjective, self._to_russian)[:2]
            stems = [romanise_uk(adjective), *(romanise_ru(guess) for guess in russian)]
            yield from self._designated(uk, "")
            for guess in russian:
                yield from self._designated("", f"{guess} {'громада' if hromada else 'район'}")
        elif ru:
            adjective = ru.partition(" ")[0]
            stems = [*russian_spellings_en(adjective)]
            yield from self._designated("", ru)
            guesses = ukrainian_from_russian(adjective, self._to_ukrainian)
            if row.get("adm1") not in BORDER_OBLASTS:
                guesses = tuple(dict.fromkeys([*guesses[:1], *ukrainian_from_russian(adjective, {})[:3]]))
            for guess in guesses[:4]:
                stems += ukrainian_spellings_en(guess)[:2]
                yield from self._designated(f"{guess} район", "")
        else:
            stems = []
        spellings = dict.fromkeys([*stems, *self._seat_spellings(seat)] if seat else stems)
        for spelling in spellings:
            for word in words:
                yield f"{spelling} {word}", NameKind.NAME
        for stem in stems:
            if len(stem) > 4:
                yield stem, NameKind.ADJECTIVE


_AFTER_SIBILANT = re.compile(r"(?<=[жчшщ])[оеё](?=в(?:к[аи]|о|ск(?:ий|ая|ое))$)")


def _other_vowel(match: re.Match[str]) -> str:
    """Give the vowel that the press writes as well: Камышовка, Камышевка."""
    return "е" if match.group() == "о" else "о"


def _built_from(row: Row, lang: str, *, adjective: bool) -> list[str]:
    """Give the names of a language on which designators build: the column `base`, or the names of a river.

    Cyrillic adjectives stand in `base` too, in the nominative of the noun that they go with: Рязанський, Рязанский.
    """
    if row.get("feature") == "river" and not row.get("base"):
        latin = [row["name"], *row.get("alt", "").split("|")]
        found = {"uk": [row.get("name_uk", "")], "ru": [row.get("name_ru", "")]}
        found["en"] = [re.sub(r" [Rr]iver$", "", name) for name in latin if script_of(name) == "latin"]
        return [name for name in dict.fromkeys(found[lang]) if name]
    names = [name for name in row.get("base", "").split("|") if name]
    if lang == "en":
        return [name for name in names if script_of(name) == "latin"]
    cyrillic = [name for name in names if script_of(name) == "cyrillic"]
    fitting = [name for name in cyrillic if lang in _languages(name)]
    return [name for name in fitting if bool(_ADJECTIVE.search(name)) is adjective]


_ADJECTIVE = re.compile(r"[сзц]ь?к(?:ий|ая|ое|а|е)$")


_SKYI = re.compile(r"сь?кий$")


def _reformed(row: Row) -> Iterator[Form]:
    """Give the longer names: "Хотінська селищна громада", "Грайворонский городской округ"."""
    if row.get("code") == "ADM3H":
        adjective = row.get("name_uk", "").partition(" ")[0]
        for kind in HROMADA_KINDS_UK:
            yield from case_forms(f"{adjective} {kind} громада", NameKind.NAME, "uk")
    elif row.get("adm1") in BORDER_OBLASTS:
        adjective = row.get("name_ru", "").partition(" ")[0]
        for kind in OKRUG_KINDS_RU:
            yield from case_forms(f"{adjective} {kind}", NameKind.NAME, "ru")


def _sector(row: Row) -> Iterator[Form]:
    """Give the names of a front sector: "Pokrovsk sector", "Покровський напрямок", "Покровское направление"."""
    for name in row["alt"].split("|"):
        if script_of(name) != "cyrillic":
            for word in SECTOR_WORDS_EN:
                yield f"{name} {word}", NameKind.NAME
            if name.startswith(("North ", "South ", "Northern ", "Southern ")):
                yield name, NameKind.VARIANT
            continue
        lang, cases = ("uk", SECTOR_CASES_UK) if name.endswith("ий") else ("ru", SECTOR_CASES_RU)
        for adjective, noun in _agreeing(name, cases, lang):
            yield f"{adjective} {noun}", NameKind.NAME
        for adjective in adjective_cases_uk(name) if lang == "uk" else adjective_cases_ru(name):
            yield adjective, NameKind.ADJECTIVE
        for spelling in ukrainian_spellings_en(name) if lang == "uk" else russian_spellings_en(name):
            for word in SECTOR_WORDS_EN:
                yield f"{spelling} {word}", NameKind.VARIANT


def _agreeing(adjective: str, cases: Sequence[tuple[str, str]], lang: str) -> Iterator[tuple[str, str]]:
    forms = adjective_cases_uk(adjective) if lang == "uk" else adjective_cases_ru(adjective)
    for ending, noun in cases:
        yield from ((form, noun) for form in forms if form.endswith(ending))


_ORDER = {kind: index for index, kind in enumerate(NameKind)}


def _named_in_ukrainian(row: Row) -> bool:
    """Say whether rules make the other names from a Ukrainian one: settlements, quarters of towns."""
    return row.get("feature", "settlement") == "settlement" or row.get("code") == "PPLX"


def _inflects(row: Row) -> bool:
    return row.get("country") in NEIGHBOURS or int(row.get("population") or 0) >= LARGE_TOWN


def _languages(name: str) -> tuple[str, ...]:
    low = name.lower()
    if any(letter in low for letter in "іїєґ'’ʼ"):
        return ("uk",)
    return ("ru",) if any(letter in low for letter in "ыэъё") else ("uk", "ru")


def _oblast_bases(row: Row) -> list[str]:
    bases = [alt for alt in row.get("alt", "").split("|") if " " not in alt and alt.isascii() and len(alt) > 4]
    name = row.get("name_ru", "")
    adjective = name.partition(" ")[0]
    if name.endswith(("область", "край")) and adjective.endswith("ая"):
        bases.append(romanise_ru(adjective))
    return bases


def _spelled(name: str, kind: NameKind) -> Iterator[Form]:
    yield name, kind
    for spelling in press_spellings(name)[1:]:
        yield spelling, NameKind.VARIANT if kind is NameKind.NAME else kind


def _each_spelled(names: Iterable[str], kind: NameKind) -> list[Form]:
    return [form for name in names for form in _spelled(name, kind)]


def case_forms(name: str, kind: NameKind, lang: str) -> Iterator[Form]:
    """Give a Cyrillic name with and without its apostrophe, and its case forms."""
    plain = name.replace("’", "'").replace("ʼ", "'")
    inflect = inflect_uk if lang == "uk" else inflect_ru
    shape = NameKind.INFLECTED if kind in (NameKind.NAME, NameKind.VARIANT) else kind
    yield plain, kind
    forms = inflect(plain)
    for form in forms:
        yield form, shape
    if "'" in plain:
        yield without_apostrophes(plain), NameKind.VARIANT
        for form in forms:
            yield without_apostrophes(form), shape
