"""Dates in a text: every expression with its days and the reason, and the days of a claim among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geomap.date_rules import DateRule, DateTables, Period, Reckoning, load_date_tables
from geomap.lexicon import Hit
from geomap.records import DateInterval, DatePrecision, Document, Span
from geomap.text import detect_language, normalise, paragraphs, sentences

__all__ = ["ClaimDate", "DateMention", "date_claim", "find_dates"]

HEADING_LENGTH = 70
"""Characters: a longer line is no date heading."""
LEAD = 2
"""Paragraphs at the top whose opening date ("overnight", "on Monday") holds for the whole article."""
RECENT = 3
"""Days before publication: an older date in the lead is background and governs its own paragraph only."""
SPEECH_GAP = 40
"""Characters between a word of speech and the day on which it was said."""
FUTURE_REACH = 100
"""Characters around a weekday or date in which a word of the future makes it a coming one."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time in a text.

    `interval` is None where a bound is open or unknown; `first` and `last` hold the bounds that are known. `role` says
    what part it plays (`day`, `span` of a bulletin, `since`, `until`, `by`, `future`, `vague`...). `reach` is how far
    it goes on to govern what has no date of its own, `sentence` the sentence it stands in, `under` the index of the
    mention that governs it, and `day` the day that relative words around it count from.
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


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When a claim's event happened: an interval or the bounds that are known, its words, and why.

    `reported` is the day on which the claim was made public, as far as the document tells.
    """

    interval: DateInterval | None
    start: date | None
    end: date | None
    precision: DatePrecision
    text: str
    why: str
    reported: date | None = None


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Find every expression of time in a document, in the order of its text.

    Relative ones count from the day of publication, or from the date heading above them; without either they stay
    open, bounded by the dates that the text prints.
    """
    lang = document.lang if document.lang in ("en", "uk", "ru") else detect_language(document.text)
    if not lang:
        return ()
    return tuple(_Finder(document, load_date_tables(lang)).find())


class _Finder:
    def __init__(self, document: Document, tables: DateTables) -> None:
        self.document, self.tables = document, tables
        self.text = normalise(document.text)
        lowered = self.text.lower()
        if len(lowered) != len(self.text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        self.lowered = lowered
        self.day = document.published
        self.printed: date | None = None
        self.named: DateInterval | None = None
        self.named_in = -1
        self.heading: DateMention | None = None
        self.found: list[DateMention] = []
        self.active: list[int] = []

    def find(self) -> list[DateMention]:
        for number, block in enumerate(paragraphs(self.text)):
            hits = self.tables.matcher.find(self.text, self.lowered, block.start, block.end)
            for n, hit in enumerate(_longest(hits)):
                self._take(hit, number, block, first=n == 0)
        return self.found

    def _take(self, hit: Hit, number: int, block: Span, *, first: bool) -> None:
        rule = self.tables.rules[hit.entry.origin]
        match = hit.entry.match(self.text, hit.start, block.end)
        slots = {k: v for k, v in match.groupdict().items() if v is not None} if match else {}
        sentence = self._sentence(hit, block)
        entry = first and rule.anchor == "named" and rule.role in ("day", "asof")
        governs = self._governs(hit, block) if entry else ""
        reckoning, period_first, period_last, open_day = self._reckon(rule, slots, hit, sentence, number, bool(governs))
        if rule.anchor == "gov" and rule.first == rule.last == "D" and self.named:
            period_first, period_last = Period(self.named.start, self.named.end), Period(self.named.start, self.named.end)
        lower = period_first.first if period_first else None
        upper = period_last.last if period_last else None
        if open_day:
            lower, upper = (lower if rule.role != "future" else self.printed), None
        if rule.role == "skip":
            lower = upper = None
        if lower and upper and upper < lower:
            lower, upper = (lower, lower) if rule.role == "since" else (upper, lower)
        interval = DateInterval(lower, upper) if lower and upper else None
        precision = self._precision(rule, reckoning, period_first, interval, lower or upper)
        mention = DateMention(
            hit.start,
            hit.end,
            self.document.text[hit.start : hit.end],
            interval,
            lower,
            upper,
            precision,
            self._why(rule, slots, reckoning, interval),
            rule.name,
            rule.role,
            self._reach(rule, hit, interval, precision, number, block, sentence, governs),
            sentence,
            bool(governs) and interval is not None,
            -1,
            self.day,
        )
        self._remember(mention, number, slots, governs)

    def _remember(self, mention: DateMention, number: int, slots: dict[str, str], governs: str) -> None:
        while self.active and self.found[self.active[-1]].reach <= mention.start:
            self.active.pop()
        if mention.heading:
            self.active.clear()
        if self.active:
            mention = _under(mention, self.active[-1])
        interval = mention.interval
        if interval and mention.role in ("day", "span", "asof", "by") and mention.precision is DatePrecision.DAY:
            self.named, self.named_in = interval, number
        if interval and any(key.startswith("y_") for key in slots) and mention.role not in ("future", "by", "until"):
            self.printed = max(self.printed or interval.start, interval.start)
        if mention.heading and interval:
            self.heading = mention
            self.day = interval.end
        self.active.append(len(self.found))
        self.found.append(mention)

    def _reckon(
        self, rule: DateRule, slots: dict[str, str], hit: Hit, sentence: Span, number: int, governs: bool
    ) -> tuple[Reckoning, Period | None, Period | None, bool]:
        """Reckon both bounds; the last value says that they hang on a day that is not known."""
        anchor, known = self.day, self.day is not None
        if rule.anchor == "gov" and self.named and (self.named_in == number or "D-" not in rule.first):
            anchor, known = self.named.end, True
        elif rule.anchor == "here" and (here := self._here(hit.start)):
            anchor, known = here.end, True
        day = anchor or self.printed or date(1, 1, 8)
        published = max(self.day or day, day) if rule.role == "since" else self.day or day
        seasonal = rule.anchor == "pub" and any(key.startswith("s_") for key in slots)
        ahead = rule.role == "future" or (not seasonal and self._is_future(hit, sentence, rule))
        reckoning = Reckoning(self.tables, slots, day, published, ahead, rule.anchor == "deadline")
        if self.heading and self.heading.interval and (governs or not known):
            reckoning.nearest = self.heading.interval.end
        elif not known and self.named and rule.anchor in ("named", "deadline"):
            reckoning.nearest = self.named.end
        first = reckoning.bound(rule.first) if rule.first != "-" else None
        last = reckoning.bound(rule.last) if rule.last != "-" else None
        unknown = reckoning.relative and not known
        if unknown and not self.printed:
            first = last = None
        return reckoning, first, last, unknown

    def _here(self, start: int) -> DateInterval | None:
        """The days that govern a place in the text, where a date before it reaches so far."""
        for index in reversed(self.active):
            mention = self.found[index]
            if mention.reach > start and mention.interval and mention.precision is DatePrecision.DAY:
                return mention.interval
        return None

    def _bulletin(self, start: int) -> DateInterval | None:
        """The days that a bulletin's "over the past day" or "overnight" sets for this place in the text."""
        for index in reversed(self.active):
            mention = self.found[index]
            if mention.reach > start and mention.role == "span":
                return mention.interval
        return None

    def _is_future(self, hit: Hit, sentence: Span, rule: DateRule) -> bool:
        if rule.role not in ("day", "by", "until") or rule.anchor == "gov":
            return False
        future, speech = self.tables.cues["future"], self.tables.cues["speech"]
        low = max(sentence.start, hit.start - FUTURE_REACH)
        if speech.search(self.text, max(low, hit.start - SPEECH_GAP), hit.start):
            return False
        if future.search(self.text, low, hit.start):
            return True
        after = future.search(self.text, hit.end, min(sentence.end, hit.end + FUTURE_REACH // 2))
        return after is not None and not speech.search(self.text, hit.end, after.start())

    def _precision(
        self, rule: DateRule, reckoning: Reckoning, first: Period | None, interval: DateInterval | None, any_: date | None
    ) -> DatePrecision:
        if interval is None:
            return DatePrecision.OPEN if any_ else DatePrecision.UNKNOWN
        if rule.precision == "X":
            return first.precision if first else DatePrecision.DAY
        if rule.precision == "U":
            return DatePrecision(reckoning.unit())
        return DatePrecision(rule.precision)

    def _why(self, rule: DateRule, slots: dict[str, str], reckoning: Reckoning, interval: DateInterval | None) -> str:
        word = next((text for key, text in slots.items() if key[:2] in ("w_", "s_")), "day")
        why = rule.why.replace("{w}", word).replace("{s}", word)
        if not reckoning.relative or rule.role == "skip":
            return why
        if interval is None:
            return why + ", which is not known"
        return f"{why} ({reckoning.day.isoformat()})"

    def _sentence(self, hit: Hit, block: Span) -> Span:
        for span in sentences(self.text, block.start, block.end):
            if span.start <= hit.start < span.end:
                return span
        return block

    def _governs(self, hit: Hit, block: Span) -> str:
        """Whether a date is a heading (`heading`), or heads an entry of a chronology (`entry`)."""
        before, after = self.text[block.start : hit.start], self.text[hit.end : block.end]
        if not _LEADING.fullmatch(before):
            short = block.end - block.start <= HEADING_LENGTH and not after.rstrip().endswith((".", "!", "?", "…"))
            return "heading" if short and not _LETTERS.search(_CLOCK.sub("", after)) and block.start > 0 else ""
        rest = _CLOCK.sub("", after)
        if len(_LETTERS.findall(rest)) == 0 or (_VIEWS.fullmatch(rest)):
            return "heading"
        return "entry" if _ENTRY.match(after) else ""

    def _reach(
        self,
        rule: DateRule,
        hit: Hit,
        interval: DateInterval | None,
        precision: DatePrecision,
        number: int,
        block: Span,
        sentence: Span,
        governs: str,
    ) -> int:
        if interval is None:
            return sentence.end
        if governs:
            return len(self.text) + 1
        here = self._bulletin(hit.start)
        if rule.role != "span" and here and here.start <= interval.start and interval.end <= here.end:
            return sentence.end
        recent = self.day is not None and 0 <= (self.day - interval.end).days <= RECENT
        opening = number < LEAD and sentence.start == block.start and self.heading is None and recent
        if opening and precision is DatePrecision.DAY and rule.role in ("day", "span"):
            return len(self.text) + 1
        if rule.role == "span":
            return block.end
        if rule.role in ("day", "asof", "weak") and precision is DatePrecision.DAY:
            return block.end if rule.role != "weak" or rule.anchor == "gov" else sentence.end
        return sentence.end


_LEADING = re.compile(r"(?:[\s\-–—•*#·>|\[(]|\d{1,2}[:.]\d\d)*")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_VIEWS = re.compile(r"[\s|,.·•—–\-]*(?:[^\W\d_]+\.?[\s|,·•—–\-\d]*){0,2}")
_ENTRY = re.compile(r"\s*(?:[:–—]|\.\s|-\s)")


_NEVER = re.compile(r"(?!)")


def _cues(document: Document) -> dict[str, re.Pattern[str]]:
    lang = document.lang if document.lang in ("en", "uk", "ru") else detect_language(document.text)
    return load_date_tables(lang).cues if lang else {}


def _under(mention: DateMention, index: int) -> DateMention:
    values = [getattr(mention, name) for name in DateMention.__slots__]
    values[DateMention.__slots__.index("under")] = index
    return DateMention(*values)


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    reach = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.start >= reach:
            kept.append(hit)
            reach = hit.end
    return kept


_RANK = {"day": 0, "span": 0, "since": 0, "asof": 0, "by": 0, "future": 1, "vague": 2, "weak": 2, "until": 3, "now": 3}


def date_claim(
    document: Document,
    dates: Sequence[DateMention],
    start: int,
    end: int,
    *,
    anchor: int | None = None,
    speech: Span | None = None,
    state: bool = False,
    intent: bool = False,
) -> ClaimDate:
    """Date the event of a claim.

    Parameters
    ----------
    start, end
        The clause that makes the claim.
    anchor
        Where its trigger stands; the clause's beginning where not given.
    speech
        The words of speech that attribute it: a date beside them tells when it was said.
    state
        It is a state that lasts (a place is held), so a beginning that the text names is its first day.
    intent
        It is a plan: it runs from the day of the statement to the day aimed at.
    """
    return _Dating(document, dates, start, end, start if anchor is None else anchor, speech).answer(state, intent)


class _Dating:
    def __init__(
        self,
        document: Document,
        dates: Sequence[DateMention],
        start: int,
        end: int,
        anchor: int,
        speech: Span | None,
    ) -> None:
        self.document, self.dates = document, dates
        self.start, self.end, self.anchor = start, end, anchor
        low = bisect_right(dates, start, key=lambda m: m.end)
        high = bisect_left(dates, end, key=lambda m: m.start)
        self.before = low - 1
        self.inside = [m for m in dates[low:high] if m.role != "skip"]
        self.around = self._around(low, high)
        self.speech = speech
        spoken = [m for m in (*self.inside, *self.around) if self._is_spoken(m)]
        self.said = spoken[0] if spoken else None
        self.day = self._day()

    def _around(self, low: int, high: int) -> list[DateMention]:
        """Mentions of the same sentence outside the clause, nearest first."""
        found = []
        n = low - 1
        while n >= 0 and self.dates[n].sentence.end > self.start and low - n < 20:
            found.append(self.dates[n])
            n -= 1
        n = high
        while n < len(self.dates) and self.dates[n].sentence.start < self.end and n - high < 20:
            found.append(self.dates[n])
            n += 1
        return [m for m in found if m.role != "skip"]

    def _day(self) -> date | None:
        """The day that stands for "today" here: that of the heading above, else of publication."""
        n = self.before
        while n >= 0:
            if self.dates[n].heading and self.dates[n].interval:
                return self.dates[n].last
            if self.dates[n].under < 0:
                return self.dates[n].day or self.document.published
            n = self.dates[n].under
        return self.document.published

    def _is_spoken(self, mention: DateMention) -> bool:
        speech = self.speech
        if speech is None or mention.role not in ("day", "weak") or mention.precision is not DatePrecision.DAY:
            return False
        text = self.document.text
        if mention.start >= speech.end:
            gap = text[speech.end : mention.start]
            between = speech.end <= self.anchor < mention.start
            return len(gap) <= SPEECH_GAP and not between and not _BREAK.search(gap)
        gap = text[mention.end : speech.start]
        return len(gap) <= SPEECH_GAP * 2 and not mention.end <= self.anchor < speech.start and self.anchor > mention.end

    def answer(self, state: bool, intent: bool) -> ClaimDate:
        chosen = self._chosen()
        if intent:
            return self._intended(chosen)
        if chosen is None and self.said is not None and self.said.interval:
            return self._made(self.said, "said then")
        if chosen is None:
            chosen = self._governing()
        if chosen is None:
            return self._stated()
        return self._made(chosen, "")

    def _chosen(self) -> DateMention | None:
        own = [m for m in self.inside if m is not self.said and self._counts(m)]
        if own:
            return min(own, key=self._rank)
        near = [m for m in self.around if m is not self.said and self._counts(m) and self._lends(m)]
        return min(near, key=self._rank) if near else None

    def _counts(self, mention: DateMention) -> bool:
        if mention.role == "after":
            return mention.end <= self.anchor
        return mention.role not in ("before", "now", "soon") and (mention.first is not None or mention.last is not None)

    def _lends(self, mention: DateMention) -> bool:
        """Whether a date elsewhere in the sentence holds for this clause too."""
        if mention.role not in ("day", "span"):
            return False
        return mention.end <= self.start or mention.role == "span"

    def _rank(self, mention: DateMention) -> tuple[int, int]:
        gap = self.anchor - mention.end if mention.end <= self.anchor else mention.start - self.anchor
        return (_RANK.get(mention.role, 1), gap)

    def _governing(self) -> DateMention | None:
        """The mention further up that reaches as far as the clause; in a headline, the one that opens the article."""
        n = self.before
        while n >= 0:
            mention = self.dates[n]
            if mention.reach > self.start and mention.interval and mention.role != "skip":
                return None if self._is_present(mention) else mention
            n = mention.under
        if self.before < 0 and self.dates and self.dates[0].reach > len(self.document.text):
            opening = self.dates[0]
            return opening if not opening.heading and opening.role == "span" else None
        return None

    def _is_present(self, mention: DateMention) -> bool:
        """Whether the clause tells of what goes on while an earlier day governs: then that day is left."""
        if mention.heading or mention.role == "span" or self.day is None or mention.last == self.day:
            return False
        words = self.document.text[self.start : self.end]
        return bool(_cues(self.document).get("present", _NEVER).search(normalise(words)))

    def _reported(self) -> date | None:
        if self.said is not None and self.said.interval:
            return self.said.last
        return self.day

    def _made(self, mention: DateMention, note: str) -> ClaimDate:
        why = mention.why + (f"; {note}" if note else "")
        first, last = mention.first, mention.last
        return ClaimDate(mention.interval, first, last, mention.precision, mention.text, why, self._reported())

    def _stated(self) -> ClaimDate:
        if self.day is None:
            printed = max((m.first for m in self.dates if m.first and m.role in ("day", "span")), default=None)
            if printed is None:
                return ClaimDate(None, None, None, DatePrecision.UNKNOWN, "", "no date is known")
            return ClaimDate(None, printed, None, DatePrecision.OPEN, "", "not before the last date printed")
        interval = DateInterval(self.day, self.day)
        source = "publication" if self.day == self.document.published else "the date heading"
        why = f"no date beside it: the day of {source} ({self.day.isoformat()})"
        return ClaimDate(interval, self.day, self.day, DatePrecision.DAY, "", why, self._reported())

    def _intended(self, chosen: DateMention | None) -> ClaimDate:
        said = self._reported()
        if said is None:
            return self._made(chosen, "") if chosen else self._stated()
        if chosen is not None and chosen.last is not None and chosen.last > said:
            interval = DateInterval(said, chosen.last)
            why = f"from the statement to {chosen.why}"
            return ClaimDate(interval, said, chosen.last, chosen.precision, chosen.text, why, said)
        past = chosen if chosen is not None and chosen.role == "day" and chosen.precision is DatePrecision.DAY else None
        source = self.said or past or self._governing_speech()
        if source is not None and source.interval:
            return self._made(source, "the day of the statement")
        return self._stated()

    def _governing_speech(self) -> DateMention | None:
        mention = self._governing()
        return mention if mention is not None and mention.role == "day" else None


_BREAK = re.compile(r"[;:.!?]|,\s|\bthat\b|\bщо\b|\bчто\b")
