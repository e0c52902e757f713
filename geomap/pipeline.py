"""The stages in order: documents to mentions, claims, reports and the front, and from there to a store and a map."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.corrections import read_corrections
from geomap.dataset import Dataset, DocumentEntry, FrontFeature, mention_of, rounded
from geomap.errors import DocumentError, GazetteerError, GeomapError
from geomap.front_rows import cells_around, front_history_features, front_of, last_day
from geomap.merge import REGROUP_ALL, DocumentResult, merge_results, pruned_documents
from geomap.records import Claim, Document
from geomap.select import EVERYTHING, Selection

if TYPE_CHECKING:
    import folium
    import geopandas

    from geomap.front import FrontHistory
    from geomap.gazetteer import Gazetteer
    from geomap.store import Store

__all__ = ["Build", "DocumentResult", "build", "draw_map", "run_document", "run_documents", "save_map"]

_log = logging.getLogger(__name__)

OUTPUTS = ("map.html", "claims.geojson", "toponyms.geojson", "front.geojson")
"""What `Build.save` writes."""

MapLike = Callable[[Callable[[Document], Any], Iterable[Document]], Iterable[Any]]


def run_document(document: Document, gazetteer: Gazetteer) -> DocumentResult:
    """Find the places, dates and claims of one document."""
    from geomap.claims import extract_claims
    from geomap.dates import find_dates
    from geomap.places import resolve_places
    from geomap.references import apply_references, find_references
    from geomap.toponyms import find_toponyms
    from geomap.wires import read_story

    resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
    meant = apply_references(resolutions, find_references(document, resolutions, gazetteer))
    claims = extract_claims(document, meant, find_dates(document))
    return DocumentResult(
        replace(DocumentEntry.of(document), story=read_story(document).to_text()),
        tuple(mention_of(resolution) for resolution in resolutions),
        tuple(replace(claim, geometry=rounded(claim.geometry)) for claim in claims),
    )


def run_documents(
    documents: Iterable[Document], gazetteer: Gazetteer | None = None, *, map_function: MapLike = map
) -> Iterator[DocumentResult | DocumentError]:
    """Run the stages over many documents, by anything that works like `map`.

    Parameters
    ----------
    gazetteer
        Used as it is; without it each process opens the default one for itself, as another process must.
    map_function
        `map`, a pool's `map`, or a cluster's.

    Yields
    ------
    DocumentResult or DocumentError
        One for each document, in their order where the map keeps it; a document that a stage fails on gives the
        error, and the others go on.
    """
    work = partial(_run, gazetteer=gazetteer) if gazetteer is not None else _run
    yield from map_function(work, documents)


@lru_cache(maxsize=1)
def _own_gazetteer() -> Gazetteer:
    from geomap.gazetteer import load_gazetteer

    return load_gazetteer()


def _run(document: Document, gazetteer: Gazetteer | None = None) -> DocumentResult | DocumentError:
    index = gazetteer if gazetteer is not None else _own_gazetteer()
    try:
        return run_document(document, index)
    except (GazetteerError, ImportError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - one article that a stage trips over must not take the others along
        _log.debug("%s", document.doc_id, exc_info=True)
        return DocumentError(f"{document.doc_id}: could not be read through: {type(error).__name__}: {error}")


# The whole job ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Build:
    """What `build` made. In a notebook it shows itself as the map.

    `dataset` is all that the store holds after the run; `selection` what of it is mapped and exported; `problems`
    what could not be read; `read` the number of documents read by this run, `removed` those that were pruned; `notes`
    what else the reader should know, such as corrections that match nothing any more; `told` is the reported front of
    the last day as GeoJSON.
    """

    dataset: Dataset
    selection: Selection = EVERYTHING
    problems: tuple[GeomapError, ...] = ()
    read: int = 0
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    gazetteer: Gazetteer | None = field(default=None, repr=False)
    history: FrontHistory | None = field(default=None, repr=False)

    @property
    def records(self) -> tuple[Claim, ...]:
        """The selected claims as records."""
        return self.selection.apply(self.dataset.claims, self.dataset.place_of)

    @property
    def claims(self) -> geopandas.GeoDataFrame:
        """The selected claims as a GeoDataFrame."""
        from geomap.frames import claims_frame

        return claims_frame(self.records)

    @property
    def toponyms(self) -> geopandas.GeoDataFrame:
        """The place mentions as a GeoDataFrame."""
        from geomap.frames import mentions_frame

        return mentions_frame(self.dataset.mentions)

    def front(self, day: date | str, *, known_on: date | str | None = None) -> geopandas.GeoDataFrame:
        """The reported front on one day, as it is known by all reports or by those made public up to `known_on`."""
        from geomap.frames import front_frame

        known = _day(known_on) if known_on else None
        cells = cells_around(self.dataset.claims, self.gazetteer)
        return front_frame(front_of(self.dataset.claims, _day(day), known_on=known, cells=cells)["features"])

    def map(self, **options: Any) -> folium.Map:
        """Draw the selected claims; options as for `build_map`."""
        given = {**self.options, **options}
        history = self.history if self.selection.is_everything else None
        return draw_map(self.dataset, self.selection, self.gazetteer, history=history, **given)

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write `map.html`, `claims.geojson`, `toponyms.geojson` and `front.geojson`; give their paths."""
        from geomap.export import write_geojson

        root = Path(folder)
        paths = tuple(root / name for name in OUTPUTS)
        save_map(self.map(), paths[0])
        write_geojson(self.records, paths[1], name="claims")
        write_geojson(self.dataset.mentions, paths[2], name="toponyms")
        told = dict(self.told)
        write_geojson(told.pop("features", ()), paths[3], name="front", members=told)
        return paths

    def summary(self) -> list[str]:
        """Say in a few lines what was read and found, and what it does not know."""
        return summarise(self)

    def _repr_html_(self) -> str:
        shown: str = self.map(embed=True)._repr_html_()
        return shown


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def build(
    inputs: str | Path | Iterable[str | Path],
    output: str | Path | None = None,
    *,
    store: str | Path | None = None,
    since: date | None = None,
    until: date | None = None,
    published: date | None = None,
    corrections: str | Path | None = None,
    prune: bool = False,
    jobs: int = 1,
    gazetteer: Gazetteer | None = None,
    progress: Callable[[Iterable[Document]], Iterable[Document]] | None = None,
    **options: Any,
) -> Build:
    """Read documents, extract their claims, store, map and export them.

    Parameters
    ----------
    inputs
        Files and folders.
    output
        Folder for `map.html`, `claims.gpkg` and the GeoJSON files; nothing is written without it.
    store
        Where to keep the records: a GeoPackage, a folder or a `postgresql://` URL; `output/claims.gpkg` by default.
    since, until
        Days that the map, the GeoJSON files and the front cover; the store keeps everything.
    published
        Date of documents that give none themselves.
    corrections
        A file of corrections to apply; without it those that the store keeps are applied again.
    prune
        Whether documents that the store holds and the inputs lack are removed.
    jobs
        Number of processes that read documents.
    progress
        Wraps the documents while they are read.
    **options
        `title`, `lang`, `tiles`, `embed` and `baseline` of the map.

    Returns
    -------
    Build
        With everything that the store holds afterwards, from this run and earlier ones.
    """
    from geomap.documents import read_documents
    from geomap.files import clear_parts
    from geomap.gazetteer import load_gazetteer
    from geomap.store import few_collections, open_store

    target = store if store is not None else Path(output) / "claims.gpkg" if output is not None else None
    kept = None if target is None else open_store(target)
    if kept is not None:
        kept.exists()  # a database that cannot be reached is told of before the documents are read
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    index = gazetteer if gazetteer is not None else load_gazetteer()
    problems: list[GeomapError] = []
    asked = None
    if corrections is not None:
        asked, wrong = read_corrections(Path(corrections), index)
        problems.extend(wrong)
    found = _unique_documents(read_documents(given, published=published), problems)
    results = []
    for item in _run_all(progress(found) if progress else found, index, jobs, own=gazetteer is None):
        if isinstance(item, DocumentError):
            problems.append(item)
        else:
            results.append(item)
    selection = Selection(since=since, until=until)
    if kept is None:
        dataset, _ = merge_results(Dataset(), results, asked, index, removed=())
        return Build(
            dataset,
            selection,
            tuple(problems),
            len(results),
            notes=_lost_corrections(dataset),
            options=options,
            gazetteer=index,
        )
    with kept.lock(), few_collections():
        before = _before(kept)
        removed = pruned_documents(before, results, given, problems) if prune else ()
        dataset, change = merge_results(before, results, asked, index, removed=removed)
        told, features, history = _tell_front(dataset.claims, until, index)
        dataset, change = replace(dataset, front=features), replace(change, front=features)
        kept.save(change)
        made = Build(
            dataset,
            selection,
            tuple(problems),
            len(results),
            removed=removed,
            notes=_lost_corrections(dataset),
            told=told,
            options=options,
            gazetteer=index,
            history=history,
        )
        if output is not None:
            for name in OUTPUTS:
                clear_parts(Path(output) / name)
            made.save(output)
    return made


def _unique_documents(found: Iterable[Document | DocumentError], problems: list[GeomapError]) -> Iterator[Document]:
    """Part the documents from the errors; of two with one name only the first is taken."""
    seen: set[str] = set()
    for item in found:
        if isinstance(item, DocumentError):
            problems.append(item)
            continue
        document = _storable(item)
        if document.doc_id in seen:
            problems.append(DocumentError(f"{document.doc_id}: a document of this name was read already; left out"))
        else:
            seen.add(document.doc_id)
            yield document


_UNSTORABLE = re.compile("[\\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: no database takes them, and they are none of an article's letters."""


def _storable(document: Document) -> Document:
    """Replace what no store can keep by U+FFFD, character by character, so that every offset stays."""
    given = {name: getattr(document, name) for name in ("doc_id", "text", "title", "publisher", "url", "lang")}
    clean: dict[str, Any] = {name: _UNSTORABLE.sub("\ufffd", value) for name, value in given.items()}
    if clean == given:
        return document
    _log.warning("%s: characters that no store can keep are shown as \ufffd", clean["doc_id"])
    return replace(document, **clean)


def _run_all(
    documents: Iterable[Document], gazetteer: Gazetteer, jobs: int, *, own: bool
) -> Iterator[DocumentResult | DocumentError]:
    if jobs <= 1 or not own:
        yield from run_documents(documents, gazetteer)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts) as pool:
        yield from run_documents(documents, map_function=partial(pool.map, chunksize=4))


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for this one, which says in one line that it stopped."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _before(store: Store) -> Dataset:
    from geomap.store import read_dataset

    return read_dataset(store) if store.exists() else Dataset()


def _tell_front(
    claims: Sequence[Claim], until: date | None, gazetteer: Gazetteer
) -> tuple[Mapping[str, Any], tuple[FrontFeature, ...], FrontHistory | None]:
    """Tell the front: the last day as a collection, the features to store (of a large store only that day's), and the
    history.
    """
    from geomap.front import trace_front

    day = until or last_day(claims)
    if day is None:
        return {}, (), None
    cells = cells_around(claims, gazetteer)
    told = front_of(claims, day, cells=cells)
    history = trace_front(claims, cells=cells)
    if len(claims) > REGROUP_ALL:
        return told, tuple(told["features"]), history
    return told, front_history_features(history, claims, last_day(claims) or day, cells=cells), history


def _lost_corrections(dataset: Dataset) -> tuple[str, ...]:
    return tuple(
        f"the correction of {item.field} to {item.value!r} matches no claim any more: claim {item.claim_id} of "
        f"{item.doc or 'an unknown document'}, “{item.quote[:60]}”; it is kept"
        for item in dataset.corrections
        if item.state == "unmatched"
    )


# Front, map, summary ----------------------------------------------------------------------------------------------


def draw_map(
    dataset: Dataset,
    selection: Selection = EVERYTHING,
    gazetteer: Gazetteer | None = None,
    *,
    history: FrontHistory | None = None,
    **options: Any,
) -> folium.Map:
    """Draw the selected claims of a dataset, with its documents and places.

    Parameters
    ----------
    gazetteer
        The settlements among which reported areas are parted.
    history
        The reported front, where it was traced before. It rests on the selected claims and those before them.
    **options
        `title`, `lang`, `tiles`, `embed` and `baseline`, as for `build_map`.
    """
    from geomap.front import trace_front
    from geomap.maps import build_map

    if history is None:
        told = replace(selection, since=None).apply(dataset.claims, dataset.place_of)
        history = trace_front(told, cells=cells_around(told, gazetteer))
    given = {key: value for key, value in options.items() if value is not None}
    documents = [entry.to_document() for entry in dataset.documents]
    claims = selection.apply(dataset.claims, dataset.place_of)
    return build_map(claims, front=history, documents=documents, places=dataset.place_of, **given)


def save_map(page: folium.Map, path: Path) -> None:
    """Write a map, whole or not at all."""
    from geomap.files import replacing

    with replacing(path) as part, part.open("wb") as file:
        page.save(file, close_file=False)


def summarise(made: Build) -> list[str]:
    """Say what a build read and found, and what stands at estimated positions."""
    claims = made.records
    data = made.dataset
    lines = [f"{_count(made.read, 'document')} read; {_count(len(data.documents), 'document')} in the store"]
    if made.removed:
        lines.append(f"{_count(len(made.removed), 'document')} pruned: {', '.join(made.removed)}")
    placed = sum(1 for mention in data.mentions if mention.place_id)
    lines.append(f"{_count(len(data.mentions), 'place mention')}, {placed:,} resolved")
    sides = Counter(claim.side.value for claim in claims)
    by_side = ", ".join(f"{sides[side]:,} {side}" for side in sorted(sides, key=lambda key: (-sides[key], key)))
    lines.append(f"{_count(len(claims), 'claim')}" + (f" ({by_side})" if by_side else "") + _range_of(claims))
    undated = sum(1 for claim in claims if claim.start_date is None and claim.end_date is None)
    unplaced = sum(1 for claim in claims if claim.geometry is None)
    disputed = sum(1 for claim in claims if claim.contradicts)
    lines.append(f"{undated:,} without a date, {unplaced:,} without a place, {disputed:,} contradicted by another")
    left_out = len(data.claims) - len(claims)
    if left_out:
        lines.append(f"{_count(left_out, 'claim')} outside the range, kept in the store")
    states = Counter(item.state for item in data.corrections)
    if states:
        lines.append(f"{_count(states['applied'], 'correction')} applied, {states['unmatched']:,} no longer match")
    estimates = {mention.place_id for mention in data.mentions if mention.estimate}
    if estimates:
        all_places = {mention.place_id for mention in data.mentions if mention.place_id}
        lines.append(
            f"{len(estimates):,} of {_count(len(all_places), 'place')} stand at estimated positions, drawn as circles; "
            "for exact points: geomap gazetteer download UA RU, or: geomap gazetteer add FILE"
        )
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _range_of(claims: Sequence[Claim]) -> str:
    days = [day for claim in claims for day in (claim.start_date, claim.end_date) if day]
    return f", {min(days)} to {max(days)}" if days else ""
