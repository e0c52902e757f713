"""The reported front in the map: what the page gets, and how it plays, compares and explains it."""

from datetime import date, timedelta

import pytest
from frontkit import DAY as ZERO
from frontkit import cells, claim
from mapkit import blocks, opened, started_browser, write_map

from geomap.baseline import Baseline, BaselineDay
from geomap.control import CONTROL_KINDS, was_known
from geomap.front import place_timelines, reconstruct_front, trace_front
from geomap.front_report import report_period
from geomap.maps.frontdata import (
    HOLDERS,
    baseline_rows,
    front_rows,
    history_of,
    known_days,
    known_timelines,
    movement_rows,
)


def told(place, kind="capture", actor="RU", after=0, reported=None, **changes):
    """Make a claim that is made public on its own day, or `reported` days after day zero."""
    day = ZERO + timedelta(days=after if reported is None else reported)
    changes.setdefault("publisher", "Courier")
    changes.setdefault("quote", f"{actor} {kind} of {place} on day {after}")
    changes.setdefault("end", len(changes["quote"]))
    return claim(place, kind, actor, after, reported=day, published=day, **changes)


def war():
    """Seven claims: alpha taken and denied, beta taken and retaken, delta taken by the other side, gamma late."""
    return [
        told("alpha", after=0),
        told("alpha", after=1, status="denied", side="UA", claimant="the UA staff"),
        told("alpha", "hold", "UA", after=1),
        told("beta", after=2),
        told("beta", "capture", "UA", after=9),
        told("delta", "capture", "UA", after=3),
        told("gamma", after=4, reported=12),
    ]


def days_after(number):
    return (ZERO + timedelta(days=number)).isoformat()


def rows_of(history, claims):
    return dict(front_rows(history, claims))


def holder_on(states, day):
    before = [row for row in states if row[0] <= day.toordinal() - date(1970, 1, 1).toordinal()]
    return HOLDERS[before[-1][1]] if before else ""


def test_the_page_has_the_state_of_every_place_on_every_day():
    claims = war()
    rows = rows_of(trace_front(claims, cells=cells()), claims)
    for after in range(14):
        day = ZERO + timedelta(days=after)
        expected = {state.place_id: state.held_by for state in reconstruct_front(claims, days=[day])[0].places}
        found = {row[0]: holder_on(row[6], day) for row in rows["places"]}
        assert {name: holder for name, holder in found.items() if holder} == {
            name: holder for name, holder in expected.items() if holder
        }


def test_the_page_has_what_was_known_on_every_day_of_a_report():
    claims = war()
    states = {}
    for day, anew in known_timelines(claims, known_days(claims)):
        states |= anew
        shown = {place_id: line for place_id, line in states.items() if line}
        assert shown == place_timelines([one for one in claims if was_known(one, day)])


def test_a_late_report_is_known_from_its_own_day_on():
    rows = rows_of(trace_front(war(), cells=cells()), war())
    gamma = [row[0] for row in rows["places"]].index("gamma")
    days = [day for day, changed in rows["known"] if any(place == gamma for place, _ in changed)]
    assert days == [(ZERO + timedelta(days=12)).toordinal() - date(1970, 1, 1).toordinal()]


def test_days_of_reports_are_thinned_out_where_there_are_many():
    claims = [told("alpha", after=number) for number in range(300)]
    days = known_days(claims)
    assert len(days) == 40 and days[0] == ZERO and days[-1] == ZERO + timedelta(days=299)


def test_claims_that_say_nothing_of_control_make_no_known_day():
    assert known_days([told("alpha", "strike")]) == []
    assert "strike" not in {kind.value for kind in CONTROL_KINDS}


def test_slices_serve_as_a_history():
    claims = war()
    days = [ZERO + timedelta(days=number) for number in range(14)]
    from_slices = history_of(reconstruct_front(claims, days=days, cells=cells()), claims)
    whole = trace_front(claims, cells=cells())
    holders = [
        {place_id: [(day, state.held_by) for day, state in line] for place_id, line in history.places.items()}
        for history in (from_slices, whole)
    ]
    assert holders[0] == holders[1]
    assert {cell.place_id for cell in from_slices.cells} == {cell.place_id for cell in whole.cells}


def test_a_state_names_its_claims_by_their_number_in_the_page():
    claims = war()
    row = next(row for row in rows_of(trace_front(claims), claims)["places"] if row[0] == "beta")
    assert [state[6] for state in row[6]] == [[3], [4]]


def test_a_movement_without_a_line_is_left_out():
    claims = [told("alpha", "advance", role="toward")]
    assert movement_rows(trace_front(claims), claims, {}) == []


def test_a_stated_movement_runs_from_its_origin_to_its_destination():
    pair = [
        told("alpha", "advance", role="from", statement_id="s"),
        told("gamma", "advance", role="toward", statement_id="s"),
    ]
    rows = movement_rows(trace_front(pair), pair, {"alpha": 5, "gamma": 6})
    assert [[*row[1:4], row[6]] for row in rows] == [[5, 6, [35.0, 50.95, 35.2, 50.95], 1]]


def square(size):
    from shapely.geometry import box

    return box(34.5, 50.5, 34.5 + size, 50.5 + size)


def test_a_baseline_keeps_its_credit_its_file_and_forty_days():
    days = tuple(
        BaselineDay(ZERO + timedelta(days=number), square(0.5), f"{number}.geojson", "Mapper") for number in range(90)
    )
    holder, rows = baseline_rows(Baseline(days))
    assert holder == "RU" and len(rows) == 40
    assert rows[0][1:3] == ["Mapper", "0.geojson"] and rows[-1][2] == "89.geojson"
    assert baseline_rows(None) == []


def test_a_map_traces_the_front_itself_where_none_is_given(tmp_path):
    html = write_map(tmp_path / "map.html", war()).read_text(encoding="utf-8")
    found = blocks(html)
    assert found["geomap-data"]["front"] == 4 and len(found["geomap-front"]["cells"]) == 4


@pytest.fixture(scope="module")
def browser(chromium_path):
    with started_browser(chromium_path) as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    days = (BaselineDay(ZERO + timedelta(days=1), square(0.6), "mapper_2024-08-15.geojson", "Mapper"),)
    history = trace_front(war(), cells=cells())
    return write_map(folder / "map.html", war(), front=history, baseline=Baseline(days))


def areas(at):
    return at.page.locator("#front-areas .chip").all_inner_texts()


@pytest.mark.browser
def test_the_front_is_off_by_default_and_comes_when_asked_for(browser, path):
    with opened(browser, path) as at:
        assert at.page.locator("#front-box").is_hidden()
        at.page.check("#layer-front")
        at.settle()
        assert at.text("#front-title") == "Reported front on 23 Aug 2024"
        assert "Not verified control" in at.text("#front-note")
        assert at.errors == []


@pytest.mark.browser
def test_the_areas_follow_the_day(browser, path):
    with opened(browser, path, f"front=1&mode=cumulative&to={days_after(0)}") as at:
        assert [text.rsplit(" ", 2)[0] for text in areas(at)] == ["Russian forces"]
        at.press("ArrowRight")
        assert [text.rsplit(" ", 2)[0] for text in areas(at)] == ["Contested"]
        at.press("ArrowRight")
        assert [text.rsplit(" ", 2)[0] for text in areas(at)] == ["Russian forces", "Contested"]


@pytest.mark.browser
def test_two_days_are_compared_with_a_divider_that_keys_move(browser, path):
    with opened(browser, path, f"front=1&from={days_after(0)}&to={days_after(3)}") as at:
        at.page.click('[data-compare="days"]')
        at.settle()
        assert (at.text("#swipe-left"), at.text("#swipe-right")) == ("14 Aug 2024", "17 Aug 2024")
        assert at.page.locator("#front-areas .areas").count() == 2
        before = at.page.locator("#swipe").bounding_box()["x"]
        at.page.focus("#swipe")
        at.press("ArrowRight")
        assert at.page.locator("#swipe").bounding_box()["x"] > before


@pytest.mark.browser
def test_the_divider_is_dragged(browser, path):
    with opened(browser, path, "front=1&compare=days") as at:
        knob = at.page.locator("#swipe .knob").bounding_box()
        at.page.mouse.move(knob["x"] + 16, knob["y"] + 16)
        at.page.mouse.down()
        at.page.mouse.move(knob["x"] + 216, knob["y"] + 16, steps=4)
        at.page.mouse.up()
        assert at.page.locator("#swipe .knob").bounding_box()["x"] == pytest.approx(knob["x"] + 200, abs=3)


@pytest.mark.browser
def test_two_accounts_of_one_day_are_compared(browser, path):
    with opened(browser, path, f"front=1&compare=accounts&mode=cumulative&to={days_after(1)}") as at:
        assert (at.text("#swipe-left"), at.text("#swipe-right")) == ("Ukrainian account", "Russian account")
        shown = at.page.locator("#front-areas .areas").all_inner_texts()
        assert "Ukrainian forces" in shown[0] and "Russian forces" in shown[1]
        assert "Russian forces" not in shown[0]


@pytest.mark.browser
def test_as_known_on_a_day_leaves_out_what_was_reported_later(browser, path):
    with opened(browser, path, f"front=1&mode=cumulative&to={days_after(9)}") as at:
        every, count = areas(at), at.claim_count()
        at.page.fill("#known-day", days_after(5))
        at.page.keyboard.press("Enter")
        at.settle()
        at.settle()
        assert at.claim_count() < count and areas(at) != every
        assert "as known on 19 Aug 2024" in at.text("#front-title")
        link = at.page.evaluate("location.hash")[1:]
        known = areas(at)
    with opened(browser, path, link) as at:
        assert areas(at) == known
        at.page.click("#known-clear")
        at.settle()
        assert at.claim_count() == count


@pytest.mark.browser
def test_a_place_tells_each_account_of_the_day(browser, path):
    with opened(browser, path, f"mode=cumulative&to={days_after(1)}&place=alpha&tab=place") as at:
        box = at.text(".front-place")
        assert "Reported front on 15 Aug 2024" in box and "Contested" in box
        assert "Ukrainian account: said held by Ukrainian forces; denied that Russian forces hold it" in box
        assert "Russian account: said held by Russian forces" in box
        at.page.locator(".account", has_text="Ukrainian account").locator(".quiet").click()
        at.settle()
        assert at.claim_count() == 2


@pytest.mark.browser
def test_the_table_of_a_period_has_the_lines_of_the_report(browser, path):
    since, until = ZERO, ZERO + timedelta(days=9)
    report = report_period(war(), since=since, until=until)
    expected = sum(len(section.lines) for section in report.sections)
    with opened(browser, path, f"tab=summary&from={days_after(0)}&to={days_after(9)}") as at:
        rows = at.page.locator(".period tbody tr:has(td)")
        assert rows.count() == expected
        rows.first.locator("button").first.click()
        at.settle()
        assert at.page.locator("#tab-place").get_attribute("aria-selected") == "true"


@pytest.mark.browser
def test_the_baseline_stands_with_its_own_credit_and_can_be_switched_off(browser, path):
    with opened(browser, path, "front=1") as at:
        assert at.text("#baseline-name") == "Mapper, 15 Aug 2024"
        at.page.uncheck("#layer-baseline")
        at.settle()
        assert "base=0" in at.page.evaluate("location.hash")


@pytest.mark.browser
def test_a_click_on_a_cell_opens_its_place(browser, path):
    with opened(browser, path, f"front=1&mode=cumulative&to={days_after(3)}&view=50.95,35.1,10") as at:
        at.page.mouse.click(*at.spot(35.02, 50.93))
        at.settle()
        assert at.text("#pane-place h2") == "Alpha"


@pytest.mark.browser
def test_the_front_fits_a_phone(browser, path):
    with opened(browser, path, "front=1&compare=accounts&tab=summary", size="phone") as at:
        at.page.locator("#sheet-handle").tap()
        at.page.wait_for_timeout(600)
        box = at.page.locator("#front-box").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert at.page.evaluate("document.documentElement.scrollWidth") <= 390 and at.errors == []
