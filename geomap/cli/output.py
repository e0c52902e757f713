"""What commands share on their way out: lines for errors, JSON Lines, the progress bar, the gazetteer, the source."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.dataset import Dataset
from geomap.errors import GeomapError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.select import Selection

__all__ = ["open_gazetteer", "open_source", "print_problem", "print_records", "with_progress"]

STANDARD_STREAM = "-"


def print_problem(problem: GeomapError | str) -> None:
    """Say on standard error, in one line, what went wrong."""
    click.echo("geomap: " + " ".join(str(problem).split()), err=True)


def print_records(records: Sequence[Any]) -> None:
    """Write records to standard output as JSON Lines."""
    from geomap.export.geojson import jsonl_lines

    for line in jsonl_lines(records):
        click.echo(line)


def with_progress(documents: Iterable[Any]) -> Iterator[Any]:
    """Count documents on standard error while they are read, where that is a terminal."""
    if not sys.stderr.isatty():
        yield from documents
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        for document in documents:
            yield document
            bar.advance(task)


def open_gazetteer() -> Gazetteer:
    """Open the gazetteer, with a bar where it is compiled first."""
    from geomap.cli.gazetteer import compile_progress
    from geomap.gazetteer import load_gazetteer

    with compile_progress() as progress:
        return load_gazetteer(progress=progress)


def find_gazetteer() -> Gazetteer | None:
    """Open the gazetteer where there is one; what is drawn without it is coarser."""
    from geomap.errors import GazetteerError

    try:
        return open_gazetteer()
    except GazetteerError as error:
        print_problem(error)
        return None


def map_choices(given: dict[str, Any]) -> dict[str, Any]:
    """Take what `build_map` is told out of a command's options; read the baseline."""
    choices = {name: given.pop(name) for name in ("title", "lang", "tiles", "embed")}
    path, credit = given.pop("baseline"), given.pop("credit")
    if path is not None:
        from geomap.baseline import read_baseline

        choices["baseline"] = read_baseline(path, credit=credit)
    return choices


def open_source(target: str, selection: Selection) -> tuple[Dataset, Dataset]:
    """Read a store, a file of claims, or JSON Lines from standard input.

    Returns
    -------
    dataset, selected
        All that is there, and the same with the selected claims only.
    """
    from dataclasses import replace

    from geomap.export import documents_of, read_claims
    from geomap.store import is_store, open_store, read_dataset

    if target == STANDARD_STREAM or not is_store(target):
        claims = _read_standard_input() if target == STANDARD_STREAM else read_claims(Path(target))
        whole = Dataset(documents=documents_of(claims), claims=claims, places=_places_of(claims))
    else:
        whole = read_dataset(open_store(target))
    return whole, replace(whole, claims=selection.apply(whole.claims, whole.place_of))


def _read_standard_input() -> tuple[Any, ...]:
    import io

    from geomap.export.geojson import read_jsonl

    lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
    return tuple(read_jsonl(lines, "standard input"))


def _places_of(claims: Iterable[Any]) -> dict[str, Any]:
    """Look places up, for their names in other languages and estimated positions; without a gazetteer, none."""
    ids = {claim.place_id for claim in claims}
    if not any(ids):
        return {}
    gazetteer = find_gazetteer()
    if gazetteer is None:
        return {}
    return {place_id: gazetteer.place(place_id) for place_id in sorted(ids) if place_id in gazetteer}


@contextmanager
def usage_errors(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of these kinds into wrong usage: exit status 2."""
    try:
        yield
    except kinds as error:
        raise click.UsageError(str(error)) from error
