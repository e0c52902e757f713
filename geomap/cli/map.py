"""`geomap map`: draw what a store or a file of claims holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.cli.options import map_options, selection_of, selection_options

__all__ = ["command"]


@click.command("map", short_help="Draw a store, or claims as JSON Lines, on a map.")
@click.argument("source", metavar="STORE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="map.html", show_default=True, help="Page to write."
)
@selection_options
@map_options
def command(source: str, output: Path, **given: Any) -> None:
    """Draw the claims of STORE: a GeoPackage, a folder of GeoParquet, a postgresql:// URL, a file of claims, or - for
    JSON Lines from standard input.
    """
    from geomap.cli.output import find_gazetteer, map_choices, open_source, usage_errors
    from geomap.pipeline import draw_map, save_map

    selection = selection_of(given)
    choices = map_choices(given)
    whole, chosen = open_source(source, selection)
    with usage_errors(ValueError) if choices.get("tiles") else usage_errors():
        page = draw_map(whole, selection, find_gazetteer(), **choices)
    save_map(page, output)
    click.echo(f"{len(chosen.claims):,} claims drawn on {output}", err=True)
