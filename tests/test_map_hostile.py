"""Hostile texts in every field: shown as they are, run nowhere, whole in the downloads."""

import csv
import io
import json
from dataclasses import replace

import pytest
from mapkit import HOSTILE, make_claim, opened, started_browser, write_map

from geomap.records import Document

pytestmark = pytest.mark.browser
FIELDS = (
    "quote", "title", "publisher", "url", "doc", "claimant", "place", "place_id", "admin1", "country", "feature",
    "date_text", "date_why", "place_text", "place_why", "unit", "group_id", "contradicts", "statement_id", "trigger",
    "claimant_why", "status_why", "acled", "lang",
)  # fmt: skip
WHOLE = tuple(text for text in HOSTILE if "\ud800" not in text)
"""Texts that a browser can show and UTF-8 can hold; half a character is neither."""


def hostile_claims():
    """One claim for each text, which stands in all its fields."""
    return [
        replace(make_claim("Sudzha", number), end=len(text), quantity=2.0, **dict.fromkeys(FIELDS, text))
        for number, text in enumerate(HOSTILE)
    ]


@pytest.fixture(scope="module")
def browser(chromium_path):
    with started_browser(chromium_path) as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    documents = [Document(text, text, title=text, publisher=text, url=text) for text in HOSTILE]
    return write_map(folder / "map.html", hostile_claims(), title="".join(HOSTILE), documents=documents)


def look_everywhere(at):
    """Open every tab, row, filter, place and the tips of the map."""
    for summary in at.page.locator("#list summary").all():
        summary.click()
    at.page.click("#filter-button")
    for tab in ("summary", "about", "place", "claims"):
        at.page.click(f"#tab-{tab}")
        at.settle()
    for row in at.page.locator("#list .row-head").all()[:3]:
        row.dispatch_event("click")
        at.settle()
        at.page.click("#tab-claims")
        at.settle()
    at.page.mouse.move(*at.spot(35.273, 51.198))
    at.settle()


def test_nothing_runs_and_nothing_is_asked_for(browser, path):
    with opened(browser, path) as at:
        look_everywhere(at)
        assert (at.dialogs, at.requests, at.errors) == ([], [], [])
        assert at.page.locator("#app img, #app iframe, #app script").count() == 0


@pytest.mark.parametrize("part", [".words", ".claimant", ".where"])
def test_quote_claimant_and_place_are_shown_as_they_are(browser, path, part):
    with opened(browser, path) as at:
        assert set(WHOLE) <= set(at.page.locator(f"#list {part}").all_text_contents())


def test_no_link_leads_anywhere_but_to_http(browser, path):
    with opened(browser, path) as at:
        look_everywhere(at)
        addresses = at.page.evaluate("[...document.querySelectorAll('a')].map((a) => a.href)")
        assert all(address.startswith(("http://", "https://")) for address in addresses)


def test_only_plain_web_addresses_become_links(browser, tmp_path):
    addresses = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "//example.org/", "https://example.org/a b", "http://[", "https://example.org/?a=1&b={{2}}",
    ]  # fmt: skip
    claims = [make_claim("Sudzha", n, url=url) for n, url in enumerate(addresses)]
    with opened(browser, write_map(tmp_path / "map.html", claims)) as at:
        links = at.page.evaluate("[...document.querySelectorAll('#list a')].map((a) => a.getAttribute('href'))")
        assert sorted(links) == ["https://example.org/?a=1&b={{2}}", "https://example.org/a%20b"]
        assert at.page.locator("#list a").first.get_attribute("rel") == "noopener noreferrer"


def test_the_geojson_download_loses_no_character(browser, path):
    with opened(browser, path) as at:
        _, content = at.downloaded("#get-geojson")
    rows = {feature["properties"]["claim_id"]: feature["properties"] for feature in json.loads(content)["features"]}
    for claim in hostile_claims():
        assert {field: rows[claim.claim_id][field] for field in FIELDS} == {
            field: getattr(claim, field) for field in FIELDS
        }


def test_the_csv_download_loses_no_whole_character(browser, path):
    with opened(browser, path) as at:
        _, content = at.downloaded("#get-csv")
    rows = {row["claim_id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))}
    for claim in hostile_claims():
        if "\ud800" not in claim.quote:
            assert all(rows[claim.claim_id][field] == getattr(claim, field) for field in FIELDS)


def test_a_hostile_title_is_shown_as_it_is(browser, path):
    with opened(browser, path) as at:
        assert at.page.locator("#title").text_content() == "".join(HOSTILE)


def test_without_scripts_the_quotes_are_shown_as_they_are(browser, path):
    with opened(browser, path, java_script_enabled=False) as at:
        assert set(WHOLE) <= set(at.page.locator("noscript td:nth-child(5)").all_text_contents())
        assert at.page.locator("noscript img").count() == 0


@pytest.mark.parametrize(
    "fragment", ["q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "only=doc:%3Cscript%3E", "place=%7B%7B7*191%7D%7D"]
)
def test_a_hostile_link_runs_nothing(browser, path, fragment):
    with opened(browser, path, fragment) as at:
        assert (at.dialogs, at.errors) == ([], []) and "1337" not in at.page.content()
