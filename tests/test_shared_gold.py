"""Floors on the reference documents beside the checkout, where they are."""

import pytest

from geomap.evaluate import evaluate, read_annotations, read_predictions
from geomap.pipeline import build

TOPONYMS = {"f1": 0.95, "f1_exact": 0.90, "kind_accuracy": 0.93, "role_accuracy": 0.88, "within_10_km": 0.93}
CLAIMS = {
    "recall": 0.80,
    "precision": 0.75,
    "kind_accuracy": 0.87,
    "actor_accuracy": 0.87,
    "side_accuracy": 0.86,
    "status_accuracy": 0.88,
    "date_overlap": 0.90,
    "date_exact": 0.68,
}
"""A floor rises freely and falls only with a reason."""


@pytest.fixture(scope="module")
def scores(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("gold")
    build([shared / "gold" / "texts"], output=folder)
    return evaluate(read_annotations(shared / "gold"), *read_predictions(folder))


@pytest.mark.parametrize("measure", TOPONYMS)
def test_places_reach_their_floor(scores, measure):
    assert scores["toponyms"][measure] >= TOPONYMS[measure]


@pytest.mark.parametrize("measure", CLAIMS)
def test_claims_reach_their_floor(scores, measure):
    assert scores["claims"][measure] >= CLAIMS[measure]
