"""Publish results: the moment at which scores, keys and explanations leave the server."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from lrs.services import statements_enqueue
from quizzes import signals, statements
from quizzes.enums import AttemptState, CandidateState, ExamPhase, ExamState
from quizzes.exposure import exposure_record
from quizzes.models import Exam
from quizzes.selectors import counting_results, exam_phase, latest_results
from quizzes.services.exams import transition


class CannotPublishError(Exception):
    """Results were not published; the message says what is missing."""


def results_publish(*, exam: Exam, by: User, now: datetime) -> Exam:
    """Let candidates see their results; who never came is noted as absent.

    Raises:
        CannotPublishError: the exam is still open, somebody is still writing, or an answer is still unmarked.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().select_related("office").get(pk=exam.pk)
        reason = why_not_publish(locked, now)
        if reason:
            raise CannotPublishError(reason)
        absent = locked.candidates.filter(state=CandidateState.EXPECTED, attempts__isnull=True)
        absent.update(state=CandidateState.ABSENT)
        locked.published_at = now
        locked.save(update_fields=["published_at"])
        transition(locked, ExamState.PUBLISHED, by=by, now=now)
        exposure_record(locked)
        statements_enqueue(
            office=locked.office,
            statements=[
                statement
                for result in counting_results(locked).values()
                for statement in statements.result_scored(result, exam=locked, at=now)
            ],
        )
        transaction.on_commit(partial(signals.results_published.send_robust, sender=Exam, exam=locked))
    return locked


def why_not_publish(exam: Exam, now: datetime) -> str | None:
    """Return the sentence that says why results cannot be published yet, or None where they can."""
    phase = exam_phase(exam, now)
    if phase in {ExamPhase.PUBLISHED, ExamPhase.ARCHIVED}:
        return _("成绩已经发布过了。")
    if phase in {ExamPhase.DRAFT, ExamPhase.UPCOMING}:
        return _("考试还没有开始。")
    admitted = [CandidateState.EXPECTED, CandidateState.RESIT]
    if phase == ExamPhase.OPEN and exam.candidates.filter(state__in=admitted, attempts=None).exists():
        return _("考试还没有结束，还有人没有进入。")
    writing = exam.attempts.filter(state=AttemptState.OPEN).count()
    if writing:
        return _("还有 %(count)d 人没有交卷。") % {"count": writing}
    waiting = latest_results(exam).filter(is_complete=False).count()
    if waiting:
        return _("还有 %(count)d 份答卷没有评完。") % {"count": waiting}
    return None
