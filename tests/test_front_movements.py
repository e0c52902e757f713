"""Movements: stated in words or read from successive captures, each saying which."""

from datetime import timedelta

import pytest
from frontkit import DAY, claim, tell

from geomap.movements import following_movements, pair_places, stated_movements
from geomap.records import Geometry


def told(place, role, **changes):
    return claim(place, "advance", "RU", role=role, statement_id="s", **changes)


def test_an_origin_and_a_direction_make_a_line():
    (one,) = stated_movements([told("alpha", "from"), told("beta", "toward")])
    assert (one.from_place, one.to_place, one.geometry.coordinates) == ("Alpha", "Beta", ((35.0, 50.95), (35.1, 50.95)))


def test_a_stated_movement_says_so():
    (one,) = stated_movements([told("alpha", "from"), told("beta", "toward", trigger="pushed")])
    assert (one.basis, one.why) == ("stated", "stated: “pushed” from Alpha to Beta")


def test_a_movement_names_its_claims():
    (one,) = stated_movements([told("alpha", "from", claim_id="a"), told("beta", "toward", claim_id="b")])
    assert one.claim_ids == ("a", "b")


def test_a_direction_without_an_origin_has_no_line_of_its_own():
    (one,) = stated_movements([told("beta", "toward")])
    assert (one.from_place, one.to_place, one.geometry) == ("", "Beta", None)


def test_a_direction_without_an_origin_is_drawn_from_the_nearest_held_place():
    (one,) = tell(claim("alpha", after=-5), told("beta", "toward")).movements
    assert (one.from_place, one.drawn_from) == ("", "Alpha")
    assert one.geometry.coordinates == ((35.0, 50.95), (35.1, 50.95))
    assert "nearest place reported held by RU" in one.why


def test_no_line_is_drawn_from_what_the_other_side_holds():
    (one,) = tell(claim("alpha", "hold", "UA", after=-5), told("beta", "toward")).movements
    assert one.geometry is None


def test_no_line_is_drawn_from_far_away():
    (one,) = tell(claim("far", after=-5), told("beta", "toward")).movements
    assert one.geometry is None


def test_a_withdrawal_moves_from_a_place():
    (one,) = stated_movements([claim("alpha", "withdrawal", "UA", role="from")])
    assert (one.actor.value, one.from_place, one.to_place) == ("UA", "Alpha", "")


def test_a_movement_from_the_border_starts_at_its_nearest_point():
    border = Geometry("LineString", ((34.0, 51.0), (36.0, 51.0)))
    (one,) = stated_movements([told("border", "from", feature="border", geometry=border), told("beta", "toward")])
    assert one.geometry.coordinates == ((35.1, 51.0), (35.1, 50.95))


def test_a_region_is_never_the_end_of_a_line():
    (one,) = stated_movements([told("alpha", "from"), told("kursk", "toward", feature="region")])
    assert (one.to_place, one.geometry) == ("Kursk", None)


@pytest.mark.parametrize("changes", [{"status": "denied"}, {"after": None}], ids=["denied", "undated"])
def test_what_makes_no_movement(changes):
    assert stated_movements([told("beta", "toward", **changes)]) == ()


def test_an_intent_is_no_movement():
    assert stated_movements([claim("beta", "intent", role="toward")]) == ()


def test_the_same_movement_told_twice_is_one():
    (one,) = stated_movements([told("beta", "toward", claim_id="a"), claim("beta", "advance", role="toward",
                                                                         statement_id="t", claim_id="b")])  # fmt: skip
    assert one.claim_ids == ("a", "b")


def test_a_list_of_many_places_is_no_movement():
    many = [told("alpha", "from"), *(told("beta", "toward", place_id=f"p{n}") for n in range(12))]
    assert pair_places(many) == []


def test_successive_captures_make_a_movement_that_says_so():
    (one,) = following_movements([claim("alpha"), claim("beta", after=3)])
    assert (one.basis, one.from_place, one.to_place) == ("successive captures", "Alpha", "Beta")
    assert "7.0 km and 3 days apart" in one.why


def test_a_capture_follows_the_nearest_earlier_one():
    (first, second) = following_movements([claim("alpha"), claim("beta", after=1), claim("gamma", after=2)])
    assert [(one.from_place, one.to_place) for one in (first, second)] == [("Alpha", "Beta"), ("Beta", "Gamma")]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (claim("beta", after=0), "the same day"),
        (claim("beta", after=15), "too late"),
        (claim("far", after=1), "too far"),
        (claim("beta", "capture", "UA", after=1), "the other side"),
        (claim("beta", after=1, status="denied"), "denied"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_captures_that_do_not_follow_each_other(second, why):
    assert following_movements([claim("alpha"), second]) == (), why


def test_how_near_captures_are_can_be_chosen():
    assert following_movements([claim("alpha"), claim("beta", after=3)], within_km=5.0) == ()


def test_one_capture_told_twice_moves_nowhere():
    assert following_movements([claim("alpha"), claim("alpha", after=1)]) == ()


def test_a_movement_to_come_is_not_shown():
    told_later = [claim("alpha"), claim("beta", after=3)]
    assert tell(*told_later, after=2).movements == ()
    assert len(tell(*told_later, after=3).movements) == 1


def test_movements_of_the_last_week_are_shown():
    one = told("beta", "toward")
    assert len(tell(one, after=6).movements) == 1
    assert tell(one, after=7).movements == ()


def test_a_movement_dated_to_more_than_a_season_belongs_to_no_day():
    assert tell(told("beta", "toward", end_date=DAY + timedelta(days=100)), after=3).movements == ()


def test_a_movement_that_goes_on_for_weeks_shows_on_their_days():
    assert len(tell(told("beta", "toward", end_date=DAY + timedelta(days=60)), after=30).movements) == 1


def test_a_withdrawal_is_drawn_to_what_its_side_still_holds():
    left = claim("beta", "withdrawal", "RU", role="from")
    (one,) = tell(left, claim("alpha", after=-5)).movements
    assert (one.to_place, one.drawn_from) == ("", "Alpha")
    assert one.geometry.coordinates == ((35.1, 50.95), (35.0, 50.95))
