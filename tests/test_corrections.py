"""Corrections made by hand are applied on each build, say who made them and why, and are never lost in silence."""

import csv
from dataclasses import replace
from datetime import date

import pytest

from geomap.corrections import (
    HEADER,
    Correction,
    apply_corrections,
    find_place,
    merge_groups,
    read_corrections,
    restore_originals,
    write_review,
)
from geomap.errors import InvalidRecordError, StoreError
from geomap.gazetteer import NameHit, NameKind
from geomap.records import Actor, Claim, ClaimKind, DatePrecision, FeatureClass, Geometry, Place, Side

SUDZHA = Place("gn:1", "Sudzha", FeatureClass.SETTLEMENT, "RU", "Kursk Oblast", lon=35.27, lat=51.19, name_uk="Суджа")
NEAR = Place("gn:2", "Shevchenko", FeatureClass.SETTLEMENT, "UA", "Donetsk Oblast", "Pokrovskyi", lon=37.1, lat=48.2)
FAR = Place("gn:3", "Shevchenko", FeatureClass.SETTLEMENT, "UA", "Kharkiv Oblast", "Iziumskyi", lon=37.0, lat=49.2)
PLACES = {place.place_id: place for place in (SUDZHA, NEAR, FAR)}

CLAIM = Claim(
    claim_id="12e4567890123456",
    doc="report.txt",
    start=0,
    end=11,
    quote="=took it all"[:11],
    kind=ClaimKind.CAPTURE,
    actor=Actor.UA,
    side=Side.UA,
    claimant="the General Staff",
    publisher="Agency",
    place="Shevchenko",
    place_id="gn:3",
    start_date=date(2024, 8, 13),
    end_date=date(2024, 8, 13),
    place_why="the larger one",
    geometry=Geometry.point(37.0, 49.2),
)


class FewPlaces(dict):
    """Stands for a gazetteer of three places."""

    def place(self, place_id):
        return self[place_id]

    def lookup(self, name):
        return [
            NameHit(place.place_id, NameKind.NAME)
            for place in self.values()
            if name.lower() in (place.name.lower(), place.name_uk.lower())
        ]


GAZETTEER = FewPlaces(PLACES)


def corrected(claim, *fields, **given):
    made, done = apply_corrections(
        [claim], [Correction(claim.claim_id, name, value, **given) for name, value in fields], PLACES.get
    )
    return (made[0] if made else None), done


def fill_in(path, **cells):
    """Do what a reviewer does: open the table, fill cells of the first row in, save."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)


def test_a_corrected_place_brings_its_own_point_and_reason():
    claim, _ = corrected(CLAIM, ("place", "gn:2"), who="Olena", why="the text names Pokrovsk")
    assert (claim.admin1, claim.geometry) == ("Donetsk Oblast", Geometry.point(37.1, 48.2))
    assert claim.place_why == ("place corrected by Olena: the text names Pokrovsk (read as Shevchenko); the larger one")


def test_a_place_can_be_taken_away():
    claim, _ = corrected(CLAIM, ("place", "none"))
    assert (claim.place_id, claim.geometry) == ("", None)


def test_corrected_days_get_their_precision():
    claim, _ = corrected(CLAIM, ("start_date", "2024-08-01"), ("end_date", "2024-08-20"))
    assert (claim.start_date, claim.end_date, claim.date_precision) == (
        date(2024, 8, 1),
        date(2024, 8, 20),
        DatePrecision.MONTH,
    )


def test_a_day_past_the_other_bound_moves_both():
    claim, _ = corrected(CLAIM, ("start_date", "2024-08-20"))
    assert (claim.start_date, claim.end_date) == (date(2024, 8, 20), date(2024, 8, 20))


def test_a_corrected_side_says_so_in_the_claimants_reason():
    claim, _ = corrected(CLAIM, ("side", "RU"), who="Olena")
    assert (claim.side, claim.claimant_why) == (Side.RU, "side corrected by Olena (read as UA)")


def test_a_rejected_claim_is_gone_and_can_be_restored():
    claim, done = corrected(CLAIM, ("reject", "yes"))
    assert claim is None
    assert restore_originals(done, gone=()) == {CLAIM.claim_id: CLAIM}


def test_originals_of_documents_that_are_read_anew_are_not_restored():
    _, done = corrected(CLAIM, ("reject", "yes"))
    assert restore_originals(done, gone={"report.txt"}) == {}


def test_a_claim_whose_id_changed_is_found_by_its_words():
    item = Correction("old", "side", "RU", doc="report.txt", quote=CLAIM.quote, kind="capture", place_id="gn:3")
    claims, done = apply_corrections([CLAIM], [item], PLACES.get)
    assert (claims[0].side, done[0].claim_id, done[0].state) == (Side.RU, CLAIM.claim_id, "applied")


def test_a_correction_that_matches_nothing_is_kept_and_marked():
    item = Correction("gone", "side", "RU", doc="report.txt", quote="another sentence")
    assert apply_corrections([CLAIM], [item], PLACES.get)[1] == (replace(item, state="unmatched"),)


def test_a_place_that_the_gazetteer_lost_leaves_the_claim_and_marks_the_correction():
    claim, done = corrected(CLAIM, ("place", "gn:99"))
    assert (claim, done[0].state) == (CLAIM, "unmatched")


def test_merged_claims_share_a_group_and_count_their_publishers():
    one = replace(CLAIM, claim_id="a", group_id="g1", publisher="Agency", contradicts="g2")
    two = replace(CLAIM, claim_id="b", group_id="g2", publisher="Daily")
    third = replace(CLAIM, claim_id="c", group_id="g3", contradicts="g1")
    merge = Correction("a", "merge_with", "b", state="applied")
    assert [(c.group_id, c.sources, c.contradicts) for c in merge_groups((one, two, third), [merge])] == [
        ("g2", 2, ""),
        ("g2", 2, ""),
        ("g3", 1, "g2"),
    ]


def test_a_merge_with_no_claim_is_marked():
    _, done = corrected(CLAIM, ("merge_with", "nowhere"))
    assert done[0].state == "unmatched"


def test_what_a_reviewer_fills_in_is_read_back(tmp_path):
    path = tmp_path / "corrections.csv"
    write_review([CLAIM], [], path)
    fill_in(path, new_place="Shevchenko, Donetsk", new_start_date="12.08.2024", new_side="ru", who="Olena", why="p. 2")
    found, problems = read_corrections(path, GAZETTEER)
    assert problems == ()
    assert [(item.claim_id, item.field, item.value, item.who, item.why) for item in found] == [
        (CLAIM.claim_id, "place", "gn:2", "Olena", "p. 2"),
        (CLAIM.claim_id, "start_date", "2024-08-12", "Olena", "p. 2"),
        (CLAIM.claim_id, "side", "RU", "Olena", "p. 2"),
    ]
    assert found[0].quote == CLAIM.quote


def test_an_untouched_review_corrects_nothing(tmp_path):
    write_review([CLAIM], [], tmp_path / "c.csv")
    assert read_corrections(tmp_path / "c.csv", GAZETTEER) == ((), ())


def test_a_spreadsheet_cannot_take_an_id_for_a_number(tmp_path):
    write_review([CLAIM], [], tmp_path / "c.csv")
    assert '"c:12e4567890123456"' in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")


def test_corrections_made_before_are_filled_in_beside_what_was_read(tmp_path):
    claim, done = corrected(CLAIM, ("place", "gn:2"), who="Olena")
    write_review([claim], done, tmp_path / "c.csv")
    row = next(csv.DictReader((tmp_path / "c.csv").open(encoding="utf-8-sig", newline="")))
    assert (row["place_id"], row["new_place"], row["who"]) == ("gn:3", "gn:2", "Olena")


def test_a_rejected_claim_and_a_lost_correction_stay_in_the_review(tmp_path):
    _, done = corrected(CLAIM, ("reject", "yes"))
    lost = Correction("gone", "side", "RU", doc="other.txt", quote="words", state="unmatched")
    write_review([], [*done, lost], tmp_path / "c.csv")
    found, _ = read_corrections(tmp_path / "c.csv", GAZETTEER)
    assert [(item.claim_id, item.field) for item in found] == [(CLAIM.claim_id, "reject"), ("gone", "side")]


def test_semicolons_of_another_locale_are_read(tmp_path):
    (tmp_path / "c.csv").write_text("claim_id;new_side;who\nc:a;RU;Olena\n", encoding="utf-8")
    found, _ = read_corrections(tmp_path / "c.csv", GAZETTEER)
    assert (found[0].claim_id, found[0].value) == ("a", "RU")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"new_side": "blue"}, "new_side is 'blue', none of UA, RU"),
        ({"new_start_date": "8/14/24"}, "not a date like 2024-08-14"),
        ({"new_place": "Atlantis"}, "which the gazetteer does not have"),
        ({"new_place": "Shevchenko"}, "may be any of gn:2"),
        ({"reject": "maybe"}, "neither yes nor no"),
    ],
)
def test_a_cell_that_asks_for_nothing_possible_is_named_with_its_line(cells, message, tmp_path):
    path = tmp_path / "c.csv"
    write_review([CLAIM], [], path)
    fill_in(path, **cells)
    found, problems = read_corrections(path, GAZETTEER)
    assert found == ()
    assert message in str(problems[0])
    assert "line 2" in str(problems[0])


def test_a_file_without_ids_is_refused(tmp_path):
    (tmp_path / "c.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StoreError, match="no column claim_id"):
        read_corrections(tmp_path / "c.csv", GAZETTEER)


def test_a_place_is_found_by_its_name_in_another_language():
    assert find_place("суджа", GAZETTEER) is SUDZHA


def test_an_ambiguous_name_lists_the_ids():
    with pytest.raises(InvalidRecordError, match=r"gn:2 .*gn:3"):
        find_place("Shevchenko", GAZETTEER)
