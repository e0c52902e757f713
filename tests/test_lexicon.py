"""The word lists: every entry is sound, and a malformed one is named by file and line."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from geomap.errors import LexiconError
from geomap.lexicon import LANGUAGES, Entry, Matcher, check_lexicon, load_lexicon
from geomap.text import normalise


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(Path(str(files("geomap") / "data" / "lexicon")), tmp_path / "lexicon")
    return tmp_path / "lexicon"


def test_every_entry_is_sound():
    assert check_lexicon() > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_finds_every_trigger_in_its_own_example(lang):
    matcher = load_lexicon().triggers[lang]
    entries = {id(entry): entry for bucket in matcher._index.values() for entry in bucket}
    for entry in entries.values():
        example = normalise(entry.fields["example"])
        hits = matcher.find(example, example.lower(), 0, len(example))
        assert any(hit.entry is entry for hit in hits), entry.origin


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("conquest\tx\tverb\tconquer\tsubj=actor\t\tstrong\tThey conquer.", "not a kind"),
        ("capture\tx\tverb\tconquer(\tsubj=actor\t\tstrong\tThey conquer.", "does not compile"),
        ("capture\tx\tverb\t\tsubj=actor\t\tstrong\tThey conquer.", "empty"),
        ("capture\tx\tverb\tx?\tsubj=actor\t\tstrong\tThey conquer.", "empty text"),
        ("capture\tx\tverb\tseize\tsubj=actor\t\tstrong\tThey conquer.", "own example"),
    ],
)
def test_a_malformed_entry_is_named_by_file_and_line(folder, line, message):
    path = folder / "triggers.en.tsv"
    count = len(path.read_text(encoding="utf-8").splitlines())
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"triggers\.en\.tsv:{count + 1}: .*{message}"):
        check_lexicon(folder)


def test_a_missing_file_is_named(folder):
    (folder / "speech.tsv").unlink()
    with pytest.raises(LexiconError, match=r"speech\.tsv"):
        check_lexicon(folder)


def test_entries_match_whole_words_only():
    matcher = Matcher([Entry("x", "take|took", "here:1")])
    text = "they took it; mistook and taken"
    assert [(hit.start, hit.end) for hit in matcher.find(text, text, 0, len(text))] == [(5, 9)]
