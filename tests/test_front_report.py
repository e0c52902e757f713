"""What each side claimed in a period, told for people, every line with its sources."""

from datetime import timedelta

import pytest
from frontkit import DAY, cells, claim

from geomap.front_report import as_markdown, as_rows, comparison_markdown, escape, report_period

WEEK = {"since": DAY, "until": DAY + timedelta(days=6)}


def places(key, *claims, **options):
    report = report_period(claims, **{**WEEK, **options})
    return [line.place for section in report.sections if section.key == key for line in section.lines]


def test_a_sides_own_captures_are_its_gains():
    told = [claim("alpha", actor="RU"), claim("beta", actor="UA")]
    assert (places("ru_gains", *told), places("ua_gains", *told)) == (["Alpha"], ["Beta"])


def test_what_a_side_says_that_it_left_or_lost_are_its_losses():
    told = [claim("alpha", "withdrawal", "UA", role="from"), claim("beta", "capture", "RU", side="UA")]
    assert places("ua_losses", *told) == ["Alpha", "Beta"]


def test_what_others_report_stands_by_itself():
    told = [claim("alpha", side="independent")]
    assert (places("others", *told), places("ru_gains", *told)) == (["Alpha"], [])


def test_what_happened_before_or_after_the_period_is_left_out():
    assert places("ru_gains", claim("alpha", after=-1), claim("beta", after=7)) == []


def test_what_was_not_known_yet_is_left_out():
    assert places("ru_gains", claim("alpha", reported=DAY + timedelta(days=3)), known_on=DAY) == []


def test_denials_and_undated_claims_are_no_gains():
    assert places("ru_gains", claim("alpha", status="denied"), claim("beta", after=None)) == []


def test_where_the_accounts_disagree_both_are_named():
    told = [claim("alpha", "capture", "RU", claim_id="so"), claim("alpha", "hold", "UA", after=1, claim_id="no")]
    report = report_period(told, **WEEK)
    (line,) = next(section.lines for section in report.sections if section.key == "disputed")
    assert {one.claim_id for one in (*line.claims, *line.contrary)} == {"so", "no"}


def test_a_capture_that_only_the_side_itself_tells_is_unconfirmed():
    assert places("unconfirmed", claim("alpha")) == ["Alpha"]


def test_a_capture_that_the_other_side_tells_too_is_confirmed():
    assert places("unconfirmed", claim("alpha"), claim("alpha", side="UA", after=1)) == []


def test_a_disputed_capture_is_not_called_unconfirmed():
    assert places("unconfirmed", claim("alpha"), claim("alpha", "hold", "UA", after=1)) == []


def test_a_period_must_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        report_period([], since=DAY, until=DAY - timedelta(days=1))


def test_areas_are_given_for_the_day_before_and_the_last_day():
    report = report_period([claim("alpha")], cells=cells(), **WEEK)
    assert (report.areas_before, [total.held_by for total in report.areas_after]) == ((), ["RU"])


def test_markdown_names_claimant_side_publisher_and_claim():
    told = claim("alpha", claimant="the ministry", publisher="The Daily", published=DAY, claim_id="c1")
    text = as_markdown(report_period([told], **WEEK))
    assert (
        "**Alpha**, 2024-08-14: taken by Russian forces. Says: the ministry (Russian), in The Daily, 2024-08-14" in text
    )
    assert "[c1" in text.replace("\\", "")


def test_markdown_says_that_nothing_is_verified():
    assert "not verified control" in as_markdown(report_period([], **WEEK))


def test_a_link_goes_to_the_web_only():
    bad = claim("alpha", url="javascript:alert(1)", publisher="X")
    good = claim("beta", url="https://example.org/a", publisher="Y")
    text = as_markdown(report_period([bad, good], **WEEK))
    assert "javascript" not in text
    assert "[Y](<https://example.org/a>)" in text


@pytest.mark.parametrize("words", ["<script>", "**x**", "[a](b)", "line\n# head", "| cell |", "`code`"])
def test_foreign_words_are_no_markup(words):
    escaped = escape(words)
    assert "\n" not in escaped
    assert all(escaped[at - 1] == "\\" for at, sign in enumerate(escaped) if sign in "<>*[]()#|`")


def test_rows_tell_who_says_so_and_who_says_otherwise():
    told = [claim("alpha", claim_id="so"), claim("alpha", "hold", "UA", status="denied", after=1, claim_id="no")]
    rows = [row for row in as_rows(report_period(told, **WEEK)) if row["section"] == "disputed"]
    assert [(row["claim_id"], row["says"]) for row in rows] == [("so", "so"), ("no", "otherwise")]


def test_an_empty_comparison_says_so():
    assert "| none |" in comparison_markdown([])


def test_what_is_taken_in_a_region_is_told_by_its_numbers():
    told = claim("kursk", feature="region", quantity=74.0, unit="settlements")
    text = as_markdown(report_period([told], **WEEK))
    assert "parts of it taken by Russian forces (74 settlements)" in text
