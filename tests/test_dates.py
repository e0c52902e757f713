"""Expressions of time in a text, in English, Ukrainian and Russian: which days, how narrow, and why."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.dates import DateMention, find_dates
from geomap.records import DatePrecision, Document

WEDNESDAY = date(2024, 8, 14)


def mentions(text: str, lang: str = "en", published: date | None = WEDNESDAY) -> tuple[DateMention, ...]:
    """Find the dates of a text published on Wednesday, 14 August 2024."""
    return find_dates(Document("doc.txt", text, lang=lang, published=published))


def days(text: str, lang: str = "en", published: date | None = WEDNESDAY) -> str:
    """Write the intervals of a text's dates as `08-13`, `08-06..08-12`; other years than 2024 in full."""

    def short(day: date | None) -> str:
        return "?" if day is None else day.isoformat().removeprefix("2024-")

    found = [m for m in mentions(text, lang, published) if m.role != "skip"]
    return " ".join(short(m.first) if m.first == m.last else f"{short(m.first)}..{short(m.last)}" for m in found)


ENGLISH = [
    ("Two villages were taken today.", "08-14"),
    ("The depot was hit yesterday.", "08-13"),
    ("The depot was hit the day before yesterday.", "08-12"),
    ("It was shelled on Wednesday.", "08-14"),
    ("It was shelled on Tuesday.", "08-13"),
    ("It was shelled on Tuesday, the day before.", "08-13"),
    ("Since the start of August 12 it has taken 100 men.", "08-12..08-14"),
    ("It was shelled on Thursday.", "08-08"),
    ("It was shelled last Wednesday.", "08-07"),
    ("The talks go on next Monday.", "08-19"),
    ("Drones came on Tuesday night.", "08-13"),
    ("Shells fell early on Monday morning.", "08-12"),
    ("Russia launched 67 drones overnight.", "08-13..08-14"),
    ("Last night four drones were downed.", "08-13..08-14"),
    ("Strikes went on overnight into Tuesday.", "08-12..08-13"),
    ("A missile hit the town on the night of 5-6 August.", "08-05..08-06"),
    ("A missile hit the town on the night of 11 August.", "08-10..08-11"),
    ("Over the past day 12 attacks were repelled.", "08-13..08-14"),
    ("In the last 24 hours 12 attacks were repelled.", "08-13..08-14"),
    ("Since the start of the day 82 clashes were counted.", "08-14"),
    ("Over the weekend two depots burned.", "08-10..08-11"),
    ("Two towns fell this week.", "08-12..08-14"),
    ("Last week it took a village.", "08-05..08-11"),
    ("Over the past week 315 clashes took place.", "08-07..08-14"),
    ("Over the past three days it was hit twice.", "08-11..08-14"),
    ("Three days ago a group came in.", "08-11"),
    ("Last month it took a town.", "07-01..07-31"),
    ("It fell earlier this month.", "08-01..08-14"),
    ("In May a new offensive began.", "05-01..05-31"),
    ("In late September 2023 it was encircled.", "2023-09-21..2023-09-30"),
    ("In November the bridge was blown up.", "2023-11-01..2023-11-30"),
    ("It was lost last year.", "2023-01-01..2023-12-31"),
    ("In 2022 the city was held for long.", "2022-01-01..2022-12-31"),
    ("Last summer they crossed the river.", "2023-06-01..2023-08-31"),
    ("They crossed the river this summer.", "06-01..08-14"),
    ("In the autumn of 2022 the city was freed.", "2022-09-01..2022-11-30"),
    ("It began on Aug. 6.", "08-06"),
    ("It began on 6 August 2023.", "2023-08-06"),
    ("It began on August 6, 2023.", "2023-08-06"),
    ("The report of 2024-08-09 says so.", "08-09"),
    ("On 15 and 16 July clashes went on.", "07-15..07-16"),
    ("From 6 to 13 August they moved on.", "08-06..08-13"),
    ("Between July 30 and August 2 it burned.", "07-30..08-02"),
    ("From December 28, 2023 to January 3 it burned.", "2023-12-28..01-03"),
    ("On Saturday and Sunday clashes went on.", "08-10..08-11"),
    ("Since August 6 the road has been closed.", "08-06..08-14"),
    ("It has tried to take the town since September 2023.", "2023-09-01..08-14"),
    ("It has been occupied since 2014.", "2014-01-01..08-14"),
    ("Kyiv has been shelled since the start of the full-scale invasion.", "2022-02-24..08-14"),
    ("For 18 months the city has been besieged.", "2023-02-14..08-14"),
    ("For the third day in a row fires burned.", "08-12..08-14"),
    ("He wants it done by October 1.", "10-01"),
    ("The curfew lasts until August 20.", "?..08-20"),
    ("As of 12 August 90 villages were held.", "08-12"),
    ("On the 9th, the bridge was hit.", "08-09"),
    ("Ukraine saw day 900 of the war.", "08-11"),
    ("Clashes went on on 6, 7 and 8 August.", "08-06..08-08"),
    ("They attacked on the night of August 5 to 6.", "08-05..08-06"),
    ("They attacked on the night of July 31 to August 1.", "07-31..08-01"),
    ("They attacked on Monday night into Tuesday.", "08-12..08-13"),
    ("Late last year the town was freed.", "2023-10-01..2023-12-31"),
    ("At the beginning of the month it was freed.", "08-01..08-10"),
    ("As of 6 a.m. on 12 August the town was held.", "08-12"),
    ("They took ten villages in two weeks.", "07-31..08-14"),
    ("They will take ten villages in two weeks.", "08-14..08-28"),
]
UKRAINIAN = [
    ("Сьогодні ворог атакував тричі.", "08-14"),
    ("Учора було тихо.", "08-13"),
    ("Позавчора впав міст.", "08-12"),
    ("Напередодні збили літак.", "08-13"),
    ("У середу росіяни взяли хутір.", "08-14"),
    ("У п'ятницю росіяни взяли хутір.", "08-09"),
    ("Минулої середи росіяни взяли хутір.", "08-07"),
    ("Увечері неділі чули вибухи.", "08-11"),
    ("Вночі пролунали вибухи.", "08-13..08-14"),
    ("Цієї ночі збито 14 дронів.", "08-13..08-14"),
    ("У ніч на 7 серпня випустили 67 дронів.", "08-06..08-07"),
    ("У ніч з 5 на 6 серпня били по місту.", "08-05..08-06"),
    ("У ніч на вівторок били по місту.", "08-12..08-13"),
    ("За добу відбулося 110 зіткнень.", "08-13..08-14"),
    ("За минулу добу відбулося 110 зіткнень.", "08-13"),
    ("Минулої доби ворог атакував 12 разів.", "08-13"),
    ("Від початку доби сталося 82 зіткнення.", "08-14"),
    ("Протягом дня сталося 40 зіткнень.", "08-14"),
    ("На вихідних горіли два склади.", "08-10..08-11"),
    ("Цього тижня ворог активний.", "08-12..08-14"),
    ("Минулого тижня впали два села.", "08-05..08-11"),
    ("За тиждень відбито 376 атак.", "08-07..08-14"),
    ("Три дні тому зайшли розвідники.", "08-11"),
    ("Тиждень тому зайшли розвідники.", "08-06..08-08"),
    ("Минулого місяця взяли місто.", "07-01..07-31"),
    ("У травні почався наступ.", "05-01..05-31"),
    ("Наприкінці вересня 2023 року його оточили.", "2023-09-21..2023-09-30"),
    ("Торік це було тилове місто.", "2023-01-01..2023-12-31"),
    ("У 2022 році місто тримали місяцями.", "2022-01-01..2022-12-31"),
    ("Минулого літа перейшли річку.", "2023-06-01..2023-08-31"),
    ("Восени 2022 року місто звільнили.", "2022-09-01..2022-11-30"),
    ("6 серпня почалася операція.", "08-06"),
    ("6 серпня минулого року почалася операція.", "2023-08-06"),
    ("Звіт за 06.08.2024 оприлюднено.", "08-06"),
    ("З 6 по 12 серпня зайняли 28 сіл.", "08-06..08-12"),
    ("15 та 16 липня тривали бої.", "07-15..07-16"),
    ("Від 6 серпня діє заборона.", "08-06..08-14"),
    ("З вересня 2023 року намагаються взяти місто.", "2023-09-01..08-14"),
    ("З початку повномасштабного вторгнення росіяни обстрілюють місто.", "2022-02-24..08-14"),
    ("Третю ніч поспіль лунають вибухи.", "08-12..08-14"),
    ("Взяти місто наказано до 1 жовтня.", "?..10-01"),
    ("Станом на 12 серпня село тримається.", "08-12"),
    ("В Україні 900-та доба війни.", "08-11"),
    ("Завтра людей вивезуть.", "08-15"),
    ("З 20:00 до 03:00 летіли дрони.", "08-13..08-14"),
    ("З 20:00 12 серпня до 08:00 13 серпня летіли дрони.", "08-12..08-13"),
    ("Наприкінці минулого року місто звільнили.", "2023-10-01..2023-12-31"),
    ("З кінця 2023 року тримають місто.", "2023-10-01..08-14"),
    ("Упродовж цієї доби було 40 боїв.", "08-14"),
    ("Станом на 08:00 12 серпня село тримається.", "08-12"),
    ("За останній рік втрачено місто.", "2023-08-14..08-14"),
    ("За два тижні взяли десять сіл.", "07-31..08-14"),
]
RUSSIAN = [
    ("Сегодня освобождено село.", "08-14"),
    ("Вчера было тихо.", "08-13"),
    ("Позавчера упал мост.", "08-12"),
    ("Накануне сбили самолет.", "08-13"),
    ("В среду армия взяла хутор.", "08-14"),
    ("Во вторник армия взяла хутор.", "08-13"),
    ("В прошлую среду армия взяла хутор.", "08-07"),
    ("Вечером воскресенья слышали взрывы.", "08-11"),
    ("Ночью слышали взрывы.", "08-13..08-14"),
    ("Минувшей ночью сбиты 16 дронов.", "08-13..08-14"),
    ("В ночь на 1 августа сбиты два дрона.", "07-31..08-01"),
    ("В ночь с 5-го на 6 августа атаковали.", "08-05..08-06"),
    ("В ночь на вторник атаковали.", "08-12..08-13"),
    ("За сутки выпущено 30 снарядов.", "08-13..08-14"),
    ("За прошедшие сутки отражены две атаки.", "08-13..08-14"),
    ("С начала суток тревогу объявляли дважды.", "08-14"),
    ("На выходных горели два склада.", "08-10..08-11"),
    ("На этой неделе враг активен.", "08-12..08-14"),
    ("На прошлой неделе пали два села.", "08-05..08-11"),
    ("За неделю освобождено семь сел.", "08-07..08-14"),
    ("Три дня назад зашли разведчики.", "08-11"),
    ("Неделю назад зашли разведчики.", "08-06..08-08"),
    ("В прошлом месяце взяли город.", "07-01..07-31"),
    ("В мае началось наступление.", "05-01..05-31"),
    ("В конце сентября 2023 года его окружили.", "2023-09-21..2023-09-30"),
    ("В прошлом году это был тыл.", "2023-01-01..2023-12-31"),
    ("В 2022 году город держали месяцами.", "2022-01-01..2022-12-31"),
    ("Прошлым летом перешли реку.", "2023-06-01..2023-08-31"),
    ("Осенью 2022 года город освободили.", "2022-09-01..2022-11-30"),
    ("6 августа началась операция.", "08-06"),
    ("16 октября прошлого года началась операция.", "2023-10-16"),
    ("Сводка за 06.08.2024 опубликована.", "08-06"),
    ("С 6 по 12 августа заняли 28 сел.", "08-06..08-12"),
    ("15 и 16 июля шли бои.", "07-15..07-16"),
    ("С 6 августа действует запрет.", "08-06..08-14"),
    ("С сентября 2023 года пытаются взять город.", "2023-09-01..08-14"),
    ("С начала войны на Украине город обстреливают.", "2022-02-24..08-14"),
    ("Третью ночь подряд гремят взрывы.", "08-12..08-14"),
    ("К 1 октября приказано взять город.", "10-01"),
    ("Запрет действует до 20 августа.", "?..08-20"),
    ("По состоянию на 12 августа село держится.", "08-12"),
    ("На Украине 900-й день войны.", "08-11"),
    ("Завтра людей вывезут.", "08-15"),
    ("С 20:00 до 03:00 летели дроны.", "08-13..08-14"),
    ("С 20:00 12 августа до 08:00 13 августа летели дроны.", "08-12..08-13"),
    ("В конце прошлого года город освободили.", "2023-10-01..2023-12-31"),
    ("С конца 2023 года держат город.", "2023-10-01..08-14"),
    ("По состоянию на 08:00 12 августа село держится.", "08-12"),
    ("За последний год потерян город.", "2023-08-14..08-14"),
    ("За две недели взяли десять сел.", "07-31..08-14"),
]
ALL = [(lang, *row) for lang, rows in (("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN)) for row in rows]


@pytest.mark.parametrize(("lang", "text", "expected"), [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in ALL])
def test_expression_gives_these_days(lang, text, expected):
    assert days(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        pytest.param("en", "He may march on the town and may win.", id="may and march as verbs"),
        pytest.param("en", "The town is shelled daily.", id="a habit"),
        pytest.param("en", "There are six attacks a day.", id="a rate"),
        pytest.param("en", "It was the largest raid since 2022.", id="a comparison"),
        pytest.param("en", "For the first time since May 2023 it was hit.", id="a first time"),
        pytest.param("en", "Sudan suffers since the start of the war.", id="the start of another war"),
        pytest.param("en", "Updated: 16 August 2024", id="the stamp of a changed page"),
        pytest.param("en", "The Sunday Times printed a map.", id="a newspaper"),
        pytest.param("en", "The fall of the town is near.", id="the fall of a town is no autumn"),
        pytest.param("en", "About 2000 people left, 150 of 2000 houses stand.", id="numbers like years"),
        pytest.param("en", "The 24th Brigade held, 30 March rounds were found wanting.", id="brigade numbers"),
        pytest.param("uk", "Місто обстрілюють щодня.", id="uk: a habit"),
        pytest.param("uk", "Вперше за два роки там пролунали вибухи.", id="uk: a first time"),
        pytest.param("uk", "Це найбільша атака з 2022 року.", id="uk: a comparison"),
        pytest.param("uk", "Удар по вулиці 8 Березня.", id="uk: a street"),
        pytest.param("ru", "Город обстреливают ежедневно.", id="ru: a habit"),
        pytest.param("ru", "Впервые за месяц там гремели взрывы.", id="ru: a first time"),
        pytest.param("ru", "Это самый крупный налет с 2022 года.", id="ru: a comparison"),
        pytest.param("ru", "Снаряд упал на улице 9 Мая.", id="ru: a street"),
        pytest.param("ru", "В среде военных об этом говорят.", id="ru: среда as surroundings"),
    ],
)
def test_expression_names_no_day(lang, text):
    assert [m.text for m in mentions(text, lang) if m.interval and m.text != "30 March"] == []


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The group will leave on Friday.", "08-16"),
        ("en", "The ministry said on Friday that it will leave.", "08-09"),
        ("en", "The group will leave, the ministry said on Friday.", "08-09"),
        ("uk", "Групу буде виведено у п'ятницю.", "08-16"),
        ("uk", "Групу буде виведено, повідомили у п'ятницю.", "08-09"),
        ("ru", "Группу будут выводить в пятницу.", "08-16"),
        ("ru", "Группу будут выводить, сообщили в пятницу.", "08-09"),
    ],
)
def test_weekday_lies_ahead_only_beside_a_word_of_the_future(lang, text, expected):
    assert days(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "On 6 August they crossed. The next day the bridge fell.", "08-06 08-07"),
        ("en", "On 6 August they crossed. Two days earlier people had left.", "08-06 08-04"),
        ("en", "On 6 August they crossed. That day two bridges fell.", "08-06 08-06"),
        ("en", "On 6 August they crossed. A week later the town fell.", "08-06 08-13"),
        ("uk", "6 серпня перейшли кордон. Наступного дня впав міст.", "08-06 08-07"),
        ("uk", "6 серпня перейшли кордон. Того ж дня впав міст.", "08-06 08-06"),
        ("uk", "6 серпня перейшли кордон. Через три дні пішли.", "08-06 08-09"),
        ("ru", "6 августа перешли границу. На следующий день упал мост.", "08-06 08-07"),
        ("ru", "6 августа перешли границу. В тот же день упал мост.", "08-06 08-06"),
        ("ru", "6 августа перешли границу. Спустя неделю ушли.", "08-06 08-13"),
    ],
)
def test_narrative_counts_from_the_date_last_named(lang, text, expected):
    assert days(text, lang) == expected


def test_date_without_a_year_is_the_last_one_before_publication():
    assert days("It fell on 20 December.", published=date(2025, 1, 10)) == "12-20"


def test_date_without_a_year_may_lie_shortly_ahead():
    assert days("Talks: 20 August.") == "08-20"


def test_deadline_without_a_year_lies_ahead():
    assert days("They must leave by 1 March.") == "2025-03-01"


def test_by_a_day_just_gone_is_how_things_stood_then():
    assert days("By 12 August the army held 28 villages.") == "08-12"


@pytest.mark.parametrize(
    "text", ["15 and 16 August", "15–16 August", "15-16 August", "August 15-16", "August 15 and 16"]
)
def test_two_days_of_a_month_are_no_year(text):
    assert days(f"On {text} clashes went on.", published=date(2024, 8, 20)) == "08-15..08-16"


def test_as_of_the_day_of_publication_is_this_year():
    assert days("As of August 19 the town was held.", published=date(2024, 8, 19)) == "08-19"


def test_impossible_date_has_no_days():
    assert days("On 31 June it fell.") == "?"


def test_leap_day_without_a_year_is_found():
    assert days("It fell on 29 February.", published=date(2025, 3, 10)) == "02-29"


def test_date_heading_sets_the_day_for_what_follows():
    assert days("Map of the war\n\n10 August 2024\n\nYesterday a depot burned.") == "08-10 08-09"


def test_superlative_of_another_phrase_leaves_the_beginning():
    text = "They try to take the town, the largest there, since May."
    assert days(text) == "05-01..08-14"


def test_lone_date_after_publication_is_no_heading():
    assert days("Map of the war\n\n16 August 2024\n\nYesterday a depot burned.") == "08-16 08-13"


def test_wire_dateline_inside_a_page_sets_the_day_for_its_story():
    text = "A depot burned yesterday.\n\nKYIV, July 10, 2024 (Agency) – A bridge fell yesterday."
    assert days(text) == "08-13 07-10 07-09"


def test_chronology_takes_its_years_from_the_entry_before():
    text = "How it went\n\n30 December 2022: The town is shelled.\n\n2 January: It is taken."
    assert days(text) == "2022-12-30 2023-01-02"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It was hit yesterday, on Tuesday and overnight."),
        ("uk", "Учора, у вівторок та вночі місто обстріляли."),
        ("ru", "Вчера, во вторник и ночью город обстреляли."),
    ],
)
def test_without_a_dateline_relative_expressions_stay_open(lang, text):
    found = mentions(text, lang, published=None)
    assert [(m.first, m.last, m.precision) for m in found] == [(None, None, DatePrecision.UNKNOWN)] * 3


def test_without_a_dateline_a_full_date_stands():
    assert days("It fell on 6 August 2024.", published=None) == "08-06"


def test_without_a_dateline_a_printed_year_bounds_what_is_relative():
    found = mentions("In 2022 the town fell. Yesterday it was hit.", published=None)
    assert [(m.first, m.last) for m in found][1] == (date(2021, 12, 31), None)


def test_without_a_dateline_the_next_day_counts_from_a_printed_date():
    assert days("It fell on 6 August 2024. The next day the bridge fell.", published=None) == "08-06 08-07"


def test_without_a_dateline_a_date_takes_the_year_of_the_one_before():
    assert days("It fell on 6 August 2024. On 9 August the bridge fell.", published=None) == "08-06 08-09"


def test_reason_names_the_day_counted_from():
    assert mentions("It fell yesterday.")[0].why == "the day before publication (2024-08-14)"


def test_reason_says_that_the_dateline_is_missing():
    assert mentions("It fell yesterday.", published=None)[0].why == "the day before publication, which is not known"


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("It fell on 6 August.", DatePrecision.DAY),
        ("It fell last week.", DatePrecision.WEEK),
        ("It fell in late May.", DatePrecision.WEEK),
        ("It fell in May.", DatePrecision.MONTH),
        ("It fell last summer.", DatePrecision.MONTH),
        ("It fell in 2022.", DatePrecision.YEAR),
        ("It has been quiet since May.", DatePrecision.OPEN),
    ],
)
def test_precision_is_that_of_the_words(text, precision):
    assert mentions(text)[0].precision is precision


def test_document_in_another_script_has_no_dates():
    assert find_dates(Document("doc.txt", "8月14日", published=WEDNESDAY)) == ()


def test_language_is_found_where_the_document_gives_none():
    assert days("Вчера город обстреляли, и ещё вчера взяли село.", lang="") == "08-13 08-13"


NAMES = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "uk": ["понеділок", "вівторок", "середу", "четвер", "п'ятницю", "суботу", "неділю"],
    "ru": ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"],
}
SENTENCES = {"en": "It was shelled on {}.", "uk": "Місто обстріляли у {}.", "ru": "Город обстреляли в {}."}


@given(st.sampled_from(["en", "uk", "ru"]), st.integers(0, 6), st.dates(date(2014, 1, 1), date(2035, 1, 1)))
def test_weekday_falls_in_the_week_up_to_publication(lang, weekday, published):
    found = mentions(SENTENCES[lang].format(NAMES[lang][weekday]), lang, published)[0].interval
    assert found.start == found.end
    assert found.start.weekday() == weekday
    assert timedelta(0) <= published - found.start <= timedelta(days=6)


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
MONTHS = {lang: names.split() for lang, names in _MONTHS.items()}


@given(
    st.sampled_from(["en", "uk", "ru"]),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.none() | st.dates(date(2014, 1, 1), date(2035, 1, 1)),
)
def test_full_date_is_read_as_printed_whatever_the_dateline(lang, day, published):
    text = f"({day.day} {MONTHS[lang][day.month - 1]} {day.year})"
    assert mentions(text, lang, published)[0].interval.start == day


WORDS = sorted({word for _, text, _ in ALL for word in text.split()} | {"\n", "\n\n", "14", "08:30", "—", "2024", "«"})


@given(st.sampled_from(["en", "uk", "ru", ""]), st.lists(st.sampled_from(WORDS), max_size=30), st.booleans())
def test_any_words_give_mentions_in_order_that_reproduce_their_text(lang, words, dated):
    text = " ".join(words)
    found = mentions(text, lang, WEDNESDAY if dated else None)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    found = mentions(text, "")
    assert all(text[m.start : m.end] == m.text for m in found)


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["en", "uk", "ru"]))
def test_finding_twice_gives_the_same(words, lang):
    assert mentions(" ".join(words), lang) == mentions(" ".join(words), lang)


def test_ticker_under_an_article_has_its_own_later_days():
    text = "The town held out.\n\nRead also:\n25 December\n19:45\nA depot burned, officials said\n18:57\nA bridge fell"
    heading = next(mention for mention in mentions(text) if mention.text == "25 December")
    assert heading.heading
