"""What a run or a store holds: documents, mentions, claims, places, the front, and the corrections made by hand.

Standard library only. A `Mention` is to a resolution what a `Claim` is to a statement: the flat row of
`toponyms.geojson`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from geomap.errors import InvalidRecordError
from geomap.records import Claim, Document, FeatureClass, Geometry, Place, Resolution

__all__ = [
    "ACCOUNT_COLOURS",
    "COORDINATE_DIGITS",
    "Alternative",
    "Change",
    "Dataset",
    "DocumentEntry",
    "FrontFeature",
    "Mention",
    "Report",
    "account_of",
    "apply_change",
    "label_point",
    "mention_of",
    "report_rows",
    "rounded",
    "sorted_claims",
]

COORDINATE_DIGITS = 6
"""Decimals of a degree that are kept: a tenth of a metre, as RFC 7946 advises."""

ACCOUNT_COLOURS = {"UA": "#0072b2", "RU": "#d55e00", "analyst": "#666666", "media": "#661100", "local": "#2d004b"}
"""Whose account a claim is, and its colour on a light ground, as on the page."""

FrontFeature = Mapping[str, Any]
"""A GeoJSON feature of the reported front, with its day in `properties`."""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document without its text: what it was, and a hash to find out whether it changed.

    `story` is what is compared of it with other documents, to find copies of one report (`geomap.wires.Story`).
    """

    doc: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    lang: str = ""
    published: date | None = None
    content_hash: str = ""
    characters: int = 0
    story: str = ""

    @classmethod
    def of(cls, document: Document) -> DocumentEntry:
        """Describe a document that was read."""
        return cls(
            document.doc_id,
            document.title,
            document.publisher,
            document.url,
            document.lang,
            document.published,
            document.content_hash,
            len(document.text),
        )

    def to_document(self) -> Document:
        """Give a document with the metadata and no text."""
        return Document(self.doc, "", self.title, self.publisher, self.url, self.lang, self.published)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that a mention may mean, with its score in [0, 1]."""

    place: str
    place_id: str
    admin1: str = ""
    country: str = ""
    score: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place mention and what it was taken for: a row of `toponyms.geojson`."""

    doc: str
    start: int
    end: int
    text: str
    kind: str = ""
    role: str = "literal"
    place: str = ""
    place_id: str = ""
    admin1: str = ""
    country: str = ""
    confidence: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    uncertainty_km: float | None = None
    estimate: bool = False
    reference: str = ""
    why: str = ""
    geometry: Geometry | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the mention as one JSON-ready object, geometry included."""
        row = {item.name: getattr(self, item.name) for item in fields(self)}
        row["alternatives"] = [alternative_json(item) for item in self.alternatives]
        row["geometry"] = None if self.geometry is None else self.geometry.to_mapping()
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Mention:
        """Read back what `to_json` wrote.

        Raises
        ------
        InvalidRecordError
            If a field is missing or malformed.
        """
        try:
            given = {item.name: row[item.name] for item in fields(cls) if row.get(item.name) is not None}
            given["alternatives"] = tuple(Alternative(**item) for item in given.get("alternatives", ()))
            given["geometry"] = Geometry.from_mapping(given.get("geometry"))
            return cls(**given)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidRecordError(f"not a place mention: {error}") from error


def alternative_json(item: Alternative) -> dict[str, Any]:
    """Return an alternative as a JSON-ready object."""
    return {field.name: getattr(item, field.name) for field in fields(item)}


@dataclass(frozen=True, slots=True)
class Report:
    """Claims of one group, seen as one report: how often it was told, by which sides, and what says otherwise."""

    group_id: str
    kind: str
    place: str
    place_id: str
    feature: str
    admin1: str
    country: str
    start_date: date | None
    end_date: date | None
    first_reported: date | None
    claims: int
    sources: int
    sides: str
    contradicts: str
    claim_ids: str
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that one run made or one store holds; every part in a fixed order."""

    documents: tuple[DocumentEntry, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: Mapping[str, Place] | None = None
    front: tuple[FrontFeature, ...] = ()
    corrections: tuple[Any, ...] = ()
    gazetteer: str = ""

    @property
    def place_of(self) -> Mapping[str, Place]:
        """Places by `place_id`, empty where none were kept."""
        return self.places or {}


@dataclass(frozen=True, slots=True)
class Change:
    """What a run asks a store to do, all of it or nothing.

    `documents` replace what the store holds of the same name, together with their `mentions` and `claims`; `revised`
    claims belong to documents that stay and replace the rows of the same `claim_id`, `withdrawn` ones go; `removed`
    names documents that go with all they said. `front` and `corrections` replace the store's where they are not None.
    """

    documents: Sequence[DocumentEntry] = ()
    mentions: Sequence[Mention] = ()
    claims: Sequence[Claim] = ()
    revised: Sequence[Claim] = ()
    withdrawn: Sequence[str] = ()
    removed: Sequence[str] = ()
    places: Mapping[str, Place] | None = None
    front: Sequence[FrontFeature] | None = None
    corrections: Sequence[Any] | None = None
    gazetteer: str = ""


def account_of(claim: Claim) -> str:
    """Say whose account a claim is: a side's, an analyst's, the media's own, or somebody else's on the ground."""
    if claim.side.value in ("UA", "RU"):
        return claim.side.value
    if claim.claimant == "reporter":
        return "media"
    return "analyst" if claim.side.value == "independent" else "local"


def sorted_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Order claims as a store gives them back: by document and position."""
    return tuple(sorted(claims, key=lambda claim: (claim.doc, claim.start, claim.end, claim.claim_id)))


def mention_of(resolution: Resolution) -> Mention:
    """Flatten a resolution into the row that is stored and exported."""
    toponym, place = resolution.toponym, resolution.place
    kind = place.feature if place is not None else toponym.feature
    uncertainty = resolution.uncertainty_km
    if uncertainty is None and place is not None:
        uncertainty = place.radius_km
    return Mention(
        doc=toponym.doc_id,
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        kind=kind.value if isinstance(kind, FeatureClass) else "",
        role=toponym.role.value,
        place=place.name if place else "",
        place_id=place.place_id if place else "",
        admin1=place.admin1 if place else "",
        country=place.country if place else "",
        confidence=round(resolution.confidence, 4),
        alternatives=tuple(
            Alternative(
                item.place.name,
                item.place.place_id,
                item.place.admin1,
                item.place.country,
                round(item.score, 4),
                item.why,
            )
            for item in resolution.alternatives
        ),
        uncertainty_km=uncertainty,
        estimate=bool(place and place.estimate),
        reference=toponym.reference,
        why=resolution.why,
        geometry=rounded(resolution.geometry),
    )


def rounded(geometry: Geometry | None) -> Geometry | None:
    """Bound the precision of the coordinates."""
    if geometry is None:
        return None
    return replace(geometry, coordinates=_rounded(geometry.coordinates))


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_rounded(item) for item in value)
    return round(float(value), COORDINATE_DIGITS)


def label_point(geometry: Geometry | None) -> tuple[float, float] | None:
    """Give `lon, lat` of the point that stands for a geometry: a line's middle, a point inside an area."""
    if geometry is None:
        return None
    if geometry.type == "Point":
        return (float(geometry.coordinates[0]), float(geometry.coordinates[1]))
    from shapely.geometry import shape

    made = shape(geometry.__geo_interface__)
    if made.is_empty:
        return None
    middle = made.interpolate(0.5, normalized=True) if geometry.type == "LineString" else made.representative_point()
    return (round(float(middle.x), COORDINATE_DIGITS), round(float(middle.y), COORDINATE_DIGITS))


def report_rows(claims: Iterable[Claim]) -> tuple[Report, ...]:
    """Sum up each group of claims, in the order of `group_id`; claims without a group are no report yet."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.group_id:
            groups.setdefault(claim.group_id, []).append(claim)
    return tuple(_report(group_id, groups[group_id]) for group_id in sorted(groups))


def _report(group_id: str, members: list[Claim]) -> Report:
    members.sort(key=lambda claim: (claim.reported or claim.published or date.max, claim.doc, claim.start))
    first = next((claim for claim in members if claim.geometry is not None), members[0])
    starts = [day for claim in members if (day := claim.start_date or claim.end_date)]
    ends = [day for claim in members if (day := claim.end_date or claim.start_date)]
    days = [day for claim in members if (day := claim.reported or claim.published)]
    others = {other.strip() for claim in members for other in claim.contradicts.split(",") if other.strip()}
    return Report(
        group_id=group_id,
        kind=first.kind.value,
        place=first.place,
        place_id=first.place_id,
        feature=first.feature,
        admin1=first.admin1,
        country=first.country,
        start_date=min(starts, default=None),
        end_date=max(ends, default=None),
        first_reported=min(days, default=None),
        claims=len(members),
        sources=max(claim.sources for claim in members),
        sides=",".join(sorted({claim.side.value for claim in members})),
        contradicts=",".join(sorted(others)),
        claim_ids=",".join(sorted(claim.claim_id for claim in members)),
        geometry=first.geometry,
    )


def apply_change(before: Dataset, change: Change) -> Dataset:
    """Give what a store holds after a change: the meaning of `Store.save`, in memory."""
    gone = {entry.doc for entry in change.documents} | set(change.removed)
    documents = {entry.doc: entry for entry in before.documents if entry.doc not in gone}
    documents |= {entry.doc: entry for entry in change.documents}
    claims = {claim.claim_id: claim for claim in before.claims if claim.doc not in gone}
    claims |= {claim.claim_id: claim for claim in (*change.claims, *change.revised)}
    for claim_id in change.withdrawn:
        claims.pop(claim_id, None)
    mentions = [mention for mention in before.mentions if mention.doc not in gone]
    mentions = sorted([*mentions, *change.mentions], key=lambda item: (item.doc, item.start, item.end))
    used = {claim.place_id for claim in claims.values()} | {mention.place_id for mention in mentions}
    places = {key: value for key, value in {**before.place_of, **(change.places or {})}.items() if key in used}
    return Dataset(
        documents=tuple(documents[name] for name in sorted(documents)),
        mentions=tuple(mentions),
        claims=sorted_claims(claims.values()),
        places={key: places[key] for key in sorted(places)},
        front=before.front if change.front is None else tuple(change.front),
        corrections=before.corrections if change.corrections is None else tuple(change.corrections),
        gazetteer=change.gazetteer or before.gazetteer,
    )
