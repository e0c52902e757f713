"""Claims of one document against each other: what the two sides dispute, and what is told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.events import OTHER_SIDE
from geomap.records import Claim, ClaimKind, Side, Status

__all__ = ["keep_distinct", "mark_contested"]

_BLAMED = frozenset({ClaimKind.STRIKE, ClaimKind.DAMAGE})
_UNTOUCHED = frozenset({ClaimKind.CASUALTIES, ClaimKind.PRISONERS, ClaimKind.DAMAGE})
BLAME_REACH = 400
"""Characters between two accounts of one strike."""


def mark_contested(claims: Sequence[Claim]) -> list[Claim]:
    """Mark what the two sides say against each other about the same place in the same document.

    A capture or advance that the other side says did not succeed is disputed, and that answer is a denial; two sides
    that name each other as the author of one strike dispute it, and so does one that denies what the other tells.
    """
    answers = [c for c in claims if c.kind is ClaimKind.HOLD and c.side in (Side.UA, Side.RU)]
    blamed = [c for c in claims if c.kind in _BLAMED and c.side in (Side.UA, Side.RU)]
    if len({c.side for c in blamed}) < len(OTHER_SIDE):
        blamed = []
    denials = [c for c in claims if c.status is Status.DENIED and c.kind is not ClaimKind.HOLD]
    if not answers and not blamed and not denials:
        return list(claims)
    answered: set[str] = set()
    contested = {c.place_id for c in answers}
    out = []
    for claim in claims:
        answer = None
        if claim.place_id in contested:
            answer = next((other for other in answers if _answers(other, claim)), None)
        blame = next((other for other in blamed if _blames_back(other, claim)), None) if answer is None else None
        other = answer or blame or next((other for other in denials if _denies(other, claim)), None)
        if other is None:
            out.append(claim)
            continue
        if answer is not None:
            answered.add(answer.claim_id)
        why = f"{other.claimant} says otherwise: “{other.trigger}”"
        out.append(replace(claim, status=Status.DISPUTED, status_why=why))
    return [
        replace(claim, status=Status.DENIED, status_why="answers what the other side claims")
        if claim.claim_id in answered and claim.status is Status.ASSERTED
        else claim
        for claim in out
    ]


def _answers(answer: Claim, claim: Claim) -> bool:
    """Whether a claim of holding a place speaks against an asserted capture or advance of the other side."""
    return (
        claim.status is Status.ASSERTED
        and claim.kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE)
        and answer.place_id == claim.place_id
        and answer.side.value == OTHER_SIDE.get(claim.side.value)
        and answer.actor.value == OTHER_SIDE.get(claim.actor.value)
        and (answer.status is Status.DENIED or claim.kind is ClaimKind.CAPTURE)
    )


def _blames_back(other: Claim, claim: Claim) -> bool:
    """Whether the other side names this claim's claimant as the author of the same strike."""
    return (
        claim.status is Status.ASSERTED
        and claim.kind in _BLAMED
        and other.place_id == claim.place_id
        and other.side.value == OTHER_SIDE.get(claim.side.value)
        and other.actor.value == OTHER_SIDE.get(claim.actor.value)
        and other.actor.value == claim.side.value
        and abs(other.start - claim.start) < BLAME_REACH
    )


def _denies(denial: Claim, claim: Claim) -> bool:
    """Whether the other side denies this very claim: of the same kind, at the same place, soon after it."""
    return (
        claim.status is Status.ASSERTED
        and denial.kind is claim.kind
        and claim.kind in _UNTOUCHED
        and bool(claim.place_id)
        and denial.place_id == claim.place_id
        and denial.side.value == OTHER_SIDE.get(claim.side.value)
        and 0 <= denial.start - claim.start < BLAME_REACH
    )


def keep_distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Keep the first of claims that tell the same: kind, place, actor, side and days.

    A denial does not stand for what somebody else tells plainly after it.
    """
    seen: dict[tuple[object, ...], str] = {}
    ids: set[str] = set()
    kept: list[Claim] = []
    for claim in claims:
        key = (claim.kind, claim.place_id, claim.actor, claim.side, claim.start_date, claim.end_date, claim.quantity)
        denied = claim.status is Status.DENIED
        if claim.claim_id in ids or (key in seen and (denied or seen[key] in ("", claim.claimant))):
            continue
        seen[key] = claim.claimant if denied else ""
        ids.add(claim.claim_id)
        kept.append(claim)
    return kept
