"""Every format gives back what went in, and is what the tools that open it expect."""

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import AREA, claim_lists, texts

from geomap.dataset import Alternative, Mention, sorted_claims
from geomap.errors import GeomapError, StoreError
from geomap.export import read_claims, write_claims, write_mentions
from geomap.export.geojson import feature_of, write_days
from geomap.records import Actor, Claim, ClaimKind, Geometry, Side
from geomap.spreadsheet import defuse, restore

FILES = ["claims.geojson", "claims.gpkg", "claims.parquet", "claims.csv", "claims.kml", "claims.jsonl", "folder"]
KML = "{http://www.opengis.net/kml/2.2}"

SUDZHA = Claim(
    claim_id="c1",
    doc="sudzha.md",
    start=10,
    end=27,
    quote="took =Sudzha= <b>",
    kind=ClaimKind.CAPTURE,
    actor=Actor.UA,
    claimant="+the General Staff",
    side=Side.UA,
    published=date(2024, 8, 14),
    place="Sudzha",
    place_id="gn:1",
    feature="settlement",
    start_date=date(2024, 8, 12),
    end_date=date(2024, 8, 14),
    geometry=Geometry.point(35.2667, 51.1906),
)
NOWHERE = replace(SUDZHA, claim_id="c2", start=0, end=3, quote="so-", place="", place_id="", geometry=None)


@pytest.mark.parametrize("name", FILES)
@given(found=claim_lists())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_claims_written_and_read_back_are_the_same(name, found, tmp_path):
    write_claims(found, tmp_path / name)
    assert sorted_claims(read_claims(tmp_path / name)) == found


@given(texts)
def test_a_defused_cell_is_restored(text):
    assert restore(defuse(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|x", "\uff1d1", "'=1"])
def test_a_cell_never_begins_like_a_formula(text):
    assert defuse(text).startswith("'")


def test_plain_text_is_not_changed_in_csv():
    assert defuse("'so-called' village") == "'so-called' village"


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        pytest.param("2024-08-12", "2024-08-14", ["2024-08-12T00:00:00Z", "2024-08-14T23:59:59Z"], id="whole days"),
        pytest.param(None, "2024-08-14", ["2024-08-14T00:00:00Z", "2024-08-14T23:59:59Z"], id="one bound"),
        pytest.param(None, None, ["", ""], id="undated"),
    ],
)
def test_csv_has_moments_to_animate_by(start, end, times, tmp_path):
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    write_claims([replace(SUDZHA, start_date=first, end_date=last)], tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert [row["start_time"], row["end_time"]] == times


def test_csv_has_coordinates_and_wkt(tmp_path):
    write_claims([SUDZHA], tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["lon"], row["lat"], row["wkt"]) == ("35.2667", "51.1906", "POINT (35.2667 51.1906)")


def test_geojson_has_no_crs_and_keeps_null_geometry(tmp_path):
    write_claims([SUDZHA, NOWHERE], tmp_path / "c.geojson")
    made = json.loads((tmp_path / "c.geojson").read_text(encoding="utf-8"))
    assert "crs" not in made
    assert [feature["geometry"] for feature in made["features"]][1] is None


def test_geojson_winds_outer_rings_counterclockwise():
    clockwise = Geometry("Polygon", (AREA.coordinates[0][::-1],))
    assert feature_of(replace(SUDZHA, geometry=clockwise))["geometry"] == AREA.to_mapping()


def test_geojson_bounds_its_precision():
    claim = replace(SUDZHA, geometry=Geometry.point(35.123456789, 51.000000001))
    assert feature_of(claim)["geometry"]["coordinates"] == [35.123457, 51.0]


def test_geojson_replaces_numbers_that_json_lacks_by_null(tmp_path):
    write_claims([replace(SUDZHA, quantity=float("inf"))], tmp_path / "c.geojson")
    made = json.loads((tmp_path / "c.geojson").read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert made["features"][0]["properties"]["quantity"] is None


def test_half_a_surrogate_pair_survives_json_lines(tmp_path):
    claim = replace(SUDZHA, claimant="broken \ud83d emoji")
    write_claims([claim], tmp_path / "c.jsonl")
    assert read_claims(tmp_path / "c.jsonl") == (claim,)


@pytest.mark.parametrize("name", ["c.gpkg", "c.parquet"])
def test_half_a_surrogate_pair_is_refused_in_one_line_where_it_cannot_be_kept(name, tmp_path):
    with pytest.raises(StoreError, match="surrogate"):
        write_claims([replace(SUDZHA, claimant="broken \ud83d emoji")], tmp_path / name)
    assert not (tmp_path / name).exists()


def test_kml_says_between_which_days(tmp_path):
    write_claims([SUDZHA], tmp_path / "c.kml")
    span = ElementTree.parse(tmp_path / "c.kml").getroot().find(f".//{KML}TimeSpan")
    assert [element.text for element in span] == ["2024-08-12T00:00:00Z", "2024-08-14T23:59:59Z"]


def test_a_placemarks_parts_stand_in_the_order_that_kml_asks_for(tmp_path):
    write_claims([SUDZHA], tmp_path / "c.kml")
    mark = ElementTree.parse(tmp_path / "c.kml").getroot().find(f".//{KML}Placemark")
    order = ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    assert [part.tag.removeprefix(KML) for part in mark] == order


def test_gdal_reads_the_days_of_a_placemark_to_their_end(tmp_path):
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs ogrinfo (Debian package gdal-bin)")
    write_claims([SUDZHA], tmp_path / "c.kml")
    said = subprocess.run(["ogrinfo", "-al", tmp_path / "c.kml"], capture_output=True, text=True, check=True).stdout
    assert "begin (DateTime) = 2024/08/12 00:00:00" in said
    assert "end (DateTime) = 2024/08/14 23:59:59" in said


def test_kml_with_a_document_type_is_refused(tmp_path):
    (tmp_path / "c.kml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><kml/>', encoding="utf-8")
    with pytest.raises(StoreError, match="document type"):
        read_claims(tmp_path / "c.kml")


def test_day_folder_shows_a_claim_on_each_of_its_days(tmp_path):
    write_days([SUDZHA, replace(NOWHERE, start_date=None, end_date=None)], tmp_path / "days")
    assert sorted(path.name for path in (tmp_path / "days").iterdir()) == [
        "2024-08-12.geojson",
        "2024-08-13.geojson",
        "2024-08-14.geojson",
        "undated.geojson",
    ]


def test_day_folder_replaces_an_older_one(tmp_path):
    write_days([SUDZHA], tmp_path / "days")
    write_days([NOWHERE], tmp_path / "days")
    assert json.loads((tmp_path / "days" / "2024-08-12.geojson").read_text())["features"][0]["id"] == "c2"


def test_day_folder_never_replaces_other_files(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other things"):
        write_days([SUDZHA], tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_unknown_ending_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"\.xlsx"):
        write_claims([SUDZHA], tmp_path / "c.xlsx")


@pytest.mark.parametrize("name", ["c.geojson", "c.parquet", "c.csv", "c.kml", "c.jsonl", "c.gpkg"])
def test_a_file_of_something_else_is_refused_with_its_name(name, tmp_path):
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing of the kind")
    with pytest.raises(GeomapError, match=name):
        read_claims(tmp_path / name)


def test_a_failed_write_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "c.geojson"
    write_claims([SUDZHA], path)
    before = path.read_bytes()
    with pytest.raises(AttributeError):
        write_claims([SUDZHA, None], path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["c.geojson"]


def test_mentions_keep_their_alternatives_in_geojson(tmp_path):
    other = Alternative("Sudzha", "gn:2", "Kursk Oblast", "RU", 0.2)
    write_mentions([Mention("a.txt", 0, 6, "Sudzha", "settlement", alternatives=(other,))], tmp_path / "t.geojson")
    made = json.loads((tmp_path / "t.geojson").read_text())["features"][0]["properties"]
    assert made["alternatives"][0]["place_id"] == "gn:2"


def test_geoparquet_is_what_geopandas_reads(tmp_path):
    geopandas = pytest.importorskip("geopandas")
    write_claims([SUDZHA, NOWHERE], tmp_path / "c.parquet")
    frame = geopandas.read_parquet(tmp_path / "c.parquet", bbox=(35, 51, 36, 52))
    assert (frame.crs.to_epsg(), frame.start_date.tolist(), frame.claim_id.tolist()) == (
        4326,
        [date(2024, 8, 12)],
        ["c1"],
    )


@pytest.mark.parametrize("name", ["c.geojson", "c.gpkg", "c.kml", "c.csv"])
def test_ogrinfo_opens_it_without_a_warning(name, tmp_path):
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs ogrinfo (Debian package gdal-bin)")
    write_claims([SUDZHA, NOWHERE], tmp_path / name)
    done = subprocess.run(["ogrinfo", "-ro", "-al", str(tmp_path / name)], capture_output=True, text=True, check=True)
    assert (done.stderr, "Sudzha" in done.stdout) == ("", True)


def test_paths_are_made(tmp_path):
    write_claims([SUDZHA], Path(tmp_path) / "new" / "folder" / "c.jsonl")
    assert read_claims(tmp_path / "new" / "folder" / "c.jsonl") == (SUDZHA,)
