"""Pages of training classes: for trainees what is when, for who runs one the roster, the timetable and the end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import refuse_unless
from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.print_fonts import UNPRINTABLE
from learning.class_lists import class_document, class_workbook
from learning.forms.classes import ClassForm, OutcomesForm, SessionForm
from learning.forms.events import GuestsForm
from learning.models import TrainingClass
from learning.places import class_actions
from learning.selectors.classes import classes_run_by, trainee_rows, visible_classes
from learning.selectors.events import may_plan_events, own_attendances
from learning.selectors.reviewing import class_appraisal
from learning.services.classes import (
    ClassRefusedError,
    class_close,
    class_create,
    class_update,
    session_add,
    trainees_add,
)
from learning.views.events import HOLDERS
from quizzes.organizing.print_forms import PrintFormat
from quizzes.views.printing import document_response


def get_class_to_run(request: AuthenticatedHttpRequest, training_class: UUID) -> TrainingClass:
    """Return a class that somebody runs; who holds none is refused."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    return get_object_or_404(classes_run_by(request.user), uuid=training_class)


@require_safe
def classes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the classes somebody is in or runs."""
    context = {"classes": visible_classes(request.user), "may_plan": may_plan_events(request.user)}
    return render(request, "learning/class_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Plan a class with its roster."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    sent = request.POST if request.method == "POST" else None
    form, guests = ClassForm(request.user, sent), GuestsForm(request.user, sent)
    # Each says what is wrong with it, not the first alone.
    if sent is not None and not any([form.errors, guests.errors]):
        plan = form.plan()
        made = class_create(plan=plan, people=guests.guests(plan.begins_on), by=request.user)
        messages.success(request, _("培训班已建好，接着排课程表。"))
        return redirect(made)
    return _form_page(request, form, guests)


def _form_page(
    request: AuthenticatedHttpRequest,
    form: ClassForm,
    guests: GuestsForm | None = None,
    shown: TrainingClass | None = None,
) -> HttpResponse:
    context = {"forms": [each for each in (form, guests) if each], "training_class": shown}
    return render(request, "learning/class_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_edit(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponse:
    """Change what is planned, and what completing takes."""
    shown = get_class_to_run(request, training_class)
    form = ClassForm(request.user, request.POST if request.method == "POST" else None, initial=ClassForm.saved(shown))
    if not form.is_valid():
        return _form_page(request, form, shown=shown)
    try:
        class_update(training_class=shown, plan=form.plan())
    except ClassRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已保存。"))
    return redirect(shown)


@require_safe
def training_class(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponse:
    """Show one class: the timetable to everybody in it, the roster to who runs it."""
    return _class_page(request, get_object_or_404(visible_classes(request.user), uuid=training_class))


def _class_page(
    request: AuthenticatedHttpRequest, shown: TrainingClass, guests: GuestsForm | None = None
) -> HttpResponse:
    runs = classes_run_by(request.user).filter(pk=shown.pk).exists()
    sessions = list(shown.sessions.select_related("event__record"))
    own = own_attendances(request.user, [session.event for session in sessions])
    is_noting = runs or shown.monitor_id == request.user.pk
    context = {
        "training_class": shown,
        "sessions": [(session, own.get(session.event_id)) for session in sessions],
        "own": shown.trainees.filter(user=request.user).first(),
        "rows": trainee_rows(shown) if is_noting else (),
        "runs": runs,
        "guests_form": guests or GuestsForm(request.user),
        "buttons": class_actions.buttons(request, shown) if runs else (),
    }
    return render(request, "learning/class_detail.html", context, status=422 if guests else 200)


@require_POST
def class_people(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponse:
    """Take more people into a class."""
    shown = get_class_to_run(request, training_class)
    form = GuestsForm(request.user, request.POST)
    if not form.is_valid():
        return _class_page(request, shown, form)
    try:
        added = trainees_add(training_class=shown, people=form.guests(shown.begins_on))
    except ClassRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("新添了 %(count)d 名学员。") % {"count": added})
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponse:
    """Put a session on the timetable."""
    shown = get_class_to_run(request, training_class)
    initial = {
        "subtype": "上课",
        "unit": shown.unit.uuid,
        "place": shown.place,
        "day": shown.begins_on,
        "begins": "09:00",
        "ends": "11:00",
    }
    form = SessionForm(request.user, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        try:
            session_add(
                training_class=shown,
                plan=form.plan(),
                speakers=told["speakers"],
                study_hours=told["study_hours"],
                by=request.user,
            )
        except ClassRefusedError as refusal:
            form.add_error("day", str(refusal))
        else:
            messages.success(request, _("已排进课程表。"))
            return redirect(shown)
    context = {"training_class": shown, "form": form}
    return render(request, "learning/session_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_end(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponse:
    """Decide who has completed a class, from what the rule proposes."""
    shown = get_class_to_run(request, training_class)
    form = OutcomesForm(trainee_rows(shown), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            class_close(training_class=shown, outcomes=form.outcomes(), by=request.user, now=timezone.now())
        except ClassRefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已结业，学时已经记上。"))
            return redirect(shown)
    context = {"training_class": shown, "form": form, "lines": list(form.lines())}
    return render(request, "learning/class_close.html", context, status=422 if form.is_bound else 200)


@require_safe
def class_list(request: AuthenticatedHttpRequest, training_class: UUID) -> HttpResponseBase:
    """Hand out the list of a class: on paper who completed it, `?to=xlsx` everybody with everything."""
    shown = get_class_to_run(request, training_class)
    rows = trainee_rows(shown)
    if request.GET.get("to") == "xlsx":
        appraisal = class_appraisal(shown.office, timezone.localdate())
        return workbook_response(f"{shown.title}.xlsx", class_workbook(shown, rows, appraisal))
    try:
        return document_response(class_document(shown, rows), PrintFormat.PDF)
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect(shown)
