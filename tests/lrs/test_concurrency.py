"""Several workers at once, on the database the suite runs on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Office
from lrs.models import OutboxEntry, Statement
from lrs.selectors import consistent_through
from lrs.services import outbox_drain, statements_store
from lrs.validation import Version
from tests.factories.accounts import make_office
from tests.factories.lrs import make_activity, make_agent, make_statement
from tests.workers import Workers, make_workers


@pytest.fixture
def office(transactional_db) -> Office:
    return make_office()


@pytest.fixture
def entries(office) -> list[OutboxEntry]:
    statements = [make_statement() for _ in range(250)]
    waiting = [OutboxEntry(office=office, statement_id=each["id"], payload=json.dumps(each)) for each in statements]
    return OutboxEntry.objects.bulk_create(waiting)


@pytest.fixture
def workers(office, request, tmp_path) -> Workers:
    if "entries" in request.fixturenames:
        request.getfixturevalue("entries")
    return make_workers(tmp_path)


def _answers(count: int) -> list[dict[str, Any]]:
    """Everybody answers the same questions: the same rows for all writers, in no common order."""
    return [
        make_statement(
            actor=make_agent(name="程立新"),
            object=make_activity(f"question/{place}", definition={"name": {"zh": f"第{place}题"}}),
        )
        for place in range(count)
    ]


def test_two_drains_deliver_each_statement_once(entries, workers):
    delivered = workers.run(outbox_drain, outbox_drain)

    def outcome():
        return (
            Statement.objects.count(),
            set(OutboxEntry.objects.values_list("attempts", "last_error")),
            OutboxEntry.objects.filter(delivered_at__isnull=True).count(),
        )

    assert sum(delivered) == len(entries)
    assert workers.run(outcome) == [(len(entries), {(1, "")}, 0)]


def test_writers_of_the_same_activities_do_not_disturb_each_other(office, workers):
    def write(direction: int) -> int:
        for _ in range(5):
            statements_store(
                office=office, statements=_answers(20)[::direction], authority=make_agent(), version=Version.V2
            )
        return 100

    def stored():
        return list(Statement.objects.order_by("pk").values_list("stored", flat=True))

    assert workers.run(*(lambda way=way: write(way) for way in (1, -1, 1, -1))) == [100] * 4
    [moments] = workers.run(stored)
    assert len(moments) == 400
    assert moments == sorted(set(moments))


def test_reader_is_told_no_moment_before_which_more_will_appear(office, workers):
    def write() -> None:
        for _ in range(25):
            statements_store(office=office, statements=_answers(2), authority=make_agent(), version=Version.V2)

    def read() -> list[tuple[Any, int]]:
        seen = []
        for _ in range(100):
            through = consistent_through(office=office, now=timezone.now())
            seen.append((through, Statement.objects.filter(stored__lte=through).count()))
        return seen

    *_written, seen = workers.run(write, write, read)
    [final] = workers.run(lambda: [Statement.objects.filter(stored__lte=through).count() for through, _ in seen])

    assert [count for _through, count in seen] == final


def test_same_statement_sent_twice_at_once_is_stored_once(office, workers):
    statement = make_statement()

    def write() -> None:
        statements_store(office=office, statements=[statement], authority=make_agent(), version=Version.V2)

    workers.run(*[write] * 4)

    assert workers.run(Statement.objects.count) == [1]
