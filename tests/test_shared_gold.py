"""Floors on the reference documents beside the checkout, where they are."""

import pytest

from geomap.evaluate import evaluate, read_annotations, read_predictions
from geomap.pipeline import build

TOPONYMS = {"f1": 0.985, "f1_exact": 0.98, "kind_accuracy": 0.985, "role_accuracy": 0.98, "within_10_km": 0.96}
CLAIMS = {
    "recall": 0.84,
    "precision": 0.865,
    "kind_accuracy": 0.87,
    "actor_accuracy": 0.88,
    "side_accuracy": 0.87,
    "status_accuracy": 0.885,
    "date_overlap": 0.96,
    "date_exact": 0.84,
    "pair_recall": 0.755,
    "pair_precision": 0.81,
    "front_pair_f1": 0.80,
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
