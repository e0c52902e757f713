"""The front that the real articles report, against what their days are known for."""

from datetime import date

import pytest

from geomap.front import reconstruct_front
from geomap.records import Document


@pytest.fixture(scope="module")
def told(shared):
    """The claims of the real articles, grouped, and the cells around them."""
    from geomap.cells import gazetteer_cells
    from geomap.documents import read_documents
    from geomap.gazetteer import load_gazetteer
    from geomap.pipeline import run_document
    from geomap.reports import group_claims

    gazetteer = load_gazetteer()
    documents = [one for one in read_documents([str(shared / "seeds")]) if isinstance(one, Document)]
    claims = [claim for one in documents for claim in run_document(one, gazetteer).claims]
    return group_claims(claims, documents), gazetteer_cells(gazetteer, [claim.place_id for claim in claims])


@pytest.fixture(scope="module")
def august(told):
    return reconstruct_front(told[0], days=[date(2024, 8, 14)], cells=told[1])[0]


@pytest.fixture(scope="module")
def christmas(told):
    return reconstruct_front(told[0], days=[date(2024, 12, 25)], cells=told[1])[0]


def named(front, place, admin1):
    return next(state for state in front.places if (state.place, state.admin1) == (place, admin1))


def test_the_kursk_strip_is_taken_by_kyivs_account_and_disputed_by_moscows(august):
    state = named(august, "Kursk Oblast", "Kursk Oblast")
    accounts = {account.side.value: account.held_by for account in state.accounts}
    assert (state.held_by, state.whole, accounts["UA"]) == ("disputed", False, "UA")


def test_russia_moves_toward_pokrovsk(august):
    assert ("RU", "Pokrovsk") in [(one.actor.value, one.to_place) for one in august.movements]


def test_nobody_is_reported_to_hold_pokrovsk(august):
    assert named(august, "Pokrovsk", "Donetsk Oblast").held_by == ""


@pytest.mark.parametrize("place", ["Novoolenivka", "Storozheve"])
def test_villages_that_deepstate_reports_as_russian(christmas, place):
    state = named(christmas, place, "Donetsk Oblast")
    assert (state.held_by, [side.value for side in state.confirmed_by]) == ("RU", ["UA"])


def test_a_village_at_an_estimated_position_colours_no_ground(christmas):
    village = named(christmas, "Novoolenivka", "Donetsk Oblast")
    assert village.place_id not in {cell.place_id for cell in christmas.cells}
