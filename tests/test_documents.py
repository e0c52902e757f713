"""Reading articles: formats, metadata, encodings, and inputs that are no articles."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geomap.dateline import find_dateline
from geomap.documents import parse_document, parse_iso_date, read_document, read_documents
from geomap.errors import DocumentError
from geomap.records import Document

HOSTILE = "{{7*191}} {% x %} ${alert(1)} </script><img src=x onerror=alert(1)>"


def read_all(*inputs: Path | str, published: date | None = None) -> tuple[list[Document], list[str]]:
    found = list(read_documents(inputs, published=published))
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [str(item) for item in found if isinstance(item, DocumentError)]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_is_kept_character_for_character(tmp_path):
    text = f"First line.\r\n\r\n{HOSTILE}\tend\n"
    assert read_document(write(tmp_path / "a.txt", text)).text == text


def test_metadata_csv_beside_the_file_is_used(tmp_path):
    write(tmp_path / "a.txt", "Troops moved.")
    write(
        tmp_path / "metadata.csv",
        'file,title,publisher,published,url,lang\na.txt,"A, b",Daily,2024-08-14,https://example.org/a,en\n',
    )
    document = read_document(tmp_path / "a.txt")
    assert (document.title, document.publisher, document.published) == ("A, b", "Daily", date(2024, 8, 14))
    assert (document.url, document.lang) == ("https://example.org/a", "en")


def test_metadata_csv_wins_over_front_matter(tmp_path):
    write(tmp_path / "a.md", "---\ntitle: Inner\npublished: 2024-01-01\n---\nBody.")
    write(tmp_path / "metadata.csv", "file,title,publisher,published,url,lang\na.md,Outer,,,,\n")
    document = read_document(tmp_path / "a.md")
    assert (document.title, document.published, document.text) == ("Outer", date(2024, 1, 1), "Body.")


def test_markdown_heading_is_the_title_where_none_is_given(tmp_path):
    assert read_document(write(tmp_path / "a.md", "# Fighting goes on\n\nBody.")).title == "Fighting goes on"


def test_html_gives_text_and_its_own_metadata(tmp_path):
    page = """<html lang="uk"><head><title>T</title><meta property="og:site_name" content="Paper">
    <meta property="article:published_time" content="2024-08-14T10:00:00Z"></head><body><nav>Menu</nav><article>
    <h1>Headline</h1><p>The troops went on towards the river, the mayor said on Tuesday.</p>
    <p>Nothing else was known about it in the evening.</p></article></body></html>"""
    document = read_document(write(tmp_path / "a.html", page))
    assert (document.publisher, document.published, document.lang) == ("Paper", date(2024, 8, 14), "uk")
    assert "towards the river" in document.text
    assert "<p>" not in document.text


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_tables_hold_one_article_a_row(tmp_path, suffix):
    if suffix == "jsonl":
        rows = [{"id": "one", "text": HOSTILE, "published": "2024-08-14"}, {"text": "Second."}]
        content = "\n".join(json.dumps(row) for row in rows)
    else:
        content = f'id,text,published\none,"{HOSTILE}",2024-08-14\n,Second.,\n'
    documents, problems = read_all(write(tmp_path / f"t.{suffix}", content))
    assert not problems
    assert [(d.doc_id, d.text) for d in documents] == [("one", HOSTILE), (f"t.{suffix}#2", "Second.")]
    assert documents[0].published == date(2024, 8, 14)


def test_parquet_holds_one_article_a_row(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"doc": ["x"], "text": ["Body."], "published": ["2024-08-14"]}), tmp_path / "t.parquet")
    documents, _ = read_all(tmp_path / "t.parquet")
    assert documents[0] == Document("x", "Body.", lang="en", published=date(2024, 8, 14))


def test_a_bad_line_of_a_table_is_named_and_the_rest_is_read(tmp_path):
    documents, problems = read_all(write(tmp_path / "t.jsonl", '{"text": "One."}\n{broken\n[1]\n{"text": "Two."}'))
    assert [d.text for d in documents] == ["One.", "Two."]
    assert ["line 2" in problems[0], "line 3" in problems[1]] == [True, True]


def test_folders_are_read_recursively_in_the_order_of_paths(tmp_path):
    (tmp_path / "sub").mkdir()
    write(tmp_path / "b.txt", "B.")
    write(tmp_path / "sub" / "a.txt", "A.")
    write(tmp_path / "sub" / ".hidden.txt", "H.")
    write(tmp_path / "picture.png", b"\x89PNG")
    documents, problems = read_all(tmp_path)
    assert ([d.doc_id for d in documents], problems) == (["b.txt", "a.txt"], [])


def test_two_files_of_one_name_keep_their_folders_in_the_id(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "a.txt", name)
    documents, _ = read_all(tmp_path)
    assert [d.doc_id for d in documents] == ["x/a.txt", "y/a.txt"]
    documents, _ = read_all(tmp_path / "x", tmp_path / "y")
    assert [d.doc_id for d in documents] == ["x/a.txt", "y/a.txt"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "is empty", id="no bytes"),
        pytest.param(b" \n\t", "is empty", id="blanks only"),
        pytest.param(b"\x00\x01\x02\xff", "NUL byte", id="a binary file"),
        pytest.param(b"caf\xe9 in the town", "save it as UTF-8", id="Latin-1"),
        pytest.param(b"\xff\xfea", "UTF-16", id="half a character of UTF-16"),
    ],
)
def test_what_is_no_article_is_named_in_one_line(tmp_path, content, expected):
    write(tmp_path / "bad.txt", content)
    write(tmp_path / "good.txt", "Good.")
    documents, problems = read_all(tmp_path)
    assert [d.doc_id for d in documents] == ["good.txt"]
    assert len(problems) == 1
    assert "bad.txt" in problems[0]
    assert expected in problems[0]
    assert "\n" not in problems[0]


def test_windows_1251_is_read_and_said_so(tmp_path, caplog):
    text = "Российские войска заняли село, сообщил во вторник губернатор области."
    documents, problems = read_all(write(tmp_path / "a.txt", text.encode("cp1251")))
    assert ([d.text for d in documents], problems) == ([text], [])
    assert "Windows-1251" in caplog.text


def test_a_missing_path_is_named(tmp_path):
    assert read_all(tmp_path / "none.txt")[1] == [f"{tmp_path / 'none.txt'}: no such file or folder"]


def test_a_date_that_is_none_is_named_and_the_text_is_kept(tmp_path):
    write(tmp_path / "a.txt", "Body.")
    write(tmp_path / "metadata.csv", "file,title,publisher,published,url,lang\na.txt,,,2024-13-45,,\n")
    documents, problems = read_all(tmp_path)
    assert documents[0].published is None
    assert "2024-13-45" in problems[0]


def test_a_metadata_file_without_its_key_column_is_named(tmp_path):
    write(tmp_path / "a.txt", "Body.")
    write(tmp_path / "metadata.csv", "name,title\na.txt,T\n")
    documents, problems = read_all(tmp_path)
    assert (len(documents), len(problems)) == (1, 1)
    assert "no column 'file'" in problems[0]


def test_the_command_lines_date_is_the_last_resort(tmp_path):
    write(tmp_path / "a.txt", "Body.")
    write(tmp_path / "b.md", "---\npublished: 2024-01-01\n---\nBody.")
    documents, _ = read_all(tmp_path, published=date(2025, 5, 5))
    assert [d.published for d in documents] == [date(2025, 5, 5), date(2024, 1, 1)]


def test_an_undated_text_stays_undated():
    assert parse_document("Troops moved on Tuesday.", "a").published is None


def test_language_is_told_from_the_letters():
    assert parse_document("Війська просунулися біля села.", "a").lang == "uk"
    assert parse_document("Войска продвинулись у села.", "a").lang == "ru"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Paper\n21 September, 2024 Saturday\n19:23\nText", date(2024, 9, 21), id="a line of its own"),
        pytest.param("Published: Aug 3, 2023 at 10:15 GMT\nText", date(2023, 8, 3), id="with words of publication"),
        pytest.param("KYIV, August 14, 2024 (Agency) – The army said", date(2024, 8, 14), id="a wire's opening"),
        pytest.param("14 серпня 2024 року, 10:30\nТекст", date(2024, 8, 14), id="Ukrainian"),
        pytest.param("03.02.2025\nТекст", date(2025, 2, 3), id="digits, day first"),
        pytest.param("The invasion of 24 February 2022 changed all.", None, id="a date of the story"),
        pytest.param("1 May 2024\n2 May 2024\nText", None, id="two dates are none"),
        pytest.param("31 February 2024\nText", None, id="no such day"),
    ],
)
def test_dateline_is_a_full_date_that_stands_by_itself(text, expected):
    assert find_dateline(text) == expected


def test_iso_dates_only():
    assert parse_iso_date("2024-08-14T10:00:00Z") == date(2024, 8, 14)
    with pytest.raises(ValueError, match=r"14\.08"):
        parse_iso_date("14.08.2024")
