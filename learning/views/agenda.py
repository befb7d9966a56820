"""What somebody who looks after people has to look at in a month."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from learning.forms.publications import MonthForm
from learning.selectors.agenda import Month, month_agenda
from learning.views.year import overseers_only


@overseers_only
@require_safe
def agenda(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a month's things to look at: what is done and what waits of each sort, and whose it is."""
    form = MonthForm(request.GET)
    if not form.is_valid():
        raise Http404
    now = timezone.now()
    month = Month.of(form.cleaned_data["month"] or timezone.localdate(now))
    lines = month_agenda(request.user, month, now)
    waiting = [line for line in lines if line.people]
    people = sorted({person for line in waiting for person in line.people}, key=lambda person: person.username)
    context = {
        "lines": lines,
        "left": sum(line.left for line in lines),
        "late": sum(line.late for line in lines),
        "waiting": waiting,
        "people": [(person, [line.people.get(person, 0) for line in waiting]) for person in people],
        "month": _("%(year)d年%(month)d月") % {"year": month.first.year, "month": month.first.month},
        "before": f"{month.first - timedelta(days=1):%Y-%m}",
        "after": f"{month.ends:%Y-%m}" if month.ends <= now else "",
    }
    return render(request, "learning/agenda.html", context)
