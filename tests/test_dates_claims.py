"""Dates of claims: `{...}` marks the clause, `*` stands before its trigger, `<...>` holds the words of speech."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.dates import Calendar, ClaimDate, find_dates
from geomap.records import DatePrecision, Document, Span

WEDNESDAY = date(2024, 8, 14)


def claim_date(
    marked: str, lang: str = "en", published: date | None = WEDNESDAY, *, state: bool = False, intent: bool = False
) -> ClaimDate:
    """Date the marked clause of a text published on Wednesday, 14 August 2024."""
    text, at = "", {}
    for char in marked:
        if char in "{}*<>":
            at[char] = len(text)
        else:
            text += char
    document = Document("doc.txt", text, lang=lang, published=published)
    speech = Span(at["<"], at[">"]) if "<" in at else None
    start, end = at.get("{", 0), at.get("}", len(text))
    anchor = at.get("*")
    calendar = Calendar(document, find_dates(document))
    return calendar.date_claim(start, end, anchor=anchor, speech=speech, state=state, intent=intent)


def days(marked: str, lang: str = "en", published: date | None = WEDNESDAY, **kinds: bool) -> str:
    """Write the claim's days as `08-13` or `08-06..08-14`; other years than 2024 in full, `?` for an open bound."""
    found = claim_date(marked, lang, published, **kinds)
    first, last = ("?" if day is None else day.isoformat().removeprefix("2024-") for day in (found.start, found.end))
    return first if first == last else f"{first}..{last}"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "{Troops *took the village.}", "08-14"),
        ("uk", "{Війська *взяли село.}", "08-14"),
        ("ru", "{Войска *взяли село.}", "08-14"),
    ],
)
def test_undated_claim_has_the_day_of_publication(lang, text, expected):
    assert days(text, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "{Drones *hit the depot on Monday}, and {the port burned today}.".replace("{the", "the"), "08-12"),
        ("en", "On Monday a bridge fell, and {troops *took the village on Tuesday}.", "08-13"),
        ("uk", "{У понеділок дрони *влучили в склад}.", "08-12"),
        ("uk", "{Близько 23:40 понеділка дрони *влучили в склад}.", "08-12"),
        ("uk", "{Увечері 12 серпня та вночі дрони *влучили в склад}.", "08-12..08-13"),
        ("ru", "{Вечером 12 августа и ночью дроны *ударили по складу}.", "08-12..08-13"),
        ("ru", "{В понедельник дроны *ударили по складу}.", "08-12"),
    ],
)
def test_date_in_the_clause_comes_first(lang, text, expected):
    assert days(text.replace("burned today}", "burned today"), lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "On Monday a bridge fell, and {troops *took the village}.", "08-12"),
        ("en", "{Drones *hit the depot} and damaged the port overnight.", "08-13..08-14"),
        ("uk", "У понеділок упав міст, і {війська *взяли село}.", "08-12"),
        ("ru", "В понедельник упал мост, и {войска *взяли село}.", "08-12"),
    ],
)
def test_date_that_opens_the_sentence_holds_for_its_clauses(lang, text, expected):
    assert days(text, lang) == expected


def test_date_of_a_later_clause_is_not_lent():
    assert days("Much is unclear. {Troops *took the village}, after a bridge had fallen on Monday.") == "08-14"


@pytest.mark.parametrize(
    ("lang", "text", "expected", "reported"),
    [
        ("en", "{Kyiv <said> on Tuesday that drones had *hit the depot overnight.}", "08-12..08-13", 13),
        ("en", "{Drones *hit the depot last week}, the ministry <said> on Tuesday.", "08-05..08-11", 13),
        ("en", "On Tuesday the ministry <said> {troops had *taken the village on 9 August}.", "08-09", 13),
        ("uk", "{Міністерство <повідомило> у вівторок, що дрони *влучили в склад 9 серпня.}", "08-09", 13),
        ("uk", "{Дрони *влучили в склад 9 серпня}, <повідомили> у вівторок.", "08-09", 13),
        ("ru", "{Министерство <сообщило> во вторник, что дроны *попали в склад 9 августа.}", "08-09", 13),
        ("ru", "{Дроны *попали в склад 9 августа}, <сообщили> во вторник.", "08-09", 13),
    ],
)
def test_date_beside_the_words_of_speech_is_when_it_was_said(lang, text, expected, reported):
    assert days(text, lang) == expected
    assert claim_date(text, lang).reported == date(2024, 8, reported)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "{Kyiv <said> on Tuesday that it had *taken the village.}"),
        ("uk", "{Київ <заявив> у вівторок, що *взяв село.}"),
        ("ru", "{Киев <заявил> во вторник, что *взял село.}"),
    ],
)
def test_undated_statement_has_the_day_on_which_it_was_made(lang, text):
    assert days(text, lang) == "08-13"


def test_statement_without_a_day_was_made_public_on_the_day_of_publication():
    assert claim_date("{Kyiv <said> that it had *taken the village on Monday.}").reported == WEDNESDAY


def test_event_before_the_date_is_not_taken_for_speech():
    found = claim_date("{Troops *took the village on Monday}, the ministry <said>.")
    assert (found.start, found.reported) == (date(2024, 8, 12), WEDNESDAY)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Over the past day there were 40 clashes.\n\nNear the river {three attacks were *repelled}."),
        ("uk", "За добу сталося 40 зіткнень.\n\nБіля річки {три атаки *відбито}."),
        ("ru", "За сутки было 40 атак.\n\nУ реки {три атаки *отражены}."),
    ],
)
def test_bulletins_window_holds_for_all_its_items(lang, text):
    assert days(text, lang) == "08-13..08-14"


def test_headline_takes_the_window_of_its_bulletin():
    assert days("{Drones *hit the south}\n\nOvernight 40 drones came in.") == "08-13..08-14"


def test_day_that_opens_the_article_holds_for_it():
    assert days("On Monday a depot burned.\n\n{Two people were *hurt}.") == "08-12"


def test_old_day_in_the_lead_is_background():
    assert days("On 1 July a depot burned.\n\n{Two people were *hurt}.") == "08-14"


def test_day_named_governs_its_paragraph():
    assert days("News.\n\nMore.\n\nOn 1 July a depot burned. {Two people were *hurt}.") == "07-01"


def test_day_named_does_not_govern_the_next_paragraph():
    assert days("News.\n\nMore.\n\nOn 1 July a depot burned.\n\n{Two people were *hurt}.") == "08-14"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "News.\n\nMore.\n\nOn 1 July a depot burned. {The army now *holds the village}."),
        ("uk", "Новини.\n\nЩе.\n\n1 липня згорів склад. {Армія *утримує село}."),
        ("ru", "Новости.\n\nЕще.\n\n1 июля сгорел склад. {Армия *удерживает село}."),
    ],
)
def test_present_tense_leaves_the_earlier_day(lang, text):
    assert days(text, lang) == "08-14"


def test_background_year_governs_nothing():
    assert days("News.\n\nIn 2022 the town fell. {Drones *hit the depot}.") == "08-14"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "{The army has *held the town since 1 June.}", "06-01..08-14"),
        ("en", "Since 1 June the road is closed, and {the army *holds the town}.", "06-01..08-14"),
        ("uk", "{Армія *тримає місто з 1 червня.}", "06-01..08-14"),
        ("ru", "{Армия *держит город с 1 июня.}", "06-01..08-14"),
        ("en", "{The army *holds the town.}", "08-14"),
        ("en", "{As of 12 August the army *held the town.}", "08-12"),
        ("en", "{The army *held the town until 12 August.}", "08-12"),
    ],
)
def test_state_runs_from_the_beginning_that_is_named(lang, text, expected):
    assert days(text, lang, state=True) == expected


def test_beginning_of_one_state_is_not_lent_to_an_event():
    assert days("Since 1 June the road is closed, and {drones *hit the depot}.") == "08-14"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "{The army wants to *take the town.}", "08-14"),
        ("en", "{The army wants to *take the town by 1 October.}", "08-14..10-01"),
        ("en", "{The army <said> on Monday it would *take the town by 1 October.}", "08-12..10-01"),
        ("en", "{The army <said> on Monday it would *take the town.}", "08-12"),
        ("en", "{The army will *leave tomorrow.}", "08-14..08-15"),
        ("uk", "{Армія хоче *взяти місто до 1 жовтня.}", "08-14..10-01"),
        ("ru", "{Армия хочет *взять город к 1 октября.}", "08-14..10-01"),
        ("ru", "{Армия хочет *взять город до конца года.}", "08-14..12-31"),
    ],
)
def test_intent_runs_from_the_statement_to_the_day_aimed_at(lang, text, expected):
    assert days(text, lang, intent=True) == expected


def test_deadline_is_no_event_of_its_day():
    assert days("{The army was ordered to *leave by 1 October.}") == "08-14..10-01"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "For the first time since May {drones *hit the port}."),
        ("en", "{Drones *hit the port} in the largest raid since 2022."),
        ("uk", "{Дрони вперше з травня *влучили в порт}."),
        ("ru", "{Дроны впервые с мая *попали в порт}."),
    ],
)
def test_comparison_with_the_past_dates_nothing(lang, text):
    assert days(text, lang) == "08-14"


def test_weeks_after_an_event_date_the_event():
    assert days("Kyiv said on Tuesday it held on, a week after {its troops had *crossed the border}.") == "08-06"
    assert days("Kyiv said on Tuesday it held on, {a week after its troops had *crossed the border}.") == "08-06"


CHRONOLOGY = (
    "Chronology of the campaign\n\n6 June 2023: The invasion begins. {A}\n\n7 June: People leave the border. {B}\n\n"
    "More people leave. {C}\n\n9 June — Reserves are sent. {D}"
)


@pytest.mark.parametrize(
    ("entry", "expected"), [("A", "2023-06-06"), ("B", "2023-06-07"), ("C", "2023-06-07"), ("D", "2023-06-09")]
)
def test_date_of_a_chronology_governs_until_the_next(entry, expected):
    text = CHRONOLOGY
    for other in "ABCD":
        text = text.replace(f"{{{other}}}", "{Troops *advance.}" if other == entry else "Troops advance.")
    assert days(text) == expected


TICKERS = {
    "en": "12 August 2024\n\n09:10 A depot burns.\n\n{14:35 Drones *hit the port.}",
    "uk": "12 серпня 2024\n\n09:10 Горить склад.\n\n{14:35 Дрони *влучили в порт.}",
    "ru": "12 августа 2024 года\n\n09:10 Горит склад.\n\n{14:35 Дроны *попали в порт.}",
}


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_ticker_items_have_the_day_of_their_heading(lang):
    assert days(TICKERS[lang], lang) == "08-12"


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_ticker_needs_no_dateline(lang):
    assert days(TICKERS[lang], lang, published=None) == "08-12"


def test_next_heading_of_a_ticker_takes_over():
    assert days("13 August\n\n09:10 A depot burns.\n\n12 August\n\n{23:50 Drones *hit the port.}") == "08-12"


def test_second_article_of_a_page_counts_from_its_own_dateline():
    page = "A depot burned.\n\nA bridge fell\n\n10 July 2024\n\n{Troops *took the village yesterday}."
    assert days(page) == "07-09"


def test_second_article_of_a_page_was_made_public_on_its_own_date():
    page = "A depot burned.\n\nA bridge fell\n\n10 July 2024\n\n{Troops *took the village yesterday}."
    assert claim_date(page).reported == date(2024, 7, 10)


@pytest.mark.parametrize(
    "text", ["{Troops *took the village.}", "{Troops *took the village yesterday.}", "{Troops *took it on Monday.}"]
)
def test_without_a_dateline_nothing_is_guessed(text):
    found = claim_date(text, published=None)
    assert (found.interval, found.start, found.end, found.precision) == (None, None, None, DatePrecision.UNKNOWN)


def test_without_a_dateline_nobody_knows_when_it_was_reported():
    assert claim_date("{Troops *took the village.}", published=None).reported is None


def test_without_a_dateline_a_printed_date_stands():
    assert days("{Troops *took the village on 6 August 2024.}", published=None) == "08-06"


def test_without_a_dateline_the_last_date_printed_bounds_the_rest():
    found = claim_date("News of 2 May 2024 says so.\n\nMore.\n\n{Troops *took the village.}", published=None)
    assert (found.start, found.end, found.precision) == (date(2024, 5, 2), None, DatePrecision.OPEN)


def test_without_a_dateline_an_intent_ends_on_its_target():
    assert days("{They want to *take it by 1 October 2024.}", published=None, intent=True) == "10-01"


def test_words_and_reason_come_with_the_days():
    found = claim_date("{Troops *took the village on Monday.}")
    assert (found.text, found.why) == ("Monday", "the last Monday up to publication (2024-08-14)")


def test_undated_claim_says_so():
    assert claim_date("{Troops *took it.}").why == "no date beside it: the day of publication (2024-08-14)"


def test_half_open_dates_carry_the_bound_that_is_known():
    found = claim_date("In 2022 it fell. {It was *hit yesterday}.", published=None)
    assert (found.interval, found.start, found.end) == (None, date(2021, 12, 31), None)


PIECES = [
    "On Monday", "overnight", "since May", "by 1 October", "the ministry said", "troops took the village",
    "until Friday", "6 August 2023:", "\n\n", "last week", "a week after", "yesterday", "will", "in two weeks",
    "as of 12 August", ".",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12),
    st.data(),
    st.booleans(),
    st.booleans(),
    st.none() | st.just(WEDNESDAY),
)
def test_any_clause_gets_ordered_bounds(pieces, data, state, intent, published):
    text = " ".join(pieces)
    document = Document("doc.txt", text, lang="en", published=published)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = data.draw(st.integers(start, end))
    calendar = Calendar(document, find_dates(document))
    found = calendar.date_claim(start, end, anchor=anchor, state=state, intent=intent)
    assert found.start is None or found.end is None or found.start <= found.end
    assert (found.interval is None) == (found.start is None or found.end is None)
