"""Rivers and border stretches as lines: from Natural Earth, and drawn by hand through towns in lines.tsv."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from make_world import TO_UKRAINE, natural_earth
from rows import Row, number, read_rows

SIMPLIFY_DEGREES = 0.01
"""About 1 km: far less than the 10 km that a claim at a river is uncertain by."""

BORDER_OBLASTS = {
    "RU": ["RU-BRY", "RU-KRS", "RU-BEL", "RU-VOR", "RU-ROS"],
    "UA": ["UA-74", "UA-59", "UA-63", "UA-09", "UA-14"],
    "BY": [],
}


def make_water(sources: dict[str, Path], folder: Path) -> tuple[list[Row], dict[str, dict[str, Any]]]:
    """Make the rows and lines of the rivers listed in rivers.tsv: Natural Earth's line, or the own one."""
    import pyogrio
    from shapely.geometry import LineString, box
    from shapely.ops import unary_union

    path = sources["magics"] / "usr" / "share" / "magics" / "10m" / "ne_10m_rivers_lake_centerlines.shp"
    frame = pyogrio.read_dataframe(path)
    rows: list[Row] = []
    lines: dict[str, dict[str, Any]] = {}
    for river in read_rows(folder / "rivers.tsv"):
        if river["source"] == "hand":
            points = [tuple(float(x) for x in pair.split(",")) for pair in river["line"].split(" ")]
            geometry = LineString(points)
        else:
            parts = frame[frame["name"] == river["source"]].geometry
            geometry = unary_union([part.intersection(box(20, 42, 60, 62)) for part in parts])
        rows.append(_row(river, geometry))
        lines[river["id"]] = _line(geometry)
    return rows, lines


def _row(river: Row, geometry: Any) -> Row:
    middle = geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else None
    point = middle or _nearest_vertex(geometry)
    row = {key: river.get(key, "") for key in ("id", "name", "country", "adm1", "name_uk", "name_ru", "alt")}
    return row | {
        "feature": "river",
        "code": "STM",
        "lon": number(point.x, 2),
        "lat": number(point.y, 2),
        "radius_km": number(_reach_km(geometry, point), 0),
    }


def _nearest_vertex(geometry: Any) -> Any:
    from shapely.geometry import Point

    vertices = [Point(xy[0], xy[1]) for part in geometry.geoms for xy in part.coords]
    centre = geometry.centroid
    return min(vertices, key=lambda vertex: (vertex.distance(centre), vertex.x, vertex.y))


def _reach_km(geometry: Any, point: Any) -> float:
    from geomap.geo import approximate_km

    parts = getattr(geometry, "geoms", [geometry])
    return max(approximate_km(point.x, point.y, xy[0], xy[1]) for part in parts for xy in part.coords)


def _line(geometry: Any) -> dict[str, Any]:
    from shapely.ops import linemerge

    merged = linemerge(geometry) if geometry.geom_type == "MultiLineString" else geometry
    simple = merged.simplify(SIMPLIFY_DEGREES)
    parts = [[[round(x, 3), round(y, 3)] for x, y, *_ in part.coords] for part in getattr(simple, "geoms", [simple])]
    parts = [part for part in parts if len(part) > 1]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def make_borders(sources: dict[str, Path], regions: list[Row]) -> tuple[list[Row], dict[str, dict[str, Any]]]:
    """Make the border between Russia and Ukraine: whole, by oblast, and by pairs of oblasts; and Belarus's."""
    from shapely.geometry import shape
    from shapely.ops import unary_union

    polygons: dict[str, Any] = {}
    for feature in natural_earth(sources):
        p = feature["properties"]
        country = "UA" if p["iso_3166_2"] in TO_UKRAINE else p["iso_a2"]
        if country in ("UA", "BY") or p["iso_3166_2"] in BORDER_OBLASTS["RU"]:
            polygons[p["iso_3166_2"]] = shape(feature["geometry"]).buffer(0)
    names = {row["id"].removeprefix("adm1:"): row["name"] for row in regions}
    belarus = unary_union([shape_ for iso, shape_ in polygons.items() if iso.startswith("BY")])
    rows: list[Row] = []
    lines: dict[str, dict[str, Any]] = {}

    def add(key: str, name: str, line: Any, *, adm1: str = "", country: str, alternates: tuple[str, ...] = ()) -> None:
        if line.is_empty or line.length < 0.05:
            return
        row = {"id": f"border:{key}", "name": name, "country": country, "adm1": adm1, "alt": "|".join(alternates)}
        made = _row(row, line) | {"feature": "border", "code": "BDY"}
        rows.append(made)
        lines[made["id"]] = _line(line)

    stretches = {
        (ru, ua): _shared(polygons[ru], polygons[ua]) for ru in BORDER_OBLASTS["RU"] for ua in BORDER_OBLASTS["UA"]
    }
    whole = unary_union(list(stretches.values()))
    add("ru-ua", "Russia–Ukraine border", whole, country="UA", alternates=RU_UA)
    for ua in BORDER_OBLASTS["UA"]:
        line = unary_union([stretch for pair, stretch in stretches.items() if pair[1] == ua])
        add(f"ru-ua:{_key(names[ua])}", f"Russia–Ukraine border, {names[ua]}", line, adm1=f"adm1:{ua}", country="UA")
    for ru in BORDER_OBLASTS["RU"]:
        line = unary_union([stretch for pair, stretch in stretches.items() if pair[0] == ru])
        add(f"ru-ua:{_key(names[ru])}", f"Russia–Ukraine border, {names[ru]}", line, adm1=f"adm1:{ru}", country="RU")
    for (ru, ua), line in stretches.items():
        key = f"ru-ua:{_key(names[ru])}-{_key(names[ua])}"
        short = (names[ru].split()[0], names[ua].split()[0])
        alternates = (f"{short[1]}-{short[0]} border", f"{short[0]}-{short[1]} border", f"{short[1]}–{short[0]} border")
        add(key, f"{short[0]}–{short[1]} border", line, adm1=f"adm1:{ua}", country="UA", alternates=alternates)
    belarusian = unary_union([_shared(belarus, polygons[iso]) for iso in ("UA-07", "UA-56", "UA-18", "UA-32", "UA-74")])
    add("by-ua", "Belarus–Ukraine border", belarusian, country="UA", alternates=BY_UA)
    return rows, lines


def _key(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


def _shared(one: Any, other: Any) -> Any:
    """The stretch of one's outline that runs along the other; Natural Earth's neighbours share their vertices."""
    from shapely.geometry import MultiLineString
    from shapely.ops import linemerge

    line = one.boundary.intersection(other.buffer(0.003))
    parts = [part for part in getattr(line, "geoms", [line]) if part.geom_type == "LineString" and not part.is_empty]
    return linemerge(parts) if parts else MultiLineString()


RU_UA = (
    *("Russian-Ukrainian border", "Russia-Ukraine border", "Ukraine-Russia border", "Ukrainian-Russian border"),
    *("Ukraine–Russia border", "Ukrainian–Russian border", "Russian–Ukrainian border", "border with Russia"),
    *("border with Ukraine", "Russian border", "Ukrainian border", "border of Russia", "border of Ukraine"),
    *("російсько-український кордон", "українсько-російський кордон", "кордон з Росією", "кордон із Росією"),
    *("кордон з РФ", "кордон із РФ", "російський кордон", "кордон України", "кордон з Україною"),
    *("российско-украинская граница", "украинско-российская граница", "граница с Украиной", "граница с Россией"),
    *("граница с РФ", "российская граница", "украинская граница", "граница России"),
)
BY_UA = (
    *("Belarus-Ukraine border", "Belarusian-Ukrainian border", "Ukrainian-Belarusian border", "Ukraine-Belarus border"),
    *("border with Belarus", "Belarusian border", "кордон з Білоруссю", "кордон із Білоруссю", "граница с Беларусью"),
    *("граница с Белоруссией", "білорусько-український кордон", "белорусско-украинская граница"),
)
