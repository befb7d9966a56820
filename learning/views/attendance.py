"""Signing in: the screen of the room, the phone that reads it, the list that is entered by hand or signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest, is_loopback
from accounts.print_fonts import UNPRINTABLE
from learning.entry_codes import PATIENCE, code_at, opens
from learning.forms.events import AttendanceForm, SignInForm
from learning.models import Attendance, Event
from learning.prints import sign_in_sheet
from learning.selectors.events import attendance_counts, attendance_list, is_there
from learning.services.events import EventRefusedError, attendance_enter, sign_in, sign_out
from learning.views.events import get_event, get_event_to_run
from quizzes.organizing.print_forms import PrintFormat
from quizzes.views.printing import document_response

#: Under which a browser keeps when it saw the code of an event.
_SEEN = "event_code_seen"


@require_safe
def event_wall(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Show the code of this moment, as large as the screen allows, and how many are in."""
    shown = get_event_to_run(request, event)
    now = timezone.now()
    path = reverse("learning:event_enter", kwargs={"event": shown.record.uuid})
    address = f"{settings.PUBLIC_ORIGIN}{path}?code={code_at(shown.record.uuid, now)}"
    counts = attendance_counts(shown)
    context = {
        "event": shown,
        "loopback": is_loopback(address),
        "takes_in": shown.is_planned and shown.hours.takes_in(now),
        "expected": counts.total(),
        "arrived": counts["present"] + counts["late"] + counts["early"],
        "late": counts["late"],
        "on_leave": counts["leave"],
        "code": mark_safe(  # noqa: S308 -- drawn by segno from an address of ours
            segno.make_qr(address, error="m").svg_inline(omitsize=True, border=2, svgclass="code", lineclass=None)
        ),
    }
    response = render(request, "learning/event_wall.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def event_enter(request: HttpRequest, event: UUID) -> HttpResponse:
    """Take a phone from the code to the page that signs in.

    Whoever has first to sign in to the site keeps the moment of scanning: the code is another by then.
    """
    now = timezone.now()
    if not opens(event, request.GET.get("code", ""), now):
        return render(request, "learning/event_code_old.html", status=400)
    request.session[_SEEN] = {str(event): now.isoformat()}
    return redirect("learning:event_sign_in", event=event)


@require_http_methods(["GET", "HEAD", "POST"])
def event_sign_in(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Sign in, once the code was scanned; sign out."""
    shown = get_object_or_404(
        Event.objects.select_related("record"), record__uuid=event, record__office=request.user.office
    )
    scanned_at = _scanned_at(request, shown)
    if request.method == "POST":
        return _noted(request, shown, scanned_at)
    own = Attendance.objects.filter(event=shown, user=request.user).first()
    context = {
        "event": shown,
        "own": own,
        "is_there": is_there(own),
        "has_scanned": scanned_at is not None,
        "is_invited": own is not None or shown.is_open,
    }
    return render(request, "learning/event_sign_in.html", context)


def _noted(request: AuthenticatedHttpRequest, shown: Event, scanned_at: datetime | None) -> HttpResponse:
    form = SignInForm(request.POST)
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"is_leaving": False, "reason": ""}
    try:
        if told["is_leaving"]:
            sign_out(event=shown, user=request.user, reason=told["reason"], now=timezone.now())
            messages.success(request, _("已记下你离开的时间。"))
        elif scanned_at is None:
            messages.error(request, _("请先扫会场屏幕上的二维码；扫码后五分钟内有效。"))
        else:
            row = sign_in(event=shown, user=request.user, arrived_at=scanned_at)
            messages.success(request, _("已签到：%(state)s。") % {"state": row.get_state_display()})
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("learning:event_sign_in", event=shown.record.uuid)


def _scanned_at(request: AuthenticatedHttpRequest, shown: Event) -> datetime | None:
    """Return when this browser saw the event's code; nothing where that was too long ago."""
    seen = parse_datetime(request.session.get(_SEEN, {}).get(str(shown.record.uuid), ""))
    return seen if seen and timezone.now() - seen <= PATIENCE else None


@require_http_methods(["GET", "HEAD", "POST"])
def event_attendance(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Enter by hand who was there, or put it right."""
    shown = get_event_to_run(request, event)
    rows = list(attendance_list(shown))
    if request.method != "POST":
        return _attendance_page(request, shown, AttendanceForm(shown, rows))
    form = AttendanceForm(shown, rows, request.POST)
    if not form.is_valid():
        return _attendance_page(request, shown, form)
    try:
        changed = attendance_enter(event=shown, entered=form.entered(), by=request.user, now=timezone.now())
    except EventRefusedError as refusal:
        messages.error(request, str(refusal))
        return _attendance_page(request, shown, form)
    messages.success(request, _("已登记 %(count)d 人。") % {"count": changed})
    return redirect(shown)


def _attendance_page(request: AuthenticatedHttpRequest, shown: Event, form: AttendanceForm) -> HttpResponse:
    context = {"event": shown, "form": form, "lines": list(form.lines())}
    return render(request, "learning/event_attendance.html", context, status=422 if form.is_bound else 200)


@require_safe
def event_sheet(request: AuthenticatedHttpRequest, event: UUID) -> HttpResponse:
    """Hand out the sign-in sheet (签到表), A4."""
    shown = get_event_to_run(request, event)
    try:
        return document_response(sign_in_sheet(shown), PrintFormat.PDF)
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect(get_event(request, event))
