"""A PostgreSQL server with PostGIS for tests, on a Unix socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "owner"
PLAIN = "plain"
GUARDED = "guarded"
PASSWORD = "p@ss:w/rd"
BASES = ("geomap", "bare")
"""The databases: one with PostGIS, one without."""

_HBA = f"""
local all {GUARDED} scram-sha-256
local all all trust
"""


class Server:
    """A running server: `url` for its databases, and `run` for a statement as its owner."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder

    def url(self, *, base: str = "geomap", user: str = OWNER, schema: str = "geomap") -> str:
        """Give the URL of a database."""
        return f"postgresql://{user}@/{base}?host={self.folder}&schema={schema}"

    def run(self, statement: str, *, base: str = "geomap", user: str = OWNER) -> str:
        """Run a statement in psql; give its unaligned output."""
        given = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", user, "-d", base, "-c", statement]
        done = subprocess.run([self.programs / "psql", *given], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout.strip()


def _as_user() -> tuple[list[str], tuple[int, int] | None]:
    """Give what makes a command run as an unprivileged user, since the server refuses to run as root."""
    import pwd

    if os.getuid():
        return [], None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        ids = (user.pw_uid, user.pw_gid)
        if shutil.which("setpriv"):
            return ["setpriv", f"--reuid={ids[0]}", f"--regid={ids[1]}", "--clear-groups"], ids
    raise RuntimeError("there is no user postgres or nobody, or no setpriv, to run the server as")


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Make a cluster in a folder with a short path, which a socket needs, and run it while the block runs."""
    prefix, ids = _as_user()
    folder = Path(tempfile.mkdtemp(prefix="gm", dir="/tmp"))
    server = Server(programs, folder)
    data, log = folder / "data", folder / "log"
    environment = {**os.environ, "LC_ALL": "C", "HOME": str(folder)}
    if ids:
        os.chown(folder, *ids)

    def call(*command: object) -> None:
        subprocess.run(
            [*prefix, *map(str, command)], check=True, capture_output=True, cwd=folder, env=environment, timeout=120
        )

    try:
        call(programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        (data / "pg_hba.conf").write_text(_HBA)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=64MB"
        call(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        for base in BASES:
            server.run(f"CREATE DATABASE {base}", base="postgres")
        server.run("CREATE EXTENSION postgis")
        quoted = PASSWORD.replace("'", "''")
        server.run(f"CREATE ROLE {PLAIN} LOGIN")
        server.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{quoted}'")
        server.run(f"GRANT CREATE ON DATABASE geomap TO {PLAIN}")
        yield server
    finally:
        if (data / "postmaster.pid").exists():
            call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
