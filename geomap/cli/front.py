"""`geomap front`: the reported front of a day, its comparison with a baseline, and the report of a period."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.options import DAY
from geomap.records import Side

if TYPE_CHECKING:
    from geomap.cells import Cells
    from geomap.records import Claim

__all__ = ["command"]


@click.command("front", short_help="Tell the reported front of a day, or of a period.")
@click.argument("source", metavar="STORE")
@click.option("--date", "day", type=DAY, metavar="D", help="Day of the front; without it the last day reported.")
@click.option("--known-on", type=DAY, metavar="D", help="Leave out what was made public after this day.")
@click.option("--side", type=click.Choice([item.value for item in Side]), metavar="S", help="One side's account only.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Dated polygons to lay beside."
)
@click.option("--baseline-side", type=click.Choice(["RU", "UA"]), default="RU", show_default=True,
              help="Whose control the baseline's polygons show.")  # fmt: skip
@click.option("--credit", default="", metavar="WORDS", help="Credit of the baseline.")
@click.option("--compare", is_flag=True, help="Compare the claims of places taken with the baseline.")
@click.option("--report", is_flag=True, help="Tell what each side claimed to gain and lose from --since to --until.")
@click.option("--since", type=DAY, metavar="D", help="First day of the report; without it 30 days before its last.")
@click.option("--until", type=DAY, metavar="D", help="Last day of the report; without it the day of the front.")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE",
              help="front.geojson, or FILE.md for the report; - is standard output.")  # fmt: skip
def command(
    *,
    source: str,
    day: date | None,
    known_on: date | None,
    side: str | None,
    baseline: Path | None,
    baseline_side: str,
    credit: str,
    compare: bool,
    report: bool,
    since: date | None,
    until: date | None,
    outputs: tuple[str, ...],
) -> None:
    """Tell who is reported to hold what on one day, by STORE: a store, a file of claims, or - for JSON Lines.

    What is told is what was reported, not verified control.
    """
    from geomap.cli.output import open_source
    from geomap.front import front_collection, reconstruct_front
    from geomap.front_report import as_markdown, comparison_markdown, report_period
    from geomap.select import EVERYTHING

    if compare and baseline is None:
        raise click.UsageError("--compare needs --baseline FILE")
    if since and until and until < since:
        raise click.UsageError(f"--until {until} is before --since {since}")
    claims: tuple[Claim, ...] = open_source(source, EVERYTHING)[0].claims
    cells = find_cells(claims)
    every = claims
    if side is not None:
        claims = tuple(claim for claim in claims if claim.side.value == side)
    last = day or until or last_day(every, known_on)
    if last is None:
        click.echo("geomap: no claim has a date; give --date", err=True)
        sys.exit(1)
    texts = [output for output in outputs if output.lower().endswith(".md")]
    drawn = [output for output in outputs if output not in texts]
    told: list[str] = []
    made = reconstruct_front(claims, days=[last], known_on=known_on, cells=cells)
    collection = front_collection(made)
    if baseline is not None:
        from geomap.baseline import baseline_features, check_claims, read_baseline
        from geomap.records import Actor

        lines = read_baseline(baseline, holder=Actor(baseline_side), credit=credit)
        collection["features"] += baseline_features(lines, last)
        if compare:
            from geomap.control import was_known

            told.append(comparison_markdown(check_claims([c for c in claims if was_known(c, known_on)], lines)))
    if report or since:
        end = until or last
        start = since or date.fromordinal(max(1, end.toordinal() - 29))
        told.append(as_markdown(report_period(claims, since=start, until=end, known_on=known_on, cells=cells)))
    for output in drawn:
        write_text(output, json.dumps(collection, ensure_ascii=False) + "\n")
    for output in texts:
        write_text(output, "\n".join(told))
    if told and not texts:
        click.echo("\n".join(told))
    click.echo(summary(made[0]), err=True)


def find_cells(claims: tuple[Claim, ...]) -> Cells | None:
    """Tessellate the gazetteer's settlements around the claims; None where there is no gazetteer."""
    from geomap.cells import gazetteer_cells
    from geomap.cli.output import open_gazetteer
    from geomap.errors import GazetteerError

    try:
        return gazetteer_cells(open_gazetteer(), [claim.place_id for claim in claims if claim.place_id])
    except GazetteerError:
        return None


def last_day(claims: tuple[Claim, ...], known_on: date | None) -> date | None:
    """Give the last day on which something was reported, or on which something happened."""
    made = [day for claim in claims if (day := claim.reported or claim.published) is not None]
    happened = [claim.end_date for claim in claims if claim.end_date is not None]
    last = max(made, default=None) or max(happened, default=None)
    return last if last is None or known_on is None else min(last, known_on)


def write_text(output: str, text: str) -> None:
    """Write a file whole or not at all; `-` is standard output."""
    if output == "-":
        click.echo(text, nl=False)
        return
    path = Path(output)
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        from geomap.errors import StoreError

        partial.unlink(missing_ok=True)
        raise StoreError(f"{output} cannot be written: {error.strerror or error}") from error


def summary(front: Any) -> str:
    """Say in one line what a slice holds."""
    held = [state for state in front.places if state.held_by]
    areas = ", ".join(f"{total.held_by} {total.km2:,.0f} km²" for total in front.areas) or "none"
    known = f", as known on {front.known_on}" if front.known_on else ""
    return (
        f"Reported front on {front.day}{known}: {len(held)} places reported held "
        f"({sum(state.held_by == 'disputed' for state in held)} disputed), {len(front.movements)} movements; "
        f"reported areas: {areas}. Reports, not verified control."
    )
