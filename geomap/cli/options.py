"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from geomap.documents import parse_iso_date
from geomap.errors import InvalidRecordError
from geomap.records import ClaimKind, Side, Status
from geomap.select import BBox, Selection, parse_bbox

__all__ = ["DAY", "map_options", "range_options", "selection_of", "selection_options"]

Command = Callable[..., Any]


class Day(click.ParamType[date]):
    """A calendar date in ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_iso_date(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Box(click.ParamType[BBox]):
    """A bounding box."""

    name = "W,S,E,N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> BBox:
        if isinstance(value, tuple):
            return value
        try:
            return parse_bbox(value)
        except InvalidRecordError as error:
            self.fail(str(error), param, ctx)


DAY = Day()
_BOX = Box()


def _joined(options: list[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


range_options = _joined(
    [
        click.option("--since", type=DAY, metavar="D", help="First day on which the event happened, inclusive."),
        click.option("--until", type=DAY, metavar="D", help="Last day on which the event happened, inclusive."),
    ]
)

_filters = _joined(
    [
        click.option("--undated", is_flag=True, help="Keep claims without a date when a range is given."),
        click.option(
            "--kind",
            "kinds",
            multiple=True,
            type=click.Choice([item.value for item in ClaimKind]),
            metavar="K",
            help="Kind of claim.",
        ),
        click.option(
            "--side",
            "sides",
            multiple=True,
            type=click.Choice([item.value for item in Side]),
            metavar="S",
            help="Whose claim it is.",
        ),
        click.option(
            "--status",
            "statuses",
            multiple=True,
            type=click.Choice([item.value for item in Status]),
            metavar="S",
            help="How the claim stands in its document.",
        ),
        click.option(
            "--place", "places", multiple=True, metavar="P", help="Name or id of the place, or of the region it is in."
        ),
        click.option("--bbox", type=_BOX, help="Box in degrees: west,south,east,north."),
        click.option("--text", default="", metavar="WORDS", help="Words of the quote, claimant, document or place."),
    ]
)


def selection_options(command: Command) -> Command:
    """Add the filter, the same on every command; each option can be given several times."""
    return range_options(_filters(command))


def selection_of(given: dict[str, Any]) -> Selection:
    """Take the filter out of a command's options.

    Raises
    ------
    click.UsageError
        If the range ends before it starts.
    """
    try:
        return Selection(
            since=given.pop("since"),
            until=given.pop("until"),
            kinds=frozenset(given.pop("kinds", ())),
            sides=frozenset(given.pop("sides", ())),
            statuses=frozenset(given.pop("statuses", ())),
            places=tuple(given.pop("places", ())),
            bbox=given.pop("bbox", None),
            text=given.pop("text", ""),
            undated=given.pop("undated", False),
        )
    except InvalidRecordError as error:
        raise click.UsageError(str(error)) from error


map_options = _joined(
    [
        click.option("--title", default="", help="Heading of the map."),
        click.option(
            "--lang",
            default="en",
            type=click.Choice(["en", "uk", "ru"]),
            show_default=True,
            help="Language of the page.",
        ),
        click.option("--tiles", metavar="NAME", help="Online tiles over the vector background: OpenStreetMap.Mapnik."),
        click.option(
            "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Dated polygons to lay beside."
        ),
        click.option("--credit", default="", metavar="WORDS", help="Credit of the baseline."),
        click.option("--embed", is_flag=True, help="Make the page for an iframe, its panel folded away."),
    ]
)
