"""Rivers and border stretches as lines: from Natural Earth, and drawn by hand through towns in rivers.tsv."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from make_world import TO_UKRAINE, natural_earth
from rows import Row, number, read_rows

SIMPLIFY_DEGREES = 0.01
"""About 1 km: far less than the 10 km that a claim at a river is uncertain by."""

THEATRE = (20.0, 42.0, 60.0, 62.0)
"""West, south, east, north: a river of Natural Earth is cut to this box unless its row has one of its own."""

WAR_OBLASTS = ("UA-12", "UA-14", "UA-23", "UA-09", "UA-63", "UA-59", "UA-65", "UA-48", "UA-53", "UA-74")
"""Whose boundaries with each other reports name."""

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
            limits = tuple(float(x) for x in river["box"].split(",")) if river.get("box") else THEATRE
            parts = frame[frame["name"].isin(river["source"].split("|"))].geometry
            cut = [part.intersection(box(*limits)) for part in parts]
            geometry = unary_union([part for part in cut if not part.is_empty])
            if geometry.is_empty:
                raise SystemExit(f"rivers.tsv: {river['id']}: Natural Earth has no {river['source']} in {limits}")
        rows.append(_row(river, geometry))
        lines[river["id"]] = _line(geometry)
    return rows, lines


def _row(river: Row, geometry: Any) -> Row:
    middle = geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else None
    point = middle or _nearest_vertex(geometry)
    row = {key: river.get(key, "") for key in ("id", "name", "country", "adm1", "name_uk", "name_ru", "alt", "base")}
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
    units = {row["id"].removeprefix("adm1:"): row for row in regions}
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
        alternates = _border_names(units[ua], "Russia")
        name = f"Russia–Ukraine border, {names[ua]}"
        add(f"ru-ua:{_key(names[ua])}", name, line, adm1=f"adm1:{ua}", country="UA", alternates=alternates)
    for ru in BORDER_OBLASTS["RU"]:
        line = unary_union([stretch for pair, stretch in stretches.items() if pair[0] == ru])
        alternates = _border_names(units[ru], "Ukraine")
        name = f"Russia–Ukraine border, {names[ru]}"
        add(f"ru-ua:{_key(names[ru])}", name, line, adm1=f"adm1:{ru}", country="RU", alternates=alternates)
    for (ru, ua), line in stretches.items():
        key = f"ru-ua:{_key(names[ru])}-{_key(names[ua])}"
        short = (names[ru].split()[0], names[ua].split()[0])
        alternates = (f"{short[1]}-{short[0]} border", f"{short[0]}-{short[1]} border", f"{short[1]}–{short[0]} border")
        add(key, f"{short[0]}–{short[1]} border", line, adm1=f"adm1:{ua}", country="UA", alternates=alternates)
    for index, one in enumerate(WAR_OBLASTS):
        for other in WAR_OBLASTS[index + 1 :]:
            key = f"ua:{_key(names[one])}-{_key(names[other])}"
            line = _shared(polygons[one], polygons[other])
            alternates = (*_boundary_names(units[one], units[other]), *_boundary_names(units[other], units[one]))
            short = (names[one].split()[0], names[other].split()[0])
            name = f"{short[0]}–{short[1]} boundary"
            add(key, name, line, adm1=f"adm1:{one}", country="UA", alternates=alternates)
    belarusian = unary_union([_shared(belarus, polygons[iso]) for iso in ("UA-07", "UA-56", "UA-18", "UA-32", "UA-74")])
    add("by-ua", "Belarus–Ukraine border", belarusian, country="UA", alternates=BY_UA)
    return rows, lines


def _border_names(oblast: Row, beyond: str) -> tuple[str, ...]:
    """Name the stretch of the state border along an oblast, in three languages."""
    short = oblast["name"].split()[0]
    uk, ru = _stem(oblast["name_uk"]), _stem(oblast["name_ru"])
    return (
        f"{short} border",
        *(f"border with {article}{short} {noun}" for article in ("", "the ") for noun in ("region", "oblast")),
        f"border of {short} region",
        f"{short} region border",
        f"{short}-{beyond} border",
        f"{beyond}-{short} border",
        *(f"кордон {preposition} {uk}ою областю" for preposition in ("з", "із")),
        f"кордон {uk}ої області",
        f"граница с {ru}ой областью",
        f"граница {ru}ой области",
    )


def _boundary_names(one: Row, other: Row) -> tuple[str, ...]:
    """Name the boundary of two oblasts of Ukraine in one order of the two."""
    a, b = one["name"].split()[0], other["name"].split()[0]
    return (
        *(
            f"{a}{dash}{b} {noun}"
            for dash in "-–"
            for noun in ("border", "boundary", "oblast border", "oblast boundary")
        ),
        f"{a}-{b} administrative border",
        *(f"border of {a} and {b} {noun}" for noun in ("regions", "oblasts")),
        *(f"border between {a} and {b} {noun}" for noun in ("regions", "oblasts")),
        f"межа {_stem(one['name_uk'])}ої та {_stem(other['name_uk'])}ої областей",
        f"межа {_stem(one['name_uk'])}ої і {_stem(other['name_uk'])}ої областей",
        f"граница {_stem(one['name_ru'])}ой и {_stem(other['name_ru'])}ой областей",
    )


def _stem(name: str) -> str:
    """Give what stays the same of an oblast's adjective: Сумська область, Сумськ."""
    return name.partition(" ")[0].removesuffix("ая").removesuffix("а")


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
