"""The lines of docs/gis.md run as they stand: the commands, GDAL's programs, and the pieces of Python."""

import re
import shlex
import shutil
import subprocess

import pytest
from click.testing import CliRunner
from conftest import ROOT

from geomap.cli import group

PAGE = (ROOT / "docs" / "gis.md").read_text(encoding="utf-8")
COMMANDS = [line for line in re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE) if "postgresql:" not in line]
PYTHON = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the seeds in which the page's geomap commands were run."""
    path = tmp_path_factory.mktemp("page")
    (path / "seeds").symlink_to(ROOT / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        for command in COMMANDS:
            name, *arguments = shlex.split(command)
            if name == "geomap":
                done = CliRunner().invoke(group, arguments, catch_exceptions=False)
                assert done.exit_code == 0, f"{command}: {done.output}"
    return path


def test_the_page_has_commands_and_python():
    assert len(COMMANDS) > 5
    assert len(PYTHON) > 2


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("ogr")])
def test_gdal_runs_without_a_warning(command, folder):
    words = shlex.split(command)
    if shutil.which(words[0]) is None:
        pytest.skip("needs ogrinfo and ogr2ogr (Debian package gdal-bin)")
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["august.geojson", "captures.kml", "claims.parquet", "claims.csv"])
def test_a_written_file_holds_claims(name, folder):
    from geomap.export import read_claims

    assert len(read_claims(folder / name)) > 0


@pytest.fixture
def names(folder, monkeypatch):
    """The names that the page's Python leaves, without DuckDB's."""
    monkeypatch.chdir(folder)
    found: dict = {}
    for code in PYTHON:
        if "import duckdb" not in code:
            exec(code, found)
    return found


@pytest.mark.parametrize("name", ["claims", "august", "around_sudzha"])
def test_geopandas_reads_rows(name, names):
    assert len(names[name]) > 0


def test_geoparquet_has_the_rows_of_the_geopackage_in_a_range(names):
    claims = names["claims"]
    assert len(names["august"]) == ((claims.start_date <= "2024-08-31") & (claims.end_date >= "2024-08-01")).sum()


def test_duckdb_reads_rows(folder, monkeypatch):
    pytest.importorskip("duckdb", reason="needs DuckDB (pip install duckdb)")
    monkeypatch.chdir(folder)
    (code,) = [code for code in PYTHON if "import duckdb" in code]
    found: dict = {}
    exec(code.replace("duckdb.sql", "found = duckdb.sql"), found)
    assert len(found["found"].fetchall()) > 0
