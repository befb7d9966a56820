"""What happens when the same thing is asked for fifty times at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.clients import ApiError, Candidate, connected
from tests.faults.server import Server

pytestmark = pytest.mark.faults

AT_ONCE = 50


def at_once(work, count=AT_ONCE):
    """Do it so many times at the same moment and return the outcomes, errors among them."""
    ready = threading.Barrier(count)

    def wait_and_work(number):
        ready.wait()
        try:
            return work(number)
        except ApiError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_work, range(count)))


def copies(candidate, count=AT_ONCE):
    """Return the same candidate on so many connections."""
    return [
        Candidate(candidate.port, candidate.bearer, candidate.exam, candidate.attempt, candidate.token)
        for _ in range(count)
    ]


def test_an_attempt_is_begun_once_and_handed_in_once(database, tmp_path):
    server = Server(database, tmp_path)
    exam = server.load_exam(candidates=1, questions=4)
    with server.running(), connected(copies(Candidate(server.port, exam.tokens[0], exam.exam))) as everywhere:
        starts = at_once(lambda number: everywhere[number].start())
        for candidate in everywhere:
            # The server soon drops a connection that waits for the slowest.
            candidate.close()
        receipts = at_once(lambda number: everywhere[number].submit())

    assert len({start["attempt_token"] for start in starts}) == 1
    assert len({str(receipt) for receipt in receipts}) == 1
    assert database.rows("SELECT number, epoch, state FROM quizzes_attempt") == [(1, 1, "submitted")]
    assert database.rows("SELECT count(*) FROM quizzes_result") == [(1,)]
    assert database.rows("SELECT count(*) FROM lrs_outboxentry") == [(1,)]


def test_a_save_beside_a_submission_is_marked_or_refused(database, tmp_path):
    server = Server(database, tmp_path)
    candidates = 20
    exam = server.load_exam(candidates=candidates, questions=4)
    with server.running(), connected([Candidate(server.port, token, exam.exam) for token in exam.tokens]) as writing:
        for candidate in writing:
            candidate.start()
            # The server soon drops a connection that waits for the others.
            candidate.close()
        with connected([copies(candidate, 1)[0] for candidate in writing]) as handing_in:

            def save_or_submit(number):
                if number % 2:
                    return handing_in[number // 2].submit()
                candidate = writing[number // 2]
                return candidate.save(1, {candidate.questions[0]["id"]: ["a"]})

            outcomes = at_once(save_or_submit, 2 * candidates)

    saved = sum(not isinstance(outcome, ApiError) for outcome in outcomes[::2])
    answered = "SELECT count(*) FROM quizzes_response WHERE answer IS NOT NULL"
    # The first question's key is "a": what was acknowledged has its two marks, what was refused has none.
    full = "SELECT count(*) FROM quizzes_result WHERE total = 200"
    assert database.rows(answered) == database.rows(full) == [(saved,)]
    assert [outcome for outcome in outcomes[1::2] if isinstance(outcome, ApiError)] == []
    assert {outcome.status for outcome in outcomes[::2] if isinstance(outcome, ApiError)} <= {409}
