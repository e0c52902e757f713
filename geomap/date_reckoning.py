"""From a rule's formulas and the words it matched to days: calendar periods and how they are reckoned."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from geomap.date_rules import DateTables, Formula, Slot
from geomap.records import DatePrecision

__all__ = ["Period", "Reckoning", "month_of", "part_of", "season_of", "year_of"]

AHEAD = 60
"""Days: a date without a year lies in the past unless it comes within so many days after publication."""
YEARS = 4
"""Years on each side in which a date without a year is looked for: as many as may pass without a 29 February."""
HALF_A_YEAR = 182
"""Days: nothing of another year is nearer than what is nearer than this."""
LOOK_BACK, LOOK_AHEAD = 90, 300
"""Days: a deadline without a year lies ahead by at most 300 days unless it went by in the last 90."""


class Period(NamedTuple):
    """A stretch of days, both ends included, with how narrow its words are."""

    first: date
    last: date
    precision: DatePrecision = DatePrecision.DAY

    def shifted(self, days: int) -> Period:
        """Move both ends by days."""
        return Period(_add(self.first, days), _add(self.last, days), self.precision)


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


@dataclass(slots=True)
class Reckoning:
    """Evaluates a rule's formulas for one match.

    `day` is the anchor, `published` the day of publication; `relative` tells afterwards whether either was needed. A
    date without a year is the one nearest to `nearest` where that is given; `mirrored` counts `N` the other way.
    """

    tables: DateTables
    slots: Sequence[Slot]
    day: date
    published: date
    ahead: bool = False
    deadline: bool = False
    nearest: date | None = None
    mirrored: bool = False
    relative: bool = False
    _named: tuple[Period | None, Period | None] | None = None

    def bound(self, formula: Formula) -> Period | None:
        """Evaluate a formula; None where a slot that it needs holds no possible date."""
        period = self._base(formula.base)
        for sign, amount, unit in formula.steps:
            if period is None:
                return None
            count = amount if amount is not None else -self.number() if self.mirrored else self.number()
            period = self._shift(period, sign * count, unit or self.unit())
        for name in formula.functions:
            if period is None:
                return None
            period = self._apply(name, period)
        return period

    def number(self) -> int:
        """The number in the match: digits, a number word or an ordinal."""
        for slot in self.slots:
            if slot.name == "n":
                return int(slot.text) if slot.text.isdigit() else int(self.tables.value("number", slot.text) or 1)
            if slot.name == "o":
                return int(self.tables.value("ordinal", slot.text) or 2)
        return 1

    def unit(self) -> str:
        """The unit of time in the match: day, week, month or year."""
        return self.tables.value("unit", self._text("u")) or "day"

    def _text(self, name: str) -> str:
        """The words that the first slot of a class holds; the empty string without one."""
        return next((slot.text for slot in self.slots if slot.name == name), "")

    def _base(self, name: str) -> Period | None:
        if name == "D":
            self.relative = True
            return Period(self.day, self.day)
        if name in ("X", "Y"):
            if self._named is None:
                self._named = self._names()
            return self._named[name == "Y"]
        if name == "P":
            self.relative = True
            return Period(self.published, self.published)
        if name == "U":
            return self._whole(self.unit(), self.day)
        if len(name) == 5:
            return self._dated(int(name[:2]), int(name[3:]), None)
        day = date.fromisoformat(name)
        return Period(day, day)

    def _shift(self, period: Period, count: int, unit: str) -> Period:
        if unit == "day":
            return period.shifted(count)
        if unit == "week":
            return period.shifted(count * 7)
        months = count * (12 if unit == "year" else 1)
        return Period(_add_months(period.first, months), _add_months(period.last, months), period.precision)

    def _apply(self, name: str, period: Period) -> Period | None:
        if name == "min":
            capped = period.first <= self.published < period.last
            return Period(period.first, self.published, period.precision) if capped else period
        if name == "before":
            if named := self._text("s"):
                season = int(self.tables.value("season", named) or 1)
                return period if period.last < self.day else season_of(season, period.last.year - 1)
            return period.shifted(-7) if period.first >= self.day else period
        if name == "next":
            while period.first <= self.day:
                period = period.shifted(7)
            return period
        if name == "part":
            part = self.tables.value("part", self._text("part"))
            return part_of(period, part) if part else period
        if name in ("week", "month", "year"):
            return self._whole(name, period.first)
        if name == "weekend":
            saturday = _add(period.first, -((period.first.weekday() - 5) % 7))
            return Period(saturday, _add(saturday, 1))
        return None

    def _whole(self, unit: str, day: date) -> Period:
        """The calendar week, month or year that holds a day; the day itself for any other unit."""
        if unit == "week":
            return self._week(day)
        if unit == "month":
            return month_of(day)
        return year_of(day.year) if unit == "year" else Period(day, day)

    def _week(self, day: date) -> Period:
        monday = _add(day, -day.weekday())
        return Period(monday, _add(monday, 6), DatePrecision.WEEK)

    def _names(self) -> tuple[Period | None, Period | None]:
        """The dates named: `X` and `Y`."""
        one: dict[str, str] = {}
        two: dict[str, str] = {}
        for name, which, text in self.slots:
            (two if which == "2" else one)[name] = text
        if not two:
            return (self._name(one) if one else None), None
        if "d" in one and not {"m", "mm"} & one.keys():
            one = {**{k: v for k, v in two.items() if k in ("m", "y", "yy", "ry")}, **one}
        if "d" in two and "m" in one and not {"m", "mm"} & two.keys():
            two = {"m": one["m"], **two}
        second = self._name(two)
        first = None
        if "d" in one and second is not None and not {"y", "yy", "ry"} & one.keys():
            first = self._name({**one, "y": str(second.first.year)})
            if first is not None and first.first > second.last:
                first = self._name({**one, "y": str(second.first.year - 1)})
        elif one:
            first = self._name(one)
        if "w" in one and "w" in two and first and second and first.first > second.last:
            first = first.shifted(-7)
        return first, second

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
        if year is not None:
            return _of_year(year, month, day)
        if self.nearest is not None:
            return self._nearest(self.nearest, month, day)
        self.relative = True
        here = self.day.year
        this = _of_year(here, month, day)
        past = this is not None and this.first <= self.day
        before = this if past else _first_of(range(here - 1, here - YEARS - 1, -1), month, day)
        after = this if this and not past else _first_of(range(here + 1, here + YEARS + 1), month, day)
        if before is None or after is None:
            return None
        behind, ahead = (self.day - before.last).days, (after.first - self.day).days
        if self.ahead or self.deadline:
            return after if ahead <= LOOK_AHEAD and behind > (0 if self.ahead else LOOK_BACK) else before
        return after if ahead <= AHEAD and behind > LOOK_AHEAD else before

    def _nearest(self, near: date, month: int, day: int | None) -> Period | None:
        """The date without a year that is nearest to a day, in the year of that day or beside it."""
        this = _of_year(near.year, month, day)
        if this is not None and abs((this.first - near).days) < HALF_A_YEAR:
            return this
        years = (near.year - 1, near.year, near.year + 1)
        found = [period for year in years if (period := _of_year(year, month, day))]
        return min(found, key=lambda p: abs((p.first - near).days), default=None)

    def _season(self, season: int, year: int | None) -> Period:
        if year is not None:
            return season_of(season, year)
        self.relative = True
        around = [season_of(season, y) for y in (self.day.year - 1, self.day.year, self.day.year + 1)]
        if self.ahead or self.deadline:
            return next(p for p in around if p.last >= self.day)
        return [p for p in around if p.first <= self.day][-1]


def _of_year(year: int, month: int, day: int | None) -> Period | None:
    """A month or a day of it in a year; None where the calendar has none."""
    try:
        if day is None:
            return month_of(date(year, month, 1))
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found)


def _first_of(years: range, month: int, day: int | None) -> Period | None:
    return next((period for year in years if (period := _of_year(year, month, day))), None)


def _add_months(day: date, months: int) -> date:
    period = month_of(day, months)
    return period.first.replace(day=min(day.day, period.last.day))
