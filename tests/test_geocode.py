"""The gazetteer behind geopy's interface."""

import pytest
from geopy.geocoders.base import Geocoder

from geomap.gazetteer import load_gazetteer
from geomap.geocode import GazetteerGeocoder


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    return GazetteerGeocoder(load_gazetteer())


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)


def test_the_most_populous_namesake_comes_first(geocoder):
    location = geocoder.geocode("London")
    assert (round(location.latitude), round(location.longitude)) == (52, 0)


def test_a_parent_after_a_comma_chooses_among_namesakes(geocoder):
    location = geocoder.geocode("Pokrovsk, Donetsk Oblast")
    assert location.raw["admin1"] == "Donetsk Oblast"


def test_a_country_may_be_the_parent(geocoder):
    assert geocoder.geocode("Pokrovsk, Україна").raw["country"] == "UA"


def test_country_codes_limit_the_answer(geocoder):
    locations = geocoder.geocode("Покровськ", exactly_one=False, country_codes="ua")
    assert {location.raw["country"] for location in locations} == {"UA"}


def test_case_forms_and_misspellings_are_understood(geocoder):
    assert geocoder.geocode("Судже").raw["place_id"] == geocoder.geocode("Sudzha").raw["place_id"]
    assert "Vovchansk" in geocoder.geocode("Vovchasnk").address


def test_nothing_found_is_none(geocoder):
    assert geocoder.geocode("Qwxyzzy Abcdef") is None
    assert geocoder.geocode("Qwxyzzy Abcdef", exactly_one=False) is None


def test_reverse_gives_the_nearest_settlement(geocoder):
    there = geocoder.geocode("Sudzha")
    assert geocoder.reverse((there.latitude, there.longitude)).raw["place_id"] == there.raw["place_id"]


def test_reverse_far_from_everything_is_none(geocoder):
    assert geocoder.reverse((-60.0, -140.0)) is None
