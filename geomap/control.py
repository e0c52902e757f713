"""The reported state of one place over time, side by side: who says that it is held, by whom and since when.

Every claim about a place becomes a statement of the side whose claim it is. Each side keeps its own account; the place
is reported held where the accounts agree, disputed where they do not, and by nobody where nobody says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from geomap.records import Actor, Claim, ClaimKind, FeatureClass, Geometry, PlaceRole, Side, Status

__all__ = ["CONTEST_DAYS", "Account", "Approach", "PlaceState", "place_timeline", "was_known"]

CONTEST_DAYS = 60
"""An account that is this many days older than the contrary one no longer disputes it: news as old as that has mostly
been overtaken by events that no document at hand tells."""

APPROACH_DAYS = 30
"""An advance on a place that nobody has spoken of for this many days is over; a later one is another."""

OPPONENT = {Actor.UA: Actor.RU, Actor.RU: Actor.UA}
"""The parties whose holdings are followed, each with its opponent."""

CONTROL_KINDS = (
    ClaimKind.CAPTURE,
    ClaimKind.HOLD,
    ClaimKind.WITHDRAWAL,
    ClaimKind.ADVANCE,
    ClaimKind.INFILTRATION,
)
"""Kinds of claims that say something about who holds a place or comes near it."""

DISPUTED = "disputed"
"""What `held_by` says where accounts contradict each other."""

POINTLIKE = frozenset({FeatureClass.SETTLEMENT.value, FeatureClass.FACILITY.value})
"""Classes of places that are held as a whole; a claim about any other is about some part of it."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one side says about a place.

    `held_by` is `UA`, `RU`, `disputed` (the side's own sources differ) or empty; `left_by` names who is said to have
    left; `denies` those whose taking or holding is denied. `since` is the day by which the first of the statements
    has it, `as_of` the last day that any of them speaks of.
    """

    side: Side
    held_by: str
    since: date
    as_of: date
    left_by: str = ""
    denies: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()
    denial_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approach:
    """A party said to be advancing at, near or toward a place that it is not said to hold."""

    actor: Actor
    as_of: date
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is reported about a place from some day on, until the next claim changes it.

    `held_by` is `UA`, `RU`, `disputed` or empty: a place that was only left, approached or spoken of in denials is
    reported held by nobody. `claim_ids` are the claims for the holder (for a disputed place those of all holders
    named), `contrary_ids` those that say otherwise. `confirmed_by` names the sides, other than the holder's own, that
    say the same. A state never expires; `as_of` tells its age.
    """

    place_id: str
    place: str
    feature: str
    admin1: str
    country: str
    geometry: Geometry | None
    held_by: str
    since: date
    as_of: date
    claim_ids: tuple[str, ...]
    contrary_ids: tuple[str, ...] = ()
    left_by: str = ""
    confirmed_by: tuple[Side, ...] = ()
    unverified: bool = False
    accounts: tuple[Account, ...] = ()
    approaches: tuple[Approach, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the place is small enough to be held as a whole; a region is only ever held in part."""
        return self.feature in POINTLIKE

    def age_days(self, day: date) -> int:
        """Count the days from the last day that the claims speak of to `day`."""
        return max(0, (day - self.as_of).days)


def was_known(claim: Claim, known_on: date | None) -> bool:
    """Say whether a claim had been made public by a day; one without a day of its own was known on none."""
    if known_on is None:
        return True
    made = claim.reported or claim.published
    return made is not None and made <= known_on


_Statement = tuple[date, str, date, int, int, Status, bool]
"""A claim as a statement about control: the day from which it counts, the claim, the last day that it speaks of, its
effect, the slot of side and party, how the claim stands in its document, whether something changed. A plain tuple:
there are as many as claims."""

HOLDS, LEFT, DENIES, NEARS = range(4)
"""Effects of statements, in the order of a place's tables."""

SIDES = tuple(sorted(Side))
PARTIES = (Actor.RU, Actor.UA)
"""Sides and parties by number; a side's statements about a party are kept in slot `2 * side + party`, so that those
about the party's opponent are in the slot with the last bit turned."""

SLOTS = 2 * len(SIDES)


def _statement(claim: Claim) -> _Statement | None:
    """Read a claim as a statement about control, or None where it says nothing about that or has no day."""
    if claim.actor not in PARTIES or not claim.place_id:
        return None
    denied = claim.status is Status.DENIED
    inside = claim.role is PlaceRole.AT or (claim.role is PlaceRole.NEAR and claim.feature == FeatureClass.BORDER.value)
    party, effect = claim.actor, HOLDS
    if claim.kind in (ClaimKind.CAPTURE, ClaimKind.HOLD):
        if not inside:
            return None
        if denied:
            effect = DENIES
            if claim.kind is ClaimKind.HOLD and claim.side.value != OPPONENT[party].value:
                party = OPPONENT[party]
    elif claim.kind is ClaimKind.WITHDRAWAL:
        if claim.role not in (PlaceRole.AT, PlaceRole.FROM):
            return None
        effect = DENIES if denied else LEFT
        party = OPPONENT[party] if denied else party
    elif claim.kind in (ClaimKind.ADVANCE, ClaimKind.INFILTRATION):
        if claim.role is PlaceRole.FROM or (denied and not inside):
            return None
        effect = DENIES if denied else NEARS
    else:
        return None
    days = _days(claim, ended=claim.kind in (ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL) and not denied)
    if days is None:
        return None
    change = claim.kind in (ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL)
    slot = 2 * SIDES.index(claim.side) + PARTIES.index(party)
    return days[0], claim.claim_id, days[1], effect, slot, claim.status, change


def _days(claim: Claim, *, ended: bool) -> tuple[date, date] | None:
    """Give the day from which a claim counts and the last day that it speaks of.

    What happened counts from the last day on which it may have happened, which is at the latest the day of the
    report; what lasts counts from its first day.
    """
    start, end = claim.start_date, claim.end_date
    if start is None and end is None:
        return None
    made = claim.reported or claim.published
    last = end or made
    if last is None:
        if ended or start is None:
            return None
        last = start
    if made is not None and made < last:
        last = made if start is None else max(made, start)
    if start is not None and last < start:
        last = start
    return (last if ended or start is None else start), last


class _Run:
    """Statements of one side, without a break, that one party holds (or has left) a place."""

    __slots__ = ("begun", "certain", "changed", "ids", "last", "latest", "open", "overtaken", "slot")

    def __init__(self, slot: int, begun: date) -> None:
        self.slot, self.begun = slot, begun
        self.changed: date | None = None
        self.last = self.latest = begun
        self.ids: list[str] = []
        self.certain = self.open = self.overtaken = False

    @property
    def side(self) -> Side:
        return SIDES[self.slot >> 1]

    @property
    def party(self) -> Actor:
        return PARTIES[self.slot & 1]

    def add(self, statement: _Statement) -> None:
        day, claim_id, last, _, _, doubt, change = statement
        self.ids.append(claim_id)
        self.last = max(self.last, last)
        self.latest = max(self.latest, day)
        if doubt is Status.ASSERTED:
            self.certain = True
        if doubt is not Status.DISPUTED:
            self.open = True
        if change and self.changed is None:
            self.changed = day

    def supersedes(self, other: _Run) -> bool:
        """Say whether this run makes the other one, of another side, a thing of the past."""
        if self.changed is not None and self.changed > other.last:
            return True
        return (self.latest - other.last).days > CONTEST_DAYS


_Table = list[_Run | None]


class _Place:
    """The accounts of one place while its statements are read in order of their days."""

    def __init__(self) -> None:
        self.held: _Table = [None] * SLOTS
        self.left: _Table = [None] * SLOTS
        self.denied: _Table = [None] * SLOTS
        self.nearing: dict[int, _Run] = {}
        self.told: list[Account | None] = [None] * len(SIDES)
        self.tables = (self.held, self.left, self.denied)
        self.spoken: set[int] = set()
        self.touched: set[int] = set()

    def add(self, statement: _Statement) -> None:
        """Take in one of a day's statements; their order does not matter until `settle` is called."""
        day, _, _, effect, slot, _, _ = statement
        if effect == NEARS:
            near = self.nearing.get(slot & 1)
            if near is None or (day - near.last).days > APPROACH_DAYS:
                near = self.nearing[slot & 1] = _Run(slot & 1, day)
            near.add(statement)
            return
        self.touched.add(slot >> 1)
        table = self.tables[effect]
        run = table[slot]
        if run is None or run.overtaken:
            run = table[slot] = _Run(slot, day)
        run.add(statement)

    def settle(self) -> None:
        """Let the statements of one day take effect together."""
        if not self.touched:
            return
        for side in self.touched:
            self.told[side] = None
            self._replace(2 * side)
            self._replace(2 * side + 1)
        self.spoken |= self.touched
        self.touched.clear()
        self._overtake()

    def _replace(self, slot: int) -> None:
        """Let a side's later statements replace its own earlier ones."""
        held, left, denied = self.held, self.left, self.denied
        run, gone, no = held[slot], left[slot], denied[slot]
        if run is None and no is None:
            return
        rival = held[slot ^ 1]
        if no is not None:
            conceded = left[slot ^ 1]
            if (run is not None and run.latest >= no.latest) or (conceded is not None and conceded.latest >= no.latest):
                denied[slot] = no = None
        if run is not None:
            replaced = rival is not None and rival.latest > run.last
            replaced = replaced or (gone is not None and gone.latest >= run.last)
            if replaced or (no is not None and no.latest > run.last):
                held[slot] = run = None
        if gone is not None and run is not None and run.latest > gone.last:
            left[slot] = None

    def _overtake(self) -> None:
        """Mark what the statements of other sides have made a thing of the past."""
        held = [run for run in self.held if run is not None]
        left = [run for run in self.left if run is not None]
        for run in (*held, *left):
            run.overtaken = False
        if len(held) + len(left) < 2:
            return
        for run in held:
            for other in held:
                apart = other.slot ^ run.slot
                if apart & 1 and apart != 1 and other.supersedes(run):
                    run.overtaken = True
            for other in left:
                apart = other.slot ^ run.slot
                if apart & 1 or not apart:
                    continue
                if other.supersedes(run):
                    run.overtaken = True
                if run.supersedes(other):
                    other.overtaken = True

    def accounts(self) -> tuple[Account, ...]:
        """Give each side's own account, in order of the sides' names."""
        found = []
        for side in sorted(self.spoken):
            account = self.told[side]
            if account is None:
                account = self.told[side] = self._account(side)
            if account is not None:
                found.append(account)
        return tuple(found)

    def _account(self, side: int) -> Account | None:
        held, left, denied = (
            [run for run in table[2 * side : 2 * side + 2] if run is not None]
            for table in (self.held, self.left, self.denied)
        )
        main = held or left or denied
        if not main:
            return None
        return Account(
            SIDES[side],
            "" if not held else DISPUTED if len(held) > 1 else held[0].party.value,
            min(run.begun for run in main),
            max(run.last for run in [*held, *left, *denied]),
            "" if not left else left[-1].party.value,
            tuple(run.party.value for run in denied),
            _ids([*held, *left]),
            _ids(denied),
        )

    def verdict(self) -> tuple[str, list[_Run], list[_Run]]:
        """Say who is reported to hold the place, by which runs, and which runs say otherwise."""
        held = [run for run in self.held if run is not None and not run.overtaken]
        left = [run for run in self.left if run is not None and not run.overtaken]
        parties = {run.slot & 1 for run in held}
        if not parties:
            return "", left, []
        if len(parties) > 1:
            return DISPUTED, held, []
        party = held[0].slot & 1
        first = min(run.begun for run in held)
        contrary = [run for run in left if run.slot & 1 == party]
        contrary += [run for run in self.denied if run is not None and run.slot & 1 == party and run.last >= first]
        if contrary or not any(run.open for run in held):
            return DISPUTED, held, contrary
        return held[0].party.value, held, []

    def state(self, where: Claim, geometry: Geometry | None) -> PlaceState:
        """Sum the accounts up."""
        held_by, runs, contrary = self.verdict()
        others = [run for table in (self.held, self.left, self.denied) for run in table if run is not None]
        near = [run for _, run in sorted(self.nearing.items()) if run.party.value != held_by]
        every = runs or others or near or list(self.nearing.values())
        single = held_by not in ("", DISPUTED)
        return PlaceState(
            where.place_id,
            where.place,
            where.feature,
            where.admin1,
            where.country,
            geometry,
            held_by,
            min(run.begun for run in every),
            max(run.last for run in every),
            _ids(runs if held_by else []),
            _ids(contrary),
            runs[0].party.value if runs and not held_by else "",
            tuple(sorted({run.side for run in runs if single and run.side.value != held_by})),
            bool(held_by) and not any(run.certain for run in runs),
            self.accounts(),
            tuple(Approach(run.party, run.last, tuple(run.ids)) for run in near),
        )


def _ids(runs: Sequence[_Run]) -> tuple[str, ...]:
    return tuple(sorted({claim_id for run in runs for claim_id in run.ids}))


_CLAIM_ID = attrgetter("claim_id")


def place_timeline(
    claims: Sequence[Claim], geometry: Geometry | None = None, *, days: Sequence[date] | None = None
) -> tuple[tuple[date, PlaceState], ...]:
    """Follow the reported state of one place.

    Parameters
    ----------
    claims
        Claims about one place, in any order.
    geometry
        Where the place is; without it that of the first claim (by id) that has one.
    days
        Ascending days on which the state is wanted: changes that none of them shows are left out.

    Returns
    -------
    tuple of (date, PlaceState)
        Ascending; each state counts from its day until the next one's. Undated claims, intents and claims by parties
        other than the two add nothing.
    """
    read = [statement for claim in claims if (statement := _statement(claim)) is not None]
    if not read:
        return ()
    read.sort()
    starts = [statement[0] for statement in read]
    shown = {number for number, day in enumerate(starts, start=1) if number == len(starts) or starts[number] != day}
    if days is not None:
        shown &= {bisect_right(starts, day) for day in days}
    if not shown:
        return ()
    named = min(claims, key=_CLAIM_ID)
    if geometry is None and (geometry := named.geometry) is None:
        located = [claim for claim in claims if claim.geometry is not None]
        geometry = min(located, key=_CLAIM_ID).geometry if located else None
    place, found, last = _Place(), [], None
    for number, statement in enumerate(read[: max(shown)], start=1):
        if statement[0] != last:
            place.settle()
            last = statement[0]
        place.add(statement)
        if number in shown:
            place.settle()
            found.append((statement[0], place.state(named, geometry)))
    return tuple(found)
