"""Files that are whole or absent, and locks that end with the process that holds them."""

from __future__ import annotations

import glob
import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from geomap.errors import StoreError

__all__ = ["clear_parts", "file_lock", "replacing", "replacing_folder", "write_text"]

_log = logging.getLogger(__name__)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; it takes the place of `path` when the block ends without an error.

    Raises
    ------
    StoreError
        If the folder cannot be made or the file not put in its place.
    """
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise StoreError(f"{path}: is a folder")
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            yield target
            return
        yield beside
        _sync(beside)
        os.replace(beside, target)  # noqa: PTH105
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def clear_parts(path: Path) -> None:
    """Remove what killed writers left beside `path`; the caller sees to it that nobody writes it now."""
    target = path.resolve() if path.is_symlink() else path
    for part in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with suppress(OSError):
            part.unlink()


def _sync(path: Path) -> None:
    """Have the file's bytes on the disk before it gets its name, so that a power cut leaves no empty file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def replacing_folder(path: Path, *, own: str) -> Iterator[Path]:
    """Give a folder beside `path` to fill; it takes the place of `path` when the block ends without an error.

    Parameters
    ----------
    own
        Pattern of the names that such a folder holds; a folder with anything else in it is not replaced.
    """
    if path.exists() and (not path.is_dir() or any(not item.match(own) for item in path.iterdir())):
        raise StoreError(f"{path}: is there already and holds other things than {own}; name another folder")
    token = secrets.token_hex(4)
    beside, before = (path.with_name(f".{path.name}.{token}.{part}") for part in ("part", "old"))
    try:
        beside.mkdir(parents=True)
        yield beside
        if path.exists():
            path.rename(before)
        beside.rename(path)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if before.exists() and path.exists():
            shutil.rmtree(before, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8, whole or not at all."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="")


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold the lock file `path` while the block runs; waits for whoever holds it. A killed process frees it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _locked(path)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot be written: {error.strerror or error}") from error
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        file.close()


def _locked(path: Path) -> IO[bytes]:
    while True:
        file = path.open("ab")
        try:
            _wait_for_lock(file, path)
            same = path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())
        except BaseException:
            file.close()
            raise
        if same:
            return file
        file.close()


if os.name == "nt":  # pragma: no cover

    def _wait_for_lock(file: IO[bytes], path: Path) -> None:
        import msvcrt

        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
                return
            except OSError:
                _log.info("waiting for another build that holds %s", path)

else:

    def _wait_for_lock(file: IO[bytes], path: Path) -> None:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _log.warning("waiting for another build that holds %s", path)
            fcntl.flock(file, fcntl.LOCK_EX)
