"""F14: the server is reloaded and stopped while answers are being saved. What it took, it answers."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from exam_site import serving
from tests.faults.clients import Candidate, connected
from tests.faults.server import Server
from tests.faults.slow_save import TAKEN
from tests.faults.test_worker_kill import CLIENTS, Damage, compare

pytestmark = pytest.mark.faults


def test_no_save_fails_while_the_server_is_reloaded(database, tmp_path):
    server = Server(database, tmp_path)
    exam = server.load_exam(candidates=CLIENTS, questions=10)
    reloaded = threading.Event()

    def save_till_reloaded(candidate):
        candidate.start()
        candidate.save_many(20, chance=random.Random(candidate.bearer), until=reloaded)

    with server.running(), connected([Candidate(server.port, token, exam.exam) for token in exam.tokens]) as candidates:
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(save_till_reloaded, candidate) for candidate in candidates]
            time.sleep(0.5)
            server.reload()
            reloaded.set()
        for each in running:
            each.result()

    acknowledged = [each for candidate in candidates for each in candidate.acknowledged]
    assert [candidate.errors for candidate in candidates] == [0] * CLIENTS
    assert compare(database, acknowledged) == Damage(lost=0, doubled=0, stale=0)


def test_a_server_that_is_stopped_answers_the_saves_it_has_taken(database, tmp_path):
    server = Server(database, tmp_path, application="tests.faults.slow_save:application")
    exam = server.load_exam(candidates=CLIENTS, questions=1)
    with server.running(), connected([Candidate(server.port, token, exam.exam) for token in exam.tokens]) as candidates:
        for candidate in candidates:
            candidate.start()
            # An idle connection is the server's to close; the save comes by one of its own.
            candidate.close()
        with ThreadPoolExecutor(CLIENTS) as pool:
            saving = [pool.submit(candidate.save, 1, answer_of(candidate)) for candidate in candidates]
            wait_until_taken(tmp_path / TAKEN, CLIENTS)
            stopping = time.monotonic()
            server.stop()
            drained = time.monotonic() - stopping
        answers = [each.result()["seq"] for each in saving]

    assert answers == [1] * CLIENTS
    assert database.rows("SELECT count(*) FROM quizzes_response WHERE seq = 1") == [(CLIENTS,)]
    assert drained < serving.graceful_timeout


def wait_until_taken(file, count):
    """Wait until the server has so many saves in hand."""
    deadline = time.monotonic() + 20
    while not file.exists() or file.stat().st_size < count:
        assert time.monotonic() < deadline, "the server takes no saves"
        time.sleep(0.02)


def answer_of(candidate):
    question = candidate.questions[0]
    return {question["id"]: [question["options"][0]["id"]]}
