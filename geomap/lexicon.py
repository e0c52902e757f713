"""Word lists of the claims, per language, from `geomap/data/lexicon/*.tsv`, indexed by the first letters of words.

An entry is tried only where a word of the text, and the next, begin as the entry may begin; an entry is compiled when
it is first tried. Both keep a sentence from paying for a lexicon of two thousand rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from geomap.beginnings import DIGITS, NUMBER, PREFIX, SPACE, WORD, Beginning, Reach, beginnings
from geomap.errors import LexiconError
from geomap.records import ClaimKind, Side

__all__ = [
    "LANGUAGES",
    "MARKS",
    "Bundle",
    "Entry",
    "Hit",
    "Lexicon",
    "Matcher",
    "check_lexicon",
    "load_lexicon",
    "word_class",
]

Made = TypeVar("Made")
LANGUAGES = ("en", "uk", "ru")
MARKS = (
    *("sport", "partisan", "voice_ua", "voice_ru"),
    *("launch", "meeting", "likened", "relative_to", "border_of"),
)
"""Classes of words that are counted over a whole text, or that stand right before many a name: see `geomap.marks`."""
HEAD_LENGTH = 8
"""Letters of a word's beginning that the index looks at."""
MAX_KNOWN_WORDS = 50_000
"""Words whose entries a matcher remembers."""
MAX_FOLLOWING = 500
"""Beginnings of the next word that are remembered for one word."""
SECOND_LENGTH = 5
"""Letters of the second word's beginning that the index looks at."""

CASE_ENDING = (
    "(?:|[аяуюеєиіїоыьй]|[оеєё]м|[оеє]ю|[оеиыії]й|[иы]м|ої|[оі]в|[ая][мх]|ая|ую|[иы][хе]|ого|ому|[оеє]ві|[ая]ми|"
    "и[яюий]|ії|ія|ію|ією|ией|иями|иях|іями|іях)"
)
"""What a `*` in a claimant's form stands for: a Ukrainian or Russian case ending."""

_COLUMNS = {
    "triggers": ("kind", "lemma", "pos", "pattern", "frame", "polarity_notes", "strength", "example"),
    "modality": ("class", "cue", "pattern", "scope", "effect", "example"),
    "actors": ("lang", "expression", "pattern", "side", "decided", "note"),
    "claimants": ("name", "type", "side", "en", "uk", "ru", "valid_from", "valid_to", "note"),
    "speech": ("lang", "type", "pattern"),
    "offices": ("lang", "pattern", "side"),
    "defaults": ("kind", "by", "actor"),
    "prepositions": ("lang", "role", "pattern"),
    "acled": ("kind", "actor", "sub_event"),
    "confidence": ("name", "weight", "meaning"),
    "classes": ("name", "case", "pattern", "meaning"),
}
_SIDES = {"UA", "RU", "independent", "other", "unknown", "opposite", "speaker", "antecedent", "territory", "weapon"}
_SIDES |= {"publisher", "local", "analyst"}


Match = Callable[[str, int, int], "re.Match[str] | None"]


@dataclass(slots=True, eq=False)
class Entry:
    """One row of a word list: what its pattern means and where it stands (`origin` is `file:line`)."""

    label: str
    pattern: str
    origin: str
    fields: dict[str, str] = field(default_factory=dict)
    case_sensitive: bool = False
    _compiled: re.Pattern[str] | None = None
    _reader: tuple[bool, Match] | None = None
    heads: set[Beginning] | None = None

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Match the pattern as whole words at `start`, inside `end`."""
        if self._compiled is None:
            flags = re.MULTILINE if self.case_sensitive else re.IGNORECASE | re.MULTILINE
            self._compiled = re.compile(rf"(?:{self.pattern})(?:(?<=\W)|(?!\w))", flags)
        return self._compiled.match(text, start, end)

    def reader(self) -> tuple[bool, Match]:
        """Give the pattern's match method, and whether it reads the text in lower case, which is quicker."""
        if self._reader is None:
            lower = not self.case_sensitive and is_lower(self.pattern)
            flags = re.MULTILINE if lower or self.case_sensitive else re.IGNORECASE | re.MULTILINE
            self._reader = (lower, re.compile(rf"(?:{self.pattern})(?:(?<=\W)|(?!\w))", flags).match)
        return self._reader


_ESCAPE = re.compile(r"\\.|\(\?P<\w+>")


def is_lower(pattern: str) -> bool:
    """Whether a pattern that does not ask for case finds the same in a text and in its lower case."""
    plain = _ESCAPE.sub("", pattern)
    return plain == plain.lower() and "(?-i" not in plain


class Hit(NamedTuple):
    """An entry found in a text."""

    start: int
    end: int
    entry: Entry


_CAPITAL_FIRST = re.compile(r"(?:\(\?:)*\(\?-i:")
_TOKEN = re.compile(r"\w+|[^\w\s]")

Read = tuple[int, Entry, bool, Match]
"""An entry with the number of the matcher that it belongs to, and how it is read."""
Placed = tuple[int, int, Entry]
"""An entry with the number of its matcher and that of its row."""


class Matcher:
    """A set of entries that are looked for together."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._alone: Bundle | None = None

    def find(self, text: str, lowered: str, start: int, end: int) -> list[Hit]:
        """Find all entries in `text[start:end]`; `lowered` is the text in lower case."""
        if self._alone is None:
            self._alone = Bundle([self])
        return self._alone.find(text, lowered, start, end)[0]


class _Candidates:
    """The entries that may begin with one word, by how the word after it begins."""

    __slots__ = ("_always", "_pairs", "known")

    def __init__(self, always: Sequence[Placed], pairs: Sequence[tuple[str, bool, Placed]]) -> None:
        self._always, self._pairs = always, pairs
        self.known: dict[str, tuple[Read, ...]] = {}
        self.known[""] = self.followed_by("")

    def followed_by(self, second: str) -> tuple[Read, ...]:
        """Give the entries that may match where a word that begins with `second` follows; remembered."""
        fit = [p for head, whole, p in self._pairs if (second == head if whole else second.startswith(head))]
        placed = {(slot, number): entry for slot, number, entry in (*self._always, *fit)}
        made = tuple((slot, entry, *entry.reader()) for (slot, _), entry in sorted(placed.items(), key=_by_place))
        if len(self.known) < MAX_FOLLOWING:
            self.known[second] = made
        return made


def _by_place(item: tuple[tuple[int, int], Entry]) -> tuple[int, int]:
    return item[0]


class Bundle:
    """Several matchers that read a stretch of text in one pass, indexed by how the first two words may begin."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self._count = len(matchers)
        self._prefixes: dict[str, list[Placed]] = defaultdict(list)
        self._words: dict[str, list[Placed]] = defaultdict(list)
        self._pairs: dict[str, list[tuple[str, bool, Placed]]] = defaultdict(list)
        self._names: list[Placed] = []
        self._always: dict[str, tuple[Read, ...]] = {}
        self._splitting: dict[str, _Candidates] = {}
        for slot, matcher in enumerate(matchers):
            for number, entry in enumerate(matcher.entries):
                self._add((slot, number, entry))

    def _add(self, placed: Placed) -> None:
        entry = placed[2]
        if entry.heads is None:
            entry.heads = _heads(entry)
        if entry.heads == {("", PREFIX)} and _CAPITAL_FIRST.match(entry.pattern):
            self._names.append(placed)
            return
        for head, state in entry.heads:
            first, space, second = head.partition(SPACE)
            if space and second:
                self._pairs[first].append((second, state == WORD, placed))
            else:
                (self._words if space or state == WORD else self._prefixes)[first].append(placed)

    def find(self, text: str, lowered: str, start: int, end: int) -> tuple[list[Hit], ...]:
        """Find what each matcher finds in `text[start:end]`, in the order of the matchers."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in range(self._count))
        always, splitting, new = self._always, self._splitting, tuple.__new__
        tokens = list(_TOKEN.finditer(text, start, end))
        for number, token in enumerate(tokens, 1):
            word = token[0]
            entries = always.get(word)
            if entries is None:
                if word.isdecimal():
                    word = NUMBER
                candidates = splitting.get(word) or self._candidates(word)
                second = ""
                if number < len(tokens) and (following := tokens[number]).start() > token.end():
                    second = following[0][:SECOND_LENGTH].lower()
                    if second.isdecimal():
                        second = NUMBER
                    elif not second.isalpha():
                        second = DIGITS.sub(NUMBER, following[0])[:SECOND_LENGTH].lower()
                entries = candidates.known.get(second)
                if entries is None:
                    entries = candidates.followed_by(second)
            if entries:
                at = token.start()
                for slot, entry, lower, match in entries:
                    found = match(lowered if lower else text, at, end)
                    if found is not None and (stop := found.end()) > at:
                        hits[slot].append(new(Hit, (at, stop, entry)))
        return hits

    def _candidates(self, word: str) -> _Candidates:
        """Give the entries that a word may begin; remembered, since few words make up most of a text."""
        low = DIGITS.sub(NUMBER, word.lower())
        prefixes = self._prefixes
        always = [p for size in range(min(HEAD_LENGTH, len(low)) + 1) for p in prefixes.get(low[:size], ())]
        always += self._words.get(low, ())
        if word[0].isupper():
            always += self._names
        pairs = self._pairs.get(low, ())
        candidates = _Candidates(always, pairs)
        if len(self._always) + len(self._splitting) < MAX_KNOWN_WORDS:
            if pairs or word == NUMBER:
                self._splitting[word] = candidates
            else:
                self._always[word] = candidates.known[""]
        return candidates


def _grows(letters: str) -> bool:
    first, space, second = letters.partition(SPACE)
    return len(second) < SECOND_LENGTH if space else len(first) < HEAD_LENGTH


_REACH = Reach(_grows, spaces=1, marks=False, most=1000)


def _heads(entry: Entry) -> set[Beginning]:
    """Give the beginnings, over two words, that an entry may match; `("", PREFIX)` where it may begin with anything."""
    try:
        heads = beginnings(entry.pattern, _REACH)
    except re.error as error:
        raise LexiconError(f"{entry.origin}: the pattern does not compile: {error}") from error
    return heads if all(letters for letters, _ in heads) else {("", PREFIX)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists. Matchers are per language; `defaults` gives the actor where no word names one."""

    triggers: dict[str, Matcher]
    modality: dict[str, Matcher]
    actors: dict[str, Matcher]
    claimants: dict[str, Matcher]
    speech: dict[str, Matcher]
    bundles: dict[str, Bundle]
    prepositions: dict[str, re.Pattern[str]]
    defaults: dict[str, tuple[str, str]]
    acled: dict[tuple[str, str], str]
    confidence: dict[str, float]
    publishers: dict[str, Side] = field(default_factory=dict)
    """Sides of the publishers met so far."""


class _Lazy(dict[str, Made]):
    """Language -> what is made when that language is first asked for."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, lang: str) -> Made:
        made = self[lang] = self._make(lang)
        return made


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Open the word lists: those of the package, or those of another folder with the same files.

    Raises
    ------
    LexiconError
        If a file is missing or an entry malformed; names the file and the line.
    """
    return _load(str(folder) if folder else "")


@lru_cache(maxsize=4)
def _load(folder: str) -> Lexicon:
    def rows(name: str, lang: str = "") -> Iterator[tuple[str, dict[str, str]]]:
        return _rows(folder, name, lang)

    def of_language(name: str, label: str, lang: str) -> Matcher:
        return Matcher([Entry(row[label], row["pattern"], at, row) for at, row in rows(name) if row["lang"] == lang])

    def prepositions() -> dict[str, re.Pattern[str]]:
        parts: dict[str, list[str]] = defaultdict(list)
        for _, row in rows("prepositions"):
            parts[row["lang"]].append(f"(?P<{row['role']}>{row['pattern']})")
        return {lang: re.compile(rf"(?<!\w)(?:{'|'.join(p)})(?!\w)") for lang, p in parts.items()}

    triggers = _Lazy(lambda lang: Matcher([Entry(r["kind"], r["pattern"], at, r) for at, r in rows("triggers", lang)]))
    modality = _Lazy(lambda lang: Matcher([Entry(r["class"], r["pattern"], at, r) for at, r in rows("modality", lang)]))
    actors = _Lazy(lambda lang: of_language("actors", "side", lang))
    claimants = _Lazy(lambda lang: Matcher(_claimants(rows, lang)))
    speech = _Lazy(lambda lang: of_language("speech", "type", lang))
    marks = _marks()
    shared = dict.fromkeys(LANGUAGES, marks)
    every = (triggers, modality, actors, claimants, speech, shared)
    return Lexicon(
        triggers=triggers,
        modality=modality,
        actors=actors,
        claimants=claimants,
        speech=speech,
        bundles=_Lazy(lambda lang: Bundle([matchers[lang] for matchers in every])),
        prepositions=prepositions(),
        defaults={row["kind"]: (row["by"], row["actor"]) for _, row in rows("defaults")},
        acled={(row["kind"], row["actor"]): row["sub_event"] for _, row in rows("acled")},
        confidence={row["name"]: float(row["weight"]) for _, row in rows("confidence")},
    )


def _marks() -> Matcher:
    """Make the matcher of the words that mark a text, and of numbers."""
    from geomap.quantities import NUMBER_WORDS

    entries = [Entry(row["name"], row["pattern"], at) for at, row in _rows("", "classes") if row["name"] in MARKS]
    return Matcher([*entries, Entry("number", "|".join([r"\d+", *NUMBER_WORDS]), "quantities")])


def _claimants(rows: Any, lang: str) -> list[Entry]:
    entries = []
    for at, row in rows("claimants"):
        forms = [form.strip() for form in row[lang].split(";") if form.strip()]
        if forms:
            pattern = "|".join(_form_pattern(form) for form in sorted(forms, key=len, reverse=True))
            entries.append(Entry(row["side"], pattern, at, row, case_sensitive=True))
    for at, row in rows("offices"):
        if row["lang"] == lang:
            entries.append(Entry(row["side"], row["pattern"], at, row))
    return entries


def _form_pattern(form: str) -> str:
    parts = []
    for word in form.replace("’", "'").split():
        stem = re.escape(word).replace(r"\*", CASE_ENDING)
        first = word[0]
        parts.append(f"[{first}{first.upper()}]{stem[1:]}" if first.islower() else stem)
    return r"\s+".join(parts)


def _rows(folder: str, name: str, lang: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    file_name = f"{name}.{lang}.tsv" if lang else f"{name}.tsv"
    place = Path(folder) if folder else files("geomap") / "data" / "lexicon"
    try:
        lines = (place / file_name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{file_name}: cannot be read: {error}") from error
    columns = _COLUMNS[name]
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise LexiconError(f"{file_name}:1: the columns must be {', '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        at = f"{file_name}:{number}"
        if len(cells) > len(columns):
            raise LexiconError(f"{at}: {len(cells)} cells, but there are {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))
        row = dict(zip(columns, cells, strict=True))
        _check_row(at, row)
        yield at, row


_KINDS = {kind.value for kind in ClaimKind} | {"none"}


def _check_row(at: str, row: dict[str, str]) -> None:
    if "kind" in row and row["kind"] not in _KINDS:
        raise LexiconError(f"{at}: {row['kind']!r} is not a kind of claim")
    if "side" in row and row["side"] not in _SIDES:
        raise LexiconError(f"{at}: {row['side']!r} is not a side")
    if row.get("lang", "en") not in LANGUAGES:
        raise LexiconError(f"{at}: {row['lang']!r} is not one of {', '.join(LANGUAGES)}")
    if "weight" in row and not re.fullmatch(r"-?\d+(?:\.\d+)?", row["weight"]):
        raise LexiconError(f"{at}: the weight {row['weight']!r} is not a number")
    if "pattern" in row and not row["pattern"]:
        raise LexiconError(f"{at}: the pattern is empty")


@lru_cache(maxsize=1)
def _word_classes() -> dict[str, re.Pattern[str]]:
    return {row["name"]: re.compile(row["pattern"]) for _, row in _rows("", "classes")}


def word_class(name: str) -> re.Pattern[str]:
    """Give one class of words, of all three languages, as a pattern: a row of `classes.tsv`.

    It is to be looked for in the text in lower case, unless the row says that capitals count.

    Raises
    ------
    LexiconError
        If the table has no such class.
    """
    try:
        return _word_classes()[name]
    except KeyError as error:
        raise LexiconError(f"classes.tsv: has no class {name!r}") from error


def check_lexicon(folder: Path | None = None) -> int:
    """Read and compile every entry, those of the dates included; return how many there are.

    Raises
    ------
    LexiconError
        At the first malformed entry: wrong number of cells, unknown kind, side or language, a pattern that does not
        compile or that matches nothing at all; names the file and the line.
    """
    from geomap.date_rules import check_date_rules

    count = check_date_rules(folder)
    names = [(name, "") for name in _COLUMNS if name not in ("triggers", "modality")]
    names += [(name, lang) for name in ("triggers", "modality") for lang in LANGUAGES]
    for name, lang in names:
        for at, row in _rows(str(folder) if folder else "", name, lang):
            count += 1
            if "pattern" in row:
                _check_pattern(at, row)
                if name in _INDEXED:
                    _check_beginning(at, row["pattern"])
    return count


_INDEXED = {"triggers", "modality", "actors", "offices", "speech"}


def _check_beginning(at: str, pattern: str) -> None:
    anywhere = _heads(Entry("", pattern, at)) == {("", PREFIX)}
    if anywhere and not _CAPITAL_FIRST.match(pattern):
        raise LexiconError(f"{at}: the pattern may begin with any word, so it would be tried at every word")


def _check_pattern(at: str, row: dict[str, str]) -> None:
    try:
        compiled = re.compile(row["pattern"], re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise LexiconError(f"{at}: the pattern does not compile: {error}") from error
    if compiled.fullmatch("") and "meaning" not in row:
        raise LexiconError(f"{at}: the pattern matches the empty text")
    if (row.get("case") == "" or "role" in row) and not is_lower(row["pattern"]):
        raise LexiconError(f"{at}: capitals in a pattern that is matched in lower case")
    example = row.get("example", "")
    if row.get("kind") and example and not compiled.search(example):
        raise LexiconError(f"{at}: the pattern is not found in its own example")
