"""Finds every expression of time in a text and reckons its days, in the order in which a reader takes them in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geomap.date_reckoning import Period, Reckoning
from geomap.date_rules import DateRule, DateTables, load_date_tables
from geomap.lexicon import Hit
from geomap.records import DateInterval, DatePrecision, Document, Span
from geomap.text import detect_language, normalise, paragraphs, sentences

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


@dataclass(frozen=True, slots=True)
class _Spot:
    """A rule that was found, with its words and where it stands."""

    hit: Hit
    rule: DateRule
    slots: dict[str, str]
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
        lowered = self.text.lower()
        if len(lowered) != len(self.text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        self.lowered = lowered
        self.about_ukraine = bool(_UKRAINE.search(lowered))
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
            hits = _longest(self.tables.matcher.find(self.text, self.lowered, block.start, block.end))
            cut = sentences(self.text, block.start, block.end) if hits else ()
            starts = [span.start for span in cut]
            for n, hit in enumerate(hits):
                at = bisect_right(starts, hit.start) - 1
                sentence = cut[at] if at >= 0 and hit.start < cut[at].end else block
                self._take(self._spot(hit, number, block, sentence, opens=n == 0))
        return self.found

    def _spot(self, hit: Hit, number: int, block: Span, sentence: Span, *, opens: bool) -> _Spot:
        rule = self.tables.rules[hit.entry.origin]
        match = hit.entry.match(self.text, hit.start, block.end)
        slots = {k: v for k, v in match.groupdict().items() if v is not None} if match else {}
        may_govern = opens and rule.anchor == "named" and rule.role in ("day", "asof", "span")
        return _Spot(hit, rule, slots, number, block, sentence, self._governs(hit, block) if may_govern else "")

    def _governs(self, hit: Hit, block: Span) -> str:
        """Whether a date is a heading of what follows (`heading`), or opens an entry of a chronology (`entry`)."""
        before, after = self.text[block.start : hit.start], self.text[hit.end : block.end]
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
        rule, hit = spot.rule, spot.hit
        role = rule.role
        if role == "since" and self._compares(spot):
            role = "skip"
        if rule.anchor == "war" and not self.about_ukraine:
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
        later = interval and self.document.published and interval.end > self.document.published
        if spot.governs and later and not _TICKER.match(self.text, spot.block.end):
            spot = replace(spot, governs="")
        precision = _precision(rule, bounds, interval, first or last)
        mention = DateMention(
            hit.start,
            hit.end,
            self.document.text[hit.start : hit.end],
            interval,
            first,
            last,
            precision,
            _reason(spot, bounds, interval),
            rule.name,
            role,
            self._reach(spot, interval, precision),
            spot.sentence,
            heading=bool(spot.governs) and interval is not None,
            day=self.day,
        )
        self._remember(mention, spot)

    def _compares(self, spot: _Spot) -> bool:
        """Whether "since" only measures a comparison: "the largest raid since May"."""
        low = max(spot.sentence.start, spot.hit.start - COMPARISON_REACH)
        low = max(low, self.text.rfind(",", low, spot.hit.start))
        return bool(self.tables.cues["superlative"].search(self.text, low, spot.hit.start))

    def _remember(self, mention: DateMention, spot: _Spot) -> None:
        while self.active and self.found[self.active[-1]].reach <= mention.start:
            self.active.pop()
        if mention.heading:
            self.active.clear()
        if self.active:
            mention = replace(mention, under=self.active[-1])
        interval = mention.interval
        if interval and mention.role in ("day", "span", "asof", "by") and mention.precision is DatePrecision.DAY:
            self.named, self.named_in = interval, spot.number
        if interval and any(key[:2] in ("y_", "yy") for key in spot.slots) and mention.role in ("day", "span", "asof"):
            self.printed = max(self.printed or interval.start, interval.start)
        if mention.heading and interval:
            self.heading = interval
            self.windows.clear()
            if spot.governs == "heading":
                self.day = interval.end
                mention = replace(mention, day=self.day)
                self.lead = spot.number + 1 + LEAD
        if mention.role == "span" and interval:
            self.windows.append(mention)
        self.active.append(len(self.found))
        self.found.append(mention)

    def _bounds(self, spot: _Spot) -> _Bounds:
        """Reckon both bounds; they are open where they hang on a day that is not known."""
        rule = spot.rule
        anchor = self._anchor(spot)
        day = anchor or self.printed or EPOCH
        published = max(self.day or day, day) if rule.role == "since" else self.day or day
        seasonal = rule.anchor == "pub" and any(key.startswith("s_") for key in spot.slots)
        ahead = rule.role == "future" or (not seasonal and self._is_future(spot))
        reckoning = Reckoning(self.tables, spot.slots, day, published, ahead, rule.anchor == "deadline")
        reckoning.mirrored = rule.role == "within" and ahead
        if self.heading and (spot.governs or anchor is None):
            reckoning.nearest = self.heading.end
        elif anchor is None and self.named and rule.anchor in ("named", "deadline"):
            reckoning.nearest = self.named.end
        first = reckoning.bound(rule.first) if rule.first != "-" else None
        last = reckoning.bound(rule.last) if rule.last != "-" else None
        unknown = reckoning.relative and anchor is None
        if unknown and not self.printed:
            first = last = None
        if rule.anchor == "gov" and rule.first == rule.last == "D" and self.named:
            first = last = Period(self.named.start, self.named.end)
        return _Bounds(first, last, reckoning, unknown)

    def _anchor(self, spot: _Spot) -> date | None:
        """The day that a rule counts from: of publication, the date last named, or the one that governs here."""
        rule = spot.rule
        if rule.anchor == "gov" and self.named and (self.named_in == spot.number or "D-" not in rule.first):
            return self.named.end
        if rule.anchor == "here":
            for index in reversed(self.active):
                mention = self.found[index]
                if mention.reach > spot.hit.start and mention.interval and mention.precision is DatePrecision.DAY:
                    return mention.interval.end
        return self.day

    def _is_future(self, spot: _Spot) -> bool:
        rule, hit = spot.rule, spot.hit
        if rule.role not in ("day", "by", "until", "asof", "within") or rule.anchor == "gov":
            return False
        future, speech = self.tables.cues["future"], self.tables.cues["speech"]
        low = max(spot.sentence.start, hit.start - FUTURE_REACH)
        if speech.search(self.text, max(low, hit.start - SPEECH_BEFORE), hit.start):
            return False
        if future.search(self.text, low, hit.start):
            return True
        after = future.search(self.text, hit.end, min(spot.sentence.end, hit.end + FUTURE_REACH // 3))
        return after is not None and not speech.search(self.text, hit.end, after.start())

    def _reach(self, spot: _Spot, interval: DateInterval | None, precision: DatePrecision) -> int:
        """Tell how far a mention governs what has no date of its own."""
        rule, everything = spot.rule, len(self.text) + 1
        if interval is None:
            return spot.sentence.end
        if spot.governs:
            return everything
        here = self._bulletin(spot.hit.start)
        if rule.role != "span" and here and here.start <= interval.start and interval.end <= here.end:
            return spot.sentence.end
        recent = self.day is not None and 0 <= (self.day - interval.end).days <= RECENT
        opening = spot.number < self.lead and spot.sentence.start == spot.block.start and recent
        if opening and precision is DatePrecision.DAY and rule.role in ("day", "span", "asof"):
            return everything
        if rule.role == "span":
            return spot.block.end
        if rule.role in ("day", "asof", "weak") and precision is DatePrecision.DAY:
            return spot.block.end if rule.role != "weak" or rule.anchor == "gov" else spot.sentence.end
        return spot.sentence.end

    def _bulletin(self, start: int) -> DateInterval | None:
        """The days that a bulletin's "over the past day" or "overnight" sets for this place in the text."""
        while self.windows and self.windows[-1].reach <= start:
            self.windows.pop()
        return self.windows[-1].interval if self.windows else None


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


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the leftmost hits, the longest of those that begin together, and of equal ones the earlier row."""
    kept: list[Hit] = []
    reach = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.start >= reach:
            kept.append(hit)
            reach = hit.end
    return kept


def _precision(rule: DateRule, bounds: _Bounds, interval: DateInterval | None, known: date | None) -> DatePrecision:
    if interval is None:
        return DatePrecision.OPEN if known else DatePrecision.UNKNOWN
    if rule.precision == "X":
        return bounds.first.precision if bounds.first else DatePrecision.DAY
    if rule.precision == "U":
        return DatePrecision(bounds.reckoning.unit())
    return DatePrecision(rule.precision)


def _reason(spot: _Spot, bounds: _Bounds, interval: DateInterval | None) -> str:
    word = next((text for key, text in spot.slots.items() if key[:2] in ("w_", "s_")), "day")
    why = spot.rule.why.replace("{w}", word).replace("{s}", word)
    if not bounds.reckoning.relative or spot.rule.role == "skip":
        return why
    if interval is None:
        return f"{why}, which is not known"
    return f"{why} ({bounds.reckoning.day.isoformat()})"
