"""The same event told in several documents: which claims belong together, how many sources tell it, who says otherwise.

Claims of one kind by one actor at one place, whose days meet, make a group. Copies and paraphrases of one report, and
documents of one publisher, are one source. Groups that cannot both be true point at each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from geomap.records import Actor, Claim, ClaimKind, Document, PlaceRole, Side, Status, make_id
from geomap.text import fold
from geomap.wires import Story, find_stories, source_name

__all__ = ["ANSWER_DAYS", "group_claims"]

ANSWER_DAYS = 7
"""What is said to last contradicts what the other side said to have happened up to this many days before."""

DENIAL_DAYS = 14
"""A denial answers claims about this many days before it."""

NARROW_DAYS = 7
"""An interval of more days does not tell one event from the next; such claims are grouped among themselves."""

ONCE_DAYS = 3
"""One place's capture or loss is dated by the event in one report, by its announcement in another: so far apart."""

ONCE_KINDS = frozenset({ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL})
"""What happens to a place once in a while: reports of it a few days apart tell of one event."""

SAME_QUANTITY = 0.1
"""Numbers that differ by no more than this share are one number, rounded."""

POINTLIKE = frozenset({"settlement", "facility"})
"""Places where an event is told by kind and day; in a wider one the number tells reports apart too."""

FRONT_KINDS = frozenset(
    {ClaimKind.CAPTURE, ClaimKind.HOLD, ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.INFILTRATION}
)
"""What the sides contradict each other about in places that are not held as a whole."""

OPPONENT = {Actor.UA: Actor.RU, Actor.RU: Actor.UA}

ROLES = {PlaceRole.AT: "at", PlaceRole.FROM: "from", PlaceRole.NEAR: "near", PlaceRole.TOWARD: "near"}


@dataclass(slots=True)
class _Group:
    """Claims that tell one event; `start` to `end` are the days of all of them."""

    group_id: str
    kind: ClaimKind
    actor: Actor
    place_id: str
    feature: str
    role: str
    denied: bool
    members: list[int]
    start: date | None
    end: date | None
    own_denial: bool
    disputed: bool
    sides: frozenset[Side]


def group_claims(claims: Sequence[Claim], documents: Sequence[Document | Story] = ()) -> tuple[Claim, ...]:
    """Find out which claims tell the same event, how many sources do, and which contradict each other.

    Parameters
    ----------
    claims
        In any order; what they say about groups so far is not read.
    documents
        Where the claims come from, or what `read_story` took of them; without a claim's document the quotes of its
        claims stand in for the text.

    Returns
    -------
    tuple of Claim
        The same claims in the same order, with `group_id`, `sources` and `contradicts` set. Groups and their ids do
        not depend on the order of claims or documents.
    """
    sources = _sources(claims, documents)
    groups = [
        group
        for _, members in sorted(_alike(claims).items(), key=lambda item: str(item[0]))
        for group in _split(claims, members)
    ]
    contrary = _contradictions(groups)
    found = list(claims)
    for group in groups:
        count = _count_sources({claims[number].doc for number in group.members}, sources)
        against = ",".join(sorted(contrary.get(group.group_id, ())))
        for number in group.members:
            found[number] = replace(claims[number], group_id=group.group_id, sources=count, contradicts=against)
    return tuple(found)


def _alike(claims: Sequence[Claim]) -> dict[tuple[object, ...], list[int]]:
    """Bring together the numbers of claims of one kind by one actor at one place."""
    found: dict[tuple[object, ...], list[int]] = {}
    for number in sorted(range(len(claims)), key=lambda number: claims[number].claim_id):
        claim = claims[number]
        role = "at" if claim.kind is ClaimKind.WITHDRAWAL and claim.role is PlaceRole.FROM else ROLES[claim.role]
        found.setdefault((claim.kind, claim.actor, claim.place_id, role, claim.status is Status.DENIED), []).append(
            number
        )
    return found


def _split(claims: Sequence[Claim], members: Sequence[int]) -> list[_Group]:
    """Part claims of one kind, actor and place into events by their days, in wide places by their numbers too."""
    first = claims[members[0]]
    loose: list[int] = []
    dated: list[int] = []
    for number in members:
        (dated if first.place_id and claims[number].interval is not None else loose).append(number)
    found = []
    by_quote: dict[str, list[int]] = {}
    for number in loose:
        by_quote.setdefault(f"{_days(claims[number])}{fold(claims[number].quote)}", []).append(number)
    found += [_group(claims, numbers, quote) for quote, numbers in by_quote.items()]
    for numbers, lead in _by_quantity(claims, dated):
        narrow = [number for number in numbers if _length(claims[number]) <= NARROW_DAYS]
        wide = [number for number in numbers if _length(claims[number]) > NARROW_DAYS]
        slack = ONCE_DAYS if first.kind in ONCE_KINDS else 0
        events = _by_day(claims, narrow, slack)
        if len(events) == 1 and first.kind in ONCE_KINDS:
            core = claims[events[0][0]].end_date
            inside = [number for number in wide if core is not None and _contains(claims[number], core)]
            events[0].extend(inside)
            wide = [number for number in wide if number not in set(inside)]
        events += _by_day(claims, wide, 0)
        found += [_group(claims, event, lead) for event in events]
    return found


def _days(claim: Claim) -> str:
    return f"{claim.start_date or ''}/{claim.end_date or ''}/"


def _length(claim: Claim) -> int:
    return claim.interval.days if claim.interval is not None else 0


def _contains(claim: Claim, day: date) -> bool:
    return claim.start_date is not None and claim.end_date is not None and claim.start_date <= day <= claim.end_date


def _by_quantity(claims: Sequence[Claim], numbers: Sequence[int]) -> list[tuple[list[int], str]]:
    """Part claims about wide places by their quantity, each part with a word for it; others stay together."""
    if not numbers or claims[numbers[0]].feature in POINTLIKE:
        return [(list(numbers), "")] if numbers else []
    by_unit: dict[str, list[int]] = {}
    for number in numbers:
        quantity = claims[number].quantity
        by_unit.setdefault(claims[number].unit if quantity is not None else "none", []).append(number)
    found: list[tuple[list[int], str]] = []
    for unit, members in by_unit.items():
        members.sort(key=lambda number: claims[number].quantity or 0.0)
        last: float | None = None
        for number in members:
            quantity = claims[number].quantity or 0.0
            if last is None or quantity > last * (1 + SAME_QUANTITY):
                found.append(([], f"{quantity:g} {unit}" if unit != "none" else ""))
            found[-1][0].append(number)
            last = quantity
    return found


def _by_day(claims: Sequence[Claim], numbers: Sequence[int], slack: int) -> list[list[int]]:
    """Part dated claims so that those of one part share a day, give or take `slack` days."""

    def bounds(number: int) -> tuple[date, date, str]:
        claim = claims[number]
        assert claim.start_date is not None and claim.end_date is not None
        return claim.end_date, claim.start_date, claim.claim_id

    found: list[list[int]] = []
    stab: date | None = None
    for number in sorted(numbers, key=bounds):
        end, start, _ = bounds(number)
        if stab is None or start > stab + timedelta(days=slack):
            found.append([])
            stab = end
        found[-1].append(number)
    return found


def _group(claims: Sequence[Claim], members: list[int], lead: str) -> _Group:
    told = [claims[number] for number in members]
    first = told[0]
    starts = [claim.start_date for claim in told if claim.start_date is not None]
    ends = [claim.end_date for claim in told if claim.end_date is not None]
    denied = first.status is Status.DENIED
    role = "at" if first.kind is ClaimKind.WITHDRAWAL and first.role is PlaceRole.FROM else ROLES[first.role]
    day = min(ends) if ends else None
    wide = any(_length(claim) > NARROW_DAYS for claim in told)
    ident = make_id("group", first.kind, first.actor, first.place_id, role, denied, day, wide, lead)
    return _Group(
        ident,
        first.kind,
        first.actor,
        first.place_id,
        first.feature,
        role,
        denied,
        members,
        min(starts) if starts and ends else None,
        max(ends) if starts and ends else None,
        any(claim.side.value != OPPONENT.get(first.actor, first.actor).value for claim in told),
        any(claim.status is Status.DISPUTED for claim in told),
        frozenset(claim.side for claim in told),
    )


def _contradictions(groups: Iterable[_Group]) -> dict[str, set[str]]:
    """Give for each group's id those of the groups that say otherwise."""
    found: dict[str, set[str]] = {}
    speaking = [group for group in groups if group.place_id and group.start is not None and group.role != "near"]
    near_denied = {(g.place_id, g.role) for g in groups if g.denied and g.start is not None}
    speaking += [g for g in groups if g.start is not None and g.role == "near" and (g.place_id, g.role) in near_denied]
    speaking.sort(key=lambda group: (group.place_id, group.start, group.group_id))
    for _, at_place in groupby(speaking, key=lambda group: group.place_id):
        every = list(at_place)
        kinds = FRONT_KINDS | ONCE_KINDS | {group.kind for group in every if group.denied}
        here = [group for group in every if group.disputed or group.kind in kinds]
        for at, first in enumerate(here):
            for second in here[at + 1 :]:
                assert first.end is not None and second.start is not None
                if second.start > first.end + timedelta(days=DENIAL_DAYS):
                    break
                if _contradict(first, second) or _contradict(second, first):
                    found.setdefault(first.group_id, set()).add(second.group_id)
                    found.setdefault(second.group_id, set()).add(first.group_id)
    return found


def _contradict(first: _Group, second: _Group) -> bool:
    """Say whether `second`, as an answer or an account of its own, says otherwise than `first`."""
    opposed = OPPONENT.get(first.actor) is second.actor
    if first.denied:
        return False
    if second.denied:
        if not _follows(first, second, DENIAL_DAYS, before=1):
            return False
        if second.kind is ClaimKind.HOLD and second.own_denial and not opposed and first.kind is ClaimKind.HOLD:
            return False
        if first.kind is second.kind and first.actor is second.actor:
            return first.role == second.role
        if second.kind is ClaimKind.CAPTURE and first.kind is ClaimKind.HOLD:
            return first.actor is second.actor
        if second.kind in (ClaimKind.HOLD, ClaimKind.WITHDRAWAL) and second.own_denial:
            denied = first.kind in (ClaimKind.CAPTURE, ClaimKind.HOLD, ClaimKind.INFILTRATION)
            denied = denied or (first.kind is ClaimKind.ADVANCE and first.disputed)
            return (opposed and denied) or (first.actor is second.actor and first.kind is ClaimKind.WITHDRAWAL)
        return False
    if first.kind is ClaimKind.WITHDRAWAL and second.kind is ClaimKind.HOLD:
        apart = first.actor is second.actor and not first.sides & second.sides
        return apart and first.feature in POINTLIKE and _follows(first, second, ANSWER_DAYS)
    if not opposed:
        return False
    if first.feature not in POINTLIKE:
        told = first.kind in FRONT_KINDS and second.kind in FRONT_KINDS and ClaimKind.HOLD in (first.kind, second.kind)
        return told and (first.disputed or second.disputed) and _follows(first, second, 1)
    if first.kind is ClaimKind.CAPTURE and second.kind is ClaimKind.HOLD:
        return _follows(first, second, ANSWER_DAYS)
    pair = {first.kind, second.kind}
    return pair <= {ClaimKind.CAPTURE, ClaimKind.HOLD} and first.kind is second.kind and _follows(first, second, 0)


def _follows(first: _Group, second: _Group, days: int, *, before: int = 0) -> bool:
    """Say whether the second group's days meet the first's, or come up to `days` after or `before` days before them."""
    assert first.start is not None and first.end is not None and second.start is not None and second.end is not None
    early, late = first.start - timedelta(days=before), first.end + timedelta(days=days)
    return second.end >= early and second.start <= late


def _sources(claims: Sequence[Claim], documents: Sequence[Document | Story]) -> dict[str, tuple[str, str]]:
    """Give for each document the report that it tells and who published it (empty where nobody knows)."""
    given: dict[str, Document | Story] = {document.doc_id: document for document in documents}
    quotes: dict[str, dict[tuple[int, int], Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.claim_id):
        if claim.doc not in given:
            quotes.setdefault(claim.doc, {}).setdefault((claim.start, claim.end), claim)
    for doc_id, told in quotes.items():
        ordered = [told[span] for span in sorted(told)]
        first = ordered[0]
        text = "\n".join(dict.fromkeys(claim.quote for claim in ordered))
        given[doc_id] = Document(doc_id, text, first.title, first.publisher, first.url, first.lang, first.published)
    wanted = {claim.doc for claim in claims}
    used = [document for doc_id, document in given.items() if doc_id in wanted]
    stories = find_stories(used)
    return {
        item.doc_id: (stories[item.doc_id], item.source if isinstance(item, Story) else source_name(item))
        for item in used
    }


def _count_sources(documents: set[str], sources: dict[str, tuple[str, str]]) -> int:
    """Count the documents, those of one report or one publisher as one."""
    if len(documents) == 1:
        return 1
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for doc_id in sorted(documents):
        story, publisher = sources[doc_id]
        keys = [f"story {story}", *([f"publisher {publisher}"] if publisher else [])]
        for key in keys[1:]:
            leader[find(key)] = find(keys[0])
    return len({find(f"story {sources[doc_id][0]}") for doc_id in documents})
