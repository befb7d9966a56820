"""Pages for marking by several people: the desk, the plan, and how far they agree."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from quizzes.enums import MarkingMode
from quizzes.models import Attempt, Exam, MarkingPlan, PaperSlot
from quizzes.organizing.double_marking import MarkingPlanForm, agreements, drifts, next_to_mark_blind
from quizzes.organizing.forms import MarkForm
from quizzes.organizing.selectors import marking_tasks
from quizzes.services import CannotMarkError
from quizzes.services.double_marking import blind_mark_give, marking_plan, marking_plan_set
from quizzes.views.exams import get_exam


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_marking(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show how written answers are marked and how far the markers agree; change the way before marking begins."""
    shown = get_exam(request, exam)
    plan = marking_plan(shown)
    form = MarkingPlanForm(request.POST or None, initial={"mode": plan.mode, "threshold": plan.threshold})
    if request.method == "POST" and form.is_valid():
        mode = MarkingMode(form.cleaned_data["mode"])
        try:
            marking_plan_set(exam=shown, mode=mode, threshold=form.cleaned_data["threshold"])
        except CannotMarkError as error:
            form.add_error("mode", str(error))
        else:
            messages.success(request, _("阅卷方式已定。"))
            return redirect("quizzes:marking", exam=shown.uuid)
    context = {
        "exam": shown,
        "plan": plan,
        "form": form,
        "agreements": agreements(shown, plan, [task.slot for task in marking_tasks(shown)]),
        "drifts": drifts(shown, plan),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "quizzes/organizing/marking_plan.html", context, status=status)


def mark_blind(request: AuthenticatedHttpRequest, exam: Exam, slot: PaperSlot, plan: MarkingPlan) -> HttpResponse:
    """Mark a question's answers one by one, seeing neither names nor anybody else's marks."""
    adjudicates = has_office_role(request.user, Role.ORGANIZER)
    if request.method == "POST":
        form = MarkForm(request.POST, points=slot.marking_points)
        is_valid = form.is_valid()
        attempt = get_object_or_404(exam.attempts, uuid=form.cleaned_data.get("attempt"), paper=slot.paper)
        if is_valid:
            try:
                blind_mark_give(
                    attempt=attempt,
                    slot=slot,
                    marks=form.hundredths,
                    comment=form.cleaned_data["comment"],
                    points=form.cleaned_data["points"],
                    marker=request.user,
                    adjudicates=adjudicates,
                    now=timezone.now(),
                )
            except CannotMarkError as error:
                form.add_error("marks", str(error))
            else:
                return redirect("quizzes:mark_question", exam=exam.uuid, slot=slot.pk)
        return _desk(request, exam, slot, attempt, form, status=422)
    attempt_due = next_to_mark_blind(exam, plan, slot, request.user, adjudicates=adjudicates)
    if attempt_due is None:
        messages.success(request, _("第 %(number)d 题现在没有要你评的答案。") % {"number": slot.number})
        return redirect("quizzes:marking", exam=exam.uuid)
    form = MarkForm(initial={"attempt": attempt_due.uuid}, points=slot.marking_points)
    return _desk(request, exam, slot, attempt_due, form)


def _desk(
    request: AuthenticatedHttpRequest, exam: Exam, slot: PaperSlot, attempt: Attempt, form: MarkForm, status: int = 200
) -> HttpResponse:
    context = {
        "exam": exam,
        "slot": slot,
        "task": next(task for task in marking_tasks(exam) if task.slot == slot),
        "answer": attempt.responses.filter(slot=slot).values_list("answer", flat=True).first() or "",
        "form": form,
        "attempt": attempt,
        "is_blind": True,
        "worth": [point["marks"] / 100 for point in slot.marking_points],
    }
    return render(request, "quizzes/organizing/mark_question.html", context, status=status)
