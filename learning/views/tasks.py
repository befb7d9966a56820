"""Pages of work: the ledger (台账), and what an owner does about a piece of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.enums import RecordKind
from learning.forms import TaskFinishForm, TaskPlanForm, TaskPostponeForm
from learning.models import Record
from learning.selectors import ledger_of, ledger_units, own_records, own_tasks, unit_tasks
from learning.services import RecordClosedError, RecordIncompleteError, task_finish, task_plan, task_postpone


@require_safe
def tasks(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show one's own ledger of the year, or with `?unit=` that of a unit one looks after; overdue work first."""
    today = timezone.localdate()
    year = _year(request, today.year)
    units = ledger_units(request.user)
    asked = request.GET.get("unit", "")
    unit = next((each for each in units if str(each.uuid) == asked), None)
    if asked and unit is None:
        raise Http404
    rows = unit_tasks(unit, year) if unit else own_tasks(request.user, year)
    context = {
        "ledger": ledger_of(rows, today),
        "unit": unit,
        "units": units,
        "year": year,
        "years": range(today.year + 1, today.year - 3, -1),
    }
    return render(request, "learning/task_list.html", context)


def _year(request: AuthenticatedHttpRequest, this_year: int) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else this_year


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Put a piece of work on the ledger."""
    form = TaskPlanForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            record = task_plan(
                owner=form.cleaned_data["owner"], plan=form.task_plan(), by=request.user, now=timezone.now()
            )
        except RecordIncompleteError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已列入台账：%(title)s") % {"title": record.title})
            return redirect("learning:tasks")
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/task_form.html", {"form": form}, status=status)


@require_POST
def task_done(request: AuthenticatedHttpRequest, task: UUID) -> HttpResponse:
    """Ask to have one's piece of work struck off."""
    form = TaskFinishForm(request.POST)
    record, given = _own_task(request, task), _given(request, form)
    if given is None:
        return redirect(record)
    try:
        task_finish(record=record, by=request.user, now=timezone.now(), **given)
    except (RecordClosedError, RecordIncompleteError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已申请销号，等待审核。"))
    return redirect(record)


@require_POST
def task_later(request: AuthenticatedHttpRequest, task: UUID) -> HttpResponse:
    """Give one's piece of work a later day, with reason and measures."""
    form = TaskPostponeForm(request.POST)
    record, given = _own_task(request, task), _given(request, form)
    if given is None:
        return redirect(record)
    try:
        task_postpone(record=record, by=request.user, now=timezone.now(), **given)
    except (RecordClosedError, RecordIncompleteError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("新的时限已记入台账。"))
    return redirect(record)


def _own_task(request: AuthenticatedHttpRequest, task: UUID) -> Record:
    return get_object_or_404(own_records(request.user), uuid=task, kind=RecordKind.TASK)


def _given(request: AuthenticatedHttpRequest, form: forms.Form) -> dict[str, Any] | None:
    """Return what was filled in; what is wrong with it is told on the page that follows."""
    if form.is_valid():
        return form.cleaned_data
    for name, faults in form.errors.items():
        messages.error(request, f"{form.fields[name].label}：{faults[0]}")
    return None
