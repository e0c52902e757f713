"""What looks like a claim and is none, and who is meant by whom."""

from dataclasses import replace

import pytest
from claimkit import claims_of, marked

from geomap.claims import extract_claims
from geomap.records import Actor, ClaimKind, Side, Status, ToponymRole

FRONT = {ClaimKind.CAPTURE, ClaimKind.WITHDRAWAL, ClaimKind.ADVANCE}


def _front(text):
    return [claim for claim in claims_of(text) if claim.kind in FRONT]


@pytest.mark.parametrize(
    "text",
    [
        "Even if the Russian army takes control of [Lozivka] within months, the road will stay open.",
        "Russian forces will not be able to conquer [Lozivka].",
        "The capture of [Lozivka] would threaten the road to the west, Ukrainian troops say.",
        "Ukrainian soldiers were not prepared for a possible capture of [Lozivka].",
        "Якщо росіяни захоплять [Лозівку|Lozivka], армія втратить дорогу.",
        "Если российские войска захватят [Лозовое|Lozivka], армия потеряет дорогу.",
        "Will the Russian army capture [Lozivka]?",
    ],
)
def test_what_has_not_happened_is_no_claim_of_the_front(text):
    assert _front(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ukrainian troops captured over 100 soldiers near [Lozivka].",
        "Українські військові взяли в полон десятьох солдатів біля [Лозівки|Lozivka].",
        "Украинские военные взяли в плен десять солдат у [Лозового|Lozivka].",
    ],
)
def test_captured_people_are_prisoners(text):
    assert {claim.kind for claim in claims_of(text)} == {ClaimKind.PRISONERS}


def test_the_claimant_is_not_the_actor():
    (claim,) = claims_of("Russia claimed that Ukrainian forces had occupied the village of [Ozerky|Ozerky|RU].")
    assert (claim.actor, claim.side, claim.claimant) == (Actor.UA, Side.RU, "Russia")


def test_doubt_in_the_next_sentence_makes_a_claim_unverified():
    (claim,) = claims_of("Russian troops captured [Lozivka], Moscow said. The agency could not verify the claim.")
    assert claim.status is Status.UNVERIFIED


def test_villages_of_a_list_share_a_statement_and_have_own_claims():
    claims = claims_of("Russian troops captured [Lozivka], [Terniv] and [Berezove], Moscow said.")
    assert [claim.place for claim in claims] == ["Lozivka", "Terniv", "Berezove"]
    assert len({claim.statement_id for claim in claims}) == 1
    assert len({claim.claim_id for claim in claims}) == 3


def test_a_claim_told_twice_in_a_document_is_one():
    claims = claims_of("Russian troops captured [Lozivka].\nRussian troops captured [Lozivka].")
    assert len(claims) == 1


def test_the_quote_is_a_slice_of_the_text():
    text = "On the east bank Russian troops captured [Lozivka], and drones hit [Terniv]."
    plain = text.replace("[", "").replace("]", "")
    for claim in claims_of(text):
        assert plain[claim.start : claim.end] == claim.quote


def test_the_same_text_gives_the_same_claims():
    text = "Russian troops captured [Lozivka], Moscow said."
    assert claims_of(text) == claims_of(text)


def test_carried_attribution_reaches_the_following_sentence():
    claims = claims_of(
        "The General Staff of Ukraine reported calm at night. Soldiers repelled two attacks near [Terniv]."
    )
    assert [claim.side for claim in claims] == [Side.UA]


def test_a_range_gives_both_bounds():
    (claim,) = claims_of("Ukrainian troops advanced 2 to 3 km near [Terniv].")
    assert (claim.quantity, claim.quantity_max, claim.unit) == (2.0, 3.0, "km")


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked down the wing in [Stavkove], and the visitors captured the title.",
        "Sunny weather advanced over [Stavkove] on Sunday, forecasters said.",
        "The party took control of the city council of [Stavkove] after the elections.",
    ],
)
def test_other_subjects_give_no_claims(text):
    assert claims_of(text) == ()


def test_an_explanation_gives_trigger_and_reasons():
    from geomap.cli.claims import explained

    (claim,) = claims_of("According to DeepState, Russian troops captured [Lozivka].")
    told = explained(claim)
    assert "“captured”" in told
    assert claim.place_why in told
    assert claim.status_why in told


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("Ukrainian forces blew up two important bridges near [Lozivka].", 2.0, "important bridges"),
        ("Kyiv said its troops had taken control of 74 settlements near [Lozivka].", 74.0, "settlements"),
        ("Footage shows a Challenger 2 tank destroyed by troops near [Lozivka].", None, ""),
    ],
)
def test_a_quantity_counts_things_and_is_no_part_of_a_name(text, quantity, unit):
    assert {(claim.quantity, claim.unit) for claim in claims_of(text)} == {(quantity, unit)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russian missiles hit [Kyiv] and [Lozivka].", {"strike RU Kyiv", "strike RU Lozivka"}),
        ("Drones attacked [Moscow|Moscow|RU], officials said.", {"strike UA Moscow"}),
        ("[Kyiv] came under attack by drones at dawn.", {"strike RU Kyiv"}),
        ("Russian troops were forced back from [Kyiv] in March 2022.", {"withdrawal RU Kyiv"}),
        ("Російські війська вдарили ракетами по [Києву|Kyiv].", {"strike RU Kyiv"}),
        ("Окупанти атакували дронами [Київ|Kyiv].", {"strike RU Kyiv"}),
        ("У [Києві|Kyiv] внаслідок атаки дронів загинули двоє людей.", {"strike RU Kyiv"}),
        ("Над [Москвой|Moscow|RU] сбит беспилотник, сообщил мэр.", {"intercept RU Moscow"}),
    ],
)
def test_a_capital_is_a_place_like_any_other(text, told):
    assert {f"{claim.kind} {claim.actor} {claim.place}" for claim in claims_of(text)} == told


def test_a_capital_that_heads_a_report_is_no_place():
    text = "[KYIV|Kyiv] (Agency) - Russian troops captured the village of [Lozivka]."
    assert {claim.place for claim in claims_of(text)} == {"Lozivka"}


@pytest.mark.parametrize(
    ("text", "kind", "side"),
    [
        ("Residents of [Lozivka] were told to leave as the Russian army shelled.", ClaimKind.EVACUATION, None),
        ("A missile hit [Lozivka]'s main railway station.", ClaimKind.STRIKE, Side.INDEPENDENT),
        ("[Lozivka]'s mayor said missile debris had fallen on [Lozivka]'s market.", ClaimKind.DAMAGE, Side.UA),
    ],
)
def test_what_happens_to_people_and_parts_of_a_place_happens_there(text, kind, side):
    document, found = marked(text)
    used = [replace(r, toponym=replace(r.toponym, role=ToponymRole.ATTRIBUTIVE)) for r in found]
    claim = extract_claims(document, used, ())[0]
    assert (claim.kind, claim.place) == (kind, "Lozivka")
    assert side in (None, claim.side)


def test_where_somebody_speaks_nothing_happens():
    text = "At a briefing in [Terniv] the spokesman said that Russian troops had captured [Lozivka]."
    assert {claim.place for claim in claims_of(text)} == {"Lozivka"}


def test_a_clause_with_since_tells_of_another_event_on_its_own_day():
    first, second = claims_of(
        "Soldiers evacuated residents of [Lozivka] on Tuesday since Russian troops attacked [Terniv] on 1 March.\n"
        "The army said the shelling had wounded two people."
    )[:2]
    assert (first.kind, first.place, str(first.start_date)) == (ClaimKind.EVACUATION, "Lozivka", "2025-03-04")
    assert (second.kind, second.place, str(second.start_date)) == (ClaimKind.ATTACK, "Terniv", "2025-03-01")


def test_the_place_of_a_clause_with_since_does_not_govern_the_next_sentence():
    claims = claims_of(
        "The capture of [Lozivka] is the worst defeat since Russian troops withdrew from [Terniv] in March 2022. "
        "The soldiers shelled houses there."
    )
    assert claims[-1].place == "Lozivka"


@pytest.mark.parametrize(
    "text",
    [
        "Russia did not occupy [Lozivka], said Zelensky of the army.",
        "The Russian military did not take [Lozivka], the Ukrainian army said.",
        "Moscow's forces have not fully captured [Lozivka], the Ukrainian army said.",
        "The enemy never entered [Lozivka], the Ukrainian army said.",
    ],
)
def test_a_capture_that_is_denied_is_a_place_held(text):
    (claim,) = claims_of(text)
    assert (claim.kind, claim.actor, claim.status) == (ClaimKind.HOLD, Actor.UA, Status.DENIED)


@pytest.mark.parametrize(
    "text",
    [
        "A missile was spotted as it approached [Lozivka].",
        "Naval drones that breached the side of a ship near [Lozivka] were shown in the video.",
        "Безпілотник, який наблизився до [Лозівки|Lozivka], помітили військові.",
        "People in cars came out of Russian-held territory near [Lozivka].",
    ],
)
def test_what_flies_takes_no_ground_and_an_adjective_holds_none(text):
    assert {claim.kind for claim in claims_of(text)}.isdisjoint({ClaimKind.ADVANCE, ClaimKind.HOLD})


def test_a_quote_within_a_sentence_is_a_clause_of_its_own():
    first, second = claims_of(
        'The army of Ukraine said that "Russia did not occupy [Lozivka]," answering Moscow, whose forces '
        "had captured [Terniv]."
    )
    assert (first.kind, first.place, second.kind, second.place) == (
        ClaimKind.HOLD,
        "Lozivka",
        ClaimKind.CAPTURE,
        "Terniv",
    )


def test_a_denial_does_not_swallow_what_somebody_else_tells_plainly():
    claims = claims_of(
        "The Russians have not captured [Lozivka], the Ukrainian army said. Ukrainian troops hold [Lozivka], Syrskyi "
        "said."
    )
    assert [claim.status for claim in claims] == [Status.DENIED, Status.ASSERTED]


@pytest.mark.parametrize(
    "text",
    [
        "The Ukrainian army said that it would withdraw from [Lozivka].",
        "Ukraine will pull out its troops from [Lozivka], Syrskyi said.",
        "Russia's ministry said that troops would be regrouped from [Lozivka] to the rear.",
    ],
)
def test_a_withdrawal_that_is_announced_is_an_intent(text):
    assert {claim.kind for claim in claims_of(text)} == {ClaimKind.INTENT}
    assert claims_of(text.replace("will ", "will not ").replace("would ", "would not ")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Росіяни пишуть, що взяли [Лозівку|Lozivka], проте аналітики цих заяв не підтверджують.",
        "Російські військкори повідомили про взяття [Лозівки|Lozivka] військами РФ, хоча доказів цього ISW не знайшов.",
        "У мережі пишуть, що росіяни взяли [Лозівку|Lozivka]. Підтвердження цьому поки немає.",
    ],
)
def test_doubt_behind_a_claim_reaches_it(text):
    assert {claim.status for claim in claims_of(text, lang="uk")} == {Status.UNVERIFIED}


def test_evidence_is_no_doubt():
    text = "Судячи з геолокованих відео, росіяни просунулися в [Лозівці|Lozivka]."
    assert {claim.status for claim in claims_of(text, lang="uk")} == {Status.ASSERTED}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Російські воєнкори пишуть, що взяли кілька опорників ЗСУ біля [Лозівки|Lozivka].", "RU"),
        ("Міноборони РФ заявило, що біля [Лозівки|Lozivka] відбито дві атаки ЗСУ.", "RU"),
        ("Міноборони РФ заявило, що дрон уразив український катер біля [Лозівки|Lozivka].", "RU"),
        ("Губернатор РФ заявив про атаку українських безпілотників на [Лозівку|Lozivka|RU].", "UA"),
        ("Сирський сказав, що окремі диверсійні групи зайшли в [Лозівку|Lozivka], армія їх шукає.", "RU"),
    ],
)
def test_an_owner_or_a_target_is_not_the_one_who_acts(text, actor):
    assert {claim.actor.value for claim in claims_of(text, lang="uk")} == {actor}


def test_places_only_counted_are_named_in_the_next_sentence():
    text = "Росіяни захопили два села, повідомляє DeepState. Це [Лозівка|Lozivka] та [Терни|Terny]."
    told = {(claim.kind, claim.actor.value, claim.place) for claim in claims_of(text, lang="uk")}
    assert {(ClaimKind.CAPTURE, "RU", "Lozivka"), (ClaimKind.CAPTURE, "RU", "Terny")} <= told


def test_a_capital_that_is_struck_is_a_place():
    text = "Окупанти атакували [Київ|Kyiv] сімома безпілотниками."
    assert {claim.place for claim in claims_of(text, lang="uk")} == {"Kyiv"}


@pytest.mark.parametrize(
    "text",
    [
        "Від обстрілів армії РФ постраждала [Лозівка].",
        "Росіяни взяли під контроль [Лозівку|Lozivka].",
    ],
)
def test_a_preposition_of_something_else_says_nothing_of_the_place(text):
    assert {claim.role.value for claim in claims_of(text, lang="uk")} == {"at"}
