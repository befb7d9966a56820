"""From the fact to the store."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError, transaction

from lrs.models import OutboxEntry, Statement
from lrs.selectors import outbox_stuck, store_summary
from lrs.services import outbox_drain, outbox_retry, statement_enqueue, statements_enqueue, statements_store
from lrs.services.outbox import authority_of
from lrs.validation import Version
from tests.factories.accounts import make_office
from tests.factories.lrs import make_activity, make_agent, make_statement


@pytest.fixture
def office(db):
    return make_office()


def test_enqueue_is_one_insert(office, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        statement_enqueue(office=office, statement=make_statement())

    assert queries.captured_queries[0]["sql"].startswith("INSERT INTO")


def test_enqueue_again_gives_the_same_row(office):
    statement = make_statement()

    first = statement_enqueue(office=office, statement=statement)
    second = statement_enqueue(office=office, statement={**statement, "object": make_activity("other")})

    assert second.pk == first.pk
    assert json.loads(OutboxEntry.objects.get().payload) == statement


def test_statement_is_delivered_when_the_fact_is_committed(office, django_capture_on_commit_callbacks):
    statement = make_statement()
    with django_capture_on_commit_callbacks(execute=True):
        statement_enqueue(office=office, statement=statement)
        assert not Statement.objects.exists()

    stored = json.loads(Statement.objects.get(office=office, statement_id=statement["id"]).payload)
    assert stored["authority"] == authority_of(office)
    assert OutboxEntry.objects.get().delivered_at is not None


def test_statement_may_be_left_to_the_worker(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        statements_enqueue(office=office, statements=[make_statement()], at_once=False)

    assert callbacks == []
    assert outbox_drain() == 1


@pytest.mark.django_db(transaction=True)
def test_fact_that_is_not_committed_leaves_nothing():
    office = make_office()

    with transaction.atomic():
        statement_enqueue(office=office, statement=make_statement())
        transaction.set_rollback(True)

    assert outbox_drain() == 0
    assert not OutboxEntry.objects.exists()


def test_trouble_in_delivery_does_not_reach_the_caller(office, django_capture_on_commit_callbacks, monkeypatch):
    def down(*_args, **_options):
        raise OperationalError("database is gone")

    monkeypatch.setattr("lrs.services.outbox.statements_store", down)
    with django_capture_on_commit_callbacks() as callbacks:
        statement_enqueue(office=office, statement=make_statement())

    with pytest.raises(OperationalError):
        callbacks[0]()
    entry = OutboxEntry.objects.get()
    assert (entry.delivered_at, entry.attempts, entry.last_error) == (None, 0, "")


@pytest.mark.django_db(transaction=True)
def test_commit_survives_trouble_in_delivery(monkeypatch, caplog):
    def down(*_args, **_options):
        raise OperationalError("database is gone")

    monkeypatch.setattr("lrs.services.outbox.statements_store", down)

    statement_enqueue(office=make_office(), statement=make_statement())

    assert "database is gone" in caplog.text
    assert OutboxEntry.objects.get().delivered_at is None


def test_drain_delivers_once(office):
    statements_enqueue(office=office, statements=[make_statement() for _ in range(3)])

    assert outbox_drain() == 3
    assert outbox_drain() == 0
    assert Statement.objects.filter(office=office).count() == 3


def test_drain_stops_at_its_limit(office):
    statements_enqueue(office=office, statements=[make_statement() for _ in range(3)])

    assert outbox_drain(limit=2) == 2
    assert outbox_drain(limit=2) == 1


def test_statement_already_stored_counts_as_delivered(office):
    statement = make_statement()
    statements_store(office=office, statements=[statement], authority=authority_of(office), version=Version.V2)
    statement_enqueue(office=office, statement=statement)

    assert outbox_drain() == 1
    assert Statement.objects.filter(office=office).count() == 1


def test_empty_outbox_takes_no_lock(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert outbox_drain() == 0


def test_bad_statement_keeps_its_error_and_does_not_hold_up_the_rest(office):
    taken = make_statement()
    statements_store(office=office, statements=[taken], authority=authority_of(office), version=Version.V2)
    good = [make_statement(), make_statement()]
    invalid = make_statement(actor={"name": "程立新"})
    conflicting = {**taken, "object": make_activity("other")}
    statements_enqueue(office=office, statements=[good[0], invalid, conflicting, good[1]])

    assert outbox_drain() == 2

    errors = dict(OutboxEntry.objects.values_list("statement_id", "last_error"))
    assert {str(key): text for key, text in errors.items()} == {
        good[0]["id"]: "",
        good[1]["id"]: "",
        invalid["id"]: "statement.actor：须有且只有一个标识（mbox、mbox_sha1sum、openid 或 account）",
        conflicting["id"]: f"编号 {taken['id']} 已用于另一条语句",
    }


def test_unforeseen_trouble_with_one_statement_does_not_hold_up_the_rest(office, monkeypatch):
    def store(*, statements, **options):
        if any(statement["actor"] == make_agent("unlucky") for statement in statements):
            raise ZeroDivisionError("unforeseen")
        return statements_store(statements=statements, **options)

    monkeypatch.setattr("lrs.services.outbox.statements_store", store)
    statements_enqueue(office=office, statements=[make_statement(actor=make_agent("unlucky")), make_statement()])

    assert outbox_drain() == 1
    assert OutboxEntry.objects.get(delivered_at__isnull=True).last_error == "unforeseen"


def test_statement_is_given_up_after_so_many_attempts_until_told_to_try_again(office):
    statement_enqueue(office=office, statement=make_statement(actor={"name": "程立新"}))

    for _ in range(OutboxEntry.MAX_ATTEMPTS + 1):
        outbox_drain()

    [entry] = outbox_stuck(office=office)
    assert entry.attempts == OutboxEntry.MAX_ATTEMPTS
    assert outbox_retry(office=office) == 1
    assert not outbox_stuck(office=office).exists()


def test_offices_are_kept_apart(office):
    elsewhere = make_office()
    statement = make_statement()
    for each in (office, elsewhere):
        statement_enqueue(office=each, statement=statement)

    assert outbox_drain() == 2
    assert [row.office for row in Statement.objects.order_by("office")] == [office, elsewhere]


def test_summary_counts_what_waits_and_what_is_stuck(office):
    statements_enqueue(office=office, statements=[make_statement(), make_statement(actor={"name": "x"})])
    before = store_summary(office=office)

    for _ in range(OutboxEntry.MAX_ATTEMPTS):
        outbox_drain()

    after = store_summary(office=office)
    assert (before.statements, before.waiting, before.stuck, before.last_stored) == (0, 2, 0, None)
    assert (after.statements, after.waiting, after.stuck) == (1, 0, 1)
    assert after.last_stored == Statement.objects.get().stored
