"""Adjectives that stand alone and recall a designator named before: "на Покровському", "над Белгородской"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from geomap.designators import BROAD_SECTOR_KM, Designated, DesignatorReader
from geomap.drafts import Draft, TextView, previous_word
from geomap.gazetteer import NameKind
from geomap.nameforms import FormSummary
from geomap.placewords import Designator
from geomap.records import FeatureClass

__all__ = ["OF_REGION", "EllipsisReader"]

REACH = 1500
"""Characters over which an adjective alone may recall a designator."""

OF_REGION = ("ской", "цкой", "ській", "цькій", "ською", "цькою")
"""Endings of adjectives that go with "область" after a preposition."""
TOWN_OF_NOTE = 2
"""Strength of a form from which on everybody knows the town of that name."""
_LISTING = frozenset({"над", "в", "во", "у", "по", "и", "і", "й", "та"})
_LOWER_CASE = re.compile(r"[Нн](?<!\w.)а ([а-яіїєґ][а-яіїєґ'-]{1,40}ому?)(?![\w-])")


class EllipsisReader:
    """Reads the adjectives that stand alone in one document."""

    def __init__(
        self, view: TextView, designators: DesignatorReader, nouns: Sequence[tuple[int, int, Designator]]
    ) -> None:
        self.view, self.designators, self.nouns = view, designators, nouns
        self._ends = [end for _, end, _ in nouns]

    def read(self, start: int, end: int, summary: FormSummary) -> Draft | None:
        """Read an adjective alone as the sector, region or district that it means; None where it is none."""
        text, view = self.view.text, self.view
        if not self.nouns or not self.designators.stands_alone(text, start, end):
            return None
        low = previous_word(view.before(start))[0].lower()
        hits = view.gazetteer.lookup(text[start:end])
        seen: set[tuple[FeatureClass, str]] = set()
        for row in self._designators_before(start, sectors_first=low == "на"):
            if (row.feature, row.form) in seen:
                continue
            seen.add((row.feature, row.form))
            if row.feature is FeatureClass.OTHER:
                if low != "на" and (summary.ids or not summary.form.endswith(("ий", "ое"))):
                    continue
            elif summary.ids and not (row.feature is FeatureClass.REGION and self._recalls_region(low, summary)):
                continue
            ids = self.designators.of_kind(hits, row)
            if ids:
                return Draft(start, end, text[start:end], None, ids, row.feature, evidence=True)
        return None

    @staticmethod
    def _recalls_region(low: str, summary: FormSummary) -> bool:
        """Whether an adjective that is a small place's name too stands where regions are listed: "над Курской"."""
        return low in _LISTING and summary.strength < TOWN_OF_NOTE and summary.form.endswith(OF_REGION)

    def _designators_before(self, start: int, *, sectors_first: bool) -> list[Designator]:
        """List the designators named before, the nearest first."""
        rows: list[Designator] = []
        for number in range(bisect_right(self._ends, start) - 1, -1, -1):
            _, end, row = self.nouns[number]
            if start - end > REACH:
                break
            rows.append(row)
        if sectors_first:
            rows.sort(key=lambda row: row.feature is not FeatureClass.OTHER)
        return rows

    def in_small_letters(self, designated: list[Designated]) -> list[Designated]:
        """Add the sectors that an adjective in small letters recalls: "на южно-донецком взята"."""
        if not any(item.feature is FeatureClass.OTHER for item in designated):
            return designated
        taken = {item.start for item in designated}
        place = self.view.gazetteer.place
        added = []
        for match in _LOWER_CASE.finditer(self.view.text):
            start, end = match.span(1)
            if start in taken:
                continue
            hits = self.view.gazetteer.lookup(match.group(1))
            ids = tuple(hit.place_id for hit in hits if hit.kind is NameKind.ADJECTIVE)
            ids = tuple(place_id for place_id in ids if place(place_id).code == "SECT")
            narrow = ids and all(place(place_id).radius_km < BROAD_SECTOR_KM for place_id in ids)
            if narrow and self.designators.stands_alone(self.view.text, start, end):
                added.append(Designated(start, end, match.group(1), FeatureClass.OTHER, ids))
        return sorted([*designated, *added], key=lambda item: item.start) if added else designated
