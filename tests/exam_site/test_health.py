"""The two pages that a monitor reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from exam_site.beats import BEAT_LIFETIME, beat
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_alive_is_said_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_is_green_with_a_worker(client):
    beat(now=NOON)

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["ready"] is True
    assert {name: check["ok"] for name, check in response.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "disk": True,
        "worker": True,
    }


def test_ready_is_red_when_no_worker_ever_came(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()["ready"]) == (503, False)
    assert response.json()["checks"]["worker"] == {
        "ok": False,
        "detail": "后台工作进程没有运行：到时不会自动交卷",
    }


@pytest.mark.parametrize(("silent", "status"), [(BEAT_LIFETIME - timedelta(seconds=1), 200), (BEAT_LIFETIME, 503)])
def test_ready_turns_red_when_the_worker_falls_silent(client, silent, status):
    beat(now=NOON - silent)

    assert client.get("/readyz").status_code == status


# The worker looks after its connections, which it must not do inside a test's transaction.
@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_worker_makes_it_ready(client):
    call_command("worker", once=True)

    assert client.get("/readyz").status_code == 200


# SQLite refuses to change it within a test's transaction.
@pytest.mark.django_db(transaction=True)
def test_ready_is_red_where_a_power_cut_would_lose_what_was_acknowledged(client):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own setting is its administrator's")
    beat(now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            response = client.get("/readyz")
        finally:
            cursor.execute("PRAGMA synchronous=FULL")

    assert (response.status_code, response.json()["checks"]["database"]["ok"]) == (503, False)
    assert client.get("/readyz").json()["checks"]["database"]["ok"]


@pytest.fixture
def recorder(transactional_db, settings):
    """The records of a database that was migrated, as those of tests are not."""
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(connection).graph.nodes:
        recorder.record_applied(app, name)
    yield recorder
    with connection.schema_editor() as editor:
        editor.delete_model(recorder.Migration)


def test_ready_is_red_while_a_migration_waits(client, recorder):
    beat(now=NOON)
    assert client.get("/readyz").status_code == 200
    recorder.migration_qs.filter(app="appraisal").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["checks"]["migrations"]["ok"]) == (503, False)


def test_health_tells_a_stranger_nothing_about_the_machine(client):
    said = client.get("/readyz").content.decode()

    assert not any(told in said for told in ("/", "password", "@"))
