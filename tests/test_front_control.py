"""Accounts side by side: who disputes what, who confirms, who concedes."""

from frontkit import claim, holder, tell

from geomap.records import Side


def test_a_hold_told_after_the_other_sides_capture_disputes_it():
    assert holder(claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA", after=1), after=2) == "disputed"


def test_a_hold_told_before_the_capture_does_not():
    assert holder(claim("alpha", "hold", "UA"), claim("alpha", "capture", "RU", after=1), after=2) == "RU"


def test_a_hold_and_a_capture_of_one_day_are_disputed():
    assert holder(claim("alpha", "hold", "UA"), claim("alpha", "capture", "RU")) == "disputed"


def test_a_capture_that_the_other_side_denies_is_disputed():
    denial = claim("alpha", "capture", "RU", side="UA", status="denied", after=1)
    assert holder(claim("alpha", "capture", "RU"), denial, after=2) == "disputed"


def test_the_denial_of_a_loss_disputes_the_other_sides_capture():
    denial = claim("alpha", "hold", "UA", status="denied", after=1)
    assert holder(claim("alpha", "capture", "RU"), denial, after=2) == "disputed"


def test_a_denial_older_than_the_capture_says_nothing_about_it():
    denial = claim("alpha", "hold", "UA", status="denied")
    assert holder(denial, claim("alpha", "capture", "RU", after=5), after=6) == "RU"


def test_a_withdrawal_concedes_what_was_denied():
    told = [
        claim("alpha", "capture", "RU"),
        claim("alpha", "hold", "UA", status="denied", after=1),
        claim("alpha", "withdrawal", "UA", role="from", after=3),
    ]
    assert (holder(*told, after=2), holder(*told, after=3)) == ("disputed", "RU")


def test_a_loss_told_by_the_side_that_lost_confirms_the_capture():
    told = [claim("alpha", "capture", "RU"), claim("alpha", "capture", "RU", side="UA", after=1)]
    assert tell(*told, after=2).state("alpha").confirmed_by == (Side.UA,)


def test_a_sides_own_claims_confirm_nothing():
    assert tell(claim("alpha"), claim("alpha", after=1), after=2).state("alpha").confirmed_by == ()


def test_a_recapture_takes_the_place_back():
    told = [
        claim("alpha", "capture", "UA"),
        claim("alpha", "capture", "RU", after=30),
        claim("alpha", "capture", "UA", after=60),
    ]
    assert [holder(*told, after=day) for day in (10, 40, 70)] == ["UA", "RU", "UA"]


def test_a_capture_told_again_does_not_end_a_dispute():
    told = [
        claim("alpha", "capture", "RU"),
        claim("alpha", "hold", "UA", after=2),
        claim("alpha", "capture", "RU", after=5),
    ]
    assert holder(*told, after=6) == "disputed"


def test_an_account_overtaken_for_two_months_disputes_no_more():
    told = [claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA", after=1)]
    assert holder(*told, claim("alpha", "hold", "UA", after=70), after=71) == "UA"


def test_a_claim_that_its_own_document_calls_disputed_is():
    assert holder(claim("alpha", "capture", "RU", status="disputed")) == "disputed"


def test_a_disputed_claim_that_another_side_asserts_is_not():
    told = [claim("alpha", status="disputed"), claim("alpha", side="UA", after=1)]
    assert holder(*told, after=2) == "RU"


def test_unverified_claims_are_marked():
    assert tell(claim("alpha", status="unverified")).state("alpha").unverified


def test_one_certain_claim_is_enough():
    assert not tell(claim("alpha", status="unverified"), claim("alpha", after=1), after=2).state("alpha").unverified


def test_sources_of_one_side_that_differ_dispute_the_place():
    told = [claim("alpha", "hold", "UA"), claim("alpha", "capture", "RU", side="UA")]
    front = tell(*told)
    assert front.state("alpha").held_by == "disputed"
    assert [account.held_by for account in front.state("alpha").accounts] == ["disputed"]


def test_a_sides_later_word_replaces_its_earlier_one():
    told = [claim("alpha", "hold", "UA"), claim("alpha", "capture", "RU", side="UA", after=1)]
    assert holder(*told, after=2) == "RU"


def test_each_side_keeps_its_own_account():
    told = [claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA", after=1)]
    accounts = tell(*told, after=2).state("alpha").accounts
    assert [(account.side.value, account.held_by) for account in accounts] == [("RU", "RU"), ("UA", "UA")]


def test_an_account_names_what_it_denies():
    accounts = tell(claim("alpha", "hold", "UA", status="denied", claim_id="no")).state("alpha").accounts
    assert [(account.denies, account.denial_ids) for account in accounts] == [(("RU",), ("no",))]


def test_contrary_claims_are_named():
    told = [claim("alpha", claim_id="so"), claim("alpha", "hold", "UA", status="denied", after=1, claim_id="no")]
    state = tell(*told, after=2).state("alpha")
    assert (state.claim_ids, state.contrary_ids) == (("so",), ("no",))


def test_an_approach_forgotten_for_a_month_is_another_one():
    told = [
        claim("alpha", "advance", role="toward", claim_id="old"),
        claim("alpha", "advance", role="toward", after=45, claim_id="new"),
    ]
    assert tell(*told, after=46).state("alpha").approaches[0].claim_ids == ("new",)


def test_a_border_strip_is_told_by_what_happens_near_it():
    told = claim("strip", "hold", "RU", role="near", feature="border")
    assert holder(told, place="strip") == "RU"


def test_the_withdrawal_of_a_denied_withdrawal_is_no_withdrawal():
    told = [claim("alpha", "hold", "UA"), claim("alpha", "withdrawal", "UA", status="denied", role="from", after=1)]
    assert holder(*told, after=2) == "UA"
