"""The word lists: every entry is sound, and a malformed one is named by file and line."""

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import LexiconError
from geomap.lexicon import LANGUAGES, Entry, Matcher, check_lexicon, load_lexicon
from geomap.text import lower_case, normalise


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(Path(str(files("geomap") / "data" / "lexicon")), tmp_path / "lexicon")
    return tmp_path / "lexicon"


def test_every_entry_is_sound():
    assert check_lexicon() > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_finds_every_trigger_in_its_own_example(lang):
    matcher = load_lexicon().triggers[lang]
    for entry in matcher.entries:
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
        ("capture\tx\tverb\t(?:\\w+ )?seize\tsubj=actor\t\tstrong\tThey seize.", "any word"),
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


def test_a_class_in_capitals_must_say_that_capitals_count(folder):
    path = folder / "classes.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "made_up\t\t\\bNATO\\b\tan alliance\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"classes\.tsv:\d+: capitals"):
        check_lexicon(folder)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"the\s+troops", "the troops left", ["the troops"]),
        (r"the\s+troops", "the trench", []),
        (r"(?:the\s+)?army", "The army and army", ["The army", "army", "army"]),
        (r"took\s*(?:over|off)", "they took  over", ["took  over"]),
        (r"the\s+(?-i:East)\s+group", "the East group, the east group", ["the East group"]),
        (r"air-raid\s+sirens?", "an air-raid siren", ["air-raid siren"]),
        (r"in\s+\d+\s+days", "in 10 days", ["in 10 days"]),
        (r"\d+(?:st|th)\s+brigade", "the 155th brigade, 155 brigades", ["155th brigade"]),
        (r"\d+\s+villages", "74 villages, 12,345 villages", ["74 villages", "345 villages"]),
        (r"S-300\s+missile", "an S-300 missile", ["S-300 missile"]),
    ],
)
def test_a_pattern_over_two_words_is_found_where_it_stands(pattern, text, found):
    hits = Matcher([Entry("x", pattern, "here:1")]).find(text, text.lower(), 0, len(text))
    assert [text[hit.start : hit.end] for hit in hits] == found


def test_entries_match_whole_words_only():
    matcher = Matcher([Entry("x", "take|took", "here:1")])
    text = "they took it; mistook and taken"
    assert [(hit.start, hit.end) for hit in matcher.find(text, text, 0, len(text))] == [(5, 9)]


EXAMPLES = {lang: [entry.fields["example"] for entry in load_lexicon().triggers[lang].entries] for lang in LANGUAGES}
VOCABULARY = {lang: sorted({word for text in EXAMPLES[lang] for word in text.split()} | {"14"}) for lang in LANGUAGES}


@given(st.data(), st.sampled_from(LANGUAGES))
def test_the_index_finds_what_trying_every_entry_finds(data, lang):
    words = data.draw(st.lists(st.sampled_from(VOCABULARY[lang]), max_size=10))
    text = normalise(data.draw(st.sampled_from([" ", "  ", "\n"])).join(words))
    matcher = load_lexicon().triggers[lang]
    tried = {
        (token.start(), found.end(), entry.origin)
        for token in re.finditer(r"\w+|[^\w\s]", text)
        for entry in matcher.entries
        if (found := entry.match(text, token.start(), len(text))) and found.end() > token.start()
    }
    hits = matcher.find(text, lower_case(text), 0, len(text))
    assert {(hit.start, hit.end, hit.entry.origin) for hit in hits} == tried
