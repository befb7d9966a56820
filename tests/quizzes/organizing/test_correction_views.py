"""The organizer's pages for a wrong key, and what candidates read afterwards."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from certificates.selectors import unearned_certificates
from quizzes.enums import CorrectionKind
from quizzes.models import KeyCorrection, Result
from quizzes.services import question_correct
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.certificates import issue
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, ONE_CHOICE, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    """Return an exam of one choice question, whose key is x and which one candidate answered so."""
    exam = make_exam(make_paper(questions=ONE_CHOICE), pass_marks=100)
    attempt = make_attempt(make_candidate(exam))
    (slot,) = slot_ids(attempt)
    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers={slot: ["x"]}, viewed=(), arrived_at=NOON)
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    return exam


@pytest.fixture
def slot(exam):
    return exam.papers.get().slots.get()


@pytest.fixture
def url(exam, slot):
    return reverse("quizzes:correct_question", args=[exam.uuid, slot.pk])


@pytest.fixture
def desk(exam):
    return client_for(make_user(exam.office, Role.ORGANIZER))


def test_the_effect_is_seen_before_anything_is_done(desk, url, exam):
    page = desk.get(url, {"kind": "rekey", "answer": "C"}).content.decode()

    name = exam.candidates.get().user.name
    assert "更正第 1 题：0 人升，1 人降" in page
    assert name in page
    assert "变为不及格" in page
    assert not KeyCorrection.objects.exists()


def test_a_correction_with_its_reason_is_done_and_told_on_the_pages(desk, url, exam):
    response = desk.post(url, {"kind": "rekey", "answer": "C", "reason": "条文看错了"}, follow=True)

    page = response.content.decode()
    assert "第 1 题已更正，1 份成绩有了新的一版。" in page
    assert "更正答案：B → C" in page
    assert "更正答案：B → C" in desk.get(exam.get_absolute_url()).content.decode()
    assert list(Result.objects.order_by("revision").values_list("total", "reason")) == [
        (200, ""),
        (0, "更正第 1 题：条文看错了"),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": "rekey", "answer": "Z", "reason": "错"}, "应为 A 到 C 之内的字母"),
        ({"kind": "rekey", "answer": "C", "reason": ""}, "该字段是必填项"),
        ({"kind": "accept", "answer": "B", "reason": "错"}, "至少写两个答案"),
        ({"kind": "rekey", "answer": "B", "reason": "错"}, "这就是原来的答案"),
        ({"kind": "restore", "reason": "错"}, "不在可用的选项中"),
    ],
)
def test_what_cannot_be_done_is_told_and_not_done(desk, url, typed, told):
    response = desk.post(url, typed)

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not KeyCorrection.objects.exists()


def test_a_candidate_reads_the_new_marks_beside_the_old_ones(exam, slot):
    publish(exam)
    candidate = exam.candidates.get()
    question_correct(
        exam=exam,
        slot=slot,
        kind=CorrectionKind.REKEY,
        keys=[["y"]],
        reason="条文看错了",
        by=make_user(exam.office),
        now=exam.closes_at.replace(year=2027),
    )

    page = client_for(candidate.user).get(reverse("quizzes:my_result", args=[candidate.uuid])).content.decode()

    assert "答案由“B”更正为“C”。原因：条文看错了。原得 2 分，现得 0 分。" in page
    assert "最初发布的成绩" in page
    assert "0 分，未及格" in page


def test_a_void_question_is_shown_as_not_counting(exam):
    paper = make_paper(exam.office, questions=ONE_CHOICE * 2)
    both = make_exam(paper, title="两题", pass_marks=300)
    attempt = make_attempt(make_candidate(both))
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    publish(both)
    both.refresh_from_db()
    question_correct(
        exam=both,
        slot=paper.slots.get(number=1),
        kind=CorrectionKind.VOID,
        keys=[],
        reason="题目有误",
        by=make_user(exam.office),
        now=both.closes_at.replace(year=2027),
    )

    candidate = both.candidates.get()
    page = client_for(candidate.user).get(reverse("quizzes:my_result", args=[candidate.uuid])).content.decode()

    assert "本题作废，不计分。原因：题目有误。" in page
    assert "<dd>1.5</dd>" in page  # 3 of 4 are 1.5 of 2


def test_a_certificate_that_is_no_longer_earned_is_shown_and_stays(exam, slot):
    publish(exam)
    exam.refresh_from_db()
    (certificate,) = issue(exam)
    assert unearned_certificates(exam) == []

    question_correct(
        exam=exam,
        slot=slot,
        kind=CorrectionKind.REKEY,
        keys=[["y"]],
        reason="条文看错了",
        by=make_user(exam.office),
        now=NOON,
    )

    assert unearned_certificates(exam) == [certificate]
    page = client_for(make_user(exam.office, Role.ORGANIZER)).get(reverse("certificates:exam_issue", args=[exam.uuid]))
    assert "成绩更正后不再及格的 1 份" in page.content.decode()
