"""Marks given by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.templatetags.screen import marks as show_marks
from question_bank.content import WRITTEN_TYPES
from quizzes.corrections import corrections_standing
from quizzes.enums import AttemptState, ExamState
from quizzes.models import Attempt, Mark, PaperSlot
from quizzes.services.revising import result_revise


class CannotMarkError(Exception):
    """The marks were not taken; the message says why."""


def mark_give(
    *,
    attempt: Attempt,
    slot: PaperSlot,
    marks: int,
    comment: str,
    marker: User,
    now: datetime,
    points: Sequence[int] = (),
) -> Mark:
    """Note a person's marks (hundredths) for one answer; when it was the last one missing, the result is complete.

    `points` are the places of the marking points that were ticked; the marks need not be their sum.

    Giving marks again before publication replaces the earlier ones by a further row and a further revision.

    Raises:
        CannotMarkError: not submitted, results published, the marker's own attempt, not marked by a person, or more
            marks than the slot has.
    """
    with transaction.atomic():
        locked = (
            Attempt.objects.select_for_update(of=("self", "exam"))
            .select_related("exam", "candidate")
            .get(pk=attempt.pk)
        )
        newest = locked.results.order_by("-revision").first()
        if locked.state != AttemptState.SUBMITTED or newest is None:
            raise CannotMarkError(_("这份答卷还没有交，不能评分。"))
        if locked.is_annulled:
            raise CannotMarkError(_("这份答卷已定为成绩无效，不再评分。"))
        if locked.exam.state != ExamState.SCHEDULED:
            raise CannotMarkError(_("成绩已经发布，不能再改分。"))
        if locked.candidate.user_id == marker.pk:
            raise CannotMarkError(_("这是你自己的答卷，要请别人评分。"))
        if slot.paper_id != locked.paper_id or not is_marked_by_person(slot):
            raise CannotMarkError(_("这道题由系统评分。"))
        if slot.pk in corrections_standing(locked.exam):
            raise CannotMarkError(_("这道题已经更正为全员得分或者作废，不用再评。"))
        if not 0 <= marks <= slot.marks:
            raise CannotMarkError(_("得分应在 0 到 %(marks)s 之间。") % {"marks": show_marks(slot.marks)})
        ticked = sorted(place for place in set(points) if 0 <= place < len(slot.marking_points))
        mark = Mark.objects.create(
            attempt=locked, slot=slot, marks=marks, comment=comment, points=ticked, marker=marker, at=now
        )
        slot_marks = {**newest.slot_marks, str(slot.pk): marks}
        result_revise(attempt=locked, newest=newest, slot_marks=slot_marks, reason=_("人工评分"), by=marker, now=now)
    return mark


def is_marked_by_person(slot: PaperSlot) -> bool:
    """Return whether only a person can mark this slot's answers."""
    return slot.type in WRITTEN_TYPES
