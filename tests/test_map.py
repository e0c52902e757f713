"""What goes into the map's page: the data, its escapes, the policy, the table without scripts."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest
from mapkit import DAY, HOSTILE, blocks, make_claim, sample_claims, sample_places, write_map

from geomap.maps import LANGUAGES, build_map
from geomap.maps.page import page_file, page_script, page_style
from geomap.maps.payload import claims_payload, escape_json, map_places
from geomap.records import Document, Geometry


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    return write_map(tmp_path_factory.mktemp("map") / "map.html").read_text(encoding="utf-8")


def test_the_same_claims_and_options_give_the_same_bytes(tmp_path, html):
    again = write_map(tmp_path / "again.html", list(reversed(sample_claims())))
    assert again.read_text(encoding="utf-8") == html


def test_saving_one_map_twice_gives_the_same_bytes(tmp_path):
    made = build_map(sample_claims(), title="Twice")
    for name in ("a.html", "b.html"):
        made.save(str(tmp_path / name))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_payload_is_ordered_by_day_document_and_position():
    _, ordered = claims_payload(sample_claims())
    days = [claim.start_date or claim.published or date.min for claim in ordered]
    assert days == sorted(days)


def test_every_column_has_a_value_for_each_claim_or_one_for_all():
    pairs, ordered = claims_payload(sample_claims())
    columns = dict(dict(pairs)["columns"])
    assert all(not isinstance(column, list) or len(column) == len(ordered) for column in columns.values())


def test_a_place_drawn_at_two_points_is_listed_twice():
    west = make_claim("Sudzha", 1, geometry=Geometry.point(35.1, 51.2))
    rows, numbers = map_places([make_claim("Sudzha"), west, make_claim("Sudzha", 2)], {})
    assert (len(rows), numbers) == (2, [0, 1, 0])


def test_a_claim_without_a_place_has_number_minus_one():
    assert map_places([make_claim("")], {}) == ([], [-1])


def test_names_in_other_languages_come_from_the_gazetteer():
    rows, _ = map_places([make_claim("Sudzha")], sample_places())
    assert rows[0][2:4] == ["Суджа", "Суджа"]


def test_a_polygon_gets_a_label_point_inside():
    square = Geometry("Polygon", (((30.0, 50.0), (32.0, 50.0), (32.0, 52.0), (30.0, 52.0), (30.0, 50.0)),))
    rows, _ = map_places([make_claim("Kursk Oblast", geometry=square)], {})
    assert 30 < rows[0][7] < 32 and 50 < rows[0][8] < 52


def test_documents_without_a_claim_are_counted_too(tmp_path):
    silent = Document("silent.txt", "Nothing happened.", title="Silence")
    path = write_map(tmp_path / "map.html", documents=[silent])
    assert ["silent.txt", "Silence", "", "", "", ""] in blocks(path.read_text(encoding="utf-8"))["geomap-data"]["docs"]


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_json_holds_no_mark_that_means_something_elsewhere(text):
    written = escape_json([text])
    assert not set("<>&{\u2028\u2029") & set(written)
    assert json.loads(written) == [text]


def test_no_article_text_reaches_a_template(tmp_path):
    claims = [make_claim("Sudzha", n, quote=text, title=text) for n, text in enumerate(HOSTILE)]
    written = write_map(tmp_path / "map.html", claims, title=HOSTILE[0]).read_text(encoding="utf-8")
    assert "1337" not in written
    assert set(HOSTILE) <= set(blocks(written)["geomap-data"]["strings"])


def test_a_title_with_half_a_character_can_be_saved(tmp_path):
    assert write_map(tmp_path / "map.html", title="half \ud83d of it").exists()


def test_the_policy_allows_exactly_the_scripts_of_the_page(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts}
    assert set(re.findall(r"script-src ([^;]+);", policy)[0].split()) == {f"'sha256-{digest}'" for digest in digests}
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_the_page_names_no_host_to_load_from(html):
    outside = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="https?:', outside)
    assert "url(" not in page_style()


def test_no_style_attribute_stands_in_the_page(html):
    assert not re.search(r"<[^>]* style=", page_file("page.html"))
    assert not re.search(r"<[a-z][^>]* on[a-z]+=", page_file("page.html"))


def test_the_scripts_never_write_markup():
    own = page_script().split('"use strict";\n', 1)[1]
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", own)


def test_without_scripts_the_newest_claims_stand_in_a_table(html):
    table = re.search(r"<noscript>(.*?)</noscript>", html, flags=re.DOTALL)[1]
    assert "Reports, not verified control" in table
    assert table.count("<tr>") == len(sample_claims()) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_in_the_language_asked_for(tmp_path, lang):
    assert f'<html lang="{lang}">' in write_map(tmp_path / "map.html", lang=lang).read_text(encoding="utf-8")


def test_an_unknown_language_is_an_error_that_names_the_known_ones():
    with pytest.raises(ValueError, match="en, uk, ru"):
        build_map([], lang="de")


def test_an_unknown_tile_provider_is_an_error():
    pytest.importorskip("xyzservices")
    with pytest.raises(ValueError, match="no tile provider"):
        build_map([], tiles="Nobody.Nothing")


def test_tiles_open_the_policy_for_their_host_only(tmp_path):
    pytest.importorskip("xyzservices")
    written = write_map(tmp_path / "map.html", tiles="OpenStreetMap.Mapnik").read_text(encoding="utf-8")
    images = re.search(r"img-src ([^;\"]+)", written)[1].split()
    assert images == ["data:", "blob:", "https://tile.openstreetmap.org"]


def test_the_three_languages_have_the_same_words():
    source = page_file("i18n.js").split("const NOUNS")[0]
    parts = re.split(r"\n  (en|uk|ru): \{", source)
    keys = [set(re.findall(r"(?:^|[,{\s])('?[\w.]+'?): '", part)) for part in parts[2::2]]
    assert keys[0] == keys[1] == keys[2]


def test_an_empty_map_can_be_saved(tmp_path):
    assert blocks(write_map(tmp_path / "map.html", []).read_text(encoding="utf-8"))["geomap-data"]["count"] == 0


def test_ten_thousand_strings_that_are_equal_are_written_once():
    claims = [make_claim("Sudzha", n % 9, quote="The same words.", claim_id=str(n)) for n in range(200)]
    assert dict(claims_payload(claims)[0])["strings"].count("The same words.") == 1


def test_the_opening_range_is_in_the_page(tmp_path):
    path = write_map(tmp_path / "map.html", opening=(DAY, None))
    given = blocks(path.read_text(encoding="utf-8"))["geomap-data"]
    assert (given["since"], given["until"]) == ("2024-08-14", "")
