"""A store gives back what was saved, takes a change whole or not at all, and lets nobody's documents get lost."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import AREA, LINE, claim_lists, documents, mentions

from geomap.corrections import Correction
from geomap.dataset import Change, Dataset, DocumentEntry, Mention, apply_change
from geomap.errors import StoreError
from geomap.records import Claim, ClaimKind, FeatureClass, Geometry, Place, Side
from geomap.select import Selection
from geomap.store import Store, is_store, open_store, read_dataset

TARGETS = ["claims.gpkg", "folder"]

CLAIM = Claim(
    claim_id="c1",
    doc="a.txt",
    start=0,
    end=4,
    quote="took",
    kind=ClaimKind.CAPTURE,
    side=Side.UA,
    published=date(2024, 8, 14),
    place="Sudzha",
    place_id="gn:1",
    start_date=date(2024, 8, 12),
    end_date=date(2024, 8, 14),
    group_id="g1",
    geometry=Geometry.point(35.25, 51.25),
)
ENTRY = DocumentEntry("a.txt", "Title", "Publisher", published=date(2024, 8, 14), content_hash="h1", characters=4)
SUDZHA = Place("gn:1", "Sudzha", FeatureClass.SETTLEMENT, "RU", lon=35.25, lat=51.25, name_uk="Суджа", radius_km=3.0)
KURSK = Place("adm1:RU-KRS", "Kursk Oblast", FeatureClass.REGION, "RU", lon=36.0, lat=51.5, geometry=AREA)
MENTION = Mention("a.txt", 0, 6, "Sudzha", "settlement", place="Sudzha", place_id="gn:1", geometry=CLAIM.geometry)
FEATURE = {"type": "Feature", "geometry": LINE.to_mapping(), "properties": {"layer": "line", "claim_ids": ["c1"]}}
CHANGE = Change(
    documents=[ENTRY], mentions=[MENTION], claims=[CLAIM], places={"gn:1": SUDZHA}, front=[FEATURE], gazetteer="gaz-1"
)


@pytest.fixture(params=TARGETS)
def store(request, tmp_path) -> Store:
    """An empty store of each kind."""
    return open_store(tmp_path / request.param)


@st.composite
def changes(draw):
    """Two documents, each read or removed or neither, and what else a build may ask for."""
    read, found, told = [], [], []
    removed = []
    for doc in ("a.txt", "b.txt"):
        what = draw(st.sampled_from(["read", "removed", "stays"]))
        if what == "read":
            read.append(draw(documents(doc)))
            found += draw(st.lists(mentions(doc), max_size=2))
            told += draw(claim_lists(3, doc))
        elif what == "removed":
            removed.append(doc)
    found.sort(key=lambda mention: (mention.doc, mention.start, mention.end))
    places = {"gn:1": SUDZHA, "gn:2": replace(KURSK, place_id="gn:2")}
    corrections = [Correction("c9", "side", "RU", state="unmatched")] if draw(st.booleans()) else None
    return Change(read, found, told, removed=removed, places=places, front=[FEATURE], corrections=corrections)


@pytest.mark.parametrize("target", TARGETS)
@given(made=st.lists(changes(), min_size=1, max_size=3))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_store_holds_what_its_changes_add_up_to(target, made, tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("store") / target)
    expected = Dataset()
    for change in made:
        store.save(change)
        expected = apply_change(expected, change)
    found = read_dataset(store)
    for part in ("documents", "claims", "places", "front", "corrections"):
        assert getattr(found, part) == getattr(expected, part), part
    assert sorted(found.mentions, key=str) == sorted(expected.mentions, key=str)


def test_saving_again_adds_nothing(store):
    store.save(CHANGE)
    store.save(CHANGE)
    assert read_dataset(store) == apply_change(Dataset(), CHANGE)


def test_a_changed_document_replaces_its_claims(store):
    store.save(CHANGE)
    changed = replace(CLAIM, claim_id="c2", kind=ClaimKind.HOLD)
    store.save(replace(CHANGE, claims=[changed]))
    assert [claim.claim_id for claim in store.claims()] == ["c2"]


def test_a_removed_document_takes_its_claims_mentions_and_places_along(store):
    store.save(CHANGE)
    store.save(Change(removed=["a.txt"]))
    found = read_dataset(store)
    assert (found.documents, found.claims, found.mentions, found.places) == ((), (), (), {})


def test_revised_claims_of_other_documents_are_replaced_by_id(store):
    store.save(CHANGE)
    store.save(Change(revised=[replace(CLAIM, sources=3)]))
    assert [claim.sources for claim in store.claims()] == [3]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        pytest.param(Selection(since=date(2024, 8, 14)), ["c1", "c3"], id="meets the range at its end"),
        pytest.param(Selection(until=date(2024, 8, 12)), ["c1"], id="meets the range at its start"),
        pytest.param(Selection(since=date(2024, 8, 15)), ["c3"], id="one bound is its day"),
        pytest.param(Selection(since=date(2024, 8, 15), undated=True), ["c2", "c3"], id="undated on request"),
        pytest.param(Selection(kinds=frozenset({"hold"})), ["c2"], id="kind"),
        pytest.param(Selection(sides=frozenset({"UA", "RU"})), ["c1", "c2", "c3"], id="side"),
        pytest.param(Selection(statuses=frozenset({"denied"})), [], id="status"),
        pytest.param(Selection(places=("суджа",)), ["c1", "c3"], id="place in another language"),
        pytest.param(Selection(bbox=(35, 51, 36, 52)), ["c1", "c3"], id="box"),
        pytest.param(Selection(text="TOOK"), ["c1", "c2", "c3"], id="words"),
    ],
)
def test_claims_are_selected_in_the_store_as_in_memory(store, selection, ids):
    undated = replace(CLAIM, claim_id="c2", kind=ClaimKind.HOLD, place_id="", place="", geometry=None)
    undated = replace(undated, start_date=None, end_date=None)
    half = replace(CLAIM, claim_id="c3", start_date=None, end_date=date(2024, 8, 20))
    store.save(replace(CHANGE, claims=[CLAIM, undated, half]))
    assert [claim.claim_id for claim in store.claims(selection)] == ids
    assert store.claims(selection) == selection.apply(store.claims(), store.places())


def test_metadata_name_the_schema_and_the_gazetteer(store):
    store.save(CHANGE)
    found = store.metadata()
    assert (found["schema_version"], found["gazetteer"]) == ("1", "gaz-1")


def test_a_store_that_is_not_there_is_named(store):
    with pytest.raises(StoreError, match="no such store"):
        read_dataset(store)


def test_a_store_of_another_version_is_refused_with_both_versions(tmp_path):
    store = open_store(tmp_path / "c.gpkg")
    store.save(CHANGE)
    with sqlite3.connect(tmp_path / "c.gpkg") as connection:
        connection.execute("UPDATE geomap_metadata SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(StoreError, match="schema version 99, this geomap reads 1"):
        store.claims()


def test_a_geopackage_of_another_program_is_not_touched(tmp_path):
    path = tmp_path / "other.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="schema version unknown"):
        open_store(path).save(CHANGE)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "c.gpkg").write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreError, match=r"c\.gpkg: cannot be read"):
        open_store(tmp_path / "c.gpkg").claims()


@pytest.mark.parametrize("target", ["c.gpkg", "folder", "postgresql://host/base", "some/folder"])
def test_what_is_a_store(target):
    assert is_store(target)


@pytest.mark.parametrize("target", ["c.geojson", "c.jsonl", "c.csv"])
def test_what_is_a_file_of_claims(target):
    assert not is_store(target)


# What a kill and a neighbour may not do ---------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
def test_a_failed_save_leaves_the_store_as_it_was(target, tmp_path):
    store = open_store(tmp_path / target)
    store.save(CHANGE)
    broken = replace(CLAIM, claim_id="c2", claimant="half a pair \ud83d")
    with pytest.raises(StoreError, match="surrogate"):
        store.save(replace(CHANGE, claims=[broken]))
    assert read_dataset(store) == apply_change(Dataset(), CHANGE)


KILLED = """
import sys
from test_store import CHANGE, CLAIM
from dataclasses import replace
from geomap.store import open_store
many = [replace(CLAIM, claim_id=f"k{number}") for number in range(30000)]
print("saving", flush=True)
open_store(sys.argv[1]).save(replace(CHANGE, claims=many))
"""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("delay", [0.05, 0.3, 0.6])
def test_a_killed_build_leaves_the_store_whole(target, delay, tmp_path):
    store = open_store(tmp_path / target)
    store.save(CHANGE)
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert len(store.claims()) in (1, 30000)
    store.save(CHANGE)
    assert read_dataset(store) == apply_change(Dataset(), CHANGE)
    assert [item.name for item in tmp_path.iterdir() if item.name.endswith(".part")] == []


def test_a_change_that_was_complete_when_its_build_was_killed_is_put_in_place(tmp_path):
    store = open_store(tmp_path / "store")
    store.save(CHANGE)
    store.save(Change(removed=["a.txt"]))
    done = tmp_path / "done"
    shutil.copytree(tmp_path / "store", done)
    store.save(CHANGE)
    (done / "complete").touch()
    done.rename(tmp_path / "store" / ".next")
    assert store.claims() == ()
    assert not (tmp_path / "store" / ".next").exists()


def _save_documents(target, name, barrier):
    barrier.wait()
    for number in range(5):
        doc = f"{name}-{number}.txt"
        claim = replace(CLAIM, claim_id=doc, doc=doc)
        open_store(target).save(Change(documents=[DocumentEntry(doc)], claims=[claim]))


@pytest.mark.parametrize("target", TARGETS)
def test_two_builds_at_once_lose_no_documents(target, tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    workers = [
        context.Process(target=_save_documents, args=(str(tmp_path / target), name, barrier)) for name in ("a", "b")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = read_dataset(open_store(tmp_path / target))
    assert (len(found.documents), len(found.claims)) == (10, 10)
    assert [path.name for path in tmp_path.iterdir()] == [target]


# What a GIS sees --------------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path):
    """A GeoPackage with something in every layer."""
    path = tmp_path / "claims.gpkg"
    region = replace(CLAIM, claim_id="c2", place_id="adm1:RU-KRS", place="Kursk Oblast", feature="region")
    corrections = [Correction("c1", "side", "UA", state="applied")]
    places = {place.place_id: place for place in (SUDZHA, KURSK)}
    open_store(path).save(replace(CHANGE, claims=[CLAIM, region], places=places, corrections=corrections))
    return path


def ogrinfo(*arguments):
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs ogrinfo (Debian package gdal-bin)")
    done = subprocess.run(["ogrinfo", "-ro", *map(str, arguments)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("layer", ["documents", "toponyms", "claims", "reports", "places", "front", "shapes"])
def test_ogrinfo_reads_every_layer_without_a_warning(package, layer):
    assert "Feature Count: 0" not in ogrinfo("-al", package, layer)


def test_days_are_dates_and_moments_are_datetimes(package):
    assert "start_date: Date (0.0)" in ogrinfo("-so", package, "claims")
    assert "stored_at: DateTime (0.0)" in ogrinfo("-so", package, "documents")


def test_a_date_filter_works_in_ogr(package):
    found = ogrinfo("-al", package, "claims", "-where", "start_date <= '2024-08-12' AND end_date >= '2024-08-14'")
    assert "Feature Count: 2" in found


def test_the_spatial_index_finds_the_claims(package):
    with sqlite3.connect(package) as connection:
        found = connection.execute("SELECT count(*) FROM rtree_claims_geom WHERE minx > 35 AND maxx < 36").fetchone()
        rows = connection.execute("SELECT count(*) FROM claims WHERE geom IS NOT NULL").fetchone()
    assert found == rows == (2,)


def test_the_spatial_index_follows_an_edit_in_a_gis(package):
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs ogrinfo (Debian package gdal-bin)")
    statement = "DELETE FROM claims WHERE claim_id = 'c1'"
    subprocess.run(["ogrinfo", "-q", str(package), "-sql", statement], check=True, capture_output=True)
    with sqlite3.connect(package) as connection:
        assert connection.execute("SELECT count(*) FROM rtree_claims_geom").fetchone() == (1,)


def test_geopandas_reads_the_claims(package):
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_file(package, layer="claims")
    assert (frame.crs.to_epsg(), str(frame.start_date.dt.date[0])) == (4326, "2024-08-12")


def test_a_regions_outline_stands_once_beside_the_points(package):
    assert "POLYGON ((34 51,36 51,36 52,34 52,34 51))" in ogrinfo("-al", package, "shapes")


def test_claims_about_a_region_are_shown_in_its_outline(package):
    said = ogrinfo("-al", package, "claims_areas")
    assert "Feature Count: 1" in said
    assert "POLYGON ((34 51,36 51,36 52,34 52,34 51))" in said


def test_the_time_of_storing_stays_when_the_document_did_not_change(package):
    def moment():
        with sqlite3.connect(package) as connection:
            return connection.execute("SELECT stored_at FROM documents").fetchone()[0]

    before = moment()
    time.sleep(0.01)
    open_store(package).save(CHANGE)
    assert moment() == before
