"""Texts in the cells of a spreadsheet, which would run those that begin like a formula."""

from __future__ import annotations

import re

__all__ = ["defuse", "restore"]

_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet would run or split, or that looks like one that was defused already."""


def defuse(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """Take the apostrophe away that `defuse` put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
