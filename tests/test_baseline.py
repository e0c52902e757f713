"""A baseline that a user brings: read by its dates, shown on its own, compared claim by claim."""

import json
from datetime import date, timedelta

import pytest
from frontkit import DAY, claim

from geomap.baseline import (
    Verdict,
    baseline_features,
    check_claim,
    check_claims,
    find_date,
    read_baseline,
    sum_by_claimant,
)
from geomap.errors import DocumentError
from geomap.records import Actor, Geometry

EMPTY = [[30.0, 46.0], [30.1, 46.0], [30.1, 46.1], [30.0, 46.1], [30.0, 46.0]]
ALPHA = [[34.9, 50.9], [35.05, 50.9], [35.05, 51.0], [34.9, 51.0], [34.9, 50.9]]


def write(folder, name, ring, **properties):
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")


@pytest.fixture
def baseline(tmp_path):
    """Alpha is not shown on days 0 and 10, and shown on days 20 and 30."""
    for after, ring in ((0, EMPTY), (10, EMPTY), (20, ALPHA), (30, ALPHA)):
        write(tmp_path, f"map_{DAY + timedelta(days=after)}.geojson", ring, source="A map")
    (tmp_path / "README.md").write_text("not a map")
    return read_baseline(tmp_path)


def verdict(baseline, **changes):
    return check_claim(claim("alpha", **changes), baseline).verdict


def test_the_days_stand_in_the_names_of_the_files(baseline):
    assert [(one.day - DAY).days for one in baseline.days] == [0, 10, 20, 30]


def test_the_day_may_stand_in_a_field(tmp_path):
    write(tmp_path, "map.geojson", ALPHA, date="2024-10-02")
    assert read_baseline(tmp_path / "map.geojson").days[0].day == date(2024, 10, 2)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("front_2024-08-05.geojson", date(2024, 8, 5)),
        ("20240805.gpkg", date(2024, 8, 5)),
        ("front 05.08.2024.kml", date(2024, 8, 5)),
        ("front_2024-13-05.geojson", None),
        ("front_20240231.geojson", None),
        ("front.geojson", None),
    ],
)
def test_dates_in_names(name, day):
    assert find_date(name) == day


def test_the_credit_comes_from_the_file_or_is_given(baseline, tmp_path):
    assert baseline.days[0].credit == "A map"
    assert read_baseline(tmp_path, credit="Another").days[0].credit == "Another"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("map_2024-08-05.geojson", "no json", "cannot be read"),
        ("map_2024-08-05.geojson", '{"type":"FeatureCollection","features":[]}', "has no"),
        (
            "map.geojson",
            '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}',
            "no date",
        ),
    ],
)
def test_a_file_that_is_no_baseline_is_named_with_the_reason(tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    with pytest.raises(DocumentError, match=message) as caught:
        read_baseline(tmp_path / name)
    assert name in str(caught.value)


def test_a_missing_baseline_is_named(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        read_baseline(tmp_path / "none.geojson")


def test_a_folder_without_maps_is_named(tmp_path):
    with pytest.raises(DocumentError, match="no polygon files"):
        read_baseline(tmp_path)


def test_a_claim_between_the_files_that_bracket_the_change_agrees(baseline):
    check = check_claim(claim("alpha", after=15), baseline)
    assert (check.verdict, check.fewest, check.most) == (Verdict.AGREES, -4, 5)


def test_the_files_around_the_change_are_named(baseline):
    check = check_claim(claim("alpha", after=15), baseline)
    assert (check.last_without, check.first_with) == (DAY + timedelta(days=10), DAY + timedelta(days=20))


def test_a_claim_earlier_than_the_change_says_by_how_many_days(baseline):
    check = check_claim(claim("alpha", after=5), baseline)
    assert (check.verdict, check.fewest, check.most) == (Verdict.AFTER, 6, 15)


def test_a_claim_later_than_the_change_says_by_how_many_days(baseline):
    check = check_claim(claim("alpha", after=25), baseline)
    assert (check.verdict, check.fewest, check.most) == (Verdict.BEFORE, -14, -5)


def test_what_the_baseline_never_showed(baseline):
    far = claim("beta", after=5)
    assert check_claim(far, baseline).verdict is Verdict.NEVER


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"after": None}, "no day"),
        ({"after": 40}, "ends on"),
        ({"country": "RU"}, "covers UA only"),
        ({"uncertainty_km": 22.0}, "not known well enough"),
        ({"geometry": Geometry("Polygon", (tuple(map(tuple, ALPHA)),))}, "not known well enough"),
    ],
)
def test_what_cannot_be_compared_says_why(baseline, changes, why):
    check = check_claim(claim("alpha", **{"after": 15, **changes}), baseline)
    assert (check.verdict, why in check.why) == (Verdict.UNKNOWN, True)


def test_the_last_files_silence_says_nothing_about_the_days_before_it(baseline):
    assert check_claim(claim("beta", after=29), baseline).verdict is Verdict.UNKNOWN


def test_a_recapture_is_compared_with_the_ground_outside(tmp_path):
    for after, ring in ((0, ALPHA), (10, EMPTY)):
        write(tmp_path, f"map_{DAY + timedelta(days=after)}.geojson", ring)
    assert check_claim(claim("alpha", actor="UA", after=5), read_baseline(tmp_path)).verdict is Verdict.AGREES


def test_polygons_may_show_the_other_side(tmp_path):
    for after, ring in ((0, EMPTY), (10, ALPHA)):
        write(tmp_path, f"map_{DAY + timedelta(days=after)}.geojson", ring)
    shown = read_baseline(tmp_path, holder=Actor.UA)
    assert check_claim(claim("alpha", actor="UA", after=5), shown).verdict is Verdict.AGREES


def test_a_settlement_half_inside_is_shown(tmp_path):
    half = [[34.9, 50.9], [35.001, 50.9], [35.001, 51.0], [34.9, 51.0], [34.9, 50.9]]
    for after, ring in ((0, EMPTY), (10, half)):
        write(tmp_path, f"map_{DAY + timedelta(days=after)}.geojson", ring)
    assert check_claim(claim("alpha", after=5), read_baseline(tmp_path)).verdict is Verdict.AGREES


def test_denials_and_other_kinds_are_not_compared(baseline):
    told = [claim("alpha", status="denied"), claim("alpha", "hold"), claim("alpha", role="near")]
    assert check_claims(told, baseline) == ()


def test_a_claimants_record_has_the_claims_behind_every_number(baseline):
    told = [claim("alpha", after=15, claim_id="good"), claim("beta", after=5, claim_id="never")]
    (record,) = sum_by_claimant(check_claims(told, baseline))
    assert (record.ids(Verdict.AGREES), record.ids(Verdict.NEVER)) == (("good",), ("never",))


def test_a_record_gives_the_median_of_the_days_apart(baseline):
    told = [claim("alpha", after=after) for after in (5, 6, 25)]
    (record,) = sum_by_claimant(check_claims(told, baseline))
    assert record.median_days == 5


def test_the_layer_shows_the_latest_file_with_its_credit(baseline):
    (feature,) = baseline_features(baseline, DAY + timedelta(days=12))
    row = feature["properties"]
    assert (row["layer"], row["baseline_date"], row["credit"]) == ("baseline", "2024-08-24", "A map")


def test_before_the_first_file_there_is_no_layer(baseline):
    assert baseline_features(baseline, DAY - timedelta(days=1)) == []


DEEPSTATE = [
    ("Vuhledar", 37.25, 47.78, date(2024, 10, 2)),
    ("Selydove", 37.3, 48.15, date(2024, 10, 28)),
    ("Kurakhove", 37.28, 47.98, date(2024, 12, 4)),
    ("Velyka Novosilka", 36.84, 47.84, date(2025, 1, 24)),
]


@pytest.fixture(scope="module")
def deepstate(shared):
    folder = shared / "data" / "deepstate"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data/deepstate")
    return read_baseline(folder)


@pytest.mark.parametrize(("name", "lon", "lat", "day"), DEEPSTATE, ids=[row[0] for row in DEEPSTATE])
def test_towns_taken_agree_within_the_days_that_the_files_allow(deepstate, name, lon, lat, day):
    told = claim(
        name, "capture", "RU", geometry=Geometry.point(lon, lat), uncertainty_km=2.0, start_date=day, end_date=day
    )
    check = check_claim(told, deepstate)
    assert check.verdict is Verdict.AGREES, check.why
    assert check.last_without < day <= check.first_with
