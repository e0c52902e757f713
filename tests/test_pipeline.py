"""From documents to a store, a map and frames: what one run, two runs and a changed run leave."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

import geomap
from geomap.corrections import HEADER, write_review
from geomap.errors import DocumentError
from geomap.export import read_claims, write_claims
from geomap.gazetteer import load_gazetteer
from geomap.pipeline import build, draw_map, run_documents, save_map
from geomap.records import Document
from geomap.store import open_store, read_dataset

SUDZHA = (
    "KYIV, 15 August 2024. Ukrainian forces captured the town of Sudzha on 13 August, the General Staff said. "
    "Russia's defence ministry denied that Ukrainian forces had captured Sudzha."
)
POKROVSK = (
    "16 August 2024. Russian troops captured the town of Selydove near Pokrovsk on 15 August, Moscow said. "
    "Ukraine's army said it had repelled attacks near Toretsk overnight."
)
HOSTILE = (
    "Ukrainian forces captured Sudzha on 13 August 2024, {{7*191}} {% x %} ${alert(1)} "
    "</script><img src=x onerror=alert(1)> the General Staff said."
)


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture
def articles(tmp_path):
    """A folder of two articles with their dates."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "sudzha.txt").write_text(SUDZHA, encoding="utf-8")
    (folder / "pokrovsk.txt").write_text(POKROVSK, encoding="utf-8")
    table = "file,title,publisher,published,url,lang\nsudzha.txt,Sudzha,Agency,2024-08-15,,en\n"
    (folder / "metadata.csv").write_text(table + "pokrovsk.txt,Pokrovsk,Daily,2024-08-16,,en\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(articles, tmp_path, gazetteer):
    """Build the articles into one folder, as often as asked."""

    def run(**options):
        return build(articles, tmp_path / "out", gazetteer=gazetteer, **options)

    return run


def test_a_build_in_memory_gives_claims_with_their_days(articles, gazetteer):
    frame = build(articles, gazetteer=gazetteer).claims
    sudzha = frame[(frame.place == "Sudzha") & (frame.kind == "capture")]
    assert (frame.crs.to_epsg(), sudzha.start_date.dt.date.tolist()[0]) == (4326, date(2024, 8, 13))


def test_quotes_are_the_text_at_their_offsets(articles, gazetteer):
    for claim in build(articles, gazetteer=gazetteer).records:
        text = (articles / claim.doc).read_text(encoding="utf-8")
        assert text[claim.start : claim.end] == claim.quote


def test_toponyms_are_the_text_at_their_offsets(articles, gazetteer):
    frame = build(articles, gazetteer=gazetteer).toponyms
    texts = {"sudzha.txt": SUDZHA, "pokrovsk.txt": POKROVSK}
    assert len(frame) > 3
    assert all(texts[row.doc][row.start : row.end] == row.text for row in frame.itertuples())


def test_the_front_of_a_day_is_a_frame(articles, gazetteer):
    frame = build(articles, gazetteer=gazetteer).front("2024-08-16")
    assert "Sudzha" in frame.place.tolist()


def test_in_a_notebook_a_build_shows_itself_as_the_map(articles, gazetteer):
    shown = build(articles, gazetteer=gazetteer)._repr_html_()
    assert "<iframe" in shown
    assert "Reports, not verified control" in shown


def test_all_outputs_are_written(run, tmp_path):
    run()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "claims.geojson",
        "claims.gpkg",
        "front.geojson",
        "map.html",
        "toponyms.geojson",
    ]


def test_two_runs_leave_what_one_leaves(run, tmp_path):
    run()
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.suffix != ".gpkg"}
    before = read_dataset(open_store(tmp_path / "out" / "claims.gpkg"))
    run()
    assert read_dataset(open_store(tmp_path / "out" / "claims.gpkg")) == before
    assert {name: (tmp_path / "out" / name).read_bytes() for name in first} == first


def test_one_after_the_other_leaves_what_both_at_once_leave(articles, tmp_path, gazetteer):
    build(articles / "pokrovsk.txt", tmp_path / "a", gazetteer=gazetteer)
    build(articles / "sudzha.txt", tmp_path / "a", gazetteer=gazetteer)
    build(articles, tmp_path / "b", gazetteer=gazetteer)
    one, both = (read_dataset(open_store(tmp_path / name / "claims.gpkg")) for name in ("a", "b"))
    assert one == both


def test_a_changed_document_replaces_its_claims(run, articles):
    run()
    (articles / "sudzha.txt").write_text("15 August 2024. Ukrainian forces still hold Sudzha, Kyiv said.")
    kinds = {claim.kind.value for claim in run().dataset.claims if claim.doc == "sudzha.txt"}
    assert kinds == {"hold"}


def test_a_removed_document_stays_until_it_is_pruned(run, articles):
    run()
    (articles / "sudzha.txt").unlink()
    assert {entry.doc for entry in run().dataset.documents} == {"sudzha.txt", "pokrovsk.txt"}
    pruned = run(prune=True)
    assert (pruned.removed, {claim.doc for claim in pruned.dataset.claims}) == (("sudzha.txt",), {"pokrovsk.txt"})


def test_a_document_that_cannot_be_read_today_is_not_pruned(run, articles):
    run()
    (articles / "sudzha.txt").write_bytes(b"\x00\x01\x02")
    made = run(prune=True)
    assert made.removed == ()
    assert "sudzha.txt" in str(made.problems[0])


def test_nothing_is_pruned_when_an_input_is_missing(articles, tmp_path, gazetteer):
    build(articles, tmp_path / "out", gazetteer=gazetteer)
    made = build([articles / "sudzha.txt", tmp_path / "gone"], tmp_path / "out", gazetteer=gazetteer, prune=True)
    assert made.removed == ()


def test_a_range_selects_what_is_exported_and_the_store_keeps_everything(run, tmp_path):
    made = run(since=date(2024, 8, 15))
    exported = read_claims(tmp_path / "out" / "claims.geojson")
    assert exported == made.records
    assert exported != ()
    assert all(claim.end_date >= date(2024, 8, 15) for claim in exported)
    assert len(open_store(tmp_path / "out" / "claims.gpkg").claims()) > len(exported)


def test_each_store_makes_the_same_map(articles, tmp_path, gazetteer):
    pages = []
    for target in ("one.gpkg", "folder"):
        build(articles, gazetteer=gazetteer, store=tmp_path / target)
        dataset = read_dataset(open_store(tmp_path / target))
        save_map(draw_map(dataset), tmp_path / "map.html")
        pages.append((tmp_path / "map.html").read_bytes())
    assert pages[0] == pages[1]


def test_text_that_would_be_code_survives_byte_for_byte_and_is_none_in_the_map(tmp_path, gazetteer):
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    made = build(tmp_path / "hostile.txt", tmp_path / "out", gazetteer=gazetteer)
    write_claims(made.records, tmp_path / "claims.csv")
    quotes = [made.records[0].quote, read_claims(tmp_path / "out" / "claims.geojson")[0].quote]
    quotes += [open_store(tmp_path / "out" / "claims.gpkg").claims()[0].quote]
    quotes += [read_claims(tmp_path / "claims.csv")[0].quote]
    assert all("{{7*191}} {% x %} ${alert(1)} </script><img src=x onerror=alert(1)>" in quote for quote in quotes)
    assert "<img src=x" not in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_named_and_the_rest_is_processed(articles, gazetteer):
    (articles / "empty.txt").write_text("")
    (articles / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    made = build([articles, articles / "missing.txt"], gazetteer=gazetteer)
    assert len(made.problems) == 3
    assert made.read == 2


def test_characters_that_no_store_keeps_are_replaced_and_offsets_stay(tmp_path, gazetteer):
    text = "Ukrainian forces \ud83d captured\x00 Sudzha on 13 August 2024, the General Staff said."
    (tmp_path / "x.jsonl").write_text(json.dumps({"doc": "a", "text": text}), encoding="utf-8")
    build(tmp_path / "x.jsonl", tmp_path / "out", gazetteer=gazetteer)
    claim = open_store(tmp_path / "out" / "claims.gpkg").claims()[0]
    shown = text.replace("\ud83d", "\ufffd").replace("\x00", "\ufffd")
    assert shown[claim.start : claim.end] == claim.quote
    assert "\ufffd captured\ufffd" in claim.quote


def test_a_document_that_a_stage_trips_over_does_not_take_the_others_along(monkeypatch, gazetteer):
    def stumble(document, index):
        if document.doc_id == "bad.txt":
            raise IndexError("out of range")
        return document.doc_id

    monkeypatch.setattr("geomap.pipeline.run_document", stumble)
    found = list(run_documents([Document("bad.txt", "x"), Document("good.txt", "y")], gazetteer))
    assert isinstance(found[0], DocumentError)
    assert str(found[0]) == "bad.txt: could not be read through: IndexError: out of range"
    assert found[1] == "good.txt"


def test_any_map_like_function_runs_the_documents(gazetteer):
    documents = [Document(f"{number}.txt", SUDZHA, published=date(2024, 8, 15)) for number in range(3)]
    with ThreadPoolExecutor(2) as pool:
        found = list(run_documents(documents, gazetteer, map_function=pool.map))
    assert found == list(run_documents(documents, gazetteer))


def test_several_processes_find_what_one_finds(articles):
    assert build(articles, jobs=2).dataset.claims == build(articles).dataset.claims


def correct(path, made, claim, **cells):
    """Fill in the review of a build for one claim."""
    write_review(made.dataset.claims, made.dataset.corrections, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["claim_id"] == f"c:{claim.claim_id}").update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)


def test_corrections_survive_the_next_builds(run, tmp_path):
    made = run()
    claim = next(claim for claim in made.dataset.claims if claim.place == "Selydove")
    path = tmp_path / "corrections.csv"
    correct(path, made, claim, new_place="Pokrovsk, Donetsk Oblast", who="Olena", why="the quote says near")
    run(corrections=path)
    kept = next(item for item in run().dataset.claims if item.claim_id == claim.claim_id)
    assert kept.place == "Pokrovsk"
    assert "corrected by Olena: the quote says near (read as Selydove)" in kept.place_why


def test_a_correction_taken_back_leaves_what_was_read(run, tmp_path):
    made = run()
    path = tmp_path / "corrections.csv"
    correct(path, made, made.dataset.claims[0], reject="yes")
    assert len(run(corrections=path).dataset.claims) == len(made.dataset.claims) - 1
    path.write_text(",".join(HEADER) + "\n")
    assert run(corrections=path).dataset.claims == made.dataset.claims


def test_a_rejected_claim_comes_back_even_when_its_document_is_not_read_again(run, articles, tmp_path, gazetteer):
    made = run()
    path = tmp_path / "corrections.csv"
    claim = next(claim for claim in made.dataset.claims if claim.doc == "pokrovsk.txt")
    correct(path, made, claim, reject="yes")
    run(corrections=path)
    path.write_text(",".join(HEADER) + "\n")
    again = build(articles / "sudzha.txt", tmp_path / "out", gazetteer=gazetteer, corrections=path)
    assert again.dataset.claims == made.dataset.claims


def test_a_correction_that_matches_nothing_is_reported_and_kept(run, articles, tmp_path):
    made = run()
    path = tmp_path / "corrections.csv"
    claim = next(claim for claim in made.dataset.claims if claim.doc == "pokrovsk.txt")
    correct(path, made, claim, new_side="UA")
    (articles / "pokrovsk.txt").write_text("16 August 2024. Ukrainian troops withdrew from Niu-York, Kyiv said.")
    again = run(corrections=path)
    assert "matches no claim any more" in again.notes[0]
    assert "1 no longer match" in "\n".join(again.summary())
    assert [item.state for item in open_store(tmp_path / "out" / "claims.gpkg").corrections()] == ["unmatched"]


def test_the_summary_names_the_command_that_makes_estimates_exact(articles, gazetteer):
    made = build(articles, gazetteer=gazetteer)
    guessed = tuple(replace(mention, estimate=True) for mention in made.dataset.mentions)
    made = replace(made, dataset=replace(made.dataset, mentions=guessed))
    assert "geomap gazetteer download UA RU" in made.summary()[-1]


def test_front_geojson_says_that_it_is_reported(run, tmp_path):
    run()
    told = json.loads((tmp_path / "out" / "front.geojson").read_text(encoding="utf-8"))
    assert "not verified control" in told["note"]
    assert {feature["properties"]["layer"] for feature in told["features"]} >= {"place"}


def test_the_stores_front_says_from_when_to_when(run, tmp_path):
    run()
    rows = [feature["properties"] for feature in open_store(tmp_path / "out" / "claims.gpkg").front()]
    assert "2024-08-13" in {row["start_date"] for row in rows if row.get("place") == "Sudzha"}


def test_the_package_offers_build():
    assert geomap.build is build


def test_a_copy_of_a_report_read_in_another_run_adds_no_source(tmp_path, gazetteer):
    wire = (
        "15 August 2024. Ukrainian forces captured the town of Sudzha on 13 August, the General Staff said. They "
        "found 27 lorries and 14 guns in the depot, Colonel Ostap Danylenko told reporters in Sumy, and 312 residents "
        "had left for Lgov and Rylsk before the troops of General Marchenko came from Yunakivka along the road."
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(wire, encoding="utf-8")
        build(tmp_path / f"{name}.txt", tmp_path / "out", gazetteer=gazetteer)
    claims = open_store(tmp_path / "out" / "claims.gpkg").claims()
    assert {(claim.doc, claim.sources) for claim in claims if claim.kind.value == "capture"} == {
        ("one.txt", 1),
        ("two.txt", 1),
    }
