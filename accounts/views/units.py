"""The tree of units."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.forms import UnitNameForm, UnitShiftForm
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Unit
from accounts.selectors import unit_paths, unit_tree
from accounts.services import unit_add as add
from accounts.services import unit_rename
from accounts.services import unit_shift as shift


@require_safe
@office_role_required(Role.ORGANIZER)
def units(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the whole tree with how many people are where."""
    return render(request, "accounts/units.html", {"tree": unit_tree(request.user.office)})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def unit(request: AuthenticatedHttpRequest, unit: UUID) -> HttpResponse:
    """Rename a unit; its people, its history and what refers to it stay."""
    subject = _get_unit_for_user(request, unit)
    form = UnitNameForm(request.POST or None, initial={"name": subject.name})
    if form.is_valid():
        try:
            unit_rename(unit=subject, name=form.cleaned_data["name"])
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("已改名为“%(name)s”。") % {"name": subject.name})
            return redirect("accounts:unit", unit=subject.uuid)
    return render(request, "accounts/unit.html", {"unit": subject, "form": form, **_surroundings(subject)})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def unit_add(request: AuthenticatedHttpRequest, unit: UUID) -> HttpResponse:
    """Add a unit below another."""
    parent = _get_unit_for_user(request, unit)
    form = UnitNameForm(request.POST or None)
    if form.is_valid():
        try:
            added = add(parent=parent, name=form.cleaned_data["name"])
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("已在“%(parent)s”下添加“%(name)s”。") % {"parent": parent, "name": added})
            return redirect("accounts:units")
    return render(request, "accounts/unit_add.html", {"parent": parent, "form": form})


@require_POST
@office_role_required(Role.ORGANIZER)
def unit_shift(request: AuthenticatedHttpRequest, unit: UUID) -> HttpResponse:
    """Move a unit one place up or down among those beside it."""
    subject = _get_unit_for_user(request, unit)
    form = UnitShiftForm(request.POST)
    if form.is_valid():
        shift(unit=subject, up=form.cleaned_data["direction"] == "up")
    return redirect("accounts:unit", unit=(subject.parent or subject).uuid)


def _get_unit_for_user(request: AuthenticatedHttpRequest, unit: UUID) -> Unit:
    """Return a unit of the sender's own office; others are not found."""
    return get_object_or_404(Unit.objects.select_related("office", "parent"), office=request.user.office_id, uuid=unit)


def _surroundings(unit: Unit) -> dict[str, object]:
    return {"path": unit_paths(unit.office)[unit.pk][:-1], "children": unit.children.all()}
