"""F1: workers are killed with -9 while answers are being saved. What was acknowledged must be there."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.faults.clients import Acknowledged, Candidate, connected
from tests.faults.server import Database, Server

pytestmark = pytest.mark.faults

CLIENTS = 8


@dataclass(frozen=True)
class Damage:
    """What the table says against what candidates were told."""

    lost: int
    doubled: int
    stale: int


def save_under_fire(server: Server, *, saves: int, kills: int) -> Sequence[Candidate]:
    """Let eight candidates save, and kill a worker each time another share of the saves is acknowledged."""
    exam = server.load_exam(candidates=CLIENTS, questions=10)
    with server.running(), connected([Candidate(server.port, token, exam.exam) for token in exam.tokens]) as candidates:
        for candidate in candidates:
            candidate.start()
        over = threading.Event()
        killer = threading.Thread(target=_kill, args=(server, candidates, saves, kills, over))
        killer.start()
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [
                pool.submit(candidate.save_many, saves // CLIENTS, chance=random.Random(number))
                for number, candidate in enumerate(candidates)
            ]
        over.set()
        killer.join()
        for each in running:
            each.result()
    return candidates


def _kill(server: Server, candidates: Sequence[Candidate], saves: int, kills: int, over: threading.Event) -> None:
    for kill in range(1, kills + 1):
        mark = saves * kill // (kills + 1)
        while sum(len(candidate.acknowledged) for candidate in candidates) < mark:
            if over.wait(0.01):
                return
        server.kill_a_worker()


def compare(database: Database, acknowledged: list[Acknowledged]) -> Damage:
    """Compare; a newer answer that was written and never acknowledged is no fault."""
    log = [
        (attempt.replace("-", ""), slot, seq, _answer(answer))
        for attempt, slot, seq, answer in database.rows(
            "SELECT CAST(a.uuid AS text), l.slot_id, l.seq, l.answer FROM quizzes_responselog l "
            "JOIN quizzes_attempt a ON a.id = l.attempt_id"
        )
    ]
    standing = {
        (attempt.replace("-", ""), slot): (seq, _answer(answer))
        for attempt, slot, seq, answer in database.rows(
            "SELECT CAST(a.uuid AS text), r.slot_id, r.seq, r.answer FROM quizzes_response r "
            "JOIN quizzes_attempt a ON a.id = r.attempt_id"
        )
    }
    logged = Counter(row[:3] for row in log)
    newest: dict[tuple[str, int], tuple[int, list[str]]] = {}
    for attempt, slot, seq, answer in log:
        newest[attempt, slot] = max(newest.get((attempt, slot), (0, [])), (seq, answer))
    told = {(each.attempt.replace("-", ""), each.slot, each.seq, tuple(each.answer)) for each in acknowledged}
    kept = {(*row[:3], tuple(row[3])) for row in log}
    return Damage(
        lost=len(told - kept),
        doubled=sum(count - 1 for count in logged.values()),
        stale=sum(standing.get(place) != newest[place] for place in newest),
    )


def _answer(stored: object) -> list[str]:
    answer: list[str] = json.loads(stored) if isinstance(stored, str) else stored  # type: ignore[assignment]
    return answer


def test_no_acknowledged_save_is_lost_doubled_or_stale_when_workers_are_killed(database, tmp_path):
    server = Server(database, tmp_path)

    candidates = save_under_fire(server, saves=2000, kills=10)

    acknowledged = [each for candidate in candidates for each in candidate.acknowledged]
    assert compare(database, acknowledged) == Damage(lost=0, doubled=0, stale=0)
    assert (len(acknowledged), len(server.killed)) == (2000, 10)
    assert sum(candidate.errors for candidate in candidates) > 0


def test_the_comparison_finds_what_an_early_acknowledgement_loses(database, tmp_path):
    server = Server(database, tmp_path, application="tests.faults.early_ack:application")

    candidates = save_under_fire(server, saves=800, kills=3)

    acknowledged = [each for candidate in candidates for each in candidate.acknowledged]
    assert len(acknowledged) == 800
    assert compare(database, acknowledged).lost > 0
