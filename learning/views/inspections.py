"""The director's monthly inspection of notes."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from learning.enums import InspectionGrade
from learning.forms.inspections import InspectionForm
from learning.forms.publications import MonthForm
from learning.models import Record
from learning.selectors.inspections import notes_between
from learning.selectors.publications import month_of
from learning.services.inspections import notes_inspect

#: A month of an office's notes on one page.
_PAGE = 200


@role_required(Role.DIRECTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show a month's notes, and stamp those that were graded."""
    month = MonthForm(request.GET)
    if not month.is_valid():
        raise Http404
    first, last = month_of(month.cleaned_data["month"] or timezone.localdate())
    page = Paginator(notes_between(request.user, first, last), _PAGE).get_page(request.GET.get("page"))
    notes: list[Record] = list(page)
    form = InspectionForm([note.uuid for note in notes], request.POST or None)
    if form.is_valid():
        count = notes_inspect(stamps=form.stamps(), by=request.user, now=timezone.now())
        messages.success(request, _("已检查 %(count)d 篇，盖了“已阅”。") % {"count": count})
        return redirect(f"{reverse('learning:inspection')}?{request.GET.urlencode()}")
    context = {
        "page": page,
        "notes": notes,
        "form": form,
        "grades": InspectionGrade.choices,
        "asked": f"{first:%Y-%m}",
        "month": _("%(year)d年%(month)d月") % {"year": first.year, "month": first.month},
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{last + timedelta(days=1):%Y-%m}",
        "left": sum(not note.inspections.all() for note in notes),
    }
    return render(request, "learning/inspection.html", context, status=422 if form.is_bound else 200)
