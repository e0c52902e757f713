"""The tables of dates, per language: words, rules and how a rule's words become a period.

`geomap/data/lexicon/datewords.tsv` lists months, weekdays, numbers and shorthands; `dates.{en,uk,ru}.tsv` lists the
rules. A rule's pattern may name word classes in braces (`{w}` a weekday, `{d} {m}` day and month, `{date}` a whole
date); its bounds are short formulas over the anchor day `D`, the dates named `X` and `Y` and the number `N`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from geomap.errors import LexiconError
from geomap.lexicon import LANGUAGES, Entry
from geomap.phrases import Phrase, PhraseMatcher, phrase_heads
from geomap.records import DatePrecision

__all__ = ["DateRule", "DateTables", "Formula", "Slot", "check_date_rules", "load_date_tables"]

WORD_COLUMNS = ("lang", "class", "value", "pattern")
RULE_COLUMNS = ("rule", "pattern", "anchor", "from", "to", "precision", "role", "why", "example")
CUES = ("future", "speech", "present", "superlative")
"""Words that tell a coming day, a day of speech, what goes on or a comparison; not part of any rule."""
ANCHORS = {"pub", "gov", "here", "named", "deadline", "fixed", "war"}
ROLES = {"day", "span", "since", "until", "before", "by", "asof", "now", "future", "soon", "within"}
ROLES |= {"vague", "weak", "after", "skip"}
PRECISIONS = {item.value for item in DatePrecision} | {"X", "U"}

_CLASSES = {"m": "month", "w": "weekday", "s": "season", "n": "number", "o": "ordinal", "u": "unit", "part": "part"}
_CLASSES["ry"] = "relyear"
_FIXED = {
    "d": r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])",
    "dm": r"(?:3[01]|[12][0-9]|0[1-9])",
    "mm": r"(?:1[0-2]|0[1-9])",
    "yy": r"(?:1[4-9]|[23][0-9])(?![0-9])",
    "y": r"(?:20[0-4][0-9]|19[4-9][0-9])(?![0-9])",
}
_AFTER_DAY = r"(?:st|nd|rd|th|-?(?:го|ого|е|й))?"
_TERM = r"(?:[DPXY]|(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2})(?:[+-](?:[0-9]+|N)[wmyU]?)*"
_FORMULA = re.compile(rf"(?:[a-z]+\(){{0,2}}(?:{_TERM}|U)\){{0,2}}")
_SLOT = re.compile(r"\{([a-z]+)(?::([12#]))?\}")
_FUNCTION = re.compile(r"([a-z]+)\(")
_BASE = re.compile(r"[DPXY]|(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}")
_STEP = re.compile(r"([+-])([0-9]+|N)([wmyU]?)")
_UNITS = {"w": "week", "m": "month", "y": "year", "U": "", "": "day"}
MAX_VALUES = 10_000
"""Words whose meaning the tables of a language remember."""


class Slot(NamedTuple):
    """What a word class of a pattern matched: `name` and `which` tell the class, as in `{d:2}`."""

    name: str
    which: str
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A bound of a rule, taken apart.

    `base` is the day to begin with (`D`, `P`, `X`, `Y`, a day of the calendar, or `U` for the end of the unit),
    `steps` how far to go from there (the sign; the number, None for the one that the words give; the unit, empty for
    the one that the words give), `functions` what to take of it then, the first to apply first.
    """

    base: str
    steps: tuple[tuple[int, int | None, str], ...] = ()
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateRule:
    """A row of the rules: how its bounds are reckoned and what part the words play; None for an open bound.

    `yearly` tells whether a bound is a day of every year, such as 24 August.
    """

    name: str
    anchor: str
    first: Formula | None
    last: Formula | None
    precision: str
    role: str
    why: str
    yearly: bool


@dataclass(frozen=True, slots=True)
class DateTables:
    """Rules of one language, ready to match, and the words that their slots may hold."""

    lang: str
    matcher: PhraseMatcher
    rules: Mapping[str, DateRule]
    words: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    cues: dict[str, re.Pattern[str]]
    reckoned: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """Bounds that expressions met so far have been reckoned to."""
    present: dict[str, bool] = field(default_factory=dict)
    """Words met so far, and whether they tell what goes on now."""
    _values: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    _slots: dict[str, tuple[tuple[int, str, str], ...]] = field(default_factory=dict, repr=False, compare=False)

    def value(self, word_class: str, text: str) -> str:
        """Return what a word of a class stands for; the empty string for none."""
        known = self._values.get((word_class, text))
        if known is None:
            known = next((value for value, words in self.words.get(word_class, ()) if words.fullmatch(text)), "")
            if len(self._values) < MAX_VALUES:
                self._values[word_class, text] = known
        return known

    def slots(self, phrase: Phrase) -> tuple[Slot, ...]:
        """Give the words that the slots of a phrase hold, in the order of its pattern."""
        match = phrase.match
        if match.lastindex is None:
            return ()
        named = self._slots.get(phrase.entry.origin)
        if named is None:
            named = self._slots[phrase.entry.origin] = _named_groups(match.re)
        texts = match.groups()
        return tuple(
            Slot(name, which, text) for number, name, which in named if (text := texts[number - 1]) is not None
        )


def _read(folder: Path | None, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    place = folder or files("geomap") / "data" / "lexicon"
    try:
        lines = (place / name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}: cannot be read: {error}") from error
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise LexiconError(f"{name}:1: the columns must be {', '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise LexiconError(f"{name}:{number}: {len(cells)} cells, but there are {len(columns)} columns")
        yield f"{name}:{number}", dict(zip(columns, cells, strict=True))


@lru_cache(maxsize=4)
def _read_words(folder: Path | None) -> dict[str, dict[str, list[tuple[str, str]]]]:
    words: dict[str, dict[str, list[tuple[str, str]]]] = {lang: defaultdict(list) for lang in LANGUAGES}
    for at, row in _read(folder, "datewords.tsv", WORD_COLUMNS):
        if row["lang"] not in words:
            raise LexiconError(f"{at}: {row['lang']!r} is not one of {', '.join(LANGUAGES)}")
        if row["class"] not in {*_CLASSES.values(), "macro", *CUES}:
            raise LexiconError(f"{at}: {row['class']!r} is not a class of words")
        if row["class"] != "macro":
            _compile(at, row["pattern"])
        words[row["lang"]][row["class"]].append((row["value"], row["pattern"]))
    return words


def _compile(at: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{at}: the pattern does not compile: {error}") from error


def _expand(pattern: str, words: Mapping[str, list[tuple[str, str]]], at: str) -> str:
    """Fill the slots of a pattern; each becomes a group of its own, `<class>_<1 or 2>_<serial>`."""
    macros = dict(words.get("macro", ()))
    serial = count()

    def one(match: re.Match[str]) -> str:
        name, index = match[1], match[2] or "1"
        if name in macros:
            return "(?:" + _SLOT.sub(one, macros[name].replace("#", index)) + ")"
        if name == "wx":
            return "(?:" + "|".join(p for _, p in words["weekday"]) + ")"
        group = f"{name}_{index}_{next(serial)}"
        if name in _FIXED:
            return f"(?P<{group}>{_FIXED[name]})" + (_AFTER_DAY if name == "d" else "")
        if name not in _CLASSES:
            raise LexiconError(f"{at}: {{{name}}} is not a class of words")
        choices = "|".join(p for _, p in words[_CLASSES[name]])
        if name == "n":
            choices = "[0-9]{1,4}|" + choices
        return f"(?P<{group}>{choices})"

    return _SLOT.sub(one, pattern)


@lru_cache(maxsize=8)
def load_date_tables(lang: str, folder: Path | None = None) -> DateTables:
    """Open the date tables of a language, of the package or of another folder with the same files.

    Raises
    ------
    LexiconError
        If a file is missing or a row malformed; names the file and the line.
    """
    words = _read_words(folder)[lang]
    entries: list[Entry] = []
    rules: dict[str, DateRule] = {}
    for at, row in _read(folder, f"dates.{lang}.tsv", RULE_COLUMNS):
        _check_rule(at, row)
        pattern = _expand(row["pattern"], words, at)
        entry = Entry(row["rule"], pattern, at, row)
        entries.append(entry)
        first = _formula(row["from"])
        last = first if row["to"] == row["from"] else _formula(row["to"])
        yearly = any(bound is not None and len(bound.base) == len("12-31") for bound in (first, last))
        rules[at] = DateRule(row["rule"], row["anchor"], first, last, row["precision"], row["role"], row["why"], yearly)
    compiled = {
        name: tuple((value, re.compile(pattern, re.IGNORECASE)) for value, pattern in rows)
        for name, rows in words.items()
        if name not in ("macro", *CUES)
    }
    cues = {name: _whole_words([pattern for _, pattern in words.get(name, ())]) for name in CUES}
    return DateTables(lang, PhraseMatcher(entries), rules, compiled, cues)


def _formula(text: str) -> Formula | None:
    """Take a formula apart; `endof` looks at the unit alone."""
    base = _BASE.search(text)
    functions = tuple(reversed(_FUNCTION.findall(text)))
    if "endof" in functions:
        return Formula("U", functions=functions[functions.index("endof") + 1 :])
    if base is None:
        return None
    steps = (
        (-1 if sign == "-" else 1, None if amount == "N" else int(amount), _UNITS[unit])
        for sign, amount, unit in _STEP.findall(text, base.end())
    )
    return Formula(base.group(), tuple(steps), functions)


def _named_groups(pattern: re.Pattern[str]) -> tuple[tuple[int, str, str], ...]:
    """Give number, class and index of the groups that `_expand` made."""
    split = ((number, group.split("_")) for group, number in pattern.groupindex.items())
    return tuple((number, parts[0], parts[1]) for number, parts in split)


def _whole_words(patterns: Sequence[str]) -> re.Pattern[str]:
    """Make one pattern that tells where any of some words begins.

    Where their first letters are known it stops at those alone, and only then looks back at the words from behind the
    letter: that runs through a text twice as fast as trying the words at every character.
    """
    words = "|".join(patterns) or "(?!)"
    letters = "".join(sorted({head[:1] or "." for head in phrase_heads(words)}))
    if not letters.replace("'", "").isalpha():
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    return re.compile(rf"[{letters}](?<!\w.)(?<=(?=(?:{words})(?!\w)).)")


def _check_rule(at: str, row: Mapping[str, str]) -> None:
    for column, known in (("anchor", ANCHORS), ("role", ROLES), ("precision", PRECISIONS)):
        if row[column] not in known:
            raise LexiconError(f"{at}: {row[column]!r} is not one of {', '.join(sorted(known))} ({column})")
    for column in ("from", "to"):
        if row[column] != "-" and not _FORMULA.fullmatch(row[column]):
            raise LexiconError(f"{at}: {row[column]!r} is not a formula for a day ({column})")


def check_date_rules(folder: Path | None = None) -> int:
    """Read and compile every row of the date tables; return how many there are.

    Raises
    ------
    LexiconError
        At the first malformed row, one whose pattern is not found in its own example included.
    """
    rows_read = 0
    for lang in LANGUAGES:
        words = _read_words(folder)[lang]
        rows_read += sum(len(rows) for rows in words.values())
        for at, row in _read(folder, f"dates.{lang}.tsv", RULE_COLUMNS):
            rows_read += 1
            _check_rule(at, row)
            compiled = _compile(at, rf"(?<!\w)(?:{_expand(row['pattern'], words, at)})(?:(?<=\W)|(?!\w))")
            if compiled.fullmatch(""):
                raise LexiconError(f"{at}: the pattern matches the empty text")
            if row["example"] and not compiled.search(row["example"]):
                raise LexiconError(f"{at}: the pattern is not found in its own example")
    return rows_read
