"""What an organizer should think over while an exam can still be changed: nothing here is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import office_role_holders
from question_bank.enums import QuestionState
from question_bank.models import QuestionVersion
from question_bank.selectors import versions_amended
from quizzes.enums import ExamKind, ExamState
from quizzes.models import Exam, PaperSlot
from quizzes.selectors import RELEASED, candidates_expected

#: Beyond the time it takes to write, a window this long leaves time to talk.
_TIME_TO_TELL = timedelta(hours=2)
_OUT_OF_USE = (QuestionState.NEEDS_REVIEW, QuestionState.RETIRED)


def exam_cautions(exam: Exam, now: datetime) -> list[str]:
    """Return a sentence for each thing about a draft or an announced exam that may not be meant so."""
    return [
        *_short_window(exam),
        *_long_window(exam),
        *_known_paper(exam),
        *_same_quarter(exam),
        *_insiders(exam, now),
        *_amended(exam, now),
    ]


def slots_in_doubt(exam: Exam, now: datetime) -> list[PaperSlot]:
    """Return the places of an exam's papers whose provision is amended by the day it opens, or that are out of use."""
    slots = PaperSlot.objects.filter(paper__in=exam.papers.values("pk")).order_by("paper__form", "paper", "number")
    by_version = dict(slots.values_list("pk", "question_version"))
    day = timezone.localdate(max(exam.opens_at, now))
    versions = set(by_version.values())
    amended = set(versions_amended(versions, day).values_list("pk", flat=True))
    withdrawn = QuestionVersion.objects.filter(pk__in=versions, question__state__in=_OUT_OF_USE)
    doubtful = amended.union(withdrawn.values_list("pk", flat=True))
    chosen = [slot for slot, version in by_version.items() if version in doubtful]
    return list(slots.filter(pk__in=chosen).select_related("paper"))


def _short_window(exam: Exam) -> Iterator[str]:
    """Who begins late is cut off at the end of the window, so a short one takes time from everybody."""
    minutes = (exam.closes_at - exam.opens_at) // timedelta(minutes=1)
    if minutes < exam.duration_minutes:
        yield _("开放时间只有 %(minutes)d 分钟，少于作答时长 %(duration)d 分钟：到结束时间就收卷。") % {
            "minutes": minutes,
            "duration": exam.duration_minutes,
        }


def _long_window(exam: Exam) -> Iterator[str]:
    """Who comes early can tell who comes late what is asked, where all are asked the same."""
    window = exam.closes_at - exam.opens_at
    too_long = window >= timedelta(minutes=exam.duration_minutes) + _TIME_TO_TELL
    if too_long and exam.kind != ExamKind.PRACTICE and _all_are_asked_the_same(exam):
        yield _(
            "开放时间长达 %(hours)d 小时，大家又考同一份卷：先考的人可能把题传给后考的人。"
            "可以多组几套平行卷（在组卷方案里写“组几套平行卷”，这里一起选上）或者让每人随机抽题，也可以缩短开放时间；"
            "答案要到最后一人考完才公布。"
        ) % {"hours": window // timedelta(hours=1)}


def _all_are_asked_the_same(exam: Exam) -> bool:
    papers = list(exam.papers.only("form"))
    return len(papers) == 1 and not papers[0].is_stock


def _known_paper(exam: Exam) -> Iterator[str]:
    """Keys of a paper that was published, or is practised on, are no secret any more."""
    if exam.kind == ExamKind.PRACTICE:
        return
    known = Exam.objects.filter(papers__in=exam.papers.values("pk")).exclude(pk=exam.pk)
    for other in known.filter(Q(state__in=RELEASED) | Q(kind=ExamKind.PRACTICE, state=ExamState.SCHEDULED)).distinct():
        yield _("试卷在“%(title)s”里考过、练过，答案已经公开，请换一份。") % {"title": other.title}


def _same_quarter(exam: Exam) -> Iterator[str]:
    if exam.kind != ExamKind.QUARTERLY_TEST or exam.resit_of_id:
        return
    announced = Exam.objects.filter(
        office=exam.office_id,
        kind=exam.kind,
        year=exam.year,
        quarter=exam.quarter,
        state__in=[ExamState.SCHEDULED, ExamState.PUBLISHED],
        resit_of=None,
    ).exclude(pk=exam.pk)
    for other in announced:
        yield _("同一季度已经有一场季季考：“%(title)s”。请确认不是重复安排。") % {"title": other.title}


def _insiders(exam: Exam, now: datetime) -> Iterator[str]:
    names = [person.name for person in _who_know_the_key(exam).filter(pk__in=_examined(exam, now)).order_by("username")]
    if names:
        yield _("经办和命题人员在应考人员里：%(names)s，他们看得到试卷和答案；需要时换花名册或另组试卷。") % {
            "names": "、".join(names)
        }


def _amended(exam: Exam, now: datetime) -> Iterator[str]:
    numbers: dict[str, list[str]] = {}
    for slot in slots_in_doubt(exam, now):
        numbers.setdefault(slot.paper.form, []).append(str(slot.number))
    if numbers:
        places = "；".join(
            _("%(form)s 卷第 %(numbers)s 题") % {"form": form, "numbers": "、".join(found)}
            for form, found in numbers.items()
        )
        yield _("依据的条文到开考时已修订，或者试题待复核、停用：%(places)s。请等命题教师复核，或者换一份试卷。") % {
            "places": places
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
