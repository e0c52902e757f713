"""What a form of the gazetteer may denote, summed up once and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geomap.gazetteer import Gazetteer, NameHit, NameKind
from geomap.placewords import PlaceWords, load_place_words
from geomap.records import FeatureClass, Place
from geomap.text import normalise

__all__ = ["FormBook", "FormSummary", "form_book", "normalised", "script_of"]

NEAR_COUNTRIES = frozenset({"UA", "RU", "BY", "MD"})
LARGE = 50_000
"""From this population on a town of the theatre is known by its bare name."""
LARGE_ABROAD = 300_000
"""From this population on a town of another country is known by its bare name."""

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SURNAME = {
    "en": re.compile(
        r"(?:ov|ev|yev|iev|in|yn|sky|ski|skyi|skiy|skyy|skii|tsky|enko|chuk|iuk|yuk|uk|ych|ich|dze|shvili|yan|ian|"
        r"iak|yak|ai|er|son|man|berg|stein|ullah|zadeh)$"
    ),
    "cyr": re.compile(
        r"(?:[оеєё]в|[иії]н|[оеєё]ва|[иії]на|ський|цький|ский|цкий|ской|цкой|ська|ская|енко|чук|юк|ук|ич|дзе|швілі|швили|"
        r"ян|як|ко)$"
    ),
}


@lru_cache(maxsize=2)
def normalised(text: str) -> str:
    """Normalise a document's text once for all stages."""
    return normalise(text)


def script_of(text: str) -> str:
    """Give the key of the word lists for a word: `cyr` or `en`."""
    return "cyr" if _CYRILLIC.search(text) else "en"


@dataclass(frozen=True, slots=True)
class FormSummary:
    """A form with what it may denote.

    `strength` tells how far the bare form is a place: 4 a country, 3 a region, district, sector, river, facility or
    sea, 2 a town that everybody knows, 1 a small settlement of the theatre, 0 a small settlement elsewhere.
    """

    form: str
    script: str
    ids: tuple[str, ...]
    adjectives: tuple[str, ...]
    features: frozenset[FeatureClass]
    feature: FeatureClass | None
    strength: int
    population: int
    acronym: bool
    capital: bool
    suspicious: bool
    common: bool
    surname: bool
    surname_like: bool
    nominative: bool
    abroad: bool
    words: int


class FormBook:
    """Sums up the forms of one gazetteer; what it finds it keeps."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer, self.words = gazetteer, words
        self._begins: dict[str, bool] = {}
        self._summaries: dict[str, FormSummary] = {}
        self._misspelt: dict[str, tuple[str, ...]] = {}

    def begins(self, word: str) -> bool:
        """Say whether any form begins with a folded word."""
        known = self._begins.get(word)
        if known is None:
            if len(self._begins) > 400_000:
                self._begins.clear()
            known = self._begins[word] = self.gazetteer.may_begin(word)
        return known

    def misspelt(self, word: str) -> tuple[str, ...]:
        """Give the settlements of Ukraine and Russia whose name a folded word misses by one edit; kept."""
        known = self._misspelt.get(word)
        if known is None:
            near = [hit.place_id for _, hit in self.gazetteer.lookup_fuzzy(word)]
            known = self._misspelt[word] = tuple(
                place_id for place_id in dict.fromkeys(near) if _near_settlement(self.gazetteer.place(place_id))
            )
        return known

    def summary(self, form: str, hits: tuple[NameHit, ...]) -> FormSummary:
        """Sum up what a folded form may denote."""
        known = self._summaries.get(form)
        if known is None:
            if len(self._summaries) > 200_000:
                self._summaries.clear()
            known = self._summaries[form] = self._sum_up(form, hits)
        return known

    def _sum_up(self, form: str, hits: tuple[NameHit, ...]) -> FormSummary:
        names = [(self.gazetteer.place(hit.place_id), hit.kind) for hit in hits if hit.kind is not NameKind.ADJECTIVE]
        adjectives = tuple(hit.place_id for hit in hits if hit.kind is NameKind.ADJECTIVE)
        script = script_of(form)
        features = frozenset(place.feature for place, _ in names)
        strength = max((_strength(place, kind, form) for place, kind in names), default=-1)
        towns = (place.population for place, _ in names if place.feature is FeatureClass.SETTLEMENT)
        population = max(towns, default=0)
        main = max(names, key=lambda item: (item[0].population, item[0].place_id), default=None)
        acronym = form in self.words.of("acronym", script)
        surname = form in self.words.of("surname", script) or form in self.words.of("first name", script)
        endings = bool(_SURNAME[script].search(form))
        common = form in self.words.common
        abroad = bool(names) and not any(place.country in NEAR_COUNTRIES for place, _ in names)
        return FormSummary(
            form=form,
            script=script,
            ids=tuple(place.place_id for place, _ in names),
            adjectives=adjectives,
            features=features,
            feature=next(iter(features)) if len(features) == 1 else None,
            strength=strength,
            population=population,
            acronym=acronym,
            capital=form in self.words.of("capital", script),
            suspicious=(strength < 2 and (surname or endings or common or strength == 0 or len(form) < 4))
            or (common and abroad and strength < 4),
            surname_like=surname or endings,
            nominative=main is not None and main[1] is not NameKind.INFLECTED,
            common=common,
            surname=surname,
            abroad=abroad,
            words=form.count(" ") + form.count("-") + 1,
        )


def _near_settlement(place: Place) -> bool:
    return place.feature is FeatureClass.SETTLEMENT and place.country in ("UA", "RU")


def _strength(place: Place, kind: NameKind, form: str) -> int:
    if place.feature is FeatureClass.COUNTRY:
        return 4
    near = place.country in NEAR_COUNTRIES
    if place.feature is not FeatureClass.SETTLEMENT:
        if place.feature is FeatureClass.REGION and not near and " " not in form and place.code != "AREA":
            return 2 if kind in (NameKind.NAME, NameKind.INFLECTED) and place.radius_km > 60 else 0
        return 0 if place.code == "PPLX" else 3
    if place.population >= (LARGE if near else LARGE_ABROAD) and kind is not NameKind.VARIANT:
        return 2
    if near and place.population >= LARGE:
        return 2
    if not near and place.population >= LARGE_ABROAD * 3:
        return 2
    return 1 if near else 0


@lru_cache(maxsize=4)
def form_book(gazetteer: Gazetteer) -> FormBook:
    """Give the book of a gazetteer, the same one at every call."""
    return FormBook(gazetteer, load_place_words())
