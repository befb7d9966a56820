"""Pages of the publication register, and what is printed from pieces."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.print_fonts import UNPRINTABLE
from accounts.selectors import has_office_role
from accounts.spreadsheets import CellValue, write_workbook
from learning.enums import RecordKind
from learning.forms.publications import MonthForm, PublicationDecisionForm, PublicationForm
from learning.models import Publication
from learning.prints import approval_form, compendium
from learning.selectors import readable_records
from learning.selectors.publications import month_of, publications_between, publications_waiting, quarter_of
from learning.services.publications import PublicationError, publication_decide, publication_register
from learning.views.pieces import get_piece
from quizzes.organizing.print_forms import PrintFormat
from quizzes.views.printing import document_response


@office_role_required(Role.ORGANIZER)
@require_safe
def register(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show what waits to be confirmed, and what came out in a month."""
    first, last = month_of(_asked(request).cleaned_data["month"] or timezone.localdate())
    context = {
        "waiting": publications_waiting(request.user.office),
        "publications": publications_between(request.user.office, first, last),
        "asked": f"{first:%Y-%m}",
        "table": _table_title(first),
        "months": [(f"{each:%Y-%m}", _month_in_words(each)) for each in _months(timezone.localdate())],
    }
    return render(request, "learning/publication_register.html", context)


@office_role_required(Role.ORGANIZER)
@require_safe
def register_export(request: AuthenticatedHttpRequest) -> FileResponse:
    """Hand out a month's table as a workbook."""
    first, last = month_of(_asked(request).cleaned_data["month"] or timezone.localdate())
    title = _table_title(first)
    header = [_("序号"), _("题目"), _("类别"), _("作者"), _("单位"), _("媒体"), _("级别"), _("发表日期"), _("网址")]
    rows: list[list[CellValue]] = [
        [
            number,
            each.record.title,
            each.record.piece.piece_class,
            each.record.subject.name,
            each.record.unit.name,
            each.outlet,
            each.level,
            each.published_on,
            each.link,
        ]
        for number, each in enumerate(publications_between(request.user.office, first, last), start=1)
    ]
    return workbook_response(f"{title}.xlsx", write_workbook(title, header, rows))


@office_role_required(Role.ORGANIZER)
@require_safe
def bound(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Hand out the pieces that came out in a quarter, bound together."""
    asked = _asked(request).cleaned_data
    first, last = quarter_of(asked["month"] or timezone.localdate())
    found = list(publications_between(request.user.office, first, last).defer(None).defer("image"))
    if not found:
        messages.error(request, _("这个季度还没有核实过的发表，没有可以汇编的。"))
        return redirect("learning:publications")
    try:
        return document_response(
            compendium(request.user.office, first, last, found), PrintFormat(asked["to"] or PrintFormat.PDF)
        )
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect("learning:publications")


@require_POST
def publish(request: AuthenticatedHttpRequest, piece: UUID) -> HttpResponse:
    """Enter where a piece came out: its author, or an organizer."""
    shown = get_piece(request, piece)
    if shown.subject_id != request.user.pk and not has_office_role(request.user, Role.ORGANIZER):
        raise Http404
    form = PublicationForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("learning:piece", piece=shown.uuid)
    try:
        publication_register(record=shown, text=form.text(), by=request.user, now=timezone.now())
    except PublicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已登记，考务核实以后计入。"))
    return redirect("learning:piece", piece=shown.uuid)


@office_role_required(Role.ORGANIZER)
@require_POST
def decide(request: AuthenticatedHttpRequest, publication: UUID) -> HttpResponse:
    """Confirm or refuse an entry."""
    entry = get_object_or_404(Publication, uuid=publication, record__office=request.user.office)
    form = PublicationDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择核实或者不予登记。"))
        return redirect("learning:publications")
    is_confirmed = form.cleaned_data["decision"] == "confirm"
    try:
        publication_decide(
            publication=entry,
            is_confirmed=is_confirmed,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except PublicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已核实。") if is_confirmed else _("已记为不予登记。"))
    return redirect("learning:publications")


@require_safe
def proof(request: AuthenticatedHttpRequest, publication: UUID) -> HttpResponse:
    """Show the image that proves a publication to who may read the piece."""
    readable = readable_records(request.user).filter(kind=RecordKind.PIECE)
    entry = get_object_or_404(Publication, uuid=publication, record__in=readable.values("pk"))
    if not entry.image_type:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(bytes(entry.image), content_type=entry.image_type, headers=headers)


@require_safe
def form_print(request: AuthenticatedHttpRequest, piece: UUID) -> HttpResponse:
    """Hand out the approval form of a piece."""
    shown = get_piece(request, piece)
    version = shown.piece_versions.last()
    if version is None:
        messages.error(request, _("还没有提交过，没有审批表。"))
        return redirect("learning:piece", piece=shown.uuid)
    try:
        return document_response(
            approval_form(shown, version, list(shown.reviews.select_related("by", "seat_of"))), PrintFormat.PDF
        )
    except UNPRINTABLE as error:
        messages.error(request, str(error))
        return redirect("learning:piece", piece=shown.uuid)


def _table_title(first: date) -> str:
    return _("%(month)s媒体采用汇总表") % {"month": _month_in_words(first)}


def _month_in_words(first: date) -> str:
    return _("%(year)d年%(month)d月") % {"year": first.year, "month": first.month}


def _asked(request: AuthenticatedHttpRequest) -> MonthForm:
    form = MonthForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form


def _months(today: date) -> list[date]:
    """Return the first days of this month and the eleven before."""
    months = [today.replace(day=1)]
    while len(months) < 12:
        first = months[-1]
        months.append(
            first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)
        )
    return months
