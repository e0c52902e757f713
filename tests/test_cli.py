"""The command line: what it writes, what it says on which stream, and how it ends."""

import io
import json
import subprocess
import sys

import pytest

from geomap.cli import main

TEXT = "Ukrainian forces captured the town of Sudzha on 13 August 2024, the General Staff said."
LATER = "15 August 2024. Russian troops captured the town of Selydove on 15 August 2024, Moscow said."


@pytest.fixture
def geomap(monkeypatch, capsys):
    """Run a command as the shell does; give its status, standard output and standard error."""

    def run(*arguments, stdin=""):
        monkeypatch.setattr(sys, "argv", ["geomap", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "sudzha.txt").write_text(TEXT, encoding="utf-8")
    (folder / "selydove.txt").write_text(LATER, encoding="utf-8")
    return folder


@pytest.fixture
def store(geomap, articles, tmp_path):
    assert geomap("build", articles, "-o", tmp_path / "out")[0] == 0
    return tmp_path / "out" / "claims.gpkg"


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_build_prints_a_summary_and_the_maps_path(geomap, articles, tmp_path):
    status, out, err = geomap("build", articles, "-o", tmp_path / "out")
    assert (status, err) == (0, "")
    assert "2 documents read" in out
    assert out.splitlines()[-1] == str(tmp_path / "out" / "map.html")


def test_build_without_output_names_the_folder_after_the_input(geomap, articles, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    geomap("build", "articles")
    assert (tmp_path / "maps" / "articles" / "map.html").is_file()


def test_maps_are_listed_beside_their_folders(geomap, articles, tmp_path):
    geomap("build", articles, "-o", tmp_path / "maps" / "august", "--title", "August reports")
    assert "August reports" in (tmp_path / "maps" / "index.html").read_text(encoding="utf-8")


def test_inputs_that_cannot_be_read_get_a_line_each_and_status_1(geomap, articles, tmp_path):
    (articles / "empty.txt").write_text("")
    (articles / "binary.txt").write_bytes(b"\x00\x01")
    (articles / "latin.txt").write_bytes(b"caf\xe9 na\xefve")
    status, out, err = geomap("build", articles, tmp_path / "missing", "-o", tmp_path / "out")
    assert status == 1
    assert [next(n for n in ("empty", "binary", "latin", "missing") if n in line) for line in err.splitlines()] == [
        "missing",
        "binary",
        "empty",
        "latin",
    ]
    assert "2 documents read" in out
    assert (tmp_path / "out" / "claims.gpkg").is_file()


def test_windows_1251_is_read(geomap, tmp_path):
    text = "Українські військові взяли під контроль місто Суджа 13 серпня 2024 року, повідомив Генштаб."
    (tmp_path / "old.txt").write_bytes(text.encode("cp1251"))
    status, out, _ = geomap("claims", tmp_path / "old.txt")
    assert (status, rows(out)[0]["place"]) == (0, "Sudzha")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["build"], id="no input"),
        pytest.param(["build", ".", "--since", "yesterday"], id="no date"),
        pytest.param(["build", ".", "--since", "2024-08-02", "--until", "2024-08-01"], id="range turned round"),
        pytest.param(["build", ".", "--published", "14.08.2024"], id="date of another form"),
        pytest.param(["map", "x.gpkg", "--bbox", "1,2,3"], id="no box"),
        pytest.param(["map", "x.gpkg", "--kind", "peace"], id="no kind"),
        pytest.param(["export", "x.gpkg"], id="no output"),
        pytest.param(["paint"], id="no command"),
        pytest.param(["build", ".", "--colour"], id="no option"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(geomap, arguments):
    status, out, err = geomap(*arguments)
    assert (status, out) == (2, "")
    assert "Error: " in err


def test_unknown_tiles_are_wrong_usage(geomap, store, tmp_path):
    status, _, err = geomap("map", store, "-o", tmp_path / "m.html", "--tiles", "Nowhere.Nothing")
    assert status == 2
    assert "Nowhere.Nothing" in err


@pytest.mark.parametrize("command", ["map", "export"])
def test_a_store_that_is_not_there_is_one_line_and_status_1(geomap, tmp_path, command):
    status, out, err = geomap(command, tmp_path / "none.gpkg", "-o", tmp_path / "x.geojson")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "no such store" in err


def test_an_output_that_cannot_be_written_is_one_line_and_status_1(geomap, store, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, err = geomap("export", store, "-o", tmp_path / "file" / "c.csv")
    assert (status, len(err.splitlines())) == (1, 1)


def test_claims_are_json_lines_on_standard_output(geomap, articles):
    status, out, err = geomap("claims", articles)
    assert (status, err) == (0, "")
    assert {row["place"] for row in rows(out)} == {"Sudzha", "Selydove"}


def test_toponyms_are_json_lines_on_standard_output(geomap, articles):
    _, out, _ = geomap("toponyms", articles)
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows(out) if row["doc"] == "sudzha.txt")


def test_claims_piped_into_map_make_the_map_of_the_build(geomap, articles, store, tmp_path):
    _, lines, _ = geomap("claims", articles)
    geomap("map", "-", "-o", tmp_path / "piped.html", stdin=lines)
    geomap("map", store, "-o", tmp_path / "stored.html")
    assert (tmp_path / "piped.html").read_bytes() == (tmp_path / "stored.html").read_bytes()


@pytest.mark.parametrize("name", ["c.jsonl", "c.geojson", "c.gpkg", "c.parquet", "c.csv", "c.kml"])
def test_each_exported_file_makes_the_same_map(geomap, store, tmp_path, name):
    geomap("export", store, "-o", tmp_path / name)
    geomap("map", tmp_path / name, "-o", tmp_path / "again.html")
    geomap("map", store, "-o", tmp_path / "stored.html")
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "stored.html").read_bytes()


@pytest.mark.parametrize(
    ("options", "places"),
    [
        pytest.param(["--since", "2024-08-14"], {"Selydove"}, id="since"),
        pytest.param(["--until", "2024-08-13"], {"Sudzha"}, id="until"),
        pytest.param(["--side", "RU"], {"Selydove"}, id="side"),
        pytest.param(["--kind", "capture", "--kind", "hold"], {"Sudzha", "Selydove"}, id="two kinds"),
        pytest.param(["--status", "denied"], set(), id="status"),
        pytest.param(["--place", "Суджа"], {"Sudzha"}, id="place in Ukrainian"),
        pytest.param(["--bbox", "34,50,36,52"], {"Sudzha"}, id="box"),
        pytest.param(["--text", "general staff"], {"Sudzha"}, id="words"),
    ],
)
def test_export_filters(geomap, store, options, places):
    _, out, _ = geomap("export", store, "-o", "-", *options)
    assert {row["place"] for row in rows(out)} == places


def test_map_filters_as_export_does(geomap, store, tmp_path):
    _, _, err = geomap("map", store, "-o", tmp_path / "m.html", "--since", "2024-08-14")
    assert err.startswith("1 claims drawn")


def test_export_never_replaces_the_store_that_it_reads(geomap, store):
    status, _, err = geomap("export", store, "-o", store, "--side", "RU")
    assert (status, "is the store itself" in err) == (2, True)


def test_export_writes_a_file_a_day(geomap, store, tmp_path):
    geomap("export", store, "-o", tmp_path / "days", "--format", "days")
    assert [path.name for path in sorted((tmp_path / "days").iterdir())] == ["2024-08-13.geojson", "2024-08-15.geojson"]


def test_a_filtered_store_holds_only_the_documents_of_its_claims(geomap, store, tmp_path):
    geomap("export", store, "-o", tmp_path / "part.gpkg", "--side", "RU")
    from geomap.store import open_store

    assert [entry.doc for entry in open_store(tmp_path / "part.gpkg").documents()] == ["selydove.txt"]


def test_json_lines_that_are_none_name_the_line(geomap, tmp_path):
    status, _, err = geomap("map", "-", "-o", tmp_path / "m.html", stdin='{"claim_id": "x"}\n')
    assert (status, "standard input, line 1" in err) == (1, True)


def test_review_writes_a_row_a_claim(geomap, store, tmp_path):
    geomap("review", store, "-o", tmp_path / "c.csv")
    assert len((tmp_path / "c.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


def test_build_applies_corrections_and_counts_them(geomap, articles, store, tmp_path):
    geomap("review", store, "-o", tmp_path / "c.csv")
    lines = (tmp_path / "c.csv").read_text(encoding="utf-8-sig").splitlines()
    at = lines[0].split(",").index('"reject"')
    (tmp_path / "c.csv").write_text(
        "claim_id,reject,who,why\n" + lines[1].split(",")[0] + ",yes,Olena,double\n", encoding="utf-8"
    )
    assert at > 0
    status, out, _ = geomap("build", articles, "-o", tmp_path / "out", "--corrections", tmp_path / "c.csv")
    assert status == 0
    assert "1 correction applied" in out


def test_a_wrong_correction_is_a_line_and_status_1(geomap, articles, store, tmp_path):
    (tmp_path / "c.csv").write_text("claim_id,new_side\nc:x,blue\n", encoding="utf-8")
    status, _, err = geomap("build", articles, "-o", tmp_path / "out", "--corrections", tmp_path / "c.csv")
    assert status == 1
    assert "line 2: new_side is 'blue'" in err


def test_a_reader_that_leaves_the_pipe_ends_the_command_quietly(articles):
    command = f"{sys.executable} -m geomap.cli claims {articles} | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_an_unexpected_error_is_one_line(geomap, articles, monkeypatch):
    def stumble(*args, **options):
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("geomap.pipeline.build", stumble)
    status, _, err = geomap("claims", articles)
    assert (status, len(err.splitlines())) == (1, 1)
    assert "ZeroDivisionError: by chance" in err
