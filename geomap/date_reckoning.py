"""From a rule's formulas and the words it matched to days: calendar periods and how they are reckoned."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geomap.date_rules import DateTables
from geomap.records import DatePrecision

__all__ = ["Period", "Reckoning", "month_of", "part_of", "season_of", "year_of"]

AHEAD = 60
"""Days: a date without a year lies in the past unless it comes within so many days after publication."""
LOOK_BACK, LOOK_AHEAD = 90, 300
"""Days: a deadline without a year lies ahead by at most 300 days unless it went by in the last 90."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included, with how narrow its words are."""

    first: date
    last: date
    precision: DatePrecision = DatePrecision.DAY

    def shifted(self, days: int) -> Period:
        """Move both ends by days."""
        return replace(self, first=_add(self.first, days), last=_add(self.last, days))


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
