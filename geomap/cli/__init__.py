"""The command line: one file a command, each imported when it is called."""

from __future__ import annotations

import importlib
import logging
import sys

import click

from geomap.errors import GeomapError

COMMANDS = {
    "build": "geomap.cli.build",
    "claims": "geomap.cli.claims",
    "evaluate": "geomap.cli.evaluate",
    "export": "geomap.cli.export",
    "front": "geomap.cli.front",
    "gazetteer": "geomap.cli.gazetteer",
    "map": "geomap.cli.map",
    "toponyms": "geomap.cli.toponyms",
}
"""Command name -> module holding a click command of the name `command`."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geomap")
@click.option("-v", "--verbose", count=True, help="Say more on standard error; twice for debugging.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def group(verbose: int, quiet: bool) -> None:
    """Read war reports; record who claimed what, where and when; draw the reported front over time."""
    level = logging.ERROR if quiet else [logging.WARNING, logging.INFO, logging.DEBUG][min(verbose, 2)]
    logging.basicConfig(level=level, format="geomap: %(message)s", stream=sys.stderr)


def main() -> None:
    """Run the command line; no traceback reaches a user."""
    try:
        group(prog_name="geomap")
    except GeomapError as error:
        click.echo(f"geomap: {error}", err=True)
        sys.exit(1)
