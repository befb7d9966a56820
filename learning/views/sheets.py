"""Pages of sheets: handed out, filled in, and what they came to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import cohort_people, has_office_role
from learning.enums import SheetKind
from learning.forms.sheets import FillForm, SheetForm
from learning.models import Sheet, SheetSigned
from learning.selectors.sheets import people_without_sheet, survey_outcome, visible_sheets
from learning.services.sheets import sheet_fill, sheet_make


@require_safe
def sheets(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the sheets one has to fill in, has filled in, or has handed out."""
    context = {
        "sheets": visible_sheets(request.user),
        "filled": set(SheetSigned.objects.filter(user=request.user).values_list("sheet", flat=True)),
        "may_make": has_office_role(request.user, Role.ORGANIZER),
        "today": timezone.localdate(),
    }
    return render(request, "learning/sheet_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Hand a sheet out."""
    form = SheetForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        try:
            made = sheet_make(text=form.sheet_text(), by=request.user, now=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已发出：%(title)s") % {"title": made.title})
            return redirect(made)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/sheet_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: AuthenticatedHttpRequest, sheet: UUID) -> HttpResponse:
    """Show a sheet to be filled in, or what one filled in, and to its organizer who has not."""
    shown = get_object_or_404(visible_sheets(request.user), uuid=sheet)
    own = SheetSigned.objects.filter(sheet=shown, user=request.user).first()
    is_asked = own is None and cohort_people(shown.handed_to).filter(pk=request.user.pk).exists()
    is_open = is_asked and timezone.localdate() <= shown.closes_on
    form = FillForm(request.POST if request.method == "POST" else None, sheet=shown)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sheet_fill(
                sheet=shown,
                choices=form.choices,
                words=data.get("words", ""),
                signature=data.get("signature", ""),
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已收下。"))
            return redirect(shown)
    context = {"sheet": shown, "own": own, "form": form if is_open else None, **_results(request, shown)}
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/sheet_detail.html", context, status=status)


def _results(request: AuthenticatedHttpRequest, shown: Sheet) -> dict[str, object]:
    """Return what came of it, for its organizer; what people wrote besides is the director's to read."""
    is_survey = shown.kind == SheetKind.SURVEY
    if not has_office_role(request.user, Role.ORGANIZER, Role.DIRECTOR):
        return {}
    return {
        "is_keeper": True,
        "missing": people_without_sheet(shown),
        "signed": () if is_survey else shown.signed.select_related("user"),
        "may_read_words": has_office_role(request.user, Role.DIRECTOR),
        "outcome": survey_outcome(shown) if is_survey else None,
        "is_survey": is_survey,
    }
