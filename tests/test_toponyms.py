"""What is found as a place name, and what is left out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.records import Document, FeatureClass, Toponym, ToponymRole
from geomap.toponyms import find_toponyms


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(with_added=False)


def found(text: str, gazetteer: Gazetteer) -> list[str]:
    return [toponym.text for toponym in find_toponyms(Document("a.txt", text), gazetteer)]


def one(text: str, gazetteer: Gazetteer) -> Toponym:
    toponyms = find_toponyms(Document("a.txt", text), gazetteer)
    assert len(toponyms) == 1, [toponym.text for toponym in toponyms]
    return toponyms[0]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Troops left Sudzha and Kursk region.", ["Sudzha", "Kursk region"]),
        ("Shells fell on the Khotin hromada.", ["Khotin hromada"]),
        ("They crossed the Seim river near Karyzh.", ["Seim river", "Karyzh"]),
        ("On the Pokrovsk axis it was calm.", ["Pokrovsk axis"]),
        ("Kursk and Belgorod regions were hit.", ["Kursk", "Belgorod regions"]),
        ("In Donetsk, Luhansk and Kherson oblasts people wait.", ["Donetsk", "Luhansk", "Kherson oblasts"]),
        ("Sudzhansky and Korenevsky districts are empty.", ["Sudzhansky", "Korenevsky districts"]),
        ("The village of Niu-York has fallen.", ["Niu-York"]),
        ("Fighting went on near the border with Belgorod region.", ["border with Belgorod region"]),
        ("Ворог атакує на Покровському напрямку.", ["Покровському напрямку"]),
        ("Обстріляно Хотінську та Краснопільську громади.", ["Хотінську", "Краснопільську громади"]),
        ("Тривають бої у Волноваському і Покровському районах.", ["Волноваському", "Покровському районах"]),
        ("Збито дрони над Сумською областю та Полтавщиною.", ["Сумською областю", "Полтавщиною"]),
        ("Удар по с. Великі Проходи стався вночі.", ["Великі Проходи"]),
        ("Сбиты дроны над Курской областью, два – над Брянской.", ["Курской областью", "Брянской"]),
        ("На купянском направлении тихо.", ["купянском направлении"]),
        ("Бои у н.п. Юнаковка в Сумской обл. продолжаются.", ["Юнаковка", "Сумской обл"]),
        ("Горит НПЗ: дроны атаковали Сызранский НПЗ.", ["Сызранский НПЗ"]),
        ("Горит Одесский морской завод имени Ивана Петренко.", ["Одесский морской завод имени Ивана Петренко"]),
        (
            "На Купянском направлении бои. На Приднепровском россияне атаковали.",
            ["Купянском направлении", "Приднепровском"],
        ),
    ],
)
def test_span_takes_the_designator_that_follows(text: str, spans: list[str], gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == spans


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin and Volodymyr Zelensky spoke in May.",
        "The Kyiv Independent and The Moscow Times wrote about it in August.",
        "Colonel Oleh Pokrovsky of the 92nd brigade retired.",
        "Russian and Ukrainian delegations met before Christmas.",
        "Reading the report, he saw a Split decision by the Mobile units.",
        "Shakhtar beat Metalist after a penalty.",
        "The Khortytsia group of forces and the Akhmat unit denied it.",
        "The city was quiet. The region was not.",
        "Володимир Іваненко та Роман Петренко перемогли у серпні.",
        "«Українська правда» і «Нова пошта» повідомили про це.",
        "Росіяни та українці чекають, сумчани сплять.",
        "Речник ОТУ «Луганськ» сказав, що ворог відступив.",
        "Группировка «Север» и отряд «Ахмат» наступают.",
        "Военкор Николаев и полковник Сергей Орлов спорят.",
        "Курские и белгородские чиновники молчат.",
    ],
)
def test_what_is_no_place_stays_out(text: str, gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Shells hit Pokrovsk.", "literal"),
        ("Kyiv denied the report.", "metonym"),
        ("Russia's assertions were wrong.", "metonym"),
        ("Moscow's forces retreated.", "attributive"),
        ("The governor of Luhansk oblast spoke.", "attributive"),
        ("US officials were silent.", "attributive"),
        ("Fires burn in the east of Ukraine.", "literal"),
        ("Росія заперечує це.", "metonym"),
        ("Міноборони РФ заперечує це.", "attributive"),
        ("Бої точаться на сході України.", "literal"),
        ("Губернатор Курской области подал в отставку.", "attributive"),
        ("Дроны атаковали Москву.", "literal"),
        ("Moscow presses its offensive.", "metonym"),
        ("Moscow was hit by drones.", "literal"),
    ],
)
def test_role(text: str, role: str, gazetteer: Gazetteer) -> None:
    assert one(text, gazetteer).role is ToponymRole(role)


def test_state_listed_after_land_is_land(gazetteer: Gazetteer) -> None:
    toponyms = find_toponyms(Document("a.txt", "Schools closed in Armenia and Azerbaijan."), gazetteer)
    assert [toponym.role for toponym in toponyms] == [ToponymRole.LITERAL, ToponymRole.LITERAL]


def test_designator_before_a_name_tells_its_feature(gazetteer: Gazetteer) -> None:
    assert one("Бої за село Шевченко тривають.", gazetteer).feature is FeatureClass.SETTLEMENT


def test_name_is_the_words_without_a_shared_designator(gazetteer: Gazetteer) -> None:
    toponyms = find_toponyms(Document("a.txt", "Donetsk and Zaporizhzhia oblasts meet there."), gazetteer)
    assert [toponym.name for toponym in toponyms] == ["Donetsk", "Zaporizhzhia"]


def test_adjective_alone_recalls_a_sector_named_before(gazetteer: Gazetteer) -> None:
    text = "На Лиманському напрямку відбито п'ять атак, на Краматорському – дві."
    assert found(text, gazetteer) == ["Лиманському напрямку", "Краматорському"]


def test_adjective_alone_without_a_designator_before_is_none(gazetteer: Gazetteer) -> None:
    assert found("На Краматорському заводі зупинили роботу.", gazetteer) == []


@pytest.mark.parametrize("text", ["Troops took Velyka\nNovosilka.", "Troops took Velyka  Novosilka."])
def test_name_may_be_broken_or_spaced(text: str, gazetteer: Gazetteer) -> None:
    assert len(found(text, gazetteer)) == 1


def test_name_may_be_parted_at_a_hyphen(gazetteer: Gazetteer) -> None:
    assert found("Бои идут у Ново-\nпавловки.", gazetteer) == ["Ново-\nпавловки"]


def test_typographic_apostrophe_counts_as_one(gazetteer: Gazetteer) -> None:
    assert found("Ворог обстріляв Куп’янськ.", gazetteer) == ["Куп’янськ"]


def test_misspelt_name_is_read_beside_places_near_it(gazetteer: Gazetteer) -> None:
    assert "Yunnakivka" in found("Shells fell near Yunnakivka and Oleksiivka in Sumy region.", gazetteer)


def test_strange_word_far_from_any_place_is_no_misspelt_name(gazetteer: Gazetteer) -> None:
    assert found("They met near Yunnakivka.", gazetteer) == []


def test_acronym_of_a_state_needs_capitals(gazetteer: Gazetteer) -> None:
    assert found("The US helped us. Us too, they said.", gazetteer) == ["US"]


def test_surname_of_a_person_named_in_full_is_no_place(gazetteer: Gazetteer) -> None:
    assert found("Тренер Андрій Шевченко подякував. Шевченко задоволений грою.", gazetteer) == []


def test_surname_in_a_list_of_villages_is_a_place(gazetteer: Gazetteer) -> None:
    assert found("Взяты Шевченко и Новосергеевка.", gazetteer) == ["Шевченко", "Новосергеевка"]


def test_offsets_count_in_the_text_as_it_is(gazetteer: Gazetteer) -> None:
    text = "Ёлки. Бои у Суджи."
    toponym = one(text, gazetteer)
    assert text[toponym.start : toponym.end] == "Суджи"


def test_no_two_mentions_overlap(gazetteer: Gazetteer) -> None:
    text = "Kursk region, Kursk and Belgorod regions, the Kursk sector, Kursk nuclear power plant near Kurchatov."
    toponyms = find_toponyms(Document("a.txt", text), gazetteer)
    assert all(one.end <= other.start for one, other in pairwise(toponyms))


def test_two_runs_agree(gazetteer: Gazetteer) -> None:
    document = Document("a.txt", "Kyiv said Sudzha, Korenevo and Glushkovo in Kursk region are held.")
    assert find_toponyms(document, gazetteer) == find_toponyms(document, gazetteer)


@pytest.mark.parametrize("text", ["", "\n\n", "«", "Ново-" * 3000, "Kursk" + " " * 5000 + "region", "É̈ Kursk"])
def test_odd_texts_are_read(text: str, gazetteer: Gazetteer) -> None:
    for toponym in find_toponyms(Document("a.txt", text), gazetteer):
        assert toponym.text == text[toponym.start : toponym.end]


@pytest.mark.parametrize(
    "text",
    [
        "Об этом сообщили спасатели.",
        "Снова слышны взрывы.",
        "Вчера, по данным штаба, Силы обороны отошли.",
        "Взят Золотой Ручьевск.",
    ],
)
def test_words_that_open_a_sentence_and_halves_of_names_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Two districts - Shebekinsky and Volokonovsky - were hit.", ["Shebekinsky", "Volokonovsky"]),
        ("Calm in three directions: Lyman, Toretsk and Siversk.", ["Lyman", "Toretsk", "Siversk"]),
        ("Обстріляно громади: Хотінську та Краснопільську.", ["Хотінську", "Краснопільську"]),
        ("Тихо на двох напрямках – Лиманському й Торецькому.", ["Лиманському", "Торецькому"]),
        ("Без света два округа: Шебекинский и Грайворонский.", ["Шебекинский", "Грайворонский"]),
    ],
)
def test_names_after_their_plural_are_of_its_class(text: str, spans: list[str], gazetteer: Gazetteer) -> None:
    toponyms = find_toponyms(Document("a.txt", text), gazetteer)
    assert [toponym.text for toponym in toponyms] == spans
    assert all(toponym.feature in (FeatureClass.DISTRICT, FeatureClass.OTHER) for toponym in toponyms)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Бої на лінії Сватове-Кремінна.", ["Сватове", "Кремінна"]),
        ("Тихо від Куп'янськ-Сватове-Кремінна.", ["Куп'янськ", "Сватове", "Кремінна"]),
        ("Бои на участке Сватово-Кременная.", ["Сватово", "Кременная"]),
        ("The Siversk-Lyman line holds.", ["Siversk", "Lyman"]),
        ("Про це пише Олена Сватове-Лиманська.", []),
    ],
)
def test_towns_joined_by_hyphens_are_the_ends_of_a_line(text: str, spans: list[str], gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("О 21:30 за Києвом у Сумах пролунав вибух.", ["Сумах"]),
        ("Близько 8 години ранку за Москвою було тихо.", []),
        ("В 4:15 по Москве над Тулой гремело.", ["Тулой"]),
        ("At 5 a.m. Moscow time it was calm in Tula.", ["Tula"]),
        ("At 5 a.m. Moscow local time it was calm in Tula.", ["Tula"]),
        ("О 01:00 за Києвом дрони вдарили по Сумах.", ["Сумах"]),
        ("За Києвом стоять ліси.", ["Києвом"]),
    ],
)
def test_capital_of_a_clock_time_is_no_place(text: str, spans: list[str], gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Горить порт «Кавказ».", ["порт «Кавказ»"]),
        ('На аеродромі "Гвардійське" тихо.', ['аеродромі "Гвардійське"']),
        ("Тихо на восточном участке города.", []),
        ("Тихо на восточном участке фронта.", ["восточном участке"]),
    ],
)
def test_facility_in_quotation_marks_and_part_of_a_front(text: str, spans: list[str], gazetteer: Gazetteer) -> None:
    assert found(text, gazetteer) == spans


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Calm on the Avdeyevka axis.", ["Avdiivka sector"]),
        ("Calm on the Kupyansk, Avdeyevka, Nowhereville and Liman axes.", ["Kupiansk", "Avdiivka", "Lyman"]),
    ],
)
def test_sector_is_known_by_its_towns_other_spellings(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    toponyms = [item for item in find_toponyms(Document("a.txt", text), gazetteer) if item.feature]
    names = [gazetteer.place(toponym.place_ids[0]).name for toponym in toponyms]
    assert [name.removesuffix(" sector") for name in names] == [place.removesuffix(" sector") for place in places]
