"""Late imports of optional parts."""

from __future__ import annotations

import importlib
from types import ModuleType

from geomap.errors import MissingExtraError


def require(module: str, *, extra: str) -> ModuleType:
    """Import an optional module, or say which extra brings it.

    Raises
    ------
    MissingExtraError
        If the package itself is not installed. A package that is installed but broken inside raises its own error.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(f"{module} is not installed; run: pip install 'geomap[{extra}]'") from error
