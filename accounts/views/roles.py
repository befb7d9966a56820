"""Who may do what: for the security administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import ROLE_DUTIES, Role
from accounts.errors import RefusedError
from accounts.forms import RoleEndForm, RoleGrantForm
from accounts.http import AuthenticatedHttpRequest
from accounts.models import RoleAssignment
from accounts.selectors import office_roles
from accounts.services import role_assign
from accounts.services import role_end as end


@require_safe
@office_role_required(Role.SECURITY_ADMINISTRATOR)
def roles(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the roles that hold or are to come, and those that are over."""
    office = request.user.office
    context = {
        "assignments": office_roles(office, ended=False),
        "ended": office_roles(office, ended=True),
        "duties": [(role.label, duty) for role, duty in ROLE_DUTIES.items()],
    }
    return render(request, "accounts/roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.SECURITY_ADMINISTRATOR)
def role_grant(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Give someone a role over a unit from a day on."""
    form = RoleGrantForm(request.user.office, request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        user, role = form.cleaned_data["user"], Role(form.cleaned_data["role"])
        try:
            role_assign(user=user, role=role, unit=form.cleaned_data["unit"], on=form.cleaned_data["on"])
        except RefusedError as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("已授予 %(name)s：%(role)s。") % {"name": user.name, "role": role.label})
            return redirect("accounts:roles")
    return render(request, "accounts/role_grant.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.SECURITY_ADMINISTRATOR)
def role_end(request: AuthenticatedHttpRequest, assignment: int) -> HttpResponse:
    """End a role; the row stays in the history."""
    subject = _get_assignment_for_user(request, assignment)
    form = RoleEndForm(request.POST or None)
    if form.is_valid():
        try:
            end(assignment=subject, last_day=form.cleaned_data["last_day"])
        except RefusedError as refusal:
            form.add_error("last_day", str(refusal))
        else:
            facts = {"name": subject.user.name, "role": subject.get_role_display()}
            messages.success(request, _("已结束 %(name)s 的%(role)s角色。") % facts)
            return redirect("accounts:roles")
    return render(request, "accounts/role_end.html", {"assignment": subject, "form": form})


def _get_assignment_for_user(request: AuthenticatedHttpRequest, assignment: int) -> RoleAssignment:
    """Return a role over a unit of the sender's own office; others are not found."""
    rows = RoleAssignment.objects.select_related("user", "unit")
    return get_object_or_404(rows, unit__office=request.user.office_id, pk=assignment)
