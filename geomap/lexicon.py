"""Word lists of the claims, per language, from `geomap/data/lexicon/*.tsv`, indexed by the first letters of words.

An entry is tried only where a word of the text begins as the entry may begin; an entry is compiled when it is first
tried. Both keep a sentence from paying for a lexicon of two thousand rows.
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from geomap.errors import LexiconError
from geomap.records import ClaimKind, Side

sre: Any = importlib.import_module("re._constants")
sre_parser: Any = importlib.import_module("re._parser")

__all__ = ["LANGUAGES", "Bundle", "Entry", "Hit", "Lexicon", "Matcher", "check_lexicon", "load_lexicon", "word_class"]

Made = TypeVar("Made")
LANGUAGES = ("en", "uk", "ru")
HEAD_LENGTH = 7
"""Letters of a word's beginning that the index looks at."""
MAX_KNOWN_WORDS = 50_000
"""Words whose entries a matcher remembers."""
OFTEN = 10
"""Times that a set of entries is tried one by one before they are joined into one pattern."""
MAX_HEADS = 400
"""More possible beginnings than this and an entry counts as beginning with anything."""

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
_SIDES |= {"publisher", "local"}


@dataclass(slots=True, eq=False)
class Entry:
    """One row of a word list: what its pattern means and where it stands (`origin` is `file:line`)."""

    label: str
    pattern: str
    origin: str
    fields: dict[str, str] = field(default_factory=dict)
    case_sensitive: bool = False
    _compiled: re.Pattern[str] | None = None

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Match the pattern as whole words at `start`, inside `end`."""
        if self._compiled is None:
            flags = re.MULTILINE if self.case_sensitive else re.IGNORECASE | re.MULTILINE
            self._compiled = re.compile(rf"(?:{self.pattern})(?:(?<=\W)|(?!\w))", flags)
        return self._compiled.match(text, start, end)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text."""

    start: int
    end: int
    entry: Entry


_CAPITAL_FIRST = re.compile(r"(?:\(\?:)*\(\?-i:")
_TOKEN = re.compile(r"\w+|[^\w\s]")


class _Candidates:
    """The entries that may begin with a word, and one pattern of them all that is made when they are tried often."""

    __slots__ = ("entries", "pattern", "tried")

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.pattern: re.Pattern[str] | None = None
        self.tried = 0

    def match(self, text: str, at: int, end: int, hits: list[Hit]) -> None:
        """Add the entries that match at an offset.

        Until they were tried often, one by one; from then on only where the joined pattern says that one will.
        """
        if self.pattern is None:
            self.tried += 1
            if self.tried == OFTEN:
                self.pattern = _combined(self.entries)
        elif self.pattern.match(text, at, end) is None:
            return
        for entry in self.entries:
            if (found := entry.match(text, at, end)) and found.end() > at:
                hits.append(Hit(at, found.end(), entry))


def _combined(entries: Sequence[Entry]) -> re.Pattern[str] | None:
    """Join patterns into one that only tells whether any of them matches; None where they cannot be joined."""
    parts = [f"(?{'' if entry.case_sensitive else 'i'}:{entry.pattern})" for entry in entries]
    try:
        return re.compile(rf"(?:{'|'.join(parts)})(?:(?<=\W)|(?!\w))", re.MULTILINE)
    except re.error:
        return None


class Matcher:
    """A set of entries, indexed by how the first word that each may match begins."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._index: dict[str, list[Entry]] = defaultdict(list)
        self._words: dict[str, list[Entry]] = defaultdict(list)
        self._names: list[Entry] = []
        self._order = {id(entry): number for number, entry in enumerate(entries)}
        self._known: tuple[dict[str, _Candidates | None], ...] = ({}, {})
        self._sets: dict[tuple[int, ...], _Candidates] = {}
        for entry in entries:
            heads = _heads(entry)
            if heads == {("", PREFIX)} and _CAPITAL_FIRST.match(entry.pattern):
                self._names.append(entry)
                continue
            for head, state in heads:
                (self._words if state == WORD else self._index)[head].append(entry)

    def find(self, text: str, lowered: str, start: int, end: int) -> list[Hit]:
        """Find all entries in `text[start:end]`; `lowered` is the text in lower case."""
        hits: list[Hit] = []
        for token in _TOKEN.finditer(lowered, start, end):
            at = token.start()
            candidates = self.candidates(token.group(), text[at].isupper())
            if candidates is not None:
                candidates.match(text, at, end, hits)
        return hits

    def candidates(self, word: str, capital: bool) -> _Candidates | None:
        """Give the entries that may begin with a word; remembered, since few words make up most of a text."""
        known = self._known[capital]
        if word in known:
            return known[word]
        heads = ["", *(word[:size] for size in range(1, min(HEAD_LENGTH, len(word)) + 1))]
        found = [*self._words.get(word, ()), *(entry for head in heads for entry in self._index.get(head, ()))]
        if capital:
            found += self._names
        entries = tuple(sorted({id(entry): entry for entry in found}.values(), key=lambda e: self._order[id(e)]))
        candidates = None
        if entries:
            key = tuple(id(entry) for entry in entries)
            candidates = self._sets.setdefault(key, _Candidates(entries))
        if len(known) < MAX_KNOWN_WORDS:
            known[word] = candidates
        return candidates


class Bundle:
    """Several matchers that read a stretch of text in one pass."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self._matchers = tuple(matchers)
        self._known: tuple[dict[str, tuple[tuple[int, _Candidates], ...]], ...] = ({}, {})

    def find(self, text: str, lowered: str, start: int, end: int) -> tuple[list[Hit], ...]:
        """Find what each matcher finds in `text[start:end]`, in the order of the matchers."""
        hits: tuple[list[Hit], ...] = tuple([] for _ in self._matchers)
        small, large = self._known
        for token in _TOKEN.finditer(lowered, start, end):
            word, at = token.group(), token.start()
            capital = text[at].isupper()
            known = large if capital else small
            candidates = known[word] if word in known else self._candidates(word, capital)
            for slot, found in candidates:
                found.match(text, at, end, hits[slot])
        return hits

    def _candidates(self, word: str, capital: bool) -> tuple[tuple[int, _Candidates], ...]:
        given = [(slot, matcher.candidates(word, capital)) for slot, matcher in enumerate(self._matchers)]
        candidates = tuple((slot, found) for slot, found in given if found is not None)
        if len(self._known[capital]) < MAX_KNOWN_WORDS:
            self._known[capital][word] = candidates
        return candidates


OPEN, PREFIX, WORD = 0, 1, 2
"""A beginning that still grows; one that a word may go on from; one that is a whole word."""

Head = tuple[str, int]


def _heads(entry: Entry) -> set[Head]:
    """Give the beginnings of the first word that an entry may match; `("", PREFIX)` where that may be anything."""
    try:
        parsed = sre_parser.parse(entry.pattern, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{entry.origin}: the pattern does not compile: {error}") from error
    heads = {(head, state or WORD) for head, state in _expand(list(parsed), {("", OPEN)})}
    if len(heads) > MAX_HEADS or not heads or any(not head for head, _ in heads):
        return {("", PREFIX)}
    return heads


def _expand(items: Sequence[Any], heads: set[Head]) -> set[Head]:
    """Follow a parsed pattern until every beginning is closed."""
    for op, argument in items:
        if all(state for _, state in heads) or len(heads) > MAX_HEADS:
            break
        heads = {head for head in heads if head[1]} | _step(op, argument, {head for head in heads if not head[1]})
    return heads


def _step(op: Any, argument: Any, heads: set[Head]) -> set[Head]:
    if op is sre.LITERAL:
        return _append(heads, [chr(argument)])
    if op is sre.IN:
        letters = _letters(argument)
        return _append(heads, letters) if letters else {(head, PREFIX) for head, _ in heads}
    if op is sre.SUBPATTERN:
        return _expand(list(argument[3]), heads)
    if op is sre.BRANCH:
        return set().union(*(_expand(list(branch), heads) for branch in argument[1]))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        low, high, body = argument
        grown = _expand(list(body), heads)
        once = {(head, state or (PREFIX if high > 1 else OPEN)) for head, state in grown}
        return once | heads if low == 0 else once
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return heads
    return {(head, PREFIX) for head, _ in heads}


def _append(heads: set[Head], letters: Iterable[str]) -> set[Head]:
    out = set()
    for head, _ in heads:
        for letter in letters:
            if not (letter.isalnum() or letter == "_"):
                out.add((head or letter, WORD))
                continue
            grown = head + letter.lower()
            out.add((grown, PREFIX if len(grown) >= HEAD_LENGTH else OPEN))
    return out


def _letters(items: Sequence[Any]) -> list[str]:
    """The characters of a set, a space for all spaces or marks; none where the set may be too many."""
    letters: list[str] = []
    for op, argument in items:
        if op is sre.LITERAL:
            letters.append(chr(argument))
        elif op is sre.CATEGORY and argument is sre.CATEGORY_DIGIT:
            letters.extend("0123456789")
        elif op is sre.CATEGORY and argument in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD):
            letters.append(" ")
        elif op is sre.RANGE and argument[1] - argument[0] < 12:
            letters.extend(chr(code) for code in range(argument[0], argument[1] + 1))
        else:
            return []
    return letters


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
        return {lang: re.compile(rf"(?<!\w)(?:{'|'.join(p)})(?!\w)", re.IGNORECASE) for lang, p in parts.items()}

    triggers = _Lazy(lambda lang: Matcher([Entry(r["kind"], r["pattern"], at, r) for at, r in rows("triggers", lang)]))
    modality = _Lazy(lambda lang: Matcher([Entry(r["class"], r["pattern"], at, r) for at, r in rows("modality", lang)]))
    actors = _Lazy(lambda lang: of_language("actors", "side", lang))
    claimants = _Lazy(lambda lang: Matcher(_claimants(rows, lang)))
    speech = _Lazy(lambda lang: of_language("speech", "type", lang))
    every = (triggers, modality, actors, claimants, speech)
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
    return {
        row["name"]: re.compile(row["pattern"], 0 if row["case"] else re.IGNORECASE) for _, row in _rows("", "classes")
    }


def word_class(name: str) -> re.Pattern[str]:
    """Give one class of words, of all three languages, as a pattern: a row of `classes.tsv`.

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
    return count


def _check_pattern(at: str, row: dict[str, str]) -> None:
    try:
        compiled = re.compile(row["pattern"], re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise LexiconError(f"{at}: the pattern does not compile: {error}") from error
    if compiled.fullmatch("") and "meaning" not in row:
        raise LexiconError(f"{at}: the pattern matches the empty text")
    example = row.get("example", "")
    if row.get("kind") and example and not compiled.search(example):
        raise LexiconError(f"{at}: the pattern is not found in its own example")
