"""The gazetteer: an immutable index of place names, opened by mmap, never loaded.

`load_gazetteer` finds the tables, compiles their index into the user's cache on first use and opens it.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from geomap.errors import GazetteerError
from geomap.gazetteer_forms import NameKind
from geomap.gazetteer_index import (
    ARRAYS,
    CELL_DEGREES,
    FORMAT,
    KINDS,
    Progress,
    compile_index,
    hash_tables,
    read_table,
    table_files,
)
from geomap.geo import approximate_km
from geomap.records import FeatureClass, Geometry, Place
from geomap.text import fold

__all__ = [
    "FormHit",
    "Gazetteer",
    "NameHit",
    "NameKind",
    "added_folder",
    "build_gazetteer",
    "count_places",
    "find_tables",
    "index_folder",
    "load_gazetteer",
    "read_credits",
    "read_table",
]

LONGEST_FORM = 64
"""Characters of a text that are compared with the index; longer names do not occur in the press."""

FUZZY_PREFIX = 3
"""A misspelling with two edits must keep this many first letters; one edit may be anywhere."""

ALPHABETS = ("abcdefghijklmnopqrstuvwxyz' -", "абвгдеєжзиіїйклмнопрстуфхцчшщьюяґыэъ' -")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NameHit:
    """One place that a form may denote, and how the form relates to it."""

    place_id: str
    kind: NameKind


class FormHit(NamedTuple):
    """A form found at a position of a text: where it ends (exclusive) and what it may denote."""

    end: int
    hits: tuple[NameHit, ...]


class Gazetteer:
    """A compiled gazetteer; open one with `load_gazetteer`."""

    def __init__(self, folder: Path, version: str = "") -> None:
        import marisa_trie

        self.folder = folder
        self.version = version or folder.name
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise GazetteerError(
                    f"the index {folder} has format {meta['format']}, not {FORMAT}: "
                    "run `geomap gazetteer build --force`"
                )
            self._forms = marisa_trie.Trie()
            self._forms.mmap(str(folder / "forms.marisa"))
            self._ids = marisa_trie.Trie()
            self._ids.mmap(str(folder / "ids.marisa"))
            self._blob = _map_file(folder / "places.bin")
            self._arrays = _open_arrays(_map_file(folder / "arrays.bin"), meta["arrays"])
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise GazetteerError(
                f"the index {folder} cannot be read ({error}): run `geomap gazetteer build --force`"
            ) from error
        self._shapes: dict[str, Any] | None = None
        self.size = int(meta["places"])
        self.form_count = int(meta["forms"])
        self._place_offsets = self._arrays["place_offsets"]
        self._form_offsets = self._arrays["form_offsets"]
        self._postings = self._arrays["postings"]
        self._place_at = lru_cache(maxsize=100_000)(self._read_place)
        self._hits = lru_cache(maxsize=50_000)(self._read_hits)
        self._id_at = lru_cache(maxsize=200_000)(self._read_id)

    def place(self, place_id: str) -> Place:
        """Give the place of an id.

        Raises
        ------
        GazetteerError
            If the gazetteer has no such id.
        """
        key = self._ids.get(place_id)
        if key is None:
            raise GazetteerError(f"the gazetteer has no place {place_id!r}")
        return self._place_at(self._arrays["id_order"][key])

    def __contains__(self, place_id: object) -> bool:
        return isinstance(place_id, str) and place_id in self._ids

    def __len__(self) -> int:
        return self.size

    def lookup(self, name: str) -> tuple[NameHit, ...]:
        """Give what an exact form may denote, whatever its language, case ending, script and letter case."""
        key = self._forms.get(fold(name))
        return () if key is None else self._hits(key)

    def forms_at(self, folded: str, start: int) -> tuple[FormHit, ...]:
        """Give the forms that begin at `start` and end at a word boundary, longest first.

        Parameters
        ----------
        folded
            `normalise(text).lower()`, as long as the text.
        """
        hits = []
        for form, key in self._forms.iter_prefixes_with_ids(folded[start : start + LONGEST_FORM]):
            end = start + len(form)
            if _ends_word(folded, end):
                hits.append(FormHit(end, self._hits(key)))
        hits.reverse()
        return tuple(hits)

    def may_begin(self, word: str) -> bool:
        """Say whether any form begins with the letters of a folded word."""
        return next(self._forms.iterkeys(word), None) is not None

    def lookup_fuzzy(self, name: str, *, edits: int = 1) -> tuple[tuple[str, NameHit], ...]:
        """Give the forms within one or two edits of a misspelt name, nearest first, with what they denote.

        An edit is a letter added, dropped, changed, or swapped with its neighbour. With two edits the first three
        letters must be right. Forms that are adjectives are left out.

        Raises
        ------
        ValueError
            If `edits` is neither 1 nor 2.
        """
        if edits not in (1, 2):
            raise ValueError(f"edits is {edits}, not 1 or 2")
        from rapidfuzz.distance import OSA

        folded = fold(name)
        near = {form for form in _one_edit(folded) if form in self._forms}
        if edits == 2 and len(folded) > FUZZY_PREFIX:
            near |= {
                form
                for form in self._forms.iterkeys(folded[:FUZZY_PREFIX])
                if abs(len(form) - len(folded)) <= 2 and OSA.distance(form, folded, score_cutoff=2) <= 2
            }
        ordered = sorted(near - {folded}, key=lambda form: (OSA.distance(form, folded), form))
        return tuple((form, hit) for form in ordered for hit in self.lookup(form) if hit.kind is not NameKind.ADJECTIVE)

    def near(
        self, lon: float, lat: float, *, radius_km: float, feature: FeatureClass | None = None
    ) -> tuple[Place, ...]:
        """Give the places whose point lies within `radius_km` kilometres, nearest first."""
        found: list[tuple[float, str, Place]] = []
        for index in self._cells_around(lon, lat, radius_km):
            place = self._place_at(index)
            if place.lon is None or place.lat is None or (feature is not None and place.feature is not feature):
                continue
            away = approximate_km(lon, lat, place.lon, place.lat)
            if away <= radius_km:
                found.append((away, place.place_id, place))
        return tuple(place for _, _, place in sorted(found, key=lambda item: item[:2]))

    def region(self, place: Place) -> Place | None:
        """Give the first-level unit that a place lies in."""
        key = self._ids.get(place.place_id)
        if key is None:
            return None
        region_id = self._fields(self._arrays["id_order"][key])[5]
        return self.place(region_id) if region_id and region_id in self._ids else None

    def shape(self, place_id: str) -> Geometry | None:
        """Give the outline of a region or the line of a river where there is one."""
        if self._shapes is None:
            self._shapes = json.loads((self.folder / "shapes.json").read_text(encoding="utf-8"))
        return Geometry.from_mapping(self._shapes.get(place_id))

    def places(self) -> Iterator[Place]:
        """Give every place, in the order of the tables."""
        return (self._read_place(index) for index in range(self.size))

    def _cells_around(self, lon: float, lat: float, radius_km: float) -> Iterator[int]:
        import math

        rows = math.ceil(radius_km / 111.0 / CELL_DEGREES)
        width = max(0.05, math.cos(math.radians(min(89.0, abs(lat) + rows * CELL_DEGREES))))
        columns = min(720, math.ceil(radius_km / 111.0 / width / CELL_DEGREES))
        numbers, places = self._arrays["cell_numbers"], self._arrays["cell_places"]
        row0, column0 = int((lat + 90) / CELL_DEGREES), int((lon + 180) / CELL_DEGREES)
        for row in range(max(0, row0 - rows), row0 + rows + 1):
            for column in range(column0 - columns, column0 + columns + 1):
                cell = row * 1440 + column % 1440
                at = bisect_left(numbers, cell)
                while at < len(numbers) and numbers[at] == cell:
                    yield places[at]
                    at += 1

    def _read_hits(self, key: int) -> tuple[NameHit, ...]:
        packed = self._postings[self._form_offsets[key] : self._form_offsets[key + 1]]
        return tuple(NameHit(self._id_at(item >> 3), KINDS[item & 7]) for item in packed)

    def _read_id(self, index: int) -> str:
        start = self._place_offsets[index]
        return self._blob[start : self._blob.find(b"\t", start)].decode()

    def _fields(self, index: int) -> list[str]:
        return self._blob[self._place_offsets[index] : self._place_offsets[index + 1]].decode("utf-8").split("\t")

    def _read_place(self, index: int) -> Place:
        (
            place_id,
            name,
            feature,
            code,
            country,
            _,
            admin2,
            admin3,
            lon,
            lat,
            radius,
            population,
            estimate,
            uk,
            ru,
            admin1,
        ) = self._fields(index)
        shaped = feature in ("river", "border")
        return Place(
            place_id=place_id,
            name=name,
            feature=FeatureClass(feature),
            country=country,
            admin1=name if feature == "region" and place_id.startswith("adm1:") else admin1,
            admin2=admin2,
            admin3=admin3,
            lon=float(lon) if lon else None,
            lat=float(lat) if lat else None,
            radius_km=float(radius),
            population=int(population or 0),
            estimate=bool(estimate),
            name_uk=uk,
            name_ru=ru,
            code=code,
            geometry=self.shape(place_id) if shaped else None,
        )


def _ends_word(text: str, end: int) -> bool:
    """Say whether a word ends here: no letter follows, nor an apostrophe inside a Cyrillic word."""
    if end >= len(text):
        return True
    mark = text[end]
    if mark.isalnum():
        return False
    return not (mark == "'" and text[end + 1 : end + 2].isalpha() and text[end + 1] > "\u0400")


def _one_edit(word: str) -> set[str]:
    alphabet = ALPHABETS[1] if any(letter > "\u0400" for letter in word) else ALPHABETS[0]
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    edits = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return (
        edits | {a + c + b[1:] for a, b in cuts if b for c in alphabet} | {a + c + b for a, b in cuts for c in alphabet}
    )


def _map_file(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _open_arrays(mapped: mmap.mmap, sizes: dict[str, int]) -> dict[str, memoryview]:
    view, found, start = memoryview(mapped), {}, 0
    for name in ARRAYS:
        found[name] = view[start : start + 4 * sizes[name]].cast("I")
        start += 4 * sizes[name]
    return found


def find_tables(path: Path | None = None) -> Path:
    """Find the folder of the tables: the argument, GEOMAP_GAZETTEER, the package's own, the checkout's.

    Raises
    ------
    GazetteerError
        If there is none.
    """
    given = path or (Path(os.environ["GEOMAP_GAZETTEER"]) if os.environ.get("GEOMAP_GAZETTEER") else None)
    if given is not None:
        if not given.is_dir():
            raise GazetteerError(f"there is no gazetteer folder {given}: check GEOMAP_GAZETTEER")
        return given
    package = Path(__file__).resolve().parent
    for folder in (package / "_gazetteer", package.parent / "gazetteer"):
        if folder.is_dir():
            return folder
    raise GazetteerError("the gazetteer's tables are missing: install geomap again, or set GEOMAP_GAZETTEER")


def added_folder(path: Path | None = None) -> Path:
    """Give the folder of the files that `geomap gazetteer add` took over: the user's, or that of a named gazetteer."""
    if path is not None or os.environ.get("GEOMAP_GAZETTEER"):
        return find_tables(path) / "added"
    import platformdirs

    return Path(platformdirs.user_data_dir("geomap", appauthor=False)) / "gazetteer"


def index_folder(version: str) -> Path:
    """Give the place of a compiled index in the user's cache."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("geomap", appauthor=False)) / f"gazetteer-{version}"


def build_gazetteer(
    path: Path | None = None, *, force: bool = False, progress: Progress | None = None, with_added: bool = True
) -> Path:
    """Compile the index unless it is there already; give its folder."""
    files = table_files(find_tables(path), added_folder(path) if with_added else None)
    folder = index_folder(hash_tables(files))
    if force or not (folder / "meta.json").exists():
        _log.info("compiling the gazetteer into %s", folder)
        compile_index(files, folder, replace=force, progress=progress)
    return folder


def load_gazetteer(path: Path | None = None, *, progress: Progress | None = None, with_added: bool = True) -> Gazetteer:
    """Open the gazetteer, compiling its index first where that is missing or out of date.

    Parameters
    ----------
    path
        A folder of tables; without it GEOMAP_GAZETTEER, then the tables that come with geomap.
    progress
        Told how many rows are done while the index is compiled.
    with_added
        Whether the files that the user added count.
    """
    return Gazetteer(build_gazetteer(path, progress=progress, with_added=with_added))


def count_places(gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Count places and estimates by country (Ukraine, Russia, others) and feature class."""
    counts: dict[tuple[str, str], list[int]] = {}
    for place in gazetteer.places():
        country = place.country if place.country in ("UA", "RU") else "others"
        count = counts.setdefault((country, place.feature.value), [0, 0])
        count[0] += 1
        count[1] += place.estimate
    order = {"UA": 0, "RU": 1, "others": 2}
    return [
        {"country": country, "feature": feature, "places": total, "estimates": estimates}
        for (country, feature), (total, estimates) in sorted(
            counts.items(), key=lambda item: (order[item[0][0]], item[0])
        )
    ]


def read_credits(tables: Path) -> list[str]:
    """Read the credit lines of the sources from SOURCES.md: the lines that begin with `Credit:`."""
    path = tables / "SOURCES.md"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("Credit:").strip() for line in lines if line.startswith("Credit:")]
