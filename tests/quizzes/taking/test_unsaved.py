"""F4: what cannot be written is not acknowledged, and says so, by script and by plain form."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse
from lxml import html

from quizzes.models import Attempt
from tests.factories.taking import NOON, make_attempt, make_candidate, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def readonly():
    """Give what makes the database refuse every further write, as one on a full disk does."""
    # PostgreSQL forgets with the savepoint that it was not to write.
    point = transaction.savepoint()

    def refuse():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=ON" if connection.vendor == "sqlite" else "SET TRANSACTION READ ONLY")

    yield refuse
    transaction.savepoint_rollback(point)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=OFF")


def test_a_save_that_cannot_be_written_says_so(api, readonly):
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    readonly()

    response = api.save(attempt, {"seq": 1, "answers": {slot: ["x"]}})

    assert response.status_code == 503
    assert response.json()["detail"].startswith("未保存")


@pytest.mark.parametrize("address", ["quizzes:attempt", "quizzes:submit_check"])
def test_a_sheet_that_cannot_be_written_comes_back_to_be_sent_again(client, readonly, address):
    candidate = make_candidate()
    client.force_login(candidate.user)
    client.post(reverse("quizzes:start", args=[candidate.exam.uuid]))
    attempt = Attempt.objects.get()
    single, several, *_rest = slot_ids(attempt)
    sent = {"seq": "1", f"q-{single}": "x", f"q-{several}": ["w", "y"]}
    readonly()

    response = client.post(reverse(address, args=[attempt.uuid]), sent)

    page = html.fromstring(response.content.decode())
    kept = [(field.get("name"), field.get("value")) for field in page.xpath("//input")]
    assert (response.status_code, page.findtext(".//h1")) == (503, "未保存")
    assert kept == [("seq", "1"), (f"q-{single}", "x"), (f"q-{several}", "w"), (f"q-{several}", "y")]
