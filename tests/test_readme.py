"""The README's examples run, and the commands and files that it names are there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import COMMANDS, group

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_in_python_runs(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    block = re.search(r"## By Python\n.*?```python\n(.*?)```", README, re.DOTALL)
    scope: dict[str, object] = {}
    exec(block.group(1), scope)
    assert (tmp_path / "map.html").stat().st_size > 100_000
    assert scope["claims"]


@pytest.mark.parametrize("line", re.findall(r"^\$ (geomap .*?)(?:\s+#.*)?$", README, re.MULTILINE))
def test_each_command_has_the_options_that_the_readme_gives_it(line):
    for part in line.split("|"):
        words = shlex.split(part)
        assert words[1] in COMMANDS
        names = [words[1], *([words[2]] if words[1] == "gazetteer" else [])]
        shown = CliRunner().invoke(group, [*names, "--help"])
        assert shown.exit_code == 0
        for option in (word for word in words if word.startswith("-") and word != "-"):
            assert option in shown.output


@pytest.mark.parametrize("link", re.findall(r"\]\(([\w/.-]+)\)", README))
def test_every_link_leads_to_a_file(link):
    assert (ROOT / link).exists()
