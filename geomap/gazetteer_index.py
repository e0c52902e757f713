"""Compiles the gazetteer's tables into files that are opened by mmap.

An index is a folder: `forms.marisa` (a trie of folded forms), `ids.marisa` (a trie of place ids), `places.bin` (one
line a place) and `arrays.bin` (offsets and postings). It is built beside its final name and renamed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer_forms import FormMaker, NameKind
from geomap.names import ascii_form
from geomap.text import fold

__all__ = ["FORMAT", "KINDS", "compile_index", "hash_tables", "read_table", "table_files"]

FORMAT = 1
"""Version of the index's layout."""

RULES = ("inflect.py", "names.py", "gazetteer_forms.py", "gazetteer_index.py")
"""The modules whose rules decide what an index holds."""

KINDS = tuple(NameKind)
FIELDS = (
    *("id", "name", "feature", "code", "country", "adm1", "admin2", "admin3", "lon", "lat"),
    *("radius_km", "population", "estimate", "name_uk", "name_ru"),
)
"""What `places.bin` keeps of a row, joined by tabulators."""

ABANDONED_SECONDS = 3600
KEPT_INDEXES = 3
"""How many indexes of other tables or versions stay in the cache."""

NOT_MEANT = "not"
"""The kind in names.tsv of a spelling that the sources give a place and that nobody means by it today."""

DEFAULT_RADIUS_KM = "2"
CELL_DEGREES = 0.25
"""Side of the cells by which `near` looks; a cell's number is row * 1440 + column."""

ARRAYS = ("place_offsets", "id_order", "form_offsets", "postings", "cell_numbers", "cell_places")
SETTLEMENT_TABLES = (
    "regions",
    "countries",
    "towns",
    "ukraine",
    "russia",
    "water",
    "borders",
    "facilities",
    "areas",
    "sectors",
    "places",
)

Progress = Callable[[int, int], None]
Row = dict[str, str]


def table_files(folder: Path, added: Path | None = None) -> list[Path]:
    """List the tables of a gazetteer folder and those that the user added, in the order they are read."""
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".tsv", ".tsv.gz", ".jsonl.gz")))
    if not any(path.name.startswith("regions.") for path in files):
        raise GazetteerError(f"{folder} holds no gazetteer tables: set GEOMAP_GAZETTEER to a folder that does")
    if added is not None and added.is_dir():
        files += sorted(path for path in added.iterdir() if path.name.endswith(".tsv.gz"))
    return files


def hash_tables(files: Sequence[Path]) -> str:
    """Identify the content of the tables and the rules: 16 hexadecimal digits."""
    digest = hashlib.sha256(f"geomap index {FORMAT}".encode())
    package = Path(__file__).parent
    for path in [*(package / name for name in RULES), *files]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_table(path: Path) -> Iterator[Row]:
    """Read a table: tab-separated, one header row, lines beginning with # left out.

    Raises
    ------
    GazetteerError
        If a line has more fields than the header, or the file is no UTF-8 text; names the line.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GazetteerError(f"cannot read {path}: {error}; restore it or run `geomap gazetteer build`") from error
    header: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if not header:
            header = fields
            continue
        if len(fields) > len(header):
            raise GazetteerError(f"{path.name}, line {number}: {len(fields)} fields under {len(header)} columns")
        yield dict(zip(header, fields, strict=False))


def compile_index(
    files: Sequence[Path], target: Path, *, replace: bool = False, progress: Progress | None = None
) -> None:
    """Build the index of `files` at the folder `target`; two processes may do so at once, and either may be killed.

    Parameters
    ----------
    replace
        Put the new index over one that is there; else that one stays. A process that waited for another one to
        compile the same index takes that one's.
    progress
        Called with the number of rows done and the number of all rows.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(target.parent):
            if replace or not (target / "meta.json").exists():
                _compile(files, target, replace=replace, progress=progress)
    except OSError as error:
        raise GazetteerError(
            f"cannot write the index {target}: {error}; set XDG_CACHE_HOME to a writable folder"
        ) from error
    _remove_old(target)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process compile at a time; a killed one's lock is freed by the system.

    Where the system or the file system knows no such locks, two processes compile side by side, which is safe too.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / ".gazetteer.lock").open("w") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _compile(files: Sequence[Path], target: Path, *, replace: bool, progress: Progress | None) -> None:
    rows = _collect_rows(files)
    names = _hand_kept_names(files, rows)
    tables = {path.name.split(".")[0]: path for path in files}
    stems = [(row["uk"], row["ru"]) for row in read_table(tables["stems"])] if "stems" in tables else []
    designators: dict[str, list[tuple[str, str]]] = {}
    for row in read_table(tables["designators"]) if "designators" in tables else ():
        designators.setdefault(row["code"], []).append((row["lang"], row["pattern"]))
    oblasts = [row.get(key, "") for row in rows if row.get("feature") == "region" for key in ("name_uk", "name_ru")]
    postings = _make_postings(rows, names, FormMaker(stems, designators, oblasts), progress)
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    partial.chmod(0o755)
    try:
        _write_index(partial, rows, postings, _shapes(files))
        if replace or not (target / "meta.json").exists():
            shutil.rmtree(target, ignore_errors=True)
        with suppress(OSError):
            partial.rename(target)
        if not (target / "meta.json").exists():
            raise GazetteerError(f"cannot write the index {target}: check that its folder is writable and has room")
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _remove_old(target: Path) -> None:
    """Remove what killed builds left and all but the newest indexes of other versions."""
    now = time.time()
    for partial in target.parent.glob(".gazetteer-*"):
        if now - partial.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(partial, ignore_errors=True)
    others = [path for path in target.parent.glob("gazetteer-*") if path.is_dir() and path != target]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT_INDEXES:]:
        shutil.rmtree(path, ignore_errors=True)


def _collect_rows(files: Sequence[Path]) -> list[Row]:
    by_id: dict[str, Row] = {}
    for path in files:
        stem = path.name.split(".")[0]
        if stem in SETTLEMENT_TABLES or stem.startswith("added"):
            for row in read_table(path):
                if stem.startswith("added"):
                    _add_row(by_id, row)
                else:
                    by_id[row["id"]] = row
    return list(by_id.values())


def _add_row(by_id: dict[str, Row], row: Row) -> None:
    """Put a user's row in: over an entry of its id, its exact point replaces an estimate, its names are added."""
    known = by_id.get(row["id"])
    if known is None:
        by_id[row["id"]] = row
        return
    known["alt"] = "|".join(name for name in [known.get("alt", ""), row.get("name", ""), row.get("alt", "")] if name)
    if known.get("estimate") or not known.get("lon"):
        known |= {name: row[name] for name in ("lon", "lat", "radius_km") if row.get(name)}
        known["estimate"] = ""
    if not known.get("population"):
        known["population"] = row.get("population", "")


def _hand_kept_names(files: Sequence[Path], rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Read names.tsv: names, their kind, and the place by id or by name, feature and first-level unit or country."""
    path = next((path for path in files if path.name == "names.tsv"), None)
    if path is None:
        return {}
    ids = {row["id"] for row in rows}
    regions = {row["name"]: row["id"] for row in rows if row.get("feature") == "region"}
    best: dict[tuple[str, str, str], tuple[int, str]] = {}
    for row in rows:
        weight = int(row.get("population") or 0)
        for name in {row["name"], ascii_form(row["name"])}:
            for unit in (row.get("adm1", ""), row.get("country", "")):
                key = (name, row.get("feature") or "settlement", unit)
                if weight >= best.get(key, (-1, ""))[0]:
                    best[key] = (weight, row["id"])
    found: dict[str, list[Row]] = {}
    for row in read_table(path):
        place = row["place"]
        if place not in ids:
            unit = row.get("admin1", "")
            key = (place, row.get("feature") or "settlement", regions.get(unit, unit if len(unit) == 2 else ""))
            if key not in best:
                raise GazetteerError(f"names.tsv: {row['name']}: there is no {key[1]} {place} in {row.get('admin1')}")
            place = best[key][1]
        found.setdefault(place, []).append(row)
    return found


def _make_postings(
    rows: Sequence[Row], names: dict[str, list[Row]], maker: FormMaker, progress: Progress | None
) -> dict[str, list[int]]:
    """Map every form to the places that it denotes, each packed with its kind: place * 8 + kind."""
    postings: dict[str, list[int]] = {}
    numbers = {kind: index for index, kind in enumerate(KINDS)}
    for index, row in enumerate(rows):
        forms = maker.forms(row)
        for extra in names.get(row["id"], ()):
            if extra["kind"] == NOT_MEANT:
                for form, _ in _hand_kept_forms(extra | {"kind": NameKind.VARIANT}, maker):
                    forms.pop(form, None)
                continue
            for form, relation in _hand_kept_forms(extra, maker):
                if form not in forms or KINDS.index(relation) < KINDS.index(forms[form]):
                    forms[form] = relation
        for form, kind in forms.items():
            postings.setdefault(form, []).append(index * 8 + numbers[kind])
        if progress is not None and index % 2000 == 0:
            progress(index, len(rows))
    if progress is not None:
        progress(len(rows), len(rows))
    return postings


def _hand_kept_forms(row: Row, maker: FormMaker) -> Iterator[tuple[str, NameKind]]:
    """Give the forms of a row of names.tsv, which may list several names parted by `|`."""
    for name in row["name"].split("|"):
        for form, relation in maker.alternate(name, NameKind(row["kind"]), inflect=row.get("cases") != "no"):
            yield fold(form), relation


def _shapes(files: Sequence[Path]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in files:
        if path.name.endswith(".jsonl.gz"):
            for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
                if line:
                    item = json.loads(line)
                    found[item["id"]] = item["geometry"]
    return found


def _write_index(folder: Path, rows: Sequence[Row], postings: dict[str, list[int]], shapes: dict[str, Any]) -> None:
    import marisa_trie

    region_names = {row["id"]: row["name"] for row in rows if row.get("feature") == "region"}
    arrays: dict[str, array[int]] = {name: array("I") for name in ARRAYS}
    with (folder / "places.bin").open("wb") as blob:
        position = 0
        for row in rows:
            arrays["place_offsets"].append(position)
            line = "\t".join(_field(row, name) for name in FIELDS)
            position += blob.write(f"{line}\t{region_names.get(row.get('adm1', ''), '')}".encode())
        arrays["place_offsets"].append(position)
    ids = marisa_trie.Trie([row["id"] for row in rows])
    ids.save(str(folder / "ids.marisa"))
    order = array("I", [0]) * len(rows)
    for index, row in enumerate(rows):
        order[ids.key_id(row["id"])] = index
    arrays["id_order"] = order
    trie = marisa_trie.Trie(list(postings))
    trie.save(str(folder / "forms.marisa"))
    for number in range(len(postings)):
        arrays["form_offsets"].append(len(arrays["postings"]))
        arrays["postings"].extend(postings[trie.restore_key(number)])
    arrays["form_offsets"].append(len(arrays["postings"]))
    cells = sorted((cell_number(float(r["lon"]), float(r["lat"])), i) for i, r in enumerate(rows) if r.get("lon"))
    arrays["cell_numbers"] = array("I", [cell for cell, _ in cells])
    arrays["cell_places"] = array("I", [index for _, index in cells])
    sizes = {}
    with (folder / "arrays.bin").open("wb") as out:
        for name in ARRAYS:
            sizes[name] = len(arrays[name])
            out.write(arrays[name].tobytes())
    (folder / "shapes.json").write_text(json.dumps(shapes), encoding="utf-8")
    meta = {"format": FORMAT, "arrays": sizes, "places": len(rows), "forms": len(postings)}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _field(row: Row, name: str) -> str:
    value = row.get(name, "")
    if value:
        return value
    return {"feature": "settlement", "radius_km": DEFAULT_RADIUS_KM}.get(name, "")


def cell_number(lon: float, lat: float) -> int:
    """Number the quarter-degree cell of a point."""
    return int((lat + 90) / CELL_DEGREES) * 1440 + int((lon + 180) / CELL_DEGREES) % 1440
