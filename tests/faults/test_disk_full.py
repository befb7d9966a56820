"""F4: the disk runs full while answers are being saved. Nobody is told that something is saved which is not."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.clients import Acknowledged, ApiError, Candidate, connected
from tests.faults.server import Server
from tests.faults.small_disk import moved_to, small_disk
from tests.faults.test_worker_kill import Damage, compare

pytestmark = pytest.mark.faults

#: Whoever saves so often on a disk with nothing left has to meet it.
_PATIENCE = 5_000


def saving(candidate: Candidate) -> Iterator[int]:
    """Answer all questions, another way each time, over and over; yield the status of each save.

    One that fails without saying that it is not saved counts as 0.
    """
    for seq in range(1, _PATIENCE):
        answers = {each["id"]: [each["options"][seq % len(each["options"])]["id"]] for each in candidate.questions}
        try:
            candidate.save(seq, answers)
        except ApiError as error:
            yield error.status if json.loads(error.body)["detail"].startswith("未保存") else 0
        else:
            told = (Acknowledged(candidate.attempt, int(slot), seq, answer) for slot, answer in answers.items())
            candidate.acknowledged.extend(told)
            yield 200


def has_disk(server: Server) -> bool:
    """Return what the readiness page says of the disk."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", "/readyz")
        return json.loads(connection.getresponse().read())["checks"]["disk"]["ok"]


def test_a_full_disk_is_told_loses_nothing_and_is_got_over(migrated, tmp_path):
    with small_disk() as disk, moved_to(disk, migrated) as database:
        server = Server(database, tmp_path)
        exam = server.load_exam(candidates=1, questions=10)
        with server.running(), connected([Candidate(server.port, exam.tokens[0], exam.exam)]) as [candidate]:
            candidate.start()
            statuses = saving(candidate)
            before = [next(statuses) for _ in range(5)]
            disk.fill(leave=256 * 1024)
            ready_when_full = has_disk(server)
            until_full = list(iter(lambda: next(statuses), 503))
            while_full = [next(statuses) for _ in range(5)]
            disk.clear()
            after = [next(statuses) for _ in range(5)]
            ready_after = has_disk(server)

        assert (before, set(until_full) <= {200}, after) == ([200] * 5, True, [200] * 5)
        assert set(while_full) <= {200, 503}
        assert compare(database, candidate.acknowledged) == Damage(lost=0, doubled=0, stale=0)
        if database.url.startswith("sqlite"):
            # The disk of PostgreSQL is its own server's to watch.
            assert (ready_when_full, ready_after) == (False, True)
            assert database.rows("PRAGMA integrity_check") == [("ok",)]
