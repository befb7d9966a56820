"""A person's year and a unit's: what is due, done, late, exempt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import View, refuse_unless
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.models import User
from accounts.selectors import has_office_role, has_role
from accounts.spreadsheets import CellValue, write_workbook
from learning.forms import AbsenceForm
from learning.kinds import where_to
from learning.models import Absence, SchemeVersion
from learning.schemes.model import Requirement
from learning.schemes.periods import Span
from learning.schemes.picture import to_do, year_lines
from learning.schemes.status import State
from learning.schemes.words import STATES, owed, still_owed
from learning.selectors import (
    REVIEWING_ROLES,
    Standing,
    UnitStanding,
    people_whose_year_is_seen,
    readable_records,
    schemes_in_force,
    schemes_up_to,
    standings,
    unit_standings,
    units_whose_year_is_seen,
    year_shown,
)
from learning.services import AbsenceRefusedError, absence_record, absence_withdraw

_PEOPLE = 40
_PERIODS = 31
_HEADER = (
    *(gettext_lazy("工号"), gettext_lazy("姓名"), gettext_lazy("单位"), gettext_lazy("要求"), gettext_lazy("从")),
    *(gettext_lazy("到"), gettext_lazy("情况"), gettext_lazy("完成"), gettext_lazy("应完成"), gettext_lazy("原因")),
)
#: Who looks at other people's years.
OVERSEERS = (*REVIEWING_ROLES, Role.ORGANIZER)


def oversees(user: User) -> bool:
    """Return whether somebody looks after a unit's years, or, as an organizer, after the whole office's."""
    return has_role(user, *REVIEWING_ROLES) or has_office_role(user, Role.ORGANIZER)


def overseers_only(view: View) -> View:
    """Let in only who oversees somebody's year."""

    @wraps(view)
    def guarded(request: AuthenticatedHttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_unless(oversees(request.user), *OVERSEERS)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
def my_year(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what one owes this year, how it stands, and what to do now."""
    return _year_page(request, request.user)


@overseers_only
@require_safe
def person_year(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Show somebody's year to who reviews them."""
    return _year_page(request, get_object_or_404(people_whose_year_is_seen(request.user), uuid=person))


def _year_page(request: AuthenticatedHttpRequest, person: User, form: AbsenceForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    schemes = schemes_up_to(person.office, today)
    is_own = person == request.user
    if not schemes:
        return render(request, "learning/year.html", {"person": person, "is_own": is_own, "versions": []})
    kept = _asked_for(request, schemes)
    versions, version = [each[-1] for each in schemes], kept[-1]
    [standing] = standings(kept, [person], on=today)
    year = year_shown(version, today)
    lines = year_lines(standing.statuses, year)
    due = to_do(standing.statuses, today)
    context = {
        "person": person,
        "is_own": is_own,
        "versions": versions,
        "version": version,
        "unit": standing.unit,
        "year": year,
        "months": [(year.first.month - 1 + each) % 12 + 1 for each in range(12)],
        "this_month": today.month,
        "lines": [line for line in lines if line.requirement.bounds is not None],
        "unset": [line.requirement for line in lines if line.requirement.bounds is None],
        "due": [(each, still_owed(each), where_to(each.requirement)) for each in due],
        "late": sum(line.counts[State.LATE] for line in lines if not line.requirement.is_soft),
        "told": {each.key: owed(each, version.scheme.names) for each in version.scheme.requirements},
        "absences": [each for each in standing.absences if Span(each.from_date, each.until_date).overlap(year)],
        "form": None if is_own else form or AbsenceForm(duties=version.scheme.requirements),
        "today": today,
        "oversees": is_own and oversees(request.user),
    }
    return render(request, "learning/year.html", context, status=422 if form else 200)


@require_safe
def duty(request: AuthenticatedHttpRequest, person: UUID, duty: str) -> HttpResponse:
    """Show one duty of one's own or of somebody whose year one sees: each period, and the records that count in it."""
    is_own = person == request.user.uuid
    seen = request.user if is_own else get_object_or_404(people_whose_year_is_seen(request.user), uuid=person)
    today = timezone.localdate()
    schemes = schemes_up_to(seen.office, today)
    if not schemes:
        raise Http404
    kept = _asked_for(request, schemes)
    [standing] = standings(kept, [seen], on=today)
    statuses = [each for each in standing.statuses if each.requirement.key == duty]
    if not statuses:
        raise Http404
    page = Paginator(statuses[::-1], _PERIODS).get_page(request.GET.get("page"))
    keys = {key for status in page for key in status.evidence}
    records = {str(each.uuid): each for each in readable_records(request.user).filter(uuid__in=keys)}
    periods = [(status, [records[key] for key in status.evidence if key in records]) for status in page]
    context = {
        "person": seen,
        "is_own": is_own,
        "version": kept[-1],
        "requirement": statuses[-1].requirement,
        "told": owed(statuses[-1].requirement, kept[-1].scheme.names),
        "page": page,
        "periods": [(*told, STATES[told[0].state], len(told[0].evidence) - len(told[1])) for told in periods],
        "where": where_to(statuses[-1].requirement) if is_own else "",
    }
    return render(request, "learning/duty.html", context)


def _asked_for(
    request: AuthenticatedHttpRequest, schemes: Sequence[Sequence[SchemeVersion]]
) -> Sequence[SchemeVersion]:
    """Return the versions of the scheme the address names, or of the first.

    Raises:
        Http404: the office has none of that name.
    """
    key = request.GET.get("scheme")
    found = next((kept for kept in schemes if key in {None, kept[-1].key}), None)
    if found is None:
        raise Http404
    return found


@overseers_only
@require_POST
def absence_new(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Excuse somebody from what they owe, with a reason."""
    excused = get_object_or_404(people_whose_year_is_seen(request.user), uuid=person)
    versions = schemes_in_force(excused.office, timezone.localdate())
    duties = [duty for version in versions for duty in version.scheme.requirements]
    form = AbsenceForm(request.POST, duties=duties)
    if not form.is_valid():
        return _year_page(request, excused, form)
    try:
        absence_record(person=excused, **form.cleaned_data, by=request.user, now=timezone.now())
    except AbsenceRefusedError as error:
        if excused == request.user:
            messages.error(request, str(error))
            return redirect("learning:my_year")
        form.add_error(None, str(error))
        return _year_page(request, excused, form)
    messages.success(request, _("已登记，这些天不计要求。"))
    return redirect("learning:person_year", person=excused.uuid)


@overseers_only
@require_POST
def absence_end(request: AuthenticatedHttpRequest, absence: UUID) -> HttpResponse:
    """Withdraw leave or an exemption: the days are owed again."""
    seen = people_whose_year_is_seen(request.user)
    found = get_object_or_404(Absence.objects.select_related("person"), uuid=absence, person__in=seen)
    if absence_withdraw(absence=found, by=request.user, now=timezone.now()):
        messages.success(request, _("已撤销，这些天重新计算要求。"))
    return redirect("learning:person_year", person=found.person.uuid)


@overseers_only
@require_safe
def unit_year(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show how those one looks after stand: people down, duties across."""
    today = timezone.localdate()
    schemes = schemes_up_to(request.user.office, today)
    if not schemes:
        return render(request, "learning/unit_year.html", {"versions": []})
    kept = _asked_for(request, schemes)
    versions, version = [each[-1] for each in schemes], kept[-1]
    page = Paginator(people_whose_year_is_seen(request.user).order_by("username"), _PEOPLE).get_page(
        request.GET.get("page")
    )
    found = standings(kept, list(page), on=today)
    duties = _duties_of(version, found)
    # The units stand once, before everybody: further pages are of people alone.
    units = list(units_whose_year_is_seen(request.user)) if page.number == 1 else []
    of_units = unit_standings(version, units, on=today)
    asked = _duties_of(version, of_units)
    context = {
        "versions": versions,
        "version": version,
        "year": year_shown(version, today),
        "page": page,
        "duties": [(duty, owed(duty, version.scheme.names)) for duty in duties],
        "rows": [(each, each.cells(duties)) for each in found],
        "late": sum(len(cell.late) > 0 for each in found for cell in each.cells(duties)),
        "asked_of_units": [(duty, owed(duty, version.scheme.names)) for duty in asked],
        "unit_rows": [(each, each.cells(asked)) for each in of_units],
        "today": today,
    }
    return render(request, "learning/unit_year.html", context)


def _duties_of(version: SchemeVersion, found: Sequence[Standing | UnitStanding]) -> list[Requirement]:
    """Return the duties with a figure that any of these owes, as the scheme orders them."""
    owing = {key for each in found for key in each.duties}
    return [each for each in version.scheme.requirements if each.key in owing and each.bounds is not None]


@overseers_only
@require_safe
def unit_year_file(request: AuthenticatedHttpRequest) -> FileResponse:
    """Give the same as a workbook: a row for each person, duty and period that is not met."""
    today = timezone.localdate()
    kept = _asked_for(request, schemes_up_to(request.user.office, today))
    people = list(people_whose_year_is_seen(request.user).order_by("username"))
    found = standings(kept, people, on=today)
    header = [str(name) for name in _HEADER]
    rows = [row for each in found for row in _rows(each)]
    file = write_workbook(_("完成情况"), header, rows)
    return workbook_response(f"{kept[-1].name} {today:%Y-%m-%d}.xlsx", file)


def _rows(standing: Standing) -> list[list[CellValue]]:
    unit = standing.unit.name if standing.unit else ""
    return [
        [
            standing.person.username,
            standing.person.name,
            unit,
            status.requirement.name,
            status.period.first,
            status.period.last,
            STATES[status.state],
            status.value,
            status.threshold,
            status.reason,
        ]
        for status in standing.statuses
        if status.state not in {State.UNSET, State.MET}
    ]
