"""One filter for every command: by days, kind, side, status, place, box and words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import AREA, LINE, claims

from geomap.errors import InvalidRecordError
from geomap.records import Claim, ClaimKind, FeatureClass, Geometry, Place
from geomap.select import EVERYTHING, Selection, parse_bbox

CLAIM = Claim(
    claim_id="c1",
    doc="a.txt",
    start=0,
    end=11,
    quote="Took Sudzha",
    kind=ClaimKind.CAPTURE,
    claimant="the General Staff",
    publisher="Agency",
    place="Sudzha",
    place_id="gn:1",
    admin1="Kursk Oblast",
    start_date=date(2024, 8, 12),
    end_date=date(2024, 8, 14),
    geometry=Geometry.point(35.25, 51.25),
)
UNDATED = replace(CLAIM, start_date=None, end_date=None)
SUDZHA = Place("gn:1", "Sudzha", FeatureClass.SETTLEMENT, "RU", "Kursk Oblast", "Sudzhansky", name_uk="Суджа")


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        pytest.param(date(2024, 8, 14), None, True, id="begins on the last day"),
        pytest.param(date(2024, 8, 15), None, False, id="begins the day after"),
        pytest.param(None, date(2024, 8, 12), True, id="ends on the first day"),
        pytest.param(None, date(2024, 8, 11), False, id="ends the day before"),
        pytest.param(date(2024, 8, 13), date(2024, 8, 13), True, id="one day within"),
    ],
)
def test_a_claim_is_kept_when_its_interval_meets_the_range(since, until, kept):
    assert Selection(since=since, until=until).keeps(CLAIM) is kept


def test_undated_claims_are_left_out_of_a_range():
    assert not Selection(since=date(2024, 8, 1)).keeps(UNDATED)


def test_undated_claims_are_kept_on_request():
    assert Selection(since=date(2024, 8, 1), undated=True).keeps(UNDATED)


def test_undated_claims_are_kept_without_a_range():
    assert EVERYTHING.keeps(UNDATED)


def test_a_range_that_ends_before_it_starts_is_refused():
    with pytest.raises(InvalidRecordError, match="ends 2024-08-01, before it starts 2024-08-02"):
        Selection(since=date(2024, 8, 2), until=date(2024, 8, 1))


@pytest.mark.parametrize("name", ["sudzha", "gn:1", "Kursk Oblast", "суджа", "sudzhansky"])
def test_a_place_is_named_in_any_language_by_its_id_or_its_region(name):
    assert Selection(places=(name,)).keeps(CLAIM, SUDZHA)


def test_part_of_a_places_name_is_not_its_name():
    assert not Selection(places=("Kursk",)).keeps(CLAIM, SUDZHA)


@pytest.mark.parametrize("words", ["took", "SUDZHA staff", "agency a.txt", "суджа"])
def test_all_words_stand_somewhere_in_the_claim(words):
    assert Selection(text=words).keeps(CLAIM, SUDZHA)


def test_a_word_that_is_nowhere_leaves_the_claim_out():
    assert not Selection(text="took Toretsk").keeps(CLAIM, SUDZHA)


@pytest.mark.parametrize(
    ("geometry", "kept"),
    [
        pytest.param(Geometry.point(35.0, 51.0), True, id="point on the edge"),
        pytest.param(Geometry.point(37.0, 51.0), False, id="point outside"),
        pytest.param(LINE, True, id="line that crosses"),
        pytest.param(AREA, True, id="area that overlaps"),
        pytest.param(None, False, id="no place"),
    ],
)
def test_a_box_keeps_what_shares_a_point_with_it(geometry, kept):
    assert Selection(bbox=(35.0, 51.0, 36.0, 52.0)).keeps(replace(CLAIM, geometry=geometry)) is kept


def test_a_box_may_cross_the_antimeridian():
    assert Selection(bbox=(170.0, 60.0, -170.0, 70.0)).keeps(replace(CLAIM, geometry=Geometry.point(179.0, 65.0)))


def test_a_box_is_read_in_the_order_west_south_east_north():
    assert parse_bbox("34,51, 36.5,52") == (34.0, 51.0, 36.5, 52.0)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "34,52,36,51", "34,51,361,52", "nan,51,36,52"])
def test_what_is_no_box_is_refused(text):
    with pytest.raises(InvalidRecordError):
        parse_bbox(text)


@given(st.lists(claims(), max_size=6), st.dates(), st.dates())
def test_a_range_and_what_lies_outside_it_make_up_all_dated_claims(found, one, other):
    since, until = sorted((one, other))
    inside = set(Selection(since=since, until=until).apply(found))
    for claim in found:
        first, last = claim.start_date or claim.end_date, claim.end_date or claim.start_date
        assert (claim in inside) is (first is not None and first <= until and last >= since)
