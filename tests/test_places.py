"""Which place a mention is taken for, and why."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.namesakes import find_namesakes
from geomap.places import Context, explain_mentions, rank_candidates, resolve_places
from geomap.records import Document, FeatureClass, Place, Resolution, Toponym
from geomap.toponyms import find_toponyms

DAY = date(2025, 6, 1)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(with_added=False)


def resolved(text: str, gazetteer: Gazetteer, published: date | None = DAY) -> dict[str, Resolution]:
    document = Document("a.txt", text, published=published)
    resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
    return {resolution.toponym.text: resolution for resolution in resolutions}


def place_of(text: str, words: str, gazetteer: Gazetteer, published: date | None = DAY) -> Place:
    place = resolved(text, gazetteer, published)[words].place
    assert place is not None
    return place


def test_stated_parent_wins_over_size(gazetteer: Gazetteer) -> None:
    place = place_of("Uspenovka in the Zaporozhye region was shelled.", "Uspenovka", gazetteer)
    assert place.admin1 == "Zaporizhzhia Oblast"


def test_stated_parent_in_the_genitive_wins(gazetteer: Gazetteer) -> None:
    assert place_of("Бої біля Мартинівки Курської області.", "Мартинівки", gazetteer).country == "RU"


def test_namesake_is_settled_by_its_neighbours(gazetteer: Gazetteer) -> None:
    place = place_of("Взяты Шевченко, Великая Новоселка и Нескучное.", "Шевченко", gazetteer)
    assert place.admin3 == "Velyka Novosilka hromada"


def test_namesake_is_settled_by_the_sector_named(gazetteer: Gazetteer) -> None:
    text = "На Лиманському напрямку ворог атакував біля Зеленої Долини та Нового."
    assert place_of(text, "Нового", gazetteer).admin3 == "Lyman hromada"


def test_document_supports_its_places(gazetteer: Gazetteer) -> None:
    text = "Ворог атакував Куп'янськ.\nПоблизу Петропавлівки та Піщаного відбито атаки."
    assert place_of(text, "Петропавлівки", gazetteer).admin1 == "Kharkiv Oblast"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Kyiv said it had taken 74 settlements in Kursk.", "region"),
        ("The Kursk incursion surprised many.", "region"),
        ("The mayor of Kursk closed the schools.", "settlement"),
        ("Debris fell on an apartment house in Kursk.", "settlement"),
        ("Shells hit Kharkiv.", "settlement"),
        ("The governor of Kharkiv spoke.", "region"),
        ("Sumy Regional Military Administration reported it.", "region"),
        ("Kherson was shelled.", "settlement"),
    ],
)
def test_bare_name_is_oblast_or_city_by_what_happens_there(text: str, feature: str, gazetteer: Gazetteer) -> None:
    words = next(word for word in ("Kursk", "Kharkiv", "Sumy", "Kherson") if word in text)
    assert place_of(text, words, gazetteer).feature is FeatureClass(feature)


@pytest.mark.parametrize(
    ("text", "words", "feature"),
    [
        ("They hold the left bank of the Dnipro.", "Dnipro", "river"),
        ("A missile hit Dnipro.", "Dnipro", "settlement"),
        ("Плацдарм на левом берегу Днепра удержан.", "Днепра", "river"),
        ("Удар по Дніпру: двоє загиблих.", "Дніпру", "settlement"),
    ],
)
def test_river_or_city(text: str, words: str, feature: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, words, gazetteer).feature is FeatureClass(feature)


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Nine drones fell over the Tula region, six over Bryansk and others over Orel.", "Bryansk", "Bryansk Oblast"),
        ("Downed: nine over Voronezh, two over the Tula region.", "Voronezh", "Voronezh Oblast"),
        ("Nine drones fell over the Tula region, two over Voronezh and Orel.", "Orel", "Oryol Oblast"),
        ("A cloud hung over Bryansk. It moved to the Tula region.", "Bryansk", "Bryansk"),
        ("Drones flew over Leningrad at night.", "Leningrad", "Leningrad Oblast"),
        ("He wrote of the siege of Leningrad.", "Leningrad", "Saint Petersburg"),
        ("Сбиты два дрона над Тульской областью, один над Курской.", "Курской", "Kursk Oblast"),
    ],
)
def test_list_of_regions_makes_the_bare_names_regions(text: str, words: str, place: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, words, gazetteer).name == place


def test_long_river_is_met_near_the_place_named_with_it(gazetteer: Gazetteer) -> None:
    resolution = resolved("Boats crossed the Dnipro near Krynky.", gazetteer)["Dnipro"]
    assert resolution.lat is not None
    assert abs(resolution.lat - 46.74) < 0.3


def test_border_is_the_stretch_of_the_region_named(gazetteer: Gazetteer) -> None:
    text = "It is tense in Khotin hromada along the border with Russia."
    assert place_of(text, "border with Russia", gazetteer).name == "Russia–Ukraine border, Sumy Oblast"


def test_name_in_brackets_is_another_name_of_the_place(gazetteer: Gazetteer) -> None:
    found = resolved("Дзержинск (Торецк) взят.", gazetteer)
    assert found["Дзержинск"].place == found["Торецк"].place


def test_facility_that_no_list_has_stands_at_its_town(gazetteer: Gazetteer) -> None:
    place = place_of("Fire broke out at Yeysk airfield.", "Yeysk airfield", gazetteer)
    assert (place.feature, place.admin1) == (FeatureClass.FACILITY, "Krasnodar Krai")


def test_name_unknown_in_the_stated_region_stays_unresolved(gazetteer: Gazetteer) -> None:
    resolution = resolved("Kotovo in Novgorod Oblast burned.", gazetteer)["Kotovo"]
    assert resolution.place is None
    assert "Novgorod" in resolution.why


def test_misspelt_name_says_so_and_is_less_sure(gazetteer: Gazetteer) -> None:
    resolution = resolved("Fights near Yunnakivka and Oleksiivka in Sumy region.", gazetteer)["Yunnakivka"]
    assert "misspelt" in resolution.why
    assert resolution.confidence <= 0.7


def test_capital_is_meant_by_its_bare_name(gazetteer: Gazetteer) -> None:
    assert place_of("Washington has not commented.", "Washington", gazetteer).population > 500_000


def test_wars_elsewhere_are_resolved_there(gazetteer: Gazetteer) -> None:
    text = "The army of Sudan retook Omdurman; fighting goes on in El Fasher, Darfur."
    found = resolved(text, gazetteer)
    assert {r.place.country for r in found.values() if r.place is not None} == {"SD"}


def test_each_mention_has_a_resolution_in_order(gazetteer: Gazetteer) -> None:
    document = Document("a.txt", "Kyiv, Sudzha, Kursk region, Toretsk and Shevchenko near Pokrovsk.", published=DAY)
    toponyms = find_toponyms(document, gazetteer)
    resolutions = resolve_places(document, toponyms, gazetteer)
    assert tuple(resolution.toponym for resolution in resolutions) == toponyms


def test_alternatives_are_the_next_candidates(gazetteer: Gazetteer) -> None:
    resolution = resolved("Взят Шевченко под Покровском.", gazetteer)["Шевченко"]
    assert len(resolution.alternatives) == 4


def test_explanation_lists_every_candidate_with_scores_adding_up(gazetteer: Gazetteer) -> None:
    document = Document("a.txt", "Бої біля Шевченка та Покровська.", published=DAY)
    toponyms = find_toponyms(document, gazetteer)
    (ranked,) = explain_mentions(document, toponyms, gazetteer, [0])
    assert len(ranked) > 10
    assert sum(candidate.score for candidate in ranked) == pytest.approx(1, abs=0.01)


def test_a_document_is_resolved_alike_whatever_was_resolved_before(gazetteer: Gazetteer) -> None:
    texts = ["Взят Шевченко под Покровском.", "Бої біля Шевченка та Куп'янська.", "Shevchenko near Kherson fell."]
    documents = [Document("a.txt", text, published=day) for text in texts for day in (DAY, None)]
    read = [(document, find_toponyms(document, gazetteer)) for document in documents]
    once = [resolve_places(document, toponyms, gazetteer) for document, toponyms in read]
    again = [resolve_places(document, toponyms, gazetteer) for document, toponyms in reversed(read)]
    find_namesakes.cache_clear()
    anew = [resolve_places(document, toponyms, gazetteer) for document, toponyms in reversed(read)]
    assert once == again[::-1] == anew[::-1]


def test_no_mentions_give_no_resolutions(gazetteer: Gazetteer) -> None:
    assert resolve_places(Document("a.txt", "Nothing."), (), gazetteer) == ()


def _village(number: int, lon: float, admin1: str) -> Place:
    return Place(f"t:{number}", "Test", FeatureClass.SETTLEMENT, "UA", admin1, lon=lon, lat=48.0)


def test_ranking_prefers_the_stated_parent() -> None:
    toponym = Toponym("a.txt", 0, 4, "Test", "Test")
    parent = Place("t:r", "West Oblast", FeatureClass.REGION, "UA", "West Oblast", lon=30.0, lat=48.0, radius_km=90)
    near, far = _village(1, 37.0, "East Oblast"), _village(2, 30.0, "West Oblast")
    assert rank_candidates(toponym, (near, far), Context(parents=(parent,)))[0].place is far


def test_ranking_prefers_the_village_at_the_front_of_the_day() -> None:
    toponym = Toponym("a.txt", 0, 4, "Test", "Test")
    rear, front = _village(1, 30.0, ""), _village(2, 37.0, "")
    context = Context(front=(((37.1, 47.0), (37.1, 49.0)),))
    assert rank_candidates(toponym, (rear, front), context)[0].place is front


def test_ranking_without_context_is_by_size_then_id() -> None:
    toponym = Toponym("a.txt", 0, 4, "Test", "Test")
    ranked = rank_candidates(toponym, (_village(2, 30.0, ""), _village(1, 37.0, "")))
    assert [candidate.place.place_id for candidate in ranked] == ["t:1", "t:2"]


def test_ranking_of_nothing_is_empty() -> None:
    assert rank_candidates(Toponym("a.txt", 0, 4, "Test", "Test"), ()) == ()
