"""Articles from files: text, HTML, Markdown and tables, with the metadata that stands beside or inside them."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from geomap.dateline import find_dateline
from geomap.errors import DocumentError
from geomap.records import Document
from geomap.text import detect_language

__all__ = ["SUFFIXES", "parse_document", "parse_iso_date", "read_document", "read_documents"]

_log = logging.getLogger(__name__)

TEXT_SUFFIXES = (".txt", ".md", ".html", ".htm")
TABLE_SUFFIXES = (".jsonl", ".csv", ".parquet")
SUFFIXES = TEXT_SUFFIXES + TABLE_SUFFIXES
METADATA_FILE = "metadata.csv"
METADATA_COLUMNS = ("title", "publisher", "published", "url", "lang")
MAX_BYTES = 64 * 1024 * 1024
"""An article file beyond this size is refused: no article is that long, and a slip should not fill the memory."""

_ID_COLUMNS = ("doc", "id", "file")


def parse_iso_date(value: str) -> date:
    """Read `2024-08-14`, or the date of `2024-08-14T10:00:00Z`.

    Raises
    ------
    ValueError
        If the text does not begin with a calendar date in ISO 8601.
    """
    text = value.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ].*)?", text):
            return date.fromisoformat(text[:10])
    except ValueError:
        pass
    raise ValueError(f"{value!r} is not a date like 2024-08-14")


def parse_document(text: str, doc_id: str, metadata: Mapping[str, str] | None = None) -> Document:
    """Make a document of a text and what is known about it.

    A missing date is looked for in a printed dateline, a missing language in the letters; nothing else is inferred.

    Raises
    ------
    DocumentError
        If the text is blank or `metadata["published"]` is no date.
    """
    if not text.strip():
        raise DocumentError(f"{doc_id}: is empty")
    known = {key: str((metadata or {}).get(key) or "").strip() for key in METADATA_COLUMNS}
    published = None
    if known["published"]:
        try:
            published = parse_iso_date(known["published"])
        except ValueError as error:
            raise DocumentError(f"{doc_id}: published: {error}") from error
    return Document(
        doc_id=doc_id,
        text=text,
        title=known["title"],
        publisher=known["publisher"],
        url=known["url"],
        lang=known["lang"].lower()[:2] or detect_language(text),
        published=published or find_dateline(text),
    )


def read_document(path: str | Path) -> Document:
    """Read one article file with the metadata beside it.

    Raises
    ------
    DocumentError
        If the file cannot be read, or holds none or several articles.
    """
    found = list(read_documents([path]))
    for item in found:
        if isinstance(item, DocumentError):
            raise item
    documents = [item for item in found if isinstance(item, Document)]
    if len(documents) != 1:
        raise DocumentError(f"{path}: holds {len(documents)} articles; use read_documents")
    return documents[0]


def read_documents(
    inputs: Iterable[str | Path], *, published: date | None = None
) -> Iterator[Document | DocumentError]:
    """Read articles from files and folders, folders recursively, in the order of their paths.

    Parameters
    ----------
    published
        The date of documents that give none themselves.

    Yields
    ------
    Document or DocumentError
        One for each article, and one for each thing that could not be read; reading goes on after an error. A
        document whose metadata holds a malformed date is preceded by the error and comes undated.
    """
    files: list[tuple[Path, Path]] = []
    for given in inputs:
        root = Path(given)
        if root.is_dir():
            found = sorted(path for path in root.rglob("*") if _is_article_file(path, root))
            if not found:
                yield DocumentError(f"{given}: no articles in this folder ({', '.join(SUFFIXES)})")
            files.extend((path, root) for path in found)
        elif root.is_file():
            files.append((root, root.parent))
        else:
            yield DocumentError(f"{given}: no such file or folder")
    names = Counter(path.name for path, _ in files)
    tables: dict[Path, dict[str, dict[str, str]]] = {}
    for path, root in files:
        folder = path.parent
        if folder not in tables:
            table = _read_metadata(folder)
            if isinstance(table, DocumentError):
                yield table
                table = {}
            tables[folder] = table
        doc_id = path.name if names[path.name] == 1 else path.relative_to(root).as_posix()
        if names[path.name] > 1 and doc_id == path.name:
            doc_id = f"{root.name}/{path.name}"
        for item in _read_file(path, doc_id, tables[folder].get(path.name, {})):
            if isinstance(item, Document) and item.published is None and published is not None:
                yield replace(item, published=published)
            else:
                yield item


def _is_article_file(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.suffix.lower() in SUFFIXES and path.name != METADATA_FILE


def _read_metadata(folder: Path) -> dict[str, dict[str, str]] | DocumentError:
    path = folder / METADATA_FILE
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(_decode(path.read_bytes(), path.name), newline="")))
    except (OSError, csv.Error, DocumentError) as error:
        return DocumentError(f"{path}: cannot be read: {error}")
    if rows and "file" not in rows[0]:
        return DocumentError(f"{path}: has no column 'file'; its columns should be file,{','.join(METADATA_COLUMNS)}")
    for row in rows:
        if row["file"] and not (folder / row["file"]).exists():
            _log.warning("%s: names %s, which is not there", path, row["file"])
    return {row["file"]: {key: value or "" for key, value in row.items() if key} for row in rows if row["file"]}


def _read_file(path: Path, doc_id: str, metadata: Mapping[str, str]) -> Iterator[Document | DocumentError]:
    suffix = path.suffix.lower()
    try:
        if suffix not in SUFFIXES:
            raise DocumentError(f"{path}: is none of {', '.join(SUFFIXES)}")
        if path.stat().st_size > MAX_BYTES and suffix in TEXT_SUFFIXES:
            raise DocumentError(f"{path}: is larger than {MAX_BYTES // 1024 // 1024} MB, too large for an article")
        if suffix in TABLE_SUFFIXES:
            yield from _read_table(path, doc_id)
            return
        text = _decode(path.read_bytes(), str(path))
        inner: dict[str, str] = {}
        if suffix == ".md":
            text, inner = _split_front_matter(text)
        elif suffix in (".html", ".htm"):
            text, inner = _extract_html(text, path)
        yield from _checked(text, doc_id, {**inner, **{k: v for k, v in metadata.items() if v}}, str(path))
    except DocumentError as error:
        yield error
    except OSError as error:
        yield DocumentError(f"{path}: cannot be read: {error.strerror or error}")


def _checked(text: str, doc_id: str, metadata: Mapping[str, str], where: str) -> Iterator[Document | DocumentError]:
    """Yield the document; a malformed date is reported and left out, so that the text is not lost."""
    given = str(metadata.get("published") or "")
    if given.strip():
        try:
            parse_iso_date(given)
        except ValueError as error:
            yield DocumentError(f"{where}: published: {error}; the document is read without it")
            metadata = {**metadata, "published": ""}
    if not text.strip():
        raise DocumentError(f"{where}: is empty")
    yield parse_document(text, doc_id, metadata)


def _decode(raw: bytes, where: str) -> str:
    """Decode an article: UTF-8, UTF-16 with its mark, or Windows-1251 where that gives Ukrainian or Russian text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentError(f"{where}: is not text: damaged UTF-16 at byte {error.start}") from error
    if b"\0" in raw:
        raise DocumentError(f"{where}: is not text: a NUL byte at {raw.index(0)}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = raw.decode("cp1251")
        except UnicodeDecodeError:
            text = ""
        if _reads_as_cyrillic(text):
            _log.warning("%s: is not UTF-8; read as Windows-1251", where)
            return text
        message = f"{where}: is not UTF-8 text: byte {error.start} is 0x{raw[error.start]:02x}; save it as UTF-8"
        raise DocumentError(message) from error


_CYRILLIC_WORD = re.compile(r"\b[А-ЯЁІЇЄҐа-яёіїєґ][а-яёіїєґ'’-]*\b")
_LETTERS = re.compile(r"[^\W\d_]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def _reads_as_cyrillic(text: str) -> bool:
    """Say whether most letters stand in words of regular Cyrillic, as they do in no other encoding misread so."""
    letters = len(_LETTERS.findall(text))
    if not letters or _CONTROL.search(text):
        return False
    cyrillic = sum(len(word) for word in _CYRILLIC_WORD.findall(text))
    vowels = len(re.findall(r"[аеиоуыіїєяю]", text.lower()))
    return cyrillic / letters > 0.6 and 0.25 < vowels / letters < 0.6


_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_FRONT_NAMES = {"date": "published", "source": "publisher", "language": "lang"}
_MD_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


def _split_front_matter(text: str) -> tuple[str, dict[str, str]]:
    """Part a Markdown file into its body and the `key: value` lines of its front matter."""
    metadata: dict[str, str] = {}
    match = _FRONT_MATTER.match(text)
    if match:
        for key, value in _FRONT_LINE.findall(match.group(1)):
            name = _FRONT_NAMES.get(key.lower(), key.lower())
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            metadata.setdefault(name, value[1:-1] if quoted else value)
        text = text[match.end() :]
    heading = _MD_HEADING.match(text)
    if heading and not metadata.get("title"):
        metadata["title"] = heading.group(1)
    return text, metadata


def _extract_html(markup: str, path: Path) -> tuple[str, dict[str, str]]:
    """Take the article out of a web page, with the metadata that the page states of itself (by trafilatura)."""
    import trafilatura

    found = trafilatura.bare_extraction(
        markup,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        deduplicate=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise DocumentError(f"{path}: no article text found in this page")
    lang = re.search(r"<html[^>]*\blang=[\"']?([A-Za-z]{2})", markup[:4096])
    return found.text or "", {
        "title": found.title or "",
        "publisher": found.sitename or "",
        "published": found.date or "",
        "url": found.url or "",
        "lang": lang.group(1) if lang else "",
    }


def _read_table(path: Path, doc_id: str) -> Iterator[Document | DocumentError]:
    """Read one article a row: column `text`, the metadata columns, and `doc`, `id` or `file` for its name."""
    seen: set[str] = set()
    for number, row in _table_rows(path):
        if isinstance(row, DocumentError):
            yield row
            continue
        where = f"{path}, {'line' if path.suffix.lower() == '.jsonl' else 'row'} {number}"
        text = row.get("text")
        if not isinstance(text, str):
            yield DocumentError(f"{where}: has no column 'text'")
            continue
        name = next((str(row[key]) for key in _ID_COLUMNS if row.get(key)), f"{doc_id}#{number}")
        if name in seen:
            yield DocumentError(f"{where}: the name {name!r} was used before; the row is called {doc_id}#{number}")
            name = f"{doc_id}#{number}"
        seen.add(name)
        try:
            yield from _checked(text, name, {k: str(row.get(k) or "") for k in METADATA_COLUMNS}, where)
        except DocumentError as error:
            yield error


def _table_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | DocumentError]]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from enumerate(_parquet_rows(path), start=1)
        return
    text = _decode(path.read_bytes(), str(path))
    if suffix == ".csv":
        limit = csv.field_size_limit(MAX_BYTES)
        try:
            reader = csv.DictReader(io.StringIO(text, newline=""))
            if "text" not in (reader.fieldnames or ()):
                raise DocumentError(f"{path}: has no column 'text'")
            yield from enumerate(reader, start=1)
        except csv.Error as error:
            raise DocumentError(f"{path}: is not a CSV table: {error}") from error
        finally:
            csv.field_size_limit(limit)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            row = None
            problem = f"{path}, line {number}: is not JSON: {error.msg} at column {error.colno}"
        else:
            problem = f"{path}, line {number}: is not a JSON object"
        yield number, row if isinstance(row, dict) else DocumentError(problem)


def _parquet_rows(path: Path) -> Sequence[dict[str, Any]]:
    from geomap._optional import require

    require("pyarrow", extra="parquet")
    import pyarrow.parquet as pq
    from pyarrow.lib import ArrowException

    try:
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    except ArrowException as error:
        raise DocumentError(f"{path}: is not a Parquet table: {error}") from error
    return rows
