"""Shared by all tests: which optional parts are there, and where the real articles stand."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
POSTGRES_FOLDERS = ("/usr/lib/postgresql",)


def find_chromium() -> str | None:
    """Find a browser: the system's Chromium, else the one that Playwright installed, else None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if Path(path).exists() else None


def find_postgres() -> Path | None:
    """Find the folder of a PostgreSQL server's programs that has PostGIS beside it, the newest first."""
    for folder in POSTGRES_FOLDERS:
        for programs in sorted(Path(folder).glob("*/bin"), reverse=True):
            version = programs.parent.name
            if (programs / "initdb").exists() and Path(
                f"/usr/share/postgresql/{version}/extension/postgis.control"
            ).exists():
                return programs
    return None


def find_qgis_python() -> str | None:
    """Find the system's Python that has QGIS, or None."""
    python = "/usr/bin/python3"
    if not Path("/usr/lib/python3/dist-packages/qgis/core").is_dir() or not Path(python).exists():
        return None
    return python


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def optional_parts() -> dict[str, bool]:
    """Name what some tests need and say whether it is there."""
    return {
        "Chromium": find_chromium() is not None,
        "ogrinfo (gdal-bin)": shutil.which("ogrinfo") is not None,
        "PostgreSQL with PostGIS": find_postgres() is not None and _has("psycopg"),
        "QGIS (python3-qgis)": find_qgis_python() is not None,
        "pyarrow": _has("pyarrow"),
        "dask": _has("dask"),
        "the real articles (../shared)": (SHARED / "seeds").is_dir(),
    }


def pytest_report_header() -> list[str]:
    """List the optional parts above the run."""
    parts = optional_parts()
    return ["optional parts: " + ", ".join(f"{name} {'yes' if there else 'MISSING'}" for name, there in parts.items())]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say below the run which optional parts were missing, so that skipped tests are not overlooked."""
    missing = [name for name, there in optional_parts().items() if not there]
    if missing:
        terminalreporter.write_line(f"SKIPPED what needs: {', '.join(missing)}", yellow=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference articles and data, or a skip."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared with the real articles and reference data")
    return SHARED


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program, or a skip."""
    path = find_chromium()
    if path is None:
        pytest.skip("needs Chromium (Debian package chromium, or `playwright install chromium`)")
    return path
