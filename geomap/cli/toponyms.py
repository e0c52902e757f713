"""`geomap toponyms`: documents to place mentions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geomap.cli.options import DAY

if TYPE_CHECKING:
    from geomap.records import Candidate, Resolution

__all__ = ["command"]

MOST_CANDIDATES = 12
"""Candidates that are listed for one mention."""


@click.command("toponyms", short_help="Find place mentions in documents.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE; its ending chooses the format.")
@click.option("--published", type=DAY, metavar="D", help="Date of documents that give none themselves.")
@click.option("--explain", is_flag=True, help="Print each mention's candidates, with scores and reasons.")
@click.option("--mention", metavar="WORDS", help="Explain the mentions of these words only; implies --explain.")
def command(
    inputs: tuple[str, ...], output: Path | None, published: date | None, explain: bool, mention: str | None
) -> None:
    """Find the places that documents name, and say which place each is; JSON Lines on standard output without -o."""
    from geomap.cli.output import open_gazetteer, print_problem, print_records, with_progress
    from geomap.dataset import Mention, mention_of
    from geomap.documents import read_documents
    from geomap.errors import DocumentError
    from geomap.places import explain_mentions, resolve_places
    from geomap.toponyms import find_toponyms

    gazetteer = open_gazetteer()
    mentions: list[Mention] = []
    problems = 0
    for document in with_progress(read_documents(inputs, published=published)):
        if isinstance(document, DocumentError):
            print_problem(document)
            problems += 1
            continue
        toponyms = find_toponyms(document, gazetteer)
        resolutions = resolve_places(document, toponyms, gazetteer)
        found = [mention_of(resolution) for resolution in resolutions]
        mentions += found
        if explain or mention:
            chosen = [n for n, toponym in enumerate(toponyms) if not mention or mention in (toponym.text, toponym.name)]
            ranked = explain_mentions(document, toponyms, gazetteer, chosen)
            for number, candidates in zip(chosen, ranked, strict=True):
                click.echo(explained(resolutions[number], candidates))
        elif output is None:
            print_records(found)
    if output is not None:
        from geomap.export import write_mentions

        write_mentions(mentions, output)
        click.echo(f"{len(mentions):,} place mentions written to {output}", err=True)
    if problems:
        sys.exit(1)


def explained(resolution: Resolution, candidates: Sequence[Candidate]) -> str:
    """Say in a few lines what a mention was taken for, and what else it may mean."""
    toponym, place = resolution.toponym, resolution.place
    meant = "no place"
    if place is not None:
        meant = ", ".join(name for name in (place.name, place.admin1, place.country) if name)
        meant = f"{meant} ({place.feature.value}, {place.place_id})"
    words = " ".join(toponym.text.split())
    lines = [
        f"{toponym.doc_id}:{toponym.start}-{toponym.end} “{words}” {toponym.role.value}: {meant}, "
        f"confidence {resolution.confidence:.2f}",
        f"  why {resolution.why}",
    ]
    for candidate in candidates[:MOST_CANDIDATES]:
        other = candidate.place
        where = ", ".join(name for name in (other.admin3 or other.admin2, other.admin1, other.country) if name)
        lines.append(f"  {candidate.score:6.4f}  {other.name} ({other.feature.value}; {where}): {candidate.why or '-'}")
    if len(candidates) > MOST_CANDIDATES:
        lines.append(f"  and {len(candidates) - MOST_CANDIDATES} less likely ones")
    return "\n".join(lines) + "\n"
