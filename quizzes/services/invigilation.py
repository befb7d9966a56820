"""What invigilators do while an exam runs and after it: speak to candidates, and decide what pages noticed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.enums import AttemptState, ExamState, IntegrityVerdict
from quizzes.models import Attempt, Candidate, Exam, ExamMessage, IntegrityDecision, IntegrityStatement, Result
from quizzes.taking.attempts import attempt_marked_anew, attempt_submit


class CannotInvigilateError(Exception):
    """Nothing was done; the message says why."""


def message_send(*, exam: Exam, text: str, by: User, now: datetime, candidate: Candidate | None = None) -> ExamMessage:
    """Tell all candidates of an exam something, or one; their pages show it within a minute.

    Raises:
        CannotInvigilateError: the exam is not announced, or its results are out.
    """
    if exam.state != ExamState.SCHEDULED:
        raise CannotInvigilateError(_("考试没有在进行，消息没有发。"))
    return ExamMessage.objects.create(exam=exam, candidate=candidate, text=text, by=by, at=now)


def integrity_decide(
    *, attempt: Attempt, verdict: IntegrityVerdict, reason: str, by: User, now: datetime
) -> IntegrityDecision:
    """Note what a person decides of an attempt. 成绩无效 ends it and gives it no marks; a later decision undoes that.

    Raises:
        CannotInvigilateError: results are out, or it is one's own attempt.
    """
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=attempt.exam_id)
        if exam.state != ExamState.SCHEDULED:
            raise CannotInvigilateError(_("成绩已经发布，不能再作处理。"))
        if attempt.candidate.user_id == by.pk:
            raise CannotInvigilateError(_("这是你自己的答卷，要请别人处理。"))
        if verdict == IntegrityVerdict.ANNULLED:
            _annul(attempt.pk, reason=reason, by=by, now=now)
        else:
            _restore(attempt.pk, by=by, now=now)
        return IntegrityDecision.objects.create(attempt=attempt, verdict=verdict, reason=reason, by=by, at=now)


def integrity_state(*, attempt: Attempt, text: str, now: datetime) -> IntegrityStatement:
    """Note what the candidate says about it.

    Raises:
        CannotInvigilateError: the exam has been put away.
    """
    if attempt.exam.state == ExamState.ARCHIVED:
        raise CannotInvigilateError(_("考试已经归档，不能再说明。"))
    return IntegrityStatement.objects.create(attempt=attempt, text=text, at=now)


def _annul(pk: int, *, reason: str, by: User, now: datetime) -> None:
    standing = Attempt.objects.get(pk=pk)
    if standing.state == AttemptState.OPEN:
        attempt_submit(attempt=pk, epoch=standing.epoch, now=now)
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=pk)
    if locked.is_annulled:
        return
    newest = locked.results.latest("revision")
    _set_annulled(locked, is_annulled=True)
    Result.objects.create(
        attempt=locked,
        revision=newest.revision + 1,
        slot_marks=dict.fromkeys(newest.slot_marks, 0),
        total=0,
        maximum=newest.maximum,
        is_complete=True,
        is_pass=False,
        reason=(_("成绩无效：%s") % reason)[:200],
        created_by=by,
        created_at=now,
    )


def _restore(pk: int, *, by: User, now: datetime) -> None:
    """Mark anew what was annulled: keys may have been put right since."""
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=pk)
    if not locked.is_annulled:
        return
    _set_annulled(locked, is_annulled=False)
    result = attempt_marked_anew(pk, now=now)
    result.reason, result.created_by = _("撤销成绩无效"), by
    result.save()


def _set_annulled(attempt: Attempt, *, is_annulled: bool) -> None:
    attempt.is_annulled = is_annulled
    attempt.save(update_fields=["is_annulled"])
