"""How the map looks: nothing covers anything else, on three sizes; colours that can be told apart and read."""

import re
import subprocess
import sys

import pytest
from mapkit import SIZES, SPOTS, opened, started_browser, write_map

from geomap.maps.page import page_file

CONTROLS = ["#card", "#zoom", "#legend", "#strip", "#panel"]
ROW = "#strip-row > *, .tools > *, #tabs > *, #zoom > *"


@pytest.fixture(scope="module")
def browser(chromium_path):
    with started_browser(chromium_path) as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_map(tmp_path_factory.mktemp("map") / "map.html", title="Who reported what around Kursk in August")


def overlaps(boxes):
    found = []
    for index, (name, a) in enumerate(boxes):
        for other, b in boxes[index + 1 :]:
            across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            if across > 1 and down > 1:
                found.append((name, other))
    return found


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize("size", SIZES)
def test_no_control_covers_another(browser, path, size, lang):
    with opened(browser, path, f"lang={lang}", size=size) as at:
        boxes = [(name, at.page.locator(name).bounding_box()) for name in CONTROLS]
        assert overlaps([(name, box) for name, box in boxes if box]) == []
        inner = [(str(n), node.bounding_box()) for n, node in enumerate(at.page.locator(ROW).all())]
        assert overlaps([(name, box) for name, box in inner if box and box["width"]]) == []


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "middle"])
def test_the_front_box_covers_no_control(browser, path, size):
    with opened(browser, path, "front=1&compare=accounts", size=size) as at:
        names = ["#card", "#zoom", "#legend", "#strip", "#panel", "#front-box"]
        assert overlaps([(name, at.page.locator(name).bounding_box()) for name in names]) == []


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_runs_over_the_edge_of_the_page(browser, path, size, lang):
    outside = """() => [...document.querySelectorAll(
            '#card *, #zoom *, #legend *, #strip button, #strip select, #strip input[type=text], .tools *, #tabs *')]
        .filter((n) => n.offsetParent !== null && n.getBoundingClientRect().width > 0)
        .filter((n) => { const b = n.getBoundingClientRect(); return b.right > innerWidth + 1 || b.left < -1; })
        .map((n) => n.outerHTML.slice(0, 60))"""
    with opened(browser, path, f"lang={lang}", size=size) as at:
        assert at.page.evaluate(outside) == []
        assert at.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_no_button_cuts_its_words(browser, path, size):
    cut = """() => [...document.querySelectorAll('#strip button, #tabs button, .tool')]
        .filter((n) => n.offsetParent !== null && n.scrollWidth > n.clientWidth + 1).map((n) => n.textContent)"""
    with opened(browser, path, size=size) as at:
        assert at.page.evaluate(cut) == []


@pytest.mark.browser
def test_a_finger_finds_a_mark_within_22_pixels(browser, path):
    with opened(browser, path, size="phone") as at:
        lon, lat, *_ = SPOTS["Pokrovsk"]
        x, y = at.spot(lon, lat)
        at.page.touchscreen.tap(x + 18, y + 8)
        at.settle()
        at.settle()
        assert at.text("#pane-place h2") == "Pokrovsk"


@pytest.mark.browser
def test_controls_on_a_phone_are_at_least_40_pixels_high(browser, path):
    small = """() => [...document.querySelectorAll(
            '#strip button, #strip select, #zoom button, .tool, #search, #sheet-handle, #legend-button, .grip')]
        .filter((n) => n.getBoundingClientRect().width > 0 && n.getBoundingClientRect().height < 40)
        .map((n) => n.outerHTML.slice(0, 70))"""
    with opened(browser, path, size="phone") as at:
        assert at.page.evaluate(small) == []


@pytest.mark.browser
def test_the_sheet_has_three_stops(browser, path):
    with opened(browser, path, size="phone") as at:
        heights = []
        for _ in range(3):
            heights.append(round(at.page.locator("#panel").bounding_box()["height"]))
            at.page.locator("#sheet-handle").tap()
            at.page.wait_for_timeout(500)
        assert heights[0] == 52 and heights[0] < heights[1] < heights[2]


@pytest.mark.browser
def test_the_sheet_never_covers_the_selected_mark(browser, path):
    with opened(browser, path, size="phone") as at:
        lon, lat, *_ = SPOTS["Pokrovsk"]
        at.page.touchscreen.tap(*at.spot(lon, lat))
        at.page.wait_for_timeout(1000)
        assert at.spot(lon, lat)[1] < at.page.locator("#strip").bounding_box()["y"]


@pytest.mark.browser
def test_a_folded_panel_leaves_a_rail_of_40_pixels(browser, path):
    with opened(browser, path, size="middle") as at:
        at.page.click("#fold")
        at.settle()
        assert at.page.locator("#panel").bounding_box()["width"] == 40


def tokens(scheme):
    style = page_file("page.css")
    block = style.split("@media (prefers-color-scheme: dark)")[0 if scheme == "light" else 1]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{6})", block))


def contrast(first, second):
    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "surface-2", "land", "land-far"])
def test_text_can_be_read(scheme, ground):
    colours = tokens(scheme)
    assert contrast(colours["ink"], colours[ground]) >= 7
    assert contrast(colours["ink-2"], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("side", ["UA", "RU", "analyst", "media", "local"])
def test_marks_stand_out_from_the_land(scheme, side):
    colours = tokens(scheme)
    assert contrast(colours[f"side-{side}"], colours["land"]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_stands_out(scheme):
    colours = tokens(scheme)
    assert min(contrast(colours["focus"], colours[ground]) for ground in ("surface", "land")) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sides_can_be_told_apart_under_every_colour_vision(shared, scheme):
    colours = tokens(scheme)
    sides = [f"{name}={colours[f'side-{name}']}" for name in ("UA", "RU", "analyst", "media", "local")]
    tool = shared / "tools" / "check_colours.py"
    done = subprocess.run(
        [sys.executable, str(tool), "--bg", colours["land"], "--min-de", "19.8", *sides],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
