"""`geomap claims`: documents to claims."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from geomap.cli.options import DAY
from geomap.records import Claim

__all__ = ["command"]


@click.command("claims", short_help="Read claims from documents.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE; its ending chooses the format.")
@click.option("--published", type=DAY, metavar="D", help="Date of documents that give none themselves.")
@click.option("--explain", is_flag=True, help="Print each claim with its trigger and the reasons for what it says.")
def command(inputs: tuple[str, ...], output: Path | None, published: date | None, explain: bool) -> None:
    """Read who claimed what, where and when from documents; JSON Lines on standard output without -o."""
    from geomap.cli.output import open_gazetteer, print_problem, print_records, with_progress
    from geomap.pipeline import build

    made = build(inputs, published=published, gazetteer=open_gazetteer(), progress=with_progress)
    claims = made.dataset.claims
    for problem in made.problems:
        print_problem(problem)
    if output is not None:
        from geomap.export import write_claims

        write_claims(claims, output)
        click.echo(f"{len(claims):,} claims written to {output}", err=True)
    if explain:
        for claim in claims:
            click.echo(explained(claim))
    elif output is None:
        print_records(claims)
    if made.problems:
        sys.exit(1)


def explained(claim: Claim) -> str:
    """Say in a few lines how a claim came about."""
    days = f"{claim.start_date or '…'} to {claim.end_date or '…'}"
    lines = [
        f"{claim.doc}:{claim.start}-{claim.end} {claim.kind.value} by {claim.actor.value}, {claim.status.value}, "
        f"confidence {claim.confidence:.2f}",
        f"  quote     {claim.quote}",
        f"  trigger   “{claim.trigger}”",
        f"  place     {claim.place or 'none'} ({claim.role.value}): {claim.place_why}",
        f"  date      {days}: {claim.date_why}",
        f"  claimant  {claim.claimant} ({claim.side.value}): {claim.claimant_why}",
        f"  status    {claim.status_why}",
    ]
    return "\n".join(lines) + "\n"
