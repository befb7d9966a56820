"""Pages after the exam: putting right a question that turns out to be wrong."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from quizzes.corrections import corrections_of, standing
from quizzes.enums import CorrectionKind
from quizzes.models import Exam, PaperSlot
from quizzes.organizing.corrections import (
    ConfirmedCorrectionForm,
    CorrectionForm,
    KeyedQuestion,
    correction_steps,
    keyed_papers,
    keyed_question,
    trial_summary,
)
from quizzes.selectors import are_results_visible
from quizzes.services import CannotCorrectError, correction_try, question_correct
from quizzes.services.corrections import Trial, same_questions
from quizzes.views.exams import get_exam


@office_role_required(Role.ORGANIZER)
@require_safe
def corrections(request: AuthenticatedHttpRequest, exam: UUID) -> HttpResponse:
    """Show the keys in force, question by question, and what was corrected."""
    shown = get_exam(request, exam)
    papers = keyed_papers(shown)
    context = {"exam": shown, "papers": papers, "has_forms": len(papers) > 1, "steps": correction_steps(shown)}
    return render(request, "quizzes/organizing/corrections.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_question(request: AuthenticatedHttpRequest, exam: UUID, slot: int) -> HttpResponse:
    """Show what a correction would do to whom; a POST with a reason does it."""
    shown = get_exam(request, exam)
    keyed = _get_question(shown, slot)
    if request.method == "POST":
        return _correct(request, shown, keyed)
    if "kind" not in request.GET:
        return _page(request, shown, keyed, CorrectionForm(keyed=keyed, initial={"answer": keyed.frozen_key}))
    form = CorrectionForm(request.GET, keyed=keyed)
    trial = _tried(shown, keyed, form) if form.is_valid() else None
    return _page(request, shown, keyed, form, trial)


def _get_question(exam: Exam, slot: int) -> KeyedQuestion:
    """Return a question on one of the exam's papers."""
    asked = get_object_or_404(PaperSlot.objects.select_related("paper"), pk=slot, paper__exams=exam)
    return keyed_question(asked, standing(corrections_of(exam).filter(slot=asked).order_by("pk")).get(asked.pk))


def _tried(exam: Exam, keyed: KeyedQuestion, form: CorrectionForm) -> Trial | None:
    kind = CorrectionKind(form.cleaned_data["kind"])
    try:
        return correction_try(exam=exam, slot=keyed.slot, kind=kind, keys=form.cleaned_data["keys"])
    except CannotCorrectError as error:
        form.add_error("kind", str(error))
        return None


def _correct(request: AuthenticatedHttpRequest, exam: Exam, keyed: KeyedQuestion) -> HttpResponse:
    form = ConfirmedCorrectionForm(request.POST, keyed=keyed)
    if form.is_valid():
        try:
            trial = question_correct(
                exam=exam,
                slot=keyed.slot,
                kind=CorrectionKind(form.cleaned_data["kind"]),
                keys=form.cleaned_data["keys"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except CannotCorrectError as error:
            form.add_error("kind", str(error))
        else:
            told = {"number": keyed.slot.number, "count": len(trial.changes)}
            messages.success(request, _("第 %(number)d 题已更正，%(count)d 份成绩有了新的一版。") % told)
            return redirect("quizzes:corrections", exam=exam.uuid)
    trial_again = _tried(exam, keyed, form) if not {"kind", "answer"} & form.errors.keys() else None
    return _page(request, exam, keyed, form, trial_again, status=422)


def _page(
    request: AuthenticatedHttpRequest,
    exam: Exam,
    keyed: KeyedQuestion,
    form: CorrectionForm,
    trial: Trial | None = None,
    status: int = 200,
) -> HttpResponse:
    has_reason = isinstance(form, ConfirmedCorrectionForm)
    confirmed = form if has_reason else ConfirmedCorrectionForm(keyed=keyed, initial=dict(form.data.items()))
    forms_together = same_questions(exam, keyed.slot)
    context = {
        "exam": exam,
        "keyed": keyed,
        "form": form,
        "confirm": confirmed,
        "trial": trial_summary(trial) if trial else None,
        "is_published": are_results_visible(exam),
        "forms": "、".join(same.paper.form for same in forms_together) if len(forms_together) > 1 else "",
        "label": CorrectionKind(form.cleaned_data["kind"]).label if trial else "",
    }
    return render(request, "quizzes/organizing/correct_question.html", context, status=status)
