"""Marks by several people: kept apart until they agree or somebody decides, then given as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.templatetags.screen import marks as show_marks
from quizzes.enums import MarkingMode
from quizzes.marking import NextStep, Settlement, settle
from quizzes.models import Attempt, BlindMark, Exam, Mark, MarkingPlan, PaperSlot
from quizzes.services.marking import CannotMarkError, mark_give


def marking_plan(exam: Exam) -> MarkingPlan:
    """Return how an exam's written answers are marked."""
    return MarkingPlan.objects.filter(exam=exam).first() or MarkingPlan(exam=exam)


def marking_plan_set(*, exam: Exam, mode: MarkingMode, threshold: int) -> MarkingPlan:
    """Choose how written answers are marked, before anybody has marked one.

    Raises:
        CannotMarkError: marking has begun.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        marked = Mark.objects.filter(attempt__exam=locked), BlindMark.objects.filter(attempt__exam=locked)
        if any(marks.exists() for marks in marked):
            raise CannotMarkError(_("已经有人评过分，不能再改阅卷方式。"))
        chosen = {"mode": mode, "threshold": threshold}
        return MarkingPlan.objects.update_or_create(exam=locked, defaults=chosen)[0]


def blind_marks(slot: PaperSlot) -> QuerySet[BlindMark]:
    """Return the marks that count of all answers to a question, in the order they were given."""
    since = BlindMark.objects.filter(slot=slot, at__gte=F("attempt__submitted_at"))
    return since.order_by("pk")


def settlement(plan: MarkingPlan, slot: PaperSlot, marks: Sequence[int]) -> Settlement:
    """Return what the marks of one answer come to by an exam's plan."""
    adjudicates = plan.mode == MarkingMode.ADJUDICATED
    return settle(marks, threshold=slot.marks * plan.threshold // 100, adjudicates=adjudicates)


def blind_mark_give(
    *,
    attempt: Attempt,
    slot: PaperSlot,
    marks: int,
    comment: str,
    points: Sequence[int],
    marker: User,
    adjudicates: bool,
    now: datetime,
) -> BlindMark:
    """Note one marker's marks; once the answer is settled, give it what they come to.

    Raises:
        CannotMarkError: marked by this person before, settled, for the adjudicator alone, one's own, or out of bounds.
    """
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",)).select_related("exam", "candidate").get(pk=attempt.pk)
        plan = marking_plan(locked.exam)
        before = list(blind_marks(slot).filter(attempt=locked))
        step = settlement(plan, slot, [each.marks for each in before]).step
        if plan.mode == MarkingMode.SINGLE or step == NextStep.NOBODY:
            raise CannotMarkError(_("这份答案已经评定，不用再评。"))
        if any(each.marker_id == marker.pk for each in before):
            raise CannotMarkError(_("你评过这份答案，要由别人再评。"))
        if step == NextStep.ADJUDICATOR and not adjudicates:
            raise CannotMarkError(_("这份答案要由考务仲裁。"))
        if locked.candidate.user_id == marker.pk:
            raise CannotMarkError(_("这是你自己的答卷，要请别人评分。"))
        if not 0 <= marks <= slot.marks:
            raise CannotMarkError(_("得分应在 0 到 %(marks)s 之间。") % {"marks": show_marks(slot.marks)})
        given = BlindMark.objects.create(
            attempt=locked, slot=slot, marks=marks, comment=comment, points=list(points), marker=marker, at=now
        )
        settled = settlement(plan, slot, [*(each.marks for each in before), marks])
        if settled.marks is not None:
            said = "；".join(each.comment for each in (*before, given) if each.comment)
            # Ticks of one marker need not add up to the mean of two: they stay with the blind marks.
            mark_give(attempt=locked, slot=slot, marks=settled.marks, comment=said[:500], marker=marker, now=now)
    return given
