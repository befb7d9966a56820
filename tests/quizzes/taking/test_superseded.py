"""F9: what a device still had when another one took the attempt over is kept once, and never marked."""

from __future__ import annotations

import pytest
import time_machine

from accounts.enums import Role
from quizzes.models import Response, ResponseLog, Result, SupersededAnswer
from quizzes.organizing.superseded import superseded_devices
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.tokens import token_for
from tests.factories.accounts import make_user
from tests.factories.taking import NOON, make_attempt, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def attempt():
    return make_attempt()


def taken_over(attempt):
    return attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=NOON)


def kept():
    return list(SupersededAnswer.objects.values_list("slot_id", "answer", "epoch", "seq"))


def test_an_answer_that_comes_after_the_take_over_is_refused_and_kept_apart(api, attempt):
    first, second, *_rest = slot_ids(attempt)
    old = str(token_for(attempt))
    api.save(attempt, {"seq": 1, "answers": {str(first): ["w"]}}, old)
    now = taken_over(attempt)
    api.save(now, {"seq": 1, "answers": {str(first): ["x"]}})

    response = api.save(attempt, {"seq": 2, "answers": {str(first): ["y"], str(second): ["w"]}}, old)

    assert (response.status_code, response.json()["code"]) == (409, "taken_over")
    assert kept() == [(first, ["y"], 1, 2), (second, ["w"], 1, 2)]
    assert list(Response.objects.values_list("slot_id", "answer")) == [(first, ["x"])]
    assert ResponseLog.objects.count() == 2


def test_sending_again_adds_nothing_and_news_is_added(api, attempt):
    first = slot_ids(attempt)[0]
    old = str(token_for(attempt))
    taken_over(attempt)

    for seq, answer in ((5, ["w"]), (5, ["w"]), (6, ["w"]), (7, ["y"])):
        api.save(attempt, {"seq": seq, "answers": {str(first): answer}}, old)

    assert kept() == [(first, ["w"], 1, 5), (first, ["y"], 1, 7)]


def test_what_was_acknowledged_before_is_not_kept_twice(api, attempt):
    first = slot_ids(attempt)[0]
    old = str(token_for(attempt))
    body = {"seq": 1, "answers": {str(first): ["w"]}}
    api.save(attempt, body, old)
    taken_over(attempt)

    api.save(attempt, body, old)

    assert kept() == []


def test_it_is_kept_when_the_other_device_has_handed_in_and_changes_no_result(api, attempt):
    first = slot_ids(attempt)[0]
    old = str(token_for(attempt))
    now = taken_over(attempt)
    attempt_submit(attempt=now.pk, epoch=now.epoch, now=NOON)
    before = Result.objects.values("total", "slot_marks").get()

    response = api.save(attempt, {"seq": 1, "answers": {str(first): ["x"]}}, old)

    assert response.json()["code"] == "submitted"
    assert kept() == [(first, ["x"], 1, 1)]
    assert Result.objects.values("total", "slot_marks").get() == before


def test_who_was_not_superseded_and_comes_too_late_is_not_kept(api, attempt):
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    api.save(attempt, {"seq": 1, "answers": {str(slot_ids(attempt)[0]): ["x"]}})

    assert kept() == []


def test_a_plain_sheet_is_kept_where_it_says_something_new(client, attempt):
    first, second, *_rest = slot_ids(attempt)
    client.force_login(attempt.candidate.user)
    client.post(f"/exams/{attempt.exam.uuid}/")
    client.post(f"/attempts/{attempt.uuid}/", {"seq": 1, f"q-{first}": "w"})
    taken_over(attempt)

    for _time in range(2):
        response = client.post(f"/attempts/{attempt.uuid}/", {"seq": 2, f"q-{first}": "w", f"q-{second}": ["w", "y"]})

    assert response.status_code == 409
    assert "另外留存，不计入成绩" in response.content.decode()
    assert [(slot, answer) for slot, answer, *_rest in kept()] == [(second, ["w", "y"])]
    assert list(Response.objects.values_list("slot_id", flat=True)) == [first]


def test_organizers_see_each_answer_beside_the_one_that_stands(client, api, attempt):
    slots = slot_ids(attempt)
    old = str(token_for(attempt))
    now = taken_over(attempt)
    said = [["x"], ["w", "y"], ["w"], True, ["忠诚", "干净"], "三审"]
    api.save(attempt, {"seq": 1, "answers": dict(zip(map(str, slots), said, strict=True))}, old)
    api.save(now, {"seq": 1, "answers": {str(slots[3]): False, str(slots[5]): "三审"}})

    [device] = superseded_devices(now)

    assert sorted((len(line.given), line.standing) for line in device.lines) == [
        (1, ""),
        (1, ""),
        (2, ""),
        (2, "三审"),
        (2, "错误"),
        (5, ""),
    ]
    client.force_login(make_user(attempt.exam.office, Role.INVIGILATOR))
    page = client.get(f"/organize/exams/{attempt.exam.uuid}/candidates/{attempt.candidate.uuid}/").content.decode()
    assert "换下的设备有 6 题没有存上" in page
    assert "忠诚；干净" in page
