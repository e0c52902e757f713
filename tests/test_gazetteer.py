"""The gazetteer as it ships: what names denote, and how it is searched."""

import subprocess
import sys
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, NameKind, load_gazetteer
from geomap.records import FeatureClass
from geomap.text import normalise


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def denoted(gazetteer, name):
    return {hit.place_id for hit in gazetteer.lookup(name)}


# English, Ukrainian and Russian name and two case forms of places that the war's reports name; region in ISO 3166-2
PROBES = [
    ("RU-KRS", "Sudzha", "Суджа", "Суджа", "Суджі", "Судже"),
    ("RU-KRS", "Snagost", "Снагость", "Снагость", "Снагості", "Снагости"),
    ("RU-KRS", "Korenevo", "Коренево", "Коренево", "Кореневе", "Кореневом"),
    ("RU-KRS", "Guevo", "Гуєво", "Гуево", "Гуєві", "Гуева"),
    ("RU-KRS", "Guyevo", "Гуєво", "Гуево", "Гуєва", "Гуеве"),
    ("RU-KRS", "Plekhovo", "Плєхово", "Плехово", "Плєхові", "Плехова"),
    ("RU-KRS", "Martynovka", "Мартинівка", "Мартыновка", "Мартинівці", "Мартыновке"),
    *[("RU-KRS", "Cherkasskoye Porechnoye", "Черкаське Порічне", "Черкасское Поречное",
       "Черкаського Порічного", "Черкасском Поречном")],
    ("RU-KRS", "Malaya Loknya", "Мала Локня", "Малая Локня", "Малій Локні", "Малой Локни"),
    ("RU-KRS", "Pogrebki", "Погребки", "Погребки", "Погребках", "Погребков"),
    ("RU-KRS", "Kazachya Loknya", "Козача Локня", "Казачья Локня", "Козачу Локню", "Казачьей Локне"),
    ("RU-KRS", "Kurilovka", "Курилівка", "Куриловка", "Курилівці", "Куриловки"),
    ("RU-KRS", "Lebedevka", "Лебедівка", "Лебедевка", "Лебедівку", "Лебедевке"),
    ("RU-KRS", "Zaoleshenka", "Заолешенка", "Заолешенка", "Заолешенці", "Заолешенке"),
    ("RU-KRS", "Rubanshchina", "Рубанщина", "Рубанщина", "Рубанщині", "Рубанщину"),
    ("RU-KRS", "Goncharovka", "Гончарівка", "Гончаровка", "Гончарівці", "Гончаровку"),
    ("RU-KRS", "Sverdlikovo", "Свердліково", "Свердликово", "Свердлікові", "Свердликове"),
    ("RU-KRS", "Glushkovo", "Глушкове", "Глушково", "Глушкового", "Глушкове"),
    ("RU-KRS", "Tyotkino", "Тьоткіно", "Тёткино", "Тьоткіні", "Теткине"),
    ("RU-KRS", "Zvannoye", "Званне", "Званное", "Званного", "Званном"),
    ("RU-BEL", "Demidovka", "Демидівка", "Демидовка", "Демидівці", "Демидовки"),
    ("RU-BEL", "Kolotilovka", "Колотилівка", "Колотиловка", "Колотилівку", "Колотиловке"),
    ("RU-BEL", "Popovka", "Попівка", "Поповка", "Попівці", "Поповке"),
    ("UA-59", "Basivka", "Басівка", "Басовка", "Басівці", "Басовки"),
    ("UA-59", "Novenke", "Новеньке", "Новенькое", "Новенького", "Новеньком"),
    ("UA-59", "Zhuravka", "Журавка", "Журавка", "Журавці", "Журавку"),
    ("UA-59", "Veselivka", "Веселівка", "Веселовка", "Веселівці", "Веселовки"),
    ("UA-14", "Pokrovsk", "Покровськ", "Покровск", "Покровська", "Покровском"),
    ("UA-14", "Myrnohrad", "Мирноград", "Мирноград", "Мирнограда", "Мирнограде"),
    ("UA-14", "Selydove", "Селидове", "Селидово", "Селидового", "Селидове"),
    ("UA-14", "Hrodivka", "Гродівка", "Гродовка", "Гродівці", "Гродовки"),
    ("UA-14", "Kurakhove", "Курахове", "Курахово", "Курахового", "Курахове"),
    ("UA-14", "Novoolenivka", "Новооленівка", "Новооленовка", "Новооленівці", "Новооленовке"),
    ("UA-14", "Storozheve", "Сторожеве", "Сторожевое", "Сторожевого", "Сторожевом"),
    ("UA-14", "Velyka Novosilka", "Велика Новосілка", "Великая Новоселка", "Великої Новосілки", "Великой Новоселке"),
    ("UA-14", "Udachne", "Удачне", "Удачное", "Удачного", "Удачном"),
    ("UA-14", "Kotlyne", "Котлине", "Котлино", "Котлиного", "Котлине"),
    ("UA-14", "Pishchane", "Піщане", "Песчаное", "Піщаного", "Песчаном"),
    ("UA-14", "Shevchenko", "Шевченко", "Шевченко", "Шевченка", "Шевченко"),
    ("UA-14", "Vozdvyzhenka", "Воздвиженка", "Воздвиженка", "Воздвиженці", "Воздвиженке"),
    ("UA-14", "Toretsk", "Торецьк", "Торецк", "Торецька", "Торецке"),
    ("UA-14", "Chasiv Yar", "Часів Яр", "Часов Яр", "Часового Яру", "Часовом Яре"),
    ("UA-14", "Vuhledar", "Вугледар", "Угледар", "Вугледара", "Угледаре"),
    ("UA-63", "Kupiansk", "Куп'янськ", "Купянск", "Куп'янська", "Купянске"),
    ("UA-63", "Vovchansk", "Вовчанськ", "Волчанск", "Вовчанська", "Волчанске"),
    ("UA-63", "Lyptsi", "Липці", "Липцы", "Липців", "Липцах"),
    ("UA-23", "Robotyne", "Роботине", "Работино", "Роботиного", "Работине"),
    ("UA-65", "Krynky", "Кринки", "Крынки", "Кринок", "Крынках"),
    ("UA-12", "Kryvyi Rih", "Кривий Ріг", "Кривой Рог", "Кривого Рогу", "Кривом Роге"),
]  # fmt: skip


@pytest.mark.parametrize("probe", PROBES, ids=[probe[1] for probe in PROBES])
def test_a_place_is_found_in_three_languages_and_by_case_forms(gazetteer, probe):
    iso, *forms = probe
    for form in forms:
        found = [gazetteer.place(place_id) for place_id in denoted(gazetteer, form)]
        regions = [gazetteer.region(place) for place in found if place.feature is FeatureClass.SETTLEMENT]
        assert f"adm1:{iso}" in {region.place_id for region in regions if region}, form


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        pytest.param("US", "country:US", id="an abbreviation"),
        pytest.param("Britain", "country:GB", id="a short name of a country"),
        pytest.param("Сполучених Штатів", "country:US", id="a country in the genitive"),
        pytest.param("Курщині", "adm1:RU-KRS", id="an oblast's nickname"),
        pytest.param("Kursk region", "adm1:RU-KRS", id="region for oblast"),
        pytest.param("Сумской области", "adm1:UA-59", id="an oblast in Russian"),
        pytest.param("Донбасі", "area:donbas", id="a historic region"),
        pytest.param("Сейму", "river:seym", id="a river in the dative"),
        pytest.param("Запорожской АЭС", "facility:zaporizhzhia-npp", id="a plant"),
        pytest.param("Pokrovsk direction", "sector:pokrovsk", id="a front sector"),
        pytest.param("Торецькому напрямку", "sector:toretsk", id="a front sector in Ukrainian"),
        pytest.param("border with Ukraine", "border:ru-ua", id="a border"),
        pytest.param("Sudzha district", "ru:district:krs:sudzhansky", id="a district by its seat"),
        pytest.param("Суджанского района", "ru:district:krs:sudzhansky", id="a district in Russian"),
        pytest.param("чорного моря", "sea:black", id="letter case does not matter"),
        pytest.param("Харківської областей", "adm1:UA-63", id="a plural noun after two adjectives"),
        pytest.param("Сумской обл.", "adm1:UA-59", id="a short designator in a case"),
        pytest.param("Luhansk oblasts", "adm1:UA-09", id="an English plural"),
        pytest.param("Курахівському напрямках", "sector:kurakhove", id="sectors that share a noun"),
        pytest.param("Покровському напрямку", "sector:pokrovsk", id="a sector in the locative"),
        pytest.param("красноармейском направлении", "sector:pokrovsk", id="a sector by its Russian name"),
        pytest.param("Krasnoarmeyskoye direction", "sector:pokrovsk", id="a sector romanised"),
        pytest.param("Дніпра", "river:dnipro", id="a river in the genitive"),
        pytest.param("річки Сейм", "river:seym", id="a river after its noun"),
        pytest.param("River Psel", "river:psel", id="a river before its name"),
        pytest.param("аеродромі Енгельс", "facility:engels-airbase", id="an airfield"),
        pytest.param("авиабазе Шайковка", "facility:shaykovka-airbase", id="an air base"),
        pytest.param("Saky airfield", "facility:saky-airbase", id="an airfield in English"),
        pytest.param("Рязанському НПЗ", "facility:ryazan-refinery", id="a refinery by its adjective"),
        pytest.param("Tuapse oil refinery", "facility:tuapse-refinery", id="a refinery in English"),
        pytest.param("порт Одеси", "facility:odesa-port", id="a port with its town in the genitive"),
        pytest.param("Кримського мосту", "facility:crimean-bridge", id="a bridge"),
        pytest.param("Зміїному", "island:zmiinyi", id="an island by its adjective"),
        pytest.param("Кинбурнской косе", "spit:kinburn", id="a spit"),
        pytest.param("Северо-Крымского канала", "canal:north-crimean", id="a canal"),
        pytest.param("кордон з Білоруссю", "border:by-ua", id="another border"),
        pytest.param("border with the Kursk region", "border:ru-ua:kursk", id="a stretch of a border"),
        pytest.param("Салтівському районі", "ua:UA63120270010315719", id="a borough"),
        pytest.param("Нікопольщині", "ua:UA12080000000023578", id="the land around a town"),
        pytest.param("Слобожанщині", "area:slobozhanshchyna", id="a historic region in the locative"),
        pytest.param("U.S.", "country:US", id="an abbreviation with points"),
        pytest.param("КНДР", "country:KP", id="a Cyrillic abbreviation"),
        pytest.param("Єгипту", "country:EG", id="a country with a fleeting vowel"),
        pytest.param("Баб-ель-Мандебській протоці", "sea:bab-el-mandeb", id="a strait"),
    ],
)
def test_a_name_of_any_kind_is_found(gazetteer, name, place_id):
    assert place_id in denoted(gazetteer, name)


def test_a_former_name_leads_to_todays_town(gazetteer):
    names = {gazetteer.place(place_id).name for place_id in denoted(gazetteer, "Артемовск")}
    assert "Bakhmut" in names


@pytest.mark.parametrize(
    ("former", "today", "region"),
    [
        ("Artyomovsk", "Bakhmut", "Donetsk Oblast"),
        ("Красноармейска", "Pokrovsk", "Donetsk Oblast"),
        ("Дзержинську", "Toretsk", "Donetsk Oblast"),
        ("Ugledar", "Vuhledar", "Donetsk Oblast"),
        ("Volchansk", "Vovchansk", "Kharkiv Oblast"),
        ("Часовом Яре", "Chasiv Yar", "Donetsk Oblast"),
        ("Kleshcheevka", "Klishchiivka", "Donetsk Oblast"),
        ("Avdeevka", "Avdiivka", "Donetsk Oblast"),
        ("Марьинке", "Marinka", "Donetsk Oblast"),
        ("Цюрупинск", "Oleshky", "Kherson Oblast"),
        ("Dnepropetrovsk", "Dnipro", "Dnipropetrovsk Oblast"),
    ],
)
def test_a_soviet_or_russian_name_leads_to_the_town(gazetteer, former, today, region):
    found = {(gazetteer.place(i).name, gazetteer.place(i).admin1) for i in denoted(gazetteer, former)}
    assert (today, region) in found


# what reports of other wars name: country, feature class, English, Ukrainian and Russian
OTHER_WARS = [
    ("PS", "settlement", "Khan Younis", "Хан-Юнісі", "Хан-Юнисе"),
    ("PS", "settlement", "Rafah", "Рафасі", "Рафахе"),
    ("PS", "region", "Gaza", "сектора Газа", "секторе Газа"),
    ("SD", "settlement", "El Fasher", "Ель-Фашері", "Эль-Фашере"),
    ("SD", "region", "Darfur", "Дарфурі", "Дарфуре"),
    ("SD", "region", "North Kordofan", "Північному Кордофані", "Северном Кордофане"),
    ("SD", "facility", "Zamzam camp", "таборі Замзам", "лагере Замзам"),
    ("SY", "settlement", "Idlib", "Ідлібі", "Идлибе"),
    ("SY", "region", "Idlib province", "провінції Ідліб", "провинции Идлиб"),
    ("MM", "region", "Rakhine", "штаті Ракхайн", "штате Ракхайн"),
    ("CD", "settlement", "Goma", "Гомі", "Гоме"),
    ("CD", "region", "North Kivu", "Північному Ківу", "Северного Киву"),
    ("AZ", "region", "Nagorno-Karabakh", "Нагірного Карабаху", "Нагорном Карабахе"),
    ("YE", "settlement", "Hodeidah", "Ходейді", "Ходейде"),
    ("ET", "region", "Tigray", "Тиграї", "Тиграе"),
    ("LB", "settlement", "Beirut", "Бейруті", "Бейруте"),
]


@pytest.mark.parametrize("probe", OTHER_WARS, ids=[probe[2] for probe in OTHER_WARS])
def test_places_of_other_wars_are_found_with_their_class(gazetteer, probe):
    country, feature, *names = probe
    for name in names:
        found = {(gazetteer.place(i).country, gazetteer.place(i).feature.value) for i in denoted(gazetteer, name)}
        assert (country, feature) in found, name


def test_a_town_abroad_is_shown_by_its_press_names(gazetteer):
    (town,) = [gazetteer.place(i) for i in denoted(gazetteer, "Хан-Юнісі")]
    assert (town.name, town.name_uk, town.name_ru) == ("Khan Younis", "Хан-Юніс", "Хан-Юнис")


def test_a_country_is_shown_by_its_press_name(gazetteer):
    assert {gazetteer.place(f"country:{code}").name for code in ("MM", "CD", "TR")} == {"Myanmar", "DR Congo", "Turkey"}


STRUCK_TOWNS = [
    ("Yelabuga", "Єлабузі", "Елабуге"),
    ("Engels", "Енгельсі", "Энгельсе"),
    ("Novorossiysk", "Новоросійську", "Новороссийске"),
    ("Syzran", "Сизрані", "Сызрани"),
    ("Ust-Luga", "Усть-Лузі", "Усть-Луге"),
    ("Yekaterinburg", "Єкатеринбурзі", "Екатеринбурге"),
    ("Tolyatti", "Тольятті", "Тольятти"),
    ("Olenegorsk", "Оленегорську", "Оленегорске"),
    ("Cherepovets", "Череповці", "Череповце"),
    ("Nevinnomyssk", "Невинномиську", "Невинномысске"),
]


@pytest.mark.parametrize("names", STRUCK_TOWNS, ids=[names[0] for names in STRUCK_TOWNS])
def test_towns_all_over_russia_are_found_in_three_languages(gazetteer, names):
    for name in names:
        found = [gazetteer.place(i) for i in denoted(gazetteer, name)]
        assert any(p.country == "RU" and p.feature is FeatureClass.SETTLEMENT for p in found), name


@pytest.mark.parametrize("name", ["ЄС", "ЕС", "EU", "NATO", "НАТО"])
def test_an_alliance_is_no_country(gazetteer, name):
    assert FeatureClass.COUNTRY not in {gazetteer.place(i).feature for i in denoted(gazetteer, name)}


def test_an_oblast_lends_its_nickname_to_no_raion(gazetteer):
    assert denoted(gazetteer, "Херсонщина") == {"adm1:UA-65"}


def test_a_sector_lies_at_the_place_it_is_named_after(gazetteer):
    from geomap.geo import approximate_km

    sector = gazetteer.place("sector:novopavlivka")
    villages = [gazetteer.place(i) for i in denoted(gazetteer, "Novopavlivka")]
    near = [p for p in villages if p.country == "UA" and approximate_km(sector.lon, sector.lat, p.lon, p.lat) < 10]
    assert [p.admin1 for p in near] == ["Dnipropetrovsk Oblast"]


def test_of_two_namesakes_in_a_hromada_the_centre_has_the_known_point(gazetteer):
    found = [gazetteer.place(i) for i in denoted(gazetteer, "Shevchenkove")]
    (centre,) = [p for p in found if p.place_id.startswith("ua:UA63080150") and not p.estimate]
    assert (centre.code, centre.population > 5000) == ("PPL", True)


def test_crimea_and_sevastopol_lie_in_ukraine(gazetteer):
    assert {gazetteer.place("adm1:UA-43").country, gazetteer.place("adm1:UA-40").country} == {"UA"}
    assert gazetteer.place("country:RU").country == "RU"


def test_an_adjective_is_marked_as_one(gazetteer):
    kinds = {hit.kind for hit in gazetteer.lookup("Курской") if hit.place_id == "adm1:RU-KRS"}
    assert kinds == {NameKind.ADJECTIVE}


def test_forms_at_gives_the_longest_first(gazetteer):
    text = "near kursk oblast today"
    ends = [hit.end for hit in gazetteer.forms_at(text, 5)]
    assert [text[5:end] for end in ends] == ["kursk oblast", "kursk"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Kyiv's", True, id="a possessive ends the name"),
        pytest.param("Kyivan", False, id="a letter follows"),
        pytest.param("Kyiv-based", True, id="a hyphen follows"),
        pytest.param("Kyiv", True, id="the text ends"),
        pytest.param("Сум'ятт", False, id="an apostrophe inside a Cyrillic word"),
    ],
)
def test_a_form_ends_at_a_word_boundary(gazetteer, text, found):
    assert bool(gazetteer.forms_at(normalise(text).lower(), 0)) is found


@pytest.mark.parametrize(
    ("misspelt", "edits", "form"),
    [
        pytest.param("Pokrosvk", 1, "pokrovsk", id="two letters swapped"),
        pytest.param("Kurahkove", 1, "kurakhove", id="swapped inside"),
        pytest.param("Vovchasnk", 1, "vovchansk", id="swapped at the end"),
        pytest.param("Zaporizzia", 2, "zaporizia", id="two edits allow one"),
    ],
)
def test_a_misspelling_finds_the_form_meant(gazetteer, misspelt, edits, form):
    assert form in {found for found, _ in gazetteer.lookup_fuzzy(misspelt, edits=edits)}


def test_fuzzy_look_up_refuses_other_distances(gazetteer):
    with pytest.raises(ValueError, match="edits"):
        gazetteer.lookup_fuzzy("Kursk", edits=3)


def test_near_gives_the_nearest_first_within_the_radius(gazetteer):
    sudzha = next(gazetteer.place(i) for i in denoted(gazetteer, "Sudzha") if i.startswith("ru:"))
    near = gazetteer.near(sudzha.lon, sudzha.lat, radius_km=8, feature=FeatureClass.SETTLEMENT)
    assert near[0] == sudzha
    assert len(near) > 3


def test_a_region_covers_its_settlements(gazetteer):
    from geomap.geo import approximate_km

    region = gazetteer.place("adm1:UA-59")
    inside = [p for p in gazetteer.places() if p.admin1 == "Sumy Oblast" and p.feature is FeatureClass.SETTLEMENT]
    assert max(approximate_km(region.lon, region.lat, p.lon, p.lat) for p in inside) <= region.radius_km + 10


def test_a_river_has_a_line(gazetteer):
    assert gazetteer.place("river:seym").geometry.type in ("LineString", "MultiLineString")


def test_a_settlement_without_a_known_point_is_an_estimate_with_a_wide_radius(gazetteer):
    estimates = [p for p in gazetteer.places() if p.estimate and p.feature is FeatureClass.SETTLEMENT]
    assert estimates
    assert min(p.radius_km for p in estimates) >= 17


def test_an_unknown_name_denotes_nothing(gazetteer):
    assert gazetteer.lookup("Qwxyzzy") == ()


def test_an_unknown_id_is_an_error_that_names_it(gazetteer):
    with pytest.raises(GazetteerError, match="ua:nowhere"):
        gazetteer.place("ua:nowhere")


@pytest.mark.parametrize("word", ["дорогу", "думку", "банка", "граница", "году", "Русь", "костей", "комах"])
def test_common_words_are_no_case_forms_of_small_towns_far_away(gazetteer, word):
    assert not [h for h in gazetteer.lookup(word) if gazetteer.place(h.place_id).country not in {"UA", "RU", "BY"}]


@pytest.mark.parametrize("word", ["Катовицях", "Рафаху", "Эль-Фашере", "Идлибе", "Шуші"])
def test_towns_in_the_news_have_case_forms(gazetteer, word):
    assert gazetteer.lookup(word)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Лозоватское", "Lozuvatske"),
        ("Lozovatskoye", "Lozuvatske"),
        ("Золотого Колодца", "Zolotyi Kolodiaz"),
        ("Времевку", "Vremivka"),
        ("Дылеевка", "Dyliivka"),
        ("Новый Донбасс", "Novyi Donbas"),
        ("Огурцово", "Ohirtseve"),
        ("Верхнекаменское", "Verkhnokamianske"),
        ("Котовському районі", "Kotovsky District"),
        ("Кіришах", "Kirishi"),
        ("Mariinka direction", "Marinka sector"),
    ],
)
def test_names_are_known_in_the_language_of_the_other_side(gazetteer, name, place):
    assert place in [gazetteer.place(hit.place_id).name for hit in gazetteer.lookup(name)]


def test_the_index_is_at_most_80_mb(gazetteer):
    assert sum(path.stat().st_size for path in gazetteer.folder.iterdir()) <= 80_000_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to read a process's peak memory")
def test_ten_thousand_look_ups_stay_under_200_mb(gazetteer):
    code = (
        "from pathlib import Path\n"
        "from geomap.gazetteer import load_gazetteer\n"
        "g = load_gazetteer()\n"
        "names = [p.name for p, _ in zip(g.places(), range(10000))]\n"
        "found = [g.place(h.place_id) for n in names for h in g.lookup(n)]\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(answer.stdout) < 200_000
