"""The filter of the commands and the filters of the page keep the same claims."""

from datetime import date, timedelta

import pytest
from mapkit import DAY, opened, sample_claims, started_browser, write_map

from geomap.select import Selection

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium_path):
    with started_browser(chromium_path) as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_map(tmp_path_factory.mktemp("map") / "map.html")


def day(number: int) -> date:
    return DAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("link", "selection"),
    [
        pytest.param("", Selection(), id="everything"),
        pytest.param(
            f"from={day(0)}&to={day(3)}", Selection(since=day(0), until=day(3), undated=True), id="range and undated"
        ),
        pytest.param(f"from={day(0)}&to={day(3)}&undated=0", Selection(since=day(0), until=day(3)), id="range"),
        pytest.param("side=UA", Selection(sides=frozenset({"UA"})), id="side"),
        pytest.param("kind=capture,hold", Selection(kinds=frozenset({"capture", "hold"})), id="two kinds"),
        pytest.param("status=denied", Selection(statuses=frozenset({"denied"})), id="status"),
        pytest.param("q=korenevo", Selection(text="korenevo"), id="words"),
        pytest.param("q=MINISTRY%20day", Selection(text="MINISTRY day"), id="words in any letter case"),
        pytest.param(
            f"from={day(1)}&undated=0&side=RU&q=day",
            Selection(since=day(1), sides=frozenset({"RU"}), text="day"),
            id="all at once",
        ),
    ],
)
def test_the_page_counts_what_the_commands_select(browser, path, link, selection):
    expected = selection.apply(sample_claims())
    with opened(browser, path, link) as at:
        assert at.claim_count() == len(expected)
