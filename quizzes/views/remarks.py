"""Pages for looking at an answer again: asking, and answering."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from quizzes.arrival import arrived_at
from quizzes.enums import RemarkDecision
from quizzes.models import PaperSlot, RemarkRequest
from quizzes.organizing.remarks import (
    RemarkAnswerForm,
    RemarkDaysForm,
    RemarkForm,
    doubted_answer,
    exam_remarks,
    office_remarks,
)
from quizzes.release import release_of
from quizzes.services.remarks import (
    CannotRemarkError,
    remark_answer,
    remark_days,
    remark_days_set,
    remark_request,
    remarks_until,
    why_not_remark,
)
from quizzes.taking.results import result_report
from quizzes.taking.selectors import candidacies_of, exam_card, with_attempts
from quizzes.views.exams import get_exam


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: AuthenticatedHttpRequest, candidate: UUID, slot: int) -> HttpResponse:
    """Ask for an answer of the attempt that counts to be looked at again."""
    own = get_object_or_404(with_attempts(candidacies_of(request.user)), uuid=candidate)
    card = exam_card(own, arrived_at(request))
    refusal = why_not_remark(own.exam, arrived_at(request))
    if card.result is None or refusal:
        messages.error(request, refusal or _("成绩还没有发布。"))
        return redirect("quizzes:my_result", candidate=candidate)
    attempt = card.result.attempt
    asked = get_object_or_404(PaperSlot, pk=slot, paper=attempt.paper_id)
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remark_request(
                attempt=attempt,
                slot=asked,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=arrived_at(request),
            )
        except CannotRemarkError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已申请复核。答复后在这一页看到。"))
        return redirect("quizzes:my_result", candidate=candidate)
    report = result_report(card, None, release_of(own.exam))
    reviewed = next((each for each in report.questions if each.asked.question.slot == asked.pk), None)
    context = {"card": card, "reviewed": reviewed, "form": form, "until": remarks_until(own.exam)}
    status = 422 if request.method == "POST" else 200
    return render(request, "quizzes/taking/remark.html", context, status=status)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_safe
def remarks(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show who asked for what, without names, and what became of it."""
    shown = get_exam(request, exam)
    context = {
        "exam": shown,
        "requests": exam_remarks(shown),
        "until": remarks_until(shown),
        "days": remark_days(shown),
        "form": RemarkDaysForm(initial={"days": remark_days(shown)}),
        "is_organizer": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "quizzes/organizing/remarks.html", context)


@office_role_required(Role.ORGANIZER)
@require_POST
def set_remark_days(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Say for how many days requests are taken."""
    shown = get_exam(request, exam)
    form = RemarkDaysForm(request.POST)
    if form.is_valid():
        remark_days_set(exam=shown, days=form.cleaned_data["days"])
        messages.success(request, _("已改。"))
    else:
        messages.error(request, _("天数应为 0 到 90 的整数，0 表示不受理。"))
    return redirect("quizzes:remarks", exam=shown.uuid)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_remark(request: AuthenticatedHttpRequest, remark: UUID) -> HttpResponse:
    """Show the doubted answer beside its key, and take the decision."""
    asked = get_object_or_404(office_remarks(request.user.office), uuid=remark)
    form = RemarkAnswerForm(request.POST or None, request=asked)
    if request.method == "POST" and form.is_valid():
        try:
            remark_answer(
                request=asked,
                decision=RemarkDecision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["reason"],
                marks=form.hundredths,
                by=request.user,
                now=timezone.now(),
            )
        except CannotRemarkError as error:
            form.add_error("decision", str(error))
        else:
            messages.success(request, _("已答复，考生在成绩页看到。"))
            return redirect("quizzes:remarks", exam=asked.attempt.exam.uuid)
    return _answer_page(request, asked, form, status=422 if request.method == "POST" else 200)


def _answer_page(
    request: AuthenticatedHttpRequest, asked: RemarkRequest, form: RemarkAnswerForm, status: int
) -> HttpResponse:
    context = {
        "remark": asked,
        "exam": asked.attempt.exam,
        "doubted": doubted_answer(asked),
        "form": form,
        "is_answered": hasattr(asked, "answer"),
        "is_organizer": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "quizzes/organizing/remark_answer.html", context, status=status)
