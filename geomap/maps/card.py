"""What a map tells about itself in a few words: its title, range, counts and where its claims lie."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.maps.payload import escape_json, label_point
from geomap.records import Claim, Document, Side

__all__ = ["MapCard", "card_script", "make_card", "read_card"]

CARD_ID = "geomap-card"
MOST_SPOTS = 300
"""Places of a thumbnail; the ones with the most claims."""
FRONT_BYTES = 400_000
"""The card stands before everything else in the page's body; this much of a file holds it."""


@dataclass(frozen=True, slots=True)
class MapCard:
    """A map's title, days and counts; `spots` are `lon, lat, side, claims`, the largest last."""

    title: str
    claims: int = 0
    documents: int = 0
    publishers: int = 0
    first: date | None = None
    last: date | None = None
    spots: tuple[tuple[float, float, str, int], ...] = ()


def make_card(claims: Sequence[Claim], title: str, documents: Sequence[Document] = ()) -> MapCard:
    """Sum a map up.

    Parameters
    ----------
    claims
        The n >= 0 claims of the map, in any order.
    documents
        The articles read; those without a claim count too.
    """
    days = [day for claim in claims for day in (claim.start_date, claim.end_date) if day is not None]
    sides: dict[tuple[float, float], Counter[str]] = {}
    for claim in claims:
        point = label_point(claim.geometry) if claim.feature != "country" else None
        if point is not None:
            sides.setdefault((round(point[0], 3), round(point[1], 3)), Counter())[_speaker(claim)] += 1
    spots = [
        (lon, lat, min(found, key=lambda side: (-found[side], side)), found.total())
        for (lon, lat), found in sides.items()
    ]
    spots.sort(key=lambda spot: (spot[3], spot))
    return MapCard(
        title,
        len(claims),
        len({claim.doc for claim in claims} | {item.doc_id for item in documents}),
        len({claim.publisher for claim in claims} - {""}),
        min(days, default=None),
        max(days, default=None),
        tuple(spots[-MOST_SPOTS:]),
    )


def _speaker(claim: Claim) -> str:
    """Name the colour of a claim as the page does: a side, an analyst, the media or somebody else."""
    if claim.side in (Side.UA, Side.RU):
        return str(claim.side)
    if claim.claimant == "reporter":
        return "media"
    return "analyst" if claim.side is Side.INDEPENDENT else "local"


def card_script(card: MapCard) -> str:
    """Write the card as an inert block of the page."""
    row = [
        card.title, card.claims, card.documents, card.publishers,
        card.first.isoformat() if card.first else "", card.last.isoformat() if card.last else "",
        [list(spot) for spot in card.spots],
    ]  # fmt: skip
    return f'<script type="application/json" id="{CARD_ID}">{escape_json(row)}</script>\n'


def read_card(path: Path) -> MapCard | None:
    """Read a map's card back from its file; None where the file is no map of geomap's."""
    with path.open("rb") as file:
        front = file.read(FRONT_BYTES).decode("utf-8", "replace")
    found = re.search(rf'<script type="application/json" id="{CARD_ID}">([^<]*)</script>', front)
    if found is None:
        return None
    try:
        title, claims, documents, publishers, first, last, spots = json.loads(found[1])
        return MapCard(
            str(title),
            int(claims),
            int(documents),
            int(publishers),
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
            tuple((float(lon), float(lat), str(side), int(count)) for lon, lat, side, count in spots),
        )
    except (ValueError, TypeError):
        return None
