"""Spellings of place names: romanisations, press forms, Ukrainian and Russian counterparts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.names import (
    ascii_form,
    press_spellings,
    romanise_ru,
    romanise_uk,
    russian_from_ukrainian,
    russian_spellings_en,
    script_of,
    ukrainian_from_russian,
    ukrainian_spellings_en,
    without_apostrophes,
)

STEMS = [("нов", "нов"), ("велика", "великая|большая"), ("біло", "бело"), ("олексіїв", "алексеев")]


@pytest.mark.parametrize(
    ("ukrainian", "english"),
    [
        pytest.param("Згурівка", "Zghurivka", id="зг is zgh"),
        pytest.param("Єнакієве", "Yenakiieve", id="є begins a word as ye, elsewhere ie"),
        pytest.param("Юнаківка", "Yunakivka", id="ю begins a word as yu"),
        pytest.param("Куп'янськ", "Kupiansk", id="apostrophe and soft sign are dropped"),
        pytest.param("Щастя", "Shchastia", id="щ is shch"),
        pytest.param("Гуляйполе", "Huliaipole", id="й inside is i"),
        pytest.param("ЮЖНЕ", "YUZHNE", id="capitals stay capitals"),
    ],
)
def test_official_romanisation(ukrainian, english):
    assert romanise_uk(ukrainian) == english


@pytest.mark.parametrize(
    ("ukrainian", "spelling"),
    [
        pytest.param("Куп'янськ", "Kupyansk", id="BGN/PCGN ya"),
        pytest.param("Андріївка", "Andriyivka", id="ії as iyi"),
        pytest.param("Вузловий", "Vuzlovy", id="-yi shortened"),
        pytest.param("Запоріжжя", "Zaporizhia", id="a doubled zh simplified"),
        pytest.param("Луганськ", "Luhans'k", id="the soft sign marked"),
    ],
)
def test_english_spellings_of_ukrainian_names(ukrainian, spelling):
    assert spelling in ukrainian_spellings_en(ukrainian)


@pytest.mark.parametrize(
    ("russian", "spelling"),
    [
        pytest.param("Гуево", "Guyevo", id="ye after a vowel"),
        pytest.param("Гуево", "Guevo", id="plain e"),
        pytest.param("Тёткино", "Tyotkino", id="ё as yo"),
        pytest.param("Тёткино", "Tetkino", id="ё as e"),
        pytest.param("Новый Путь", "Novy Put", id="-ый as -y, no soft sign"),
        pytest.param("Званное", "Zvannoye", id="-ое as -oye"),
        pytest.param("Плехово", "Plehovo", id="х as h"),
    ],
)
def test_english_spellings_of_russian_names(russian, spelling):
    assert spelling in russian_spellings_en(russian)


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        pytest.param("Гончарівка", "Гончаровка", id="-івка, -овка"),
        pytest.param("Новоселівське", "Новоселовское", id="-ське, -ское"),
        pytest.param("Білогорівка", "Белогоровка", id="a known stem"),
        pytest.param("Велика Лука", "Большая Лука", id="a stem with two counterparts"),
        pytest.param("Липці", "Липцы", id="-ці, -цы"),
    ],
)
def test_russian_counterparts(ukrainian, russian):
    assert russian in russian_from_ukrainian(ukrainian, STEMS)


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        pytest.param("Мартыновка", "Мартинівка", id="-овка, -івка"),
        pytest.param("Глушково", "Глушкове", id="-ово, -ове"),
        pytest.param("Гуево", "Гуєво", id="е after a vowel is є"),
        pytest.param("Рыльск", "Рильськ", id="-ск, -ськ"),
    ],
)
def test_ukrainian_counterparts(russian, ukrainian):
    assert ukrainian in ukrainian_from_russian(russian, STEMS)


def test_a_hyphen_may_be_written_as_a_space():
    assert "Novy Val" in press_spellings("Novy-Val")


def test_marks_are_stripped_from_latin_letters():
    assert ascii_form("Łódź, Gießen, Kraków") == "Lodz, Giessen, Krakow"


def test_every_kind_of_apostrophe_is_dropped():
    assert without_apostrophes("а'б’вʼг") == "абвг"


def test_mixed_scripts_have_no_script():
    assert [script_of("Kursk"), script_of("Курск"), script_of("Кursk"), script_of("12")] == [
        "latin",
        "cyrillic",
        "",
        "",
    ]


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя' -", max_size=30))
def test_romanised_ukrainian_is_ascii(name):
    assert romanise_uk(name).isascii()


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя -", max_size=30))
def test_romanised_russian_is_ascii(name):
    assert romanise_ru(name).isascii()
