"""Corrections made by hand, that survive the next build: another place, date, side or kind; reject; merge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.records import Claim

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = ["Correction", "apply_corrections", "merge_groups", "read_corrections", "restore_originals"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that a person asks for, and what became of it.

    `field` is the claim's field, or `reject` or `merge`; `was` what had been read, `value` what it should be;
    `state` is empty until applied, then `applied` or `unmatched`. `original` is the claim as it was read, as JSON.
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


def read_corrections(path: Path, gazetteer: Gazetteer) -> tuple[Correction, ...]:
    """Read a file of corrections."""
    return ()


def restore_originals(corrections: Sequence[Correction], gone: Collection[str]) -> dict[str, Claim]:
    """Give the claims as they were before they were corrected, by id, of the documents that stay."""
    return {}


def apply_corrections(
    claims: tuple[Claim, ...], corrections: Sequence[Correction]
) -> tuple[tuple[Claim, ...], tuple[Correction, ...]]:
    """Apply corrections to the claims that they match."""
    return claims, tuple(corrections)


def merge_groups(claims: tuple[Claim, ...], corrections: Sequence[Correction]) -> tuple[Claim, ...]:
    """Join the groups of claims that a person found to report the same thing."""
    return claims
