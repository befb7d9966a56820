"""Pages of exports to appraisals outside this site: what can be taken, and who took what."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from appraisal.enums import ExportFormat, UnitPoints
from appraisal.forms.exports import ExportForm
from appraisal.selectors import LEDGER_ROLES
from appraisal.selectors.exports import channels, exports_made
from appraisal.services.exports import choice_told, export_make


@office_role_required(*LEDGER_ROLES)
@require_safe
def exports(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what can be exported to an organizer, and to an auditor too who took what."""
    return _page(request, _form(request) if has_office_role(request.user, Role.ORGANIZER) else None)


@office_role_required(Role.ORGANIZER)
@require_POST
def export(request: AuthenticatedHttpRequest) -> HttpResponse | FileResponse:
    """Hand out a file, and note who took it."""
    form = _form(request)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    made = export_make(
        channel=data["channel"],
        year=data["year"],
        choice=UnitPoints(data["unit_points"]),
        share=data["share"],
        to=ExportFormat(data["to"]),
        by=request.user,
        now=timezone.now(),
    )
    return FileResponse(
        io.BytesIO(made.content), as_attachment=True, filename=made.name, content_type=made.content_type
    )


def _form(request: AuthenticatedHttpRequest) -> ExportForm:
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    return ExportForm(data, channels=channels(request.user.office, today), today=today)


def _page(request: AuthenticatedHttpRequest, form: ExportForm | None) -> HttpResponse:
    made = [(each, choice_told(UnitPoints(each.unit_points), each.share)) for each in exports_made(request.user.office)]
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "appraisal/exports.html", {"form": form, "made": made}, status=status)
