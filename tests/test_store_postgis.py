"""The PostGIS store behaves as the files do, in a real database: whole changes, one build at a time, filters in SQL.

Tests with the fixture `store` are those of the file stores, run again here.
"""

import itertools
import logging
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from conftest import ROOT, find_postgres
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgreskit import GUARDED, PASSWORD, PLAIN, running_server
from strategies import AREA, claim_lists
from test_store import (  # noqa: F401 - collected here again, with the fixture `store` below
    CHANGE,
    CLAIM,
    FEATURE,
    KILLED,
    KURSK,
    SUDZHA,
    _save_documents,
    changes,
    test_a_changed_document_replaces_its_claims,
    test_a_removed_document_takes_its_claims_mentions_and_places_along,
    test_a_store_that_is_not_there_is_named,
    test_claims_are_selected_in_the_store_as_in_memory,
    test_metadata_name_the_schema_and_the_gazetteer,
    test_revised_claims_of_other_documents_are_replaced_by_id,
    test_saving_again_adds_nothing,
)

from geomap.cli import group
from geomap.corrections import Correction
from geomap.dataset import Change, Dataset, DocumentEntry, apply_change
from geomap.errors import StoreError
from geomap.pipeline import build
from geomap.records import Claim, Geometry, Place
from geomap.select import Selection
from geomap.store import open_store, read_dataset

pytest.importorskip("psycopg", reason="needs psycopg (pip install 'geomap[postgis]')")

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server():
    """A server that this run alone uses, or a skip."""
    programs = find_postgres()
    if programs is None:
        pytest.skip("needs PostgreSQL with PostGIS (Debian packages postgresql and postgresql-NN-postgis-3)")
    with running_server(programs) as running:
        yield running


@pytest.fixture
def schema():
    """A schema's name that no other test has."""
    return f"s{next(_numbers)}"


@pytest.fixture
def url(server, schema):
    """The URL of a store that is not there yet."""
    return server.url(schema=schema)


@pytest.fixture
def store(url):
    """An empty store."""
    return open_store(url)


@given(made=st.lists(changes(), min_size=1, max_size=3))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_store_holds_what_its_changes_add_up_to(made, server):
    store = open_store(server.url(schema=f"p{next(_numbers)}"))
    expected = Dataset()
    for change in made:
        store.save(change)
        expected = apply_change(expected, change)
    found = read_dataset(store)
    for part in ("documents", "claims", "places", "front", "corrections"):
        assert getattr(found, part) == getattr(expected, part), part
    assert sorted(found.mentions, key=str) == sorted(expected.mentions, key=str)


FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
boxes = st.tuples(
    st.sampled_from([-180.0, 34.0, 35.5]), st.just(50.0), st.sampled_from([34.0, 35.5, 180.0]), st.just(52.0)
)
selections = st.builds(
    Selection,
    since=st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)),
    until=st.none() | st.dates(date(2021, 1, 1), date(2100, 1, 1)),
    kinds=st.sampled_from([frozenset(), frozenset({"capture", "hold", "strike"})]),
    sides=st.sampled_from([frozenset(), frozenset({"UA", "RU"})]),
    statuses=st.sampled_from([frozenset(), frozenset({"asserted"})]),
    places=st.sampled_from([(), ("СУДЖА",), ("gn:2", "null"), ("a;b",)]),
    bbox=st.none() | boxes,
    text=st.sampled_from(["", "a"]),
    undated=st.booleans(),
)


@FEW
@given(told=claim_lists(8), selection=selections)
def test_any_filter_gives_what_it_gives_in_memory(told, selection, server):
    store = open_store(server.url(schema="filters"))
    places = {"gn:1": SUDZHA, "gn:2": replace(KURSK, place_id="gn:2")}
    store.save(Change([DocumentEntry("report.txt")], claims=told, places=places))
    assert store.claims(selection) == selection.apply(store.claims(), store.places())


# What a kill and a neighbour may not do ---------------------------------------------------------------------------


def test_a_failed_save_leaves_the_store_as_it_was(store):
    store.save(CHANGE)
    broken = replace(CLAIM, claim_id="c2", claimant="half a pair \ud83d")
    with pytest.raises(StoreError, match="surrogate"):
        store.save(replace(CHANGE, claims=[broken]))
    assert read_dataset(store) == apply_change(Dataset(), CHANGE)


def test_a_failed_first_save_leaves_no_store(store):
    broken = replace(CLAIM, claimant="half a pair \ud83d")
    with pytest.raises(StoreError, match="surrogate"):
        store.save(replace(CHANGE, claims=[broken]))
    assert not store.exists()


@pytest.mark.parametrize("delay", [0.05, 0.4])
def test_a_killed_build_leaves_the_store_whole(store, url, delay):
    store.save(CHANGE)
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, url],
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


def test_two_builds_at_once_lose_no_documents(url):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    workers = [context.Process(target=_save_documents, args=(url, name, barrier)) for name in ("a", "b")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = read_dataset(open_store(url))
    assert (len(found.documents), len(found.claims)) == (10, 10)


def test_a_lock_makes_the_next_build_wait_and_say_so(store, url, server, caplog):
    other = open_store(url)
    with store.lock():
        pid = server.run("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")
        with caplog.at_level(logging.WARNING), pytest.raises(StoreError, match="canceling statement"):
            os.environ["PGOPTIONS"] = "-c statement_timeout=100"
            try:
                with other.lock():
                    pass
            finally:
                del os.environ["PGOPTIONS"]
    assert pid
    assert "waiting for another build" in caplog.text


def test_a_lost_connection_loses_the_lock_and_the_change_with_one_line(store, server):
    with pytest.raises(StoreError, match="terminat") as caught, store.lock():
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'geomap'")
        store.save(CHANGE)
    assert "\n" not in str(caught.value)
    assert not store.exists()


# Records ----------------------------------------------------------------------------------------------------------


def test_a_nul_and_its_stand_in_come_back_as_they_went_in(store):
    quote = "a\x00b\ufdd0c\ufdd00"
    claim = replace(CLAIM, quote=quote, end=len(quote), group_id=quote)
    store.save(replace(CHANGE, claims=[claim]))
    store.save(replace(CHANGE, claims=[claim]))
    assert store.claims() == (claim,)


def test_a_claim_that_did_not_change_keeps_its_row(store, server, schema):
    store.save(CHANGE)
    before = server.run(f"SELECT fid, xmin FROM {schema}.claims")
    store.save(CHANGE)
    assert server.run(f"SELECT fid, xmin FROM {schema}.claims") == before


def test_the_time_of_storing_stays_when_the_document_did_not_change(store, server, schema):
    store.save(CHANGE)
    before = server.run(f"SELECT stored_at FROM {schema}.documents")
    store.save(CHANGE)
    assert server.run(f"SELECT stored_at FROM {schema}.documents") == before


def test_every_field_of_a_claim_has_a_column(store, server, schema):
    store.save(CHANGE)
    query = f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{schema}'"
    found = set(server.run(f"{query} AND table_name = 'claims'").splitlines())
    assert {item.name for item in fields(Claim)} - {"geometry"} <= found


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("claims", "start_date", "date"),
        ("documents", "published", "date"),
        ("documents", "stored_at", "timestamp with time zone"),
        ("claims", "confidence", "double precision"),
        ("places", "estimate", "boolean"),
    ],
)
def test_columns_have_real_types(store, server, schema, table, column, kind):
    store.save(CHANGE)
    query = (
        f"SELECT data_type FROM information_schema.columns WHERE table_schema = '{schema}' "
        f"AND table_name = '{table}' AND column_name = '{column}'"
    )
    assert server.run(query) == kind


@pytest.mark.parametrize("layer", ["claims", "toponyms", "reports", "places", "front", "shapes", "front_lines"])
def test_layers_are_registered_as_degrees(store, server, schema, layer):
    store.save(CHANGE)
    query = f"SELECT srid FROM geometry_columns WHERE f_table_schema = '{schema}' AND f_table_name = '{layer}'"
    assert server.run(query) == "4326"


@pytest.mark.parametrize(
    ("where", "index"),
    [
        pytest.param("geom && ST_MakeEnvelope(35, 51, 36, 52, 4326)", "claims_geom_idx", id="box"),
        pytest.param("coalesce(start_date, end_date) <= '2024-08-12'", "claims_coalesce_idx", id="days"),
        pytest.param("start_date = '2024-08-12'", "claims_start_date_idx", id="first day"),
    ],
)
def test_indexes_answer_the_filters(store, server, schema, where, index):
    store.save(CHANGE)
    plan = server.run(f"SET enable_seqscan = off; EXPLAIN SELECT 1 FROM {schema}.claims WHERE {where}")
    assert index in plan


def test_a_regions_outline_stands_once_beside_the_points(store, server, schema):
    region = replace(CLAIM, claim_id="c2", place_id="adm1:RU-KRS", feature="region", geometry=AREA)
    store.save(replace(CHANGE, claims=[region, replace(region, claim_id="c3")], places={KURSK.place_id: KURSK}))
    assert server.run(f"SELECT count(*) FROM {schema}.shapes_areas WHERE ST_NPoints(geom) = 5") == "1"
    assert {claim.geometry for claim in store.claims()} == {AREA}


def test_claims_about_a_region_are_shown_in_its_outline(store, server, schema):
    region = replace(CLAIM, claim_id="c2", place_id=KURSK.place_id, feature="region")
    store.save(replace(CHANGE, claims=[CLAIM, region], places={KURSK.place_id: KURSK}))
    assert server.run(f"SELECT claim_id, ST_NPoints(geom) FROM {schema}.claims_areas") == "c2|5"


def test_a_box_finds_a_region_by_its_outline(store):
    region = replace(CLAIM, geometry=AREA)
    store.save(replace(CHANGE, claims=[region]))
    corner = Selection(bbox=(34.0, 51.0, 34.1, 51.1))
    assert store.claims(corner) == (region,)


@pytest.mark.parametrize("view", ["front_places", "front_cells", "front_lines"])
def test_a_view_reads_a_front_of_every_kind_of_geometry(store, server, schema, view):
    features = [
        {**FEATURE, "properties": {"layer": layer}, "geometry": geometry.to_mapping()}
        for layer in ("place", "cell", "line", "movement")
        for geometry in (AREA, Geometry.point(35, 51), Geometry("LineString", ((34.0, 51.0), (35.0, 51.0))))
    ]
    store.save(replace(CHANGE, front=features))
    query = f"SELECT count(*) FROM {schema}.{view} WHERE geom && ST_MakeEnvelope(30, 50, 40, 55, 4326)"
    assert int(server.run(query)) > 0


# Who may do what --------------------------------------------------------------------------------------------------


def test_the_reader_may_read(store, server, schema):
    store.save(CHANGE)
    assert server.run(f"SET ROLE geomap_reader; SELECT quote FROM {schema}.claims") == "took"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}.claims", "CREATE TABLE {}.mine (x int)", "DROP VIEW {}.front_lines"]
)
def test_the_reader_may_do_nothing_else(store, server, schema, statement):
    store.save(CHANGE)
    with pytest.raises(AssertionError, match=r"permission denied|must be owner"):
        server.run(f"SET ROLE geomap_reader; {statement.format(schema)}")


def test_a_viewer_in_the_readers_role_reads_the_store(store, server, schema):
    store.save(CHANGE)
    server.run("CREATE ROLE viewer LOGIN; GRANT geomap_reader TO viewer")
    viewed = open_store(server.url(user="viewer", schema=schema))
    assert viewed.claims() == (CLAIM,)
    with pytest.raises(StoreError, match="permission denied"):
        viewed.save(CHANGE)


def test_who_may_not_make_roles_builds_all_the_same(server, schema, caplog):
    if _has_reader(server):
        server.run("DROP OWNED BY geomap_reader; DROP ROLE geomap_reader")
    store = open_store(server.url(user=PLAIN, schema=schema))
    with caplog.at_level(logging.WARNING):
        store.save(CHANGE)
    assert "CREATE ROLE geomap_reader NOLOGIN" in caplog.text
    assert store.claims() == (CLAIM,)


def _has_reader(server):
    return server.run("SELECT 1 FROM pg_roles WHERE rolname = 'geomap_reader'") == "1"


HOSTILE = ["'; DROP SCHEMA geomap CASCADE; --", '"; DROP TABLE x; --', "%s", "\\'; SELECT 1", "$$"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_only_texts(store, text):
    claim = replace(CLAIM, claim_id=text, doc=text, place=text, group_id=text, quote=text, end=len(text))
    entry = DocumentEntry(text)
    place = Place("gn:1", text, SUDZHA.feature, lon=35.25, lat=51.25)
    correction = Correction(text, "side", text)
    store.save(Change([entry], claims=[claim], places={"gn:1": place}, corrections=[correction]))
    store.save(Change([entry], claims=[claim], removed=["other"]))
    assert store.claims(Selection(places=(text,), text=text)) == (claim,)


@pytest.mark.parametrize("name", ['we"ird', "Semi;colon", "with space", "війна", "select"])
def test_a_schema_may_have_any_name(server, name):
    store = open_store(server.url(schema=quote(name)))
    store.save(CHANGE)
    assert store.claims() == (CLAIM,)


@pytest.mark.parametrize("name", ["", "pg_mine", "x" * 64, "a%00b"])
def test_a_name_that_no_schema_can_have_is_refused(server, name):
    with pytest.raises(StoreError, match="no schema can be called"):
        open_store(server.url(schema=name))


def test_two_schemas_of_a_database_are_two_stores(server):
    one, two = (open_store(server.url(schema=f"two{number}")) for number in (1, 2))
    one.save(CHANGE)
    assert not two.exists()


def test_qgis_finds_a_style_for_the_claims(store, server, schema):
    store.save(CHANGE)
    query = f"SELECT useasdefault FROM layer_styles WHERE f_table_schema = '{schema}' AND f_table_name = 'claims'"
    assert server.run(query) == "t"


# One clear line for what is wrong ---------------------------------------------------------------------------------


def refused(target):
    """Give the message with which a store is refused."""
    with pytest.raises(StoreError) as caught:
        open_store(target).claims()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_no_server(tmp_path):
    assert "cannot be reached" in refused(f"postgresql:///geomap?host={tmp_path}")


def test_a_wrong_password(server):
    target = f"postgresql://{GUARDED}:wrong@/geomap?host={server.folder}"
    message = refused(target)
    assert 'password authentication failed for user "guarded"' in message
    assert ":wrong@" not in message


def test_the_right_password_with_special_characters(server):
    store = open_store(f"postgresql://{GUARDED}:{quote(PASSWORD, safe='')}@/geomap?host={server.folder}&schema=none")
    assert not store.exists()


@pytest.mark.parametrize(
    "target",
    [
        f"postgresql://u:{PASSWORD}@localhost:1/x",
        f"postgresql://localhost:1/x?password={PASSWORD}",
    ],
)
def test_a_password_is_never_shown(target):
    assert PASSWORD not in refused(target)


def test_a_build_says_so_before_it_reads(tmp_path):
    def progress(documents):
        raise AssertionError("read before the store was tried")

    (tmp_path / "a.txt").write_text("Sudzha")
    with pytest.raises(StoreError, match="cannot be reached"):
        build(tmp_path, store=f"postgresql:///geomap?host={tmp_path}", progress=progress)


def test_no_such_database(server):
    assert 'database "absent" does not exist' in refused(server.url(base="absent"))


def test_no_postgis(server):
    assert "CREATE EXTENSION postgis" in refused(server.url(base="bare"))


def test_another_version_of_the_tables(store, server, schema, url):
    store.save(CHANGE)
    server.run(f"UPDATE {schema}.geomap_metadata SET value = '99' WHERE key = 'schema_version'")
    assert "schema version 99, this geomap reads 1" in refused(url)


def test_tables_of_another_program_are_not_touched(store, server, schema):
    server.run(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.places (x int)")
    with pytest.raises(StoreError, match="tables of another program"):
        store.save(CHANGE)
    assert server.run(f"SELECT count(*) FROM pg_class WHERE relnamespace = '{schema}'::regnamespace") == "1"


def test_a_url_that_is_none():
    with pytest.raises(StoreError, match="is no URL of a database"):
        open_store("postgresql://localhost/x?nonsense=1")


# The commands -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(server, tmp_path_factory):
    """The URL of a store made by `geomap build`."""
    folder, url = tmp_path_factory.mktemp("articles"), server.url()
    (folder / "sudzha.txt").write_text("15 August 2024. Ukrainian forces captured the town of Sudzha, Kyiv said.")
    arguments = ["build", str(folder / "sudzha.txt"), "-o", str(folder / "out"), "--store", url]
    done = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return url


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        pytest.param(["map"], "map.html", id="map"),
        pytest.param(["export", "--since", "2024-08-01", "--place", "суджа"], "claims.geojson", id="export"),
        pytest.param(["export"], "claims.gpkg", id="export a store"),
        pytest.param(["front", "--date", "2024-08-15"], "front.geojson", id="front"),
        pytest.param(["review"], "corrections.csv", id="review"),
    ],
)
def test_a_command_reads_the_store(filled, tmp_path, arguments, name):
    command, *options = arguments
    done = CliRunner().invoke(group, [command, filled, *options, "-o", str(tmp_path / name)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    if name.endswith(".gpkg"):
        assert open_store(tmp_path / name).claims() == open_store(filled).claims()
    else:
        assert "Sudzha" in (tmp_path / name).read_text(encoding="utf-8-sig")


def test_the_pages_queries_run(filled, server):
    page = (ROOT / "docs" / "gis.md").read_text(encoding="utf-8")
    queries = re.findall(r"^```sql\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert "Sudzha|UA|1" in [line for query in queries for line in server.run(query).splitlines()]
