"""Places without a name of their own: "5 km west of Pokrovsk", "villages 26 to 28 km from the border", "the city".

They are found beside the names, never among them: what `find_references` gives is for reading claims, and no mention
of `toponyms.geojson`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.gazetteer import Gazetteer
from geomap.geo import bearing_point
from geomap.nameforms import normalised
from geomap.placewords import read_rows
from geomap.records import Document, FeatureClass, Place, Resolution, Toponym, ToponymRole

__all__ = ["apply_references", "find_references"]

HALF_SECTOR = math.sin(math.radians(22.5))
"""A direction of eight is good to an eighth of a turn: so far, for each kilometre, may the point be off sideways."""
LEAST_RADIUS_KM = 1.0
NEAR_KM = 5.0
"""What is "near" a place lies within this distance of it."""
RECALL_PARAGRAPHS = 2
"""A word like "the city" recalls places named so many paragraphs before at most."""
DESCRIBED_REACH = 60
"""Characters between a settlement and the offset that tells where it lies."""
RECALL_FACTOR = 0.8
"""What the confidence of a recalled place is multiplied with."""


_RECALLED = frozenset({FeatureClass.SETTLEMENT, FeatureClass.REGION, FeatureClass.DISTRICT})


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled patterns of one script."""

    offset: re.Pattern[str]
    distance: re.Pattern[str]
    border: re.Pattern[str]
    counted: re.Pattern[str]
    recall: re.Pattern[str]
    directions: tuple[tuple[re.Pattern[str], float], ...]
    units: tuple[tuple[re.Pattern[str], float], ...]
    numbers: tuple[tuple[re.Pattern[str], float], ...]
    recalls: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=2)
def _patterns(script: str) -> _Patterns:
    rows: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_rows("references"):
        if row["lang"] == script:
            rows.setdefault(row["test"], []).append((row["pattern"], row["value"]))
    joined = {test: "|".join(pattern for pattern, _ in found) for test, found in rows.items()}

    def measures(test: str) -> tuple[tuple[re.Pattern[str], float], ...]:
        return tuple((re.compile(rf"(?:{p})\Z", re.IGNORECASE), float(value)) for p, value in rows[test])

    count = rf"\d+(?:[.,]\d+)?|(?:{joined['number']})(?!\w)"
    span = rf"(?P<low>{count})(?:\s?(?:to|[-–—]|and|до|і|и)\s?(?P<high>{count}))?"
    length = rf"(?<![\w.,]){span}\s?(?P<unit>{joined['unit']})(?!\w)\.?(?: ?\([^()]{{1,40}}\))?"
    if script == "en":
        side = rf"(?:to the )?(?:just )?(?P<direction>{joined['direction']})(?: part)?"
        towards = rf"(?: |, ){side} of (?:the )?(?:\w+ of )?"
        away = r" (?:\w+ )?(?:away )?from (?:the )?(?:\w+ of )?"
        border = rf" (?:\w+ )?(?:from|of|inside|beyond|across) {joined['border']}\b"
        counted = rf"(?<!\w)(?:{count}|some|many|other) (?:\w+ )?{joined['counted']} (?:{joined['near']}) (?:the )?"
    else:
        side = rf"(?:на |к |у )?(?P<direction>{joined['direction']})(?: від| от)?(?: міста| города| села| селища)?"
        towards = rf" {side} "
        away = r" (?:від|от|з|до) (?:міста |города |села |селища )?"
        border = rf" (?:від|от|до) {joined['border']}(?!\w)"
        counted = rf"(?<!\w)(?:{count}) (?:\w+ )?{joined['counted']} (?:{joined['near']}) "
    flags = re.IGNORECASE
    return _Patterns(
        re.compile(length + towards, flags),
        re.compile(length + away, flags),
        re.compile(length + border, flags),
        re.compile(counted, flags),
        re.compile(rf"(?<!\w)(?:{joined['recall']})(?!\w)", flags),
        measures("direction"),
        measures("unit"),
        measures("number"),
        tuple((re.compile(rf"(?:{p})\Z", flags), value) for p, value in rows["recall"]),
    )


def find_references(
    document: Document, resolutions: Sequence[Resolution], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """Find what a document means by distances, directions and words that recall a place, in the order of its text.

    Parameters
    ----------
    resolutions
        The document's named places.

    Returns
    -------
    tuple of Resolution
        Each toponym has a `reference`: `offset` (a point at a distance and direction, geodesic), `near` (around a
        place), `border` (at a distance from a border), `anaphor` (a place named before). `uncertainty_km` is the
        radius within which the place meant lies.
    """
    return tuple(_Finder(document, resolutions, gazetteer).find())


def apply_references(resolutions: Sequence[Resolution], references: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Let the names in offsets stand for the offset points, for reading claims.

    A name that only tells where a settlement named shortly before lies ("Staromaiorske, nine kilometres south of
    Velyka Novosilka") stays as it is.
    """
    offsets = {reference.toponym.end: reference for reference in references if reference.toponym.reference == "offset"}
    found: list[Resolution] = []
    for number, resolution in enumerate(resolutions):
        offset = offsets.get(resolution.toponym.end)
        before = resolutions[number - 1] if number else None
        if offset is None or (before is not None and _is_described(before, offset)):
            found.append(resolution)
            continue
        toponym = replace(resolution.toponym, reference="offset")
        found.append(replace(offset, toponym=toponym, alternatives=resolution.alternatives))
    return tuple(found)


def _is_described(before: Resolution, offset: Resolution) -> bool:
    """Whether an offset tells where the settlement named before it lies."""
    place = before.place
    if place is None or place.feature not in (FeatureClass.SETTLEMENT, FeatureClass.FACILITY):
        return False
    return 0 <= offset.toponym.start - before.toponym.end <= DESCRIBED_REACH


class _Finder:
    def __init__(self, document: Document, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> None:
        self.document, self.gazetteer = document, gazetteer
        self.text = normalised(document.text)
        self.named = sorted((r for r in resolutions if r.place is not None), key=lambda r: r.toponym.start)
        self.starts = [r.toponym.start for r in self.named]
        self.taken: list[tuple[int, int]] = []

    def find(self) -> list[Resolution]:
        found: list[Resolution] = []
        scripts = ["en"] if not re.search("[а-я]", self.text) else ["cyr", "en"]
        for script in scripts:
            patterns = _patterns(script)
            found += self._offsets(patterns)
            found += self._borders(patterns)
            found += self._distances(patterns)
            found += self._counted(patterns)
            found += self._recalled(patterns, script)
        return sorted(found, key=lambda r: r.toponym.start)

    def _named_at(self, start: int) -> Resolution | None:
        at = bisect_left(self.starts, start)
        if at < len(self.named) and self.starts[at] == start:
            return self.named[at]
        return None

    def _kilometres(self, match: re.Match[str], patterns: _Patterns) -> tuple[float, float]:
        factor = next(value for pattern, value in patterns.units if pattern.match(match["unit"]))
        low = _number(match["low"], patterns) * factor
        high = _number(match["high"], patterns) * factor if match["high"] else low
        return min(low, high), max(low, high)

    def _offsets(self, patterns: _Patterns) -> list[Resolution]:
        found = []
        for match in patterns.offset.finditer(self.text):
            anchor = self._named_at(match.end())
            if anchor is None or anchor.place is None or anchor.place.lon is None or anchor.place.lat is None:
                continue
            if anchor.place.feature is FeatureClass.COUNTRY:
                continue
            low, high = self._kilometres(match, patterns)
            bearing = next(value for pattern, value in patterns.directions if pattern.match(match["direction"]))
            middle = (low + high) / 2
            lon, lat = bearing_point(anchor.place.lon, anchor.place.lat, bearing_deg=bearing, distance_km=middle)
            radius = max(LEAST_RADIUS_KM, middle * HALF_SECTOR + (high - low) / 2, 0.5 * anchor.place.radius_km)
            why = f"{_said(low, high)} km at {bearing:.0f} degrees from {anchor.place.name}; {anchor.why}"
            found.append(replace(self._reference(match.start(), "offset", anchor, why, radius), lon=lon, lat=lat))
        return found

    def _distances(self, patterns: _Patterns) -> list[Resolution]:
        found = []
        for match in patterns.distance.finditer(self.text):
            anchor = self._named_at(match.end())
            if anchor is None or anchor.place is None or self._is_taken(match.start()):
                continue
            if anchor.place.feature is FeatureClass.COUNTRY:
                continue
            low, high = self._kilometres(match, patterns)
            why = f"{_said(low, high)} km from {anchor.place.name}, in no stated direction; {anchor.why}"
            radius = high + anchor.place.radius_km
            found.append(self._reference(match.start(), "near", anchor, why, radius))
        return found

    def _borders(self, patterns: _Patterns) -> list[Resolution]:
        found = []
        for match in patterns.border.finditer(self.text):
            low, high = self._kilometres(match, patterns)
            border = self._border(match.start())
            if border is None:
                continue
            why = f"{_said(low, high)} km from {border.name}"
            toponym = self._toponym(match.start(), match.end(), "border", border)
            self.taken.append((match.start(), match.end()))
            found.append(Resolution(toponym, border, 0.6, why, (), high + LEAST_RADIUS_KM))
        return found

    def _border(self, at: int) -> Place | None:
        """Give the stretch of the Russian and Ukrainian border by the region named last, before or after."""
        for resolution in self._around(at):
            place = resolution.place
            if place is None or place.country not in ("UA", "RU"):
                continue
            for hit in self.gazetteer.lookup(f"russia–ukraine border, {place.admin1}") if place.admin1 else ():
                return self.gazetteer.place(hit.place_id)
        if any(r.place is not None and r.place.country in ("UA", "RU") for r in self.named):
            for hit in self.gazetteer.lookup("russia–ukraine border"):
                return self.gazetteer.place(hit.place_id)
        return None

    def _around(self, at: int) -> list[Resolution]:
        index = bisect_left(self.starts, at)
        before, after = self.named[max(0, index - 8) : index], self.named[index : index + 4]
        return [*reversed(before), *after]

    def _counted(self, patterns: _Patterns) -> list[Resolution]:
        found = []
        for match in patterns.counted.finditer(self.text):
            anchor = self._named_at(match.end())
            if anchor is None or anchor.place is None or self._is_taken(match.start()):
                continue
            why = f"around {anchor.place.name}; {anchor.why}"
            radius = anchor.place.radius_km + 2 * NEAR_KM
            found.append(self._reference(match.start(), "near", anchor, why, radius))
        return found

    def _recalled(self, patterns: _Patterns, script: str) -> list[Resolution]:
        found = []
        for match in patterns.recall.finditer(self.text):
            if self._is_taken(match.start()) or self._names_follow(match.end(), script):
                continue
            word = match.group()
            wanted = next((value for pattern, value in patterns.recalls if pattern.match(word)), "any")
            source = self._recall(match.start(), wanted)
            if source is None or source.place is None:
                continue
            toponym = self._toponym(match.start(), match.end(), "anaphor", source.place)
            why = f"“{word}” recalls {source.place.name}, named before; {source.why}"
            confidence = round(RECALL_FACTOR * source.confidence, 4)
            found.append(Resolution(toponym, source.place, confidence, why, (), source.uncertainty_km))
        return found

    def _names_follow(self, end: int, script: str) -> bool:
        """Whether the word belongs to a name after it: "the city of X", "місто X"."""
        if self.text.startswith(" of ", end) and script == "en":
            return True
        return any(self._named_at(end + gap) is not None for gap in (1, 2))

    def _recall(self, at: int, wanted: str) -> Resolution | None:
        index = bisect_left(self.starts, at)
        for resolution in reversed(self.named[max(0, index - 25) : index]):
            place, toponym = resolution.place, resolution.toponym
            if self.text.count("\n", toponym.end, at) > 2 * RECALL_PARAGRAPHS:
                return None
            if place is None or toponym.role is ToponymRole.METONYM or place.feature is FeatureClass.COUNTRY:
                continue
            if place.feature.value == wanted or (wanted == "any" and place.feature in _RECALLED):
                return resolution
        return None

    def _is_taken(self, start: int) -> bool:
        return any(low <= start < high for low, high in self.taken)

    def _toponym(self, start: int, end: int, reference: str, place: Place) -> Toponym:
        return Toponym(
            self.document.doc_id,
            start,
            end,
            self.document.text[start:end],
            place.name,
            place.feature,
            ToponymRole.LITERAL,
            (place.place_id,),
            reference,
        )

    def _reference(self, start: int, kind: str, anchor: Resolution, why: str, radius: float) -> Resolution:
        """Make the reference that begins at `start` and ends with its anchor's name."""
        assert anchor.place is not None
        end = anchor.toponym.end
        self.taken.append((start, end))
        toponym = self._toponym(start, end, kind, anchor.place)
        return Resolution(toponym, anchor.place, anchor.confidence, why, (), round(radius, 2))


def _number(words: str, patterns: _Patterns) -> float:
    if words[0].isdigit():
        return float(words.replace(",", "."))
    return next((value for pattern, value in patterns.numbers if pattern.match(words)), 1.0)


def _said(low: float, high: float) -> str:
    return f"{low:g}" if math.isclose(low, high) else f"{low:g} to {high:g}"
