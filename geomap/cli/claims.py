"""`geomap claims`: documents to claims."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from geomap.records import Claim, Document

__all__ = ["command"]


@click.command("claims", short_help="Read claims from documents.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE; its ending chooses the format.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Date of documents that give none themselves.")
@click.option("--explain", is_flag=True, help="Print each claim with its trigger and the reasons for what it says.")
def command(inputs: tuple[str, ...], output: Path | None, published: datetime | None, explain: bool) -> None:
    """Read who claimed what, where and when from documents; JSON Lines on standard output without -o."""
    from geomap.claims import extract_claims
    from geomap.dates import find_dates
    from geomap.documents import read_documents
    from geomap.gazetteer import load_gazetteer
    from geomap.places import resolve_places
    from geomap.toponyms import find_toponyms

    gazetteer = load_gazetteer()
    claims: list[Claim] = []
    failed = False
    for document in read_documents(inputs, published=published.date() if published else None):
        if not isinstance(document, Document):
            click.echo(f"geomap: {document}", err=True)
            failed = True
            continue
        resolutions = resolve_places(document, find_toponyms(document, gazetteer), gazetteer)
        found = extract_claims(document, resolutions, find_dates(document))
        claims.extend(found)
        if output is None:
            for claim in found:
                click.echo(explained(claim) if explain else json.dumps(claim.to_json(), ensure_ascii=False))
    if output is not None:
        from geomap.export import write_claims

        write_claims(tuple(claims), output)
        click.echo(f"{len(claims)} claims written to {output}", err=True)
        if explain:
            for claim in claims:
                click.echo(explained(claim))
    if failed:
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
