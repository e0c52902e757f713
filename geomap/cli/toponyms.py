"""`geomap toponyms`: documents to place mentions."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from geomap.cli.options import DAY

__all__ = ["command"]


@click.command("toponyms", short_help="Find place mentions in documents.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE; its ending chooses the format.")
@click.option("--published", type=DAY, metavar="D", help="Date of documents that give none themselves.")
def command(inputs: tuple[str, ...], output: Path | None, published: date | None) -> None:
    """Find the places that documents name, and say which place each is; JSON Lines on standard output without -o."""
    from geomap.cli.output import open_gazetteer, print_problem, print_records, with_progress
    from geomap.dataset import Mention, mention_of
    from geomap.documents import read_documents
    from geomap.errors import DocumentError
    from geomap.places import resolve_places
    from geomap.toponyms import find_toponyms

    gazetteer = open_gazetteer()
    mentions: list[Mention] = []
    problems = 0
    for document in with_progress(read_documents(inputs, published=published)):
        if isinstance(document, DocumentError):
            print_problem(document)
            problems += 1
            continue
        resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
        found = [mention_of(resolution) for resolution in resolutions]
        mentions += found
        if output is None:
            print_records(found)
    if output is not None:
        from geomap.export import write_mentions

        write_mentions(mentions, output)
        click.echo(f"{len(mentions):,} place mentions written to {output}", err=True)
    if problems:
        sys.exit(1)
