"""First-use codes: on slips for many, on one slip for someone who forgot the password.

The answer to the form is the page with the codes itself. A redirect would have to keep them somewhere, in plain
letters, until the next request; a form sent again makes no new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import office_role_required, refuse_unless
from accounts.enums import Role
from accounts.forms import CodesForm, CodesScopeForm, ResetForm
from accounts.http import AuthenticatedHttpRequest, is_loopback, workbook_response
from accounts.models import User
from accounts.selectors import (
    codes_made_since,
    cohort_people,
    people_found,
    people_to_let_in,
    people_with_places,
    people_without_password,
    person_rows,
)
from accounts.services import IssuedCode, first_use_codes_issue, password_reset
from accounts.spreadsheets import CellValue, write_workbook
from accounts.views.people import get_person_for_user

#: Twenty sheets of ten slips: as many as one cuts and hands out at a time.
_MOST_AT_ONCE = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def codes(request: AuthenticatedHttpRequest) -> HttpResponse | FileResponse:
    """Choose among those who have no password, and make a code for each chosen."""
    scope = CodesScopeForm(request.user.office, request.GET)
    candidates = _candidates(request.user, scope)
    form = CodesForm(candidates, request.POST or None)
    if form.is_valid():
        chosen = list(form.cleaned_data["people"])
        if not codes_made_since(chosen, form.cleaned_data["as_of"]):
            issued = first_use_codes_issue(users=chosen, by=request.user, now=timezone.now())
            return _as_workbook(issued) if form.cleaned_data["output"] == "xlsx" else _as_slips(request, issued)
        messages.warning(request, _("刚才已经为其中的人生成过登录码，没有重复生成。纸条丢了，请重新选择。"))
        return redirect(request.get_full_path())
    now = timezone.now()
    context = {
        "scope": scope,
        "form": form,
        "now": now,
        "as_of": now.isoformat(),
        "count": candidates.count(),
        "rows": person_rows(request.user.office, candidates[:_MOST_AT_ONCE]),
        "most": _MOST_AT_ONCE,
        "loopback": is_loopback(_address()),
    }
    return render(request, "accounts/codes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR)
def person_reset(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Put a first-use code in the place of a forgotten password."""
    subject = get_person_for_user(request, person)
    allowed = people_to_let_in(request.user, User.objects.filter(pk=subject.pk, is_active=True)).exists()
    refuse_unless(allowed, Role.SECURITY_ADMINISTRATOR)
    form = ResetForm(request.POST or None)
    if not form.is_valid():
        context = {"person": subject, "as_of": timezone.now().isoformat()}
        return render(request, "accounts/person_reset.html", context)
    if codes_made_since([subject], form.cleaned_data["as_of"]):
        messages.warning(request, _("刚才已经生成过登录码，没有重复生成。"))
        return redirect(subject)
    return _as_slips(request, [password_reset(user=subject, by=request.user, now=timezone.now())])


def _candidates(by: User, scope: CodesScopeForm) -> QuerySet[User]:
    """Return who has no password among a unit, a cohort or all; nobody where the address makes no sense."""
    if not scope.is_valid():
        return User.objects.none()
    people = people_found(by.office, unit=scope.cleaned_data["unit"])
    if cohort := scope.cleaned_data["cohort"]:
        people = people.filter(pk__in=cohort_people(cohort).values("pk"))
    return people_to_let_in(by, people_without_password(people))


def _as_slips(request: AuthenticatedHttpRequest, issued: Sequence[IssuedCode]) -> HttpResponse:
    address = _address()
    context = {
        "slips": list(zip(issued, _units(issued), strict=True)),
        "address": address,
        "loopback": is_loopback(address),
        "qr": segno.make(address, micro=False).svg_data_uri(scale=3, border=0),
    }
    return render(request, "accounts/codes_sheet.html", context)


def _as_workbook(issued: Sequence[IssuedCode]) -> FileResponse:
    header = [_("工号"), _("姓名"), _("单位"), _("首次登录码"), _("有效期至"), _("登录地址")]
    rows: list[list[CellValue]] = [
        [one.user.username, one.user.name, unit, one.code, timezone.localdate(one.expires_at), _address()]
        for one, unit in zip(issued, _units(issued), strict=True)
    ]
    day = timezone.localdate()
    return workbook_response(f"首次登录码{day:%Y%m%d}.xlsx", write_workbook(_("首次登录码"), header, rows))


def _address() -> str:
    return settings.PUBLIC_ORIGIN + reverse("accounts:sign_in")


def _units(issued: Sequence[IssuedCode]) -> list[str]:
    """Return each person's unit, in their order: who is still to come will look for the one arranged."""
    office = issued[0].user.office
    people = people_with_places(User.objects.filter(pk__in=[one.user.pk for one in issued]))
    units = {row.user.pk: row.unit or (row.to_come.unit if row.to_come else "") for row in person_rows(office, people)}
    return [units[one.user.pk] for one in issued]
