"""F8: saves arrive within 50 ms of the deadline, before and after. The time of arrival alone decides."""

from __future__ import annotations

import http.client
import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.faults.clients import Candidate, connected
from tests.faults.server import Database, Server, psycopg_url

pytestmark = pytest.mark.faults

SAVES = 200
CONNECTIONS = 8
#: From one deadline to the next: slow enough for a save to be sent when it is due.
APART = timedelta(milliseconds=15)
TIME_TO_GET_READY = timedelta(seconds=2)


@dataclass(frozen=True)
class Decided:
    """A save, when it arrived by the server's clock, and what became of it."""

    attempt: str
    until: datetime
    arrived: datetime
    status: int


def deadlines_set(database: Database, attempts: dict[str, datetime]) -> None:
    """Set the last moment of each attempt, as a shorter exam would have."""
    moments = {
        attempt.replace("-", ""): until.replace(tzinfo=None).isoformat(" ") for attempt, until in attempts.items()
    }
    if database.url.startswith("sqlite"):
        with closing(sqlite3.connect(database.name, timeout=20)) as connection, connection:
            sql = "UPDATE quizzes_attempt SET deadline_at = ?1, accepts_until = ?1 WHERE uuid = ?2"
            connection.executemany(sql, [(until, uuid) for uuid, until in moments.items()])
        return
    with psycopg.connect(psycopg_url(database.url)) as connection:
        sql = "UPDATE quizzes_attempt SET deadline_at = %(at)s, accepts_until = %(at)s WHERE uuid = %(uuid)s"
        rows = [{"at": f"{until}+00", "uuid": uuid} for uuid, until in moments.items()]
        connection.cursor().executemany(sql, rows)


def save_at(candidate: Candidate, until: datetime, moment: datetime, connection: http.client.HTTPConnection) -> Decided:
    """Send one save at that moment."""
    body = json.dumps({"seq": 1, "answers": {candidate.questions[0]["id"]: ["a"]}})
    headers = {"Authorization": f"Attempt {candidate.token}", "Content-Type": "application/json"}
    time.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))
    connection.request("PUT", f"/api/v1/attempts/{candidate.attempt}/responses/", body, headers)
    response = connection.getresponse()
    response.read()
    arrived = datetime.fromisoformat(response.headers["X-Arrived-At"])
    return Decided(candidate.attempt, until, arrived, response.status)


def race(server: Server, candidates: list[Candidate], deadlines: list[datetime]) -> list[Decided]:
    """Send one save an attempt, the first 50 ms before its deadline, the last as long after it, the rest between."""

    def send(number: int) -> list[Decided]:
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
            return [
                save_at(candidates[each], deadlines[each], deadlines[each] + shift(each), connection)
                for each in range(number, SAVES, CONNECTIONS)
            ]

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [decided for each in pool.map(send, range(CONNECTIONS)) for decided in each]


def shift(number: int) -> timedelta:
    return timedelta(milliseconds=100 * number / (SAVES - 1) - 50)


def test_what_arrives_by_the_deadline_is_taken_and_nothing_after_it(database, tmp_path):
    server = Server(database, tmp_path, application="tests.faults.telling:application")
    exam = server.load_exam(candidates=SAVES, questions=2)
    with server.running(), connected([Candidate(server.port, token, exam.exam) for token in exam.tokens]) as writing:
        for candidate in writing:
            candidate.start()
            candidate.close()
        first = datetime.now(UTC) + TIME_TO_GET_READY
        deadlines = [first + number * APART for number in range(SAVES)]
        deadlines_set(database, {each.attempt: until for each, until in zip(writing, deadlines, strict=True)})

        decided = race(server, list(writing), deadlines)

    taken = {each.attempt.replace("-", "") for each in decided if each.status == 200}
    kept = database.rows(
        "SELECT CAST(a.uuid AS text) FROM quizzes_response r JOIN quizzes_attempt a ON a.id = r.attempt_id "
        "WHERE r.answer IS NOT NULL"
    )
    assert [each for each in decided if (each.status == 200) != (each.arrived <= each.until)] == []
    assert {each.status for each in decided} == {200, 409}
    assert {uuid.replace("-", "") for (uuid,) in kept} == taken
    # Those were not all far from the deadline: the race was one.
    close = [each for each in decided if abs(each.arrived - each.until) <= timedelta(milliseconds=50)]
    assert len(close) > SAVES / 4
