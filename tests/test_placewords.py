"""The word lists of the places, and what is said of malformed ones."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from geomap.errors import LexiconError
from geomap.placewords import load_place_words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "places"
    shutil.copytree(str(files("geomap") / "data" / "places"), target)
    return target


def test_star_stands_for_a_case_ending() -> None:
    first = load_place_words().of("first name", "cyr")
    assert "володимиром" in first
    assert "володимирівка" not in first


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("classes", "first name\ten", "2 cells, but there are 3 columns"),
        ("notplaces", "en\tfoo\tsometimes\t\tword", "is not one of"),
        ("notplaces", "en\tfoo\tbefore\t\tword", "a pattern is needed"),
        ("notplaces", "en\tfoo\tbefore\t(\tword", "does not compile"),
        ("roles", "test\ten\t(", "does not compile"),
        ("designators", "en\tafter\tone\tplanet\tx\ty", "is no feature class"),
        ("designators", "en\tbeside\tone\triver\tx\ty", "position is before or after"),
        ("front", "2024-01-01\t2024-02-01\t30.0 50.0", "pairs lon,lat"),
        ("words", "xx\tfoo", "is no language"),
    ],
)
def test_malformed_row_is_named_with_file_and_line(folder: Path, table: str, line: str, message: str) -> None:
    path = folder / f"{table}.tsv"
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(LexiconError, match=message) as caught:
        load_place_words(folder)
    assert str(caught.value).startswith(f"{table}.tsv:{number}:")


def test_missing_table_is_named(folder: Path) -> None:
    (folder / "roles.tsv").unlink()
    with pytest.raises(LexiconError, match=r"roles\.tsv: cannot be read"):
        load_place_words(folder)


def test_wrong_header_is_named(folder: Path) -> None:
    (folder / "words.tsv").write_text("language\tword\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.tsv:1: the columns must be"):
        load_place_words(folder)
