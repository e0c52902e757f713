"""The wheel alone, in an empty virtual environment in another folder, without the checkout."""

import importlib.util
import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from geomap.gazetteer import build_gazetteer

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parent.parent
REPORT = """---
title: Reports from the border
publisher: The Courier
published: 2024-08-14
---
Ukraine's General Staff said on Tuesday that its troops had taken the village of Guevo in Kursk region.
The Russian Defence Ministry said its forces had repelled attacks near Sudzha.
"""


def run(arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, check=True, **options).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    isolation = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    made = subprocess.run([*pip, *isolation, "-w", folder, ROOT], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"cannot build a wheel here: {made.stderr.strip().splitlines()[-1]}")
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel; give a function that runs its `geomap` far from the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    venv.create(folder / "venv", with_pip=True)
    pip = [programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, wheel], capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        pytest.skip(f"cannot install the dependencies here: {done.stderr.strip().splitlines()[-1]}")
    build_gazetteer()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GEOMAP", "VIRTUAL"))
    }

    def geomap(*arguments):
        return run([programs / "geomap", *arguments], cwd=folder, env=environment)

    geomap.folder = folder
    return geomap


def test_the_wheel_holds_the_tables_and_not_the_programs_that_make_them(wheel):
    names = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("geomap/_gazetteer/")]
    assert {Path(name).name for name in names} >= {"SOURCES.md", "russia.NOTICE.md", "towns.tsv.gz", "names.tsv"}
    assert not [name for name in names if name.endswith(".py")]


def test_it_looks_names_up_in_its_own_tables(installed):
    found = json.loads(installed("gazetteer", "lookup", "Судже", "--json"))
    report = json.loads(installed("gazetteer", "info", "--json"))
    assert found["name"] == "Sudzha"
    assert Path(report["tables"]).is_relative_to(installed.folder)


def test_it_prints_the_credits(installed):
    text = installed("gazetteer", "info")
    assert all(name in text for name in ("GeoNames", "KATOTTG", "Natural Earth", "GPL-3.0-or-later"))


def test_it_builds_a_map_of_articles_that_it_has_never_seen(installed):
    articles = installed.folder / "articles"
    articles.mkdir()
    (articles / "report.md").write_text(REPORT, encoding="utf-8")
    installed("build", articles, "-o", installed.folder / "map")
    claims = json.loads((installed.folder / "map" / "claims.geojson").read_text(encoding="utf-8"))["features"]
    assert ("capture", "Guyevo") in {(c["properties"]["kind"], c["properties"]["place"]) for c in claims}
    assert "GeoNames" in (installed.folder / "map" / "map.html").read_text(encoding="utf-8")
