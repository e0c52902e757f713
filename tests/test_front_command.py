"""`geomap front`: claims in, front.geojson, comparison and report out."""

import json

import pytest
from click.testing import CliRunner
from frontkit import DAY, claim

from geomap.cli.front import command


@pytest.fixture
def claims_file(tmp_path):
    told = [claim("alpha", claim_id="one"), claim("beta", "hold", "UA", after=1, claim_id="two")]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(one.to_json()) + "\n" for one in told), encoding="utf-8")
    return path


def run(*words, **options):
    return CliRunner().invoke(command, [str(word) for word in words], **options)


def test_it_writes_a_feature_collection(claims_file, tmp_path):
    done = run(claims_file, "--date", "2024-08-14", "-o", tmp_path / "front.geojson")
    assert done.exit_code == 0, done.output
    made = json.loads((tmp_path / "front.geojson").read_text(encoding="utf-8"))
    assert [f["properties"]["held_by"] for f in made["features"] if f["properties"]["layer"] == "place"] == ["RU"]


def test_it_reads_standard_input_and_writes_standard_output(claims_file):
    done = run("-", "--date", "2024-08-15", "-o", "-", input=claims_file.read_text(encoding="utf-8"))
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["features"]) == 2


def test_without_a_date_it_takes_the_last_day(claims_file):
    assert "Reported front on 2024-08-15" in run(claims_file).stderr


def test_it_tells_one_sides_account(claims_file):
    done = run(claims_file, "--side", "UA", "-o", "-")
    places = [f["properties"] for f in json.loads(done.stdout)["features"] if f["properties"]["layer"] == "place"]
    assert [(row["place"], row["held_by"]) for row in places] == [("Beta", "UA")]


def test_it_prints_a_report(claims_file):
    done = run(claims_file, "--report", "--since", "2024-08-14", "--until", "2024-08-20")
    assert "# The reported front, 2024-08-14 to 2024-08-20" in done.stdout


def test_it_writes_a_report_as_markdown(claims_file, tmp_path):
    done = run(claims_file, "--report", "--until", "2024-08-20", "-o", tmp_path / "report.md")
    assert done.exit_code == 0, done.output
    assert "**Alpha**" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_it_lays_a_baseline_beside_and_compares(claims_file, tmp_path):
    ring = [[34.9, 50.9], [35.05, 50.9], [35.05, 51.0], [34.9, 51.0], [34.9, 50.9]]
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / f"map_{DAY}.geojson").write_text(json.dumps(shape))
    done = run(claims_file, "--date", "2024-08-14", "--baseline", tmp_path / f"map_{DAY}.geojson", "--compare",
               "-o", tmp_path / "front.geojson")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "agrees: Alpha" in done.stdout
    layers = [f["properties"]["layer"] for f in json.loads((tmp_path / "front.geojson").read_text())["features"]]
    assert layers.count("baseline") == 1


@pytest.mark.parametrize(
    "words",
    [["--compare"], ["--date", "yesterday"], ["--since", "2024-08-20", "--until", "2024-08-14"]],
    ids=["no baseline", "no date", "backwards"],
)
def test_wrong_usage_is_two(claims_file, words):
    assert run(claims_file, *words).exit_code == 2


def test_claims_without_a_date_need_one(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(claim("alpha", after=None).to_json()) + "\n", encoding="utf-8")
    done = run(path)
    assert (done.exit_code, "give --date" in done.stderr) == (1, True)
