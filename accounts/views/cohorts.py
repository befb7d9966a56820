"""Cohorts (花名册): whom an exam is for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import CohortKind, Role
from accounts.errors import RefusedError
from accounts.forms import CohortForm
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Cohort
from accounts.selectors import cohort_people, cohorts_listed, people_with_places, person_rows
from accounts.services import cohort_create, cohort_update

_PER_PAGE = 50


@require_safe
@office_role_required(Role.ORGANIZER)
def cohorts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's cohorts."""
    return render(request, "accounts/cohorts.html", {"cohorts": cohorts_listed(request.user.office)})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def cohort_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make a cohort of a unit or of a pasted list."""
    office = request.user.office
    form = CohortForm(office, request.POST or None)
    if form.is_valid():
        try:
            cohort = cohort_create(office=office, **form.composition())
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("已建花名册“%(name)s”。") % {"name": cohort})
            return redirect("accounts:cohort", cohort=cohort.uuid)
    return render(request, "accounts/cohort_form.html", {"form": form})


@require_safe
@office_role_required(Role.ORGANIZER)
def cohort(request: AuthenticatedHttpRequest, cohort: UUID) -> HttpResponse:
    """Show who is in a cohort today."""
    subject = _get_cohort_for_user(request, cohort)
    people = people_with_places(cohort_people(subject)).order_by("username")
    page = Paginator(people, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": subject, "page": page, "rows": person_rows(subject.office, page.object_list)}
    return render(request, "accounts/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def cohort_edit(request: AuthenticatedHttpRequest, cohort: UUID) -> HttpResponse:
    """Rename a cohort or replace whom it holds."""
    subject = _get_cohort_for_user(request, cohort)
    form = CohortForm(subject.office, request.POST or None, initial=_as_typed(subject))
    if form.is_valid():
        try:
            cohort_update(cohort=subject, **form.composition())
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("已保存。已经发布的考试不受影响。"))
            return redirect("accounts:cohort", cohort=subject.uuid)
    return render(request, "accounts/cohort_form.html", {"form": form, "cohort": subject})


def _get_cohort_for_user(request: AuthenticatedHttpRequest, cohort: UUID) -> Cohort:
    """Return a cohort of the sender's own office; others are not found."""
    cohorts = Cohort.objects.select_related("office", "unit")
    return get_object_or_404(cohorts, office=request.user.office_id, uuid=cohort)


def _as_typed(cohort: Cohort) -> dict[str, object]:
    listed = cohort.people.filter(is_active=True) if cohort.kind == CohortKind.LIST else cohort.people.none()
    return {
        "name": cohort.name,
        "kind": cohort.kind,
        "unit": cohort.unit.uuid if cohort.unit else None,
        "usernames": "\n".join(f"{person.username} {person.name}" for person in listed),
    }
