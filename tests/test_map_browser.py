"""The map in a real browser: time, counts, reading, filters, links, downloads."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from mapkit import DAY, SPOTS, make_claim, opened, sample_claims, started_browser, write_map

from geomap.records import Status

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium_path):
    with started_browser(chromium_path) as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_map(tmp_path_factory.mktemp("map") / "map.html")


def dated_between(since, until):
    return [
        claim
        for claim in sample_claims()
        if claim.start_date is None or (claim.start_date <= until and claim.end_date >= since)
    ]


def days_after(number):
    return (DAY + timedelta(days=number)).isoformat()


def test_the_page_loads_without_an_error_a_request_or_a_dialog(browser, path):
    with opened(browser, path) as at:
        assert (at.errors, at.requests, at.dialogs) == ([], [], [])


def test_the_title_is_followed_by_the_notice(browser, path):
    with opened(browser, path) as at:
        assert (at.text("#title"), at.text("#notice")) == ("August reports", "Reports, not verified control")


def test_the_card_counts_claims_documents_publishers_and_what_has_no_place(browser, path):
    with opened(browser, path) as at:
        assert at.text("#counts") == "12 claims, 4 documents, 3 publishers, 1 without a place"


@pytest.mark.parametrize(("since", "until"), [(0, 3), (4, 8), (32, 33)])
def test_a_range_in_the_link_keeps_the_claims_that_meet_it(browser, path, since, until):
    expected = dated_between(DAY + timedelta(days=since), DAY + timedelta(days=until))
    with opened(browser, path, f"from={days_after(since)}&to={days_after(until)}") as at:
        assert at.claim_count() == len(expected)


def test_the_first_handle_moves_by_keys(browser, path):
    with opened(browser, path) as at:
        at.page.focus("#from")
        at.press("ArrowRight")
        assert at.text("#range") == "15 Aug – 16 Sep 2024"
        assert at.claim_count() == len(dated_between(DAY + timedelta(days=1), DAY + timedelta(days=40)))


def test_shift_and_an_arrow_move_a_handle_by_a_week(browser, path):
    with opened(browser, path) as at:
        at.page.focus("#to")
        at.press("Shift+ArrowLeft")
        assert at.text("#range") == "14 Aug – 9 Sep 2024"


def test_a_handle_is_dragged_with_the_mouse(browser, path):
    with opened(browser, path) as at:
        grip = at.page.locator("#grip-to").bounding_box()
        bars = at.page.locator("#histogram").bounding_box()
        at.page.mouse.move(grip["x"] + 6, grip["y"] + 20)
        at.page.mouse.down()
        at.page.mouse.move(grip["x"] + 6 - bars["width"] / 2, grip["y"] + 20, steps=5)
        at.page.mouse.up()
        at.settle()
        assert at.text("#range") == "14–30 Aug 2024"


def test_the_span_between_the_handles_is_dragged(browser, path):
    with opened(browser, path, f"from={days_after(0)}&to={days_after(6)}") as at:
        span = at.page.locator("#span").bounding_box()
        at.page.mouse.move(span["x"] + span["width"] / 2, span["y"] + 10)
        at.page.mouse.down()
        at.page.mouse.move(span["x"] + span["width"] * 1.5, span["y"] + 10, steps=5)
        at.page.mouse.up()
        at.settle()
        assert at.text("#range") == "21–27 Aug 2024"


def test_a_click_on_a_bar_selects_its_day_and_again_the_whole_period(browser, path):
    with opened(browser, path) as at:
        bars = at.page.locator("#histogram").bounding_box()
        spot = (bars["x"] + bars["width"] * 4.5 / 34, bars["y"] + 15)
        at.page.mouse.click(*spot)
        at.settle()
        assert at.text("#range") == "18 Aug 2024"
        at.page.mouse.click(*spot)
        at.settle()
        assert at.text("#range") == "14 Aug – 16 Sep 2024"


def test_dates_are_typed_in_iso_form(browser, path):
    with opened(browser, path) as at:
        at.page.click("#to-day")
        at.page.keyboard.type("2024-08-20")
        at.press("Enter")
        assert at.text("#range") == "14–20 Aug 2024"


def test_a_date_that_is_none_is_refused_with_a_sentence(browser, path):
    with opened(browser, path) as at:
        at.page.click("#to-day")
        at.page.keyboard.type("2024-02-30")
        at.press("Enter")
        assert at.text("#toast") == "A date is written 2024-08-14."
        assert at.text("#range") == "14 Aug – 16 Sep 2024"


def test_arrows_move_the_whole_period(browser, path):
    with opened(browser, path, f"from={days_after(0)}&to={days_after(2)}") as at:
        at.press("ArrowRight")
        assert at.text("#range") == "15–17 Aug 2024"
        at.press("End")
        assert at.text("#range") == "14–16 Sep 2024"
        at.press("Home")
        assert at.text("#range") == "14–16 Aug 2024"


def test_space_plays_and_pauses(browser, path):
    with opened(browser, path, f"from={days_after(0)}&to={days_after(2)}") as at:
        at.page.keyboard.press("Space")
        at.page.wait_for_timeout(1000)
        at.press("Space")
        stopped = at.text("#range")
        assert stopped != "14–16 Aug 2024"
        at.page.wait_for_timeout(900)
        assert at.text("#range") == stopped


def test_seven_days_are_the_last_seven_of_the_range(browser, path):
    with opened(browser, path, f"to={days_after(10)}") as at:
        at.page.click('[data-days="7"]')
        at.settle()
        assert at.text("#range") == "18–24 Aug 2024"


def test_cumulative_keeps_all_before_the_day(browser, path):
    with opened(browser, path, f"mode=cumulative&to={days_after(3)}") as at:
        assert at.claim_count() == len(dated_between(DAY, DAY + timedelta(days=3)))
        assert at.text("#range") == "Until 17 Aug 2024"


def test_as_of_keeps_the_latest_account_of_each_side_about_each_place(browser, path):
    with opened(browser, path, f"mode=asof&to={days_after(3)}") as at:
        assert sorted(at.rows()) == sorted(sample_claims()[n].quote for n in (1, 2, 3))


def test_the_reported_clock_moves_claims_to_the_day_they_were_made_public(browser, path):
    with opened(browser, path, f"clock=reported&from={days_after(1)}&to={days_after(1)}") as at:
        assert at.claim_count() == 1
        assert at.text("#range") == "15 Aug 2024 (reported)"


def test_claims_without_a_date_can_be_left_out(browser, path):
    with opened(browser, path) as at:
        assert at.text("#undated-count") == "1"
        at.page.uncheck("#undated")
        at.settle()
        assert at.claim_count() == 11


def test_a_click_on_a_mark_tells_who_says_what_there(browser, path):
    with opened(browser, path) as at:
        lon, lat, *_ = SPOTS["Sudzha"]
        at.page.mouse.click(*at.spot(lon, lat))
        at.settle()
        pane = at.text("#pane-place")
        assert at.text("#pane-place h2") == "Sudzha" and "Суджа" in pane
        for claim in sample_claims()[:3]:
            assert claim.quote in pane and claim.claimant in pane
        assert "Both sides speak of this" in pane


def test_a_click_on_a_hatched_region_opens_it(browser, path):
    with opened(browser, path) as at:
        at.page.mouse.click(*at.spot(37.6, 51.6))
        at.settle()
        assert at.text("#pane-place h2") == "Kursk Oblast"


def test_a_row_opens_its_place_and_why(browser, path):
    with opened(browser, path) as at:
        row = at.page.locator("#list li.row", has_text="Troops took Korenevo on day 4.")
        row.locator("summary").click()
        why = row.locator("dl.why").inner_text()
        assert all(words in why for words in ("Korenevo", "the only place of that name", "on Wednesday", "0.80"))
        row.locator(".row-head").click()
        at.settle()
        assert at.text("#pane-place h2") == "Korenevo"


def test_the_pointer_over_a_row_shows_its_mark_and_the_other_way_round(browser, path):
    with opened(browser, path) as at:
        at.page.locator("#list li.row", has_text="Korenevo on day 4").hover()
        assert at.page.locator("#ring").is_visible()
        lon, lat, *_ = SPOTS["Korenevo"]
        at.page.mouse.move(*at.spot(lon, lat))
        at.settle()
        assert at.page.locator("#list li.row.pointed").count() == 2
        assert "Korenevo" in at.text("#tip")


def test_a_denial_says_who_says_otherwise(browser, path):
    with opened(browser, path) as at:
        row = at.page.locator("#list li.row", has_text="Troops took Sudzha on day 0.")
        row.locator("button", has_text="Said otherwise: the Ministry of Defence").click()
        at.settle()
        assert sorted(at.rows()) == sorted(claim.quote for claim in sample_claims()[:2])


def test_the_list_follows_the_part_of_the_map_in_view(browser, path):
    with opened(browser, path, "view=48.28,37.18,9") as at:
        assert at.text("#list-note") == "2 claims in view, 10 elsewhere or unplaced"


def test_search_finds_words_of_places_quotes_and_claimants(browser, path):
    with opened(browser, path) as at:
        for words, count in (("korenevo", 2), ("day 8", 1), ("ministry", 4), ("agency", 3)):
            at.page.fill("#search", words)
            at.settle()
            assert at.claim_count() == count, words


def test_toggles_hide_and_show_and_counts_agree(browser, path):
    with opened(browser, path) as at:
        at.page.click("#filter-button")
        russian = at.page.locator('[data-filter="sides"][data-value="RU"]')
        assert russian.locator(".count").inner_text() == "4"
        russian.click()
        at.settle()
        assert at.claim_count() == 8 and at.page.locator("#filter-count").inner_text() == "1"
        assert not any("Ministry" in text for text in at.page.locator("#list .claimant").all_text_contents())
        at.page.click("#reset")
        at.settle()
        assert at.claim_count() == 12


def test_none_and_one_leaves_that_publisher_only(browser, path):
    with opened(browser, path) as at:
        at.page.click("#filter-button")
        at.page.click('button[aria-label="Publisher: None"]')
        at.page.click('[data-filter="publishers"][data-value="Agency"]')
        at.settle()
        assert at.claim_count() == 3


def test_a_sentence_of_the_summary_selects_its_claims(browser, path):
    with opened(browser, path) as at:
        at.page.click("#tab-summary")
        fact = at.page.locator(".fact", has_text="Ukrainian forces are said to have taken")
        count = int(fact.locator(".fact-count").inner_text().split()[0])
        fact.click()
        at.settle()
        assert at.claim_count() == count == len(at.rows())


def test_a_link_restores_view_range_filters_and_selection(browser, path):
    with opened(browser, path) as at:
        at.page.click('[data-mode="cumulative"]')
        at.page.focus("#to")
        at.press("Shift+ArrowLeft")
        at.page.click("#filter-button")
        at.page.locator('[data-filter="kinds"][data-value="strike"]').click()
        at.page.click("#filter-button")
        lon, lat, *_ = SPOTS["Sudzha"]
        at.page.mouse.click(*at.spot(lon, lat))
        at.page.click("#zoom-in")
        at.settle()
        at.settle()
        link = at.page.evaluate("location.hash")[1:]
        seen = [at.text("#counts"), at.text("#range"), at.text("#pane-place h2"), at.spot(lon, lat)]
    with opened(browser, path, link) as at:
        assert [at.text("#counts"), at.text("#range"), at.text("#pane-place h2")] == seen[:3]
        assert at.spot(lon, lat) == pytest.approx(seen[3], abs=3)


def test_a_link_that_is_nonsense_opens_the_map_all_the_same(browser, path):
    with opened(browser, path, "from=x&to=2024-99-99&mode=zz&side=%E0%A4%A&view=a,b,c&lang=xx&tab=q&place=%") as at:
        assert at.claim_count() >= 0 and at.errors == []


def test_the_geojson_download_holds_the_claims_shown_as_they_are(browser, path):
    with opened(browser, path, f"from={days_after(0)}&to={days_after(3)}") as at:
        name, content = at.downloaded("#get-geojson")
    features = {feature["properties"]["claim_id"]: feature for feature in json.loads(content)["features"]}
    assert name == "claims_2024-08-14_2024-08-17.geojson"
    shown = dated_between(DAY, DAY + timedelta(days=3))
    assert set(features) == {claim.claim_id for claim in shown}
    for claim in shown:
        row = claim.to_json()
        assert features[claim.claim_id]["geometry"] == row.pop("geometry")
        assert features[claim.claim_id]["properties"] == row


def test_the_csv_download_holds_the_claims_shown(browser, path):
    with opened(browser, path) as at:
        _, content = at.downloaded("#get-csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert sorted(row["quote"] for row in rows) == sorted(claim.quote for claim in sample_claims())
    assert {row["lon"] for row in rows if row["place"] == "Sudzha"} == {"35.273"}


def test_escape_deselects_slash_searches_and_a_question_mark_shows_the_keys(browser, path):
    with opened(browser, path, "place=test%3ASudzha&tab=place") as at:
        at.press("Escape")
        assert at.page.locator("#tab-claims").get_attribute("aria-selected") == "true"
        at.press("/")
        assert at.page.evaluate("document.activeElement.id") == "search"
        at.press("Escape")
        at.page.evaluate("document.activeElement.blur()")
        at.press("?")
        assert at.page.locator("#help").is_visible()


def test_the_language_changes_in_the_page(browser, path):
    with opened(browser, path) as at:
        at.page.click("#menu summary")
        at.page.select_option("#language", "uk")
        at.settle()
        assert at.text("#notice") == "Повідомлення, а не підтверджений контроль"
        assert at.text("#range") == "14 серп. – 16 верес. 2024"


def test_the_theme_changes_in_the_page(browser, path):
    with opened(browser, path, color_scheme="light") as at:
        at.page.click("#menu summary")
        at.page.click("#theme")
        at.settle()
        assert at.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(30, 33, 36)"


def test_an_empty_period_says_when_there_are_claims(browser, path):
    with opened(browser, path, f"from={days_after(20)}&to={days_after(22)}&undated=0") as at:
        assert at.text(".empty p") == "No claims from 3 Sep 2024 to 5 Sep 2024. The last is on 16 Sep 2024."
        at.page.click(".empty .button")
        at.settle()
        assert at.claim_count() == 11


def test_a_map_without_claims_says_so(browser, tmp_path):
    with opened(browser, write_map(tmp_path / "map.html", [])) as at:
        assert at.text(".empty p") == "There are no claims in this file." and at.errors == []


def test_claims_that_are_all_undated_are_listed(browser, tmp_path):
    claims = [make_claim("Sudzha", None), make_claim("", None)]
    with opened(browser, write_map(tmp_path / "map.html", claims)) as at:
        assert at.claim_count() == 2 and at.errors == []


def test_changes_of_the_count_are_announced(browser, path):
    with opened(browser, path) as at:
        at.page.fill("#search", "korenevo")
        at.settle()
        assert at.page.locator("#live").text_content() == "2 claims"
        assert at.page.locator("#live").get_attribute("aria-live") == "polite"


def test_the_handles_are_sliders_with_dates_as_values(browser, path):
    with opened(browser, path) as at:
        assert at.page.locator("#from").get_attribute("aria-valuetext") == "14 Aug 2024"
        assert at.page.locator("#to").get_attribute("aria-valuetext") == "16 Sep 2024"


def test_every_control_has_a_name(browser, path):
    nameless = """() => [...document.querySelectorAll('button, input, select, summary, [role=tab]')]
        .filter((node) => node.offsetParent !== null)
        .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.closest('label')))
        .map((node) => node.outerHTML.slice(0, 80))"""
    with opened(browser, path) as at:
        at.page.click("#filter-button")
        assert at.page.evaluate(nameless) == []


def test_the_focus_is_visible_on_the_way_through_the_page(browser, path):
    outlined = """() => { const style = getComputedStyle(document.activeElement);
        return document.activeElement === document.body || document.activeElement.matches('input[type=range]')
          || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || document.activeElement.id; }"""
    with opened(browser, path) as at:
        seen = []
        for _ in range(24):
            at.page.keyboard.press("Tab")
            seen.append(at.page.evaluate(outlined))
        assert seen == [True] * 24


def test_less_motion_is_respected(browser, path):
    with opened(browser, path, reduced_motion="reduce") as at:
        moving = """() => [...document.querySelectorAll('*')]
            .filter((node) => getComputedStyle(node).transitionDuration !== '0s').length"""
        at.page.click("#zoom-in")
        assert at.page.evaluate(moving) == 0


def test_the_embedded_map_opens_with_the_panel_folded(browser, tmp_path):
    with opened(browser, write_map(tmp_path / "map.html", embed=True)) as at:
        assert at.page.locator("#panel-body").is_hidden() and at.page.locator("#full-link").is_visible()
        lon, lat, *_ = SPOTS["Sudzha"]
        at.page.mouse.click(*at.spot(lon, lat))
        at.settle()
        assert at.text("#pane-place h2") == "Sudzha"


def test_tiles_are_asked_for_from_their_host_only(browser, tmp_path):
    pytest.importorskip("xyzservices")
    with opened(browser, write_map(tmp_path / "map.html", tiles="OpenStreetMap.Mapnik")) as at:
        assert at.requests and all(url.startswith("https://tile.openstreetmap.org/") for url in at.requests)
        at.page.click("#tab-about")
        at.settle()
        assert "tile.openstreetmap.org: that host learns your address" in re.sub(r"\s+", " ", at.text("#pane-about"))


def test_the_page_prints_on_one_sheet(browser, path):
    with opened(browser, path) as at:
        sheets = at.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
        at.settle()
        assert at.page.locator("#panel").is_visible()


def test_without_scripts_the_table_is_shown(browser, path):
    with opened(browser, path, java_script_enabled=False) as at:
        assert at.page.locator("noscript tbody tr").count() == 12


def test_the_printed_list_and_the_marks_bear_the_same_numbers(browser, path):
    with opened(browser, path) as at:
        at.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        listed = at.page.locator("#print-list li").all_text_contents()
        assert [text.split()[0] for text in listed] == [str(n + 1) for n in range(12)]


def test_an_unverified_claim_bears_its_status(browser, tmp_path):
    with opened(browser, write_map(tmp_path / "map.html", [make_claim(status=Status.UNVERIFIED)])) as at:
        assert at.text("#list .status") == "Unverified"
