"""A real server for fault tests: gunicorn on the installation's own settings, with a database made for it alone."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Database:
    """A fresh database, read behind the server's back."""

    url: str

    @property
    def name(self) -> str:
        """The file of SQLite, the database's name of PostgreSQL."""
        if self.url.startswith("sqlite"):
            return self.url.removeprefix("sqlite:///")
        return urllib.parse.urlsplit(self.url).path.lstrip("/")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(self.name)) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(psycopg_url(self.url)) as connection:
            return connection.execute(sql).fetchall()


@contextmanager
def new_database(folder: Path, template: Database | None = None) -> Iterator[Database]:
    """Give a new database: in the server that DATABASE_URL names, else a SQLite file in the folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        file = folder / "faults.sqlite3"
        if template:
            shutil.copy(template.name, file)
        yield Database(f"sqlite:///{file}")
        return
    name = f"jijikao_faults_{secrets.token_hex(4)}"
    with psycopg.connect(psycopg_url(given), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template.name}" if template else ""))
        try:
            yield Database(urllib.parse.urlsplit(given)._replace(path=f"/{name}").geturl())
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def psycopg_url(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)


@dataclass
class Server:
    """Gunicorn as `exam_site.serving` sets it up, with two workers, which a killed one's successor soon joins."""

    database: Database
    folder: Path
    application: str = "exam_site.wsgi:application"
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    killed: list[int] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database.url,
            "DJANGO_SETTINGS_MODULE": "exam_site.settings.dev",
            "JIJIKAO_VAR": str(self.folder),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
            **self.more,
        }

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[Server]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Serve on a free port, or again on the one it had, and wait until it listens."""
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "gunicorn", self.application, "--config", "python:exam_site.serving"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--preload", "--log-level", "error"]
        with (self.folder / "gunicorn.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)
        self._wait_until_up()

    def stop(self) -> None:
        """Tell it to stop, as a deployment does, and wait until it is gone."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(timeout=20)

    def reload(self) -> None:
        """Have new workers take over from the old ones, and wait until these are gone."""
        assert self.process is not None
        before = set(self.workers())
        self.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while before & set(self.workers()):
            assert time.monotonic() < deadline, "an old worker stays"
            time.sleep(0.05)

    def kill_a_worker(self) -> None:
        """Kill the worker that has lived longest, as the kernel does when memory runs out."""
        workers = [pid for pid in self.workers() if pid not in self.killed]
        if workers:
            os.kill(workers[0], signal.SIGKILL)
            self.killed.append(workers[0])

    def load_exam(self, *, candidates: int, questions: int) -> LoadExam:
        tokens = self.folder / "tokens"
        made = json.loads(
            self.manage(
                "create_load_exam",
                f"--candidates={candidates}",
                f"--questions={questions}",
                f"--tokens={tokens}",
                "--json",
            )
        )
        return LoadExam(made["exam"], tokens.read_text().split())

    def workers(self) -> list[int]:
        """Return the children of the master, the oldest first."""
        assert self.process is not None
        stats = [_stat(folder) for folder in Path("/proc").glob("[0-9]*")]
        return sorted(pid for pid, parent in filter(None, stats) if parent == self.process.pid)

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "gunicorn.log").read_text())


@dataclass(frozen=True)
class LoadExam:
    """An open exam with a bearer token for each candidate."""

    exam: str
    tokens: list[str]


def _stat(folder: Path) -> tuple[int, int] | None:
    """Return a process's id and its parent's, None where it has just gone."""
    try:
        state = (folder / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(folder.name), int(state.rpartition(")")[2].split()[1])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
