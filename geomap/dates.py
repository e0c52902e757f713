"""Dates of claims: which of a document's expressions of time tells when an event happened, and when it was said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from geomap.date_mentions import DateMention, date_tables_of, find_dates
from geomap.date_rules import DateTables
from geomap.records import DateInterval, DatePrecision, Document, Span
from geomap.text import lower_case, normalise

__all__ = ["Calendar", "ClaimDate", "DateMention", "find_dates"]

SPEECH_GAP = 40
"""Characters between a word of speech and the day on which it was said; before the word, with its subject, twice."""
AFTER_GAP = 3
"""Characters between "a week after" and the clause that it dates."""
NEIGHBOURS = 20
"""Mentions of a sentence, on each side of a clause, that may lend it their date."""


class ClaimDate(NamedTuple):
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


MAX_KNOWN = 50_000
"""Words of which it is remembered whether they tell what goes on now."""
WHITE_SPACE = r"\s"
_WORD = re.compile(r"\w+")


class Calendar:
    """The expressions of time of a document, ready to date its claims."""

    def __init__(self, document: Document, dates: Sequence[DateMention]) -> None:
        self.document, self.dates = document, dates
        self.starts = [mention.start for mention in dates]
        self.ends = [mention.end for mention in dates]
        self.stated: dict[tuple[date | None, date | None], ClaimDate] = {}
        """Dates of claims that no expression of time governs, by the day here and the day they were reported."""

    def date_claim(
        self,
        start: int,
        end: int,
        *,
        anchor: int | None = None,
        speech: Span | None = None,
        state: bool = False,
        intent: bool = False,
    ) -> ClaimDate:
        """Date the event of a claim.

        A date in the clause comes first, then one that the sentence lends, then the day of the statement, then the
        date that governs from further up, then the day of publication. Today's date is never taken for any of them.

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
        dating = _Dating(self, start, end, start if anchor is None else anchor, speech)
        return dating.answer(state=state, intent=intent)

    def goes_on(self, start: int, end: int) -> bool:
        """Whether a clause tells of what goes on now."""
        if self._tables is None:
            return False
        present = self._tables.cues["present"]
        if WHITE_SPACE in present.pattern:
            return bool(present.search(self._lowered[start:end]))
        known = self._tables.present
        for word in _WORD.findall(self._lowered, start, end):
            found = known.get(word)
            if found is None:
                found = bool(present.search(word))
                if len(known) < MAX_KNOWN:
                    known[word] = found
            if found:
                return True
        return False

    @cached_property
    def _tables(self) -> DateTables | None:
        return date_tables_of(self.document)

    @cached_property
    def _lowered(self) -> str:
        return lower_case(normalise(self.document.text))


_RANK = {"future": 1, "within": 1, "vague": 2, "weak": 2, "until": 3}
"""Roles that give way to a plain date in the same clause."""
_GOVERNING = {"day", "span", "asof", "weak", "by"}
"""Roles that go on to date what follows."""


class _Dating:
    """How one claim is dated."""

    __slots__ = (
        "anchor", "before", "calendar", "dates", "day", "document", "end", "high", "inside", "said", "start",
    )  # fmt: skip

    def __init__(self, calendar: Calendar, start: int, end: int, anchor: int, speech: Span | None) -> None:
        self.calendar, self.dates, self.document = calendar, calendar.dates, calendar.document
        self.start, self.end, self.anchor = start, end, anchor
        low = bisect_right(calendar.ends, start)
        self.high = bisect_left(calendar.starts, end)
        self.before = low - 1
        self.inside = [m for m in self.dates[low : self.high] if m.role != "skip"]
        self.said = self._said(speech) if speech is not None else None
        self.day = self.dates[low - 1].day if low else self.document.published
        """The day that stands for "today" here: that of the heading above, else of publication."""

    def answer(self, *, state: bool, intent: bool) -> ClaimDate:
        chosen = self._chosen(state)
        if intent:
            return self._intended(chosen)
        if chosen is None and self.said is not None and self.said.interval:
            return self._made(self.said, "said then")
        chosen = chosen or self._governing()
        return self._made(chosen) if chosen else self._stated()

    def _around(self) -> Iterator[DateMention]:
        """Mentions of the same sentence outside the clause, nearest first, those before it first."""
        for n in range(self.before, max(-1, self.before - NEIGHBOURS), -1):
            if self.dates[n].sentence.end <= self.start:
                break
            if self.dates[n].role != "skip":
                yield self.dates[n]
        for mention in self.dates[self.high : self.high + NEIGHBOURS]:
            if mention.sentence.start >= self.end:
                break
            if mention.role != "skip":
                yield mention

    def _said(self, speech: Span) -> DateMention | None:
        """The mention that tells when the statement was made."""
        return next((m for m in chain(self.inside, self._around()) if self._is_spoken(m, speech)), None)

    def _is_spoken(self, mention: DateMention, speech: Span) -> bool:
        """Whether a date tells when a statement was made: beside the words of speech, the event on their far side."""
        if mention.role not in ("day", "weak") or mention.precision is not DatePrecision.DAY:
            return False
        text, anchor = self.document.text, self.anchor
        if mention.start >= speech.end:
            if mention.start - speech.end > SPEECH_GAP or speech.end <= anchor < mention.start:
                return False
            return not _BREAK.search(text[speech.end : mention.start])
        near = speech.start - mention.end <= 2 * SPEECH_GAP
        return near and mention.end < anchor and not anchor < speech.start

    def _chosen(self, state: bool) -> DateMention | None:
        own = [m for m in self.inside if m is not self.said and self._counts(m)]
        if not own:
            own = [m for m in self._around() if m is not self.said and self._counts(m) and self._lends(m, state)]
        return min(own, key=self._rank, default=None) if len(own) != 1 else own[0]

    def _counts(self, mention: DateMention) -> bool:
        if mention.role == "after":
            return mention.end <= self.anchor
        return mention.role not in ("before", "now", "soon") and (mention.first or mention.last) is not None

    def _lends(self, mention: DateMention, state: bool) -> bool:
        """Whether a date elsewhere in the sentence holds for this clause too."""
        if mention.role == "since":
            return state
        if mention.role == "after":
            return 0 <= self.start - mention.end <= AFTER_GAP
        if mention.role == "span":
            return True
        return mention.role == "day" and mention.end <= self.start

    def _rank(self, mention: DateMention) -> tuple[int, int]:
        anchor = self.anchor
        gap = anchor - mention.end if mention.end <= anchor else mention.start - anchor
        return (_RANK.get(mention.role, 0), gap)

    def _governing(self) -> DateMention | None:
        """The mention further up that reaches as far as the clause; in a headline, the one that opens the article."""
        n = self.before
        while n >= 0:
            mention = self.dates[n]
            if mention.reach > self.start and mention.interval and mention.role in _GOVERNING:
                return None if self._has_moved_on(mention) else mention
            n = mention.under
        opening = self.dates[0] if self.before < 0 and self.dates else None
        if opening and opening.role == "span" and opening.reach > len(self.document.text):
            return opening
        return None

    def _has_moved_on(self, mention: DateMention) -> bool:
        """Whether the clause tells of what goes on now while an earlier day governs."""
        if mention.heading or mention.role == "span" or self.day is None or mention.last == self.day:
            return False
        return self.calendar.goes_on(self.start, self.end)

    def _reported(self) -> date | None:
        return self.said.last if self.said is not None and self.said.interval else self.day

    def _made(self, mention: DateMention, note: str = "") -> ClaimDate:
        why = f"{mention.why}; {note}" if note else mention.why
        first, last, interval = mention.first, mention.last, mention.interval
        if mention.role in ("by", "until") and last is not None:
            first = self.day if self.day is not None and self.day < last else last
            interval = DateInterval(first, last)
        return ClaimDate(interval, first, last, mention.precision, mention.text, why, self._reported())

    def _stated(self) -> ClaimDate:
        """The day of the statement, for a claim that no date governs; few of a document differ."""
        key = self.day, self._reported()
        if key not in self.calendar.stated:
            self.calendar.stated[key] = self._undated()
        return self.calendar.stated[key]

    def _undated(self) -> ClaimDate:
        if self.day is None:
            printed = max((m.first for m in self.dates if m.first and m.role in ("day", "span")), default=None)
            if printed is None:
                return ClaimDate(None, None, None, DatePrecision.UNKNOWN, "", "no date is known")
            return ClaimDate(None, printed, None, DatePrecision.OPEN, "", "not before the last date printed")
        source = "publication" if self.day == self.document.published else "the date heading"
        why = f"no date beside it: the day of {source} ({self.day.isoformat()})"
        interval = DateInterval(self.day, self.day)
        return ClaimDate(interval, self.day, self.day, DatePrecision.DAY, "", why, self._reported())

    def _intended(self, chosen: DateMention | None) -> ClaimDate:
        """A plan: from the day of the statement to the day aimed at, where one is named."""
        said = self._reported()
        if said is None:
            return self._made(chosen) if chosen else self._stated()
        if chosen is not None and chosen.last is not None and chosen.last > said:
            interval = DateInterval(said, chosen.last)
            why = f"from the statement to {chosen.why}"
            return ClaimDate(interval, said, chosen.last, chosen.precision, chosen.text, why, said)
        if self.said is not None and self.said.interval:
            return self._made(self.said, "the day of the statement")
        for mention in (chosen, self._governing()):
            if mention is not None and mention.role == "day" and mention.precision is DatePrecision.DAY:
                return self._made(mention, "the day of the statement")
        return self._stated()


_BREAK = re.compile(r"[;:.!?]|,\s|\bthat\b|\bщо\b|\bчто\b")
