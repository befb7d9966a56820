"""Answers that come in by a file when nothing else worked."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from quizzes.models import AnswerRescue, Result
from quizzes.services import mark_give, rescue_import, rescue_try
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.rescue import RescueError, rescue_key, rescue_read
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, slot_ids

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=90)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def attempt():
    return make_attempt(make_candidate(make_exam()))


def file_of(attempt, answers, *, seq=5, epoch=1, sealed=True):
    """Return the file as a page writes it; `answers` by the number of the question."""
    slots = slot_ids(attempt)
    said = {"seq": seq, "answers": {str(slots[number - 1]): answer for number, answer in answers.items()}}
    file = {"jijikao": "answers", "version": 1, "attempt": str(attempt.uuid), "epoch": epoch}
    if not sealed:
        return json.dumps({**file, "plain": said}).encode()
    nonce, associated = b"n" * 12, f"{attempt.uuid}:{epoch}".encode()
    text = AESGCM(rescue_key(attempt.uuid, epoch)).encrypt(nonce, json.dumps(said).encode(), associated)
    parts = {"nonce": base64.b64encode(nonce).decode(), "sealed": base64.b64encode(text).decode()}
    return json.dumps({**file, **parts}).encode()


def save(attempt, number, answer, *, seq, epoch=1):
    slots = slot_ids(attempt)
    answers_save(
        attempt=attempt.pk, epoch=epoch, seq=seq, answers={slots[number - 1]: answer}, viewed=(), arrived_at=NOON
    )


def take_in(attempt, content):
    return rescue_import(
        exam=attempt.exam, rescued=rescue_read(content), reason="断网", by=make_user(attempt.exam.office), now=LATER
    )


def held(attempt):
    slots = slot_ids(attempt)
    return {slots.index(slot) + 1: answer for slot, answer in attempt.responses.values_list("slot_id", "answer")}


@pytest.mark.parametrize("sealed", [True, False])
def test_what_a_page_could_not_send_comes_in(attempt, sealed):
    content = file_of(attempt, {1: ["x"], 4: True}, sealed=sealed)
    taken = take_in(attempt, content)
    assert held(attempt) == {1: ["x"], 4: True}
    assert (taken.changed, taken.is_sealed) == (2, sealed)


def test_what_was_saved_later_stands(attempt):
    save(attempt, 1, ["w"], seq=9)
    save(attempt, 4, False, seq=2)
    trial = rescue_try(exam=attempt.exam, rescued=rescue_read(file_of(attempt, {1: ["x"], 4: True})))
    assert ([slot.number for slot in trial.newer], trial.older) == ([4], 1)
    take_in(attempt, file_of(attempt, {1: ["x"], 4: True}))
    assert held(attempt) == {1: ["w"], 4: True}


def test_what_another_device_saved_after_taking_over_stands(attempt):
    attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=NOON)
    save(attempt, 1, ["w"], seq=1, epoch=2)
    take_in(attempt, file_of(attempt, {1: ["x"], 4: True}, seq=50))
    assert held(attempt) == {1: ["w"], 4: True}


def test_attempt_that_was_handed_in_is_marked_anew_and_keeps_its_first_result(attempt):
    save(attempt, 4, True, seq=1)
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    take_in(attempt, file_of(attempt, {1: ["x"]}))
    assert list(Result.objects.order_by("revision").values_list("total", "reason")) == [
        (100, ""),
        (300, "应急导入：断网"),
    ]


def test_persons_marks_stand_but_for_what_is_another_answer_now(attempt):
    marker = make_user(attempt.exam.office)
    save(attempt, 6, "编审", seq=1)
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    slot = attempt.paper.slots.get(number=6)
    mark_give(attempt=attempt, slot=slot, marks=500, comment="", marker=marker, now=NOON)
    take_in(attempt, file_of(attempt, {1: ["x"]}))
    assert Result.objects.latest("revision").total == 700
    take_in(attempt, file_of(attempt, {6: "编审、复审、终审"}, seq=6))
    newest = Result.objects.latest("revision")
    assert (newest.total, newest.is_complete) == (200, False)


def test_same_file_comes_in_once(attempt):
    content = file_of(attempt, {1: ["x"]})
    take_in(attempt, content)
    with pytest.raises(RescueError, match="已经导入过"):
        take_in(attempt, content)


def changed(content, **changes):
    return json.dumps({**json.loads(content), **changes}).encode()


class TestRefused:
    def test_what_was_changed_on_the_way(self, attempt):
        sealed = json.loads(file_of(attempt, {1: ["x"]}))
        flipped = bytearray(base64.b64decode(sealed["sealed"]))
        flipped[3] ^= 1
        with pytest.raises(RescueError, match="改动过"):
            rescue_read(changed(json.dumps(sealed), sealed=base64.b64encode(flipped).decode()))

    def test_what_is_sealed_for_another_attempt(self, attempt):
        other = make_attempt(make_candidate(attempt.exam))
        with pytest.raises(RescueError, match="改动过"):
            rescue_read(changed(file_of(attempt, {1: ["x"]}), attempt=str(other.uuid)))

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b"\xff", b"null", b'{"jijikao": "answers"}', b"[" * 100_000, b" " * 3_000_000]
    )
    def test_what_is_no_file_of_ours(self, content):
        with pytest.raises(RescueError):
            rescue_read(content)

    @pytest.mark.parametrize("plain", [None, [], {"seq": 0, "answers": {}}, {"seq": True, "answers": {}}, {"seq": 1}])
    def test_what_says_nothing(self, attempt, plain):
        with pytest.raises(RescueError, match="不完整"):
            rescue_read(changed(file_of(attempt, {}, sealed=False), plain=plain))

    @pytest.mark.parametrize("answers", [{1: "x"}, {1: ["没有这个选项"]}])
    def test_answer_that_cannot_be_one(self, attempt, answers):
        with pytest.raises(RescueError, match="题号"):
            take_in(attempt, file_of(attempt, answers))

    def test_device_that_never_was(self, attempt):
        with pytest.raises(RescueError, match="代次"):
            take_in(attempt, file_of(attempt, {1: ["x"]}, epoch=2))

    def test_file_of_another_exam(self, attempt):
        with pytest.raises(RescueError, match="不是这场考试"):
            rescue_try(exam=make_exam(), rescued=rescue_read(file_of(attempt, {1: ["x"]})))


class TestPage:
    @pytest.fixture
    def desk(self, attempt):
        return client_for(make_user(attempt.exam.office, Role.ORGANIZER))

    def upload(self, desk, attempt, content):
        file = SimpleUploadedFile("应急答案.json", content)
        return desk.post(f"/organize/exams/{attempt.exam.uuid}/rescue/", {"file": file})

    def test_shows_what_would_change_and_then_changes_it(self, desk, attempt):
        shown = self.upload(desk, attempt, file_of(attempt, {1: ["x"], 4: True}, sealed=False))
        assert "会改动 2 题：第 1、4 题" in shown.content.decode()
        assert "没有加密" in shown.content.decode()
        assert not AnswerRescue.objects.exists()
        sent = {"content": shown.context["confirm"]["content"].value(), "reason": "机房断网"}
        done = desk.post(f"/organize/exams/{attempt.exam.uuid}/rescue/", sent, follow=True)
        assert "机房断网" in done.content.decode()
        assert held(attempt) == {1: ["x"], 4: True}

    def test_says_what_is_wrong_with_a_file(self, desk, attempt):
        response = self.upload(desk, attempt, b"not json")
        assert (response.status_code, "不是答题页面导出的" in response.content.decode()) == (422, True)
