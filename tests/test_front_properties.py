"""What holds of every front, whatever is claimed."""

from dataclasses import replace
from datetime import timedelta

from frontkit import BORDER_LAT, DAY, TOWNS, cells, claim
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from geomap.front import front_collection, reconstruct_front, trace_front
from geomap.geo import distance_km

DAYS = [DAY + timedelta(days=day) for day in (0, 7, 20)]
CELLS = cells()

claims = st.lists(
    st.builds(
        lambda place, kind, actor, after, wide, **rest: claim(
            place,
            kind,
            actor,
            after,
            **rest,
            **({} if after is None else {"start_date": DAY + timedelta(days=after - wide)}),
        ),
        st.sampled_from(sorted(TOWNS)),
        st.sampled_from(["capture", "hold", "withdrawal", "advance", "intent", "attack", "infiltration"]),
        st.sampled_from(["UA", "RU", "unknown"]),
        st.none() | st.integers(-5, 15),
        st.integers(0, 8),
        side=st.sampled_from(["UA", "RU", "independent"]),
        status=st.sampled_from(["asserted", "asserted", "denied", "unverified", "disputed"]),
        role=st.sampled_from(["at", "at", "at", "from", "toward", "near"]),
        statement_id=st.sampled_from(["", "s", "t"]),
        reported=st.none() | st.integers(0, 20).map(lambda day: DAY + timedelta(days=day)),
    ),
    max_size=12,
    unique_by=lambda one: one.claim_id,
)
FEW = settings(max_examples=60, deadline=None)


@FEW
@given(claims, st.randoms(use_true_random=False), st.none() | st.just(DAYS[1]))
def test_the_order_of_claims_does_not_matter(told, chance, known_on):
    mixed = list(told)
    chance.shuffle(mixed)
    first, second = (reconstruct_front(given, days=DAYS, cells=CELLS, known_on=known_on) for given in (told, mixed))
    assert first == second


@FEW
@given(claims)
def test_a_claim_told_twice_changes_no_holder(told):
    again = [replace(one, claim_id=f"{one.claim_id}+") for one in told]
    once, twice = (reconstruct_front(given, days=DAYS, cells=CELLS) for given in (told, [*told, *again]))
    assert [[state.held_by for state in front.places] for front in once] == [
        [state.held_by for state in front.places] for front in twice
    ]


@FEW
@given(claims)
def test_days_told_together_or_alone_are_the_same(told):
    together = reconstruct_front(told, days=DAYS, cells=CELLS)
    alone = tuple(reconstruct_front(told, days=[day], cells=CELLS)[0] for day in DAYS)
    assert together == alone


@FEW
@given(claims)
def test_the_history_agrees_with_every_slice(told):
    history = trace_front(told, cells=CELLS)
    for front in reconstruct_front(told, days=DAYS, cells=CELLS):
        states = [[state for day, state in line if day <= front.day] for line in history.places.values()]
        assert [line[-1] for line in states if line] == list(front.places)
        held = {state.place_id: state.held_by for state in front.places if state.held_by}
        both = [edge for edge in history.edges if edge.first in held and edge.second in held]
        assert [(edge.first, edge.second) for edge in both if held[edge.first] != held[edge.second]] == [
            (part.first, part.second) for part in front.line
        ]
        assert set(front.movements) <= set(history.movements)


@FEW
@given(claims)
def test_no_mark_is_without_a_claim_about_its_place(told):
    by_id = {one.claim_id: one for one in told}
    for front in reconstruct_front(told, days=DAYS, cells=CELLS):
        for cell in front.cells:
            assert cell.claim_ids
            assert {by_id[claim_id].place_id for claim_id in cell.claim_ids} == {cell.place_id}
        assert all(one.claim_ids for one in (*front.movements, *front.line))


@FEW
@given(claims)
def test_areas_lie_near_their_place_and_on_its_side_of_the_border(told):
    for front in reconstruct_front(told, days=DAYS[-1:], cells=CELLS):
        for cell in front.cells:
            lon, lat, country = TOWNS[cell.place_id]
            for x, y in shape(cell.geometry).exterior.coords:
                assert distance_km(lon, lat, x, y) <= 10.0
                assert y <= BORDER_LAT + 1e-5 if country == "UA" else y >= BORDER_LAT - 1e-5


@FEW
@given(claims)
def test_denials_undated_claims_and_intents_alone_hold_nothing(told):
    idle = [one for one in told if one.status.value == "denied" or one.end_date is None or one.kind.value == "intent"]
    assert all(not front.cells for front in reconstruct_front(idle, days=DAYS, cells=CELLS))


@FEW
@given(claims)
def test_what_happens_later_changes_no_earlier_day(told):
    past = [one for one in told if one.end_date is None or one.end_date <= DAYS[1]]
    whole, part = (reconstruct_front(given, days=[DAYS[0]], cells=CELLS)[0] for given in (told, past))
    later = {one.claim_id for one in told} - {one.claim_id for one in past}
    ongoing = {one.place_id for one in told if one.claim_id in later and one.start_date <= DAYS[0]}
    assert [state for state in whole.places if state.place_id not in ongoing] == [
        state for state in part.places if state.place_id not in ongoing
    ]


@FEW
@given(claims)
def test_every_feature_is_plain_json(told):
    made = front_collection(reconstruct_front(told, days=DAYS, cells=CELLS))
    for feature in made["features"]:
        geometry = feature["geometry"]
        assert geometry is None or shape(geometry).is_valid
