"""Which claims tell one event, how many sources tell it, and which contradict each other."""

import random
from dataclasses import replace
from datetime import date

import pytest
from frontkit import DAY, claim
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.records import Document
from geomap.reports import group_claims


def groups(*claims, documents=()):
    return [one.group_id for one in group_claims(claims, documents)]


def sources(*claims, documents=()):
    return [one.sources for one in group_claims(claims, documents)]


def contradict(first, second):
    one, two = group_claims([first, second])
    assert (two.group_id in one.contradicts.split(",")) == (one.group_id in two.contradicts.split(","))
    return two.group_id in one.contradicts.split(",")


def test_the_same_event_in_two_documents_is_one_group():
    first, second = groups(claim("alpha", "strike", doc="a"), claim("alpha", "strike", doc="b"))
    assert first == second


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(claim("beta", "strike", doc="b"), id="another place"),
        pytest.param(claim("alpha", "attack", doc="b"), id="another kind"),
        pytest.param(claim("alpha", "strike", "UA", doc="b"), id="another actor"),
        pytest.param(claim("alpha", "strike", doc="b", after=1), id="another day"),
        pytest.param(claim("alpha", "strike", doc="b", role="near"), id="near it"),
        pytest.param(claim("alpha", "strike", doc="b", status="denied"), id="a denial"),
        pytest.param(claim("alpha", "strike", doc="b", after=None), id="undated"),
    ],
)
def test_what_makes_another_group(other):
    first, second = groups(claim("alpha", "strike", doc="a"), other)
    assert first != second


def test_overlapping_days_are_one_event():
    first, second = groups(
        claim("alpha", "strike", doc="a", start_date=date(2024, 8, 13)), claim("alpha", "strike", doc="b", after=-1)
    )
    assert first == second


def test_a_chain_of_overnight_bulletins_is_not_one_event():
    told = [
        claim("alpha", "attack", after=day, start_date=date.fromordinal(DAY.toordinal() + day - 1)) for day in range(8)
    ]
    assert len(set(groups(*told))) == 4


def test_a_capture_dated_by_its_announcement_is_the_same_capture():
    first, second = groups(claim("alpha", doc="a"), claim("alpha", doc="b", after=2))
    assert first == second


def test_a_capture_weeks_later_is_another():
    first, second = groups(claim("alpha", doc="a"), claim("alpha", doc="b", after=20))
    assert first != second


def test_a_capture_some_time_in_the_month_joins_the_one_capture_in_it():
    month = claim("alpha", doc="b", start_date=date(2024, 8, 1), end_date=date(2024, 8, 31))
    first, second = groups(claim("alpha", doc="a"), month)
    assert first == second


def test_strikes_some_time_in_the_month_stay_apart_from_one_days_strike():
    month = claim("alpha", "strike", doc="b", start_date=date(2024, 8, 1), end_date=date(2024, 8, 31))
    first, second = groups(claim("alpha", "strike", doc="a"), month)
    assert first != second


def test_different_numbers_in_a_region_are_different_events():
    drones = [claim("kursk", "intercept", feature="region", quantity=n, unit="drones") for n in (3.0, 20.0, 20.0)]
    first, second, third = groups(*drones)
    assert first != second == third


def test_a_toll_that_rises_in_a_town_is_one_event():
    first, second = groups(*(claim("alpha", "casualties", quantity=n, unit="killed") for n in (3.0, 4.0)))
    assert first == second


def test_undated_claims_are_grouped_by_their_words_only():
    first, second, third = groups(
        claim("alpha", after=None, doc="a"),
        claim("alpha", after=None, doc="b"),
        claim("alpha", after=None, doc="c", quote="other", claim_id="c"),
    )
    assert first == second != third


def test_two_publishers_are_two_sources():
    assert sources(claim("alpha", doc="a", publisher="One"), claim("alpha", doc="b", publisher="Two")) == [2, 2]


def test_two_documents_of_one_publisher_are_one_source():
    assert sources(claim("alpha", doc="a", publisher="One"), claim("alpha", doc="b", publisher="one")) == [1, 1]


def test_the_site_stands_in_for_the_publisher():
    first = claim("alpha", doc="a", url="https://www.example.org/1")
    assert sources(first, claim("alpha", doc="b", url="https://example.org/2")) == [1, 1]


def test_documents_of_unknown_publishers_are_a_source_each():
    assert sources(claim("alpha", doc="a"), claim("alpha", doc="b", quote="lines", claim_id="b")) == [2, 2]


def test_reprints_credited_to_one_agency_are_one_source():
    told = [claim("alpha", doc="a", publisher="Daily (Reuters)"), claim("alpha", doc="b", publisher="Reuters")]
    assert sources(*told) == [1, 1]


def test_a_copy_under_another_name_is_the_same_source():
    words = " ".join(f"Word{n} stands here in row {n}." for n in range(40))
    documents = [Document("a", words, publisher="One"), Document("b", words + " Read more.", publisher="Two")]
    told = [claim("alpha", doc="a", publisher="One"), claim("alpha", doc="b", publisher="Two")]
    assert sources(*told, documents=documents) == [1, 1]


def test_capture_and_hold_by_the_other_side_contradict():
    assert contradict(claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA"))


def test_captures_by_both_sides_on_one_day_contradict():
    assert contradict(claim("alpha", "capture", "RU"), claim("alpha", "capture", "UA"))


def test_a_hold_told_some_days_after_the_capture_contradicts_it():
    assert contradict(claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA", after=4))


def test_a_hold_told_before_the_capture_does_not():
    assert not contradict(claim("alpha", "hold", "UA"), claim("alpha", "capture", "RU", after=1))


def test_a_recapture_does_not_contradict_the_capture():
    assert not contradict(claim("alpha", "capture", "RU"), claim("alpha", "capture", "UA", after=5))


def test_what_happens_elsewhere_does_not():
    assert not contradict(claim("alpha", "capture", "RU"), claim("beta", "hold", "UA"))


def test_a_denial_contradicts_what_it_denies():
    assert contradict(claim("alpha", "strike"), claim("alpha", "strike", side="UA", status="denied", after=1))


def test_a_denial_may_be_dated_the_day_before():
    assert contradict(claim("alpha"), claim("alpha", side="UA", status="denied", after=-1))


def test_a_denial_months_later_answers_something_else():
    assert not contradict(claim("alpha", "strike"), claim("alpha", "strike", status="denied", after=60))


def test_the_denial_of_a_loss_contradicts_the_capture():
    assert contradict(claim("alpha", "capture", "RU"), claim("alpha", "hold", "UA", status="denied", after=1))


def test_the_denial_of_a_loss_contradicts_an_advance_told_as_disputed():
    advance = claim("alpha", "advance", "RU", status="disputed")
    assert contradict(advance, claim("alpha", "hold", "UA", status="denied"))
    assert not contradict(claim("alpha", "advance", "RU"), claim("alpha", "hold", "UA", status="denied"))


def test_the_denial_of_a_loss_agrees_with_the_hold():
    assert not contradict(claim("alpha", "hold", "UA"), claim("alpha", "hold", "UA", status="denied"))


def test_a_withdrawal_told_by_one_side_contradicts_a_hold_told_by_the_other():
    left = claim("alpha", "withdrawal", "UA", side="RU", role="from")
    assert contradict(left, claim("alpha", "hold", "UA", after=1))


def test_a_denied_withdrawal_contradicts_the_withdrawal():
    left = claim("alpha", "withdrawal", "UA", side="RU", role="from")
    assert contradict(left, claim("alpha", "withdrawal", "UA", status="denied", role="from"))


def test_gains_and_defence_somewhere_in_a_region_go_together():
    assert not contradict(claim("kursk", "capture", "UA", feature="region"), claim("kursk", "hold", feature="region"))


def test_gains_in_a_region_that_are_told_as_disputed_contradict_the_other_sides_account():
    gains = claim("kursk", "capture", "UA", feature="region", status="disputed")
    assert contradict(gains, claim("kursk", "hold", feature="region"))


def test_the_answer_keeps_the_order_and_everything_else():
    given = (claim("beta", doc="b"), claim("alpha", doc="a"))
    answer = group_claims(given)
    assert [replace(one, group_id="", sources=1, contradicts="") for one in answer] == list(given)


def test_no_claims_give_none():
    assert group_claims([]) == ()


CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from(["alpha", "beta", ""]),
        st.sampled_from(["capture", "hold", "strike", "withdrawal"]),
        st.sampled_from(["UA", "RU"]),
        st.none() | st.integers(0, 6),
        status=st.sampled_from(["asserted", "denied", "disputed"]),
        side=st.sampled_from(["UA", "RU"]),
        doc=st.sampled_from(["a", "b", "c"]),
        publisher=st.sampled_from(["", "One", "Two"]),
        feature=st.sampled_from(["settlement", "region"]),
        quantity=st.none() | st.sampled_from([3.0, 3.2, 40.0]),
    ),
    max_size=10,
    unique_by=lambda one: one.claim_id,
)


@settings(max_examples=60, deadline=None)
@given(CLAIMS, st.integers(0, 99))
def test_groups_do_not_depend_on_the_order(told, seed):
    mixed = list(told)
    random.Random(seed).shuffle(mixed)
    assert {one.claim_id: one for one in group_claims(told)} == {one.claim_id: one for one in group_claims(mixed)}


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_grouping_again_changes_nothing(told):
    once = group_claims(told)
    assert group_claims(once) == once


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_contradictions_are_mutual_and_between_groups(told):
    answer = group_claims(told)
    against = {one.group_id: set(filter(None, one.contradicts.split(","))) for one in answer}
    for group, others in against.items():
        assert group not in others
        assert all(group in against[other] for other in others)
