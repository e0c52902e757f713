"""What the two sides say against each other in one document."""

import pytest
from claimkit import claims_of

from geomap.records import ClaimKind, Side, Status


def test_a_capture_that_the_other_side_denies_is_disputed_and_the_answer_is_a_denial():
    text = (
        "Russian troops captured [Lozivka], the Russian Defence Ministry said.\n\n"
        "[Lozivka] is under Ukrainian control, Ukraine's General Staff said."
    )
    status = {(claim.kind, claim.side): claim.status for claim in claims_of(text)}
    assert status[ClaimKind.CAPTURE, Side.RU] is Status.DISPUTED
    assert status[ClaimKind.HOLD, Side.UA] is Status.DENIED


def test_two_sides_that_blame_each_other_for_a_strike_dispute_it():
    text = (
        "Russian forces struck a school in [Lozivka], Ukraine's General Staff said. "
        "Ukrainian forces struck the school in [Lozivka], the Russian Defence Ministry said."
    )
    claims = [claim for claim in claims_of(text) if claim.kind is ClaimKind.STRIKE]
    assert {claim.status for claim in claims} == {Status.DISPUTED}
    assert {claim.side for claim in claims} == {Side.UA, Side.RU}


def test_claims_of_different_places_leave_each_other_alone():
    text = (
        "Russian troops captured [Lozivka], the Russian Defence Ministry said.\n\n"
        "[Terniv] is under Ukrainian control, Ukraine's General Staff said."
    )
    assert {claim.status for claim in claims_of(text)} == {Status.ASSERTED}


def test_casualties_that_the_other_side_denies_are_disputed():
    told, denied = claims_of(
        "Russia's Defence Ministry said that its troops had killed eleven paratroopers in [Lozivka]. A Ukrainian "
        "military official denied that the paratroopers had been killed in [Lozivka] and said that they fought on."
    )[:2]
    assert (told.status, denied.status) == (Status.DISPUTED, Status.DENIED)


def test_no_comment_is_no_doubt():
    (claim,) = claims_of("Ukrainian drones hit [Ozerky|Ozerky|RU], Kyiv said. Moscow did not immediately comment.")
    assert claim.status is Status.ASSERTED


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Міноборони РФ заявило, що війська РФ захопили [Лозівку|Lozivka]. Україна це спростовує.", "uk"),
        ("Російські воєнблогери твердили, що росіяни взяли [Лозівку|Lozivka]; Генштаб ЗСУ це заперечив.", "uk"),
        ("Минобороны РФ заявило, что войска РФ взяли [Лозовку|Lozivka]. В Киеве это отрицают.", "ru"),
        ("Moscow said that Russian troops had captured [Lozivka]. Ukraine's General Staff denied this.", "en"),
    ],
)
def test_a_denial_without_words_of_its_own_takes_up_the_claim_before(text, lang):
    told = {(claim.kind, claim.actor.value, claim.side, claim.status) for claim in claims_of(text, lang=lang)}
    assert (ClaimKind.HOLD, "UA", Side.UA, Status.DENIED) in told
    assert (ClaimKind.CAPTURE, "RU", Side.RU, Status.DISPUTED) in told


def test_what_stands_behind_a_denial_is_not_denied():
    text = (
        "Вигадкою в Генштабі назвали твердження про контроль РФ над [Лозівкою|Lozivka]. "
        "Сили оборони тримають рубежі під [Тернами|Terny]."
    )
    status = {claim.place: claim.status for claim in claims_of(text, lang="uk")}
    assert status == {"Lozivka": Status.DENIED, "Terny": Status.ASSERTED}
