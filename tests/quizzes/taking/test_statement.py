from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection

from quizzes.models import Response
from quizzes.taking import statement
from quizzes.taking.saving import answers_save
from tests.factories.taking import NOON, make_attempt, slot_ids

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has neither connections to lose nor plans"),
]


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def save(attempt, seq=1):
    answer = {slot_ids(attempt)[0]: ["x"]}
    return answers_save(attempt=attempt.pk, epoch=1, seq=seq, answers=answer, viewed=(), arrived_at=NOON)


def test_a_save_on_a_lost_connection_goes_again_on_a_new_one():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    [(process,)] = ask("SELECT pg_backend_pid()")
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers={slot: ["x"]}, viewed=(), arrived_at=NOON)

    assert Response.objects.get().answer == ["x"]
    assert ask("SELECT pg_backend_pid()") != [(process,)]


def test_an_error_on_a_living_connection_is_not_tried_again():
    [(process,)] = ask("SELECT pg_backend_pid()")
    ask("SELECT set_config('statement_timeout', '20', false)")

    with pytest.raises(OperationalError):
        statement.fetch({"postgresql": "SELECT pg_sleep(2)"}, {})

    ask("SELECT set_config('statement_timeout', '0', false)")
    assert ask("SELECT pg_backend_pid()") == [(process,)]


def test_the_hot_statements_are_prepared_and_no_others():
    attempt = make_attempt()
    connection.close()

    for seq in (1, 2, 3):
        save(attempt, seq)

    prepared = [sql for (sql,) in ask("SELECT statement FROM pg_prepared_statements")]
    assert [sql.split()[:2] for sql in prepared] == [["WITH", "held"]]
    assert connection.connection.prepare_threshold is None
