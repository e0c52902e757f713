"""The tables of dates, per language: words, rules and how a rule's words become a period.

`geomap/data/lexicon/datewords.tsv` lists months, weekdays, numbers and shorthands; `dates.{en,uk,ru}.tsv` lists the
rules. A rule's pattern may name word classes in braces (`{w}` a weekday, `{d} {m}` day and month, `{date}` a whole
date); its bounds are short formulas over the anchor day `D`, the dates named `X` and `Y` and the number `N`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path

from geomap.errors import LexiconError
from geomap.lexicon import LANGUAGES, Entry
from geomap.phrases import PhraseMatcher
from geomap.records import DatePrecision

__all__ = ["DateRule", "DateTables", "Period", "check_date_rules", "load_date_tables"]

WORD_COLUMNS = ("lang", "class", "value", "pattern")
RULE_COLUMNS = ("rule", "pattern", "anchor", "from", "to", "precision", "role", "why", "example")
CUES = ("future", "speech", "present", "superlative")
"""Words that tell a coming day, a day of speech, what goes on or a comparison; not part of any rule."""
ANCHORS = {"pub", "gov", "here", "named", "deadline", "fixed", "war"}
ROLES = {"day", "span", "since", "until", "before", "by", "asof", "now", "future", "soon", "within"}
ROLES |= {"vague", "weak", "after", "skip"}
PRECISIONS = {item.value for item in DatePrecision} | {"X", "U"}

AHEAD = 60
"""Days: a date without a year lies in the past unless it comes within so many days after publication."""
LOOK_BACK, LOOK_AHEAD = 90, 300
"""Days: a deadline without a year lies ahead by at most 300 days unless it went by in the last 90."""

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
_SLOT = re.compile(r"\{([a-z]+)(?::([12#]))?\}")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included, with how narrow its words are."""

    first: date
    last: date
    precision: DatePrecision = DatePrecision.DAY

    def shifted(self, days: int) -> Period:
        """Move both ends by days."""
        return replace(self, first=_add(self.first, days), last=_add(self.last, days))


@dataclass(frozen=True, slots=True)
class DateRule:
    """A row of the rules: how its bounds are reckoned and what part the words play."""

    name: str
    anchor: str
    first: str
    last: str
    precision: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class DateTables:
    """Rules of one language, ready to match, and the words that their slots may hold."""

    lang: str
    matcher: PhraseMatcher
    rules: Mapping[str, DateRule]
    words: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
    cues: dict[str, re.Pattern[str]]

    def value(self, word_class: str, text: str) -> str:
        """Return what a word of a class stands for; the empty string for none."""
        for value, pattern in self.words.get(word_class, ()):
            if pattern.fullmatch(text):
                return value
        return ""


def _add(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def month_of(day: date, months: int = 0) -> Period:
    """The calendar month that holds a day, moved by some months."""
    count = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(count, 12)
    return Period(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]), DatePrecision.MONTH)


def year_of(year: int) -> Period:
    """A calendar year."""
    year = min(max(year, 1), 9999)
    return Period(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)


def season_of(season: int, year: int) -> Period:
    """A season of a year: 1 winter (December of the year before to February), 2 spring, 3 summer, 4 autumn."""
    year = min(max(year, 2), 9998)
    if season == 1:
        first, last = month_of(date(year - 1, 12, 1)), month_of(date(year, 2, 1))
    else:
        first, last = month_of(date(year, 3 * season - 3, 1)), month_of(date(year, 3 * season - 1, 1))
    return Period(first.first, last.last, DatePrecision.MONTH)


def part_of(period: Period, part: str) -> Period:
    """The beginning, middle or end (thirds) or half of a month, season or year."""
    month = period.precision is DatePrecision.MONTH and period.first.month == period.last.month
    precision = DatePrecision.WEEK if month else DatePrecision.MONTH
    if part in ("first", "second"):
        middle = period.first + (period.last - period.first) // 2
        return Period(period.first, middle, precision) if part == "first" else Period(middle, period.last, precision)
    if month:
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, period.last.day)}[part]
        return Period(period.first.replace(day=first), period.first.replace(day=last), precision)
    if period.precision is DatePrecision.YEAR:
        low, high = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
        year = period.first.year
        return Period(date(year, low, 1), month_of(date(year, high, 1)).last, precision)
    third = (period.last - period.first) // 3
    low_day = {"early": period.first, "mid": period.first + third, "late": period.last - third}[part]
    return Period(low_day, min(low_day + third, period.last), precision)


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
        rules[at] = DateRule(
            row["rule"], row["anchor"], row["from"], row["to"], row["precision"], row["role"], row["why"]
        )
    compiled = {
        name: tuple((value, re.compile(pattern, re.IGNORECASE)) for value, pattern in rows)
        for name, rows in words.items()
        if name not in ("macro", *CUES)
    }
    cues = {name: _whole_words([pattern for _, pattern in words.get(name, ())]) for name in CUES}
    return DateTables(lang, PhraseMatcher(entries), rules, compiled, cues)


def _whole_words(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)


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


_TERM = r"(?:[DPXY]|(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2})(?:[+-](?:[0-9]+|N)[wmyU]?)*"
_FORMULA = re.compile(rf"(?:[a-z]+\(){{0,2}}(?:{_TERM}|U)\){{0,2}}")
_BASE = re.compile(r"[DPXY]|(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}")
_SHIFT = re.compile(r"([+-])([0-9]+|N)([wmyU]?)")


@dataclass(slots=True)
class Reckoning:
    """Evaluates a rule's formulas for one match.

    `day` is the anchor, `published` the day of publication; `relative` tells afterwards whether either was needed. A
    date without a year is the one nearest to `nearest` where that is given; `mirrored` counts `N` the other way.
    """

    tables: DateTables
    slots: dict[str, str]
    day: date
    published: date
    ahead: bool = False
    deadline: bool = False
    nearest: date | None = None
    mirrored: bool = False
    relative: bool = False
    _named: dict[str, Period | None] | None = None

    def bound(self, formula: str) -> Period | None:
        """Evaluate a formula; None where a slot that it needs holds no possible date."""
        if formula.endswith(")"):
            name, inner = formula[:-1].split("(", 1)
            return self._apply(name, inner)
        base = _BASE.match(formula)
        if base is None:
            return None
        period = self._base(base.group())
        for sign, amount, unit in _SHIFT.findall(formula[base.end() :]):
            if period is None:
                return None
            count = self.number() if amount == "N" else int(amount)
            count = -count if amount == "N" and self.mirrored else count
            period = self._shift(period, -count if sign == "-" else count, unit)
        return period

    def number(self) -> int:
        """The number in the match: digits, a number word or an ordinal."""
        for key, text in self.slots.items():
            if key.startswith("n_"):
                return int(text) if text.isdigit() else int(self.tables.value("number", text) or 1)
            if key.startswith("o_"):
                return int(self.tables.value("ordinal", text) or 2)
        return 1

    def unit(self) -> str:
        """The unit of time in the match: day, week, month or year."""
        for key, text in self.slots.items():
            if key.startswith("u_"):
                return self.tables.value("unit", text) or "day"
        return "day"

    def _base(self, name: str) -> Period | None:
        if name in ("D", "P"):
            self.relative = True
            day = self.day if name == "D" else self.published
            return Period(day, day)
        if name in ("X", "Y"):
            if self._named is None:
                self._named = self._names()
            return self._named[name]
        if len(name) == 5:
            return self._dated(int(name[:2]), int(name[3:]), None)
        day = date.fromisoformat(name)
        return Period(day, day)

    def _shift(self, period: Period, count: int, unit: str) -> Period:
        unit = {"w": "week", "m": "month", "y": "year", "U": self.unit(), "": "day"}[unit]
        if unit in ("day", "week"):
            return period.shifted(count * (7 if unit == "week" else 1))
        months = count * (12 if unit == "year" else 1)
        return replace(period, first=_add_months(period.first, months), last=_add_months(period.last, months))

    def _apply(self, name: str, inner: str) -> Period | None:
        if name == "endof":
            return {"week": self._week(self.day), "month": month_of(self.day), "year": year_of(self.day.year)}.get(
                self.unit(), Period(self.day, self.day)
            )
        period = self.bound(inner)
        if period is None:
            return None
        if name == "min":
            capped = period.first <= self.published < period.last
            return replace(period, last=self.published) if capped else period
        if name == "before":
            named = next((text for key, text in self.slots.items() if key.startswith("s_")), "")
            if named:
                season = int(self.tables.value("season", named) or 1)
                return period if period.last < self.day else season_of(season, period.last.year - 1)
            return period.shifted(-7) if period.first >= self.day else period
        if name == "next":
            while period.first <= self.day:
                period = period.shifted(7)
            return period
        if name == "part":
            text = next((text for key, text in self.slots.items() if key.startswith("part_")), "")
            part = self.tables.value("part", text)
            return part_of(period, part) if part else period
        if name == "week":
            return self._week(period.first)
        if name == "month":
            return month_of(period.first)
        if name == "year":
            return year_of(period.first.year)
        if name == "weekend":
            saturday = _add(period.first, -((period.first.weekday() - 5) % 7))
            return Period(saturday, _add(saturday, 1))
        return None

    def _week(self, day: date) -> Period:
        monday = _add(day, -day.weekday())
        return Period(monday, _add(monday, 6), DatePrecision.WEEK)

    def _names(self) -> dict[str, Period | None]:
        parts: dict[str, dict[str, str]] = {"1": {}, "2": {}}
        for key, text in self.slots.items():
            name, index, _ = key.split("_")
            parts[index][name] = text
        one, two = parts["1"], parts["2"]
        if "d" in one and not {"m", "mm"} & one.keys() and two:
            one = {**{k: v for k, v in two.items() if k in ("m", "y", "yy", "ry")}, **one}
        if "d" in two and not {"m", "mm"} & two.keys() and one:
            two = {**{k: v for k, v in one.items() if k in ("m",)}, **two}
        second = self._name(two) if two else None
        first = None
        if two and "d" in one and second is not None and not {"y", "yy", "ry"} & one.keys():
            first = self._name({**one, "y": str(second.first.year)})
            if first is not None and first.first > second.last:
                first = self._name({**one, "y": str(second.first.year - 1)})
        elif one:
            first = self._name(one)
        if "w" in one and "w" in two and first and second and first.first > second.last:
            first = first.shifted(-7)
        return {"X": first, "Y": second}

    def _name(self, parts: dict[str, str]) -> Period | None:
        year = self._year(parts)
        period: Period | None = None
        value = self.tables.value
        if "m" in parts or "mm" in parts:
            month = int(parts["mm"]) if "mm" in parts else int(value("month", parts["m"]) or 0)
            day = parts.get("d") or parts.get("dm")
            if not 1 <= month <= 12:
                return None
            period = self._dated(month, int(day) if day else None, year)
        elif "d" in parts:
            self.relative = True
            months = [month_of(self.day, -n).first for n in range(3)]
            days = [m.replace(day=int(parts["d"])) for m in months if int(parts["d"]) <= month_of(m).last.day]
            found = next((day for day in days if day <= self.day), None)
            period = Period(found, found) if found else None
        elif "w" in parts:
            self.relative = True
            wanted = int(value("weekday", parts["w"]) or 1) - 1
            back = (self.day.weekday() - wanted) % 7
            found = _add(self.day, (7 - back) % 7 if self.ahead else -back)
            period = Period(found, found)
        elif "s" in parts:
            period = self._season(int(value("season", parts["s"]) or 1), year)
        elif year is not None:
            period = year_of(year)
        if period is not None and "part" in parts:
            part = value("part", parts["part"])
            period = part_of(period, part) if part and period.first != period.last else period
        return period

    def _year(self, parts: dict[str, str]) -> int | None:
        if "y" in parts:
            return int(parts["y"])
        if "yy" in parts:
            return 2000 + int(parts["yy"])
        if "ry" in parts:
            self.relative = True
            return self.day.year + int(self.tables.value("relyear", parts["ry"]) or 0)
        return None

    def _dated(self, month: int, day: int | None, year: int | None) -> Period | None:
        def made(of_year: int) -> Period | None:
            try:
                if day is None:
                    return month_of(date(of_year, month, 1))
                found = date(of_year, month, day)
                return Period(found, found)
            except ValueError:
                return None

        if year is not None:
            return made(year)
        near = self.nearest
        if near is not None:
            found = [p for y in (near.year - 1, near.year, near.year + 1) if 1 <= y <= 9999 and (p := made(y))]
            return min(found, key=lambda p: abs((p.first - near).days), default=None)
        self.relative = True
        around = [made(y) for y in range(self.day.year - 4, self.day.year + 5) if 1 <= y <= 9999]
        past = [p for p in around if p and p.first <= self.day]
        coming = [p for p in around if p and p.first > self.day]
        if not past or not coming:
            return None
        before, after = past[-1], coming[0]
        behind, before_it = (self.day - before.last).days, (after.first - self.day).days
        if self.ahead or self.deadline:
            return after if before_it <= LOOK_AHEAD and behind > (0 if self.ahead else LOOK_BACK) else before
        return after if before_it <= AHEAD and behind > LOOK_AHEAD else before

    def _season(self, season: int, year: int | None) -> Period:
        if year is not None:
            return season_of(season, year)
        self.relative = True
        around = [season_of(season, y) for y in (self.day.year - 1, self.day.year, self.day.year + 1)]
        if self.ahead or self.deadline:
            return next(p for p in around if p.last >= self.day)
        return [p for p in around if p.first <= self.day][-1]


def _add_months(day: date, months: int) -> date:
    period = month_of(day, months)
    return period.first.replace(day=min(day.day, period.last.day))
