"""A candidate doubts an answer's marks: asked once and in time, answered by somebody else, both kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from lrs.models import OutboxEntry
from quizzes.enums import CorrectionKind, RemarkDecision
from quizzes.models import Mark, RemarkAnswer, RemarkRequest
from quizzes.services import mark_give, question_correct
from quizzes.services.remarks import CannotRemarkError, remark_answer, remark_days_set, remark_request
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, slot_ids

pytestmark = pytest.mark.django_db
UPHELD, CHANGED, CORRECTED = RemarkDecision.UPHELD, RemarkDecision.CHANGED, RemarkDecision.CORRECTED


@pytest.fixture
def attempt():
    """Return a published attempt: 200 by the key, 300 of 700 by a person."""
    attempt = make_attempt(make_candidate(make_exam()))
    single, *_others, written = slot_ids(attempt)
    answers_save(
        attempt=attempt.pk, epoch=1, seq=1, answers={single: ["x"], written: "编审"}, viewed=(), arrived_at=NOON
    )
    attempt = attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    slot = attempt.paper.slots.get(type="short_answer")
    mark_give(attempt=attempt, slot=slot, marks=300, comment="", marker=make_user(attempt.exam.office), now=NOON)
    publish(attempt.exam)
    attempt.exam.refresh_from_db()
    return attempt


@pytest.fixture
def written(attempt):
    return attempt.paper.slots.get(type="short_answer")


@pytest.fixture
def single(attempt):
    return attempt.paper.slots.get(type="single_choice")


def ask(attempt, slot, *, by=None, after=timedelta(days=1)):
    by = by or attempt.candidate.user
    now = attempt.exam.published_at + after
    return remark_request(attempt=attempt, slot=slot, reason="要点都写了", by=by, now=now)


def answer(request, decision, *, marks=None, by=None):
    by = by or make_user(request.attempt.exam.office, Role.TRAINER)
    now = request.at + timedelta(days=1)
    return remark_answer(request=request, decision=decision, reason="已复看", marks=marks, by=by, now=now)


def test_asking_twice_is_asking_once(attempt, written):
    assert ask(attempt, written) == ask(attempt, written)
    assert RemarkRequest.objects.get().result == attempt.results.first()


@pytest.mark.parametrize(("days", "after", "taken"), [(None, 6, True), (None, 7, False), (10, 9, True), (0, 1, False)])
def test_requests_are_taken_for_the_days_that_were_set(attempt, written, days, after, taken):
    if days is not None:
        remark_days_set(exam=attempt.exam, days=days)

    if taken:
        assert ask(attempt, written, after=timedelta(days=after))
    else:
        with pytest.raises(CannotRemarkError, match=r"复核期已过|不受理"):
            ask(attempt, written, after=timedelta(days=after))


def test_nobody_asks_for_another(attempt, written):
    with pytest.raises(CannotRemarkError, match="自己的答卷"):
        ask(attempt, written, by=make_user(attempt.exam.office))


def test_upholding_changes_no_marks(attempt, written):
    answer(ask(attempt, written), UPHELD)

    assert attempt.results.count() == 2


def test_changed_marks_are_a_further_row_and_revision_told_upward(attempt, written):
    told = OutboxEntry.objects.count()

    answer(ask(attempt, written), CHANGED, marks=650)

    newest = attempt.results.first()
    assert (newest.revision, newest.total, newest.is_pass, newest.reason) == (3, 850, True, "复核第 6 题")
    assert list(Mark.objects.values_list("marks", flat=True)) == [300, 650]
    assert OutboxEntry.objects.count() == told + 2


@pytest.mark.parametrize(("marks", "message"), [(None, "0 到 7"), (701, "0 到 7"), (300, "没有变化")])
def test_marks_that_make_no_sense_leave_the_request_unanswered(attempt, written, marks, message):
    with pytest.raises(CannotRemarkError, match=message):
        answer(ask(attempt, written), CHANGED, marks=marks)

    assert not RemarkAnswer.objects.exists()


def test_what_the_machine_marked_is_put_right_for_all_or_not_at_all(attempt, single):
    request = ask(attempt, single)
    with pytest.raises(CannotRemarkError, match="对全体更正"):
        answer(request, CHANGED, marks=100)
    with pytest.raises(CannotRemarkError, match="还没有更正"):
        answer(request, CORRECTED)
    by = make_user(attempt.exam.office)
    question_correct(
        exam=attempt.exam, slot=single, kind=CorrectionKind.FULL, keys=[], reason="题目有误", by=by, now=NOON
    )

    assert answer(request, CORRECTED).decision == CORRECTED


def test_an_answer_is_final_and_never_ones_own(attempt, written):
    request = ask(attempt, written)
    with pytest.raises(CannotRemarkError, match="自己的申请"):
        answer(request, UPHELD, by=attempt.candidate.user)
    answer(request, UPHELD)

    with pytest.raises(CannotRemarkError, match="已经答复过"):
        answer(request, CHANGED, marks=700)


def test_asked_and_answered_through_the_pages(attempt, written, time_machine):
    time_machine.move_to(attempt.exam.published_at + timedelta(days=1), tick=False)
    candidate = attempt.candidate
    candidate.user.name = "上官申请"
    candidate.user.save()
    own = client_for(candidate.user)
    page = reverse("quizzes:my_result", args=[candidate.uuid])
    own.post(reverse("quizzes:remark", args=[candidate.uuid, written.pk]), {"reason": "要点都写了"})
    desk = client_for(make_user(attempt.exam.office, Role.TRAINER, name="田老师"))

    assert "1 个复核申请等答复" in desk.get("/").content.decode()
    listed = desk.get(reverse("quizzes:remarks", args=[attempt.exam.uuid])).content.decode()
    request = RemarkRequest.objects.get()
    shown = desk.get(request.get_absolute_url()).content.decode()
    desk.post(request.get_absolute_url(), {"decision": "changed", "marks": "6.5", "reason": "漏看一点"})

    assert "要点都写了" in listed
    assert candidate.user.name not in listed + shown
    told = own.get(page).content.decode()
    assert "申请复核：要点都写了" in told
    assert "漏看一点" in told
    assert "8.5 分，及格" in told
