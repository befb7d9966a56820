"""F15: the shared cache dies in the middle of an exam. The exam goes on, and guessing is slowed down as before."""

from __future__ import annotations

import http.client
import random
import shutil
import subprocess
import time
from contextlib import closing, contextmanager

import pytest

from tests.faults.clients import ApiError, Candidate, connected
from tests.faults.server import Server, free_port
from tests.faults.test_worker_kill import Damage, compare

pytestmark = pytest.mark.faults

CODE = "云岭"
#: As many wrong codes as one candidate may tell, and one more, in each of two processes.
GUESSES = 22


@contextmanager
def redis_server(folder):
    """Run a server that keeps nothing; the test may kill it."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait(timeout=10)


def wait_for(port):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1)) as probe:
                probe.connect()
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("redis-server does not listen")


def status_of(server, path):
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def said_at_the_door(candidate, code):
    """Return what a candidate who tells this code is answered."""
    try:
        candidate.start(code=code)
    except ApiError as error:
        return error.status, error.body
    return 200, ""


def test_an_exam_goes_on_without_the_cache(database, tmp_path):
    with redis_server(tmp_path) as (url, redis):
        server = Server(database, tmp_path, more={"REDIS_URL": url, "LOG_LEVEL": "ERROR"})
        exam = server.load_exam(candidates=3, questions=5)
        server.manage("shell", "-c", f"from quizzes.models import Exam; Exam.objects.update(access_code={CODE!r})")
        candidates = [Candidate(server.port, token, exam.exam) for token in exam.tokens]
        with server.running(), connected(candidates):
            for candidate in candidates:
                candidate.port = server.port
            inside, late, guesser = candidates
            inside.start(code=CODE)
            inside.save_many(20, chance=random.Random(1))
            before = said_at_the_door(late, "不对")
            redis.kill()
            redis.wait()
            inside.save_many(60, chance=random.Random(2), first=21)
            after = said_at_the_door(late, "不对"), said_at_the_door(late, CODE)
            guesses = [said_at_the_door(guesser, "猜")[1] for _ in range(GUESSES)]
            pages = [status_of(server, path) for path in ("/sign-in/", "/verify/0000-0000-0000-0000-0/", "/healthz")]

    assert (before[0], [status for status, _body in after]) == (409, [409, 200])
    assert "考场口令不对" in after[0][1]
    assert "请等十分钟" in guesses[-1]
    assert [status for status in pages if status >= 500] == []
    assert inside.errors == 0
    assert compare(database, inside.acknowledged) == Damage(lost=0, doubled=0, stale=0)
