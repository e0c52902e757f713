"""`geomap review`: a spreadsheet of the claims, to be corrected by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.cli.options import selection_of, selection_options

__all__ = ["command"]


@click.command("review", short_help="Write a spreadsheet of claims to correct by hand.")
@click.argument("source", metavar="STORE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="corrections.csv",
    show_default=True,
    help="File to write.",
)
@selection_options
def command(source: str, output: Path, **given: Any) -> None:
    """Write the selected claims of STORE as a table; fill in its `new_` columns, `who` and `why`, and give it to
    `geomap build ... --corrections FILE`. Corrections that the store already keeps are filled in.
    """
    from geomap.cli.output import open_source
    from geomap.corrections import write_review

    whole, part = open_source(source, selection_of(given))
    write_review(part.claims, whole.corrections, output)
    click.echo(f"{len(part.claims):,} claims to review in {output}", err=True)
