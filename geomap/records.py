"""The records that travel between the stages: frozen, hashable, valid from birth, to JSON and back unchanged.

Standard library only. Property names are those of the files that geomap writes, so that a record, a line of JSON
Lines and a GeoJSON feature have the same fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from geomap.errors import InvalidRecordError

__all__ = [
    "Actor",
    "Candidate",
    "Claim",
    "ClaimKind",
    "DateInterval",
    "DatePrecision",
    "Document",
    "FeatureClass",
    "Geometry",
    "Place",
    "PlaceRole",
    "Resolution",
    "Side",
    "Span",
    "Status",
    "Toponym",
    "ToponymRole",
    "make_id",
]


class FeatureClass(StrEnum):
    """What a place is. `OTHER` holds front sectors, seas, islands, spits and quarters."""

    SETTLEMENT = "settlement"
    REGION = "region"
    DISTRICT = "district"
    RIVER = "river"
    FACILITY = "facility"
    BORDER = "border"
    COUNTRY = "country"
    OTHER = "other"


class ToponymRole(StrEnum):
    """How a name is used: for the place, for those who act or speak there, or as an attribute ("Kyiv's troops")."""

    LITERAL = "literal"
    METONYM = "metonym"
    ATTRIBUTIVE = "attributive"


class ClaimKind(StrEnum):
    """What a claim says happened."""

    CAPTURE = "capture"
    WITHDRAWAL = "withdrawal"
    HOLD = "hold"
    ADVANCE = "advance"
    ATTACK = "attack"
    STRIKE = "strike"
    INTERCEPT = "intercept"
    INFILTRATION = "infiltration"
    DAMAGE = "damage"
    EVACUATION = "evacuation"
    ALERT = "alert"
    PRISONERS = "prisoners"
    CASUALTIES = "casualties"
    REDEPLOYMENT = "redeployment"
    INTENT = "intent"


class Actor(StrEnum):
    """Who does it."""

    UA = "UA"
    RU = "RU"
    OTHER = "other"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Whose claim it is."""

    UA = "UA"
    RU = "RU"
    INDEPENDENT = "independent"
    OTHER = "other"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How a claim stands in its own document."""

    ASSERTED = "asserted"
    DENIED = "denied"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"


class PlaceRole(StrEnum):
    """How a claim refers to its place."""

    AT = "at"
    TOWARD = "toward"
    FROM = "from"
    NEAR = "near"


class DatePrecision(StrEnum):
    """How narrow an interval is; `OPEN` has one bound only or a vague one, `UNKNOWN` has none."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OPEN = "open"
    UNKNOWN = "unknown"


def make_id(*parts: object) -> str:
    """Give a short stable identifier: 16 hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Bounds(NamedTuple):
    start: int
    end: int


class Span(_Bounds):
    """A stretch of `document.text`, in characters, end excluded."""

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Span:
        """Check the bounds."""
        if not 0 <= start <= end:
            raise InvalidRecordError(f"span {start}:{end} is not a stretch of a text")
        return tuple.__new__(cls, (start, end))

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """Civil dates, both ends included; a single day has `start == end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidRecordError(f"interval ends {self.end}, before it starts {self.start}")

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    def meets(self, other: DateInterval) -> bool:
        """Say whether the two intervals share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Geometry:
    """A GeoJSON geometry with nested tuples for coordinates (`lon, lat`, EPSG:4326); shapely reads it as it is."""

    type: str
    coordinates: tuple[Any, ...]

    @classmethod
    def point(cls, lon: float, lat: float) -> Geometry:
        """Make a Point, checking that the numbers are degrees."""
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise InvalidRecordError(f"lon {lon}, lat {lat} are not degrees of longitude and latitude")
        return cls("Point", (lon, lat))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any] | None) -> Geometry | None:
        """Read a GeoJSON geometry member; None stays None."""
        return None if mapping is None else cls(str(mapping["type"]), _as_tuple(mapping["coordinates"]))

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return {"type": self.type, "coordinates": self.coordinates}

    def to_mapping(self) -> dict[str, Any]:
        """Return a JSON-ready GeoJSON geometry."""
        return {"type": self.type, "coordinates": _as_list(self.coordinates)}


def _as_tuple(value: Any) -> Any:
    return tuple(_as_tuple(item) for item in value) if isinstance(value, list | tuple) else value


def _as_list(value: Any) -> Any:
    return [_as_list(item) for item in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `doc_id` is the file name (with its folder where two inputs share a name); `text` is what every offset counts in.
    What is not known is empty or None, never guessed.
    """

    doc_id: str
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    lang: str = ""
    published: date | None = None

    @property
    def content_hash(self) -> str:
        """Identifier of the text and its metadata, for finding out whether a document changed."""
        return make_id(self.text, self.title, self.publisher, self.url, self.lang, self.published)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer.

    `radius_km` is the feature's own size together with the uncertainty of its position; `estimate` says that the
    point is computed from the surrounding unit rather than known. `name` is the canonical English name, `admin1` the
    English name of the first-level unit ("Kursk Oblast"), `admin2` of the district.
    """

    place_id: str
    name: str
    feature: FeatureClass
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_km: float = 1.0
    population: int = 0
    estimate: bool = False
    name_uk: str = ""
    name_ru: str = ""
    code: str = ""
    geometry: Geometry | None = None
    admin3: str = ""

    def __post_init__(self) -> None:
        if (self.lon is None) != (self.lat is None):
            raise InvalidRecordError(f"place {self.place_id} has only one of lon and lat")
        if self.lon is not None and self.lat is not None and not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise InvalidRecordError(f"place {self.place_id}: lon {self.lon}, lat {self.lat} are not degrees")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention of a place in a text: `text == document.text[start:end]`.

    `name` is the part that is looked up, without its designator; `feature` the class that the words ask for ("Kursk
    region": region) or None; `place_ids` the gazetteer entries sharing the name, in no order. `reference` names how a
    place without a name is meant (`anaphor`, `offset`, `near`, `border`), and is empty for a name.
    """

    doc_id: str
    start: int
    end: int
    text: str
    name: str
    feature: FeatureClass | None = None
    role: ToponymRole = ToponymRole.LITERAL
    place_ids: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym may mean, with a score in [0, 1] and the reasons that made it."""

    place: Place
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken to mean: a place or None, and why.

    `uncertainty_km` is the radius within which the place meant lies; `lon`, `lat` differ from the place's own point
    only for offsets ("5 km west of Pokrovsk"). `alternatives` are the next candidates, best first.
    """

    toponym: Toponym
    place: Place | None
    confidence: float = 0.0
    why: str = ""
    alternatives: tuple[Candidate, ...] = ()
    uncertainty_km: float | None = None
    lon: float | None = None
    lat: float | None = None

    @property
    def geometry(self) -> Geometry | None:
        """Where to draw the mention: the offset point, else the place's own geometry, else its point."""
        if self.lon is not None and self.lat is not None:
            return Geometry.point(self.lon, self.lat)
        if self.place is None:
            return None
        if self.place.geometry is not None:
            return self.place.geometry
        if self.place.lon is None or self.place.lat is None:
            return None
        return Geometry.point(self.place.lon, self.place.lat)


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion in one document about one place: a row of every file that geomap writes.

    Claims of one statement about several places ("from X toward Y", "took A, B and C") share `statement_id` and have
    each an own `claim_id`. `reported` is the day the claim was made public, as far as the document tells.
    `trigger` is the word that made the claim, `claimant_why` and `status_why` say how those were found.
    """

    claim_id: str
    doc: str
    start: int
    end: int
    quote: str
    kind: ClaimKind
    actor: Actor = Actor.UNKNOWN
    claimant: str = "reporter"
    side: Side = Side.UNKNOWN
    status: Status = Status.ASSERTED
    title: str = ""
    publisher: str = ""
    url: str = ""
    lang: str = ""
    published: date | None = None
    reported: date | None = None
    acled: str = ""
    place: str = ""
    place_id: str = ""
    feature: str = ""
    admin1: str = ""
    country: str = ""
    role: PlaceRole = PlaceRole.AT
    uncertainty_km: float | None = None
    start_date: date | None = None
    end_date: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str = ""
    date_why: str = ""
    place_text: str = ""
    place_why: str = ""
    quantity: float | None = None
    quantity_max: float | None = None
    unit: str = ""
    confidence: float = 0.5
    group_id: str = ""
    sources: int = 1
    contradicts: str = ""
    statement_id: str = ""
    trigger: str = ""
    claimant_why: str = ""
    status_why: str = ""
    geometry: Geometry | None = field(default=None)

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise InvalidRecordError(f"claim {self.claim_id}: the quote is not {self.end - self.start} characters long")
        if self.start_date is not None and self.end_date is not None and self.end_date < self.start_date:
            raise InvalidRecordError(f"claim {self.claim_id} ends {self.end_date}, before it starts {self.start_date}")

    @property
    def interval(self) -> DateInterval | None:
        """The days between which it happened, when both bounds are known."""
        if self.start_date is None or self.end_date is None:
            return None
        return DateInterval(self.start_date, self.end_date)

    def to_json(self) -> dict[str, Any]:
        """Return the claim as one JSON-ready object, geometry included."""
        return {name: _to_json(getattr(self, name)) for name in CLAIM_FIELDS}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Claim:
        """Read back what `to_json` wrote; unknown keys are ignored, a missing or malformed one is an error."""
        try:
            given = {name: read(row[name]) for name, read in _CLAIM_READERS.items() if row.get(name) is not None}
            return cls(**given)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidRecordError(f"not a claim: {error}") from error


def _to_json(value: Any) -> Any:
    if isinstance(value, Geometry):
        return value.to_mapping()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


CLAIM_FIELDS: tuple[str, ...] = tuple(item.name for item in fields(Claim))

_READERS: dict[str, Any] = {
    "int": int,
    "float": float,
    "float | None": float,
    "date | None": lambda value: value if isinstance(value, date) else date.fromisoformat(str(value)[:10]),
    "Geometry | None": Geometry.from_mapping,
    "ClaimKind": ClaimKind,
    "Actor": Actor,
    "Side": Side,
    "Status": Status,
    "PlaceRole": PlaceRole,
    "DatePrecision": DatePrecision,
    "str": str,
}
_CLAIM_READERS: dict[str, Any] = {item.name: _READERS[str(item.type)] for item in fields(Claim)}
