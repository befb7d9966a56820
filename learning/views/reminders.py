"""Pages of reminders: one's own switches, the office's, the robots of groups, a notice to copy."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Unit
from accounts.selectors import has_office_role
from learning.forms.reminders import NoticeForm, OfficeRemindersForm, OwnRemindersForm, RobotAddForm
from learning.models import OfficeReminders, OwnReminders, Robot
from learning.reminding import notice_text
from learning.robots import RobotError
from learning.selectors import ledger_units
from learning.selectors.reminders import reminders_failed, unit_notice_lines
from learning.services.reminders import (
    mail_is_there,
    office_reminders_set,
    own_reminders_set,
    robot_add,
    robot_remove,
    robot_test,
)
from learning.views.year import overseers_only

_WEEK = timedelta(days=7)
_QUARTER, _YEAR = 3, 12


@require_http_methods(["GET", "HEAD", "POST"])
def my_reminders(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show and set what one is told by e-mail, and when not."""
    kept = OwnReminders.objects.filter(person=request.user).first() or OwnReminders(person=request.user)
    form = OwnRemindersForm(
        request.POST or None, initial={name: getattr(kept, name) for name in OwnRemindersForm.base_fields}
    )
    if form.is_valid():
        own_reminders_set(person=request.user, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("learning:my_reminders")
    office = OfficeReminders.objects.filter(office=request.user.office, is_on=True).first()
    context = {"form": form, "mail_is_there": mail_is_there(), "office": office}
    return render(request, "learning/my_reminders.html", context, status=422 if form.is_bound else 200)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def office_reminders(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show and set when reminders of the office go out; show the robots, and what did not go out."""
    form = OfficeRemindersForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _office_page(request, form=form)
    office_reminders_set(office=request.user.office, terms=form.terms())
    messages.success(request, _("已保存。"))
    return redirect("learning:office_reminders")


def _office_page(
    request: AuthenticatedHttpRequest, *, form: OfficeRemindersForm | None = None, adding: RobotAddForm | None = None
) -> HttpResponse:
    office = request.user.office
    kept = OfficeReminders.objects.filter(office=office).first() or OfficeReminders(office=office)
    context = {
        "kept": kept,
        "form": form or OfficeRemindersForm.of(kept),
        "adding": adding or RobotAddForm(units=_units(request)),
        "robots": Robot.objects.filter(office=office, removed_at=None).select_related("unit"),
        "failed": reminders_failed(office, timezone.localdate()),
        "mail_is_there": mail_is_there(),
        "origins": settings.ROBOT_ORIGINS,
    }
    return render(request, "learning/office_reminders.html", context, status=422 if form or adding else 200)


def _units(request: AuthenticatedHttpRequest) -> object:
    return Unit.objects.filter(office=request.user.office).with_tree_fields()


@sensitive_post_parameters("url", "secret")
@office_role_required(Role.ORGANIZER)
@require_POST
def robot_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Keep a group's robot."""
    form = RobotAddForm(request.POST, units=_units(request))
    if not form.is_valid():
        return _office_page(request, adding=form)
    robot_add(office=request.user.office, robot=form.robot(), by=request.user, now=timezone.now())
    messages.success(request, _("已添加。先发一条测试消息看看。"))
    return redirect("learning:office_reminders")


@office_role_required(Role.ORGANIZER)
@require_POST
def robot_try(request: AuthenticatedHttpRequest, robot: UUID) -> HttpResponse:
    """Send a group a trial and show what came back."""
    found = _robot(request, robot)
    try:
        messages.success(request, robot_test(robot=found, now=timezone.now()))
    except RobotError as error:
        messages.error(request, str(error))
    return redirect("learning:office_reminders")


@office_role_required(Role.ORGANIZER)
@require_POST
def robot_end(request: AuthenticatedHttpRequest, robot: UUID) -> HttpResponse:
    """Take a robot away."""
    robot_remove(robot=_robot(request, robot), by=request.user, now=timezone.now())
    messages.success(request, _("已移除，它的地址不再保存。"))
    return redirect("learning:office_reminders")


def _robot(request: AuthenticatedHttpRequest, robot: UUID) -> Robot:
    kept = Robot.objects.select_related("unit").filter(office=request.user.office, removed_at=None)
    return get_object_or_404(kept, uuid=robot)


@overseers_only
@require_safe
def notice(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a text to copy into a group: what a unit still owes until when."""
    units = ledger_units(request.user)
    if not units:
        raise Http404
    form = NoticeForm({"unit": str(units[0].uuid), "within": "week", **request.GET.dict()}, units=units)
    if not form.is_valid():
        raise Http404
    unit = next(each for each in units if str(each.uuid) == form.cleaned_data["unit"])
    within = form.cleaned_data["within"]
    today = timezone.localdate()
    lines = unit_notice_lines(unit, today, _last_day(within, today), names_people=False)
    context = {
        "form": form,
        "unit": unit,
        "text": notice_text(unit.name, today, lines, settings.PUBLIC_ORIGIN),
        "rows": 2 * len(lines) + 5,
        "sets": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "learning/notice.html", context)


def _last_day(within: str, today: date) -> date:
    """Return the last day of the week from today, or of the month, quarter or year it lies in."""
    if within == "week":
        return today + _WEEK
    months = {"month": 1, "quarter": _QUARTER, "year": _YEAR}[within]
    month = (today.month + months - 1) // months * months
    return date(today.year, month, monthrange(today.year, month)[1])
