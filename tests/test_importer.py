"""Adding a user's files to the gazetteer."""

import gzip
import zipfile
from pathlib import Path

import pytest

from geomap import gazetteer as module
from geomap.errors import GazetteerError
from geomap.gazetteer import load_gazetteer
from geomap.importer import add_file, download_dump, parse_mapping, read_places

REGIONS = (
    "id\tname\tfeature\tcode\tcountry\tlon\tlat\tradius_km\tname_uk\tname_ru\n"
    "adm1:UA-99\tBila Oblast\tregion\tADM1\tUA\t30\t50\t90\tБіла область\tБелая область\n"
)
UKRAINE = (
    "id\tname\tfeature\tcode\tcountry\tadm1\tlon\tlat\tradius_km\testimate\tname_uk\n"
    "ua:UA99010010010000001\tVerbychne\tsettlement\tPPLV\tUA\tadm1:UA-99\t30.1\t50.1\t20\t1\tВербичне\n"
    "ua:UA99010020010000002\tVerbychne\tsettlement\tPPLV\tUA\tadm1:UA-99\t30.4\t50.2\t20\t1\tВербичне\n"
    "ua:UA99010010020000003\tHlynyshche\tsettlement\tPPLV\tUA\tadm1:UA-99\t30.2\t50.1\t2\t\tГлинище\n"
)
DUMP_FIELDS = (
    "900001,Verbychne,Verbychne,Вербичне;Verbichnoye,50.15,30.2,P,PPL,UA,,99,,,,321,,120,Europe/Kyiv,2025-01-01"
)
DUMP_LINE = DUMP_FIELDS.replace(",", "\t").replace(";", ",")


@pytest.fixture
def tables(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "regions.tsv").write_text(REGIONS, encoding="utf-8")
    (folder / "ukraine.tsv").write_text(UKRAINE, encoding="utf-8")
    monkeypatch.setattr(module, "index_folder", lambda version: tmp_path / "cache" / f"gazetteer-{version}")
    return folder


def add(tables, path, **options):
    report = add_file(path, load_gazetteer(tables, with_added=False), tables / "added", **options)
    return report, load_gazetteer(tables)


def written(tmp_path, name, text) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_exact_point_replaces_the_estimate_of_the_namesake_it_lies_near(tables, tmp_path):
    report, gazetteer = add(tables, written(tmp_path, "XX.txt", DUMP_LINE + "\n"))
    place = gazetteer.place("ua:UA99010010010000001")
    assert (report.exact, report.new) == (1, 0)
    assert (place.lon, place.lat, place.estimate, place.population) == (30.2, 50.15, False, 321)
    assert gazetteer.place("ua:UA99010020010000002").estimate


def test_an_exact_point_of_the_tables_stays(tables, tmp_path):
    path = written(tmp_path, "a.csv", "name,lat,lon,country\nHlynyshche,50.11,30.21,UA\n")
    report, gazetteer = add(tables, path)
    assert report.known == 1
    assert gazetteer.place("ua:UA99010010020000003").lon == 30.2


def test_a_new_place_is_found_and_lies_in_its_region(tables, tmp_path):
    path = written(tmp_path, "a.csv", "name,lat,lon,country\nNovyi Verbolis,50.12,30.22,UA\n")
    report, gazetteer = add(tables, path)
    (hit,) = gazetteer.lookup("novyi verbolis")
    assert report.new == 1
    assert gazetteer.place(hit.place_id).admin1 == "Bila Oblast"


def test_a_unit_code_tells_namesakes_apart(tables, tmp_path):
    text = "place_name,y,x,hromada\nВербичне,50.12,30.15,UA9901002\n"
    path = written(tmp_path, "a.csv", text)
    mapping = {"name": "place_name", "lat": "y", "lon": "x", "unit": "hromada"}
    report, gazetteer = add(tables, path, mapping=mapping, country="UA")
    assert report.exact == 1
    assert not gazetteer.place("ua:UA99010020010000002").estimate


def test_adding_a_file_twice_is_adding_it_once(tables, tmp_path):
    path = written(tmp_path, "XX.txt", DUMP_LINE + "\n")
    _, once = add(tables, path)
    before = [item.read_bytes() for item in (tables / "added").iterdir()]
    _, twice = add(tables, path)
    assert [item.read_bytes() for item in (tables / "added").iterdir()] == before
    assert once.version == twice.version


def test_a_dump_is_read_from_its_zip(tmp_path):
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "columns")
        archive.writestr("UA.txt", DUMP_LINE + "\n")
    assert [row["name"] for row in read_places(path)] == ["Verbychne"]


def test_a_dump_gives_the_names_that_articles_may_use(tmp_path):
    line = DUMP_LINE.replace("Вербичне", "Вербичне,Verbiczne,VBC,ウェルビ,https://example.org/verbychne")
    (row,) = read_places(written(tmp_path, "XX.txt", line + "\n"))
    assert row["alt"].split("|") == ["Вербичне", "Verbiczne", "Verbichnoye"]


def test_a_packed_table_is_read(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"name;lat;lon\nDubove;50;30\n"))
    assert [row["name"] for row in read_places(path)] == ["Dubove"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param("a.csv", "name,lat\nDubove,50\n", "no column for lon", id="a column is missing"),
        pytest.param("a.csv", "name,lat,lon\nDubove,95,30\n", "line 2: lat 95.0", id="a latitude out of range"),
        pytest.param("a.csv", "name,lat,lon\nDubove,north,30\n", "'north'", id="no number"),
        pytest.param("a.csv", "name,lat,lon\n,50,30\n", "the name is empty", id="no name"),
        pytest.param("a.txt", DUMP_LINE + "\n" + "1\tX\n", "line 2: 2 columns", id="a short line of a dump"),
        pytest.param("a.csv", "name,lat,lon\n", "no populated place", id="no rows"),
    ],
)
def test_a_malformed_file_is_one_clear_error_and_leaves_nothing(tables, tmp_path, name, text, message):
    with pytest.raises(GazetteerError, match=message):
        add(tables, written(tmp_path, name, text))
    assert not (tables / "added").exists()


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,lat,lon\n\xff\xfe")
    with pytest.raises(GazetteerError, match="not UTF-8"):
        read_places(path)


def test_a_broken_zip_is_an_error(tmp_path):
    path = tmp_path / "UA.zip"
    path.write_bytes(b"PK broken")
    with pytest.raises(GazetteerError, match="download it again"):
        read_places(path)


def test_a_mapping_names_known_fields():
    assert parse_mapping("name=N,lat=Y,lon=X") == {"name": "N", "lat": "Y", "lon": "X"}
    with pytest.raises(GazetteerError, match="altitude"):
        parse_mapping("altitude=Z")


def test_a_dump_is_fetched_and_checked(tmp_path):
    source = tmp_path / "served"
    source.mkdir()
    with zipfile.ZipFile(source / "XX.zip", "w") as archive:
        archive.writestr("XX.txt", "".join(f"{number}{DUMP_LINE[6:]}\n" for number in range(900000, 900200)))
    url = source.as_uri() + "/{code}.zip"
    path = download_dump("xx", tmp_path / "downloads", url=url)
    assert len(read_places(path)) == 200


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"<html>busy</html>", "bytes", id="an error page"),
        pytest.param(b"x" * 5000, "cannot be read", id="no zip"),
    ],
)
def test_what_is_no_dump_is_not_kept(tmp_path, data, message):
    (tmp_path / "XX.zip").write_bytes(data)
    with pytest.raises(GazetteerError, match=message):
        download_dump("XX", tmp_path / "downloads", url=tmp_path.as_uri() + "/{code}.zip")
    assert not list((tmp_path / "downloads").glob("*")) if (tmp_path / "downloads").exists() else True


def test_without_a_network_the_error_says_what_to_do(tmp_path):
    with pytest.raises(GazetteerError, match=r"geomap gazetteer add UA\.zip"):
        download_dump("UA", tmp_path, url=(tmp_path / "absent").as_uri() + "/{code}.zip")


def test_a_country_code_has_two_letters(tmp_path):
    with pytest.raises(GazetteerError, match="UKR"):
        download_dump("UKR", tmp_path)
