"""The HTML page around the map: finished text, a policy that allows nothing else, and no request to any host."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element, Figure
from folium.template import Template

__all__ = ["FinishedText", "ReportMap", "ReportPage", "page_file", "page_script", "page_style"]

SCRIPT_FILES = (
    "i18n.js", "data.js", "state.js", "select.js", "geometry.js", "basemap.js", "shapes.js", "front.js", "marks.js",
    "time.js", "rows.js", "frontpanel.js", "panel.js", "filters.js", "take.js", "main.js",
)  # fmt: skip
"""The page's own scripts in the order in which they are joined; they share one scope."""

MAP_NAME = "map_reports"
"""Name of the Leaflet map in the page, for layers that a caller adds; fixed, so that two builds are equal."""


@lru_cache(maxsize=64)
def page_file(name: str) -> str:
    """Read one of the page's own files."""
    return files("geomap.maps").joinpath("page", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _leaflet() -> tuple[str, str]:
    folder = files("xstatic.pkg.leaflet").joinpath("data")
    script = folder.joinpath("leaflet.js").read_text(encoding="utf-8")
    style = folder.joinpath("leaflet.css").read_text(encoding="utf-8")
    script = re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "\n", script)
    return script, re.sub(r"url\([^)]*\)", "none", style)


@lru_cache(maxsize=1)
def page_script() -> str:
    """Join Leaflet and the page's scripts into the text of one script element."""
    own = "\n".join(page_file(name) for name in SCRIPT_FILES)
    return f'{_leaflet()[0]}\n(() => {{\n"use strict";\n{own}\n}})();\n'


@lru_cache(maxsize=1)
def page_style() -> str:
    """Join Leaflet's and the page's style sheets, without pictures to load."""
    return f"{_leaflet()[1]}\n{page_file('page.css')}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _whole(text: str) -> str:
    """Replace halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


class FinishedText(Element):
    """Text that goes into the page as it is: no template engine reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "FinishedText"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        return self.text


class ReportPage(Figure):
    """The document: its head carries a Content-Security-Policy with the hash of every script and style in it."""

    _template = Template("")

    def __init__(self, *, lang: str, title: str, image_hosts: tuple[str, ...] = ()) -> None:
        super().__init__(title=title)
        self._id = "page"
        self.header._children.clear()
        self.lang = lang
        self.image_hosts = image_hosts

    def render(self, **kwargs: Any) -> str:
        for child in list(self._children.values()):
            child.render(**kwargs)
        added = self.script.render(**kwargs)
        extra = f'"use strict";\n{added}\n' if added.strip() else ""
        scripts = [page_script(), *([extra] if extra else [])]
        head = self.header.render(**kwargs)
        images = " ".join(["data:", "blob:", *self.image_hosts])
        policy = (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"script-src {' '.join(_hash(text) for text in scripts)}; "
            f"style-src {_hash(page_style())}; img-src {images}"
        )
        return "".join(
            [
                f'<!DOCTYPE html>\n<html lang="{self.lang}">\n<head>\n<meta charset="utf-8">\n',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
                '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\n',
                '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
                f"<title>{html.escape(_whole(self.title or ''))}</title>\n<style>{page_style()}</style>\n",
                f"{head}</head>\n<body>\n",
                self.html.render(**kwargs),
                *(f"\n<script>{text}</script>" for text in scripts),
                "\n</body>\n</html>\n",
            ]
        )


class ReportMap(folium.Map):
    """A Folium map without Folium's scripts and styles; the page's own script makes the Leaflet map.

    Layers that a caller adds find the map under its usual name. They run under the page's policy: their inline
    scripts are allowed by hash, nothing is loaded from elsewhere.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, body: str, *, lang: str, title: str, image_hosts: tuple[str, ...] = ()) -> None:
        super().__init__(location=[49.0, 34.0], zoom_start=6, tiles=None)
        self._id = "reports"
        page = ReportPage(lang=lang, title=title, image_hosts=image_hosts)
        page.add_child(self)
        page.html.add_child(FinishedText(body), name="body")

    def render(self, **kwargs: Any) -> str:
        """Let added layers write themselves into the page; the map itself is already there."""
        for child in self._own_layers():
            child.render(**kwargs)
        return ""

    def _own_layers(self) -> Iterator[Element]:
        yield from list(self._children.values())
