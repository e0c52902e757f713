"""Compiling and opening the index, on small tables."""

import subprocess
import sys
from pathlib import Path

import pytest

from geomap import gazetteer as module
from geomap.errors import GazetteerError
from geomap.gazetteer import build_gazetteer, load_gazetteer
from geomap.gazetteer_index import hash_tables, read_table, table_files

REGIONS = (
    "id\tname\tfeature\tcode\tcountry\tlon\tlat\tradius_km\tname_uk\tname_ru\n"
    "adm1:UA-99\tBila Oblast\tregion\tADM1\tUA\t30\t50\t90\tБіла область\tБелая область\n"
)
UKRAINE = (
    "id\tname\tfeature\tcode\tcountry\tadm1\tlon\tlat\tradius_km\testimate\tname_uk\n"
    "ua:UA99010010010000001\tVerbychne\tsettlement\tPPLV\tUA\tadm1:UA-99\t30.1\t50.1\t20\t1\tВербичне\n"
)


@pytest.fixture
def tables(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "regions.tsv").write_text(REGIONS, encoding="utf-8")
    (folder / "ukraine.tsv").write_text(UKRAINE, encoding="utf-8")
    monkeypatch.setattr(module, "index_folder", lambda version: tmp_path / "cache" / f"gazetteer-{version}")
    return folder


def test_a_small_gazetteer_is_compiled_and_opened(tables):
    gazetteer = load_gazetteer(tables)
    (hit,) = gazetteer.lookup("вербичного")
    place = gazetteer.place(hit.place_id)
    assert (place.name, place.admin1, place.estimate) == ("Verbychne", "Bila Oblast", True)


def test_a_changed_table_gives_another_version(tables):
    before = hash_tables(table_files(tables))
    (tables / "ukraine.tsv").write_text(UKRAINE + UKRAINE.splitlines()[1].replace("1\tВ", "1\tВе"), encoding="utf-8")
    assert hash_tables(table_files(tables)) != before


def test_hand_kept_names_lead_to_their_place(tables):
    (tables / "names.tsv").write_text(
        "name\tkind\tplace\tfeature\tadmin1\tcases\nКраснокрут\tformer\tVerbychne\tsettlement\tBila Oblast\t\n",
        encoding="utf-8",
    )
    (hit,) = load_gazetteer(tables).lookup("Краснокрута")
    assert (hit.place_id, hit.kind.value) == ("ua:UA99010010010000001", "former")


def test_a_spelling_that_nobody_means_is_taken_out(tables):
    (tables / "names.tsv").write_text("name\tkind\tplace\nВербичне\tnot\tua:UA99010010010000001\n", encoding="utf-8")
    assert not load_gazetteer(tables).lookup("вербичного")


def test_several_names_may_stand_in_a_row(tables):
    (tables / "names.tsv").write_text(
        "name\tkind\tplace\tfeature\tadmin1\nКраснокрут|Redbend\tformer\tVerbychne\tsettlement\tUA\n",
        encoding="utf-8",
    )
    gazetteer = load_gazetteer(tables)
    assert gazetteer.lookup("Redbend") == gazetteer.lookup("Краснокрут")


def test_designators_build_names(tables):
    (tables / "designators.tsv").write_text(
        "code\tlang\tpattern\nAIRB\ten\t{} airfield\nAIRB\tuk\tаеродром {}\n"
        "AIRB\tuk\t{a} аеродром\nPRT\tru\tпорт {g}\n",
        encoding="utf-8",
    )
    (tables / "facilities.tsv").write_text(
        "id\tname\tfeature\tcode\tcountry\tlon\tlat\tradius_km\tbase\n"
        "facility:a\tBila air base\tfacility\tAIRB\tUA\t30\t50\t3\tBila|Біла Гора|Білогірський\n"
        "facility:p\tPort of Bila\tfacility\tPRT\tUA\t30\t50\t3\tБелая\n",
        encoding="utf-8",
    )
    gazetteer = load_gazetteer(tables)
    for form in ("Bila airfield", "аеродрому Біла Гора", "Білогірському аеродромі"):
        assert [hit.place_id for hit in gazetteer.lookup(form)] == ["facility:a"], form
    assert [hit.place_id for hit in gazetteer.lookup("порт Белой")] == ["facility:p"]


def test_a_hand_kept_name_of_no_place_is_an_error(tables):
    (tables / "names.tsv").write_text("name\tkind\tplace\nX\tformer\tNowhere\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="Nowhere"):
        load_gazetteer(tables)


def test_a_row_longer_than_the_header_names_its_line(tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text("id\tname\na\tb\n# a remark\nc\td\te\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"bad\.tsv, line 4"):
        list(read_table(path))


def test_a_folder_without_tables_is_an_error(tmp_path):
    with pytest.raises(GazetteerError, match="no gazetteer tables"):
        load_gazetteer(tmp_path)


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(GazetteerError, match="GEOMAP_GAZETTEER"):
        load_gazetteer(tmp_path / "absent")


def test_a_damaged_index_names_the_command_that_mends_it(tables):
    folder = build_gazetteer(tables)
    (folder / "arrays.bin").unlink()
    with pytest.raises(GazetteerError, match="build --force"):
        load_gazetteer(tables)
    build_gazetteer(tables, force=True)
    assert load_gazetteer(tables).lookup("Verbychne")


def test_an_index_of_another_format_is_refused(tables):
    folder = build_gazetteer(tables)
    (folder / "meta.json").write_text('{"format": 0, "arrays": {}, "places": 0, "forms": 0}', encoding="utf-8")
    with pytest.raises(GazetteerError, match="format 0"):
        load_gazetteer(tables)


def test_what_a_killed_build_left_is_no_index(tables, tmp_path):
    version = hash_tables(table_files(tables))
    (tmp_path / "cache" / f"gazetteer-{version}").mkdir(parents=True)
    assert load_gazetteer(tables).lookup("Verbychne")


def test_two_processes_may_compile_at_once(tables, tmp_path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom geomap.gazetteer import load_gazetteer\n"
        "print(len(load_gazetteer(Path(sys.argv[1])).lookup('Verbychne')))\n"
    )
    environment = {"XDG_CACHE_HOME": str(tmp_path / "shared"), "PATH": ""}
    environment |= {"PYTHONPATH": str(Path(module.__file__).parent.parent)}
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tables)], stdout=subprocess.PIPE, env=environment, text=True)
        for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in started] == ["1", "1", "1"]


def test_progress_reaches_the_number_of_rows(tables):
    reports: list[tuple[int, int]] = []
    build_gazetteer(tables, progress=lambda done, total: reports.append((done, total)))
    assert reports[-1] == (2, 2)
