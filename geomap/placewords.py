"""Word lists of the places, from `geomap/data/places/*.tsv`: classes of words, designators, roles, names of no place.

Languages are told apart by their letters only, `en` for Latin and `cyr` for Cyrillic: Ukrainian and Russian words
stand together, since a word of one is hardly ever misread in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from geomap.errors import LexiconError
from geomap.records import FeatureClass
from geomap.text import normalise

__all__ = ["SCRIPTS", "Designator", "NoPlace", "PlaceWords", "WordClass", "load_place_words", "read_rows"]

SCRIPTS = ("en", "cyr")
LONGEST_ENDING = 5
"""Letters that a `*` may stand for."""
MAX_JUDGED = 20_000
"""Words of which a class with stems remembers whether they belong to it."""

_COLUMNS = {
    "classes": ("class", "lang", "words"),
    "words": ("lang", "words"),
    "designators": ("lang", "position", "number", "feature", "form", "pattern"),
    "roles": ("test", "lang", "pattern"),
    "notplaces": ("lang", "form", "when", "pattern", "is"),
    "front": ("since", "until", "line"),
    "references": ("test", "lang", "value", "pattern"),
    "endings": ("test", "words", "nouns"),
}
_WHEN = ("always", "before", "after", "unless before", "unless after")


@dataclass(slots=True)
class WordClass:
    """Words of one class in lower case; `stems` take any of the case `endings`."""

    exact: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    endings: frozenset[str] = frozenset()
    _judged: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def __contains__(self, word: str) -> bool:
        if word in self.exact:
            return True
        if not self.stems:
            return False
        known = self._judged.get(word)
        if known is None:
            if len(self._judged) >= MAX_JUDGED:
                self._judged.clear()
            known = self._judged[word] = self._has_stem(word)
        return known

    def _has_stem(self, word: str) -> bool:
        low = max(2, len(word) - LONGEST_ENDING)
        return any(word[:size] in self.stems and word[size:] in self.endings for size in range(low, len(word) + 1))


@dataclass(frozen=True, slots=True)
class Designator:
    """A word that says what a name denotes; `form` is the word under which one name with it is looked up."""

    lang: str
    position: str
    number: str
    feature: FeatureClass
    form: str
    pattern: str


@dataclass(frozen=True, slots=True)
class NoPlace:
    """When a form of the gazetteer is no place."""

    when: str
    pattern: re.Pattern[str] | None
    meaning: str


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """All word lists of the places."""

    classes: dict[tuple[str, str], WordClass]
    common: frozenset[str]
    designators: tuple[Designator, ...]
    exceptions: dict[str, tuple[NoPlace, ...]]
    roles: dict[tuple[str, str], re.Pattern[str]]
    front: tuple[tuple[str, str, tuple[tuple[float, float], ...]], ...]
    agreement: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """Adjective endings, and the endings of the nouns that agree with them."""

    def of(self, name: str, script: str) -> WordClass:
        """Give a class of words."""
        return self.classes[name, script]


def read_rows(name: str, folder: Path | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a table; give each row with where it stands (`file:line`).

    Raises
    ------
    LexiconError
        If the table is missing, its header is wrong, or a row has another number of cells; names file and line.
    """
    place = folder if folder is not None else files("geomap") / "data" / "places"
    columns = _COLUMNS[name]
    try:
        lines = (place / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}.tsv: cannot be read: {error}") from error
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise LexiconError(f"{name}.tsv:1: the columns must be {', '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells, at = line.split("\t"), f"{name}.tsv:{number}"
        if len(cells) != len(columns):
            raise LexiconError(f"{at}: {len(cells)} cells, but there are {len(columns)} columns")
        row = dict(zip(columns, cells, strict=True))
        if row.get("lang", "en") not in (*SCRIPTS, "uk", "ru"):
            raise LexiconError(f"{at}: {row['lang']!r} is no language of the tables")
        yield at, row


@lru_cache(maxsize=4)
def load_place_words(folder: Path | None = None) -> PlaceWords:
    """Read every table of the places.

    Raises
    ------
    LexiconError
        At the first malformed row; names the file and the line.
    """
    endings = [row for _, row in read_rows("endings", folder)]
    case_endings = frozenset(["", *(word for row in endings if row["test"] == "case" for word in row["words"].split())])
    classes: dict[tuple[str, str], WordClass] = {}
    for _, row in read_rows("classes", folder):
        words = classes.setdefault((row["class"], row["lang"]), WordClass(endings=case_endings))
        for word in normalise(row["words"]).lower().split(";"):
            if word.endswith("*"):
                words.stems.add(word[:-1])
            elif word:
                words.exact.add(word)
    common = frozenset(word for _, row in read_rows("words", folder) for word in row["words"].split())
    return PlaceWords(
        classes=classes,
        common=common,
        designators=tuple(_designator(at, row) for at, row in read_rows("designators", folder)),
        exceptions=_exceptions(folder),
        roles=_roles(folder),
        front=tuple(_front(at, row) for at, row in read_rows("front", folder)),
        agreement=tuple(
            (tuple(row["words"].split()), tuple(row["nouns"].split())) for row in endings if row["test"] == "agreement"
        ),
    )


def _designator(at: str, row: dict[str, str]) -> Designator:
    if row["position"] not in ("before", "after") or row["number"] not in ("one", "many", "any"):
        raise LexiconError(f"{at}: position is before or after, number is one, many or any")
    if row["feature"] not in set(FeatureClass):
        raise LexiconError(f"{at}: {row['feature']!r} is no feature class")
    _compile(at, row["pattern"])
    return Designator(
        row["lang"], row["position"], row["number"], FeatureClass(row["feature"]), row["form"], row["pattern"]
    )


def _exceptions(folder: Path | None) -> dict[str, tuple[NoPlace, ...]]:
    found: dict[str, tuple[NoPlace, ...]] = {}
    for at, row in read_rows("notplaces", folder):
        if row["when"] not in _WHEN:
            raise LexiconError(f"{at}: {row['when']!r} is not one of {', '.join(_WHEN)}")
        if (row["when"] == "always") == bool(row["pattern"]):
            raise LexiconError(f"{at}: a pattern is needed, except for always")
        pattern = _compile(at, row["pattern"], re.IGNORECASE if row["when"].endswith("after") else 0)
        rule = NoPlace(row["when"], pattern if row["pattern"] else None, row["is"])
        found[row["form"]] = (*found.get(row["form"], ()), rule)
    return found


def _roles(folder: Path | None) -> dict[tuple[str, str], re.Pattern[str]]:
    parts: dict[tuple[str, str], list[str]] = {}
    for at, row in read_rows("roles", folder):
        _compile(at, row["pattern"])
        parts.setdefault((row["test"], row["lang"]), []).append(row["pattern"])
    return {key: re.compile("|".join(f"(?:{part})" for part in found), re.IGNORECASE) for key, found in parts.items()}


def _front(at: str, row: dict[str, str]) -> tuple[str, str, tuple[tuple[float, float], ...]]:
    try:
        points = tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in row["line"].split()))
    except ValueError as error:
        raise LexiconError(f"{at}: a line is made of pairs lon,lat: {error}") from error
    return row["since"], row["until"], points


def _compile(at: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise LexiconError(f"{at}: the pattern does not compile: {error}") from error
