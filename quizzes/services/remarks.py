"""Ask for an answer to be looked at again, and answer such a request."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.templatetags.screen import marks as show_marks
from quizzes.corrections import corrections_standing
from quizzes.enums import ExamState, RemarkDecision
from quizzes.models import Attempt, Exam, Mark, PaperSlot, RemarkAnswer, RemarkRequest, RemarkWindow
from quizzes.models.remarks import USUAL_REMARK_DAYS
from quizzes.selectors import are_results_visible
from quizzes.services.corrections import results_tell
from quizzes.services.marking import is_marked_by_person
from quizzes.services.revising import result_revise


class CannotRemarkError(Exception):
    """Nothing was asked or answered; the message says why."""


def remark_days(exam: Exam) -> int:
    """Return for how many days after publication an exam takes requests."""
    window = RemarkWindow.objects.filter(exam=exam).first()
    return window.days if window else USUAL_REMARK_DAYS


def remarks_until(exam: Exam) -> datetime | None:
    """Return until when requests are taken; None where none are."""
    days = remark_days(exam)
    if exam.state != ExamState.PUBLISHED or exam.published_at is None or not days:
        return None
    return exam.published_at + timedelta(days=days)


def remark_days_set(*, exam: Exam, days: int) -> None:
    """Take requests for that many days after publication; 0 takes none."""
    RemarkWindow.objects.update_or_create(exam=exam, defaults={"days": days})


def why_not_remark(exam: Exam, now: datetime) -> str | None:
    """Return why no request is taken now, or None where one is."""
    until = remarks_until(exam)
    if until is None:
        return _("这场考试现在不受理复核。")
    if now >= until:
        return _("复核期已过。如有疑问，请与考务联系。")
    return None


def remark_request(*, attempt: Attempt, slot: PaperSlot, reason: str, by: User, now: datetime) -> RemarkRequest:
    """Ask for one's own answer to be looked at again; asking again returns the first request.

    Raises:
        CannotRemarkError: not one's own, not on that paper, not published, or too late.
    """
    if attempt.candidate.user_id != by.pk or slot.paper_id != attempt.paper_id:
        raise CannotRemarkError(_("只能申请复核自己的答卷。"))
    if refusal := why_not_remark(attempt.exam, now):
        raise CannotRemarkError(refusal)
    result = attempt.results.order_by("-revision").first()
    if result is None:
        raise CannotRemarkError(_("这份答卷还没有成绩。"))
    asked = {"result": result, "reason": reason, "at": now}
    return RemarkRequest.objects.get_or_create(attempt=attempt, slot=slot, defaults=asked)[0]


def remark_answer(
    *, request: RemarkRequest, decision: RemarkDecision, reason: str, by: User, now: datetime, marks: int | None = None
) -> RemarkAnswer:
    """Answer a request: leave the marks, change what a person gave, or point to a correction for everybody.

    Raises:
        CannotRemarkError: answered before, one's own, or the decision does not fit the question.
    """
    with transaction.atomic():
        attempt = (
            Attempt.objects.select_for_update(of=("self", "exam"))
            .select_related("exam__office", "candidate", "paper")
            .get(pk=request.attempt_id)
        )
        if RemarkAnswer.objects.filter(request=request).exists():
            raise CannotRemarkError(_("这个申请已经答复过了。"))
        if attempt.candidate.user_id == by.pk:
            raise CannotRemarkError(_("这是你自己的申请，要请别人答复。"))
        if not are_results_visible(attempt.exam):
            raise CannotRemarkError(_("成绩还没有发布。"))
        answer = RemarkAnswer.objects.create(request=request, decision=decision, reason=reason, by=by, at=now)
        if decision == RemarkDecision.CORRECTED and request.slot_id not in corrections_standing(attempt.exam):
            raise CannotRemarkError(_("这道题还没有更正。请考务先在“更正”里对全体更正，再答复。"))
        if decision == RemarkDecision.CHANGED:
            _change(attempt, answer, marks, now)
    return answer


def _change(attempt: Attempt, answer: RemarkAnswer, marks: int | None, now: datetime) -> None:
    """Give an answer other marks: a further row of the marker's, a further revision of the result."""
    slot = answer.request.slot
    newest = attempt.results.order_by("-revision").first()
    if newest is None or not is_marked_by_person(slot) or slot.pk in corrections_standing(attempt.exam):
        raise CannotRemarkError(_("这道题不是人评的，不能给一个人改分；题目或答案有错，要对全体更正。"))
    if attempt.is_annulled:
        raise CannotRemarkError(_("这份答卷已定为成绩无效，不再改分。"))
    if marks is None or not 0 <= marks <= slot.marks:
        raise CannotRemarkError(_("得分应在 0 到 %(marks)s 之间。") % {"marks": show_marks(slot.marks)})
    if newest.slot_marks.get(str(slot.pk)) == marks:
        raise CannotRemarkError(_("得分没有变化，请选“维持原分”。"))
    Mark.objects.create(attempt=attempt, slot=slot, marks=marks, comment=answer.reason, marker=answer.by, at=now)
    revised = result_revise(
        attempt=attempt,
        newest=newest,
        slot_marks={**newest.slot_marks, str(slot.pk): marks},
        reason=_("复核第 %(number)d 题") % {"number": slot.number},
        by=answer.by,
        now=now,
    )
    results_tell(attempt.exam, [revised], now)
