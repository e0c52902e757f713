"""A page that lists the maps built: title, range, counts and a thumbnail."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from geomap.maps.card import MapCard, read_card
from geomap.maps.thumbnail import draw_thumbnail

__all__ = ["build_index", "index_page"]

INDEX_NAME = "index.html"
DEEPEST = 3
"""Folders below the given one in which maps are looked for."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STYLE = """
:root { --land: #ecebe6; --water: #d3dfe5; --border: #8b8577; --ink: #1d1f21; --ink-2: #55595e; --surface: #ffffff;
  --ground: #f6f5f1; --line: #dedbd2; --focus: #0b57d0; --halo: #f7f6f3; --UA: #0072B2; --RU: #D55E00;
  --analyst: #666666; --media: #661100; --local: #2d004b; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --land: #2a2d30; --water: #1b2328; --border: #7d8489; --ink: #f1f0ec;
  --ink-2: #b3b7bb; --surface: #1e2124; --ground: #16181a; --line: #383d42; --focus: #8ab4f8; --halo: #1c1f21;
  --UA: #56B4E9; --RU: #E8743B; --analyst: #999999; --media: #fde725; --local: #ccebc5; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 32px 24px 48px; background: var(--ground); color: var(--ink); font: 13px/1.4 system-ui,
  -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1160px; margin: 0 auto; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.2; }
h2 { margin: 0; font-size: 15px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
p { margin: 0; color: var(--ink-2); }
ul { list-style: none; margin: 24px 0 0; padding: 0; display: grid; gap: 20px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); }
a { display: block; height: 100%; overflow: hidden; color: inherit; text-decoration: none; background: var(--surface);
  border: 1px solid var(--line); border-radius: 6px; }
a:hover { border-color: var(--ink-2); }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
svg { display: block; width: 100%; background: var(--water); border-bottom: 1px solid var(--line); }
.land { fill: var(--land); stroke: none; }
.border { fill: none; stroke: var(--border); stroke-width: 1.2; stroke-linejoin: round; }
circle { stroke: var(--halo); stroke-width: 1; }
.UA { fill: var(--UA); } .RU { fill: var(--RU); } .analyst { fill: var(--analyst); } .media { fill: var(--media); }
.local { fill: var(--local); }
.words { padding: 12px 16px 14px; }
.range { margin: 4px 0 2px; color: var(--ink); }
.empty { margin-top: 24px; font-size: 15px; }
"""


def build_index(folder: str | Path) -> Path:
    """Write `index.html` into a folder: the maps in and below it, each with title, range, counts and a thumbnail.

    Parameters
    ----------
    folder
        Where maps were built, for instance `maps/`; files that are no maps are passed over.

    Returns
    -------
    Path
        The page. The same maps give the same bytes.

    Raises
    ------
    StoreError
        If the page cannot be written.
    """
    from geomap.files import write_text

    root = Path(folder)
    found: list[tuple[str, MapCard]] = []
    for path in _pages(root):
        card = read_card(path)
        if card is not None:
            found.append((path.relative_to(root).as_posix(), card))
    target = root / INDEX_NAME
    write_text(target, index_page(found))
    return target


def _pages(root: Path) -> list[Path]:
    pages = [path for path in root.glob("*.html") if path.name != INDEX_NAME]
    for depth in range(1, DEEPEST + 1):
        pages.extend(root.glob("/".join(["*"] * depth) + "/*.html"))
    return sorted(path for path in pages if path.is_file() and not path.name.startswith("."))


def index_page(maps: Sequence[tuple[str, MapCard]]) -> str:
    """Write the list of maps as a page: `(path from the page, card)`, the latest reports first."""
    ordered = sorted(maps, key=lambda item: (-item[1].last.toordinal() if item[1].last else 1, item[0]))
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode("ascii")
    rows = "".join(_row(address, card) for address, card in ordered)
    content = (
        f"<ul>\n{rows}</ul>" if rows else '<p class="empty">No map has been built here yet: geomap build FOLDER.</p>'
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
        f"form-action 'none'; style-src 'sha256-{digest}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>Maps of reports</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        "<h1>Maps of reports</h1>\n<p>What was reported, not verified control.</p>\n"
        f"{content}\n</main>\n</body>\n</html>\n"
    )


def _row(address: str, card: MapCard) -> str:
    counts = ", ".join(
        (_counted(card.claims, "claim"), _counted(card.documents, "document"), _counted(card.publishers, "publisher"))
    )
    return (
        f'<li><a href="{html.escape(quote(_bytes(address)))}">'
        f'{draw_thumbnail(card.spots)}<div class="words"><h2>{_text(card.title)}</h2>'
        f'<p class="range">{_range(card)}</p><p>{counts}</p></div></a></li>\n'
    )


def _bytes(name: str) -> bytes:
    """Give a file name's bytes, those that are no UTF-8 included."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace")


def _text(value: str) -> str:
    return html.escape(value.encode("utf-8", "replace").decode("utf-8"))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _range(card: MapCard) -> str:
    if card.first is None or card.last is None:
        return "Without a date"
    first, last = card.first, card.last
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {end}"
