"""Movements that the claims themselves describe: from one place, toward another, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from geomap.records import Claim, ClaimKind, PlaceRole

__all__ = ["claimed_movements"]

MOVING_KINDS = {
    ClaimKind.ADVANCE,
    ClaimKind.WITHDRAWAL,
    ClaimKind.CAPTURE,
    ClaimKind.ATTACK,
    ClaimKind.INFILTRATION,
    ClaimKind.REDEPLOYMENT,
}
"""Kinds of claims in which someone goes somewhere."""
LONGEST = 12
"""A statement that names more places than this is a list, not a movement."""


def claimed_movements(claims: Sequence[Claim], place_numbers: Sequence[int]) -> list[tuple[int, int, int]]:
    """Pair the origins and the destinations of each statement.

    Parameters
    ----------
    claims, place_numbers
        The n claims, and for each the number of its place or -1.

    Returns
    -------
    list of (claim, origin, destination)
        `claim` counts in `claims`: the one that carries the destination. A withdrawal "from X" without a destination
        and an advance without an origin have a direction only and give no movement.
    """
    statements: dict[tuple[str, ClaimKind], list[int]] = {}
    for number, claim in enumerate(claims):
        if claim.statement_id and claim.kind in MOVING_KINDS and place_numbers[number] >= 0:
            statements.setdefault((claim.statement_id, claim.kind), []).append(number)
    found: list[tuple[int, int, int]] = []
    for numbers in statements.values():
        if not 2 <= len(numbers) <= LONGEST:
            continue
        origins = [n for n in numbers if claims[n].role is PlaceRole.FROM]
        targets = [n for n in numbers if claims[n].role is PlaceRole.TOWARD]
        if not origins and targets:
            origins = [n for n in numbers if claims[n].role is PlaceRole.AT and claims[n].feature == "settlement"]
        if not targets and origins:
            targets = [n for n in numbers if claims[n].role is PlaceRole.AT]
        found.extend(
            (target, place_numbers[origin], place_numbers[target])
            for origin, target in product(origins, targets)
            if place_numbers[origin] != place_numbers[target]
        )
    return sorted(set(found))
