"""The office's people: finding, adding, correcting, moving, letting go, taking back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.forms import (
    LeaveForm,
    MoveCancelForm,
    PeopleFilterForm,
    PersonAddForm,
    PersonEditForm,
    PersonMoveForm,
    PersonReturnForm,
)
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Membership, User
from accounts.places import person_actions
from accounts.selectors import (
    PersonState,
    has_office_role,
    people_found,
    people_to_let_in,
    people_without_password,
    person_rows,
    person_state,
    postings_of,
    today,
)
from accounts.services import user_create, user_leave, user_move, user_move_cancel, user_return, user_update
from accounts.templatetags.screen import day

_PER_PAGE = 50


@require_safe
@office_role_required(Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR)
def people(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's people, narrowed by what stands in the address."""
    office = request.user.office
    filters = PeopleFilterForm(office, request.GET)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    found = people_found(
        office,
        query=wanted.get("q", "").strip(),
        unit=wanted.get("unit"),
        state=PersonState(wanted["state"]) if wanted.get("state") else None,
    )
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": person_rows(office, page.object_list),
        "narrowed": any(wanted.values()),
        "awaiting": people_without_password(User.objects.filter(office=office)).count(),
        "may_edit": has_office_role(request.user, Role.ORGANIZER),
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def person_add(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Add one person by hand."""
    office = request.user.office
    form = PersonAddForm(office, request.POST or None)
    if form.is_valid():
        user = user_create(office=office, **form.cleaned_data)
        messages.success(request, _("已添加 %(name)s。还要给一个首次登录码。") % {"name": user.name})
        return redirect(user)
    return render(request, "accounts/person_add.html", {"form": form})


@require_safe
@office_role_required(Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR)
def person(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Show a person's facts, places and roles, and what can be done."""
    subject = get_person_for_user(request, person)
    context = {
        "person": subject,
        "state": person_state(subject),
        "postings": postings_of(subject),
        "roles": subject.role_assignments.select_related("unit"),
        "today": today(),
        "may_edit": has_office_role(request.user, Role.ORGANIZER),
        "may_reset": people_to_let_in(request.user, User.objects.filter(pk=subject.pk, is_active=True)).exists(),
        "buttons": person_actions.buttons(request, subject),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def person_edit(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Correct a name or a telephone number."""
    subject = get_person_for_user(request, person)
    known = {"name": subject.name, "phone": subject.phone, "is_newcomer": subject.is_newcomer}
    form = PersonEditForm(request.POST or None, initial=known)
    if form.is_valid():
        user_update(user=subject, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(subject)
    return render(request, "accounts/person_edit.html", {"person": subject, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def person_move(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Put a person into another unit from a day on, or call off what was arranged."""
    subject = get_person_for_user(request, person)
    cancel = MoveCancelForm(subject, request.POST or None)
    if cancel.is_asked:
        return _move_cancelled(request, subject, cancel)
    postings = postings_of(subject)
    place = postings.present
    known = {"unit": place.unit.uuid, "position": place.position} if place else {}
    form = PersonMoveForm(request.user.office, request.POST or None, initial=known)
    if form.is_valid():
        try:
            moved = user_move(user=subject, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _moved(subject, moved))
            return redirect(subject)
    context = {"person": subject, "place": place, "postings": postings, "form": form}
    return render(request, "accounts/person_move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def person_leave(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Mark a person as left, after saying what that ends and what stays."""
    subject = get_person_for_user(request, person)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            user_leave(user=subject, on=form.cleaned_data["on"], today=today())
        except RefusedError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("%(name)s 已标记为离开，不能再登录；历史记录都在。") % {"name": subject.name})
            return redirect(subject)
    return render(request, "accounts/person_leave.html", {"person": subject, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def person_return(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Take back a person who had left."""
    subject = get_person_for_user(request, person)
    last = subject.memberships.select_related("unit").first()
    known = {"unit": last.unit.uuid, "position": last.position} if last else {}
    form = PersonReturnForm(request.user.office, request.POST or None, initial=known)
    if form.is_valid():
        try:
            user_return(user=subject, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(
                request, _("%(name)s 已恢复。还要给一个首次登录码；原来的角色须重新授予。") % {"name": subject.name}
            )
            return redirect(subject)
    return render(request, "accounts/person_return.html", {"person": subject, "form": form})


def get_person_for_user(request: AuthenticatedHttpRequest, person: UUID) -> User:
    """Return a person of the sender's own office; others are not found."""
    return get_object_or_404(User.objects.select_related("office"), office=request.user.office_id, uuid=person)


def _moved(user: User, moved: Membership) -> str:
    facts = {"name": user.name, "unit": moved.unit, "day": day(moved.from_date)}
    if moved.from_date > today():
        return _("%(name)s 将于%(day)s到%(unit)s。") % facts
    return _("%(name)s 现在的单位：%(unit)s。") % facts


def _move_cancelled(request: AuthenticatedHttpRequest, subject: User, form: MoveCancelForm) -> HttpResponse:
    if form.is_valid():
        arranged = form.cleaned_data["arranged"]
        user_move_cancel(move=arranged)
        facts = {"day": day(arranged.from_date), "unit": arranged.unit}
        messages.success(request, _("已取消%(day)s到%(unit)s的安排。") % facts)
    else:
        messages.info(request, _("这一安排已经取消，或者已经开始。"))
    return redirect(subject)
