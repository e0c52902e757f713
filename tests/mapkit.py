"""Claims and browser pages for the tests of the map."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geomap.maps import build_map
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    DatePrecision,
    Geometry,
    Place,
    PlaceRole,
    Side,
    Status,
    make_id,
)

DAY = date(2024, 8, 14)
SPOTS = {
    "Sudzha": (35.273, 51.198, "settlement", "RU", 2.0),
    "Pokrovsk": (37.18, 48.28, "settlement", "UA", 4.0),
    "Korenevo": (34.9, 51.41, "settlement", "RU", 2.0),
    "Guyevo": (35.32, 51.12, "settlement", "RU", 2.0),
    "Kursk Oblast": (36.2, 51.7, "region", "RU", 100.0),
}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE = (
    "{{7*191}}", "{% x %}", "{# gone #}", "${alert(1)}", "</script><img src=x onerror=alert(1)>", "<!-- <script>",
    "a\u2028b\u2029c", "javascript:alert(1)", "\"'`\\ & &amp; &#123;", "lone \ud800 half", "\u202eright to left",
)  # fmt: skip
"""Texts that a careless page would run, lose or change."""


def make_claim(place: str = "Sudzha", after: int | None = 0, **changes: Any) -> Claim:
    """Make a claim about one of the spots, `after` days after 14 August 2024 (None: undated)."""
    day = None if after is None else DAY + timedelta(days=after)
    given: dict[str, Any] = {
        "doc": "report.txt",
        "quote": f"Troops took {place or 'it'} on day {after}.",
        "kind": ClaimKind.CAPTURE,
        "actor": Actor.UA,
        "claimant": "the General Staff",
        "side": Side.UA,
        "title": "Daily report",
        "publisher": "Courier",
        "url": "https://example.org/report",
        "lang": "en",
        "published": DAY,
        "reported": None if day is None else day + timedelta(days=1),
        "start_date": day,
        "end_date": day,
        "date_precision": DatePrecision.UNKNOWN if day is None else DatePrecision.DAY,
        "date_text": "on Wednesday",
        "date_why": "the Wednesday of publication",
        "place_text": place,
        "place_why": "the only place of that name",
        "confidence": 0.8,
    }
    if place:
        lon, lat, feature, country, radius = SPOTS[place]
        given |= {"place": place, "place_id": f"test:{place}", "feature": feature, "country": country}
        given |= {"uncertainty_km": radius, "admin1": "Kursk Oblast", "geometry": Geometry.point(lon, lat)}
        if place == "Kursk Oblast":
            given["place_id"] = "adm1:RU-KRS"
    given |= changes
    given.setdefault("start", 0)
    given["end"] = given["start"] + len(given["quote"])
    given.setdefault("claim_id", make_id(*[repr(value) for value in given.values()]))
    return Claim(**given)


def sample_claims() -> list[Claim]:
    """Twelve claims by both sides and others, over a month: disputed, denied, undated, unplaced, near and regional."""
    ru = {"side": Side.RU, "claimant": "the Ministry of Defence", "publisher": "Herald", "doc": "herald.txt"}
    desk = {"side": Side.INDEPENDENT, "claimant": "reporter", "publisher": "Agency", "doc": "agency.txt"}
    return [
        make_claim("Sudzha", 0, group_id="g1", contradicts="g2", statement_id="s1"),
        make_claim("Sudzha", 1, group_id="g2", contradicts="g1", status=Status.DENIED, **ru),
        make_claim("Sudzha", 3, kind=ClaimKind.HOLD, group_id="g3"),
        make_claim("Pokrovsk", 2, kind=ClaimKind.ADVANCE, actor=Actor.RU, role=PlaceRole.TOWARD, **ru),
        make_claim("Pokrovsk", 8, kind=ClaimKind.ATTACK, actor=Actor.RU, **desk),
        make_claim("Korenevo", 4, kind=ClaimKind.STRIKE, **desk),
        make_claim("Korenevo", 5, kind=ClaimKind.ADVANCE, role=PlaceRole.TOWARD, statement_id="s9"),
        make_claim("Guyevo", 5, kind=ClaimKind.ADVANCE, role=PlaceRole.FROM, statement_id="s9"),
        make_claim("Kursk Oblast", 6, kind=ClaimKind.STRIKE, **desk),
        make_claim("", 7, kind=ClaimKind.CASUALTIES, **ru),
        make_claim("Guyevo", None, kind=ClaimKind.DAMAGE, publisher="", doc="note.txt"),
        make_claim("Guyevo", 30, kind=ClaimKind.WITHDRAWAL, end_date=DAY + timedelta(days=33), **ru),
    ]


def sample_places() -> dict[str, Place]:
    """Gazetteer entries with names in the other languages."""
    from geomap.records import FeatureClass

    lon, lat, _, country, radius = SPOTS["Sudzha"]
    return {
        "test:Sudzha": Place(
            "test:Sudzha", "Sudzha", FeatureClass.SETTLEMENT, country, lon=lon, lat=lat, radius_km=radius,
            name_uk="Суджа", name_ru="Суджа",
        )
    }  # fmt: skip


def write_map(path: Path, claims: Sequence[Claim] | None = None, **options: Any) -> Path:
    """Save the map of the claims (the sample without any) and give its path."""
    options.setdefault("title", "August reports")
    options.setdefault("places", sample_places())
    build_map(sample_claims() if claims is None else claims, **options).save(str(path))
    return path


def blocks(html: str) -> dict[str, Any]:
    """Read back the page's blocks of data."""
    found = re.findall(r'<script type="application/json" id="([^"]+)">([^<]*)</script>', html)
    return {name: dict(json.loads(text)) for name, text in found if name != "geomap-card"}


@dataclass
class Opened:
    """A page in the browser, and what went wrong in it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """Give the visible text of the first match."""
        return str(self.page.locator(selector).first.inner_text())

    def settle(self) -> None:
        """Wait until the page has drawn and written what a change led to."""
        self.page.wait_for_timeout(350)

    def press(self, key: str) -> None:
        """Press a key and wait."""
        self.page.keyboard.press(key)
        self.settle()

    def rows(self) -> list[str]:
        """Give the quotes of the list of claims, in order."""
        return [str(text) for text in self.page.locator("#list .words").all_text_contents()]

    def claim_count(self) -> int:
        """Give the number of claims that the title card names."""
        match = re.match(r"[\d,]+", self.text("#counts"))
        assert match is not None
        return int(match[0].replace(",", ""))

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the pixel of a position of the map."""
        point = self.page.evaluate(
            "([lon, lat]) => { const p = map_reports.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }",
            [lon, lat],
        )
        return (float(point[0]), float(point[1]))

    def downloaded(self, button: str) -> tuple[str, bytes]:
        """Press a button of the menu and give the name and the bytes of the file that comes."""
        self.page.click("#menu summary")
        with self.page.expect_download() as waiting:
            self.page.click(button)
        self.page.keyboard.press("Escape")
        return str(waiting.value.suggested_filename), Path(waiting.value.path()).read_bytes()


SIZES = {"wide": (1440, 900), "middle": (1024, 768), "phone": (390, 844)}


@contextmanager
def started_browser(executable: str) -> Iterator[Any]:
    """Run one browser for the tests of a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def opened(
    browser: Any, path: Path, fragment: str = "", *, size: str = "wide", hosts: Sequence[str] = (), **options: Any
) -> Iterator[Opened]:
    """Open a file with every request to a host refused and noted; `hosts` are answered with nothing instead."""
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone, accept_downloads=True, **options
    )
    page = context.new_page()
    found = Opened(page)

    def route(request: Any) -> None:
        url = request.request.url
        if url.startswith(("file:", "data:", "blob:", "about:")):
            request.continue_()
        else:
            found.requests.append(url)
            request.abort()

    context.route("**/*", route)
    page.on("console", lambda message: found.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(path.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
    found.settle()
    try:
        yield found
    finally:
        context.close()
