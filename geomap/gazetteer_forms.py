"""The forms under which a row of the gazetteer is found: spellings, case forms, designators, adjectives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from geomap.inflect import adjective_cases_ru, adjective_cases_uk, inflect_ru, inflect_uk
from geomap.names import (
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

BORDER_OBLASTS = frozenset({"adm1:RU-KRS", "adm1:RU-BEL", "adm1:RU-BRY", "adm1:RU-VOR", "adm1:RU-ROS"})
LARGE_TOWN = 50_000
"""From this population on, the Cyrillic names of a foreign town get case forms."""

NEIGHBOURS = frozenset({"UA", "RU", "BY", "MD"})
"""Countries all of whose towns get case forms."""

REGION_WORDS_EN = ("oblast", "region", "province", "oblast'")
DISTRICT_WORDS_EN = ("district", "raion", "rayon", "county")
HROMADA_WORDS_EN = (
    *("hromada", "community", "territorial community", "amalgamated hromada", "urban hromada", "rural hromada"),
    *("settlement hromada", "city hromada", "rural community", "settlement community", "territorial hromada"),
)
HROMADA_KINDS_UK = ("територіальна", "селищна", "сільська", "міська")
OKRUG_WORDS_EN = ("urban okrug", "municipal district", "municipal okrug", "okrug")
OKRUG_KINDS_RU = ("городской округ", "муниципальный округ", "округ", "муниципальный район")
"""What districts of Russia are called since the reforms of 2018 to 2024; the old names stay in use."""
SECTOR_WORDS_EN = (
    *("sector", "direction", "axis", "front", "section", "front sector", "operational direction"),
    *("sectors", "directions", "axes", "fronts"),
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
    ),
)
SECTOR_CASES_RU = (
    *(("ое", "направление"), ("ого", "направления"), ("ому", "направлению"), ("им", "направлением")),
    *(("ым", "направлением"), ("ом", "направлении"), ("ие", "направления"), ("их", "направлениях")),
    *(("ое", "направления"), ("ий", "участок"), ("ый", "участок"), ("ого", "участка"), ("ому", "участку")),
    *(("им", "участком"), ("ым", "участком"), ("ом", "участке")),
)


class FormMaker:
    """Makes the forms of rows; keeps what it derived from a name, for namesakes are many."""

    def __init__(self, stems: Stems) -> None:
        self._to_russian = sorted(stems, key=lambda pair: (-len(pair[0]), pair))
        self._to_ukrainian = sorted(
            ((uk, part) for uk, ru in stems for part in ru.split("|")), key=lambda pair: (-len(pair[1]), pair)
        )
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
        if feature == "district":
            yield from self._district(row)
        elif feature == "region":
            yield from self._region(row)
        elif row.get("country") == "UA" and feature == "settlement" and row.get("name_uk"):
            yield from self.of_ukrainian(row["name_uk"])
            if row.get("former"):
                yield from self._former(row["name"], row["former"])
        elif row.get("country") == "RU" and feature == "settlement" and row.get("name_ru"):
            yield from self.of_russian(row["name_ru"])
        else:
            if row.get("name_uk"):
                yield from case_forms(row["name_uk"], NameKind.NAME, "uk")
            if row.get("name_ru"):
                yield from case_forms(row["name_ru"], NameKind.NAME, "ru")
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

    def _of_russian(self, name: str) -> tuple[Form, ...]:
        found: list[Form] = list(case_forms(name, NameKind.NAME, "ru"))
        english = russian_spellings_en(name)
        found += _each_spelled(english[:1], NameKind.NAME)
        found += _each_spelled(english[1:], NameKind.VARIANT)
        for guess in ukrainian_from_russian(name, self._to_ukrainian):
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
                for word in (
                    (*REGION_WORDS_EN, "krai", "territory") if row["name"].endswith("Krai") else REGION_WORDS_EN
                ):
                    yield f"{spelling} {word}", NameKind.NAME
                yield from _spelled(spelling, NameKind.VARIANT)
            yield from self._designated(uk, ru)
        else:
            for word in ("region", "province", "state"):
                yield f"{base} {word}", NameKind.VARIANT
            for name, lang in ((row.get("name_uk", ""), "uk"), (row.get("name_ru", ""), "ru")):
                if name:
                    yield from case_forms(name, NameKind.NAME, lang)

    def _english_of(self, ukrainian: str) -> list[str]:
        """Give the English spellings of a Ukrainian name and of its Russian counterpart."""
        if not ukrainian:
            return []
        guesses = russian_from_ukrainian(ukrainian, self._to_russian)
        russian = [spelling for guess in guesses for spelling in russian_spellings_en(guess)]
        return [form for form, _ in _each_spelled([*ukrainian_spellings_en(ukrainian), *russian], NameKind.VARIANT)]

    def _designated(self, uk: str, ru: str) -> Iterator[Form]:
        """Give the case forms of "Донецька область" and "Донецкая область", short designators and bare adjectives."""
        for name, lang, short in ((uk, "uk", "обл"), (ru, "ru", "обл")):
            if not name:
                continue
            yield from case_forms(name, NameKind.NAME, lang)
            adjective, _, noun = name.partition(" ")
            if noun not in ("область", "край", "район", "громада"):
                continue
            cases = adjective_cases_uk(adjective) if lang == "uk" else adjective_cases_ru(adjective)
            for form in cases:
                yield form, NameKind.ADJECTIVE
            if noun == "область":
                yield f"{adjective} {short}", NameKind.NAME
                yield f"{adjective} {short}.", NameKind.NAME

    def _district(self, row: Row) -> Iterator[Form]:
        uk, ru, seat = row.get("name_uk", ""), row.get("name_ru", ""), row.get("seat", "")
        hromada = row.get("code") == "ADM3H"
        words: tuple[str, ...] = HROMADA_WORDS_EN if hromada else DISTRICT_WORDS_EN
        if ru and row.get("adm1") in BORDER_OBLASTS:
            words += OKRUG_WORDS_EN
        if row.get("former"):
            yield from self._designated(row["former"], "")
        yield from _reformed(row)
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
            for guess in ukrainian_from_russian(adjective, self._to_ukrainian)[:3]:
                stems += ukrainian_spellings_en(guess)[:2]
                yield from self._designated(f"{guess} район", "")
        else:
            stems = []
        spellings = dict.fromkeys([*stems, *press_spellings(seat)] if seat else stems)
        for spelling in spellings:
            for word in words:
                yield f"{spelling} {word}", NameKind.NAME
        for stem in stems:
            if len(stem) > 4:
                yield stem, NameKind.ADJECTIVE


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


def _agreeing(adjective: str, cases: Sequence[tuple[str, str]], lang: str) -> Iterator[tuple[str, str]]:
    forms = adjective_cases_uk(adjective) if lang == "uk" else adjective_cases_ru(adjective)
    for ending, noun in cases:
        yield from ((form, noun) for form in forms if form.endswith(ending))


_ORDER = {kind: index for index, kind in enumerate(NameKind)}


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
