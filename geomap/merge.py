"""Join what a run found with what a store holds: which claims tell the same, what is corrected, what goes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections import Correction, apply_corrections, restore_originals
from geomap.dataset import Change, Dataset, DocumentEntry, Mention, rounded, sorted_claims
from geomap.errors import GeomapError
from geomap.records import Claim, Place

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.wires import Story

__all__ = ["REGROUP_ALL", "DocumentResult", "merge_results", "pruned_documents"]

_log = logging.getLogger(__name__)

REGROUP_ALL = 20_000
"""Up to so many claims all are grouped again on each build, which takes two seconds."""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What the stages found in one document."""

    document: DocumentEntry
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


def pruned_documents(
    before: Dataset, results: Sequence[DocumentResult], inputs: Sequence[str | Path], problems: Sequence[GeomapError]
) -> tuple[str, ...]:
    """Name the stored documents whose files are no longer there; a file that cannot be read today is still there."""
    missing = [str(item) for item in inputs if not Path(item).exists()]
    if missing:
        _log.warning("nothing is pruned, because %s is missing", ", ".join(missing))
        return ()
    there = {result.document.doc for result in results}
    there |= {Path(str(problem).split(": ")[0].split(", line ")[0]).name for problem in problems}
    return tuple(
        entry.doc for entry in before.documents if entry.doc not in there and Path(entry.doc).name not in there
    )


def merge_results(
    before: Dataset,
    results: Sequence[DocumentResult],
    asked: Sequence[Correction] | None,
    gazetteer: Gazetteer,
    *,
    removed: Sequence[str],
) -> tuple[Dataset, Change]:
    """Join what the store holds with what this run found; give the whole, and what changes."""
    renewed = {result.document.doc for result in results}
    gone = renewed | set(removed)
    old = {claim.claim_id: claim for claim in before.claims if claim.doc not in gone}
    fresh = [claim for result in results for claim in result.claims]
    restored = restore_originals(before.corrections, gone)
    claims = {**old, **restored, **{claim.claim_id: claim for claim in fresh}}
    wanted = before.corrections if asked is None else asked
    corrected, corrections = apply_corrections(sorted_claims(claims.values()), wanted, partial(_place_of, gazetteer))
    documents = {entry.doc: entry for entry in before.documents if entry.doc not in gone}
    documents |= {result.document.doc: result.document for result in results}
    stored = {claim.claim_id: claim for claim in before.claims}
    grouped = sorted_claims(
        _group(corrected, corrections, stored, documents, everything=corrections != before.corrections)
    )
    mentions = [mention for mention in before.mentions if mention.doc not in gone]
    mentions += [mention for result in results for mention in result.mentions]
    mentions.sort(key=lambda mention: (mention.doc, mention.start, mention.end))
    new_places = _places(gazetteer, results, grouped, before.place_of)
    used = {claim.place_id for claim in grouped} | {mention.place_id for mention in mentions}
    places = {key: value for key, value in {**before.place_of, **new_places}.items() if key in used}
    whole = Dataset(
        documents=tuple(documents[name] for name in sorted(documents)),
        mentions=tuple(mentions),
        claims=grouped,
        places=places,
        corrections=corrections,
        gazetteer=gazetteer.version,
    )
    now = {claim.claim_id for claim in grouped}
    change = Change(
        documents=[result.document for result in results],
        mentions=[mention for result in results for mention in result.mentions],
        claims=[claim for claim in grouped if claim.doc in renewed],
        revised=[claim for claim in grouped if claim.doc not in renewed and stored.get(claim.claim_id) != claim],
        withdrawn=[key for key, claim in stored.items() if key not in now and claim.doc not in gone],
        removed=removed,
        places=new_places,
        corrections=corrections,
        gazetteer=gazetteer.version,
    )
    return whole, change


def _place_of(gazetteer: Gazetteer, place_id: str) -> Place | None:
    if place_id not in gazetteer:
        return None
    place = gazetteer.place(place_id)
    return replace(place, geometry=place.geometry or gazetteer.shape(place_id))


def _group(
    claims: Sequence[Claim],
    corrections: Sequence[Correction],
    before: Mapping[str, Claim],
    documents: Mapping[str, DocumentEntry],
    *,
    everything: bool,
) -> tuple[Claim, ...]:
    """Group the claims; in a large store only around the places that something new is said about.

    A group, and what contradicts it, is of one place; how many sources tell it depends on the other claims of its
    documents. So the claims of all documents that speak of such a place are grouped, and the rest keeps what it has.
    """
    from geomap.corrections import merge_groups
    from geomap.reports import group_claims

    if everything or len(claims) <= REGROUP_ALL:
        return merge_groups(group_claims(claims, _stories(documents.values())), corrections)
    changed = [claim for claim in claims if not _same(before.get(claim.claim_id), claim)]
    now = {claim.claim_id for claim in claims}
    touched = {claim.place_id for claim in changed}
    touched |= {claim.place_id for claim_id, claim in before.items() if claim_id not in now}
    touched.discard("")
    fresh = {claim.claim_id for claim in changed}
    docs = {claim.doc for claim in claims if claim.place_id in touched or claim.claim_id in fresh}
    stories = _stories(documents[doc] for doc in sorted(docs))
    part = group_claims([claim for claim in claims if claim.doc in docs], stories)
    grouped = {claim.claim_id: claim for claim in part}
    found = tuple(
        grouped[claim.claim_id] if claim.place_id in touched or claim.claim_id in fresh else claim for claim in claims
    )
    return merge_groups(found, corrections)


def _stories(documents: Iterable[DocumentEntry]) -> list[Story]:
    """Give what was taken of the documents to find copies of one report."""
    from geomap.wires import Story

    return [Story.from_text(entry.doc, entry.published, entry.story) for entry in documents if entry.story]


def _same(old: Claim | None, new: Claim) -> bool:
    """Say whether two claims are equal but for what grouping adds to them."""
    if old is None or old is new:
        return old is new
    return new == replace(old, group_id=new.group_id, sources=new.sources, contradicts=new.contradicts)


def _places(
    gazetteer: Gazetteer,
    results: Sequence[DocumentResult],
    claims: Iterable[Claim],
    known: Mapping[str, Place],
) -> dict[str, Place]:
    """Look up the places of this run with their outlines."""
    ids = {mention.place_id for result in results for mention in result.mentions}
    ids |= {claim.place_id for claim in claims if claim.place_id not in known}
    found = {}
    for place_id in sorted(ids):
        if place_id:
            place = _place_of(gazetteer, place_id)
            if place is not None:
                found[place_id] = replace(place, geometry=rounded(place.geometry))
    return found
