"""The page of one trainee: attendance, notes, order, 三看, and the end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import refuse_unless
from accounts.http import AuthenticatedHttpRequest
from learning.attendance import Attended
from learning.forms.classes import BreachForm, GradeForm
from learning.forms.events import ReasonForm
from learning.models import BreachNote, Trainee, TrainingClass
from learning.schemes.model import ClassAppraisal
from learning.selectors.classes import (
    class_notes,
    classes_run_by,
    trainee_rows,
    trainees_noted_by,
    visible_trainees,
)
from learning.selectors.events import may_plan_events, own_attendances
from learning.selectors.reviewing import class_appraisal
from learning.services.classes import ClassRefusedError, breach_note, breach_withdraw, grade_give
from learning.views.events import HOLDERS


def _get_trainee_to_note(request: AuthenticatedHttpRequest, trainee: UUID) -> Trainee:
    """Return a trainee whose breaches somebody may note; who notes none anywhere is refused."""
    noted = trainees_noted_by(request.user)
    refuse_unless(may_plan_events(request.user) or noted.exists(), *HOLDERS)
    return get_object_or_404(noted.select_related("training_class", "user"), uuid=trainee)


def _grade_form(
    appraisal: ClassAppraisal | None, training_class: TrainingClass, data: QueryDict | None = None
) -> GradeForm | None:
    """Return the form to appraise with, None where the office's scheme has no view to take now."""
    if appraisal is None or not appraisal.views_when(is_closed=training_class.is_closed):
        return None
    return GradeForm(appraisal, training_class, data)


@require_safe
def trainee(request: AuthenticatedHttpRequest, trainee: UUID) -> HttpResponse:
    """Show one trainee to themself, and to who runs the class or notes breaches."""
    shown = get_object_or_404(visible_trainees(request.user), uuid=trainee)
    training_class = shown.training_class
    sessions = list(training_class.sessions.select_related("event__record"))
    attended = own_attendances(shown.user, [session.event for session in sessions])
    runs = classes_run_by(request.user).filter(pk=training_class.pk).exists()
    is_own = shown.user_id == request.user.pk
    appraisal = class_appraisal(training_class.office, timezone.localdate())
    (row,) = trainee_rows(training_class, only=shown)
    context = {
        "row": row,
        "trainee": shown,
        "training_class": training_class,
        "sessions": [(session, attended.get(session.event_id)) for session in sessions],
        "notes": class_notes(training_class, shown.user),
        "is_own": is_own,
        "runs": runs,
        "may_note": (runs or training_class.monitor_id == request.user.pk) and not training_class.is_closed,
        "breach_form": BreachForm(training_class),
        "appraisal": appraisal,
        "grade_form": _grade_form(appraisal, training_class) if runs and not is_own else None,
        "absent": Attended.ABSENT,
    }
    return render(request, "learning/trainee.html", context)


@require_POST
def breach_add(request: AuthenticatedHttpRequest, trainee: UUID) -> HttpResponse:
    """Note a breach of order."""
    shown = _get_trainee_to_note(request, trainee)
    form = BreachForm(shown.training_class, request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择违纪的种类，说明不超过 200 字。"))
        return redirect(shown)
    told = form.cleaned_data
    try:
        breach_note(
            trainee=shown,
            code=told["code"],
            event=told["event"],
            text=told["text"],
            by=request.user,
            now=timezone.now(),
        )
    except ClassRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下。"))
    return redirect(shown)


@require_POST
def breach_back(request: AuthenticatedHttpRequest, breach: int) -> HttpResponse:
    """Take back a note that was wrong."""
    noted = trainees_noted_by(request.user)
    refuse_unless(may_plan_events(request.user) or noted.exists(), *HOLDERS)
    note = get_object_or_404(
        BreachNote.objects.select_related("trainee__training_class", "event"), pk=breach, trainee__in=noted
    )
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        breach_withdraw(note=note, reason=reason, by=request.user, now=timezone.now())
    except ClassRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤销，两条都留着。"))
    return redirect(note.trainee)


@require_POST
def grade_add(request: AuthenticatedHttpRequest, trainee: UUID) -> HttpResponse:
    """Say how a trainee is seen."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    run = classes_run_by(request.user).order_by().values("pk")
    shown = get_object_or_404(
        Trainee.objects.select_related("training_class", "user"), uuid=trainee, training_class__in=run
    )
    appraisal = class_appraisal(shown.training_class.office, timezone.localdate())
    form = _grade_form(appraisal, shown.training_class, request.POST)
    if form is None:
        messages.error(request, _("按本机关的方案，现在没有要评价的。"))
        return redirect(shown)
    if not form.is_valid():
        messages.error(request, _("请选择看哪一面和评价。"))
        return redirect(shown)
    told = form.cleaned_data
    try:
        grade_give(
            trainee=shown,
            view=told["view"],
            grade=told["grade"],
            comment=told["comment"],
            by=request.user,
            now=timezone.now(),
        )
    except ClassRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已写上。"))
    return redirect(shown)
