"""Cells: near their settlement, on their own side of the border, never from an estimate."""

import pytest
from frontkit import BORDER_LAT, BOUNDARIES, TOWNS, cells, town
from shapely.geometry import Point, shape

from geomap.cells import build_cells
from geomap.geo import distance_km


def corners(cell):
    return shape(cell.geometry).exterior.coords


def test_a_cell_stays_within_the_reach():
    lon, lat, _ = TOWNS["far"]
    assert max(distance_km(lon, lat, x, y) for x, y in corners(cells().cell("far"))) <= 10.0


def test_a_cell_alone_fills_the_reach():
    assert cells().cell("far").km2 == pytest.approx(314, rel=0.02)


def test_the_reach_can_be_chosen():
    assert cells(reach_km=2.0).cell("far").km2 == pytest.approx(12.6, rel=0.03)


def test_a_reach_must_be_positive():
    with pytest.raises(ValueError, match="reach_km is 0"):
        build_cells([], reach_km=0)


def test_a_cell_stays_on_its_side_of_the_border():
    assert max(y for _, y in corners(cells().cell("alpha"))) <= BORDER_LAT + 1e-5
    assert min(y for _, y in corners(cells().cell("delta"))) >= BORDER_LAT - 1e-5


def test_a_cell_holds_its_settlement():
    assert shape(cells().cell("alpha").geometry).contains(Point(*TOWNS["alpha"][:2]))


def test_neighbours_do_not_overlap():
    made = cells()
    first, second = shape(made.cell("alpha").geometry), shape(made.cell("beta").geometry)
    assert first.intersection(second).area < 1e-6


def test_an_estimated_place_has_no_cell():
    assert build_cells([town("alpha", estimate=True)], BOUNDARIES).cell("alpha") is None


def test_an_estimated_place_takes_nothing_from_its_neighbours():
    both = build_cells([town("alpha"), town("beta", estimate=True)], BOUNDARIES)
    assert both.cell("alpha") == build_cells([town("alpha")], BOUNDARIES).cell("alpha")


def test_a_place_in_a_country_without_outline_has_no_cell():
    assert build_cells([town("alpha", country="XX")], BOUNDARIES).cell("alpha") is None


def test_an_unknown_place_has_no_cell():
    assert cells().cell("nowhere") is None


def test_of_two_places_on_one_point_the_preferred_one_stays():
    lon, lat, _ = TOWNS["alpha"]
    made = build_cells([town("alpha"), town("beta", lon=lon, lat=lat)], BOUNDARIES, first=["beta"])
    assert (made.cell("alpha"), made.cell("beta").place_id) == (None, "beta")


def test_a_cell_does_not_depend_on_what_else_is_asked_for():
    made = cells()
    made.prepare(["alpha", "beta", "gamma"])
    assert made.cell("beta") == cells().cell("beta")


def test_neighbours_touch():
    assert cells().neighbours(["gamma", "alpha", "beta"]) == (("alpha", "beta"), ("beta", "gamma"))


def test_neighbours_share_a_line_with_a_length():
    (edge,) = cells().edges([("alpha", "beta")])
    assert (edge.first, edge.second, edge.geometry.type, edge.km > 1) == ("alpha", "beta", "LineString", True)


def test_cells_meet_across_the_border():
    assert ("alpha", "delta") in cells().neighbours(["alpha", "delta"])


def test_rings_run_counterclockwise():
    assert shape(cells().cell("alpha").geometry).exterior.is_ccw


def test_the_nearest_border_is_on_the_border():
    assert cells().nearest_border(35.0, 50.95)[1] == pytest.approx(BORDER_LAT, abs=0.01)
