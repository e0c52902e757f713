"""Who acts: the forces that a clause names, as subject or object of its verb, else what the claimant or place tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from geomap.clauses import keep_longest
from geomap.events import OTHER_SIDE, Event
from geomap.lexicon import Hit, Lexicon, word_class
from geomap.marks import Marks
from geomap.records import Actor, ClaimKind, Side, Span

__all__ = ["Actors"]

_ACTORS: dict[str, Actor] = {actor.value: actor for actor in Actor}
Mention = tuple[int, str, str]
"""Where a force is named, its side, and the words."""

# Kinds that mean attackers and holders of a place: who holds it tells who acts even where neither side speaks.
_DEFENDED = {ClaimKind.HOLD, ClaimKind.ATTACK, ClaimKind.INFILTRATION}
# Kinds whose doer is the claimant where the words of speech name one side and nothing else does.
_CLAIMANTS_OWN = {ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL, ClaimKind.HOLD, ClaimKind.ADVANCE, ClaimKind.INTERCEPT}
_OF_ITSELF = word_class("of_itself")
OBJECT_REACH = 40
"""Characters after a verb within which a force is its object."""
_APART = word_class("new_subject")
_ENEMY_OBJECT = re.compile(r"\bobj(?:\(acc\))?=(?:enemy|troops)")
_ENEMY_SUBJECT = re.compile(r"subj(?:\(nom\))?=enemy")
_VERBS = ("verb", "multiword")
_CLEARED = word_class("cleared_of")
_THAT_DID = word_class("that_did")
_BY_DOING = word_class("by_doing")
_HOSTILE = word_class("hostile")
# Kinds whose noun takes the adjective of the one who acts: "the Russian advance", "a Ukrainian strike".
_OF_A_SIDE = {ClaimKind.ATTACK, ClaimKind.ADVANCE, ClaimKind.STRIKE, ClaimKind.WITHDRAWAL, ClaimKind.CAPTURE}
_NATION_BEFORE = word_class("nation_before")
_LOSER = re.compile(r"\b(?:subj(?:\(nom\))?|poss)=loser")
_DEFAULT = re.compile(r"default actor=(?P<actor>UA|RU)")
_BY_DEFAULT = {ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.HOLD}
# What people and buildings suffer is the doing of those who do not hold the place, whoever tells it.
_SUFFERED = {ClaimKind.CASUALTIES, ClaimKind.DAMAGE}
# What comes from afar is told without its author more often than it goes on with the force of the clause before.
_FROM_AFAR = {ClaimKind.STRIKE, ClaimKind.DAMAGE, ClaimKind.CASUALTIES}
_FREED = word_class("freed")
# Kinds that change who holds a place: told by neither side, the place's own country held it until then.
_TURNS = {ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.WITHDRAWAL}
_TURNED = {
    ClaimKind.ATTACK,
    ClaimKind.CAPTURE,
    ClaimKind.ADVANCE,
    ClaimKind.INTENT,
    ClaimKind.HOLD,
    ClaimKind.PRISONERS,
}
"""Kinds whose passive turns the one named into the one who suffers it."""
_LOSER_SUBJECT = re.compile(r"subj(?:\(nom\))?=loser")
_AUXILIARY = re.compile(r"\b(?:was|were|been|being)\s")
_PRONOUN_SUBJECT = re.compile(r"\b(?:it|they|he|вона|вони|він|оно|они|он)\s+(?:had\s+|has\s+|have\s+)?$")
_STOPPED_OBJECT = re.compile(r"\bobj(?:\(acc\))?=(?:enemy|troops|attack)|subj=attack")
_PASSIVE_WORD = word_class("passive_word")
_FROM_ENEMY = word_class("from_enemy")
_AGAINST = word_class("against")
_INSTALLED = re.compile(r"-(?:appointed|installed|backed|imposed|named|held|controlled|occupied|annexed|run|allied)\b")
_OWN_FORCES = word_class("own_forces")
_UNDER_OWN = re.compile(r"^\s*(?:by|of|in|the|за|у|в|під|под)?\s*(?:the\s+)?$")
_SURRENDER = word_class("surrender")
_OWNED_GROUND = word_class("owned_ground")
_ASSAULTS_OF = word_class("assaults_of")
_ON_GROUND = {ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.STRIKE, ClaimKind.HOLD}
_HITS = {ClaimKind.STRIKE, ClaimKind.ATTACK}
_NATION_AFTER = word_class("nation_after")
_ARM = word_class("arm")
_MILITARY_TARGET = word_class("military_target")
_SHOWS = word_class("shows")
_AGENT = word_class("agent")
_STATE = word_class("state_of_control")
_PASSIVE = word_class("passive")
_MUTUAL = word_class("mutual")
_WEAPON = word_class("weapon")
_ATTACKING = word_class("attacking")
_STORMING = word_class("storming")
_STRUCK = word_class("struck_before")


class Actors:
    """Finds who acts in the events of one document.

    Parameters
    ----------
    text, lowered
        The text as printed, and normalised in lower case.
    marks
        The words that mark it.
    partisan
        Side of an author who takes sides, for words such as "the enemy".
    is_land
        Whether the name of a state at an offset stands for its land.
    """

    def __init__(
        self,
        text: str,
        lowered: str,
        marks: Marks,
        lexicon: Lexicon,
        *,
        partisan: Side,
        is_land: Callable[[int], bool],
    ) -> None:
        self.text, self.lowered, self.lexicon = text, lowered, lexicon
        self._marks = marks
        self.partisan = partisan
        self._is_land = is_land
        self._hits: list[Hit] = []
        self._forces: dict[Span, list[Hit]] = {}

    def actor(self, event: Event, country: str) -> tuple[Actor, str]:
        """Say who acts in an event, and by which words; `country` is that of whoever holds the place."""
        side = event.attribution.side
        kind = event.kind
        speech = event.attribution.speech
        first, last, _ = event.trigger
        inside: list[Mention] = []
        if any(hit.start >= first and hit.end <= last for hit in self._hits):
            inside = self._sides(Span(first, last), side, adjectives=True)
        if inside and inside[0][1] in OTHER_SIDE:
            named, words = inside[0][1], inside[0][2]
            stated = _STATE.search(self.lowered, event.trigger.start, event.trigger.end)
            enemy = _ENEMY_OBJECT.search(event.trigger.entry.fields["frame"]) or _CLEARED.match(
                self.lowered, event.trigger.start, inside[0][0]
            )
            if kind in (ClaimKind.CAPTURE, ClaimKind.INTENT) and enemy:
                return _ACTORS[OTHER_SIDE[named]], f"against “{words}”"
            if kind is ClaimKind.CAPTURE or (kind is ClaimKind.HOLD and stated):
                return _ACTORS[named], f"“{words}”"
            if kind is ClaimKind.INTERCEPT:
                shot = _WEAPON.search(self.lowered, event.trigger.start, event.trigger.end)
                hostile = _HOSTILE.search(words.lower())
                owner = bool(hostile) or (shot is not None and inside[0][0] <= shot.start())
                return _ACTORS[OTHER_SIDE[named] if owner else named], f"“{words}”"
            if kind in (ClaimKind.PRISONERS, ClaimKind.HOLD):
                return _ACTORS[OTHER_SIDE[named]], f"against “{words}”"
            armed = kind is ClaimKind.STRIKE and _WEAPON.search(self.lowered, inside[0][0], event.trigger.end)
            if armed and not _AGAINST.search(self.lowered, event.trigger.start, inside[0][0]):
                return _ACTORS[named], f"“{words}”"
        if kind in _OF_A_SIDE:
            noun = event.trigger.entry.fields["pos"] == "noun"
            opening = max(event.sentence.start, event.trigger.start - 30)
            nation = _NATION_BEFORE.search(self.lowered, opening, event.trigger.start)
            if nation and (noun or len(nation.group().split()) == 1):
                return Actor.UA if nation.lastgroup == "ua" else Actor.RU, f"“{nation.group().strip()}”"
        named_sides = [m for m in self._sides(event.sentence, side) if m[1] in ("UA", "RU", "other")]
        own = [m for m in named_sides if not _within(speech, m[0])]
        before = self._subjects([m for m in own if event.clause.start <= m[0] <= event.trigger.start], event)
        after = [m for m in own if event.trigger.start < m[0] < event.clause.end]
        mutual = kind is ClaimKind.ATTACK and _MUTUAL.search(self.lowered, event.trigger.start, event.trigger.end)
        if not before and not after and not mutual and (side not in OTHER_SIDE or kind not in _FROM_AFAR):
            earlier = [m for m in own if m[0] < event.clause.start]
            before = self._subjects(earlier, event) or earlier
        if speech and side in OTHER_SIDE:
            did = kind in _CLAIMANTS_OWN and _THAT_DID.fullmatch(self.lowered, speech.end, event.trigger.start)
            if did or _OF_ITSELF.match(self.lowered, speech.end, event.trigger.end):
                return _ACTORS[side], "the claimant of itself"
        if not before and not after and kind in _CLAIMANTS_OWN:
            before = [m for m in named_sides if m[0] < event.trigger.start]
        if _BY_DOING.search(self.lowered, max(event.sentence.start, event.trigger.start - 12), event.trigger.start):
            subject = [m for m in own if m[0] < event.trigger.start]
            before, after = subject[:1] or before, [] if subject else after
        own_forces = not before and _OWN_FORCES.match(self.lowered, event.clause.start, event.trigger.start)
        if own_forces and side in OTHER_SIDE:
            return _ACTORS[side], f"“{own_forces.group()}” of the claimant"
        if kind is ClaimKind.EVACUATION and after:
            after = after if _AGENT.search(self.lowered, event.trigger.end, after[0][0]) else []
        victim = self._victim(event, before, after)
        if victim:
            return _ACTORS[OTHER_SIDE[victim[0]]], f"against “{victim[1]}”"
        if (before or after) and kind is not ClaimKind.ALERT:
            return self._by_frame(kind, event, before, after)
        if mutual:
            return (Actor.UNKNOWN if country in ("UA", "RU", "") else Actor.OTHER), "both sides fight"
        frame = event.trigger.entry.fields["frame"]
        if kind is ClaimKind.CAPTURE and side in OTHER_SIDE and _LOSER.search(frame):
            return _ACTORS[OTHER_SIDE[side]], "lost by the claimant"
        if kind in _BY_DEFAULT and (default := _DEFAULT.search(frame)):
            return _ACTORS[default["actor"]], "the word itself tells"
        if kind in _TURNS and side not in OTHER_SIDE and country in OTHER_SIDE:
            freed = _FREED.search(self.lowered, event.trigger.start, event.trigger.end)
            kept = kind is ClaimKind.WITHDRAWAL or freed is not None
            return _ACTORS[country if kept else OTHER_SIDE[country]], "by who holds the place until then"
        storms = kind is ClaimKind.ATTACK and _STORMING.match(self.lowered, event.trigger.start)
        if storms and side in OTHER_SIDE and country == OTHER_SIDE[side]:
            return _ACTORS[side], "who does not hold the place storms it"
        if kind is ClaimKind.STRIKE and side in OTHER_SIDE and self._hits_an_army(event):
            return _ACTORS[side], "the claimant tells of the enemy's losses"
        by, how = self.lexicon.defaults.get(kind, ("claimant", "same"))
        if by == "place" and country not in OTHER_SIDE and side in OTHER_SIDE:
            country = side.value
        basis = country if by == "place" or side not in OTHER_SIDE else side.value
        if kind in _SUFFERED and side not in OTHER_SIDE:
            basis = country
        told_by_party = by == "place" or kind in _SUFFERED or side in OTHER_SIDE or kind in _DEFENDED
        if basis in OTHER_SIDE and told_by_party:
            return _ACTORS[basis if how == "same" else OTHER_SIDE[basis]], f"by the {by}"
        if country not in ("UA", "RU", ""):
            return Actor.OTHER, "a war between others"
        return Actor.UNKNOWN, "not named"

    def _hits_an_army(self, event: Event) -> bool:
        """Whether a party shows its strike, or names what only an army has and its owner would not tell of."""
        speech = event.attribution.speech
        if speech and _SHOWS.search(self.lowered, speech.start, speech.end):
            return True
        return bool(_MILITARY_TARGET.search(self.lowered, event.clause.start, event.clause.end))

    def _victim(self, event: Event, before: Sequence[Mention], after: Sequence[Mention]) -> tuple[str, str] | None:
        """Tell whose ground, attack or property stands as the object of a verb without a force as its subject."""
        trigger = event.trigger
        if after and not before and event.kind in _ON_GROUND and after[0][1] in OTHER_SIDE:
            gap = self.lowered[trigger.end : after[0][0]]
            if _OWNED_GROUND.search(gap) or (event.kind is ClaimKind.HOLD and _ASSAULTS_OF.search(gap)):
                return after[0][1], after[0][2]
        if event.kind not in _HITS or trigger.entry.fields["pos"] not in _VERBS or after:
            return None
        named = _NATION_AFTER.match(self.lowered, trigger.end, event.clause.end)
        if named is None or (before and not _ARM.search(before[-1][2].lower())):
            return None
        if _PASSIVE.search(self.lowered, max(event.clause.start, trigger.start - 25), trigger.start):
            return None
        return "UA" if named.lastgroup == "ua" else "RU", named.group().strip()

    def _subjects(self, mentions: list[Mention], event: Event) -> list[Mention]:
        """Leave out those that are objects of another verb: they follow it without a mark between."""
        if not mentions or len(event.hits) < 2:
            return mentions
        verbs = [h for h in event.hits if h.entry.fields["pos"] in _VERBS and h.start != event.trigger.start]
        kept = []
        for mention in mentions:
            earlier = [h for h in verbs if h.end <= mention[0]]
            between = self.lowered[earlier[-1].end : mention[0]] if earlier else ","
            if _APART.search(between) or len(between) > OBJECT_REACH:
                kept.append(mention)
        return kept

    def _by_frame(
        self, kind: ClaimKind, event: Event, before: list[Mention], after: list[Mention]
    ) -> tuple[Actor, str]:
        first = before[-1] if before else after[0]
        side, words = first[1], first[2]
        trigger = event.trigger
        frame = trigger.entry.fields["frame"]
        flip = False
        if before and _PRONOUN_SUBJECT.search(
            self.lowered, max(event.sentence.start, trigger.start - 12), trigger.start
        ):
            first = before[0]
            side, words = first[1], first[2]
        if before and kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE) and _LOSER_SUBJECT.match(frame):
            return _ACTORS[OTHER_SIDE.get(side, side)], f"lost by “{words}”"
        if before and kind is ClaimKind.HOLD and _ENEMY_SUBJECT.match(frame):
            return _ACTORS[OTHER_SIDE.get(side, side)], f"against “{words}”"
        if kind is ClaimKind.CASUALTIES and before and _ENEMY_OBJECT.search(frame):
            side = after[0][1] if after else OTHER_SIDE.get(side, side)
            return _ACTORS[side], f"lost to “{words}”"
        passive = kind in _TURNED and bool(
            _PASSIVE.search(self.lowered, max(event.clause.start, trigger.start - 25), trigger.start)
            or _AUXILIARY.search(self.lowered, trigger.start, trigger.end)
            or trigger.entry.fields["pos"] == "participle"
        )
        gap = self.lowered[trigger.end : first[0]] if not before else ""
        verb = trigger.entry.fields["pos"] == "verb" and not passive and (words.isascii() or _accusative(words))
        if kind is ClaimKind.ATTACK and not before and (verb or _ENEMY_OBJECT.search(frame)):
            flip = not _AGENT.search(gap + words.lower())
        elif kind in (ClaimKind.CAPTURE, ClaimKind.ADVANCE, ClaimKind.INTENT) and _ENEMY_OBJECT.search(frame):
            dislodged = passive or _PASSIVE_WORD.search(self.lowered, trigger.start, trigger.end)
            flip = bool(dislodged) if before else not _AGENT.search(gap + words.lower())
            if before and not dislodged and before[-1][0] < trigger.start and _accusative(words):
                flip = True
        elif kind is ClaimKind.CAPTURE and not before and _FROM_ENEMY.search(gap):
            flip = True
        elif (
            (kind is ClaimKind.HOLD and not before)
            or (kind is ClaimKind.HOLD and trigger.entry.label in ("attack", "advance", "infiltration"))
            or (kind is ClaimKind.HOLD and passive and not after and _STOPPED_OBJECT.search(frame))
        ):
            own = not before and trigger.entry.label == "hold" and not _ENEMY_OBJECT.search(frame)
            flip = not own or not (_UNDER_OWN.search(gap) or trigger.entry.fields["pos"] == "verb")
        elif kind is ClaimKind.HOLD and before and _ATTACKING.search(self.lowered, before[-1][0], trigger.end):
            flip = not after or after[0][1] == side
        elif kind is ClaimKind.INTERCEPT:
            weapon = (
                _WEAPON.search(words.lower())
                or _WEAPON.search(self.lowered, first[0], max(first[0], min(trigger.start, first[0] + len(words) + 25)))
                or (trigger.start - first[0] < len(words) + 25 and _WEAPON.match(self.lowered, trigger.start))
            )
            weapon = weapon if first[0] < trigger.start else None
            flip = bool(weapon) or (not before and bool(after))
        elif kind is ClaimKind.STRIKE and before and self._is_target(event, before[-1][0]):
            flip = True
        elif kind is ClaimKind.STRIKE and not before:
            if trigger.entry.fields["pos"] == "noun":
                flip = bool(_AGAINST.search(self.lowered[trigger.start : first[0]]))
            else:
                flip = not _AGENT.search(self.lowered[trigger.start : first[0] + len(words)])
        elif (
            kind is ClaimKind.STRIKE
            and before
            and _PASSIVE.search(self.lowered, max(event.clause.start, trigger.start - 25), trigger.start)
        ):
            flip = not _WEAPON.search(self.lowered, first[0], trigger.start)
        elif kind is ClaimKind.PRISONERS:
            flip = not before or passive or bool(_SURRENDER.search(self.lowered, trigger.start, trigger.end))
        actor = OTHER_SIDE.get(side, side) if flip else side
        return _ACTORS[actor], f"against “{words}”" if flip else f"“{words}”"

    def _is_target(self, event: Event, at: int) -> bool:
        """Whether a force named before a word of striking is what is struck: "по позициям врага"."""
        return bool(_STRUCK.search(self.lowered, max(event.clause.start, at - 40), at))

    def read(self, sentence: Span, hits: Sequence[Hit]) -> None:
        """Take in the forces named in the sentence that the next events stand in."""
        self._hits = [hit for hit in hits if hit.start >= sentence.start and hit.end <= sentence.end]
        self._forces = {}

    def forces(self, span: Span) -> list[Hit]:
        """Find the names of forces in a stretch of the sentence read last."""
        found = self._forces.get(span)
        if found is None:
            start, end = span
            found = self._forces[span] = keep_longest([h for h in self._hits if h.start >= start and h.end <= end])
        return found

    def _sides(self, span: Span, claimant: Side, adjectives: bool = False) -> list[Mention]:
        out: list[Mention] = []
        if not self._hits:
            return out
        teller = claimant.value if claimant in OTHER_SIDE else self.partisan.value
        turned = teller in OTHER_SIDE and teller != self.partisan.value
        for hit in self.forces(span):
            label = hit.entry.label
            decided = hit.entry.fields["decided"]
            if decided == "by place" or (decided == "adjective" and not adjectives):
                continue
            if turned and decided == "by speaker" and label in OTHER_SIDE:
                label = OTHER_SIDE[label]
            if self._is_land(hit.start) or self._marks.ending("border_of", hit.start):
                continue
            if self.lowered.startswith("-", hit.end) and _INSTALLED.match(self.lowered, hit.end):
                continue
            if label == "opposite":
                label = OTHER_SIDE.get(teller, "unknown")
            elif label == "speaker":
                label = teller
            out.append((hit.start, label, self.text[hit.start : hit.end]))
        return out


def _accusative(words: str) -> bool:
    """Whether a Ukrainian or Russian name of a force stands in the accusative: "ворога", "противника"."""
    return bool(re.search(r"(?:ворога|противника|врага|росіян|россиян|окупант\w+|оккупант\w+)$", words.lower()))


def _within(span: Span | None, at: int) -> bool:
    return span is not None and span.start <= at < span.end
