"""Write exams: draft, schedule, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.models import Cohort, User
from accounts.templatetags.screen import minute
from question_bank.content import WRITTEN_TYPES
from quizzes.enums import CountingAttempt, ExamKind, ExamPhase, ExamState
from quizzes.exposure import exposure_record
from quizzes.models import Candidate, Exam, ExamTransition, Paper, PaperSlot
from quizzes.selectors import candidates_expected


class ExamTransitionError(Exception):
    """The exam is not in a state that allows this."""


class CannotScheduleError(Exception):
    """The exam lacks something; each of `reasons` is a sentence."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("".join(self.reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamText:
    """What an organizer fills in; marks in hundredths."""

    kind: ExamKind
    title: str
    year: int | None
    quarter: int | None
    cohort: Cohort
    rules: str
    opens_at: datetime
    closes_at: datetime
    duration_minutes: int
    attempt_limit: int
    counting: CountingAttempt
    pass_marks: int
    shuffle_questions: bool
    shuffle_options: bool
    access_code: str = ""
    networks: str = ""
    seb_keys: str = ""
    watches_departures: bool = True
    grace_seconds: int = 10


def exam_create(*, text: ExamText, papers: Sequence[Paper], by: User) -> Exam:
    """Return a new draft.

    Raises:
        ValidationError: the window, the duration or the quarter makes no sense.
    """
    exam = Exam(office=by.office, created_by=by, **_fields(text))
    with transaction.atomic():
        exam.full_clean(exclude=["papers"])
        exam.save()
        exam.papers.set(papers)
    return exam


def exam_update(*, exam: Exam, text: ExamText, papers: Sequence[Paper]) -> Exam:
    """Change a draft.

    Raises:
        ExamTransitionError: it is a draft no longer.
        ValidationError: as for a new one.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != ExamState.DRAFT:
            raise ExamTransitionError(_("考试已经发布，不能再改；没有人开始作答时可以先撤回。"))
        for name, value in _fields(text).items():
            setattr(locked, name, value)
        locked.full_clean(exclude=["papers"])
        locked.save()
        locked.papers.set(papers)
    return locked


def exam_schedule(*, exam: Exam, by: User, now: datetime) -> Exam:
    """Publish an exam to its candidates: from here on paper, window and roster are frozen.

    Raises:
        ExamTransitionError: it is a draft no longer.
        CannotScheduleError: nobody to examine, no paper, or a window that is over.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().select_related("cohort").get(pk=exam.pk)
        if locked.state != ExamState.DRAFT:
            raise ExamTransitionError(_("考试已经发布过了。"))
        candidates = candidates_expected(locked, now)
        reasons = list(_why_not_schedule(locked, candidates, now))
        if reasons:
            raise CannotScheduleError(reasons)
        Candidate.objects.bulk_create(candidates, ignore_conflicts=True)
        asked = PaperSlot.objects.filter(paper__in=locked.papers.values("pk"))
        locked.is_marked_by_people = asked.filter(type__in=WRITTEN_TYPES).exists()
        locked.save(update_fields=["is_marked_by_people"])
        transition(locked, ExamState.SCHEDULED, by=by, now=now)
        exposure_record(locked)
    return locked


def exam_withdraw(*, exam: Exam, by: User, now: datetime, reason: str) -> Exam:
    """Take a scheduled exam back to a draft while nobody has begun it.

    Raises:
        ExamTransitionError: it is not scheduled, or somebody has begun.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != ExamState.SCHEDULED:
            raise ExamTransitionError(_("只有已安排、未发布成绩的考试可以撤回。"))
        if locked.attempts.exists():
            raise ExamTransitionError(_("已经有人开始作答，不能撤回。"))
        if locked.candidates.filter(Q(accommodations__isnull=False) | Q(transitions__isnull=False)).exists():
            raise ExamTransitionError(_("已经有个别安排或者名单变动的记录，不能撤回；时间不对可以改期。"))
        locked.candidates.all().delete()
        transition(locked, ExamState.DRAFT, by=by, now=now, reason=reason)
        exposure_record(locked)
    return locked


def exam_delete(*, exam: Exam) -> None:
    """Delete a draft that was never announced; its papers stay.

    Raises:
        ExamTransitionError: candidates have seen it, so what happened to it must stay on record.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != ExamState.DRAFT or locked.transitions.exists():
            raise ExamTransitionError(_("发布过的考试要留下经过，不能删除。"))
        locked.delete()


def exam_postpone(*, exam: Exam, opens_at: datetime, closes_at: datetime, by: User, now: datetime, reason: str) -> Exam:
    """Move the window of an announced exam; once it has begun, only its end, and only to a later time.

    Raises:
        ExamTransitionError: it is not announced or over, or the window makes no sense.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != ExamState.SCHEDULED:
            raise ExamTransitionError(_("只有已安排、未发布成绩的考试可以改期。"))
        if closes_at <= max(opens_at, now):
            raise ExamTransitionError(_("结束时间须晚于开始时间，也须晚于现在。"))
        has_begun = locked.opens_at <= now
        if has_begun and (opens_at != locked.opens_at or closes_at < locked.closes_at):
            raise ExamTransitionError(_("考试已经开始，只能把结束时间往后延。"))
        before = f"{minute(locked.opens_at)}—{minute(locked.closes_at)}"
        locked.opens_at, locked.closes_at = opens_at, closes_at
        locked.save(update_fields=["opens_at", "closes_at"])
        at_stage = ExamPhase.OPEN if has_begun else ExamState.SCHEDULED
        told = _("改期（原为 %(before)s）：%(reason)s") % {"before": before, "reason": reason}
        ExamTransition.objects.create(
            exam=locked, from_state=at_stage, to_state=at_stage, by=by, at=now, reason=told[:200]
        )
        exposure_record(locked)
    return locked


def exam_archive(*, exam: Exam, by: User, now: datetime, reason: str = "") -> Exam:
    """Put a published exam away: what it holds stays readable, and nothing about it changes any more.

    Raises:
        ExamTransitionError: its results are not out.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state != ExamState.PUBLISHED:
            raise ExamTransitionError(_("成绩发布以后才能归档。"))
        transition(locked, ExamState.ARCHIVED, by=by, now=now, reason=reason)
    return locked


def exams_follow_clock(*, now: datetime) -> int:
    """Note in the course of each exam that it opened and closed; return how many steps were noted.

    The clock itself decides who may enter (`quizzes.selectors.exam_phase`); this only leaves the trace.
    """
    newest = ExamTransition.objects.filter(exam=OuterRef("pk")).order_by("-pk").values("to_state")[:1]
    under_way = Exam.objects.filter(state=ExamState.SCHEDULED, opens_at__lte=now).annotate(noted=Subquery(newest))
    noted = 0
    for exam in under_way.filter(noted__in=[ExamState.SCHEDULED, ExamPhase.OPEN]):
        with transaction.atomic():
            noted += _note_clock(exam.pk, now)
    return noted


def _note_clock(exam: int, now: datetime) -> int:
    locked = Exam.objects.select_for_update().get(pk=exam)
    latest = locked.transitions.order_by("-pk").first()
    if latest is None or locked.state != ExamState.SCHEDULED:
        return 0
    steps: list[tuple[str, str, datetime]] = []
    if latest.to_state == ExamState.SCHEDULED and locked.opens_at <= now:
        # An exam that was announced late opened at that moment.
        steps.append((ExamState.SCHEDULED, ExamPhase.OPEN, max(locked.opens_at, latest.at)))
    if (steps or latest.to_state == ExamPhase.OPEN) and locked.closes_at <= now:
        steps.append((ExamPhase.OPEN, ExamPhase.CLOSED, locked.closes_at))
        if locked.is_marked_by_people:
            steps.append((ExamPhase.CLOSED, ExamPhase.MARKING, locked.closes_at))
    for before, after, at in steps:
        ExamTransition.objects.create(exam=locked, from_state=before, to_state=after, by=None, at=at)
    return len(steps)


def transition(exam: Exam, to: ExamState, *, by: User, now: datetime, reason: str = "") -> None:
    """Move a locked exam on and note who did it; the caller has checked that it may."""
    ExamTransition.objects.create(exam=exam, from_state=exam.state, to_state=to, by=by, at=now, reason=reason)
    exam.state = to
    exam.save(update_fields=["state"])


def _fields(text: ExamText) -> dict[str, Any]:
    return {field.name: getattr(text, field.name) for field in fields(text)}


def _why_not_schedule(exam: Exam, candidates: Sequence[Candidate], now: datetime) -> list[str]:
    reasons = []
    papers = list(exam.papers.all())
    if not papers:
        reasons.append(_("还没有选试卷。"))
    if not candidates:
        reasons.append(_("花名册“%(cohort)s”里没有人。") % {"cohort": exam.cohort.name})
    if exam.closes_at <= now:
        reasons.append(_("结束时间已经过去。"))
    reasons += [
        _("及格线高于“%(paper)s”的满分。") % {"paper": paper} for paper in papers if exam.pass_marks > paper.total_marks
    ]
    return reasons
