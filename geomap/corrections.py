"""Corrections made by hand, that survive the next build: another place, day, side or kind; reject; merge.

`write_review` writes a spreadsheet of the claims, `read_corrections` reads it back, `apply_corrections` applies it to
what a build has read. Each correction keeps who made it and why, and the claim as it was read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.dataset import label_point, rounded
from geomap.errors import GeomapError, InvalidRecordError, StoreError
from geomap.files import replacing
from geomap.records import Actor, Claim, ClaimKind, DatePrecision, Geometry, Place, Side, Status
from geomap.spreadsheet import defuse, restore

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = [
    "Correction",
    "apply_corrections",
    "find_place",
    "merge_groups",
    "read_corrections",
    "restore_originals",
    "write_review",
]

NONE = "none"
"""What a reviewer writes for "no place" or "no day"."""

ID_MARK = "c:"
"""Stands before an id in the spreadsheet, which would else take `12e4567890123456` for a number."""

AS_READ = (
    "claim_id", "doc", "published", "quote", "kind", "place", "place_id", "start_date", "end_date", "actor",
    "claimant", "side", "status", "confidence",
)  # fmt: skip
FIELDS = ("kind", "place", "start_date", "end_date", "actor", "claimant", "side", "status")
"""What can be corrected; the spreadsheet has a column `new_` for each."""
ACTIONS = ("reject", "merge_with")
HEADER = (*AS_READ, *(f"new_{name}" for name in FIELDS), *ACTIONS, "who", "why")

_CHOICES: Mapping[str, type[StrEnum]] = {"kind": ClaimKind, "actor": Actor, "side": Side, "status": Status}
_YES = frozenset({"1", "x", "y", "yes", "true", "так", "да", "reject"})
_NO = frozenset({"", "0", "n", "no", "false"})
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that a person asks for, and what became of it.

    `field` is one of the claim's fields, `reject` or `merge_with`; `was` what had been read, `value` what it should be
    (for a place its `place_id`); `state` is empty until it was tried, then `applied` or `unmatched`. `original` is the
    claim as it was read, as JSON. `doc`, `quote`, `kind` and `place_id` find the claim again when its id has changed.
    """

    claim_id: str
    field: str
    value: str
    was: str = ""
    who: str = ""
    why: str = ""
    doc: str = ""
    quote: str = ""
    kind: str = ""
    place_id: str = ""
    state: str = ""
    original: str = ""


# The spreadsheet --------------------------------------------------------------------------------------------------


def write_review(claims: Sequence[Claim], corrections: Sequence[Correction], path: Path) -> None:
    """Write a spreadsheet of claims as they were read, with empty columns to correct them in.

    Parameters
    ----------
    corrections
        Those made so far, which are filled in; rejected claims and corrections that match nothing stand at the end.
    """
    made: dict[str, list[Correction]] = {}
    for item in corrections:
        made.setdefault(item.claim_id, []).append(item)
    originals = {key: _original(items) for key, items in made.items()}
    rows = [_review_row(originals.get(claim.claim_id) or claim, made.pop(claim.claim_id, ())) for claim in claims]
    for claim_id, items in made.items():
        claim = originals[claim_id]
        rows.append(_review_row(claim, items) if claim is not None else _lost_row(items))
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
        writer = csv.DictWriter(file, HEADER, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows({key: defuse(value) for key, value in row.items()} for row in rows)


def _original(items: Sequence[Correction]) -> Claim | None:
    text = next((item.original for item in items if item.original), "")
    return Claim.from_json(json.loads(text)) if text else None


def _review_row(claim: Claim, items: Sequence[Correction]) -> dict[str, str]:
    given = claim.to_json()
    row = {name: "" if given[name] is None else str(given[name]) for name in AS_READ}
    row["claim_id"] = ID_MARK + claim.claim_id
    return row | _asked(items)


def _lost_row(items: Sequence[Correction]) -> dict[str, str]:
    """Give the row of corrections whose claim was not found again."""
    first = items[0]
    row = {"claim_id": ID_MARK + first.claim_id, "doc": first.doc, "quote": first.quote, "kind": first.kind}
    return row | {"place_id": first.place_id} | _asked(items)


def _asked(items: Sequence[Correction]) -> dict[str, str]:
    row: dict[str, str] = {}
    for item in items:
        if item.field == "merge_with":
            row["merge_with"] = ID_MARK + item.value
        elif item.field == "reject":
            row["reject"] = "yes"
        else:
            row[f"new_{item.field}"] = item.value
        row["who"], row["why"] = item.who, item.why
    return row


def read_corrections(path: Path, gazetteer: Gazetteer) -> tuple[tuple[Correction, ...], tuple[GeomapError, ...]]:
    """Read a spreadsheet that a reviewer filled in.

    Returns
    -------
    corrections, problems
        What is asked for; and for each cell that asks for nothing possible an error that names the line.

    Raises
    ------
    StoreError
        If the file cannot be read or has no column `claim_id`.
    """
    rows = _read_table(path)
    found: list[Correction] = []
    problems: list[GeomapError] = []
    for number, row in rows:
        for name in (*FIELDS, *ACTIONS):
            cell = row.get(name if name in ACTIONS else f"new_{name}", "").strip()
            if not cell:
                continue
            try:
                value = _checked(name, cell, row, gazetteer)
            except InvalidRecordError as error:
                problems.append(InvalidRecordError(f"{path}, line {number}: {error}"))
                continue
            if value:
                found.append(_correction(name, value, row))
    return tuple(found), tuple(problems)


def _read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "surrogatepass")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: is not UTF-8; save it as CSV in UTF-8") from error
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
        if "claim_id" not in (reader.fieldnames or ()):
            raise StoreError(f"{path}: has no column claim_id; `geomap review STORE` writes such a file")
        rows = []
        for row in reader:
            clean = {key: restore(value or "") for key, value in row.items() if isinstance(key, str)}
            if any(value.strip() for value in clean.values()):
                rows.append((reader.line_num, clean))
    except csv.Error as error:
        raise StoreError(f"{path}: is no table: {error}") from error
    return rows


def _correction(name: str, value: str, row: Mapping[str, str]) -> Correction:
    return Correction(
        claim_id=row["claim_id"].strip().removeprefix(ID_MARK),
        field=name,
        value=value,
        was=row.get("place_id" if name == "place" else name, "") if name in FIELDS else "",
        who=row.get("who", "").strip(),
        why=row.get("why", "").strip(),
        doc=row.get("doc", ""),
        quote=row.get("quote", ""),
        kind=row.get("kind", ""),
        place_id=row.get("place_id", ""),
    )


def _checked(name: str, cell: str, row: Mapping[str, str], gazetteer: Gazetteer) -> str:
    """Give the value that a cell asks for, as it is stored; empty where it asks for nothing."""
    if not row.get("claim_id", "").strip():
        raise InvalidRecordError("has no claim_id")
    if name == "reject":
        if cell.lower() not in _YES | _NO:
            raise InvalidRecordError(f"reject is {cell!r}, neither yes nor no")
        return "yes" if cell.lower() in _YES else ""
    if name == "merge_with":
        return cell.removeprefix(ID_MARK)
    if name in _CHOICES:
        by_name = {member.value.lower(): member.value for member in _CHOICES[name]}
        if cell.lower() not in by_name:
            raise InvalidRecordError(f"new_{name} is {cell!r}, none of {', '.join(by_name.values())}")
        return by_name[cell.lower()]
    if name in ("start_date", "end_date"):
        return NONE if cell.lower() == NONE else _read_day(name, cell)
    if name == "place":
        return NONE if cell.lower() == NONE else find_place(cell, gazetteer).place_id
    return cell


def _read_day(name: str, cell: str) -> str:
    """Read an ISO date, or the day.month.year that a spreadsheet may have made of it."""
    dotted = _DOTTED.fullmatch(cell)
    try:
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
        return date.fromisoformat(cell[:10]).isoformat()
    except ValueError as error:
        raise InvalidRecordError(f"new_{name} is {cell!r}, not a date like 2024-08-14") from error


def find_place(name: str, gazetteer: Gazetteer) -> Place:
    """Find the place that a person names: by id, or by name with the region or country after a comma.

    Raises
    ------
    InvalidRecordError
        If there is none, or several: names them with their ids.
    """
    from geomap.gazetteer import NameKind

    if name in gazetteer:
        return gazetteer.place(name)
    first, *rest = (part.strip() for part in name.split(","))
    ids = dict.fromkeys(hit.place_id for hit in gazetteer.lookup(first) if hit.kind is not NameKind.ADJECTIVE)
    places = [gazetteer.place(place_id) for place_id in ids]
    for part in rest:
        low = part.lower()
        places = [
            place
            for place in places
            if low == place.country.lower()
            or place.admin1.lower().startswith(low)
            or place.admin2.lower().startswith(low)
        ]
    exact = [
        place for place in places if first.lower() in {n.lower() for n in (place.name, place.name_uk, place.name_ru)}
    ]
    places = exact or places
    near = [place for place in places if place.country in ("UA", "RU")]
    if len(places) > 1 and len(near) == 1:
        places = near
    if not places:
        raise InvalidRecordError(f"new_place is {name!r}, which the gazetteer does not have; `geomap gazetteer lookup`")
    if len(places) > 1:
        listed = "; ".join(f"{p.place_id} ({p.name}, {p.admin2 or p.admin1}, {p.country})" for p in places[:5])
        raise InvalidRecordError(f"new_place is {name!r}, which may be any of {listed}: give the id")
    return places[0]


# Applying ---------------------------------------------------------------------------------------------------------


def restore_originals(corrections: Sequence[Correction], gone: Collection[str]) -> dict[str, Claim]:
    """Give the claims as they were before they were corrected, by id, of the documents that are not read anew."""
    originals: dict[str, Claim] = {}
    for item in corrections:
        if item.state == "applied" and item.original:
            claim = Claim.from_json(json.loads(item.original))
            if claim.doc not in gone:
                originals[claim.claim_id] = claim
    return originals


def apply_corrections(
    claims: Sequence[Claim], corrections: Sequence[Correction], place_of: Callable[[str], Place | None]
) -> tuple[tuple[Claim, ...], tuple[Correction, ...]]:
    """Apply corrections to the claims that they are about.

    A claim is found by its id, else by its document, quote, kind and place, if only one has all four.

    Parameters
    ----------
    claims
        As they were read.
    place_of
        Gives a place of the gazetteer by its id.

    Returns
    -------
    claims, corrections
        The claims without those rejected; and all corrections, each with its `state` and the claim's `original`.
    """
    if not corrections:
        return tuple(claims), ()
    by_id = {claim.claim_id: claim for claim in claims}
    by_words: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        by_words.setdefault((claim.doc, claim.quote, claim.kind.value, claim.place_id), []).append(claim)
    changed: dict[str, Claim | None] = {}
    done: list[Correction] = []
    for item in corrections:
        found = by_id.get(item.claim_id)
        if found is None:
            alike = by_words.get((item.doc, item.quote, item.kind, item.place_id), [])
            found = alike[0] if len(alike) == 1 and item.quote else None
        if found is None:
            done.append(replace(item, state="unmatched", original=""))
            continue
        present = changed.get(found.claim_id, found)
        try:
            after = present if present is None else _corrected(present, item, place_of, by_id)
        except InvalidRecordError:
            done.append(replace(item, state="unmatched", original=""))
            continue
        changed[found.claim_id] = after
        original = json.dumps(_bare(found).to_json(), ensure_ascii=False)
        done.append(replace(item, claim_id=found.claim_id, state="applied", original=original))
    kept = (changed.get(claim.claim_id, claim) for claim in claims)
    return tuple(claim for claim in kept if claim is not None), tuple(done)


def _bare(claim: Claim) -> Claim:
    """Give a claim without what grouping adds to it."""
    return replace(claim, group_id="", sources=1, contradicts="")


def _corrected(
    claim: Claim, item: Correction, place_of: Callable[[str], Place | None], by_id: Mapping[str, Claim]
) -> Claim | None:
    """Give the claim with one correction made and its reason in the words that the panel shows; None if rejected."""
    said = f"corrected by {item.who or 'hand'}" + (f": {item.why}" if item.why else "")
    if item.field == "reject":
        return None
    if item.field == "merge_with":
        if item.value not in by_id:
            raise InvalidRecordError(f"there is no claim {item.value} to merge with")
        return replace(claim, status_why=_reason(f"tells the same as claim {item.value}, {said}", claim.status_why))
    if item.field == "place":
        return _moved(claim, item.value, said, place_of)
    if item.field in ("start_date", "end_date"):
        return _redated(claim, item.field, item.value, said)
    kind = _CHOICES.get(item.field)
    value: Any = kind(item.value) if kind is not None else item.value
    was = getattr(claim, item.field)
    why = "claimant_why" if item.field in ("claimant", "side") else "status_why"
    reason = _reason(f"{item.field} {said} (read as {was})", getattr(claim, why))
    return replace(claim, **{item.field: value, why: reason})


def _reason(new: str, old: str) -> str:
    return f"{new}; {old}" if old else new


def _moved(claim: Claim, place_id: str, said: str, place_of: Callable[[str], Place | None]) -> Claim:
    why = _reason(f"place {said} (read as {claim.place or 'no place'})", claim.place_why)
    if place_id == NONE:
        return replace(
            claim, place="", place_id="", feature="", admin1="", country="", uncertainty_km=None, geometry=None,
            place_why=why,
        )  # fmt: skip
    place = place_of(place_id)
    if place is None:
        raise InvalidRecordError(f"the gazetteer has no place {place_id}")
    geometry = place.geometry if place.feature.value in ("river", "border") else None
    if geometry is None and place.lon is not None and place.lat is not None:
        geometry = Geometry.point(place.lon, place.lat)
    if geometry is None and (point := label_point(place.geometry)) is not None:
        geometry = Geometry.point(*point)
    return replace(
        claim,
        place=place.name,
        place_id=place.place_id,
        feature=place.feature.value,
        admin1=place.admin1,
        country=place.country,
        uncertainty_km=place.radius_km,
        geometry=rounded(geometry),
        place_why=why,
    )


def _redated(claim: Claim, name: str, value: str, said: str) -> Claim:
    day = None if value == NONE else date.fromisoformat(value)
    start, end = (day, claim.end_date) if name == "start_date" else (claim.start_date, day)
    if start is not None and end is not None and end < start:
        start, end = (day, day)
    was = f"{claim.start_date or '…'} to {claim.end_date or '…'}"
    return replace(
        claim,
        start_date=start,
        end_date=end,
        date_precision=_precision(start, end),
        date_why=_reason(f"{name.replace('_', ' ')} {said} (read as {was})", claim.date_why),
    )


def _precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None and end is None:
        return DatePrecision.UNKNOWN
    if start is None or end is None:
        return DatePrecision.OPEN
    days = (end - start).days + 1
    for longest, precision in ((1, DatePrecision.DAY), (7, DatePrecision.WEEK), (31, DatePrecision.MONTH)):
        if days <= longest:
            return precision
    return DatePrecision.YEAR if days <= 366 else DatePrecision.OPEN


def merge_groups(claims: Sequence[Claim], corrections: Iterable[Correction]) -> tuple[Claim, ...]:
    """Join the groups of claims that a person found to tell the same; their sources are counted by publisher."""
    asked = [
        (item.claim_id, item.value) for item in corrections if item.field == "merge_with" and item.state == "applied"
    ]
    if not asked:
        return tuple(claims)
    group_of = {claim.claim_id: claim.group_id for claim in claims}
    leader: dict[str, str] = {}

    def lead(group: str) -> str:
        while group in leader:
            group = leader[group]
        return group

    for one, other in asked:
        mine, theirs = lead(group_of.get(one, "")), lead(group_of.get(other, ""))
        if mine and theirs and mine != theirs:
            leader[mine] = theirs
    told: dict[str, set[str]] = {}
    most: dict[str, int] = {}
    for claim in claims:
        group = lead(claim.group_id)
        told.setdefault(group, set()).add(claim.publisher or claim.doc)
        most[group] = max(most.get(group, 0), claim.sources)
    joined = set(leader) | {lead(group) for group in leader}
    found = []
    for claim in claims:
        group = lead(claim.group_id)
        others = {lead(name) for name in claim.contradicts.split(",") if name} - {group}
        sources = max(most[group], len(told[group])) if claim.group_id in joined else claim.sources
        found.append(replace(claim, group_id=group, sources=sources, contradicts=",".join(sorted(others))))
    return tuple(found)
