"""The slice of a day: who is reported to hold what, and what the file says about it."""

import json
from datetime import date, timedelta

import pytest
from frontkit import DAY, claim, holder, tell

from geomap.front import front_collection, front_features, reconstruct_front


def test_a_capture_hands_the_place_over_on_its_day():
    told = claim("alpha", "capture", "RU")
    assert holder(told, after=-1) is None
    assert holder(told, after=0) == "RU"


def test_a_capture_within_an_interval_counts_from_its_last_day():
    told = claim("alpha", start_date=DAY, end_date=DAY + timedelta(days=5))
    assert (holder(told, after=4), holder(told, after=5)) == (None, "RU")


def test_a_capture_has_happened_by_the_day_of_its_report():
    told = claim("alpha", start_date=DAY, end_date=DAY + timedelta(days=30), reported=DAY + timedelta(days=2))
    assert (holder(told, after=1), holder(told, after=2)) == (None, "RU")


def test_a_hold_counts_from_its_first_day():
    told = claim("alpha", "hold", start_date=DAY, end_date=DAY + timedelta(days=5))
    assert holder(told, after=1) == "RU"


def test_a_later_capture_by_the_other_side_takes_over():
    assert holder(claim("alpha", actor="UA"), claim("alpha", actor="RU", after=3), after=4) == "RU"


def test_an_older_capture_reported_later_takes_its_place_by_the_day_it_happened():
    newer = claim("alpha", actor="UA", after=3, reported=DAY + timedelta(days=3))
    older = claim("alpha", actor="RU", after=0, reported=DAY + timedelta(days=9))
    assert holder(newer, older, after=10) == "UA"
    assert holder(newer, older, after=2) == "RU"


def test_what_was_reported_later_is_not_known_yet():
    told = claim("alpha", reported=DAY + timedelta(days=4))
    assert holder(told, after=9, known_on=DAY + timedelta(days=3)) is None
    assert holder(told, after=9, known_on=DAY + timedelta(days=4)) == "RU"


def test_publication_stands_in_for_the_day_of_the_report():
    told = claim("alpha", published=DAY + timedelta(days=4))
    assert holder(told, after=9, known_on=DAY + timedelta(days=3)) is None
    assert holder(told, after=9, known_on=DAY + timedelta(days=4)) == "RU"


def test_a_claim_without_any_day_of_report_was_known_on_no_day():
    assert holder(claim("alpha"), after=9, known_on=DAY + timedelta(days=9)) is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"after": None}, id="undated"),
        pytest.param({"kind": "intent"}, id="intent"),
        pytest.param({"kind": "attack"}, id="attack"),
        pytest.param({"actor": "unknown"}, id="unknown actor"),
        pytest.param({"role": "near"}, id="near it"),
        pytest.param({"role": "toward"}, id="toward it"),
        pytest.param({"place_id": ""}, id="no place"),
    ],
)
def test_what_changes_nothing(changes):
    before = claim("alpha", actor="UA")
    other = claim("alpha", **{"after": 1, **changes})
    assert holder(before, other, after=5) == "UA"


def test_a_denial_alone_hands_nothing_over():
    assert holder(claim("alpha", "capture", "RU", side="UA", status="denied")) == ""


def test_a_withdrawal_alone_hands_the_place_to_nobody():
    state = tell(claim("alpha", "withdrawal", "UA", role="from")).state("alpha")
    assert (state.held_by, state.left_by) == ("", "UA")


def test_a_withdrawal_ends_a_hold():
    assert holder(claim("alpha", "hold", "UA"), claim("alpha", "withdrawal", "UA", role="from", after=2), after=3) == ""


def test_a_place_that_is_only_approached_is_held_by_nobody():
    state = tell(claim("alpha", "advance", "RU", role="toward")).state("alpha")
    assert (state.held_by, [one.actor.value for one in state.approaches]) == ("", ["RU"])


def test_a_state_names_its_claims_and_its_age():
    told = claim("alpha", claim_id="one")
    state = tell(told, after=9).state("alpha")
    assert (state.claim_ids, state.since, state.age_days(DAY + timedelta(days=9))) == (("one",), DAY, 9)


def test_a_region_is_only_held_in_part():
    state = tell(claim("kursk", feature="region")).state("kursk")
    assert (state.held_by, state.whole) == ("RU", False)


def test_areas_name_their_claims():
    front = tell(claim("alpha", "capture", "RU", claim_id="one"), claim("beta", "hold", "UA", claim_id="two"))
    assert [(total.held_by, total.claim_ids) for total in front.areas] == [("RU", ("one",)), ("UA", ("two",))]


def test_the_line_runs_where_the_sides_meet():
    front = tell(claim("alpha", "capture", "RU", claim_id="one"), claim("beta", "hold", "UA", claim_id="two"))
    assert [(part.first, part.second, part.claim_ids) for part in front.line] == [("alpha", "beta", ("one", "two"))]


def test_no_line_runs_between_places_of_one_side():
    assert tell(claim("alpha"), claim("beta")).line == ()


def test_no_line_runs_where_a_place_between_is_not_claimed():
    assert tell(claim("alpha", actor="RU"), claim("gamma", "hold", "UA")).line == ()


def test_a_disputed_neighbour_makes_the_line_disputed():
    told = [claim("alpha"), claim("beta", actor="RU"), claim("beta", "hold", "UA", after=1)]
    assert [part.disputed for part in tell(*told, after=2).line] == [True]


def test_days_come_in_order_whatever_the_order_asked_for():
    days = [DAY + timedelta(days=n) for n in (3, 1, 2, 1)]
    assert [front.day for front in reconstruct_front([claim("alpha")], days=days)] == sorted(set(days))


def test_no_days_give_no_slices():
    assert reconstruct_front([claim("alpha")], days=[]) == ()


def test_no_claims_give_an_empty_slice():
    front = tell()
    assert (front.places, front.cells, front.movements, front.line) == ((), (), (), ())


def test_without_a_tessellation_the_claimed_settlements_make_one():
    front = tell(claim("alpha"), cells=None)
    assert [cell.place_id for cell in front.cells] == ["alpha"]


def test_without_a_tessellation_an_uncertain_place_still_colours_nothing():
    assert tell(claim("alpha", uncertainty_km=22.0), cells=None).cells == ()


def test_features_have_a_layer_a_day_and_claims():
    told = [claim("alpha", claim_id="one"), claim("beta", "hold", "UA"), claim("gamma", "advance", "RU", role="toward")]
    features = front_features(tell(*told))
    assert {feature["properties"]["layer"] for feature in features} == {"cell", "line", "movement", "place"}
    assert all(feature["properties"]["date"] == DAY.isoformat() for feature in features)
    held = [feature["properties"] for feature in features if feature["properties"].get("held_by")]
    assert all(row["claim_ids"] for row in held)


def test_features_are_json_without_an_own_crs():
    text = json.dumps(front_collection([tell(claim("alpha"))]))
    assert "crs" not in json.loads(text)


def test_areas_stand_in_the_file_with_their_claims():
    areas = front_collection([tell(claim("alpha", claim_id="one"))])["reported_areas"]
    assert [(row["held_by"], row["claim_ids"]) for row in areas] == [("RU", ["one"])]


def test_the_day_after_a_long_silence_keeps_the_last_state():
    assert holder(claim("alpha"), after=400) == "RU"
    assert tell(claim("alpha"), after=400).day == date(2025, 9, 18)
