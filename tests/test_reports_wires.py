"""Copies, excerpts and paraphrases of one wire story are one report; other reports of the same day are not."""

from datetime import date
from itertools import combinations

import pytest

from geomap.records import Document
from geomap.wires import find_stories, read_story, source_name, told_alike

DAY = date(2025, 3, 5)
WIRE = (
    "(Reuters) - Drones hit an oil depot near Vasylkiv on Tuesday and 37 trucks burned, "
    "Governor Mykola Kalashnyk said. "
    "Firefighters from Brovary and Obukhiv worked for 14 hours, according to spokeswoman Olena Marchuk. "
    "The depot holds 2,500 tonnes of fuel. It was hit in 2023 as well, the operator Naftogaz recalled."
)
REWORDED = (
    "In a night of flames, an oil store by Vasylkiv was struck by drones, and some 37 lorries were lost to the fire. "
    "The head of the region, Kalashnyk, spoke of crews from Obukhiv and from Brovary that fought it for 14 hours; "
    "this was confirmed by Marchuk. Some 2,500 tonnes are kept there, says Naftogaz. Reuters contributed."
)
RUSSIAN = (
    "Беспилотники ударили по нефтебазе возле Василькова, сгорели 37 грузовиков, сообщил глава области Калашник. "
    "Пожарные из Броваров и Обухова работали 14 часов, рассказала Марчук. В хранилищах компании Нафтогаз 2500 тонн. "
    "Об этом пишет Reuters."
)
OTHER = (
    "Shells fell on Nikopol on Tuesday, and 12 houses were damaged, said Serhii Lysak, who heads the region. "
    "A school in Marhanets lost its windows. Power is back in 8 of 11 streets, the company DTEK said. (Reuters)"
)


def document(text: str, doc_id: str = "a", **changes) -> Document:
    return Document(doc_id, text, **{"published": DAY, **changes})


def alike(first: str, second: str, **changes) -> bool:
    return told_alike(read_story(document(first)), read_story(document(second, "b", **changes)))


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(WIRE, id="the same text"),
        pytest.param(REWORDED, id="in other words"),
        pytest.param(RUSSIAN, id="in another language"),
        pytest.param(f"A headline of the paper. {WIRE} Read also: weather.", id="with trimmings"),
        pytest.param(WIRE[: len(WIRE) * 2 // 3], id="cut short"),
    ],
)
def test_one_story_told_twice(second):
    assert alike(WIRE, second)


def test_two_stories_of_one_day_and_agency_are_two():
    assert not alike(WIRE, OTHER)


def test_the_same_words_a_week_later_are_another_story():
    assert not alike(WIRE, WIRE, published=date(2025, 3, 12))


def test_a_story_without_numbers_and_names_is_like_no_other():
    assert not alike("Nothing happened.", "Nothing happened here.")


def test_stories_are_found_among_many_documents():
    texts = {"c": OTHER, "b": REWORDED, "a": WIRE, "d": RUSSIAN}
    assert find_stories([document(text, doc_id) for doc_id, text in texts.items()]) == {
        "a": "a",
        "b": "a",
        "d": "a",
        "c": "c",
    }


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"publisher": "Reuters"}, "Reuters"),
        ({"publisher": "Weekly (AFP)"}, "AFP"),
        ({"publisher": "Daily (AFP, Reuters)"}, "daily (afp, reuters)"),
        ({"publisher": "The  Daily"}, "the daily"),
        ({"url": "https://www.example.org/x"}, "example.org"),
        ({"text": "КИЕВ, 5 марта /ТАСС/. Город обстрелян."}, "TASS"),
        ({"text": "KYIV (AP) — Shells fell."}, "AP"),
        ({"text": "Shells fell on a town. It was loud. (dpa)"}, "dpa"),
        ({"text": "Shells fell, Reuters reported, on a town in the east."}, ""),
        ({}, ""),
    ],
)
def test_who_published_a_document(changes, name):
    assert source_name(Document("a", **{"text": "Shells fell.", **changes})) == name


def test_the_reworded_seeds_are_the_stories_they_reword(shared):
    from geomap.documents import read_documents

    root = shared / "seeds"
    stories = [read_story(one) for one in read_documents([str(root)]) if isinstance(one, Document)]
    pairs = [(a.doc_id[:3], b.doc_id[:3]) for a, b in combinations(stories, 2) if told_alike(a, b)]
    assert pairs == [("000", "001")]
