"""Records for property tests: any text an article may hold, any day, places that are points, lines, areas or none."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from geomap.dataset import Alternative, DocumentEntry, Mention
from geomap.records import (
    Actor,
    Claim,
    ClaimKind,
    DatePrecision,
    Geometry,
    PlaceRole,
    Side,
    Status,
    make_id,
)

HOSTILE = (
    "{{7*191}}", "{% x %}", "${alert(1)}", "</script><img src=x onerror=alert(1)>", "=1+1", "+380", "-5", "@SUM(A1)",
    "'=1", "''", "\ttab", "line\r\nbreak", 'a "b", c', "]]>&amp;", "\x07\x00\x1f", "\u2028\u2029\ufeff", "Суджа",
    "a;b", "NULL", "null", "nan", "",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
words = texts
degrees_lon = st.integers(-180_000_000, 180_000_000).map(lambda number: number / 1e6)
degrees_lat = st.integers(-90_000_000, 90_000_000).map(lambda number: number / 1e6)
days = st.none() | st.dates(date(1991, 1, 1), date(2100, 1, 1))
numbers = st.none() | st.floats(-1e9, 1e9)

points = st.builds(Geometry.point, degrees_lon, degrees_lat)
LINE = Geometry("LineString", ((34.5, 51.25), (35.0, 51.5), (35.25, 51.0)))
LINES = Geometry("MultiLineString", (((34.5, 51.25), (35.0, 51.5)), ((36.0, 51.25), (36.0, 51.5))))
AREA = Geometry("Polygon", (((34.0, 51.0), (36.0, 51.0), (36.0, 52.0), (34.0, 52.0), (34.0, 51.0)),))
HOLED = Geometry(
    "Polygon",
    (
        ((34.0, 51.0), (36.0, 51.0), (36.0, 52.0), (34.0, 52.0), (34.0, 51.0)),
        ((34.5, 51.2), (34.5, 51.4), (34.9, 51.4), (34.9, 51.2), (34.5, 51.2)),
    ),
)
AREAS = Geometry("MultiPolygon", (AREA.coordinates, (((40.0, 51.0), (41.0, 51.0), (41.0, 52.0), (40.0, 51.0)),)))
geometries = st.one_of(st.none(), points, st.sampled_from([LINE, LINES, AREA, HOLED, AREAS]))


@st.composite
def claims(draw: st.DrawFn, number: int = 0, doc: str = "report.txt") -> Claim:
    """Any claim that can be; `number` makes its id."""
    quote, start = draw(texts), draw(st.integers(0, 9999))
    first, last = sorted((draw(st.dates(date(1991, 1, 1))), draw(st.dates(date(1991, 1, 1)))))
    return Claim(
        claim_id=make_id(doc, number),
        doc=doc,
        start=start,
        end=start + len(quote),
        quote=quote,
        kind=draw(st.sampled_from(ClaimKind)),
        actor=draw(st.sampled_from(Actor)),
        claimant=draw(texts),
        side=draw(st.sampled_from(Side)),
        status=draw(st.sampled_from(Status)),
        title=draw(texts),
        publisher=draw(texts),
        lang=draw(st.sampled_from(["en", "uk", "ru", ""])),
        published=draw(days),
        reported=draw(days),
        place=draw(texts),
        place_id=draw(st.sampled_from(["", "gn:1", "gn:2"])),
        role=draw(st.sampled_from(PlaceRole)),
        uncertainty_km=draw(numbers),
        start_date=draw(st.sampled_from([None, first])),
        end_date=draw(st.sampled_from([None, last])),
        date_precision=draw(st.sampled_from(DatePrecision)),
        place_why=draw(texts),
        quantity=draw(numbers),
        confidence=draw(st.floats(0, 1)),
        group_id=draw(st.sampled_from(["", "g1", "g2"])),
        sources=draw(st.integers(1, 9)),
        contradicts=draw(st.sampled_from(["", "g1", "g1,g2"])),
        geometry=draw(geometries),
    )


@st.composite
def claim_lists(draw: st.DrawFn, max_size: int = 5, doc: str = "report.txt") -> tuple[Claim, ...]:
    """Claims of one document with different ids, in the order in which a store gives them."""
    found = [draw(claims(number, doc)) for number in range(draw(st.integers(0, max_size)))]
    return tuple(sorted(found, key=lambda claim: (claim.doc, claim.start, claim.end, claim.claim_id)))


@st.composite
def mentions(draw: st.DrawFn, doc: str = "report.txt") -> Mention:
    """Any place mention."""
    text, start = draw(texts), draw(st.integers(0, 9999))
    others = draw(st.lists(st.builds(Alternative, texts, texts, texts, texts, st.floats(0, 1), texts), max_size=2))
    return Mention(
        doc,
        start,
        start + len(text),
        text,
        draw(st.sampled_from(["settlement", "region", ""])),
        place=draw(texts),
        place_id=draw(st.sampled_from(["", "gn:1", "gn:2"])),
        confidence=draw(st.floats(0, 1)),
        alternatives=tuple(others),
        uncertainty_km=draw(numbers),
        estimate=draw(st.booleans()),
        geometry=draw(geometries),
    )


@st.composite
def documents(draw: st.DrawFn, doc: str = "report.txt") -> DocumentEntry:
    """Any document's entry."""
    return DocumentEntry(
        doc, draw(texts), draw(texts), draw(texts), "en", draw(days), draw(texts), draw(st.integers(0, 99))
    )
