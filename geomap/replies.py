"""Sentences that only speak of the claims before them: a denial without words of its own, a source named afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.attribution import REPORTER, Attribution
from geomap.events import OTHER_SIDE
from geomap.lexicon import word_class
from geomap.records import Actor, Claim, ClaimKind, Side, Span, Status, make_id

__all__ = ["denied_again", "find_denial", "is_about_before", "with_source"]

_DENIED_THIS = word_class("denied_this")
_ABOUT_THIS = word_class("about_this")
_GAINS = {ClaimKind.CAPTURE, ClaimKind.ADVANCE}
LONGEST_DENIAL = 160
"""Characters of a sentence that only denies."""


def find_denial(lowered: str, span: Span, speakers: Sequence[Attribution]) -> Attribution | None:
    """Find the party that denies, in a stretch of the text, what was said before it: "Ukraine denied this"."""
    if span.end - span.start > LONGEST_DENIAL:
        return None
    found = [
        a
        for a in speakers
        if a.denies and a.side in (Side.UA, Side.RU) and a.speech and span.start <= a.speech.start < span.end
    ]
    return found[-1] if found and _DENIED_THIS.search(lowered, span.start, span.end) else None


def denied_again(claims: Sequence[Claim], denial: Attribution, span: Span, text: str, text_id: str) -> list[Claim]:
    """Make, of the gains that a denial answers, the denials that the place was lost."""
    made = []
    side = denial.side.value
    for claim in claims:
        if claim.kind not in _GAINS or claim.actor.value != OTHER_SIDE[side] or claim.side is denial.side:
            continue
        statement = make_id(text_id, span.start, span.end, ClaimKind.HOLD)
        spoken = denial.speech or span
        made.append(
            replace(
                claim,
                claim_id=make_id(statement, claim.doc, claim.place_id),
                statement_id=statement,
                start=span.start,
                end=span.end,
                quote=text[span.start : span.end],
                kind=ClaimKind.HOLD,
                actor=Actor(side),
                claimant=denial.claimant,
                side=denial.side,
                status=Status.DENIED,
                acled="",
                quantity=None,
                quantity_max=None,
                unit="",
                trigger=text[spoken.start : spoken.end],
                claimant_why=f"{denial.why}; actor: the one who denies the loss",
                status_why=f"denies what {claim.claimant} said before",
            )
        )
    return made


def is_about_before(lowered: str, sentence: Span) -> bool:
    """Whether a sentence opens by giving the source of what was told right before: "X said this"."""
    return bool(_ABOUT_THIS.match(lowered, sentence.start, sentence.end))


def with_source(claim: Claim, source: Attribution) -> Claim:
    """Give a claim that the article told itself, or carried on from another speaker, the source named after it."""
    if claim.claimant != REPORTER and "carried on from" not in claim.claimant_why:
        return claim
    actor = claim.claimant_why.partition("; actor: ")[2]
    return replace(
        claim,
        claimant=source.claimant,
        side=source.side,
        claimant_why=f"{source.why}, named afterwards; actor: {actor}",
    )
