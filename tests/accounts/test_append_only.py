"""Tables that only grow, on the database the suite runs on."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.append_only import AppendOnlyError, append_only_models
from question_bank.enums import QuestionState
from question_bank.models import Question, QuestionBank, QuestionReview, QuestionVersion
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> QuestionReview:
    author = make_user()
    bank = QuestionBank.objects.create(office=author.office, name="题库")
    question = Question.objects.create(bank=bank, author=author)
    version = QuestionVersion.objects.create(
        question=question, number=1, type="true_false", stem="题干", key=True, digest="d", author=author
    )
    return QuestionReview.objects.create(
        question=question,
        version=version,
        from_state=QuestionState.DRAFT,
        to_state=QuestionState.IN_REVIEW,
        by=author,
    )


def test_saving_an_existing_row_is_refused(review):
    review.comment = "改写历史"

    with pytest.raises(AppendOnlyError):
        review.save()


def test_deleting_a_row_is_refused(review):
    with pytest.raises(AppendOnlyError):
        review.delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET comment = 'x' WHERE id = {pk}",
        "DELETE FROM {table} WHERE id = {pk}",
    ],
)
def test_the_database_refuses_change_and_deletion(review, statement):
    sql = statement.format(table=QuestionReview._meta.db_table, pk=review.pk)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert QuestionReview.objects.get(pk=review.pk).comment == ""


def test_sqlite_refuses_insert_or_replace(review):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own")
    table = QuestionReview._meta.db_table
    columns = "id, question_id, version_id, from_state, to_state, by_id, at, comment"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")


def test_postgresql_refuses_truncate(review):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's own")

    with connection.cursor() as cursor:
        # The row's deferred foreign key checks would refuse the TRUNCATE before the trigger can.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {QuestionReview._meta.db_table}")


def test_every_append_only_table_is_guarded(review):
    catalogue = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%append_only_update'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only_update'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        guarded = {row[0] for row in cursor.fetchall()}

    assert guarded == {model._meta.db_table for model in append_only_models()}


def test_flush_is_refused_outside_test_settings(settings):
    settings.APPEND_ONLY_RESET = False

    with pytest.raises(CommandError, match="不能清空数据库"):
        call_command("flush", interactive=False)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_append_only_tables_between_tests(review):
    call_command("flush", interactive=False, verbosity=0)

    assert QuestionReview.objects.count() == 0
