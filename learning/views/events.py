"""Pages of events for everybody: what is ahead, one event, leave; and for who holds them: planning and closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import refuse_unless
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from learning.attendance import Attended, Said
from learning.enums import RecordState
from learning.forms.events import (
    CloseForm,
    EventForm,
    FileForm,
    GuestsForm,
    LeaveDecisionForm,
    ReasonForm,
    RepeatForm,
    WordForm,
)
from learning.models import Attendance, Event
from learning.selectors.events import (
    attendance_counts,
    attendance_list,
    events_of,
    events_run_by,
    leave_to_decide,
    may_plan_events,
    own_attendances,
    runs_event,
    says,
    visible_events,
    words_of,
)
from learning.services.events import (
    EventRefusedError,
    event_cancel,
    event_close,
    event_invite,
    event_update,
    leave_ask,
    leave_decide,
    series_create,
)
from learning.services.rotas import turns_give, turns_next

_PAGE = 30
#: Who may hold events, as a refusal names them.
HOLDERS = (Role.ORGANIZER, Role.REVIEWER, Role.DIRECTOR)


def get_event(request: AuthenticatedHttpRequest, event: UUID) -> Event:
    """Return an event that somebody may look at; to others it is not there."""
    return get_object_or_404(visible_events(request.user), record__uuid=event)


def get_event_to_run(request: AuthenticatedHttpRequest, event: UUID) -> Event:
    """Return an event that somebody runs; who holds none, or only looks at it, is refused."""
    run = events_run_by(request.user)
    refuse_unless(may_plan_events(request.user) or run.exists(), *HOLDERS)
    found = get_event(request, event)
    refuse_unless(run.filter(pk=found.pk).exists(), *HOLDERS)
    return found


@require_safe
def events(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List what is ahead, or `?past=1` what was; of one's own, or `?run=1` of the units one is over."""
    now = timezone.now()
    may_plan = may_plan_events(request.user)
    is_past, is_run = bool(request.GET.get("past")), may_plan and bool(request.GET.get("run"))
    found = events_run_by(request.user) if is_run else events_of(request.user)
    listed = found.filter(ends_at__lt=now) if is_past else found.filter(ends_at__gte=now)
    page = Paginator(listed.order_by("-begins_at" if is_past else "begins_at", "pk"), _PAGE).get_page(
        request.GET.get("page")
    )
    own = own_attendances(request.user, list(page))
    context = {
        "page": page,
        "rows": [(event, own.get(event.pk)) for event in page],
        "is_past": is_past,
        "is_run": is_run,
        "may_plan": may_plan,
        "leave": leave_to_decide(request.user) if may_plan else (),
        "unsettled": events_run_by(request.user).filter(
            ends_at__lt=now, record__state=RecordState.DRAFT, cancelled_because=""
        )
        if may_plan
        else (),
    }
    return render(request, "learning/event_list.html", context)


@require_safe
def event(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Show one event: what, when, who; and what somebody can do about it now."""
    shown = get_event(request, event)
    return event_page(request, shown)


def event_page(request: AuthenticatedHttpRequest, shown: Event, forms: dict[str, Any] | None = None) -> HttpResponse:
    """Show one event, with what was wrong in a form sent from its page."""
    now = timezone.now()
    runs = runs_event(request.user, shown)
    listed = list(attendance_list(shown))
    allowed = says(request.user, shown)
    own = next((row for row in listed if row.user_id == request.user.pk), None)
    context = {
        "event": shown,
        "own": own,
        "runs": runs,
        "listed": listed,
        "speakers": [row.user.name for row in listed if row.part == "speaker"],
        "counts": [(label, count) for state, label in Attended.choices if (count := attendance_counts(shown)[state])],
        "has_begun": now >= shown.begins_at,
        "takes_in": shown.is_planned and shown.hours.takes_in(now),
        "may_ask_leave": shown.is_planned and own is not None and not own.leave_reason and now < shown.begins_at,
        "leave": [row for row in listed if row.is_leave_waiting] if runs and shown.is_planned else (),
        "words": words_of(shown),
        "files": shown.files.defer("data"),
        "may_answer": Said.ANSWER in allowed,
        "word_form": WordForm(allowed) if allowed else None,
        "file_form": FileForm(),
        "guests_form": GuestsForm(request.user),
        "close_form": CloseForm(),
        **(forms or {}),
    }
    return render(request, "learning/event_detail.html", context, status=422 if forms else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Plan an event, or a series at once."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    if request.method != "POST":
        initial = {"day": timezone.localdate(), "begins": "15:00", "ends": "17:00", "chair": request.user.username}
        return _plan_page(
            request,
            EventForm(request.user, initial=initial),
            GuestsForm(request.user),
            RepeatForm(request.user, initial={"weeks": 0}),
        )
    forms = (
        EventForm(request.user, request.POST),
        GuestsForm(request.user, request.POST),
        RepeatForm(request.user, request.POST),
    )
    # Each says what is wrong with it, not the first alone.
    if any([form.errors for form in forms]):  # noqa: C419 -- likewise
        return _plan_page(request, *forms)
    form, guests, repeat = forms
    plan = form.plan()
    days = repeat.days(plan.begins_at.date())
    invited = guests.guests(days[0])
    rota = repeat.cleaned_data["rota"]
    speakers = [form.cleaned_data["speakers"]] * len(days)
    if rota is not None:
        speakers = [[speaker] for speaker in turns_next(rota, len(days))]
    made = series_create(plan=plan, days=days, guests=invited, speakers=speakers, by=request.user)
    if rota is not None:
        turns_give(rota=rota, events=made)
    told = {"count": len(made), "people": len(invited)}
    messages.success(request, _("已安排 %(count)d 次活动，名单上有 %(people)d 人。") % told)
    return redirect(made[0]) if len(made) == 1 else redirect(f"{reverse('learning:events')}?run=1")


def _plan_page(request: AuthenticatedHttpRequest, *forms: Any, event: Event | None = None) -> HttpResponse:
    context = {"forms": forms, "event": event}
    return render(request, "learning/event_form.html", context, status=422 if forms[0].is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Change what is planned."""
    shown = get_event_to_run(request, event)
    if request.method != "POST":
        return _plan_page(request, EventForm(request.user, initial=EventForm.saved(shown), event=shown), event=shown)
    form = EventForm(request.user, request.POST, event=shown)
    if not form.is_valid():
        return _plan_page(request, form, event=shown)
    try:
        event_update(event=shown, plan=form.plan(), speakers=form.cleaned_data["speakers"])
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已保存。"))
    return redirect(shown)


@require_POST
def event_people(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Put more people on the list."""
    shown = get_event_to_run(request, event)
    form = GuestsForm(request.user, request.POST)
    if not form.is_valid():
        return event_page(request, shown, {"guests_form": form})
    added = event_invite(event=shown, people=form.guests(shown.record.occurred_on))
    messages.success(request, _("名单上新添了 %(count)d 人。") % {"count": added})
    return redirect(shown)


@require_POST
def event_cancelled(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Call an event off."""
    shown = get_event_to_run(request, event)
    form = ReasonForm(request.POST)
    try:
        event_cancel(event=shown, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已取消，名单上的人会看到原因。"))
    return redirect(shown)


@require_POST
def event_settle(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Close an event: from now on it counts."""
    shown = get_event_to_run(request, event)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return event_page(request, shown, {"close_form": form})
    try:
        event_close(event=shown, rest=Attended(form.cleaned_data["rest"]), by=request.user, now=timezone.now())
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("出席情况已定，计入每个人和本单位的要求。"))
    return redirect(shown)


@require_POST
def event_leave(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Ask for leave from an event."""
    shown = get_event(request, event)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        leave_ask(event=shown, user=request.user, reason=reason, now=timezone.now())
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已提出请假，等组织的人批。"))
    return redirect(shown)


@require_POST
def leave_decision(request: AuthenticatedHttpRequest, attendance: UUID) -> HttpResponse:
    """Grant or refuse leave, then go back to the list it was decided from."""
    run = events_run_by(request.user)
    refuse_unless(may_plan_events(request.user) or run.exists(), *HOLDERS)
    asked = get_object_or_404(
        Attendance.objects.select_related("event__record"), uuid=attendance, event__in=run.order_by().values("pk")
    )
    form = LeaveDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择准假或不准。"))
        return redirect(asked.event)
    try:
        leave_decide(attendance=asked, is_granted=form.cleaned_data["granted"], by=request.user)
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已答复%(name)s的请假。") % {"name": asked.user.name})
    return redirect(asked.event)
