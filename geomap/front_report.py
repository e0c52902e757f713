"""The front of a period told for people: what each side claimed to gain and lose, where they disagree, who says so.

A report is made of records first (`report_period`); `as_markdown` and `as_rows` write them down. Words from articles
are foreign: they are escaped wherever they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geomap.baseline import Check, ClaimantRecord, Verdict, sum_by_claimant
from geomap.cells import Cells
from geomap.control import DISPUTED, POINTLIKE, PlaceState, was_known
from geomap.front import AreaTotal, place_timelines, reconstruct_front
from geomap.records import Actor, Claim, ClaimKind, PlaceRole, Side, Status

__all__ = ["Line", "PeriodReport", "Section", "as_markdown", "as_rows", "comparison_markdown", "report_period"]

PARTIES = {Side.UA: (Actor.UA, "Ukraine"), Side.RU: (Actor.RU, "Russia")}
NAMES = {Side.UA: "Ukrainian", Side.RU: "Russian", Side.INDEPENDENT: "independent", Side.OTHER: "other"}

SECTIONS = {
    "ua_gains": "What Ukraine's side says that its forces took",
    "ua_losses": "What Ukraine's side says that it lost",
    "ru_gains": "What Russia's side says that its forces took",
    "ru_losses": "What Russia's side says that it lost",
    "others": "What others report as taken or left",
    "disputed": "Where the accounts disagree",
    "unconfirmed": "What nobody but the side itself reports",
}
"""Sections of a report, by key, in order."""

NOTE = "Reported by the sources named, not verified control. A place that nobody claimed is not in this list."


@dataclass(frozen=True, slots=True)
class Line:
    """One place and what is said about it, with every claim that says so (`claims`) or otherwise (`contrary`)."""

    place: str
    place_id: str
    admin1: str
    what: str
    start: date
    end: date
    claims: tuple[Claim, ...]
    contrary: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report; `key` is one of `SECTIONS`."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What was reported about the front from `since` to `until`, both included, as known on `known_on`."""

    since: date
    until: date
    known_on: date | None
    sections: tuple[Section, ...]
    areas_before: tuple[AreaTotal, ...] = ()
    areas_after: tuple[AreaTotal, ...] = ()


def report_period(
    claims: Sequence[Claim],
    *,
    since: date,
    until: date,
    known_on: date | None = None,
    cells: Cells | None = None,
) -> PeriodReport:
    """Sum up what each side claimed to gain and lose in a period.

    Parameters
    ----------
    since, until
        Both included; a claim belongs to the period when its days meet it.
    known_on
        Leave out what was made public after this day.
    cells
        With a tessellation the report gives the reported areas on the day before and on the last day.

    Raises
    ------
    ValueError
        If the period ends before it begins.
    """
    if until < since:
        raise ValueError(f"the period ends {until}, before it begins {since}")
    known = [claim for claim in claims if was_known(claim, known_on)]
    told = [claim for claim in known if _speaks(claim, since, until)]
    lines: dict[str, list[Line]] = {key: [] for key in SECTIONS}
    for side, (actor, _) in PARTIES.items():
        short = side.value.lower()
        own = [claim for claim in told if claim.side is side]
        lines[f"{short}_gains"] = _lines(claim for claim in own if _takes(claim, actor))
        lines[f"{short}_losses"] = _lines(claim for claim in own if _loses(claim, actor))
    lines["others"] = _lines(claim for claim in told if claim.side not in PARTIES)
    lines["disputed"] = _disputes(known, since, until)
    disputed = {line.place_id for line in lines["disputed"]}
    for side, (actor, _) in PARTIES.items():
        for line in lines[f"{side.value.lower()}_gains"]:
            others = [claim for claim in told if claim.place_id == line.place_id and claim.side is not side]
            if line.place_id not in disputed and not any(_takes(c, actor) or _loses(c, _other(actor)) for c in others):
                lines["unconfirmed"].append(line)
    before: tuple[AreaTotal, ...] = ()
    after: tuple[AreaTotal, ...] = ()
    if cells is not None:
        first, last = date.fromordinal(max(1, since.toordinal() - 1)), until
        slices = reconstruct_front(known, days=[first, last], cells=cells)
        before, after = slices[0].areas, slices[-1].areas
    sections = tuple(Section(key, title, tuple(lines[key])) for key, title in SECTIONS.items())
    return PeriodReport(since, until, known_on, sections, before, after)


def _other(actor: Actor) -> Actor:
    return Actor.RU if actor is Actor.UA else Actor.UA


def _speaks(claim: Claim, since: date, until: date) -> bool:
    """Say whether a claim tells that a place changed hands in the period."""
    start, end = claim.start_date, claim.end_date
    if start is None or end is None or start > until or end < since or claim.status is Status.DENIED:
        return False
    if not claim.place_id or claim.actor not in (Actor.UA, Actor.RU):
        return False
    if claim.kind is ClaimKind.CAPTURE:
        return claim.role is PlaceRole.AT
    return claim.kind is ClaimKind.WITHDRAWAL and claim.role in (PlaceRole.AT, PlaceRole.FROM)


def _takes(claim: Claim, actor: Actor) -> bool:
    return claim.kind is ClaimKind.CAPTURE and claim.actor is actor


def _loses(claim: Claim, actor: Actor) -> bool:
    return _takes(claim, _other(actor)) or (claim.kind is ClaimKind.WITHDRAWAL and claim.actor is actor)


def _lines(claims: Iterable[Claim]) -> list[Line]:
    """Make a line for each place and change, in order of days and names."""
    by_event: dict[tuple[str, ClaimKind, Actor], list[Claim]] = {}
    for claim in claims:
        by_event.setdefault((claim.place_id, claim.kind, claim.actor), []).append(claim)
    found = []
    for (place_id, kind, actor), told in by_event.items():
        told.sort(key=lambda claim: (claim.end_date or date.max, claim.claim_id))
        verb = "taken" if kind is ClaimKind.CAPTURE else "left"
        forces = f"by {'Ukrainian' if actor is Actor.UA else 'Russian'} forces"
        whole = told[0].feature in POINTLIKE
        what = f"{verb} {forces}" if whole else f"parts of it {verb} {forces}{_amounts(told)}"
        starts = [claim.start_date for claim in told if claim.start_date is not None]
        ends = [claim.end_date for claim in told if claim.end_date is not None]
        first = told[0]
        found.append(Line(first.place, place_id, first.admin1, what, min(starts), min(ends), tuple(told)))
    return sorted(found, key=lambda line: (line.end, line.place, line.place_id, line.what))


def _amounts(claims: Iterable[Claim]) -> str:
    """Name the different quantities that claims about a wide place give."""
    given = {(claim.quantity, claim.unit) for claim in claims if claim.quantity is not None}
    words = [f"{quantity:,.10g} {escape(unit)}".rstrip() for quantity, unit in sorted(given)]
    return f" ({'; '.join(words)})" if words else ""


def _disputes(claims: Sequence[Claim], since: date, until: date) -> list[Line]:
    """Find the places about which the accounts disagree at some time in the period."""
    by_id = {claim.claim_id: claim for claim in claims}
    found = []
    for place_id, line in place_timelines(claims).items():
        worst: PlaceState | None = None
        for number, (day, state) in enumerate(line):
            ended = line[number + 1][0] <= since if number + 1 < len(line) else False
            if day <= until and not ended and state.held_by == DISPUTED and state.as_of >= since:
                worst = state
        if worst is None:
            continue
        told = [by_id[claim_id] for claim_id in worst.claim_ids if claim_id in by_id]
        against = [by_id[claim_id] for claim_id in worst.contrary_ids if claim_id in by_id]
        if not against:
            told, against = _parted(told)
        holder = {claim.actor for claim in told} or {Actor.UNKNOWN}
        names = {Actor.UA: "Ukrainian", Actor.RU: "Russian"}
        what = f"said to be {' or '.join(sorted(names.get(actor, 'nobody') + '-held' for actor in holder))}; disputed"
        found.append(
            Line(worst.place, place_id, worst.admin1, what, worst.since, worst.as_of, tuple(told), tuple(against))
        )
    return sorted(found, key=lambda one: (one.start, one.place, one.place_id))


def _parted(claims: list[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Part the claims of two holders: those for the one named last, and the others."""
    last = max(claims, key=lambda claim: (claim.end_date or date.min, claim.claim_id)).actor
    return [claim for claim in claims if claim.actor is last], [claim for claim in claims if claim.actor is not last]


def as_rows(report: PeriodReport) -> list[dict[str, Any]]:
    """Give a report as plain rows, for a table: one for each line and each claim behind it."""
    return [
        {
            "section": section.key,
            "title": section.title,
            "place": line.place,
            "place_id": line.place_id,
            "admin1": line.admin1,
            "what": line.what,
            "start_date": line.start.isoformat(),
            "end_date": line.end.isoformat(),
            "says": says,
            "claimant": claim.claimant,
            "side": claim.side.value,
            "status": claim.status.value,
            "publisher": claim.publisher,
            "url": claim.url,
            "doc": claim.doc,
            "quote": claim.quote,
            "claim_id": claim.claim_id,
        }
        for section in report.sections
        for line in section.lines
        for says, told in (("so", line.claims), ("otherwise", line.contrary))
        for claim in told
    ]


def as_markdown(report: PeriodReport) -> str:
    """Write a report as Markdown, every line with its sources."""
    known = f", as known on {report.known_on}" if report.known_on else ""
    parts = [f"# The reported front, {report.since} to {report.until}{known}", "", NOTE, ""]
    parts += _areas_markdown(report)
    for section in report.sections:
        parts += [f"## {section.title}", ""]
        parts += [_line_markdown(line) for line in section.lines] or ["Nothing in the documents at hand."]
        parts.append("")
    return "\n".join(parts)


def _areas_markdown(report: PeriodReport) -> list[str]:
    holders = sorted({total.held_by for total in (*report.areas_before, *report.areas_after)})
    if not holders:
        return []
    before = {total.held_by: total for total in report.areas_before}
    after = {total.held_by: total for total in report.areas_after}
    rows = ["## Ground around the places reported held", ""]
    rows += ["Square kilometres within 10 km of the places claimed: a measure of the claims, not of control.", ""]
    rows += ["| reported held by | the day before | last day | places | claims |", "|---|--:|--:|--:|--:|"]
    for holder in holders:
        first, last = before.get(holder), after.get(holder)
        rows.append(
            f"| {holder} | {first.km2 if first else 0:,.0f} | {last.km2 if last else 0:,.0f} | "
            f"{len(last.place_ids) if last else 0} | {len(last.claim_ids) if last else 0} |"
        )
    return [*rows, ""]


def _line_markdown(line: Line) -> str:
    days = str(line.end) if line.start == line.end else f"{line.start} to {line.end}"
    where = f" ({escape(line.admin1)})" if line.admin1 and line.admin1 != line.place else ""
    text = f"- **{escape(line.place)}**{where}, {days}: {line.what}. Says: {_sources(line.claims)}."
    if line.contrary:
        text += f" Says otherwise: {_sources(line.contrary)}."
    return text


def _sources(claims: Iterable[Claim]) -> str:
    """Name who says so, where it is printed, and the claims."""
    by_voice: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_voice.setdefault((claim.claimant, claim.side.value), []).append(claim)
    found = []
    for (claimant, side), told in sorted(by_voice.items()):
        doubt = sorted({claim.status.value for claim in told} - {Status.ASSERTED.value})
        marks = ", ".join([NAMES.get(Side(side), "side unknown"), *doubt])
        prints = "; ".join(dict.fromkeys(_print(claim) for claim in told))
        found.append(f"{escape(claimant)} ({marks}), in {prints}")
    return "; ".join(found)


def _print(claim: Claim) -> str:
    name = escape(claim.publisher or claim.doc)
    if re.fullmatch(r"https?://[^\s<>()\[\]\"\\]+", claim.url):
        name = f"[{name}](<{claim.url}>)"
    day = claim.reported or claim.published
    return f"{name}{f', {day}' if day else ''} [{escape(claim.claim_id)}]"


def escape(words: str) -> str:
    """Make foreign words harmless in Markdown: one line, no mark-up, no HTML."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&$@:])", r"\\\1", plain)


def comparison_markdown(checks: Sequence[Check]) -> str:
    """Write a comparison with a baseline as Markdown: each claimant's record, then each claim."""
    parts = ["# Claims of places taken, against the baseline", ""]
    parts += [
        "The baseline is one more account, not the truth; days count from the claim to the baseline's change.",
        "",
    ]
    parts += ["## By claimant", ""]
    head = "| claimant | side | claims | agrees | before | after | never | unknown | median days apart |"
    parts += [head, "|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    records = sum_by_claimant(checks)
    parts += [_record_markdown(record) for record in records] or ["| none | | 0 | 0 | 0 | 0 | 0 | 0 | |"]
    parts += ["", "## The claims behind the numbers", ""]
    for record in records:
        parts += [f"### {escape(record.claimant)} ({record.side})", ""]
        for verdict in Verdict:
            told = [check for check in record.checks if check.verdict is verdict]
            parts += [f"- {verdict.value}: {_check_markdown(check)}" for check in told]
        parts.append("")
    return "\n".join(parts)


def _record_markdown(record: ClaimantRecord) -> str:
    counts = " | ".join(str(record.count(verdict)) for verdict in Verdict)
    apart = "" if record.median_days is None else f"{record.median_days:+.0f}"
    return f"| {escape(record.claimant)} | {record.side} | {len(record.checks)} | {counts} | {apart} |"


def _check_markdown(check: Check) -> str:
    claim = check.claim
    day = claim.end_date or "undated"
    actor = "Ukrainian" if claim.actor is Actor.UA else "Russian"
    return f"{escape(claim.place)} said to be taken by {actor} forces, {day}; {check.why}; in {_print(claim)}"
