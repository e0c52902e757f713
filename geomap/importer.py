"""Files of places that a user adds to the gazetteer: GeoNames dumps and CSV tables with a column mapping.

A file is read whole, checked, matched with the gazetteer's own places (same name and country, close by or in the same
unit) and kept as one table in the user's folder. Adding the same file again gives the same table.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import logging
import os
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, NameKind
from geomap.geo import approximate_km, valid_lonlat
from geomap.names import script_of
from geomap.records import FeatureClass, Place

__all__ = ["GEONAMES_COLUMNS", "AddReport", "add_file", "download_dump", "parse_mapping", "read_places"]

GEONAMES_COLUMNS = (
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code"),
    *("country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation"),
    *("dem", "timezone", "modification_date"),
)
"""The 19 columns of a GeoNames dump, as its readme.txt lists them."""

FIELDS = ("id", "name", "lat", "lon", "country", "population", "name_uk", "name_ru", "alt", "unit")
"""What a column mapping may name; name, lat and lon are required."""

USUAL_COLUMNS = {
    "id": ("id", "geonameid", "pcode", "code"),
    "name": ("name", "name_en", "asciiname"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "longitude", "x"),
    "country": ("country", "country_code", "iso2"),
    "population": ("population", "pop"),
    "name_uk": ("name_uk", "uk"),
    "name_ru": ("name_ru", "ru"),
    "alt": ("alt", "alternatenames", "aliases"),
    "unit": ("unit", "hromada_pcode"),
}
"""Column names that are understood without a mapping, the first that is there."""

GEONAMES_CLASSES = {"P": "settlement", "A": "region", "H": "river"}
"""GeoNames feature classes that are taken over: populated places, first-level units (ADM1), streams (STM)."""

UNIT_LENGTH = 9
"""A KATOTTG or OCHA code's first nine characters name the hromada."""

SAME_PLACE_KM = 6.0
"""A place of the same name this near an exact point of the gazetteer is the same place."""

DUMP_URL = "https://download.geonames.org/export/dump/{code}.zip"
MINIMUM_DUMP_BYTES = 1000
"""Less is an error page, not a dump."""

_log = logging.getLogger(__name__)
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class AddReport:
    """What adding a file did: rows read, estimates made exact, known places confirmed, new places, rows left out."""

    path: str
    rows: int
    exact: int
    known: int
    new: int
    skipped: int


def parse_mapping(text: str) -> dict[str, str]:
    """Read "name=NAME_EN,lat=Y,lon=X" as a mapping of fields to columns.

    Raises
    ------
    GazetteerError
        If a part is no pair or names an unknown field.
    """
    mapping: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        name, _, column = part.partition("=")
        if not column or name.strip() not in FIELDS:
            raise GazetteerError(f"column mapping {part!r}: write FIELD=COLUMN with FIELD one of {', '.join(FIELDS)}")
        mapping[name.strip()] = column.strip()
    return mapping


def read_places(path: Path, mapping: Mapping[str, str] | None = None) -> list[Row]:
    """Read and check the places of a file: a GeoNames dump (.txt, .zip) or a CSV or TSV (also .gz) with a header.

    Returns
    -------
    list of dict
        Rows with the keys of `FIELDS` and `feature`.

    Raises
    ------
    GazetteerError
        If the file is malformed; names the line, the wrong value and what is expected.
    """
    text = _read_text(path)
    first = text.split("\n", 1)[0]
    if mapping is None and first.count("\t") == len(GEONAMES_COLUMNS) - 1 and first.split("\t")[0].isdigit():
        return list(_geonames_rows(path, text))
    return list(_table_rows(path, text, mapping or {}))


def _read_text(path: Path) -> str:
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [n for n in archive.namelist() if n.lower().endswith(".txt") and "readme" not in n.lower()]
                if not names:
                    raise GazetteerError(f"{path} holds no .txt table: a GeoNames dump such as UA.zip is expected")
                data = archive.read(names[0])
        else:
            data = path.read_bytes()
            if path.suffix.lower() == ".gz":
                data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise GazetteerError(f"there is no file {path}") from error
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path} cannot be read: {error}; download it again") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path} is not UTF-8 text at byte {error.start}: convert it first") from error


def _geonames_rows(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) != len(GEONAMES_COLUMNS):
            raise GazetteerError(
                f"{path.name}, line {number}: {len(fields)} columns, a GeoNames dump has {len(GEONAMES_COLUMNS)}"
            )
        item = dict(zip(GEONAMES_COLUMNS, fields, strict=True))
        feature = GEONAMES_CLASSES.get(item["feature_class"], "")
        if feature != "settlement":
            continue
        yield _checked(
            path,
            number,
            {
                "id": f"gn:{item['geonameid']}",
                "name": item["name"],
                "lat": item["latitude"],
                "lon": item["longitude"],
                "country": item["country_code"],
                "population": item["population"],
                "alt": "|".join(_readable(item["alternatenames"].split(","))),
                "feature": feature,
            },
        )


def _readable(names: Iterable[str]) -> Iterator[str]:
    """Leave out what no article says: names in other scripts, codes of airports ("DNK"), addresses of pages."""
    for name in names:
        script = script_of(name)
        if script in {"latin", "cyrillic"} and not (script == "latin" and name.isupper()) and ":" not in name:
            yield name


def _table_rows(path: Path, text: str, mapping: Mapping[str, str]) -> Iterator[Row]:
    header = text.split("\n", 1)[0]
    delimiter = max("\t,;", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(path, [name or "" for name in reader.fieldnames or ()], mapping)
    try:
        for item in reader:
            row = {name: (item.get(column) or "").strip() for name, column in columns.items()}
            yield _checked(path, reader.line_num, row | {"feature": "settlement"})
    except csv.Error as error:
        raise GazetteerError(f"{path.name}, line {reader.line_num}: {error}") from error


def _columns(path: Path, present: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    columns = dict(mapping)
    for name, usual in USUAL_COLUMNS.items():
        found = next((column for column in usual if column in present), None)
        if found is not None:
            columns.setdefault(name, found)
    absent = [column for column in columns.values() if column not in present]
    missing = [name for name in ("name", "lat", "lon") if name not in columns]
    if absent or missing:
        what = f"no column {', '.join(absent)}" if absent else f"no column for {', '.join(missing)}"
        raise GazetteerError(
            f"{path.name}: {what}; it has {', '.join(present) or 'no header'}. "
            "Name them with --columns name=...,lat=...,lon=..."
        )
    return columns


def _checked(path: Path, number: int, row: Row) -> Row:
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError as error:
        raise GazetteerError(
            f"{path.name}, line {number}: lat {row['lat']!r}, lon {row['lon']!r} are not numbers"
        ) from error
    if not valid_lonlat(lon, lat):
        raise GazetteerError(f"{path.name}, line {number}: lat {lat}, lon {lon} are not degrees; are they swapped?")
    if not row["name"]:
        raise GazetteerError(f"{path.name}, line {number}: the name is empty")
    population = row.get("population", "")
    row["population"] = str(int(float(population))) if population.replace(".", "", 1).isdigit() else ""
    return {key: " ".join(value.split()) for key, value in row.items()}


def add_file(
    path: Path, gazetteer: Gazetteer, folder: Path, *, mapping: Mapping[str, str] | None = None, country: str = ""
) -> AddReport:
    """Take a file of places over into `folder`; the next `load_gazetteer` compiles it in.

    Parameters
    ----------
    country
        ISO 3166 code of rows that state none.

    Raises
    ------
    GazetteerError
        If the file is malformed or holds no place; nothing is written then.
    """
    rows = read_places(path, mapping)
    if not rows:
        raise GazetteerError(f"{path} holds no populated place: nothing to add")
    digest = hashlib.sha256("\n".join(sorted("\t".join(sorted(row.values())) for row in rows)).encode()).hexdigest()[
        :12
    ]
    matcher = _Matcher(gazetteer)
    counts: dict[str, int] = defaultdict(int)
    table: dict[str, Row] = {}
    for number, row in enumerate(rows):
        row["country"] = row.get("country") or country or _country_of(row.get("id", ""))
        kind, place = matcher.match(row)
        counts[kind] += 1
        made = _made_row(row, place, f"add:{digest}:{number}")
        if kind == "new":
            made["adm1"] = matcher.region_at(made)
        table.setdefault(made["id"], made)
    _write_table(folder / f"added-{digest}.tsv.gz", table.values())
    return AddReport(str(path), len(rows), counts["exact"], counts["known"], counts["new"], counts["skipped"])


def _country_of(code: str) -> str:
    return code[:2] if len(code) > 4 and code[:2].isalpha() and code[:2].isupper() and code[2:4].isdigit() else ""


def _made_row(row: Row, place: Place | None, fallback: str) -> Row:
    identity = row.get("id", "")
    if place is not None:
        identity = place.place_id
    elif not identity.startswith("gn:"):
        identity = fallback
    names = [row.get(key, "") for key in ("name_uk", "name_ru")] if place is not None else []
    return {
        "id": identity,
        "name": row["name"],
        "feature": row["feature"],
        "country": row["country"],
        "lon": row["lon"],
        "lat": row["lat"],
        "radius_km": "2",
        "population": row["population"],
        "name_uk": row.get("name_uk", ""),
        "name_ru": row.get("name_ru", ""),
        "alt": "|".join(name for name in [*names, *row.get("alt", "").split("|")] if name),
    }


class _Matcher:
    """Finds the gazetteer's place that a row of a file is."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.taken: set[str] = set()

    def match(self, row: Row) -> tuple[str, Place | None]:
        """Give `exact` (an estimate that gets its point), `known`, or `new`, and the place."""
        identity = row.get("id", "")
        if identity in self.gazetteer:
            return "known", self.gazetteer.place(identity)
        lon, lat = float(row["lon"]), float(row["lat"])
        found = [place for place in self._namesakes(row) if place.place_id not in self.taken]
        unit = row.get("unit") or identity
        if len(unit) >= UNIT_LENGTH and unit[:2].isalpha():
            inside = [place for place in found if place.place_id.startswith(f"ua:{unit[:UNIT_LENGTH]}")]
            found = inside or found
        scored = sorted((self._distance(lon, lat, place), place.place_id, place) for place in found)
        for away, place_id, place in scored:
            if away <= (place.radius_km * 1.5 if place.estimate else SAME_PLACE_KM):
                self.taken.add(place_id)
                return ("exact" if place.estimate else "known"), place
        return "new", None

    def region_at(self, row: Row) -> str:
        """Give the first-level unit of the nearest known settlement."""
        for radius in (15.0, 60.0):
            near = self.gazetteer.near(
                float(row["lon"]), float(row["lat"]), radius_km=radius, feature=FeatureClass.SETTLEMENT
            )
            for place in near:
                region = self.gazetteer.region(place)
                if region is not None and (not row["country"] or place.country == row["country"]):
                    return region.place_id
        return ""

    def _namesakes(self, row: Row) -> list[Place]:
        names = [row.get("name_uk", ""), row["name"], row.get("name_ru", ""), *row.get("alt", "").split("|")]
        found: dict[str, Place] = {}
        for name in names[:12]:
            for hit in self.gazetteer.lookup(name) if name else ():
                place = self.gazetteer.place(hit.place_id)
                if hit.kind in (NameKind.NAME, NameKind.VARIANT, NameKind.FORMER) and self._fits(place, row):
                    found.setdefault(place.place_id, place)
        return list(found.values())

    @staticmethod
    def _fits(place: Place, row: Row) -> bool:
        return place.feature.value == row["feature"] and (not row["country"] or place.country == row["country"])

    @staticmethod
    def _distance(lon: float, lat: float, place: Place) -> float:
        if place.lon is None or place.lat is None:
            return 0.0
        return approximate_km(lon, lat, place.lon, place.lat)


def _write_table(path: Path, rows: Iterable[Row]) -> None:
    """Write the table beside its name and rename it, the same bytes for the same rows."""
    ordered = sorted(rows, key=lambda row: row["id"])
    columns = list(ordered[0])
    for row in ordered:
        columns += [name for name in row if name not in columns]
    lines = ["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in ordered)]
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as packed:
        packed.write(("\n".join(lines) + "\n").encode("utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(buffer.getvalue())
    Path(partial).replace(path)


def download_dump(code: str, folder: Path, *, timeout: float = 60.0, url: str = DUMP_URL) -> Path:
    """Fetch the official GeoNames dump of a country, check its size and format, and give the file.

    Raises
    ------
    GazetteerError
        If there is no network, the server refuses, or the answer is no dump; nothing is kept then.
    """
    from urllib.error import URLError
    from urllib.request import urlopen

    code = code.upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise GazetteerError(f"{code!r} is no ISO 3166 country code: write for instance UA")
    address = url.format(code=code)
    try:
        with urlopen(address, timeout=timeout) as answer:
            expected, data = answer.headers.get("Content-Length"), answer.read()
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise GazetteerError(
            f"cannot fetch {address}: {reason}. Without a network, get the file elsewhere and run "
            f"`geomap gazetteer add {code}.zip`"
        ) from error
    if len(data) < MINIMUM_DUMP_BYTES or (expected is not None and int(expected) != len(data)):
        raise GazetteerError(f"{address} gave {len(data)} bytes of {expected or 'unknown'}: try again")
    folder.mkdir(parents=True, exist_ok=True)
    target, partial = folder / f"{code}.zip", folder / f".{code}.partial.zip"
    partial.write_bytes(data)
    try:
        read_places(partial)
    except GazetteerError:
        partial.unlink()
        raise
    return partial.replace(target)
