"""The two pages that a monitor reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from exam_site.beats import BEAT_LIFETIME, beat
from exam_site.durability import check_durability, postgres_faults
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


@pytest.fixture
def forgetful(transactional_db):
    """Set the database so that a power cut loses what was acknowledged; SQLite refuses that within a transaction."""
    lesser, safe = (
        ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL")
        if connection.vendor == "sqlite"
        else ("SET synchronous_commit=off", "SET synchronous_commit=on")
    )
    with connection.cursor() as cursor:
        cursor.execute(lesser)
        yield
        cursor.execute(safe)


def test_ready_is_red_where_a_power_cut_would_lose_what_was_acknowledged(client, forgetful):
    beat(now=NOON)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"]["ok"] is False
    assert "断电会丢失已保存的答案" in response.json()["checks"]["database"]["detail"]


def test_nothing_is_served_where_a_power_cut_would_lose_what_was_acknowledged(forgetful):
    with pytest.raises(SystemCheckError, match="断电会丢失已保存的答案"):
        call_command("serve")


def test_the_site_s_own_settings_pass_the_check_of_the_database(db):
    assert list(check_durability(databases=["default"])) == []


@pytest.mark.parametrize(
    ("settings_of_the_server", "faults"),
    [
        (("on", "on", "on"), 0),
        (("on", "local", "on"), 0),
        (("off", "on", "on"), 1),
        (("on", "on", "off"), 1),
        (("off", "off", "off"), 3),
    ],
)
def test_each_setting_of_postgres_that_forgets_is_a_fault(settings_of_the_server, faults):
    assert len(postgres_faults(*settings_of_the_server)) == faults


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
