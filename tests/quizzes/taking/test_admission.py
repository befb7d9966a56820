"""The door of the room: code and network."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache

from quizzes.models import Attempt
from quizzes.seb import request_hash
from quizzes.taking.admission import networks_read
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


def enter(client, candidate, code=None, address="10.20.3.4"):
    client.force_login(candidate.user)
    sent = {} if code is None else {"access_code": code}
    client.post(f"/exams/{candidate.exam.uuid}/", sent, REMOTE_ADDR=address)
    return Attempt.objects.filter(candidate=candidate).exists()


@pytest.mark.parametrize(("code", "enters"), [("明月2026", True), (" 明月2026 ", True), ("月明", False), ("", False)])
def test_code_opens_the_door(client, code, enters):
    candidate = make_candidate(make_exam(access_code="明月2026"))
    assert enter(client, candidate, code) is enters


def test_guessing_is_slowed_down(client):
    candidate = make_candidate(make_exam(access_code="明月2026"))
    for guess in range(10):
        assert not enter(client, candidate, str(guess))
    assert not enter(client, candidate, "明月2026")


@pytest.mark.parametrize(
    ("networks", "enters"),
    [("", True), ("10.20.0.0/16", True), ("192.168.1.0/24\n10.20.3.4", True), ("192.168.1.0/24", False)],
)
def test_network_opens_the_door(client, networks, enters):
    candidate = make_candidate(make_exam(networks=networks))
    assert enter(client, candidate) is enters


def test_program_says_the_code_too(api, client):
    candidate = make_candidate(make_exam(access_code="明月2026"))
    headers = api.bearer(candidate.user, NOON)
    assert api.start(candidate, headers).status_code == 409
    told = client.post(
        f"/api/v1/exams/{candidate.exam.uuid}/attempts/",
        {"access_code": "明月2026"},
        content_type="application/json",
        headers=headers,
    )
    assert told.status_code == 200


def test_page_asks_for_the_code_where_there_is_one(client):
    for exam, asked in ((make_exam(access_code="x"), True), (make_exam(), False)):
        candidate = make_candidate(exam)
        client.force_login(candidate.user)
        assert ("考场口令" in client.get(f"/exams/{exam.uuid}/").content.decode()) is asked


def test_line_that_is_no_network_is_named():
    with pytest.raises(ValueError, match=r"^10\.20\.0\.0/99$"):
        networks_read("10.0.0.1\n10.20.0.0/99")


KEY = "4fa9af8ec8759eb7c680752ef4ee5eaf1a860628608fccae2715d519849f9292"


@pytest.mark.parametrize(
    ("url", "key", "enters"),
    [
        ("http://testserver{path}", KEY, True),
        ("http://testserver{path}", "b" * 64, True),
        ("http://testserver{path}", "c" * 64, False),
        ("http://testserver/elsewhere/", KEY, False),
        ("", "", False),
    ],
)
@pytest.mark.parametrize("by_script", [True, False])
def test_browser_that_is_set_up_rightly_opens_the_door(client, url, key, enters, by_script):
    candidate = make_candidate(make_exam(seb_keys=f"{KEY}\n{'b' * 64}"))
    path = f"/exams/{candidate.exam.uuid}/"
    said = request_hash(url.format(path=path), key) if key else ""
    client.force_login(candidate.user)
    if by_script:
        client.post(path, {"seb_hash": said})
    else:
        client.post(path, headers={"X-SafeExamBrowser-ConfigKeyHash": said})
    assert Attempt.objects.exists() is enters
