"""Imports between the modules point one way, and importing geomap stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import geomap

PACKAGE = Path(geomap.__file__).parent
LAYERS = [
    {"errors", "records", "_optional", "files", "spreadsheet"},
    {"geo", "text", "dateline", "inflect", "names"},
    {"documents", "gazetteer", "gazetteer_index", "gazetteer_forms", "lexicon", "importer", "geocode"},
    {"toponyms", "places", "dates"},
    {"claims"},
    {"wires"},
    {"reports"},
    {"cells", "control"},
    {"movements"},
    {"front", "baseline"},
    {"front_report"},
    {"dataset", "select"},
    {"corrections"},
    {"frames"},
    {"maps", "store"},
    {"export"},
    {"front_rows", "merge"},
    {"pipeline", "evaluate"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = {"folium", "geopandas", "pandas", "shapely", "pyogrio", "numpy", "rich", "trafilatura", "geopy", "marisa_trie"}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("geomap."):
            yield node.module.split(".")[1]


def test_no_module_imports_one_that_stands_to_its_right():
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if own in RANK:
            wrong += [
                f"{path.relative_to(PACKAGE)} imports {other}"
                for other in _imports(path)
                if other != own and RANK.get(other, -1) > RANK[own]
            ]
    assert wrong == []


def test_import_and_help_load_no_heavy_library():
    code = (
        "import sys, geomap; from click.testing import CliRunner; from geomap.cli import group;"
        "result = CliRunner().invoke(group, ['--help']); assert result.exit_code == 0, result.output;"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there():
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
