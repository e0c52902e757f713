"""Whether a trigger tells a fact: hypotheticals, negations, attempts, plans, fears, denials and doubt around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geomap.lexicon import Hit, word_class
from geomap.records import ClaimKind, Span, Status

__all__ = ["Reading", "is_no_event", "read_modality"]

REACH = 70
"""Characters before a trigger in which a cue of its clause still governs it."""

_KINDS = {kind.value: kind for kind in ClaimKind}
_INTENT = {"plan", "order", "demand", "threat", "advice"}
_MOVES = {"capture", "advance"}
_DECIDED = {"withdrawal", "redeployment"}
"""What a commander who says that it will be done has decided."""
LAST_LATIN = "\u0400"
"""Letters behind it are Cyrillic."""
NEXT_WORD = 12
"""Characters between "will" and its verb: an adverb or "be" at most."""
_FUTURE = re.compile(r"(?:will|would|shall)\b(?!n|\s+not)")
_FAILS = {"attack", "advance", "infiltration"}


class Reading(NamedTuple):
    """How a trigger is to be taken: as which kind, with which status, and why."""

    kind: ClaimKind
    status: Status = Status.ASSERTED
    why: str = "told as a fact"


def read_modality(
    text: str, sentence: Span, clause: Span, hit: Hit, cues: Sequence[Hit], *, lowered: str
) -> Reading | None:
    """Read the cues around a trigger; `lowered` is the text in lower case.

    Returns
    -------
    Reading or None
        None where the sentence does not say that it happened, is meant or is feared.
    """
    label = hit.entry.label
    kind = _KINDS[label]
    status, why = Status.ASSERTED, "told as a fact"
    implicative = _is_implied(hit, cues)
    if len(cues) > 1 and sum(c.entry.label == "sport-and-other" for c in cues) >= 2:
        return None
    for cue in cues:
        within = cue.start < hit.end and cue.end > hit.start
        if within and cue.entry.label not in ("denial", "doubt"):
            continue
        if within and cue.entry.label == "denial" and kind is ClaimKind.HOLD:
            status, why = Status.DENIED, f"“{text[cue.start : cue.end].strip()}”"
            continue
        group = cue.entry.label
        before = clause.start <= cue.start and cue.end <= hit.start + 1 and hit.start - cue.end <= REACH
        close = before and hit.start - cue.end <= 30
        inside = clause.start <= cue.start < clause.end
        words = text[cue.start : cue.end].strip()
        if group in ("hypothetical", "question"):
            if cue.entry.fields["scope"] == "sentence" and cue.start < hit.start:
                return None
            if label in _DECIDED and close and hit.start - cue.end <= NEXT_WORD and _FUTURE.match(lowered, cue.start):
                kind, why = ClaimKind.INTENT, f"“{words}”: meant, not done"
            elif close or (before and group == "hypothetical" and cue.entry.fields["scope"] == "clause"):
                return None
        elif group == "background" and before and "history" in cue.entry.fields["cue"]:
            return None
        elif group == "negation" and close and hit.start - cue.end <= 25 and not implicative:
            if label in ("casualties", "damage", "hold", "intent", "evacuation", "withdrawal", "strike", "alert"):
                return None
            if label in _MOVES:
                kind, why = ClaimKind.ATTACK, f"“{words}”: it failed"
                if words.lower() in ("not", "не", "no", "never"):
                    return None
        elif group == "attempt" and close and label in _MOVES:
            kind, why = ClaimKind.ATTACK, f"“{words}”: tried"
        elif group in _INTENT and before and not implicative:
            if label == "prisoners" and close:
                return None
            if (
                label
                in ("capture", "advance", "attack", "strike", "withdrawal", "hold", "infiltration", "redeployment")
                and close
            ):
                kind, why = ClaimKind.INTENT, f"“{words}”: meant, not done"
        elif group == "fear" and close and label not in ("alert", "evacuation", "casualties", "damage"):
            return None
        elif group == "failure" and inside and label in _FAILS and cue.start >= hit.start - 40:
            kind, why = ClaimKind.HOLD, f"“{words}”: it was beaten off"
        elif group == "denial":
            if close and _DENIES_THIS.search(lowered, max(clause.start, cue.start - 30), cue.end + 8):
                continue
            if close and not _ENDED.search(lowered, cue.end, hit.start):
                status, why = Status.DENIED, f"“{words}”"
            elif cue.start >= hit.end and cue.start - hit.end < 90:
                status, why = Status.DISPUTED, f"“{words}”"
        elif group == "doubt" and (inside or (cue.entry.fields["scope"] == "sentence before" and cue.start >= hit.end)):
            if status is Status.ASSERTED and (
                before or cue.entry.fields["scope"] != "clause" or cue.start - hit.end < 40
            ):
                status, why = Status.UNVERIFIED, f"“{words}”"
        elif (
            group == "contradiction"
            and sentence.start <= cue.start < sentence.end
            and cue.entry.fields["scope"].startswith("sentence")
        ):
            status, why = Status.DISPUTED, f"“{words}”"
    if label in _FAILS and status is Status.ASSERTED and lowered[hit.start] > LAST_LATIN:
        undone = _undone(lowered, clause, hit, kind)
        if undone is not None:
            return undone
    if label in _MOVES and hit.entry.fields["pos"] != "noun" and _is_aim(lowered, clause, hit):
        kind, why = ClaimKind.INTENT, "called a task or aim"
    if kind is ClaimKind.HOLD and status is Status.ASSERTED and _NOT_TAKEN.search(lowered, hit.start, hit.end):
        status, why = Status.DENIED, f"“{text[hit.start : hit.end].strip()}”: says that it was not taken"
    return Reading(kind, status, why)


def _undone(lowered: str, clause: Span, hit: Hit, kind: ClaimKind) -> Reading | None:
    """Read what a Russian sentence says of an attack or move around it: not made, not let happen, not managed."""
    after = _NOT_WAGED.match(lowered, hit.end, clause.end)
    after = after or _NOT_WAGED_BEFORE.search(lowered, max(clause.start, hit.start - 40), hit.start)
    if after is not None and kind in (ClaimKind.ATTACK, ClaimKind.ADVANCE):
        return Reading(ClaimKind.ATTACK, Status.DENIED, f"“{after.group().strip()}”: says that it was not made")
    if hit.entry.label == "attack":
        return None
    for pattern, status in ((_NOT_LET, Status.ASSERTED), (_CANNOT_DO, Status.DENIED)):
        if found := pattern.match(lowered, hit.end, clause.end):
            return Reading(ClaimKind.HOLD, status, f"“{found.group().strip()}”: it did not succeed")
    return None


def _is_implied(hit: Hit, cues: Sequence[Hit]) -> bool:
    """Whether words right before a trigger say that it came about: "managed to take"."""
    return bool(cues) and any(c.entry.label == "implicative" and 0 <= hit.start - c.end < 25 for c in cues)


def _is_aim(lowered: str, clause: Span, hit: Hit) -> bool:
    """Whether an English gerund is the subject of "is the task": "pushing X out of Y is now the main task"."""
    first = _FIRST_WORD.match(lowered, hit.start)
    gerund = first is not None and first.group().endswith("ing")
    return gerund and hit.start - clause.start < 12 and bool(_AIM.search(lowered, hit.end, clause.end))


_FIRST_WORD = re.compile(r"\w+")
_AIM = word_class("aim")
_NOT_TAKEN = word_class("not_taken")
_DENIES_THIS = word_class("denies_this")
_NOT_WAGED = word_class("not_waged")
_NOT_WAGED_BEFORE = word_class("not_waged_before")
_CANNOT_DO = word_class("cannot_do")
_NOT_LET = word_class("not_let")
_ENDED = re.compile(r"[:;]\s")
_TO = re.compile(r"(?<!\w)to\s+(?:\w+ly\s+)?$")
_ATTRIBUTE = word_class("attribute")
_COPULA = word_class("copula")
_NAME = word_class("named_object")
_ACCIDENT = word_class("accident")
_FLYING = word_class("flying_subject")
FLIGHT = 70
"""Characters before a verb of advancing in which a drone may be its subject."""
_COMPOUND = re.compile(r"(?<!\bre)(?<!\bhalf)(?<!\bsemi)(?<!\bde)\w-$")
_NOUN_KINDS = {"attack", "capture", "advance", "strike", "withdrawal"}
_AS_OBJECT = word_class("as_object")
_AS_NOUN = word_class("as_noun")
_WITH_PLACE = word_class("with_place")
_NONE_AFTER = word_class("none_after")
_NONE_BEFORE = word_class("none_before")


def is_no_event(text: str, clause: Span, hit: Hit, cues: Sequence[Hit], *, lowered: str) -> bool:
    """Say whether the words right around a trigger make it no event at all."""
    label, pos = hit.entry.label, hit.entry.fields["pos"]
    implicative = _is_implied(hit, cues)
    ahead = lowered[max(clause.start, hit.start - 30) : hit.start]
    behind = lowered[hit.end : hit.end + 60]
    if label in ("casualties", "damage", "evacuation") and (_NONE_AFTER.match(behind) or _NONE_BEFORE.search(ahead)):
        return True
    if label in ("casualties", "damage") and _ACCIDENT.search(lowered, clause.start, clause.end):
        return True
    attribute = label in ("capture", "hold") and _ATTRIBUTE.match(lowered, hit.start)
    if attribute and _NAME.match(text, hit.end, hit.end + 40) and not _COPULA.search(ahead):
        return True
    if label == "prisoners" and _TO.search(ahead) and not implicative:
        return True
    if label in ("capture", "advance", "withdrawal") and _TO.search(ahead) and not implicative:
        around = [
            c.entry.label for c in cues if -2 <= hit.start - c.end <= 40 and c.entry.label in _INTENT | {"attempt"}
        ]
        return not around
    if label == "advance" and _FLYING.search(lowered, max(clause.start, hit.start - FLIGHT), hit.start):
        return True
    if label in ("hold", "capture") and pos != "noun" and _COMPOUND.search(ahead):
        return True
    with_place = _WITH_PLACE.match(text, hit.end, hit.end + 40) if pos == "noun" else None
    if pos == "noun" and label in _NOUN_KINDS and not with_place and _AS_OBJECT.search(ahead):
        return True
    if cues and label in ("capture", "attack", "withdrawal") and (pos == "noun" or _AS_NOUN.search(ahead)):
        return any(
            c.entry.label == "hypothetical" and 0 <= c.start - hit.end <= 60 and c.end <= clause.end + 1 for c in cues
        )
    return False
