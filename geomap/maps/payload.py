"""Claims as the compact, inert JSON that the page reads.

The block holds arrays only, columns instead of rows and one table of strings, so that a hundred thousand claims stay
small; `<`, `>`, `&`, `{` and the two line separators are written as escapes, so that no text of an article can end a
script element, start markup or mean anything to a template engine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from geomap.records import Claim, Document, Geometry, Place

__all__ = ["claims_payload", "escape_json", "map_places"]

_ESCAPES = {mark: f"\\u{ord(mark):04x}" for mark in "<>&{\u2028\u2029"}
_SURROGATES = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}

STRING_COLUMNS = (
    "claim_id", "quote", "claimant", "acled", "date_text", "date_why", "place_text", "place_why", "unit", "group_id",
    "contradicts", "statement_id", "trigger", "claimant_why", "status_why",
)  # fmt: skip
"""Columns that hold an index into the table of strings."""
NAME_COLUMNS = ("kind", "actor", "side", "status", "role", "date_precision")
"""Columns whose few values are names; held the same way."""
NUMBER_COLUMNS = ("start", "end", "sources", "uncertainty_km", "quantity", "quantity_max", "confidence")
DAY_COLUMNS = ("start_date", "end_date", "reported")
"""Days since 1970-01-01; null where there is none."""

_EPOCH = date(1970, 1, 1).toordinal()


def escape_json(value: Any) -> str:
    """Write lists, texts and numbers as JSON for a script element; a mapping would lose its brace."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark, escape in _ESCAPES.items():
        text = text.replace(mark, escape)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


class _Strings:
    """The table of strings; the empty string is number 0."""

    def __init__(self) -> None:
        self.values = [""]
        self._numbers = {"": 0}

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """Give the number of each text, adding those that are new."""
        given, known = list(texts), self._numbers
        new = [text for text in dict.fromkeys(given) if text not in known]
        known.update(zip(new, range(len(self.values), len(self.values) + len(new)), strict=True))
        self.values.extend(new)
        return list(map(known.__getitem__, given))


def _days(value: date | None) -> int | None:
    return None if value is None else value.toordinal() - _EPOCH


def _sort_key(claim: Claim) -> tuple[int, str, int, int, str]:
    first = claim.start_date or claim.end_date or claim.reported or claim.published
    return (first.toordinal() if first else 0, claim.doc, claim.start, claim.end, claim.claim_id)


def _column(values: Sequence[Any]) -> Any:
    """Give the column, or its one value where all are equal."""
    return values[0] if values and all(value == values[0] for value in values) else list(values)


def claims_payload(
    claims: Sequence[Claim], *, documents: Sequence[Document] = (), places: Mapping[str, Place] | None = None
) -> tuple[list[list[Any]], list[Claim]]:
    """Turn claims into name and value pairs for the page.

    Parameters
    ----------
    documents
        Articles read, so that those without a claim are counted too.
    places
        Gazetteer entries by `place_id`, for names in other languages and estimated positions.

    Returns
    -------
    pairs, claims
        What goes into the page, and the claims in the order of its columns: by day, document and position.
    """
    ordered = sorted(claims, key=_sort_key)
    strings = _Strings()
    rows, number_of = _documents(ordered, documents)
    place_rows, place_numbers = map_places(ordered, places or {})
    columns: list[list[Any]] = [
        ["doc", _column([number_of[_document_key(claim)] for claim in ordered])],
        ["place", _column(place_numbers)],
    ]
    for name in (*NAME_COLUMNS, *STRING_COLUMNS):
        columns.append([name, _column(strings.numbers(map(str, map(attrgetter(name), ordered))))])
    for name in NUMBER_COLUMNS:
        columns.append([name, _column([_number(getattr(claim, name)) for claim in ordered])])
    for name in DAY_COLUMNS:
        columns.append([name, _column([_days(getattr(claim, name)) for claim in ordered])])
    pairs: list[list[Any]] = [
        ["count", len(ordered)],
        ["docs", rows],
        ["places", place_rows],
        ["columns", columns],
        ["strings", strings.values],
    ]
    return pairs, ordered


def _number(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else round(value, 6)


def _document_key(claim: Claim) -> tuple[str, ...]:
    published = claim.published.isoformat() if claim.published else ""
    return (claim.doc, claim.title, claim.publisher, claim.url, claim.lang, published)


def _documents(
    claims: Iterable[Claim], documents: Iterable[Document]
) -> tuple[list[list[str]], dict[tuple[str, ...], int]]:
    keys = {_document_key(claim) for claim in claims}
    names = {key[0] for key in keys}
    for item in documents:
        if item.doc_id not in names:
            published = item.published.isoformat() if item.published else ""
            keys.add((item.doc_id, item.title, item.publisher, item.url, item.lang, published))
    ordered = sorted(keys)
    return [list(key) for key in ordered], {key: number for number, key in enumerate(ordered)}


def map_places(claims: Sequence[Claim], places: Mapping[str, Place]) -> tuple[list[list[Any]], list[int]]:
    """List the distinct places of the claims, and for each claim the number of its place, -1 for none.

    A row is `[place_id, name, name in Ukrainian, in Russian, feature, admin1, country, lon, lat, estimate, shape]`;
    `lon, lat` are null for a place without a position, `shape` is a line or polygon as nested lists, or 0. A place
    that is drawn at two positions (its own, and "5 km west of" it) is listed twice.
    """
    rows: list[list[Any]] = []
    numbers: list[int] = []
    known: dict[tuple[Any, ...], int] = {}
    for claim in claims:
        if not claim.place and not claim.place_id and claim.geometry is None:
            numbers.append(-1)
            continue
        point = label_point(claim.geometry)
        key = (claim.place_id or claim.place, claim.place_id == "" and claim.admin1, point)
        if key not in known:
            known[key] = len(rows)
            entry = places.get(claim.place_id)
            shape: Any = 0
            if claim.geometry is not None and claim.geometry.type != "Point":
                shape = [claim.geometry.type, claim.geometry.coordinates]
            rows.append(
                [
                    claim.place_id,
                    claim.place,
                    entry.name_uk if entry else "",
                    entry.name_ru if entry else "",
                    claim.feature,
                    claim.admin1,
                    claim.country,
                    *(point or (None, None)),
                    1 if entry is not None and entry.estimate else 0,
                    shape,
                ]
            )
        numbers.append(known[key])
    return rows, numbers


def label_point(geometry: Geometry | None) -> tuple[float, float] | None:
    """Give `lon, lat` of the point that stands for a geometry: itself, a line's middle vertex, a polygon's inside."""
    if geometry is None:
        return None
    if geometry.type == "Point":
        return (float(geometry.coordinates[0]), float(geometry.coordinates[1]))
    from shapely.geometry import shape

    made = shape(geometry.to_mapping())
    if made.is_empty:
        return None
    line = geometry.type == "LineString"
    middle = made.interpolate(0.5, normalized=True) if line else made.representative_point()
    return (round(float(middle.x), 5), round(float(middle.y), 5))
