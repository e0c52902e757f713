"""The example notebook runs from its first cell to its last, and its tables hold something."""

import json

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def notebook():
    """The names that the notebook's cells leave."""
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for cell in cells:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), "notebook", "exec"), names)
    return names


def test_the_result_shows_itself_as_the_map(notebook):
    assert "<iframe" in notebook["result"]._repr_html_()


@pytest.mark.parametrize("name", ["claims", "august", "toponyms", "front", "captures"])
def test_its_tables_hold_something(notebook, name):
    assert len(notebook[name]) > 0


def test_what_was_known_earlier_is_not_more(notebook):
    assert len(notebook["known"]) <= len(notebook["front"])
