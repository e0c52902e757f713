"""What is done with places once they are chosen: other names in brackets, stretches of rivers, facilities of towns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from geomap.gazetteer import Gazetteer
from geomap.ranking import kilometres_apart, nearest_vertex
from geomap.records import FeatureClass, Place, Resolution, Toponym, ToponymRole, make_id

__all__ = ["Refiner", "place_of_part"]

ALIAS_KM = 25.0
"""A name in brackets that denotes nothing so near to the place before is another name of that place."""
LONGEST_LINK = 24
LONG_LINE_KM = 60.0
"""A river or border with a larger radius is met at the point nearest to the places around."""
STRETCH_RADIUS_KM = 25.0
PART_RADIUS_KM = 5.0
"""A part of a town, or a facility of it, lies so near to the town's point."""
BESIDE_RADIUS_KM = 15.0
"""What no list has lies so near to the town named with it."""
BESIDE_CONFIDENCE = 0.4
REACH = 12
"""Mentions before and after among which the nearest place is looked for."""

_IN_BRACKETS = re.compile(
    r" ?\((?:(?:also|formerly|ex|or|aka|нині|раніше|тепер|колишн\w+|бывш\w+|ныне|укр\.|рус\.) ?)?[\"«]?\Z"
)
_ALSO_KNOWN = re.compile(r" ?[(,]? ?(?:also known as|formerly known as|known in \w+ as|которого называют|или) \Z")
_LINES = frozenset({FeatureClass.RIVER, FeatureClass.BORDER})
_PARTS = frozenset({FeatureClass.FACILITY, FeatureClass.OTHER})


@dataclass(frozen=True, slots=True)
class Refiner:
    """Refines the places of one document; `sentence` and `paragraph` number those of each mention."""

    text: str
    gazetteer: Gazetteer
    sentence: Sequence[int]
    paragraph: Sequence[int]

    def as_alias(self, resolution: Resolution, before: Resolution, places: Collection[Place]) -> Resolution:
        """Take a name in brackets for another name of the place before, unless it is a place near that one.

        Parameters
        ----------
        places
            What the name may denote.
        """
        first = before.place
        if first is None or first.feature is not FeatureClass.SETTLEMENT:
            return resolution
        link = self.text[before.toponym.end : resolution.toponym.start]
        if len(link) > LONGEST_LINK or not (_IN_BRACKETS.fullmatch(link) or _ALSO_KNOWN.fullmatch(link)):
            return resolution
        if any(place.place_id == first.place_id for place in places):
            if resolution.place is not None and resolution.place.place_id == first.place_id:
                return resolution
        elif any(
            place.feature is not FeatureClass.SETTLEMENT or kilometres_apart(place, first) < ALIAS_KM
            for place in places
        ):
            return resolution
        return replace(
            resolution,
            place=first,
            confidence=before.confidence,
            why=f"another name of {first.name}, in brackets after it",
            uncertainty_km=first.radius_km,
        )

    def finish(self, index: int, found: Sequence[Resolution]) -> Resolution:
        """Meet long lines at the stretch meant, and put parts that no list has at the town named with them."""
        resolution = found[index]
        place, asked = resolution.place, resolution.toponym.feature
        if place is None:
            return self._beside_town(index, found) if asked in _PARTS else resolution
        if place.feature not in _LINES or place.geometry is None or place.radius_km < LONG_LINE_KM:
            return resolution
        beside = self._beside(index, found, units=place.feature is FeatureClass.BORDER)
        if beside is None or beside.lon is None or beside.lat is None:
            return resolution
        part = self._border_part(place, beside) if place.feature is FeatureClass.BORDER else None
        if part is not None:
            why = f"the stretch of {part.admin1}, named around; {resolution.why}"
            return replace(resolution, place=part, why=why, uncertainty_km=part.radius_km)
        vertex = nearest_vertex(place, beside.lon, beside.lat)
        if vertex is None:
            return resolution
        return replace(
            resolution,
            lon=vertex[0],
            lat=vertex[1],
            uncertainty_km=max(STRETCH_RADIUS_KM, min(beside.radius_km, place.radius_km)),
            why=f"the stretch near {beside.name}; {resolution.why}",
        )

    def _beside_town(self, index: int, found: Sequence[Resolution]) -> Resolution:
        resolution, beside = found[index], self._beside(index, found, units=False)
        if beside is None or beside.feature is not FeatureClass.SETTLEMENT:
            return resolution
        place = place_of_part(beside, resolution.toponym, radius_km=BESIDE_RADIUS_KM)
        why = f"named with {beside.name}; {resolution.why}"
        return replace(resolution, place=place, confidence=BESIDE_CONFIDENCE, why=why, uncertainty_km=place.radius_km)

    def _border_part(self, border: Place, beside: Place) -> Place | None:
        """Give the stretch of a border that belongs to the region of a place."""
        if not beside.admin1:
            return None
        for hit in self.gazetteer.lookup(f"{border.name}, {beside.admin1}"):
            return self.gazetteer.place(hit.place_id)
        return None

    def _beside(self, index: int, found: Sequence[Resolution], *, units: bool) -> Place | None:
        """Give the place nearest in the text: in the sentence, then in the paragraph, then in the document."""
        nearest: tuple[int, int, Place] | None = None
        for other in range(max(0, index - REACH), min(len(found), index + REACH + 1)):
            place = found[other].place
            if other == index or place is None or place.feature in _LINES or place.feature is FeatureClass.COUNTRY:
                continue
            if (place.feature is FeatureClass.REGION and not units) or found[other].toponym.role is ToponymRole.METONYM:
                continue
            rank = 0 if self.sentence[other] == self.sentence[index] else 1
            if self.paragraph[other] != self.paragraph[index]:
                rank = 2
            if nearest is None or (rank, abs(other - index)) < nearest[:2]:
                nearest = (rank, abs(other - index), place)
        return nearest[2] if nearest else None


def place_of_part(place: Place, toponym: Toponym, *, radius_km: float = PART_RADIUS_KM) -> Place:
    """Make the place of a facility or quarter that is known only by the town or district that it belongs to."""
    feature = toponym.feature or FeatureClass.FACILITY
    return Place(
        place_id=f"part:{make_id(place.place_id, toponym.text.lower())}",
        name=toponym.text,
        feature=feature,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
        admin3=place.admin3,
        lon=place.lon,
        lat=place.lat,
        radius_km=max(radius_km, place.radius_km),
        estimate=True,
    )
