"""How statements are kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from lrs.enums import Scope
from lrs.models import Activity, AgentName, Statement, StoreClock
from lrs.selectors import consistent_through, definitions_of, names_of
from lrs.services import StatementConflictError, StoreBusyError, client_create, statements_store
from lrs.validation import Version
from tests.factories.accounts import make_office
from tests.factories.lrs import make_activity, make_agent, make_statement, make_voiding

AUTHORITY = make_agent("authority")


@pytest.fixture
def office(db):
    return make_office()


def keep(office, *statements, version=Version.V2, **options):
    return statements_store(office=office, statements=statements, authority=AUTHORITY, version=version, **options)


def payload(office, statement_id) -> dict:
    return json.loads(Statement.objects.get(office=office, statement_id=statement_id).payload)


def test_statement_is_kept_as_it_came_with_what_the_store_adds(office):
    statement = make_statement()

    with time_machine.travel("2026-10-04T02:00:00.123456Z", tick=False):
        [statement_id] = keep(office, statement)

    assert payload(office, statement_id) == {
        **statement,
        "authority": AUTHORITY,
        "version": "2.0.0",
        "stored": "2026-10-04T02:00:00.123456Z",
    }


def test_store_completes_what_was_left_out(office):
    with time_machine.travel("2026-10-04T02:00:00Z", tick=False):
        [statement_id] = keep(office, make_statement(without=("id", "timestamp")), version=Version.V1)

    kept = payload(office, statement_id)
    assert kept["id"] == str(statement_id)
    assert kept["timestamp"] == kept["stored"] == "2026-10-04T02:00:00.000Z"
    assert kept["version"] == "1.0.0"


def test_times_are_kept_in_utc_and_activities_in_lists(office):
    statement = make_statement(
        timestamp="2026-10-04T09:00:00+08:00", context={"contextActivities": {"parent": make_activity("p")}}
    )

    [statement_id] = keep(office, statement)

    kept = payload(office, statement_id)
    assert kept["timestamp"] == "2026-10-04T01:00:00.000Z"
    assert kept["context"]["contextActivities"] == {"parent": [make_activity("p")]}


def test_same_statement_again_changes_nothing(office):
    statement = make_statement()
    keep(office, statement)

    keep(office, {**statement, "timestamp": "2026-10-04T09:00:00+08:00"})

    assert Statement.objects.filter(office=office).count() == 1


def test_other_statement_under_the_same_id_is_refused_with_its_whole_batch(office):
    statement, other = make_statement(), make_statement()
    keep(office, statement)

    with pytest.raises(StatementConflictError) as refusal:
        keep(office, other, {**statement, "object": make_activity("other")})

    assert refusal.value.statement_id == UUID(statement["id"])
    assert not Statement.objects.filter(statement_id=other["id"]).exists()


def test_same_id_may_stand_in_two_offices(office):
    statement, elsewhere = make_statement(), make_office()
    keep(office, statement)

    keep(elsewhere, {**statement, "object": make_activity("other")})

    assert Statement.objects.filter(statement_id=statement["id"]).count() == 2


def test_moments_of_storing_grow_strictly_even_when_the_clock_stands(office):
    with time_machine.travel("2026-10-04T02:00:00Z", tick=False):
        keep(office, make_statement(), make_statement())
        keep(office, make_statement())

    first = datetime(2026, 10, 4, 2, tzinfo=UTC)
    assert list(Statement.objects.order_by("pk").values_list("stored", flat=True)) == [
        first + timedelta(microseconds=place) for place in range(3)
    ]


def test_moments_of_storing_grow_even_when_the_clock_goes_back(office):
    with time_machine.travel("2026-10-04T02:00:00Z", tick=False):
        keep(office, make_statement())
    with time_machine.travel("2026-10-04T01:00:00Z", tick=False):
        keep(office, make_statement())

    assert Statement.objects.latest("pk").stored == datetime(2026, 10, 4, 2, 0, 0, 1, tzinfo=UTC)


def test_readers_are_told_of_the_last_statement_or_of_a_settled_moment(office):
    now = datetime(2026, 10, 4, 2, tzinfo=UTC)
    settled = now - StoreClock.SETTLED_AFTER

    assert consistent_through(office=office, now=now) == settled
    with time_machine.travel(now, tick=False):
        keep(office, make_statement())
    assert consistent_through(office=office, now=now) == now
    assert consistent_through(office=office, now=now + timedelta(hours=1)) == settled + timedelta(hours=1)


def test_writer_that_takes_too_long_gives_up(office, monkeypatch):
    moments = iter([timezone.now(), timezone.now() + StoreClock.SETTLED_AFTER])
    monkeypatch.setattr("lrs.services.storing.timezone.now", lambda: next(moments))

    with pytest.raises(StoreBusyError):
        keep(office, make_statement())

    assert not Statement.objects.filter(office=office).exists()


def test_voiding_hides_the_statement(office):
    statement = make_statement()
    keep(office, statement)

    keep(office, make_voiding(statement["id"]))

    assert Statement.objects.get(statement_id=statement["id"]).voided is True


def test_statement_voided_before_it_came_is_void(office):
    statement = make_statement()
    keep(office, make_voiding(statement["id"]))

    keep(office, statement)

    assert Statement.objects.get(statement_id=statement["id"]).voided is True


def test_voiding_and_voided_may_come_together(office):
    statement = make_statement()

    keep(office, make_voiding(statement["id"]), statement)

    assert Statement.objects.get(statement_id=statement["id"]).voided is True


def test_voiding_statement_cannot_be_voided(office):
    voiding = make_voiding(make_statement()["id"])
    keep(office, voiding)

    keep(office, make_voiding(voiding["id"]))

    assert Statement.objects.get(statement_id=voiding["id"]).voided is False


def test_voiding_ends_at_the_office(office):
    statement, elsewhere = make_statement(), make_office()
    keep(office, statement)
    keep(elsewhere, make_voiding(statement["id"]))

    assert Statement.objects.get(statement_id=statement["id"]).voided is False


def test_names_and_definitions_are_learned_and_completed(office, django_capture_on_commit_callbacks):
    def told(person, **definition):
        return make_statement(actor=make_agent(name=person), object=make_activity(definition=definition))

    with django_capture_on_commit_callbacks(execute=True):
        keep(office, told("程立新", name={"zh": "考试"}), told("老程", name={"en": "exam"}))
        keep(office, told("程立新", type="https://yunling.example/type"))

    assert names_of(office=office, ifi="mbox mailto:chen@yunling.example") == ["程立新", "老程"]
    iri = make_activity()["id"]
    assert definitions_of(office=office, iris=[iri]) == {
        iri: {"name": {"zh": "考试", "en": "exam"}, "type": "https://yunling.example/type"}
    }


def test_what_is_known_costs_no_further_queries(office, django_capture_on_commit_callbacks, django_assert_num_queries):
    def answered():
        return make_statement(actor=make_agent(name="程立新"), object=make_activity(definition={"name": {"zh": "题"}}))

    with django_capture_on_commit_callbacks(execute=True):
        keep(office, answered())

    # A savepoint and its release, the clock twice, the statements, what they are found by, what was voided before.
    with django_assert_num_queries(7):
        keep(office, *(answered() for _ in range(50)))


def test_client_without_the_scope_defines_nothing(office):
    client, _secret = client_create(office=office, name="只写", scopes=[Scope.WRITE])

    keep(
        office,
        make_statement(actor=make_agent(name="假名"), object=make_activity(definition={"name": {"zh": "假"}})),
        client=client,
    )

    assert not AgentName.objects.filter(office=office).exists()
    assert not Activity.objects.filter(office=office).exists()


def test_null_character_is_kept_in_a_statement(office):
    [statement_id] = keep(office, make_statement(actor=make_agent(name="\0"), result={"response": "a\0b"}))

    assert payload(office, statement_id)["result"] == {"response": "a\0b"}
