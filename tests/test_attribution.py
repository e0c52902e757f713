"""Who says so, and whose side that is."""

import pytest
from claimkit import claims_of

from geomap.records import ClaimKind, Side, Status


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        ("According to DeepState, Russian troops captured [Lozivka].", "DeepState", Side.UA),
        ("Russian troops captured [Lozivka], said the Kremlin.", "Kremlin", Side.RU),
        ("Російські війська захопили [Лозівку|Lozivka], за даними DeepState.", "DeepState", Side.UA),
        ("За даними DeepState, російські війська захопили [Лозівку|Lozivka].", "DeepState", Side.UA),
        ("По данным DeepState, российские войска захватили [Лозовое|Lozivka].", "DeepState", Side.UA),
        ("Минобороны РФ сообщило, что войска освободили [Лозовое|Lozivka].", "Минобороны РФ", Side.RU),
        ("Russian troops captured [Lozivka] on Monday.", "reporter", Side.INDEPENDENT),
    ],
)
def test_claimant_and_side(text, claimant, side):
    claims = [claim for claim in claims_of(text) if claim.kind == "capture"]
    assert [(claim.claimant, claim.side) for claim in claims] == [(claimant, side)]


def test_a_claim_says_why_its_claimant_was_chosen():
    (claim,) = claims_of("According to DeepState, Russian troops captured [Lozivka].")
    assert "DeepState" in claim.claimant_why
    assert "According to" in claim.claimant_why


def test_a_speaker_whom_no_list_has_is_given_as_printed():
    (claim,) = claims_of("Russian troops captured [Lozivka], said Arvid Lindqvist, who watches the war.")
    assert (claim.claimant, claim.side) == ("Arvid Lindqvist", Side.INDEPENDENT)


def test_the_holder_of_an_office_is_known_by_the_surname_afterwards():
    text = (
        "The enemy attacks near [Lozivka], said the spokesman of Ukraine's Eastern Command, Petro Zaporozhchenko.\n\n"
        "Russian troops captured [Terniv], a blogger wrote.\n\n"
        "Zaporozhchenko said that Ukrainian troops had withdrawn from [Berezove]."
    )
    last = [claim for claim in claims_of(text) if claim.place == "Berezove"]
    assert {claim.side for claim in last} == {Side.UA}


def test_a_noun_of_speech_binds_its_owner():
    text = "This jars with Moscow's account that the attacks of Kyiv's troops were repelled near [Ozerky|Ozerky|RU]."
    assert {claim.side for claim in claims_of(text)} == {Side.RU}


def test_a_verb_of_speech_before_the_next_clause_does_not_reach_back():
    text = "Ukrainian drones struck a depot in [Ozerky|Ozerky|RU] on Monday, and Moscow said it had shot down ten more."
    strike = next(claim for claim in claims_of(text) if claim.kind is ClaimKind.STRIKE)
    assert strike.claimant == "reporter"


def test_nobody_goes_on_speaking_under_a_heading_of_other_news():
    text = (
        "The enemy attacked near [Lozivka], Ukraine's General Staff said.\n\nRead also:\n\nRussian strike on [Terniv]"
    )
    strike = next(claim for claim in claims_of(text) if claim.place == "Terniv")
    assert strike.side is Side.INDEPENDENT


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        ("DeepState, a map of volunteers, shows Russian troops in control of [Lozivka].", "DeepState", Side.UA),
        ("Deepstate said Russian forces were infiltrating [Lozivka].", "Deepstate", Side.UA),
        ("The governor told residents on Monday that Russian troops had shelled [Lozivka].", "governor", Side.UA),
        (
            "Zakharova of the foreign ministry of Russia spoke of [Ozerky|Ozerky|RU] on Monday, Zakharova said.\n"
            '"The attack on [Lozivka] by our army was a success," she went on.',
            "Zakharova",
            Side.RU,
        ),
        (
            "Russian troops captured [Terniv], Moscow reported, while Kyiv attacked [Ozerky|Ozerky|RU].",
            "Moscow",
            Side.RU,
        ),
    ],
)
def test_who_is_spoken_to_or_of_does_not_speak(text, claimant, side):
    claim = claims_of(text)[-1 if "went on" in text else 0]
    assert (claim.claimant, claim.side) == (claimant, side)


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        (
            '"Russian troops attacked [Lozivka] in the morning. They were beaten," the Ukrainian General Staff said.',
            "Ukrainian General Staff",
            Side.UA,
        ),
        (
            "«Противник атакував позиції біля [Лозівки|Lozivka]. Йому не вдалося пройти», — повідомив Генштаб ЗСУ.",
            "Генштаб ЗСУ",
            Side.UA,
        ),
        (
            "«ВСУ атаковали [Озерки|Ozerky|RU] дронами. Пострадавших нет», — сообщил губернатор области.",
            "губернатор",
            Side.RU,
        ),
    ],
)
def test_a_quotation_of_several_sentences_belongs_to_whoever_is_named_at_its_end(text, claimant, side):
    claim = claims_of(text)[0]
    assert (claim.claimant, claim.side) == (claimant, side)


def test_a_quotation_that_nobody_ends_stays_with_the_reporter():
    claim = claims_of('"Russian troops attacked [Lozivka]. They were beaten." The army left.')[0]
    assert claim.claimant == "reporter"


def test_an_institution_before_an_office_tells_whose_it_is():
    claim = claims_of(
        "Russia said its troops had captured [Lozivka]. A Ukrainian military official told of shelling in [Terniv]."
    )[-1]
    assert (claim.claimant, claim.side) == ("Ukrainian military official", Side.UA)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Як зауважують британські аналітики, росіяни захопили [Лозівку|Lozivka].", Side.OTHER),
        ("За даними міністерства оборони Великої Британії, ЗСУ просунулися біля [Лозівки|Lozivka].", Side.OTHER),
        ("За оцінкою розвідки Естонії, росіяни просунулися біля [Лозівки|Lozivka].", Side.OTHER),
        ("Російські військкори твердили, що бійці взяли [Лозівку|Lozivka].", Side.RU),
        ("Місцева «адміністрація» звітувала про знищені над [Лозівкою|Lozivka] дрони.", Side.RU),
        ("Призначений Кремлем «мер» Іван Пробний сказав, що дрони вдарили по [Лозівці|Lozivka].", Side.RU),
        ("Ворожі пабліки рапортують про взяття [Лозівки|Lozivka] армією РФ.", Side.RU),
        ("Пропагандисти показали прапор військ РФ у [Лозівці|Lozivka].", Side.RU),
        ("Росіяни взяли [Лозівку|Lozivka], визнав комбат.", Side.UA),
        ("Z-блогери рознесли чутки, ніби армія РФ зайняла [Лозівку|Lozivka].", Side.RU),
        ("Управління розвідки ГУР показало, як дрони вразили склад у [Лозівці|Lozivka|RU].", Side.UA),
        ("Росіяни взяли [Лозівку|Lozivka]. Про це написав так званий «радник голови ЛНР» Пробний.", Side.RU),
    ],
)
def test_a_ukrainian_report_names_its_source_in_many_ways(text, side):
    assert {claim.side for claim in claims_of(text, lang="uk")} == {side}


def test_a_source_named_afterwards_speaks_for_what_was_told_before():
    text = "Ukrainian drones struck a depot in [Ozerky|Ozerky|RU]. This was reported by Russia's Defence Ministry."
    assert {claim.side for claim in claims_of(text)} == {Side.RU}


def test_an_occupier_is_no_word_of_the_occupiers():
    text = (
        "Російські пропагандисти повідомили про захоплення [Лозівки|Lozivka].\n\n"
        "Також окупанти просунулися біля [Тернів|Terniv]."
    )
    assert [claim.side for claim in claims_of(text, lang="uk") if claim.place == "Terniv"] == [Side.INDEPENDENT]


def test_footage_that_shows_does_not_speak():
    text = (
        "Російські канали повідомили про захоплення [Лозівки|Lozivka].\n\n"
        "Водночас нові кадри вказують, що окупанти з боями зайшли в [Терни|Terny]."
    )
    (claim,) = [claim for claim in claims_of(text, lang="uk") if claim.place == "Terny"]
    assert (claim.claimant, claim.side is Side.RU) == ("reporter", False)


def test_who_denies_goes_on_behind_a_colon():
    text = (
        "Речник ЗСУ заперечив, що ворог зайняв [Терни|Terny]: "
        "наші бійці лишаються на своїх позиціях біля [Лозівки|Lozivka]."
    )
    (claim,) = [claim for claim in claims_of(text, lang="uk") if claim.place == "Lozivka"]
    assert (claim.side, claim.status) == (Side.UA, Status.ASSERTED)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Под [Лозовым|Lozivka] прорвались оккупанты. Враг атакует, сообщает Генштаб.", Side.UA),
        ("Громада [Лозового|Lozivka] опустела. Противник атакует, рассказали в Генштабе.", Side.UA),
        ("Киевский режим теряет людей. Войска освободили [Лозовое|Lozivka], сообщил Генштаб.", Side.RU),
    ],
)
def test_a_general_staff_without_a_country_is_that_of_the_side_whose_words_the_text_uses(text, side):
    assert [claim.side for claim in claims_of(text)][-1] is side


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        (
            "Минобороны России сообщило о боях у [Лозового|Lozivka]. Украинские войска, как рассказали военные, "
            "отошли из [Терново|Terniv].",
            "военные",
            Side.RU,
        ),
        (
            "В Минобороны России заявили о взятии [Лозового|Lozivka].\n\nВ Генштабе ВСУ заявления Москвы назвали "
            "попыткой давления: [Терново|Terniv] удерживают защитники.",
            "Генштабе ВСУ",
            Side.UA,
        ),
        (
            "Военное командование Украины сообщило об атаке у [Лозового|Lozivka].\n\nВечером Минобороны России "
            "признало, что украинские войска атаковали у [Терново|Terniv].",
            "Минобороны России",
            Side.RU,
        ),
        (
            "DeepState обновил карту. Минобороны России отчиталось о взятии [Лозового|Lozivka]. По данным проекта, "
            "Силы обороны удерживают [Терново|Terniv].",
            "проекта",
            Side.UA,
        ),
        (
            "Андрей Марочко рассказал о боях у [Лозового|Lozivka]. По словам эксперта, российские войска вошли в "
            "[Терново|Terniv].",
            "эксперта",
            Side.RU,
        ),
    ],
)
def test_a_new_source_ends_what_was_carried(text, claimant, side):
    claim = next(claim for claim in claims_of(text) if claim.place == "Terniv")
    assert (claim.claimant, claim.side) == (claimant, side)


def test_sources_without_a_name_are_not_heard_beyond_their_paragraph():
    text = (
        "Российские источники утверждают, что армия отошла из [Лозового|Lozivka].\n\n"
        "Российские войска продвинулись у [Терново|Terniv]."
    )
    assert [claim.side for claim in claims_of(text)] == [Side.RU, Side.INDEPENDENT]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Беспилотник атаковал дом в [Озерках|Ozerky|RU]. Об этом сообщил губернатор.", Side.RU),
        ("Українські війська звільнили [Лозівку|Lozivka]. Про це повідомив Генштаб ЗСУ.", Side.UA),
        ("Беспилотник атаковал дом в [Озерках|Ozerky|RU]. Людей выводят.", Side.INDEPENDENT),
        ("Беспилотник атаковал дом в [Озерках|Ozerky|RU]. Людей выводят, сообщил губернатор.", Side.RU),
        ("Беспилотник атаковал дом в [Озерках|Ozerky|RU]. Ранее губернатор сообщал о пожаре.", Side.INDEPENDENT),
    ],
)
def test_a_sentence_may_name_the_source_of_the_one_before(text, side):
    assert claims_of(text)[0].side is side


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Армия РФ обстреляла [Лозовое|Lozivka], сообщает ОВА.", "ОВА"),
        ("Представитель группировки «Юг» уточнил ТАСС, что ВСУ отошли из [Лозового|Lozivka].", None),
        ("Генштаб ВСУ взял на себя ответственность за удар по [Озеркам|Ozerky|RU].", "Генштаб ВСУ"),
        ("В России говорят иначе, отмечает CNN: украинские войска вошли в [Озерки|Ozerky|RU].", "CNN"),
        (
            "Минобороны РФ сообщило о боях. Позже сообщение о том, что группа ушла из [Лозового|Lozivka] на Украину, "
            "ведомство удалило: ВСУ атакуют [Лозовое|Lozivka].",
            "Минобороны РФ",
        ),
    ],
)
def test_the_subject_of_speech_is_told_from_those_spoken_to_and_of(text, claimant):
    claims = claims_of(text, lang="ru")
    assert claims
    assert {claim.claimant for claim in claims} == {claimant or "Представитель группировки «Юг»"}


def test_an_item_under_a_clock_has_its_own_source():
    text = (
        "18:20\n\nМэр Харькова: россияне ударили по [Лозовому|Lozivka].\n\n17:55\n\nВзрывы в [Терново|Terniv], "
        "воздушная тревога."
    )
    claim = next(claim for claim in claims_of(text) if claim.place == "Terniv")
    assert claim.claimant == "reporter"


def test_nobody_denies_a_claim_of_his_own():
    text = (
        "Атаки у [Лозового|Lozivka] отбиты, сказал представитель ВСУ Иван Петренко. Он опроверг сообщения о сдаче "
        "[Терново|Terniv]."
    )
    status = {claim.place: claim.status.value for claim in claims_of(text)}
    assert status == {"Lozivka": "asserted", "Terniv": "denied"}
