"""Case forms of place names: facts of Ukrainian and Russian declension."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.inflect import adjective_cases_ru, adjective_cases_uk, adjective_stem, inflect_ru, inflect_uk


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param(
            "Гончарівка", {"гончарівки", "гончарівці", "гончарівку", "гончарівкою"}, id="-ка: к becomes ц before -і"
        ),
        pytest.param("Прага", {"праги", "празі", "прагу"}, id="-га: г becomes з before -і"),
        pytest.param("Солоха", {"солохи", "солосі"}, id="-ха: х becomes с before -і"),
        pytest.param("Суджа", {"суджі", "суджу", "суджею"}, id="after a sibilant the endings are -і and -ею"),
        pytest.param("Роботине", {"роботиного", "роботиному", "роботиним"}, id="-ине declines as an adjective"),
        pytest.param("Харків", {"харкова", "харкову", "харковом", "харкові"}, id="-ів opens to -ов-"),
        pytest.param("Київ", {"києва", "києву", "києвом", "києві"}, id="-їв opens to -єв-"),
        pytest.param("Тернопіль", {"тернополя", "тернополю", "тернополем", "тернополі"}, id="-іль opens to -ол-"),
        pytest.param(
            "Кривий Ріг", {"кривого рогу", "кривому розі", "кривим рогом"}, id="adjective and -іг in one case"
        ),
        pytest.param(
            "Часів Яр", {"часового яру", "часовому яру", "часовим яром"}, id="a possessive declines as an adjective"
        ),
        pytest.param("Суми", {"сум", "сумам", "сумами", "сумах"}, id="a plural with the zero genitive"),
        pytest.param("Кринки", {"кринок", "кринках", "кринками"}, id="a plural with a fleeting о"),
        pytest.param("Липці", {"липців", "липцях", "липцями"}, id="a soft plural"),
        pytest.param("Кролевець", {"кролевця", "кролевцю", "кролевцем", "кролевці"}, id="-ець loses its е"),
        pytest.param("Інгулець", {"інгульця", "інгульцю"}, id="-лець becomes -льця"),
        pytest.param("Дністер", {"дністра", "дністром"}, id="-стер loses its е"),
        pytest.param("Запоріжжя", {"запоріжжю", "запоріжжям", "запоріжжі"}, id="a neuter with a doubled consonant"),
        pytest.param("Куп'янськ", {"куп'янська", "куп'янську", "куп'янськом"}, id="-ськ"),
        pytest.param("Велика Новосілка", {"великої новосілки", "великій новосілці"}, id="both words decline"),
        pytest.param("Середина-Буда", {"середини-буди", "середині-буді"}, id="both parts of a compound decline"),
        pytest.param("Івано-Франківськ", {"івано-франківська", "івано-франківську"}, id="only the last part declines"),
        pytest.param("Поліська АЕС", {"поліської АЕС".lower(), "поліською АЕС".lower()}, id="an acronym stays"),
    ],
)
def test_ukrainian_names_decline(name, forms):
    assert forms <= inflect_uk(name)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param("Суджа", {"суджи", "судже", "суджу", "суджей"}, id="after a sibilant -и and -ей"),
        pytest.param(
            "Коренево", {"коренева", "кореневу", "кореневом", "кореневе"}, id="-ево declines, and may stay bare"
        ),
        pytest.param("Черкасское Поречное", {"черкасского поречного", "черкасском поречном"}, id="two adjectives"),
        pytest.param("Малая Локня", {"малой локни", "малую локню", "малой локне"}, id="adjective and soft noun"),
        pytest.param("Казачья Локня", {"казачьей локни", "казачью локню"}, id="a possessive adjective in -ья"),
        pytest.param("Погребки", {"погребков", "погребках", "погребками"}, id="a plural"),
        pytest.param("Липцы", {"липцах", "липцов"}, id="a plural after ц"),
        pytest.param("Сумы", {"сум", "сумах"}, id="the zero genitive"),
        pytest.param("Орел", {"орла", "орлом", "орле"}, id="a fleeting е"),
        pytest.param("Мокрые Ялы", {"мокрых ялов", "мокрыми ялами"}, id="a plural adjective after р"),
        pytest.param("Ростов-на-Дону", {"ростова-на-дону", "ростове-на-дону"}, id="the part before the preposition"),
        pytest.param("Запорожье", {"запорожья", "запорожьем"}, id="-ье"),
        pytest.param("Казань", {"казани", "казанью"}, id="a soft feminine"),
        pytest.param("Тёткино", {"теткина", "теткине"}, id="ё is read as е"),
    ],
)
def test_russian_names_decline(name, forms):
    assert forms <= inflect_ru(name)


def test_adjectives_take_all_genders_and_cases():
    assert {"курська", "курського", "курській", "курські", "курських"} <= adjective_cases_uk("Курський")
    assert {"курская", "курского", "курской", "курскую", "курским"} <= adjective_cases_ru("Курская")


def test_a_common_noun_may_lead_an_unchanged_rest():
    assert "сховища північного берега" in inflect_uk("сховище північного берега")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("пункт пропуску Суджа", "пункті пропуску суджа", id="one noun declines"),
        pytest.param("військовий аеродром Саки", "військовому аеродромі саки", id="an adjective and a noun decline"),
        pytest.param("завод імені Малишева", "заводі імені малишева", id="what stands after імені does not decline"),
    ],
)
def test_common_nouns_may_lead_an_unchanged_name(name, form):
    assert form in inflect_uk(name)


def test_an_adjective_gives_its_stem():
    assert {adjective_stem(word) for word in ("Сумська", "сумський", "Сумське")} == {"сумськ"}


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщьюяіїє' -", min_size=1, max_size=20))
def test_forms_keep_the_number_of_words(name):
    words = len(name.split())
    assert all(len(form.split()) == words for form in inflect_uk(name) | inflect_ru(name))
