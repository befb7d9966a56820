"""What an organizer should think over while an exam can still be changed: nothing here is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import office_role_holders
from quizzes.enums import ExamKind, ExamState
from quizzes.models import Exam
from quizzes.selectors import candidates_expected


def exam_cautions(exam: Exam, now: datetime) -> list[str]:
    """Return a sentence for each thing about a draft or an announced exam that may not be meant so."""
    return [*_short_window(exam), *_same_quarter(exam), *_insiders(exam, now)]


def _short_window(exam: Exam) -> Iterator[str]:
    """Who begins late is cut off at the end of the window, so a short one takes time from everybody."""
    minutes = (exam.closes_at - exam.opens_at) // timedelta(minutes=1)
    if minutes < exam.duration_minutes:
        yield _("开放时间只有 %(minutes)d 分钟，少于作答时长 %(duration)d 分钟：到结束时间就收卷。") % {
            "minutes": minutes,
            "duration": exam.duration_minutes,
        }


def _same_quarter(exam: Exam) -> Iterator[str]:
    if exam.kind != ExamKind.QUARTERLY_TEST:
        return
    announced = Exam.objects.filter(
        office=exam.office_id,
        kind=exam.kind,
        year=exam.year,
        quarter=exam.quarter,
        state__in=[ExamState.SCHEDULED, ExamState.PUBLISHED],
    ).exclude(pk=exam.pk)
    for other in announced:
        yield _("同一季度已经有一场季季考：“%(title)s”。请确认不是重复安排。") % {"title": other.title}


def _insiders(exam: Exam, now: datetime) -> Iterator[str]:
    names = [person.name for person in _who_know_the_key(exam).filter(pk__in=_examined(exam, now)).order_by("username")]
    if names:
        yield _("经办和命题人员在应考人员里：%(names)s，他们看得到试卷和答案；需要时换花名册或另组试卷。") % {
            "names": "、".join(names)
        }


def _examined(exam: Exam, now: datetime) -> list[int]:
    if exam.state == ExamState.DRAFT:
        return [candidate.user_id for candidate in candidates_expected(exam, now)]
    return list(exam.candidates.values_list("user", flat=True))


def _who_know_the_key(exam: Exam) -> QuerySet[User]:
    """Return the exam's author, who assembled its papers, and the office's organizers and trainers of today."""
    on_duty = office_role_holders(exam.office, Role.ORGANIZER, Role.TRAINER)
    return User.objects.filter(
        Q(pk=exam.created_by_id) | Q(pk__in=exam.papers.values("assembled_by")) | Q(pk__in=on_duty)
    )
