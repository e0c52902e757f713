"""Which claims are meant: by day, kind, side, status, place, box and words; the same on every command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geomap.errors import InvalidRecordError
from geomap.records import Claim, Geometry, Place

__all__ = ["EVERYTHING", "Selection", "parse_bbox"]

BBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter of claims; an empty part lets everything through.

    `since` and `until` are both inclusive and go by the days between which the event happened: a claim with one bound
    only counts for that day, one without any is left out of a range unless `undated` asks for it. `bbox` is west,
    south, east, north in degrees; west of more than east crosses the antimeridian. Each word of `text` must stand in
    the quote, the claimant, the document's title, publisher or name, or a name of the place, in any letter case.
    """

    since: date | None = None
    until: date | None = None
    kinds: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    bbox: BBox | None = None
    text: str = ""
    undated: bool = False

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InvalidRecordError(f"the range ends {self.until}, before it starts {self.since}")

    @property
    def is_everything(self) -> bool:
        """Whether no claim is left out."""
        return self == EVERYTHING or self == Selection(undated=self.undated)

    def apply(self, claims: Iterable[Claim], places: Mapping[str, Place] | None = None) -> tuple[Claim, ...]:
        """Give the claims that are meant, in their order.

        Parameters
        ----------
        places
            Gazetteer entries by `place_id`, so that names in the other languages are found too.
        """
        if self.is_everything:
            return tuple(claims)
        known = places or {}
        return tuple(claim for claim in claims if self.keeps(claim, known.get(claim.place_id)))

    def keeps(self, claim: Claim, place: Place | None = None) -> bool:
        """Say whether a claim is meant."""
        return (
            (not self.kinds or claim.kind.value in self.kinds)
            and (not self.sides or claim.side.value in self.sides)
            and (not self.statuses or claim.status.value in self.statuses)
            and self._keeps_days(claim)
            and (self.bbox is None or meets_bbox(claim.geometry, self.bbox))
            and (not self.places or any(_names(claim, place, wanted) for wanted in self.places))
            and all(word in _haystack(claim, place) for word in self.text.lower().split())
        )

    def _keeps_days(self, claim: Claim) -> bool:
        if self.since is None and self.until is None:
            return True
        first, last = claim.start_date or claim.end_date, claim.end_date or claim.start_date
        if first is None or last is None:
            return self.undated
        return (self.until is None or first <= self.until) and (self.since is None or last >= self.since)


EVERYTHING = Selection()
"""The selection that leaves nothing out."""


def parse_bbox(text: str) -> BBox:
    """Read `west,south,east,north` in degrees.

    Raises
    ------
    InvalidRecordError
        If it is not four numbers, or they are no degrees, or south lies north of north.
    """
    try:
        west, south, east, north = (float(part) for part in re.split(r"[,\s]+", text.strip()))
    except ValueError as error:
        raise InvalidRecordError(f"{text!r} is not west,south,east,north in degrees, like 34,51,36,52") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InvalidRecordError(f"{text!r} is not west,south,east,north in degrees: check the order and the signs")
    return (west, south, east, north)


def meets_bbox(geometry: Geometry | None, bbox: BBox) -> bool:
    """Say whether a geometry shares a point with a box."""
    if geometry is None:
        return False
    west, south, east, north = bbox
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    if geometry.type == "Point":
        lon, lat = float(geometry.coordinates[0]), float(geometry.coordinates[1])
        return south <= lat <= north and any(low <= lon <= high for low, high in halves)
    from shapely.geometry import box, shape

    made = shape(geometry.to_mapping())
    return any(bool(made.intersects(box(low, south, high, north))) for low, high in halves)


def _haystack(claim: Claim, place: Place | None) -> str:
    names = (place.name_uk, place.name_ru) if place else ()
    parts = (claim.quote, claim.claimant, claim.title, claim.publisher, claim.doc, claim.place_text)
    return "\n".join((*parts, claim.place, claim.admin1, *names)).lower()


def _names(claim: Claim, place: Place | None, wanted: str) -> bool:
    """Whether the words name the claim's place, or the first-level unit that it lies in."""
    low = wanted.strip().lower()
    names = {claim.place, claim.place_id, claim.admin1, claim.place_text}
    if place is not None:
        names |= {place.name, place.name_uk, place.name_ru, place.admin2}
    return low in {name.lower() for name in names if name}
