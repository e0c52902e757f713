"""Accuracy on annotated reports of our own: floors that rise freely and fall only with a reason."""

from __future__ import annotations

import pytest
from placekit import Score, compare, read_reports, score

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.places import resolve_places
from geomap.toponyms import find_toponyms

LANGUAGES = ("en", "uk", "ru")
FLOORS = Score(f1=0.97, f1_exact=0.95, kind=0.97, role=0.95, place=0.93)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(with_added=False)


def results(lang: str, gazetteer: Gazetteer):
    for report in read_reports(lang):
        toponyms = find_toponyms(report.document, gazetteer)
        yield report, resolve_places(report.document, toponyms, gazetteer)


def test_there_are_at_least_twenty_reports() -> None:
    assert sum(1 for lang in LANGUAGES for _ in read_reports(lang)) >= 20


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", ["f1", "f1_exact", "kind", "role", "place"])
def test_floor(lang: str, measure: str, gazetteer: Gazetteer) -> None:
    read = list(results(lang, gazetteer))
    errors = [error for report, found in read for error in compare(report, found)[1]]
    assert getattr(score(read), measure) >= getattr(FLOORS, measure), "\n".join(errors)


@pytest.mark.parametrize("name", ["en-06", "uk-08"])
def test_report_of_sport_gives_no_place_of_a_front(name: str, gazetteer: Gazetteer) -> None:
    found = next(found for report, found in results(name[:2], gazetteer) if report.document.doc_id == name)
    assert all(r.place is None or r.place.code != "SECT" for r in found)
    assert all(r.toponym.role != "literal" or r.place is None or r.place.population > 500_000 for r in found)
