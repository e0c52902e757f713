"""Draw claims on a map: one self-contained HTML page over time, side by side, with every quote."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geomap.records import Claim, Document, Place

if TYPE_CHECKING:
    from datetime import date

    import folium

    from geomap.baseline import Baseline
    from geomap.front import FrontHistory, FrontSlice

__all__ = ["LANGUAGES", "build_map"]

LANGUAGES = ("en", "uk", "ru")
"""Languages of the page's own words."""

DEFAULT_TITLES = {
    "en": "Who reported what, where and when",
    "uk": "Хто, що, де й коли повідомив",
    "ru": "Кто, что, где и когда сообщил",
}


def build_map(
    claims: Sequence[Claim],
    *,
    front: FrontHistory | Sequence[FrontSlice] = (),
    baseline: Baseline | None = None,
    title: str = "",
    documents: Sequence[Document] = (),
    lang: str = "en",
    tiles: str | None = None,
    places: Mapping[str, Place] | None = None,
    embed: bool = False,
    opening: tuple[date | None, date | None] = (None, None),
    credits: Sequence[str] | None = None,
) -> folium.Map:
    """Draw the claims on a map with a time line, a list and a panel for every place.

    Parameters
    ----------
    claims
        Any number, in any order; those without a place or a day are counted and listed.
    front
        The reported front: its history (`geomap.front.trace_front`), which the page plays day by day, or slices of
        some days. Without it the history is traced from the claims alone, with coarser cells and no border.
    baseline
        Polygons that the user brings for comparison (`geomap.baseline.read_baseline`): a layer of its own, with its
        own credit.
    title
        Heading of the page; the line "Reports, not verified control" always follows it.
    documents
        The articles read, so that those without a claim are counted too.
    lang
        Language of the interface when the page opens: `en`, `uk` or `ru`; the page can switch.
    tiles
        Name of an online tile provider of xyzservices ("OpenStreetMap.Mapnik") to lie over the vector background,
        or None for a page that makes no request.
    places
        Gazetteer entries by `place_id`: names in the other languages, estimated positions.
    embed
        Make the variant for an iframe: the map and its time line, the panel folded away.
    opening
        Days between which the range handles stand at first; None for the first or last day of the claims.
    credits
        Sources of the places' positions and names, shown in the page; None for those of the installed gazetteer.

    Returns
    -------
    folium.Map
        Not saved: `.save(path)` writes it. The same claims and options give the same bytes.

    Raises
    ------
    ValueError
        If `lang` is none of the three or the tile provider is unknown.
    """
    from geomap.maps.card import card_script, make_card
    from geomap.maps.frontdata import baseline_rows, front_rows, history_of, movement_rows
    from geomap.maps.noscript import claims_table
    from geomap.maps.page import ReportMap, page_file
    from geomap.maps.payload import claims_payload, escape_json

    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}; the page speaks {', '.join(LANGUAGES)}")
    heading = title or DEFAULT_TITLES[lang]
    tile_row, hosts = _tiles(tiles)
    pairs, ordered = claims_payload(claims, documents=documents, places=places)
    history = history_of(front, ordered)
    numbers: dict[str, int] = {}
    for number, row in enumerate(dict(pairs)["places"]):
        numbers.setdefault(row[0], number)
    options: list[list[Any]] = [
        ["version", _version()],
        ["title", heading],
        ["lang", lang],
        ["embed", bool(embed)],
        ["since", opening[0].isoformat() if opening[0] else ""],
        ["until", opening[1].isoformat() if opening[1] else ""],
        ["tiles", tile_row],
        ["credits", list(_own_credits() if credits is None else credits)],
        ["front", sum(any(state.held_by for _, state in line) for line in history.places.values())],
        ["movements", movement_rows(history, ordered, numbers)],
    ]
    drawn = [*front_rows(history, ordered), ["baseline", baseline_rows(baseline)]]
    body = "".join(
        [
            card_script(make_card(ordered, heading, documents)),
            page_file("page.html"),
            f"<noscript>{claims_table(ordered, heading, lang)}</noscript>\n",
            f'<script type="application/json" id="geomap-data">{escape_json(options + pairs)}</script>\n',
            f'<script type="application/json" id="geomap-base">{_basemap()}</script>\n',
            f'<script type="application/json" id="geomap-front">{escape_json(drawn)}</script>',
        ]
    )
    return ReportMap(body, lang=lang, title=heading, image_hosts=hosts)


def _basemap() -> str:
    import json

    from geomap.maps.page import page_file
    from geomap.maps.payload import escape_json

    return escape_json([list(item) for item in json.loads(page_file("basemap.json")).items()])


def _own_credits() -> list[str]:
    from geomap.errors import GazetteerError
    from geomap.gazetteer import find_tables, read_credits

    try:
        return read_credits(find_tables())
    except GazetteerError:
        return []


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("geomap")
    except PackageNotFoundError:
        return ""


def _tiles(name: str | None) -> tuple[list[Any] | int, tuple[str, ...]]:
    if not name:
        return 0, ()
    from geomap._optional import require

    providers = require("xyzservices", extra="tiles").providers
    try:
        provider = providers.query_name(name)
    except ValueError as error:
        raise ValueError(f"no tile provider is called {name!r}; `OpenStreetMap.Mapnik` is one") from error
    if provider.requires_token():
        raise ValueError(f"the tile provider {name!r} asks for a key")
    url = provider.build_url(x="{x}", y="{y}", z="{z}", fill_subdomain=False)
    host = urlsplit(url.replace("{s}", "s")).netloc
    if "{s}" in url:
        host = "*." + host.split(".", 1)[1]
    if any(mark in host for mark in "'\";, "):
        raise ValueError(f"the tile provider {name!r} has no usable address")
    row = [provider.name, url, html.unescape(provider.attribution), int(provider.get("max_zoom", 18)),
           str(provider.get("subdomains", "abc"))]  # fmt: skip
    return row, (f"https://{host}",)
