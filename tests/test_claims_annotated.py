"""Floors on annotated reports of our own in three languages."""

from pathlib import Path

import pytest
from claimkit import claims_of, read_reports

REPORTS = read_reports(Path(__file__).parent / "annotated" / "claims")


def _found(report):
    return {(c.kind.value, c.actor.value, c.side.value, c.status.value, c.place) for c in claims_of(report.text)}


def test_there_are_thirty_reports_in_three_languages():
    assert len(REPORTS) >= 30
    assert {report.name[:2] for report in REPORTS} == {"en", "uk", "ru"}


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_recall_and_precision_of_kind_and_place(lang):
    wanted, found = set(), set()
    for report in REPORTS:
        if report.name.startswith(lang):
            wanted |= {(report.name, row[0], row[4]) for row in report.rows}
            found |= {(report.name, row[0], row[4]) for row in _found(report)}
    right = len(wanted & found)
    assert right / len(wanted) >= 0.80
    assert right / len(found) >= 0.75


def test_actor_side_and_status_where_kind_and_place_are_right():
    pairs = [
        (got, row)
        for report in REPORTS
        for row in report.rows
        for got in _found(report)
        if (got[0], got[4]) == (row[0], row[4])
    ]
    for field in (1, 2, 3):
        assert sum(got[field] == row[field] for got, row in pairs) / len(pairs) >= 0.85


@pytest.mark.parametrize("report", [r for r in REPORTS if not r.rows], ids=lambda r: r.name)
def test_a_report_without_claims_gives_none_of_the_front(report):
    assert not [row for row in _found(report) if row[0] in ("capture", "withdrawal", "hold", "advance")]


def test_confidence_falls_with_the_way_the_place_was_found():
    text = "Russian troops captured [Lozivka], Moscow said. They also captured 40 soldiers there, the ministry said."
    near = next(claim for claim in claims_of(text) if claim.kind == "capture")
    carried = next(claim for claim in claims_of(text) if claim.kind == "prisoners")
    assert near.confidence > carried.confidence
    assert 0.8 <= near.confidence <= 0.95
