"""The minute an exam opens: two thousand people go in within sixty seconds while five hundred save.

Gunicorn with the production settings on PostgreSQL, both made for the run. Each candidate comes by a connection of
their own, signed in, at an even pace; latencies count from the moment a request was due, so that a server which falls
behind shows it. Once by the plain way (the page with the rules, the start, the exam page), once by the page that waited
(the start alone: the sealed paper was fetched before, which is measured on a part of them).
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from benchmarks.site import Database, Served, cpu_seconds, environment_of, gunicorn, postgres, run_python

SAVERS = 500
ENTRIES = 2000
QUESTIONS = 50
SECONDS = 60.0
#: Each saver has something to save every so many seconds.
SAVE_EVERY = 3.0
AHEAD = 100
PATIENCE = 30.0
_CSRF = "c" * 32
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


def run() -> dict[str, float | int]:
    """Measure both ways in, each for a minute."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = environment_of(database, folder)
        crowd = _crowd(environment, database, folder)
        served = stack.enter_context(gunicorn("exam_site.wsgi:application", environment, database))
        return asyncio.run(_measure(served, database, crowd))


@dataclass(frozen=True)
class Crowd:
    """An exam's candidates: those who save, those who come by the plain way, those whose page waited."""

    exam: str
    savers: Sequence[str]
    plain: Sequence[str]
    waiting: Sequence[str]


@dataclass
class Tally:
    """What became of the requests of one kind."""

    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def figures(self, name: str) -> dict[str, float | int]:
        ordered = sorted(self.latencies) or [0.0]
        return {
            f"{name}": len(self.latencies),
            f"{name}, errors": len(self.errors),
            f"{name}, p50 in ms": ordered[len(ordered) // 2] * 1000,
            f"{name}, p95 in ms": ordered[int(len(ordered) * 0.95)] * 1000,
        }


@dataclass(frozen=True)
class Browser:
    """Somebody who is signed in."""

    port: int
    exam: str
    session: str

    async def start_by_waiting_page(self) -> None:
        await self._ask("POST", f"/exams/{self.exam}/", {"sealed": "1"}, wants=b'"key"')

    async def fetch_ahead(self) -> None:
        await self._ask("GET", f"/exams/{self.exam}/")
        await self._ask("GET", f"/exams/{self.exam}/sealed/", wants=b'"sealed"')

    async def enter(self) -> None:
        """Go in by the plain way."""
        await self._ask("GET", f"/exams/{self.exam}/")
        head = await self._ask("POST", f"/exams/{self.exam}/", {"go": "1"}, expected=b"302")
        found = _LOCATION.search(head)
        if found is None:
            raise RuntimeError(head.decode())
        await self._ask("GET", found[1].decode(), wants=b"data-rescue-key")

    async def _ask(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        *,
        expected: bytes = b"200",
        wants: bytes = b"",
    ) -> bytes:
        cookies = f"__Host-sessionid={self.session}; __Host-csrftoken={_CSRF}"
        body = urlencode({**form, "csrfmiddlewaretoken": _CSRF}).encode() if form else b""
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        return await _ask(self.port, method, path, headers, body, expected=expected, wants=wants)


async def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes, *, expected: bytes = b"200", wants: bytes
) -> bytes:
    """Send a request on a connection of its own and return the head of the answer; anything unexpected is an error."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            content = await reader.readexactly(int(length[1])) if length else b""
        finally:
            writer.close()
    if head.split(b" ", 2)[1] != expected or wants not in content:
        raise RuntimeError(f"{method} {path}: {head[:40].decode()}")
    return head


async def _counted(due: float, work: Awaitable[object], tally: Tally) -> None:
    try:
        await work
        tally.latencies.append(time.perf_counter() - due)
    except (OSError, RuntimeError, asyncio.IncompleteReadError) as error:
        tally.errors.append(f"{type(error).__name__}: {error}"[:200])


async def _spread(works: Sequence[Callable[[], Awaitable[object]]], begun: float, every: float) -> Tally:
    """Begin each when it is due, whether or not the ones before it have ended."""
    tally, running = Tally(), []
    for number, work in enumerate(works):
        due = begun + number * every
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        running.append(asyncio.create_task(_counted(due, work(), tally)))
    await asyncio.gather(*running)
    return tally


async def _measure(served: Served, database: Database, crowd: Crowd) -> dict[str, float | int]:
    port = served.port
    waiting = [Browser(port, crowd.exam, session) for session in crowd.waiting]
    plain = [Browser(port, crowd.exam, session) for session in crowd.plain]
    savers = [_Saver(port, *each) for each in await _begin(port, crowd)]
    ahead = await _spread([each.fetch_ahead for each in waiting[:AHEAD]], time.perf_counter(), 0.05)
    _open(database)
    figures: dict[str, float | int] = ahead.figures("fetched ahead")
    for name, works in (
        ("entries by key", [each.start_by_waiting_page for each in waiting]),
        ("entries by page", [each.enter for each in plain]),
    ):
        figures |= await _minute(served, savers, name, works)
    return figures


async def _minute(
    served: Served, savers: Sequence[_Saver], name: str, works: Sequence[Callable[[], Awaitable[object]]]
) -> dict[str, float | int]:
    """Let all of them in within a minute beside those who save."""
    saves = int(SECONDS / SAVE_EVERY)
    # Everybody's turn comes round at a moment of their own.
    saving = [saver.save for _round in range(saves) for saver in savers]
    before, own, begun = cpu_seconds(served.processes), _own_cpu(), time.perf_counter()
    entered, saved = await asyncio.gather(
        _spread(works, begun, SECONDS / len(works)), _spread(saving, begun, SAVE_EVERY / len(savers))
    )
    seconds = time.perf_counter() - begun
    for error in {*entered.errors, *saved.errors}:
        print(f"   {error}")
    return {
        **entered.figures(name),
        **saved.figures(f"saves beside {name}"),
        f"{name}, cores of the server and its database": (cpu_seconds(served.processes) - before) / seconds,
        f"{name}, cores of the crowd": (_own_cpu() - own) / seconds,
        f"{name}, seconds": seconds,
    }


@dataclass
class _Saver:
    """Somebody in the middle of it."""

    port: int
    attempt: str
    token: str
    slots: Sequence[str]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def save(self) -> None:
        number = next(self.numbers)
        body = {"seq": number, "answers": {self.slots[number % len(self.slots)]: ["abcd"[number % 4]]}}
        headers = {"Authorization": f"Attempt {self.token}", "Content-Type": "application/json"}
        path = f"/api/v1/attempts/{self.attempt}/responses/"
        await _ask(self.port, "PUT", path, headers, json.dumps(body).encode(), wants=b'"saved_at"')


async def _begin(port: int, crowd: Crowd) -> list[tuple[str, str, list[str]]]:
    """Let those who save begin, some at a time, and return what they need for it."""
    begun = []
    gate = asyncio.Semaphore(8)

    async def begin(bearer: str) -> None:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = f"POST /api/v1/exams/{crowd.exam}/attempts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n"
            writer.write(f"{head}Authorization: Bearer {bearer}\r\nConnection: close\r\n\r\n".encode())
            answer = json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
            writer.close()
        slots = [question["id"] for section in answer["paper"]["sections"] for question in section["questions"]]
        begun.append((answer["id"], answer["attempt_token"], slots))

    await asyncio.gather(*map(begin, crowd.savers))
    return begun


def _crowd(environment: dict[str, str], database: Database, folder: Path) -> Crowd:
    """Make the exam; those whose page waits have a window of their own that opens in ten minutes."""
    run_python(environment, ["manage.py", "migrate", "--verbosity=0"])
    run_python(environment, ["manage.py", "collectstatic", "--no-input", "--verbosity=0"])
    file = folder / "tokens"
    numbers = [f"--candidates={SAVERS + 2 * ENTRIES}", f"--questions={QUESTIONS}", f"--tokens={file}", "--json"]
    exam = json.loads(run_python(environment, ["manage.py", "create_load_exam", *numbers]))["exam"]
    code = f"from benchmarks.sessions import session_keys_json; print(session_keys_json({exam!r}))"
    sessions = json.loads(run_python(environment, ["manage.py", "shell", "--verbosity=0", "-c", code]))
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE quizzes_exam SET shuffle_questions = true, shuffle_options = true")
        connection.execute(
            "UPDATE quizzes_candidate SET opens_at = now() + interval '10 minutes' WHERE id IN "
            "(SELECT id FROM quizzes_candidate ORDER BY id DESC LIMIT %s)",
            (ENTRIES,),
        )
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        # What a server that has lived a while knows of its tables.
        connection.execute("ANALYZE")
    tokens = file.read_text().split()
    return Crowd(exam, tokens[:SAVERS], sessions[SAVERS : SAVERS + ENTRIES], sessions[SAVERS + ENTRIES :])


def _open(database: Database) -> None:
    """Let the minute come."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE quizzes_candidate SET opens_at = NULL")


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
