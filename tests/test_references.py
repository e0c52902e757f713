"""Places without a name of their own."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.geo import distance_km
from geomap.places import resolve_places
from geomap.records import Document, Resolution
from geomap.references import apply_references, find_references
from geomap.toponyms import find_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(with_added=False)


def read(text: str, gazetteer: Gazetteer) -> tuple[tuple[Resolution, ...], tuple[Resolution, ...]]:
    document = Document("a.txt", text, published=date(2025, 6, 1))
    named = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
    return named, find_references(document, named, gazetteer)


def references(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    _, found = read(text, gazetteer)
    return [(r.toponym.reference, r.toponym.text, r.place.name if r.place else "") for r in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Troops dug in 5 km west of Pokrovsk.", "5 km west of Pokrovsk"),
        ("Troops dug in three miles southeast of Pokrovsk.", "three miles southeast of Pokrovsk"),
        ("Бої тривають за 3 кілометри на північ від Торецька.", "3 кілометри на північ від Торецька"),
        ("Бои идут в 7 км юго-западнее Суджи.", "7 км юго-западнее Суджи"),
    ],
)
def test_offset_is_found(text: str, words: str, gazetteer: Gazetteer) -> None:
    kind, found, _ = references(text, gazetteer)[0]
    assert (kind, found) == ("offset", words)


def test_offset_lies_at_the_geodesic_distance_and_bearing(gazetteer: Gazetteer) -> None:
    _, (offset,) = read("Troops dug in 20 km north of Toretsk.", gazetteer)
    assert offset.place is not None and offset.place.lon is not None and offset.place.lat is not None
    assert offset.lon is not None and offset.lat is not None
    assert distance_km(offset.place.lon, offset.place.lat, offset.lon, offset.lat) == pytest.approx(20, abs=0.01)
    assert offset.lat > offset.place.lat and offset.lon == pytest.approx(offset.place.lon)


def test_offset_is_less_certain_the_farther_it_lies(gazetteer: Gazetteer) -> None:
    radii = [read(f"Troops dug in {n} km north of Toretsk.", gazetteer)[1][0].uncertainty_km for n in (5, 30)]
    assert radii[0] is not None and radii[1] is not None and radii[0] < radii[1]


def test_distance_from_the_border_names_the_stretch_and_the_radius(gazetteer: Gazetteer) -> None:
    text = "In Kursk region attacks were repelled at villages about 26 to 28 km (16 to 17 miles) from the border."
    _, (reference,) = read(text, gazetteer)
    assert reference.place is not None and reference.place.name == "Russia–Ukraine border, Kursk Oblast"
    assert reference.uncertainty_km == pytest.approx(29)


def test_counted_villages_are_near_the_place(gazetteer: Gazetteer) -> None:
    assert references("Two villages near Sudzha were taken.", gazetteer) == [
        ("near", "Two villages near Sudzha", "Sudzha")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Toretsk burns. People fled the city.", "the city"),
        ("Торецьк горить. У місті немає води.", "місті"),
        ("Суджа горит. Там нет воды.", "Там"),
    ],
)
def test_words_recall_the_place_named_before(text: str, words: str, gazetteer: Gazetteer) -> None:
    kind, found, _ = references(text, gazetteer)[0]
    assert (kind, found) == ("anaphor", words)


def test_region_is_recalled_by_the_region(gazetteer: Gazetteer) -> None:
    assert references("Shells fell on Sudzha in Kursk region. The region is tense.", gazetteer)[0][2] == "Kursk Oblast"


def test_word_with_a_name_after_it_recalls_nothing(gazetteer: Gazetteer) -> None:
    assert references("Toretsk burns. People left the city of Bakhmut.", gazetteer) == []


def test_nothing_is_recalled_before_any_name(gazetteer: Gazetteer) -> None:
    assert references("The city is calm.", gazetteer) == []


def test_name_in_an_offset_stands_for_the_offset_point(gazetteer: Gazetteer) -> None:
    named, found = read("Troops dug in 5 km west of Toretsk.", gazetteer)
    (meant,) = apply_references(named, found)
    assert (meant.toponym.text, meant.toponym.reference, meant.lon) == ("Toretsk", "offset", found[0].lon)


def test_name_that_tells_where_another_lies_stays(gazetteer: Gazetteer) -> None:
    named, found = read("Staromaiorske, a village nine km south of Velyka Novosilka, is free.", gazetteer)
    assert apply_references(named, found) == named
