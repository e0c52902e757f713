"""The tables of dates: what is malformed is named by file and line; the index misses nothing that a pattern matches."""

from __future__ import annotations

import re
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.date_reckoning import month_of, part_of, season_of, year_of
from geomap.date_rules import CUES, RULE_COLUMNS, _read_words, check_date_rules, load_date_tables
from geomap.errors import LexiconError
from geomap.lexicon import Entry
from geomap.phrases import PhraseMatcher, phrase_heads
from geomap.text import normalise

LEXICON = Path(str(files("geomap"))) / "data" / "lexicon"
LANGUAGES = ["en", "uk", "ru"]


def rows(lang: str) -> list[dict[str, str]]:
    """Read the rules of a language."""
    lines = (LEXICON / f"dates.{lang}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [dict(zip(RULE_COLUMNS, line.split("\t"), strict=True)) for line in lines if line and line[0] != "#"]


@pytest.fixture
def folder(tmp_path):
    for path in LEXICON.glob("date*.tsv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def append(folder: Path, name: str, *cells: str) -> int:
    """Add a row and return its line number."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\t".join(cells) + "\n", encoding="utf-8")
    return len(text.splitlines()) + 1


def test_tables_of_the_package_are_well_formed():
    assert check_date_rules() > 300


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_is_found_by_its_own_rule(lang):
    tables = load_date_tables(lang)
    missed = []
    for row in rows(lang):
        text = normalise(row["example"])
        hits = tables.matcher.find(text, text.lower(), 0, len(text))
        if row["rule"] not in {hit.entry.label for hit in hits}:
            missed.append(row["rule"])
    assert missed == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_our_own_short_sentences(lang):
    assert [row["rule"] for row in rows(lang) if not 0 < len(row["example"]) <= 80] == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("x", "soon", "pub", "D", "D", "day", "day", "why"), "8 cells"),
        (("x", "soon(", "pub", "D", "D", "day", "day", "why", "soon"), "does not compile"),
        (("x", "soon", "birthday", "D", "D", "day", "day", "why", "soon"), "'birthday' is not one of"),
        (("x", "soon", "pub", "D!", "D", "day", "day", "why", "soon"), "'D!' is not a formula"),
        (("x", "soon", "pub", "D", "D", "hour", "day", "why", "soon"), "'hour' is not one of"),
        (("x", "soon", "pub", "D", "D", "day", "party", "why", "soon"), "'party' is not one of"),
        (("x", "{moon}", "pub", "D", "D", "day", "day", "why", "soon"), "{moon} is not a class of words"),
        (("x", "soon", "pub", "D", "D", "day", "day", "why", "late"), "not found in its own example"),
        (("x", "(?:soon)?", "pub", "D", "D", "day", "day", "why", "soon"), "matches the empty text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_malformed_rule_is_named_by_file_and_line(folder, cells, message):
    line = append(folder, "dates.en.tsv", *cells)
    with pytest.raises(LexiconError, match=re.escape(f"dates.en.tsv:{line}: ")) as error:
        check_date_rules(folder)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("de", "month", "1", "Januar"), "'de' is not one of"),
        (("en", "mood", "1", "blue"), "'mood' is not a class of words"),
        (("en", "month", "1", "Jan("), "does not compile"),
    ],
)
def test_malformed_word_is_named_by_file_and_line(folder, cells, message):
    line = append(folder, "datewords.tsv", *cells)
    with pytest.raises(LexiconError, match=re.escape(f"datewords.tsv:{line}: ")) as error:
        check_date_rules(folder)
    assert message in str(error.value)


def test_missing_table_is_named(folder):
    (folder / "dates.ru.tsv").unlink()
    with pytest.raises(LexiconError, match=r"dates\.ru\.tsv: cannot be read"):
        load_date_tables("ru", folder)


def test_wrong_columns_are_named(folder):
    (folder / "dates.uk.tsv").write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"dates\.uk\.tsv:1: the columns must be rule, pattern"):
        load_date_tables("uk", folder)


def test_rule_that_somebody_adds_is_found(folder):
    row = ("market day", "on market day", "pub", "D-3", "D-3", "day", "day", "three days before", "on market day")
    append(folder, "dates.en.tsv", *row)
    tables = load_date_tables("en", folder)
    assert [hit.entry.label for hit in tables.matcher.find("On market day", "on market day", 0, 13)] == ["market day"]


EXAMPLES = [row["example"] for lang in LANGUAGES for row in rows(lang)]
VOCABULARY = sorted({word for example in EXAMPLES for word in example.split()} | {"14", "2024"})
SPACES = [" ", "  ", "\n"]


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(VOCABULARY), max_size=12), st.sampled_from(SPACES))
def test_index_finds_what_trying_every_pattern_finds(lang, words, space):
    text = normalise(space.join(words))
    lowered = text.lower()
    tables = load_date_tables(lang)
    entries = {e.origin: e for listed in tables.matcher._index.values() for e in listed}.values()
    tried = {
        (token.start(), found.end(), entry.origin)
        for token in re.finditer(r"\w+", text)
        for entry in entries
        if (found := entry.match(text, token.start(), len(text))) and found.end() > token.start()
    }
    hits = tables.matcher.find(text, lowered, 0, len(text))
    assert {(hit.start, hit.end, hit.entry.origin) for hit in hits} == tried


@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(VOCABULARY), max_size=12), st.sampled_from(SPACES))
def test_longest_phrases_are_those_of_all_that_do_not_lie_in_one_before(lang, words, space):
    text = normalise(space.join(words))
    matcher = load_date_tables(lang).matcher
    kept, reach = [], 0
    for hit in sorted(matcher.find(text, text.lower(), 0, len(text)), key=lambda h: (h.start, -h.end)):
        if hit.start >= reach:
            kept.append((hit.start, hit.end, hit.entry.origin))
            reach = hit.end
    phrases = matcher.longest(text, text.lower(), 0, len(text))
    assert [(p.start, p.end, p.entry.origin) for p in phrases] == kept


CUE_WORDS = {lang: _read_words(None)[lang] for lang in LANGUAGES}
SPOKEN = sorted({form for words in CUE_WORDS.values() for cue in CUES for _, p in words[cue] for form in p.split("|")})
SPOKEN = [form for form in SPOKEN if form.replace("'", "").isalpha()]


@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from(CUES),
    st.lists(st.sampled_from([*SPOKEN, *VOCABULARY]), min_size=1, max_size=8),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_cues_are_found_where_trying_every_character_finds_them(lang, cue, words, skipped, cut):
    text = " ".join(words).replace("will", "Will")
    plain = re.compile(rf"(?<!\w)(?:{'|'.join(p for _, p in CUE_WORDS[lang][cue])})(?!\w)", re.IGNORECASE)
    stretch = text, skipped, len(text) - cut
    found, expected = load_date_tables(lang).cues[cue].search(*stretch), plain.search(*stretch)
    assert (found and found.start()) == (expected and expected.start())


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("soon", {"soon"}),
        (r"in\s+the\s+day", {"in the day"}),
        (r"(?:in|over)\s+may", {"in may", "over may"}),
        (r"in\s+september", {"in septemb"}),
        (r"[0-4]x?", {"0", "0x"}),
        (r"[12][0-9]{1,3}\s+days", {"0 days"}),
        (r"\w+\s+ago", {""}),
        (r"late(?=\s)", {"late"}),
    ],
)
def test_heads_tell_how_a_match_may_begin(pattern, heads):
    assert phrase_heads(pattern) == heads


def test_too_many_heads_are_cut_short_not_lost():
    words = [a + b + c for a in "abcdefghij" for b in "abcdefghij" for c in "abcdefghijklmnop"]
    matcher = PhraseMatcher([Entry("x", rf"(?:{'|'.join(words)})\s+day", "x:1")])
    assert [hit.start for hit in matcher.find("on jjp day", "on jjp day", 0, 10)] == [3]


def test_longer_white_space_does_not_hide_a_phrase():
    text = "in  the\tday"
    matcher = PhraseMatcher([Entry("x", r"in\s+the\s+day", "x:1")])
    assert len(matcher.find(text, text, 0, len(text))) == 1


@pytest.mark.parametrize(
    ("period", "part", "first", "last"),
    [
        (month_of(date(2024, 2, 9)), "early", (2024, 2, 1), (2024, 2, 10)),
        (month_of(date(2024, 2, 9)), "mid", (2024, 2, 11), (2024, 2, 20)),
        (month_of(date(2024, 2, 9)), "late", (2024, 2, 21), (2024, 2, 29)),
        (month_of(date(2024, 2, 9)), "first", (2024, 2, 1), (2024, 2, 15)),
        (year_of(2024), "early", (2024, 1, 1), (2024, 3, 31)),
        (year_of(2024), "late", (2024, 10, 1), (2024, 12, 31)),
        (season_of(3, 2024), "late", (2024, 8, 1), (2024, 8, 31)),
    ],
)
def test_parts_of_months_and_years(period, part, first, last):
    found = part_of(period, part)
    assert (found.first, found.last) == (date(*first), date(*last))


def test_winter_begins_in_december_of_the_year_before():
    winter = season_of(1, 2024)
    assert (winter.first, winter.last) == (date(2023, 12, 1), date(2024, 2, 29))


@given(st.dates(), st.integers(-30000, 30000))
def test_months_are_moved_without_leaving_the_calendar(day, months):
    period = month_of(day, months)
    assert period.first.day == 1
    assert period.first <= period.last
