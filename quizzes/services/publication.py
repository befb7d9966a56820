"""Publish results: the moment at which scores, keys and explanations leave the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from lrs.services import statements_enqueue
from quizzes import signals, statements
from quizzes.enums import ADMITTED, AttemptState, CandidateState, ExamKind, ExamPhase, ExamState
from quizzes.exposure import exposure_record
from quizzes.models import Exam, ResultRelease
from quizzes.release import Release
from quizzes.selectors import counting_results, exam_phase, latest_results
from quizzes.services.exams import transition


class CannotPublishError(Exception):
    """Results were not published; the message says what is missing."""


def results_publish(*, exam: Exam, by: User, now: datetime, release: Release | None = None) -> Exam:
    """Let candidates see of their results what is chosen; who never came is noted as absent.

    Raises:
        CannotPublishError: the exam is still open, somebody is still writing, or an answer is still unmarked.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().select_related("office").get(pk=exam.pk)
        reason = why_not_publish(locked, now)
        if reason:
            raise CannotPublishError(reason)
        absent = locked.candidates.filter(state__in=ADMITTED, attempts__isnull=True)
        absent.update(state=CandidateState.ABSENT)
        locked.published_at = now
        locked.save(update_fields=["published_at"])
        transition(locked, ExamState.PUBLISHED, by=by, now=now)
        ResultRelease.objects.create(exam=locked, by=by, at=now, **asdict(release or Release()))
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
    return next(_obstacles(exam, now), None)


def _obstacles(exam: Exam, now: datetime) -> Iterator[str]:
    """Yield what stands in the way: keys stay closed until the last candidate is done."""
    phase = exam_phase(exam, now)
    if phase in {ExamPhase.PUBLISHED, ExamPhase.ARCHIVED}:
        yield _("成绩已经发布过了。")
    if phase in {ExamPhase.DRAFT, ExamPhase.UPCOMING}:
        yield _("考试还没有开始。")
    to_come = exam.candidates.filter(state__in=ADMITTED, attempts=None)
    if phase == ExamPhase.OPEN and to_come.exists():
        yield _("考试还没有结束，还有人没有进入。")
    if later := to_come.filter(closes_at__gt=now).count():
        yield _("还有 %(count)d 人另定了考试时间，没有考；他们考完才能公布答案。") % {"count": later}
    if writing := exam.attempts.filter(state=AttemptState.OPEN).count():
        yield _("还有 %(count)d 人没有交卷。") % {"count": writing}
    if waiting := latest_results(exam).filter(is_complete=False).count():
        yield _("还有 %(count)d 份答卷没有评完。") % {"count": waiting}
    if reason := why_keys_stay_closed(exam, now):
        yield reason


def why_keys_stay_closed(exam: Exam, now: datetime) -> str | None:
    """Return the sentence that says where the same paper is still asked, or None."""
    other = _asked_elsewhere(exam, now)
    if other is None:
        return None
    return _("同一份试卷还用在没有结束的考试“%(title)s”里，现在发布会泄露答案。") % {"title": other.title}


def _asked_elsewhere(exam: Exam, now: datetime) -> Exam | None:
    """Return another exam that still asks one of these papers."""
    others = Exam.objects.filter(papers__in=exam.papers.values("pk"), state=ExamState.SCHEDULED).exclude(pk=exam.pk)
    writing, coming = Q(attempts__state=AttemptState.OPEN), Q(candidates__closes_at__gt=now)
    return others.filter(Q(closes_at__gt=now) | writing | coming).exclude(kind=ExamKind.PRACTICE).first()
