"""`geomap export`: a filtered copy of a store in any of the formats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geomap.cli.options import selection_of, selection_options

__all__ = ["command"]

NAMES = ("geojson", "gpkg", "geoparquet", "csv", "kml", "jsonl", "days", "folder")


@click.command("export", short_help="Write a filtered copy in any of the formats.")
@click.argument("source", metavar="STORE")
@click.option("-o", "--output", required=True, help="File to write; its ending chooses the format. - for JSON Lines.")
@click.option(
    "--format", "chosen", type=click.Choice(NAMES), help="Format, where the ending does not tell; days: a file a day."
)
@selection_options
def command(source: str, output: str, chosen: str | None, **given: Any) -> None:
    """Write the selected claims of STORE (a store, a file of claims, or - for JSON Lines from standard input)."""
    from geomap.cli.output import open_source, print_records
    from geomap.export import format_of, write_claims, write_store

    selection = selection_of(given)
    _, part = open_source(source, selection)
    if output == "-":
        print_records(part.claims)
        return
    path = Path(output)
    if source != "-" and path.exists() and Path(source).exists() and path.samefile(source):
        raise click.UsageError(f"{output} is the store itself; a filtered copy would take its place")
    wanted = chosen or format_of(path)
    if wanted in ("gpkg", "folder"):
        if not selection.is_everything:
            docs = {claim.doc for claim in part.claims}
            part = replace(
                part,
                documents=tuple(entry for entry in part.documents if entry.doc in docs),
                mentions=tuple(mention for mention in part.mentions if mention.doc in docs),
            )
        write_store(part, path)
    else:
        write_claims(part.claims, path, format=wanted)
    click.echo(f"{len(part.claims):,} claims written to {output}", err=True)
