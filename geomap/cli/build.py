"""`geomap build`: the main job, from documents to a map."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from geomap.cli.options import DAY, map_options, range_options, selection_of

__all__ = ["command"]

MAPS = "maps"
"""Folder of the maps built, which gets a page that lists them."""


@click.command("build", short_help="Read documents; store, map and export their claims.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to. [default: maps/<input>]")
@range_options
@click.option("--published", type=DAY, metavar="D", help="Date of documents that give none themselves.")
@map_options
@click.option(
    "--corrections", type=click.Path(path_type=Path), help="Apply a file of corrections (see `geomap review`)."
)
@click.option("--prune", is_flag=True, help="Remove documents from the store that are not among the inputs any more.")
@click.option("--store", metavar="TARGET", help="Keep the records in this GeoPackage, folder or postgresql:// URL.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=1, show_default=True, help="Processes to read with; 0: one a core."
)
def command(inputs: tuple[str, ...], output: Path | None, **given: Any) -> None:
    """Read documents (files and folders), record who claimed what, where and when, and draw it.

    Writes map.html, claims.gpkg, claims.geojson, toponyms.geojson and front.geojson into the output folder, and lists
    the maps of a folder maps/ in its index.html. The range selects what is mapped and exported; the store keeps
    everything.
    """
    from geomap.cli.output import map_choices, open_gazetteer, print_problem, usage_errors, with_progress
    from geomap.pipeline import build

    selection = selection_of(given)
    folder = output if output is not None else Path(MAPS) / name_of(inputs[0])
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{folder} is a file, not a folder to write to")
    jobs = given.pop("jobs") or os.cpu_count() or 1
    choices = map_choices(given)
    gazetteer = open_gazetteer()
    with usage_errors(ValueError) if choices.get("tiles") else usage_errors():
        made = build(
            inputs,
            folder,
            since=selection.since,
            until=selection.until,
            jobs=jobs,
            gazetteer=gazetteer if jobs == 1 else None,
            progress=with_progress,
            **given,
            **choices,
        )
    if folder.resolve().parent.name == MAPS:
        from geomap.maps.index import build_index

        build_index(folder.parent)
    for problem in [*map(str, made.problems), *made.notes]:
        print_problem(problem)
    for line in made.summary():
        click.echo(line)
    click.echo(str(folder / "map.html"))
    if made.problems:
        sys.exit(1)


def name_of(text: str) -> str:
    """Name the output folder after an input: the folder's or file's name without its ending."""
    path = Path(text)
    name = path.name or path.resolve().name
    if name in ("", ".", ".."):
        name = path.resolve().name
    return re.sub(r"\.[A-Za-z0-9]+$", "", name) or "articles"
