"""The command line: one file a command, each imported when it is called."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from io import TextIOWrapper
from typing import NoReturn

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
    "review": "geomap.cli.review",
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = group(prog_name="geomap", standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except GeomapError as error:
        _fail(str(error), 1)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        _fail(f"{name}{error.strerror or error}", 1)
    except MemoryError:
        _fail("there is not enough memory for this input; read it in parts", 1)
    except Exception as error:  # the last resort: a line instead of a traceback
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        _fail(f"unexpected {type(error).__name__}: {error}; `geomap -vv ...` shows where, please report it", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> NoReturn:
    click.echo("geomap: " + " ".join(message.split()), err=True)
    sys.exit(status)
