"""Claims as KML for Google Earth: a placemark each, with the days between which it happened and all of its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from geomap.dataset import ACCOUNT_COLOURS, account_of
from geomap.errors import InvalidRecordError, StoreError
from geomap.files import replacing
from geomap.records import Claim, Geometry

__all__ = ["read_kml", "write_kml"]

NAMESPACE = "http://www.opengis.net/kml/2.2"

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold at all; a claim with one is also kept whole as JSON."""

EXACT = "geomap:json"

_EMPTY_BY_DEFAULT = frozenset(item.name for item in fields(Claim) if item.default == "")


def write_kml(records: Sequence[Claim], path: Path) -> None:
    """Write claims as placemarks; those without a place have no geometry and stand in the list only."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}">\n<Document>\n')
        file.write("<name>Reports, not verified control</name>\n")
        for account, colour in ACCOUNT_COLOURS.items():
            file.write(_style(account, colour))
        for record in records:
            file.write(_placemark(record))
        file.write("</Document>\n</kml>\n")


def _style(account: str, colour: str) -> str:
    """Give a style; KML writes colours as `aabbggrr`."""
    code = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    return (
        f'<Style id="{account}"><IconStyle><color>ff{code}</color><scale>0.8</scale></IconStyle>'
        f"<LineStyle><color>cc{code}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>33{code}</color></PolyStyle></Style>\n"
    )


def _text(value: str) -> str:
    """Escape a text; a carriage return as a reference, which a parser would else turn into a line feed."""
    return escape(_ILLEGAL.sub("\ufffd", value), {"\r": "&#13;"})


def _placemark(claim: Claim) -> str:
    name = f"{claim.kind.value}: {claim.place}" if claim.place else claim.kind.value
    said = f"{claim.claimant} ({claim.publisher or claim.doc})"
    row = claim.to_json()
    row.pop("geometry")
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{_text(str(value))}</value></Data>"
        for key, value in row.items()
        if value is not None and (value != "" or key not in _EMPTY_BY_DEFAULT)
    )
    if any(isinstance(value, str) and _ILLEGAL.search(value) for value in row.values()):
        exact = json.dumps(row, ensure_ascii=True)
        data += f"<Data name={quoteattr(EXACT)}><value>{escape(exact)}</value></Data>"
    return (
        f'<Placemark id="claim-{escape(re.sub("[^A-Za-z0-9_.-]", "_", claim.claim_id))}"><name>{_text(name)}</name>'
        f"<description>{_text(f'“{claim.quote}” — {said}')}</description>{_span(claim)}"
        f"<styleUrl>#{account_of(claim)}</styleUrl><ExtendedData>{data}</ExtendedData>"
        f"{_geometry(claim.geometry)}</Placemark>\n"
    )


def _span(claim: Claim) -> str:
    """Give the days with the last one to its end: a bare date is its first moment to Google Earth and to GDAL."""
    begin = f"<begin>{claim.start_date}T00:00:00Z</begin>" if claim.start_date else ""
    end = f"<end>{claim.end_date}T23:59:59Z</end>" if claim.end_date else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


# Geometries -------------------------------------------------------------------------------------------------------


def _geometry(geometry: Geometry | None) -> str:
    if geometry is None:
        return ""
    kind, coordinates = geometry.type, geometry.coordinates
    if kind == "Point":
        return f"<Point>{_coordinates([coordinates])}</Point>"
    if kind == "LineString":
        return f"<LineString><tessellate>1</tessellate>{_coordinates(coordinates)}</LineString>"
    if kind == "Polygon":
        rings = [f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in coordinates]
        inner = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in rings[1:])
        return f"<Polygon><outerBoundaryIs>{rings[0]}</outerBoundaryIs>{inner}</Polygon>"
    single = kind.removeprefix("Multi")
    parts = "".join(_geometry(Geometry(single, part)) for part in coordinates)
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _coordinates(points: Sequence[Any]) -> str:
    return f"<coordinates>{' '.join(f'{point[0]!r},{point[1]!r}' for point in points)}</coordinates>"


# Reading ----------------------------------------------------------------------------------------------------------


def read_kml(path: Path) -> tuple[Claim, ...]:
    """Read the claims of a file that `write_kml` wrote.

    Raises
    ------
    StoreError
        If it is no KML, declares entities, or a placemark of it is no claim.
    """
    raw = path.read_bytes()
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise StoreError(f"{path}: declares a document type, which claims as KML never do")
    try:
        root = ElementTree.fromstring(raw)
        return tuple(_claim(mark) for mark in root.iter(f"{{{NAMESPACE}}}Placemark"))
    except (ElementTree.ParseError, ValueError, KeyError, IndexError) as error:
        if isinstance(error, InvalidRecordError):
            raise
        raise StoreError(f"{path}: holds no claims as KML: {error}") from error


def _claim(mark: ElementTree.Element) -> Claim:
    row: dict[str, Any] = {}
    for data in mark.iter(f"{{{NAMESPACE}}}Data"):
        row[data.attrib["name"]] = data.findtext(f"{{{NAMESPACE}}}value") or ""
    if EXACT in row:
        row = json.loads(row[EXACT])
    found = [shape for child in mark if (shape := _read_geometry(child)) is not None]
    return Claim.from_json({"quote": "", **row, "geometry": found[0].to_mapping() if found else None})


def _read_geometry(element: ElementTree.Element) -> Geometry | None:
    kind = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if kind == "Point":
        return Geometry("Point", _read_coordinates(element)[0])
    if kind == "LineString":
        return Geometry("LineString", _read_coordinates(element))
    if kind == "Polygon":
        return Geometry(
            "Polygon", tuple(_read_coordinates(ring) for ring in element.iter(f"{{{NAMESPACE}}}LinearRing"))
        )
    if kind == "MultiGeometry":
        parts = [part for child in element if (part := _read_geometry(child)) is not None]
        return Geometry(f"Multi{parts[0].type}", tuple(part.coordinates for part in parts))
    return None


def _read_coordinates(element: ElementTree.Element) -> tuple[tuple[float, ...], ...]:
    text = element.findtext(f".//{{{NAMESPACE}}}coordinates") or ""
    return tuple(tuple(float(number) for number in point.split(",")[:2]) for point in text.split())
