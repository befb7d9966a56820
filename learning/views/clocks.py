"""The clock of a time of study: one press to start, one to stop."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.forms.clocks import StopForm
from learning.selectors.clocks import asks_how_long, fruits_of, minutes_today, running_clock
from learning.services import RecordIncompleteError
from learning.services.clocks import study_drop, study_start, study_stop


@require_safe
def study(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show somebody's clock: how long it has run, and what has come of it so far."""
    return _page(request, StopForm())


def _page(request: AuthenticatedHttpRequest, form: StopForm) -> HttpResponse:
    now = timezone.now()
    clock = running_clock(request.user)
    context: dict[str, Any] = {"clock": clock, "today": minutes_today(request.user, now)}
    if clock is not None:
        context |= {
            "form": form if asks_how_long(clock, now) else None,
            "minutes": clock.minutes_at(now),
            "fruits": fruits_of(request.user, clock.started_at, now),
        }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "learning/study.html", context, status=status)


@require_POST
def start(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Start somebody's clock, or show the one that runs."""
    study_start(by=request.user, now=timezone.now())
    return redirect("learning:study")


@require_POST
def stop(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Stop somebody's clock, and go on to what it measured: there a word of what came of it is still to be said."""
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        record = study_stop(by=request.user, now=timezone.now(), minutes=form.cleaned_data["minutes"])
    except RecordIncompleteError as error:
        form.add_error("minutes", str(error))
        return _page(request, form)
    if record is None:
        messages.info(request, _("没有记下：计时不到一分钟，或者读资料时都记过了。"))
        return redirect("learning:study")
    messages.success(request, _("停在 %(count)d 分钟。写一句学了什么，再提交。") % {"count": record.minutes})
    return redirect("learning:record_edit", record=record.uuid)


@require_POST
def drop(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Throw somebody's clock away."""
    if study_drop(by=request.user):
        messages.success(request, _("这次计时不要了，什么也没有记。"))
    return redirect("learning:study")
