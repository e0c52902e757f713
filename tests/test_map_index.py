"""The page that lists the maps built."""

import re

import pytest
from mapkit import DAY, HOSTILE, make_claim, opened, sample_claims, started_browser, write_map

from geomap.maps.card import MapCard, make_card, read_card
from geomap.maps.index import build_index, index_page
from geomap.maps.thumbnail import draw_thumbnail
from geomap.records import Document


def test_a_card_sums_up_the_map():
    card = make_card(sample_claims(), "August")
    assert (card.title, card.claims, card.documents, card.publishers) == ("August", 12, 4, 3)
    assert (card.first, card.last) == (DAY, DAY.replace(month=9, day=16))


def test_documents_without_a_claim_count_in_the_card():
    assert make_card([], "", [Document("silent.txt", "Nothing.")]).documents == 1


def test_a_card_has_one_spot_for_each_place_in_the_colour_of_most_claims():
    spots = make_card(sample_claims(), "").spots
    assert [spot for spot in spots if spot[:2] == (35.273, 51.198)] == [(35.273, 51.198, "UA", 3)]
    assert len(spots) == 5


def test_a_card_comes_back_from_the_file(tmp_path):
    path = write_map(tmp_path / "map.html", title="Back {{7*191}} </script>")
    assert read_card(path) == make_card(sample_claims(), "Back {{7*191}} </script>")


def test_a_file_that_is_no_map_has_no_card(tmp_path):
    path = tmp_path / "other.html"
    path.write_text("<p>something else</p>")
    assert read_card(path) is None


def test_a_card_that_is_spoiled_is_passed_over(tmp_path):
    path = tmp_path / "spoiled.html"
    path.write_text('<script type="application/json" id="geomap-card">[1, 2</script>')
    assert read_card(path) is None


def test_the_index_lists_the_maps_of_the_folder_and_below(tmp_path):
    write_map(tmp_path / "one.html", title="First map")
    (tmp_path / "kursk").mkdir()
    write_map(tmp_path / "kursk" / "map.html", title="Second map")
    (tmp_path / "notes.html").write_text("<p>no map</p>")
    page = build_index(tmp_path).read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', page) == ["kursk/map.html", "one.html"]
    assert "First map" in page and "14 Aug – 16 Sep 2024" in page and "12 claims, 4 documents, 3 publishers" in page


def test_the_index_is_the_same_when_it_is_built_again(tmp_path):
    write_map(tmp_path / "map.html")
    first = build_index(tmp_path).read_bytes()
    assert build_index(tmp_path).read_bytes() == first


def test_a_folder_without_maps_says_how_to_build_one(tmp_path):
    assert "geomap build" in build_index(tmp_path).read_text(encoding="utf-8")


def test_the_latest_reports_come_first_and_undated_maps_last():
    old, new = MapCard("old", first=DAY, last=DAY), MapCard("new", first=DAY, last=DAY.replace(year=2025))
    maps = [("a", old), ("b", MapCard("none")), ("c", new)]
    assert re.findall(r"<h2>(\w+)</h2>", index_page(maps)) == ["new", "old", "none"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_or_path_stays_text(text):
    page = index_page([(text, MapCard(text))])
    assert page.count("<script") == 0 and "<img" not in page


def test_a_thumbnail_draws_land_borders_and_a_dot_for_each_spot():
    svg = draw_thumbnail(make_card(sample_claims(), "").spots)
    assert svg.count("<circle") == 5
    assert len(re.search(r'class="land" d="([^"]*)"', svg)[1]) > 100
    assert len(re.search(r'class="border" d="([^"]*)"', svg)[1]) > 50
    assert len(svg) < 60_000


def test_a_thumbnail_without_spots_shows_the_land():
    assert "<circle" not in draw_thumbnail([])


def test_a_far_spot_does_not_shrink_the_picture():
    near = [(35.0 + n / 10, 51.0, "UA", 3) for n in range(10)]
    assert draw_thumbnail([(-77.0, 38.9, "media", 1), *near]).count("<circle") == 10


@pytest.mark.browser
def test_the_index_opens_without_a_request_or_an_error(chromium_path, tmp_path):
    write_map(tmp_path / "map.html", [make_claim()], title="".join(HOSTILE))
    with started_browser(chromium_path) as browser, opened(browser, build_index(tmp_path)) as at:
        assert (at.errors, at.requests, at.dialogs) == ([], [], [])
        at.page.click("li a")
        at.settle()
        assert at.page.locator("#card").is_visible()
