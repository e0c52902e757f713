"""Finds every expression of time in a text and reckons its days, in the order in which a reader takes them in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from geomap.date_reckoning import Period, Reckoning
from geomap.date_rules import DateRule, DateTables, Formula, Slot, load_date_tables
from geomap.phrases import Phrase
from geomap.records import DateInterval, DatePrecision, Document, Span
from geomap.text import detect_language, lower_case, normalise, paragraphs, sentences

__all__ = ["DateMention", "date_tables_of", "find_dates"]

HEADING_LENGTH = 70
"""Characters: a longer line is no date heading."""
LEAD = 2
"""Paragraphs at the top whose opening date ("overnight", "on Monday") holds for the whole article."""
RECENT = 3
"""Days before publication: an older date in the lead is background and governs its own paragraph only."""
SPEECH_BEFORE = 40
"""Characters before a weekday in which a word of speech makes it the day of the statement, so a past one."""
FUTURE_REACH = 100
"""Characters before a weekday or date in which a word of the future makes it a coming one; after it a third."""
COMPARISON_REACH = 60
"""Characters before "since" in which a superlative makes it a comparison."""
MAX_RECKONED = 5_000
"""Expressions of time, each with the days that it counts from, whose bounds are remembered."""
EPOCH = date(1900, 1, 8)
"""Stands for a day that is not known; nothing that is reckoned from it is given out."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time in a text.

    `interval` is None where a bound is open or unknown; `first` and `last` hold the bounds that are known. `role` says
    what part it plays (`day`, `span` of a bulletin, `since`, `until`, `by`, `future`, `vague`...). `reach` is how far
    it goes on to govern what has no date of its own, `sentence` the sentence it stands in, `under` the index of the
    mention that governs it, and `day` the day that relative words after it count from. A `heading` is a date that
    stands by itself above what it dates, or opens an entry of a chronology.
    """

    start: int
    end: int
    text: str
    interval: DateInterval | None
    first: date | None
    last: date | None
    precision: DatePrecision
    why: str
    rule: str
    role: str
    reach: int
    sentence: Span
    heading: bool = False
    under: int = -1
    day: date | None = None


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Find every expression of time in a document, in the order of its text.

    Relative ones count from the day of publication, or from the date heading above them; without either they stay
    open, bounded by the dates that the text prints.
    """
    tables = date_tables_of(document)
    return tuple(_Finder(document, tables).find()) if tables else ()


def date_tables_of(document: Document) -> DateTables | None:
    """Open the date tables of a document's language; None for a text without letters that we know."""
    lang = document.lang if document.lang in ("en", "uk", "ru") else detect_language(document.text)
    return load_date_tables(lang) if lang else None


@dataclass(slots=True)
class _Spot:
    """A rule that was found, with its words and where it stands."""

    phrase: Phrase
    rule: DateRule
    slots: tuple[Slot, ...]
    number: int
    block: Span
    sentence: Span
    governs: str


@dataclass(slots=True)
class _Bounds:
    first: Period | None
    last: Period | None
    reckoning: Reckoning
    open: bool


class _Finder:
    """Reads a document's expressions one after another; remembers which dates govern what follows."""

    def __init__(self, document: Document, tables: DateTables) -> None:
        self.document, self.tables = document, tables
        self.text = normalise(document.text)
        self.lowered = lower_case(self.text)
        self.day = document.published
        self.printed: date | None = None
        self.named: DateInterval | None = None
        self.named_in = -1
        self.heading: DateInterval | None = None
        self.lead = LEAD
        self.found: list[DateMention] = []
        self.active: list[int] = []
        self.windows: list[DateMention] = []

    def find(self) -> list[DateMention]:
        for number, block in enumerate(paragraphs(self.text)):
            phrases = self.tables.matcher.longest(self.text, self.lowered, block.start, block.end)
            if not phrases:
                continue
            cut = sentences(self.text, block.start, block.end)
            starts = [span.start for span in cut]
            for n, phrase in enumerate(phrases):
                at = bisect_right(starts, phrase.start) - 1
                sentence = cut[at] if at >= 0 and phrase.start < cut[at].end else block
                self._take(self._spot(phrase, number, block, sentence, opens=n == 0))
        return self.found

    def _spot(self, phrase: Phrase, number: int, block: Span, sentence: Span, *, opens: bool) -> _Spot:
        rule = self.tables.rules[phrase.entry.origin]
        may_govern = opens and rule.anchor == "named" and rule.role in ("day", "asof", "span")
        governs = self._governs(phrase, block) if may_govern else ""
        return _Spot(phrase, rule, self.tables.slots(phrase), number, block, sentence, governs)

    def _governs(self, phrase: Phrase, block: Span) -> str:
        """Whether a date is a heading of what follows (`heading`), or opens an entry of a chronology (`entry`)."""
        before, after = self.text[block.start : phrase.start], self.text[phrase.end : block.end]
        rest = _CLOCK.sub("", after)
        if not _LEADING.fullmatch(before):
            if _WIRE_BEFORE.fullmatch(before) and _WIRE_AFTER.match(after):
                return "heading"
            short = block.end - block.start <= HEADING_LENGTH and block.start > 0
            return "entry" if short and _TITLE_END.fullmatch(rest) else ""
        if _VIEWS.fullmatch(rest):
            return "heading"
        return "entry" if _ENTRY.match(after) else ""

    def _take(self, spot: _Spot) -> None:
        rule, phrase = spot.rule, spot.phrase
        role = rule.role
        if role == "since" and self._compares(spot):
            role = "skip"
        if rule.anchor == "war" and not _UKRAINE.search(self.lowered):
            role = "skip"
        bounds = self._bounds(spot)
        first = bounds.first.first if bounds.first else None
        last = bounds.last.last if bounds.last else None
        if bounds.open:
            first, last = (self.printed if role in ("future", "soon", "within") else first), None
        if role == "skip":
            first = last = None
        if first and last and last < first:
            first, last = (first, first) if role == "since" else (last, first)
        interval = DateInterval(first, last) if first and last else None
        published = self.document.published
        if spot.governs and interval and published and interval.end > published:
            spot.governs = spot.governs if _TICKER.match(self.text, spot.block.end) else ""
        precision = _precision(rule, bounds, interval, first or last)
        reach = self._reach(spot, interval, precision)
        heading = bool(spot.governs) and interval is not None
        found, active = self.found, self.active
        while active and found[active[-1]].reach <= phrase.start:
            active.pop()
        if heading:
            active.clear()
        if interval:
            self._remember(spot, role, interval, precision)
        mention = DateMention(
            phrase.start,
            phrase.end,
            self.document.text[phrase.start : phrase.end],
            interval,
            first,
            last,
            precision,
            _reason(spot, bounds, interval),
            rule.name,
            role,
            reach,
            spot.sentence,
            heading,
            active[-1] if active else -1,
            self.day,
        )
        if role == "span" and interval:
            self.windows.append(mention)
        active.append(len(found))
        found.append(mention)

    def _compares(self, spot: _Spot) -> bool:
        """Whether "since" only measures a comparison: "the largest raid since May"."""
        start = spot.phrase.start
        low = max(spot.sentence.start, start - COMPARISON_REACH)
        low = max(low, self.text.rfind(",", low, start))
        return bool(self.tables.cues["superlative"].search(self.lowered, low, start))

    def _remember(self, spot: _Spot, role: str, interval: DateInterval, precision: DatePrecision) -> None:
        """Keep what later expressions count from: the date last named, the latest one printed, the heading."""
        if precision is DatePrecision.DAY and role in ("day", "span", "asof", "by"):
            self.named, self.named_in = interval, spot.number
        if role in ("day", "span", "asof"):
            for slot in spot.slots:
                if slot.name in ("y", "yy"):
                    self.printed = max(self.printed or interval.start, interval.start)
        if spot.governs:
            self.heading = interval
            self.windows.clear()
            if spot.governs == "heading":
                self.day = interval.end
                self.lead = spot.number + 1 + LEAD

    def _bounds(self, spot: _Spot) -> _Bounds:
        """Reckon both bounds; they are open where they hang on a day that is not known."""
        rule = spot.rule
        anchor = self._anchor(spot)
        day = anchor or self.printed or EPOCH
        published = max(self.day or day, day) if rule.role == "since" else self.day or day
        ahead = rule.role == "future" or self._is_future(spot)
        nearest = None
        if self.heading and (spot.governs or anchor is None):
            nearest = self.heading.end
        elif anchor is None and self.named and rule.anchor in ("named", "deadline"):
            nearest = self.named.end
        key = (rule.name, spot.slots, day, published, ahead, nearest)
        known = self.tables.reckoned.get(key)
        if known is None:
            reckoning = Reckoning(self.tables, spot.slots, day, published, ahead, rule.anchor == "deadline", nearest)
            reckoning.mirrored = rule.role == "within" and ahead
            first = reckoning.bound(rule.first) if rule.first else None
            last = first if rule.last is rule.first else reckoning.bound(rule.last) if rule.last else None
            if len(self.tables.reckoned) >= MAX_RECKONED:
                self.tables.reckoned.clear()
            self.tables.reckoned[key] = (first, last, reckoning)
        else:
            first, last, reckoning = known
        unknown = reckoning.relative and anchor is None
        if unknown and not self.printed:
            first = last = None
        if rule.anchor == "gov" and rule.first == rule.last == _THE_DAY and self.named:
            first = last = Period(self.named.start, self.named.end)
        return _Bounds(first, last, reckoning, unknown)

    def _anchor(self, spot: _Spot) -> date | None:
        """The day that a rule counts from: of publication, the date last named, or the one that governs here."""
        rule = spot.rule
        if rule.anchor == "gov" and self.named and (self.named_in == spot.number or not _looks_back(rule)):
            return self.named.end
        if rule.anchor == "here":
            for index in reversed(self.active):
                mention = self.found[index]
                if mention.reach > spot.phrase.start and mention.interval and mention.precision is DatePrecision.DAY:
                    return mention.interval.end
        return self.day

    def _is_future(self, spot: _Spot) -> bool:
        """Whether words around an expression that may lie on either side of today put it ahead."""
        rule = spot.rule
        if rule.role not in ("day", "by", "until", "asof", "within") or rule.anchor == "gov":
            return False
        if not _may_lie_ahead(spot):
            return False
        start, end = spot.phrase.start, spot.phrase.end
        future, speech = self.tables.cues["future"], self.tables.cues["speech"]
        low = max(spot.sentence.start, start - FUTURE_REACH)
        after = None
        if not future.search(self.lowered, low, start):
            after = future.search(self.lowered, end, min(spot.sentence.end, end + FUTURE_REACH // 3))
            if after is None or speech.search(self.lowered, end, after.start()):
                return False
        return not speech.search(self.lowered, max(low, start - SPEECH_BEFORE), start)

    def _reach(self, spot: _Spot, interval: DateInterval | None, precision: DatePrecision) -> int:
        """Tell how far a mention governs what has no date of its own."""
        role, everything = spot.rule.role, len(self.text) + 1
        if interval is None:
            return spot.sentence.end
        if spot.governs:
            return everything
        here = self._bulletin(spot.phrase.start)
        if role != "span" and here and here.start <= interval.start and interval.end <= here.end:
            return spot.sentence.end
        if precision is DatePrecision.DAY and role in ("day", "span", "asof"):
            opening = spot.number < self.lead and spot.sentence.start == spot.block.start
            if opening and self.day is not None and 0 <= (self.day - interval.end).days <= RECENT:
                return everything
            return spot.block.end
        if role == "span" or (role == "weak" and precision is DatePrecision.DAY and spot.rule.anchor == "gov"):
            return spot.block.end
        return spot.sentence.end

    def _bulletin(self, start: int) -> DateInterval | None:
        """The days that a bulletin's "over the past day" or "overnight" sets for this place in the text."""
        while self.windows and self.windows[-1].reach <= start:
            self.windows.pop()
        return self.windows[-1].interval if self.windows else None


_THE_DAY = Formula("D")
_PRECISIONS = {precision.value: precision for precision in DatePrecision}
_UKRAINE = re.compile(r"ukrain|russia|kyiv|kiev|moscow|україн|росі[яйїю]|украин|росси|всу\b|зсу\b|москв")
_LEADING = re.compile(r"(?:[\s\-–—•*#·>|\[(]|\d{1,2}[:.]\d\d)*")
_TICKER = re.compile(r"\s*\d{1,2}[:.]\d\d\s*\n")
"""A clock time on the line below a date: items of news follow, whenever the article above them was published."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?")
_TITLE_END = re.compile(r"[^\w.!?…]*")
_VIEWS = re.compile(r"[\s|,.·•—–\-)\]]*(?:[^\W\d_]+\.?[\s|,·•—–\-\d)\]]*){0,2}")
"""What may follow a date that stands by itself: nothing, or a mark with a word or two ("| 106 views")."""
_ENTRY = re.compile(r"\s*(?:[:–—]|\.\s|-\s)")
_WIRE_BEFORE = re.compile(r"\s*[A-ZА-ЯІЇЄҐ][\w'’ ./-]{1,40},\s*")
_WIRE_AFTER = re.compile(r"\s*(?:\([^)]{2,40}\)\s*)?[–—-]\s|\.\s+/")


def _may_lie_ahead(spot: _Spot) -> bool:
    """Whether a rule leaves open on which side of today its date lies: a weekday, a day or season without a year."""
    rule = spot.rule
    named = [slot.name for slot in spot.slots]
    if "s" in named:
        return rule.anchor != "pub"
    return rule.role == "within" or rule.yearly or "w" in named or "m" in named or "mm" in named


def _looks_back(rule: DateRule) -> bool:
    """Whether a rule counts back from its day."""
    return rule.first is not None and rule.first.base == "D" and any(sign < 0 for sign, _, _ in rule.first.steps[:1])


def _precision(rule: DateRule, bounds: _Bounds, interval: DateInterval | None, known: date | None) -> DatePrecision:
    if interval is None:
        return DatePrecision.OPEN if known else DatePrecision.UNKNOWN
    if rule.precision == "X":
        return bounds.first.precision if bounds.first else DatePrecision.DAY
    if rule.precision == "U":
        return _PRECISIONS[bounds.reckoning.unit()]
    return _PRECISIONS[rule.precision]


def _reason(spot: _Spot, bounds: _Bounds, interval: DateInterval | None) -> str:
    why = spot.rule.why
    if "{" in why:
        word = next((slot.text for slot in spot.slots if slot.name in ("w", "s")), "day")
        why = why.replace("{w}", word).replace("{s}", word)
    if not bounds.reckoning.relative or spot.rule.role == "skip":
        return why
    if interval is None:
        return f"{why}, which is not known"
    return f"{why} ({bounds.reckoning.day.isoformat()})"
