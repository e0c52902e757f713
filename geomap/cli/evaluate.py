"""`geomap evaluate`: score predictions against annotated documents."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(name="evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(gold: Path, predictions: Path, as_json: bool) -> None:
    """Score PREDICTIONS (a folder that build wrote, or a file of claims) against the annotated folder GOLD."""
    from geomap.evaluate import evaluate, read_annotations, read_predictions

    toponyms, claims = read_predictions(predictions)
    scores = evaluate(read_annotations(gold), toponyms, claims)
    if as_json:
        click.echo(json.dumps(scores, indent=1))
        return
    for part, values in scores.items():
        for name, value in values.items():
            click.echo(f"{part + '.' + name:34} {value if isinstance(value, int) else format(value, '.3f')}")
