"""Which of the places that a report names a claim is set at."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.claims import extract_claims
from geomap.dates import find_dates
from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.places import resolve_places
from geomap.records import ClaimKind, Document, PlaceRole
from geomap.toponyms import find_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(with_added=False)


def places_of(text: str, gazetteer: Gazetteer, kind: ClaimKind | None = None) -> list[str]:
    document = Document("a.txt", text, published=date(2025, 6, 1))
    resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
    claims = extract_claims(document, resolutions, find_dates(document))
    return [claim.place for claim in claims if kind in (None, claim.kind)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A Russian missile attack on Kyiv killed two soldiers.", ["Kyiv"]),
        ("Russian drones hit Kyiv and Poltava.", ["Kyiv", "Poltava"]),
        ("Ukrainian drones struck Moscow and Tula.", ["Moscow", "Tula"]),
        ("Ворожі ракети влучили у Київ та Полтаву.", ["Kyiv", "Poltava"]),
        ("Вражеские ракеты попали в Киев и Полтаву.", ["Kyiv", "Poltava"]),
        ("Kyiv said that Russian drones hit Poltava.", ["Poltava"]),
    ],
)
def test_capital_that_is_hit_is_the_place(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Four drones were shot down over the Tula region and one each over the Oryol region and the Black Sea.",
            ["Tula Oblast", "Oryol Oblast", "Black Sea"],
        ),
        (
            "ППО збила три дрони над Тульською областю та два над Чорним морем.",
            ["Tula Oblast", "Black Sea"],
        ),
        ("Russian troops shelled Orikhiv and the Komyshuvakha hromada.", ["Orikhiv", "Komyshuvakha hromada"]),
        ("Russian troops shelled Orikhiv in the Zaporizhzhia region.", ["Orikhiv"]),
        ("Russian troops attacked near Synkivka in the Kupiansk direction.", ["Synkivka"]),
    ],
)
def test_region_beside_other_places_stays_unless_it_holds_them(
    text: str, places: list[str], gazetteer: Gazetteer
) -> None:
    assert places_of(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russian troops attacked east of Lyman, Siversk and Toretsk.", ["Lyman", "Siversk", "Toretsk"]),
        ("Russian troops captured Hrodivka, east of Pokrovsk.", ["Hrodivka"]),
        ("Russian troops attacked near Lyman and north of Siversk.", ["Lyman", "Siversk"]),
        ("Russian troops advanced south of Lyman and west of Siversk.", ["Lyman", "Siversk"]),
        ("Ворог атакував біля Гродівки та на південь від Торецька.", ["Hrodivka", "Toretsk"]),
        ("Враг атаковал у Гродовки и южнее Торецка.", ["Hrodivka", "Toretsk"]),
    ],
)
def test_point_of_reference_is_a_place_where_nothing_else_is_meant(
    text: str, places: list[str], gazetteer: Gazetteer
) -> None:
    assert places_of(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ANKARA – Russian troops captured Hrodivka.", ["Hrodivka"]),
        ("ANKARA (Agency) - Russian troops captured Hrodivka.", ["Hrodivka"]),
        ("KYIV, June 1 (Reuters) - Russian drones hit Poltava.", ["Poltava"]),
        ("KHARKIV, Ukraine (AP) — Russian troops captured Hrodivka.", ["Hrodivka"]),
        ("ХАРЬКОВ, 1 июня. Российские войска заняли Гродовку.", ["Hrodivka"]),
        ("Харків. 1 червня. Російські війська захопили Гродівку.", ["Hrodivka"]),
        ("At a news conference in Ankara he said Russian troops had captured Hrodivka.", ["Hrodivka"]),
        ("На брифінгу в Анкарі він сказав, що росіяни захопили Гродівку.", ["Hrodivka"]),
        ("KUPIANSK – Russian troops attack with tanks.", ["Kupiansk"]),
    ],
)
def test_place_of_writing_or_speaking_is_no_place_of_events(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer) == places


@pytest.mark.parametrize(
    "text",
    [
        "The Lyman direction was quiet near Torske. Russian troops attacked 12 times in this sector.",
        "На Лиманському напрямку тихо, окрім Торського. Росіяни атакували на цьому напрямку 12 разів.",
        "На лиманском направлении тихо, кроме Торского. Россияне атаковали на этом направлении 12 раз.",
    ],
)
def test_this_sector_is_the_one_named_last(text: str, gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer, ClaimKind.ATTACK) == ["Lyman sector"]


@pytest.mark.parametrize(
    "text",
    [
        "На Лиманському напрямку ворог атакував біля Торського. Три боєзіткнення тривають.",
        "На Лиманському напрямку ворог атакував біля Торського, дві атаки ще тривають.",
        "На лиманском направлении враг атаковал у Торского. Продолжаются два боя.",
        "In the Lyman direction the enemy attacked near Torske. Two clashes are still going on.",
    ],
)
def test_fights_counted_without_a_place_are_the_sectors(text: str, gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer) == ["Torske", "Lyman sector"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Росіяни атакували в районах Торського, Невського та Діброви. Війська стримують ворога.", "Torske"),
        (
            "Російські ракети влучили в порт «Кавказ» і в Єйськ. Сили оборони вдруге вдарили по цьому порту.",
            "Port Kavkaz",
        ),
        ("ВСУ держат оборону у второго Бахмута, так военные назвали Торецк. Атаки врага здесь отбиты.", "Toretsk"),
    ],
)
def test_place_carried_on_is_the_first_or_the_one_meant(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer)[-1] == place


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Russian bombers launched missiles from Engels at Odesa. Air defenses shot down two.", ["Odesa"]),
        ("Ворог запустив дрони з Курська та Міллерового. ППО збила два.", []),
        ("Враг выпустил дроны из Миллерово по Одессе, сбиты два.", ["Odesa"]),
    ],
)
def test_nothing_is_shot_down_where_it_was_launched(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert places_of(text, gazetteer, ClaimKind.INTERCEPT) == places


def role_of(text: str, gazetteer: Gazetteer) -> PlaceRole:
    document = Document("a.txt", text, published=date(2025, 6, 1))
    resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
    return extract_claims(document, resolutions, find_dates(document))[0].role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ukrainian drones struck a depot 30 km from Kursk.", PlaceRole.NEAR),
        ("Russian missiles flew from Kursk and hit a depot.", PlaceRole.FROM),
        ("Під ворожий обстріл потрапив Нікополь.", PlaceRole.AT),
        ("Ворог атакував під Нікополем.", PlaceRole.NEAR),
        ("Под обстрел ВСУ попал Шебекино.", PlaceRole.AT),
    ],
)
def test_words_before_a_place_tell_its_role(text: str, role: PlaceRole, gazetteer: Gazetteer) -> None:
    assert role_of(text, gazetteer) is role


def test_forest_beside_a_village_is_a_place_of_its_own(gazetteer: Gazetteer) -> None:
    text = "Russian troops attacked in the Serebrianskyi forest and near Torske."
    assert places_of(text, gazetteer) == ["Serebrianske forest", "Torske"]
