"""QGIS styles of the layers: drawn as geomap's own map draws them, with their days for the Temporal Controller.

A style is QML text. The shape of a claim's mark is its kind, the colour whose claim it is; a region or a wide area is a
hatched circle of its uncertainty, never a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from geomap.dataset import ACCOUNT_COLOURS

__all__ = ["layer_style"]

WIDE_KM = 15
"""From this uncertainty on, in kilometres, a claim is drawn as an area, as on the page."""

HATCHED_KM = 150
"""Wider than any oblast, in kilometres; the circle of a country stays empty, or it would hatch the whole map."""

KM_PER_DEGREE = 111.32

ACCOUNT = (
    "CASE WHEN \"side\" IN ('UA', 'RU') THEN \"side\" WHEN \"claimant\" = 'reporter' THEN 'media' "
    "WHEN \"side\" = 'independent' THEN 'analyst' ELSE 'local' END"
)
"""Whose account a claim is, as the page tells it."""

SIDE = "CASE {} ELSE '{}' END".format(
    " ".join(f"WHEN {ACCOUNT} = '{name}' THEN '{colour}'" for name, colour in ACCOUNT_COLOURS.items()),
    ACCOUNT_COLOURS["local"],
)
HOLDER = "CASE WHEN \"held_by\" = 'UA' THEN '{UA}' WHEN \"held_by\" = 'RU' THEN '{RU}' ELSE '{analyst}' END".format(
    **ACCOUNT_COLOURS
)
ACTOR = "CASE WHEN \"actor\" = 'UA' THEN '{UA}' WHEN \"actor\" = 'RU' THEN '{RU}' ELSE '{analyst}' END".format(
    **ACCOUNT_COLOURS
)
HOLLOW = "set_color_part({0}, 'alpha', CASE WHEN \"role\" IN ('near', 'toward') THEN 0 ELSE 235 END)"

IS_WIDE = f"(\"feature\" IN ('region', 'district', 'country', 'other') OR coalesce(\"uncertainty_km\", 0) >= {WIDE_KM})"
CIRCLE = (
    'make_ellipse($geometry, greatest(coalesce("uncertainty_km", {wide}), 1) / ({km} * cos(radians($y))), '
    'greatest(coalesce("uncertainty_km", {wide}), 1) / {km}, 90, 60)'
)
CIRCLE = CIRCLE.replace("greatest", "max").format(wide=WIDE_KM, km=KM_PER_DEGREE)

MARKS = (
    ("Capture", "\"kind\" = 'capture'", "square", 0),
    ("Withdrawal", "\"kind\" = 'withdrawal'", "triangle", 180),
    ("Advance", "\"kind\" = 'advance'", "triangle", 0),
    ("Hold", "\"kind\" = 'hold'", "circle", 0),
    ("Fighting", "\"kind\" IN ('attack', 'infiltration')", "cross2", 0),
    ("Strike", "\"kind\" = 'strike'", "star", 0),
)
"""Legend, filter, shape and turn of each mark; all other kinds are small dots."""

HAPPENED = ('coalesce("start_date", "end_date")', 'coalesce("end_date", "start_date")')
"""A claim with one bound counts for that day, as on the page."""
WAS_SO = ('"start_date"', '"end_date"')
"""A state of the front without an end still holds."""

Expressions = Mapping[str, str]


# Pieces of QML ----------------------------------------------------------------------------------------------------


def _options(values: Mapping[str, str]) -> str:
    rows = (f'<Option type="QString" name={quoteattr(key)} value={quoteattr(value)}/>' for key, value in values.items())
    return f'<Option type="Map">{"".join(rows)}</Option>'


def _defined(expressions: Expressions) -> str:
    """Give the properties that expressions decide for each feature."""
    rows = "".join(
        f'<Option type="Map" name={quoteattr(name)}><Option type="bool" name="active" value="true"/>'
        f'<Option type="QString" name="expression" value={quoteattr(text)}/>'
        '<Option type="int" name="type" value="3"/></Option>'
        for name, text in expressions.items()
    )
    return (
        '<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/>'
        f'<Option type="Map" name="properties">{rows}</Option>'
        '<Option type="QString" name="type" value="collection"/></Option></data_defined_properties>'
    )


def _layer(kind: str, values: Mapping[str, str], expressions: Expressions, inner: str = "") -> str:
    parts = f"{_options(values)}{_defined(expressions)}{inner}"
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0">{parts}</layer>'


def _symbol(name: str, kind: str, layers: Iterable[str]) -> str:
    return f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1">{"".join(layers)}</symbol>'


def _marker(shape: str, size: float, expressions: Expressions, *, angle: int = 0, fill: str = "102,102,102,235") -> str:
    values = {
        "name": shape,
        "size": f"{size:g}",
        "size_unit": "MM",
        "angle": str(angle),
        "color": fill,
        "outline_color": "255,255,255,255",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    return _layer("SimpleMarker", values, expressions)


def _bar(size: float) -> str:
    """Give the bar across what is denied."""
    colour = "\"status\" = 'denied'"
    values = {
        "name": "line",
        "size": f"{size:g}",
        "size_unit": "MM",
        "angle": "90",
        "outline_color": "29,31,33,255",
        "outline_width": "0.6",
        "outline_width_unit": "MM",
    }
    return _layer("SimpleMarker", values, {"enabled": colour})


def _fill(brush: str, expressions: Expressions, *, dash: bool = True) -> str:
    values = {
        "style": brush,
        "color": "102,102,102,110",
        "outline_color": "102,102,102,160",
        "outline_style": "dash" if dash else "no",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
    }
    return _layer("SimpleFill", values, expressions)


def _line(width: float, colour: str, expressions: Expressions, *, dash: str = "") -> str:
    values = {
        "line_color": colour,
        "line_width": f"{width:g}",
        "line_width_unit": "MM",
        "capstyle": "round",
        "joinstyle": "round",
    }
    if dash:
        values |= {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "MM"}
    return _layer("SimpleLine", values, expressions)


def _rules(rules: Sequence[tuple[str, str, str]]) -> str:
    """Give a renderer of rules: legend, filter and symbol of each."""
    listed = "".join(
        f'<rule key="{{r{number}}}" symbol="{number}" label={quoteattr(label)} filter={quoteattr(where)}/>'
        for number, (label, where, _) in enumerate(rules)
    )
    symbols = "".join(symbol for _, _, symbol in rules)
    return (
        '<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">'
        f'<rules key="{{root}}">{listed}</rules><symbols>{symbols}</symbols></renderer-v2>'
    )


def _single(symbol: str) -> str:
    return (
        '<renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def _moment(day: str, clock: str) -> str:
    """Give an expression for a moment of a day."""
    return f"make_datetime(year({day}), month({day}), day({day}), {clock})"


def _qml(renderer: str, geometry: int, *, days: tuple[str, str] | None = None, tip: str = "") -> str:
    """Give a whole style.

    Parameters
    ----------
    days
        Expressions for the first and the last day on which a row is shown, from the beginning of the one to the end of
        the other. By its fields alone QGIS takes a day for its first moment and never shows what lasts one day.
    """
    temporal = ""
    if days is not None:
        start, end = _moment(days[0], "0, 0, 0"), _moment(days[1], "23, 59, 59")
        temporal = (
            '<temporal enabled="1" mode="4" limitMode="1" startField="start_date" endField="end_date" accumulate="0" '
            'durationField="" durationUnit="d" fixedDuration="0" '
            f"startExpression={quoteattr(start)} endExpression={quoteattr(end)}>"
            "<fixedRange><start></start><end></end></fixedRange></temporal>"
        )
    shown = f"<mapTip>{tip}</mapTip>" if tip else ""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology|Temporal|MapTips">'
        f"{temporal}{renderer}{shown}<layerGeometryType>{geometry}</layerGeometryType></qgis>"
    )


# The layers -------------------------------------------------------------------------------------------------------

POINTS, LINES, AREAS = 0, 1, 2

_TIP = (
    '&lt;b&gt;[% "kind" %]: [% "place" %]&lt;/b&gt;, [% "start_date" %] – [% "end_date" %]&lt;br&gt;'
    '“[% "quote" %]”&lt;br&gt;[% "claimant" %], [% "publisher" %]'
)


def _claims() -> str:
    hatch = {
        "fillColor": f"set_color_part({SIDE}, 'alpha', 100)",
        "outlineColor": f"set_color_part({SIDE}, 'alpha', 160)",
    }
    wide = f'coalesce("uncertainty_km", {WIDE_KM}) > {HATCHED_KM}'
    hatch["fillStyle"] = f"CASE WHEN {wide} THEN 'no' ELSE 'b_diagonal' END"
    inner = _symbol("@0@0", "fill", [_fill("b_diagonal", hatch)])
    generator = _layer(
        "GeometryGenerator", {"SymbolType": "Fill", "geometryModifier": CIRCLE, "units": "MapUnit"}, {}, inner
    )
    rules = [("Region or wide area", IS_WIDE, _symbol("0", "marker", [generator]))]
    for number, (label, where, shape, angle) in enumerate(MARKS, start=1):
        filled = HOLLOW.format(SIDE) if label != "Withdrawal" else "'0,0,0,0'"
        bare = label in ("Withdrawal", "Fighting")
        outline = f"CASE WHEN \"role\" IN ('near', 'toward') OR {str(bare).lower()} THEN {SIDE} ELSE '#ffffff' END"
        colours = {"fillColor": filled, "outlineColor": outline, "outlineWidth": "0.6" if bare else "0.35"}
        layers = [_marker(shape, 3.2, colours, angle=angle), _bar(4.4)]
        rules.append((label, f"NOT {IS_WIDE} AND {where}", _symbol(str(number), "marker", layers)))
    named = " OR ".join(f"({where})" for _, where, _, _ in MARKS)
    dot = _marker("circle", 1.8, {"fillColor": HOLLOW.format(SIDE), "outlineColor": SIDE})
    number = len(rules)
    rules.append(("Other", f"NOT {IS_WIDE} AND NOT ({named})", _symbol(str(number), "marker", [dot, _bar(3)])))
    return _qml(_rules(rules), POINTS, days=HAPPENED, tip=_TIP)


def _area_claims() -> str:
    """Hatch a region by whose claim it is, each side in a direction of its own, so that a dispute shows both."""
    hatch = {
        "fillColor": f"set_color_part({SIDE}, 'alpha', 110)",
        "fillStyle": f"CASE WHEN {ACCOUNT} = 'UA' THEN 'b_diagonal' WHEN {ACCOUNT} = 'RU' THEN 'f_diagonal' "
        "ELSE 'horizontal' END",
        "outlineColor": f"set_color_part({SIDE}, 'alpha', 160)",
    }
    return _qml(_single(_symbol("0", "fill", [_fill("b_diagonal", hatch)])), AREAS, days=HAPPENED, tip=_TIP)


def _reports() -> str:
    size = {"size": 'scale_linear("claims", 1, 20, 2, 8)'}
    ring = _marker("circle", 2.4, size, fill="85,89,94,120")
    return _qml(_single(_symbol("0", "marker", [ring])), POINTS, days=HAPPENED)


def _toponyms() -> str:
    return _qml(_single(_symbol("0", "marker", [_marker("circle", 1.4, {}, fill="85,89,94,160")])), POINTS)


def _places() -> str:
    known = _marker("circle", 1.6, {}, fill="29,31,33,255")
    guessed = _marker("circle", 2.6, {"outlineColor": "'#55595e'", "outlineStyle": "'dot'"}, fill="0,0,0,0")
    return _qml(
        _rules(
            [
                ("Place", 'NOT "estimate"', _symbol("0", "marker", [known])),
                ("Estimated position", '"estimate"', _symbol("1", "marker", [guessed])),
            ]
        ),
        POINTS,
    )


def _outlines() -> str:
    return _qml(_single(_symbol("0", "fill", [_fill("no", {})])), AREAS)


def _courses() -> str:
    return _qml(_single(_symbol("0", "line", [_line(0.4, "160,178,189,255", {})])), LINES)


def _front_places() -> str:
    """Pin settlements and facilities; a region is a dotted ring, since no point of it is meant."""
    feature = "coalesce(map_get(json_to_map(\"properties\"), 'feature'), 'settlement')"
    point = f"{feature} IN ('settlement', 'facility', 'other')"
    held = _marker("circle", 3, {"fillColor": HOLDER})
    named = _marker("circle", 2, {"outlineColor": "'#55595e'"}, fill="0,0,0,0")
    ring = _marker("circle", 7, {"outlineColor": HOLDER, "outlineStyle": "'dot'"}, fill="0,0,0,0")
    rules = [
        ("Reported held", f"{point} AND \"held_by\" <> ''", _symbol("0", "marker", [held])),
        ("Reported on, held by nobody named", f"{point} AND \"held_by\" = ''", _symbol("1", "marker", [named])),
        ("Region or stretch, no point", f"NOT ({point})", _symbol("2", "marker", [ring])),
    ]
    return _qml(_rules(rules), POINTS, days=WAS_SO)


def _front_cells() -> str:
    hatch = {"fillColor": f"set_color_part({HOLDER}, 'alpha', 130)", "outlineStyle": "'no'"}
    return _qml(
        _single(_symbol("0", "fill", [_fill("b_diagonal", hatch, dash=False)])),
        AREAS,
        days=WAS_SO,
    )


def _front_lines() -> str:
    casing = _line(1.6, "236,235,230,255", {})
    line = _line(0.5, "29,31,33,255", {}, dash="2;1.2")
    moving = _line(0.7, "102,102,102,255", {"outlineColor": ACTOR}, dash="2;1.2")
    return _qml(
        _rules(
            [
                ("Reported line", "\"layer\" = 'line'", _symbol("0", "line", [casing, line])),
                ("Movement", "\"layer\" = 'movement'", _symbol("1", "line", [moving])),
            ]
        ),
        LINES,
        days=WAS_SO,
    )


_STYLES: Mapping[str, Callable[[], str]] = {
    "claims": _claims,
    "claims_areas": _area_claims,
    "reports": _reports,
    "toponyms": _toponyms,
    "places": _places,
    "shapes_areas": _outlines,
    "shapes_lines": _courses,
    "front_places": _front_places,
    "front_cells": _front_cells,
    "front_lines": _front_lines,
}


def layer_style(layer: str) -> str:
    """Give the QML of a layer, empty where it needs none."""
    make = _STYLES.get(layer)
    return make() if make is not None else ""
