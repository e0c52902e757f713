"""`geomap gazetteer`: look names up, count, compile, add files, fetch official dumps."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer_index import Progress
    from geomap.importer import AddReport

SHOWN_ROWS = 25
WIDE_COLUMNS = 130
"""A narrower terminal is shown fewer columns."""


@click.group("gazetteer")
def command() -> None:
    """Look a name up in the local gazetteer, count it, compile it, or add places to it."""


@command.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--fuzzy", type=click.IntRange(1, 2), help="Also find forms within so many edits of a misspelling.")
@click.option("--country", metavar="CC", help="Only places of this ISO 3166 country.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a candidate.")
def lookup(names: tuple[str, ...], fuzzy: int | None, country: str | None, as_json: bool) -> None:
    """Show what NAME may denote: any language, case ending, script and letter case."""
    gazetteer = _open()
    rows = [row for name in names for row in _candidates(gazetteer, name, fuzzy)]
    if country:
        rows = [row for row in rows if row["country"] == country.upper()]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif rows:
        _print_table(rows)
    if not rows:
        click.echo(f"geomap: the gazetteer has no {', '.join(names)}; try --fuzzy 1", err=True)
        sys.exit(1)


def _candidates(gazetteer: Gazetteer, name: str, fuzzy: int | None) -> list[dict[str, Any]]:
    found = [(name, hit) for hit in gazetteer.lookup(name)]
    if fuzzy:
        found += gazetteer.lookup_fuzzy(name, edits=fuzzy)
    rows: list[dict[str, Any]] = []
    for form, hit in found:
        place = gazetteer.place(hit.place_id)
        rows.append(
            {
                "form": form,
                "kind": hit.kind.value,
                "place_id": place.place_id,
                "name": place.name,
                "name_uk": place.name_uk,
                "name_ru": place.name_ru,
                "feature": place.feature.value,
                "admin2": place.admin2,
                "admin1": place.admin1,
                "country": place.country,
                "lon": place.lon,
                "lat": place.lat,
                "radius_km": place.radius_km,
                "estimate": place.estimate,
                "population": place.population,
            }
        )
    close = ("name", "inflected")
    rows.sort(key=lambda row: (row["form"] != name, row["kind"] not in close, -row["population"], row["place_id"]))
    return rows


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 200)
    wide = console.width >= WIDE_COLUMNS
    table = Table(box=None, header_style="bold")
    for title in ("name", "class", "where", "lon, lat", "as", *(("form", "people", "id") if wide else ())):
        table.add_column(title, overflow="fold", justify="right" if title == "people" else "left")
    for row in rows[:SHOWN_ROWS]:
        point = "unknown"
        if row["lon"] is not None:
            point = f"{row['lon']:.3f}, {row['lat']:.3f} {'±' if row['estimate'] else ' '}{row['radius_km']:g} km"
        where = ", ".join(part for part in (row["admin2"], row["admin1"], row["country"]) if part)
        people = f"{row['population']:,}" if row["population"] else ""
        more = (row["form"], people, row["place_id"]) if wide else ()
        table.add_row(row["name"], row["feature"], where, point, row["kind"], *more)
    console.print(table)
    if len(rows) > SHOWN_ROWS:
        console.print(f"and {len(rows) - SHOWN_ROWS} more; --json shows all")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def info(as_json: bool) -> None:
    """Count places, forms and estimates; name the tables and their credits."""
    from geomap.gazetteer import count_places, find_tables, read_credits

    gazetteer = _open()
    counts = count_places(gazetteer)
    credit_lines = read_credits(find_tables())
    report = {
        "version": gazetteer.version,
        "tables": str(find_tables()),
        "index": str(gazetteer.folder),
        "index_mb": round(sum(path.stat().st_size for path in gazetteer.folder.iterdir()) / 1e6, 1),
        "places": len(gazetteer),
        "forms": gazetteer.form_count,
        "counts": counts,
        "credits": credit_lines,
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for title in ("country", "class", "places", "estimates"):
        table.add_column(title, justify="right" if title in ("places", "estimates") else "left")
    for row in counts:
        table.add_row(row["country"], row["feature"], f"{row['places']:,}", f"{row['estimates']:,}")
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"{report['places']:,} places, {report['forms']:,} forms, {report['index_mb']} MB")
    console.print(f"tables {report['tables']}\nindex  {report['index']}")
    console.print(table)
    for line in credit_lines:
        console.print(line, markup=False)


@command.command()
@click.option("--force", is_flag=True, help="Compile even when the index is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def build(force: bool, as_json: bool) -> None:
    """Compile the name index into the user's cache."""
    from geomap.gazetteer import Gazetteer, build_gazetteer

    with compile_progress() as progress:
        folder = build_gazetteer(force=force, progress=progress)
    if as_json:
        gazetteer = Gazetteer(folder)
        report = {"index": str(folder), "places": len(gazetteer), "forms": gazetteer.form_count}
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        click.echo(str(folder))


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--columns", default="", metavar="NAME=COLUMN,...", help="Which column is name, lat, lon, name_uk ...")
@click.option("--country", default="", metavar="CC", help="Country of the rows that state none.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
def add(files: tuple[Path, ...], columns: str, country: str, as_json: bool) -> None:
    """Add places from a GeoNames dump (UA.zip, UA.txt) or a CSV; its exact points replace estimates."""
    from geomap.gazetteer import added_folder, load_gazetteer
    from geomap.importer import add_file, parse_mapping

    mapping = parse_mapping(columns) or None
    with compile_progress() as progress:
        base = load_gazetteer(progress=progress, with_added=False)
    for file in files:
        _print_report(add_file(file, base, added_folder(), mapping=mapping, country=country.upper()), as_json)
    with compile_progress() as progress:
        load_gazetteer(progress=progress)


@command.command()
@click.argument("countries", nargs=-1, required=True, metavar="CC...")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for the server.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a country.")
def download(countries: tuple[str, ...], timeout: float, as_json: bool) -> None:
    """Fetch GeoNames' official dumps (UA RU ...) and add them."""
    from geomap.gazetteer import added_folder, load_gazetteer
    from geomap.importer import add_file, download_dump

    paths = {code: download_dump(code, added_folder().parent / "downloads", timeout=timeout) for code in countries}
    with compile_progress() as progress:
        base = load_gazetteer(progress=progress, with_added=False)
    for code, path in paths.items():
        _print_report(add_file(path, base, added_folder(), country=code.upper()), as_json)
    with compile_progress() as progress:
        load_gazetteer(progress=progress)


def _print_report(report: AddReport, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    click.echo(
        f"{report.path}: {report.rows:,} places read; {report.exact:,} estimates now have their point, "
        f"{report.known:,} were known, {report.new:,} are new"
    )


def _open() -> Gazetteer:
    from geomap.gazetteer import load_gazetteer

    with compile_progress() as progress:
        return load_gazetteer(progress=progress)


@contextmanager
def compile_progress() -> Iterator[Progress | None]:
    """Show a bar on standard error where that is a terminal, from the first report on."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task: list[Any] = []

        def report(done: int, total: int) -> None:
            if not task:
                task.append(bar.add_task("compiling the gazetteer", total=total))
            bar.update(task[0], completed=done)

        yield report
