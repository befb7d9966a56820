"""Bringing a roster in from Excel: upload, preview, confirmation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role, RosterImportState
from accounts.errors import RefusedError
from accounts.forms import RosterCommitForm, RosterFilterForm, RosterUploadForm
from accounts.forms.rosters import STATE_LABELS
from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.models import RosterImport
from accounts.rosters import CHOOSABLE, COLUMNS, ComparedRow, RowState, UnreadableRosterError
from accounts.rosters import roster_template as template
from accounts.selectors import roster_rows, rows_chosen, unit_paths_missing
from accounts.services import RosterOutcome
from accounts.services import roster_choose as choose
from accounts.services import roster_commit as commit
from accounts.services import roster_upload as upload
from accounts.spreadsheets import write_workbook

_PER_PAGE = 100
_REFUSALS_SHOWN = 10
_TAGS = {
    RowState.NEW: "good",
    RowState.MOVED: "act",
    RowState.CHANGED: "act",
    RowState.UNCHANGED: "",
    RowState.DOUBTFUL: "warn",
    RowState.FAULTY: "bad",
    RowState.LEFT_OUT: "",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows are in a state."""

    state: RowState
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview."""

    compared: ComparedRow
    unit: str
    label: str
    tag: str
    is_choosable: bool
    is_chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@office_role_required(Role.ORGANIZER)
def roster_upload(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Take a workbook and lead to its preview; nobody is written yet."""
    office = request.user.office
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = upload(office=office, by=request.user, file_name=file.name, data=file.read())
        except (UnreadableRosterError, RefusedError) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("accounts:roster", roster=kept.uuid)
    recent = RosterImport.objects.filter(office=office).select_related("uploaded_by").defer("rows")[:10]
    return render(request, "accounts/roster_upload.html", {"form": form, "recent": recent, "columns": COLUMNS})


@require_safe
@office_role_required(Role.ORGANIZER)
def roster(request: AuthenticatedHttpRequest, roster: UUID) -> HttpResponse:
    """Show what the roster would do, row by row, as things stand now or, once confirmed, what it did."""
    subject = _get_roster_for_user(request, roster)
    return _preview(request, subject, RosterCommitForm(subject))


@require_POST
@office_role_required(Role.ORGANIZER)
def roster_commit(request: AuthenticatedHttpRequest, roster: UUID) -> HttpResponse:
    """Bring the chosen rows in, or only remember what is chosen on this page."""
    subject = _get_roster_for_user(request, roster)
    form = RosterCommitForm(subject, request.POST)
    is_valid = form.is_valid()
    choose(roster_import=subject, shown=form.cleaned_data.get("shown", []), ticked=form.cleaned_data.get("take", []))
    if form.cleaned_data["keep"]:
        messages.success(request, _("已记住这一页的勾选。"))
        return redirect("accounts:roster", roster=subject.uuid)
    if not is_valid:
        return _preview(request, _get_roster_for_user(request, roster), form)
    try:
        outcome = commit(roster_import=subject, on=form.cleaned_data["on"], now=timezone.now())
    except RefusedError as refusal:
        messages.info(request, str(refusal))
    else:
        _report(request, outcome)
    return redirect("accounts:roster", roster=subject.uuid)


@require_safe
@office_role_required(Role.ORGANIZER)
def roster_faults(request: AuthenticatedHttpRequest, roster: UUID) -> FileResponse:
    """Hand back the rows that were not brought in, each with its reasons, to be mended and sent again."""
    subject = _get_roster_for_user(request, roster)
    header = [*(column.heading for column in COLUMNS), _("原行号"), _("问题")]
    rows = [
        [
            compared.row.username,
            compared.row.name,
            "/".join(compared.row.path),
            compared.row.position,
            compared.row.phone,
            compared.row.newcomer_written,
            compared.row.number,
            "；".join(compared.problems),
        ]
        for compared in roster_rows(subject)
        if compared.state == RowState.FAULTY
    ]
    return workbook_response(_("人员名单问题行.xlsx"), write_workbook(_("问题行"), header, rows))


@require_safe
@office_role_required(Role.ORGANIZER)
def roster_template(request: AuthenticatedHttpRequest) -> FileResponse:  # noqa: ARG001 -- a view takes a request
    """Hand out the empty roster."""
    return workbook_response(_("人员名单模板.xlsx"), template())


def _get_roster_for_user(request: AuthenticatedHttpRequest, roster: UUID) -> RosterImport:
    """Return an upload of the sender's own office; others are not found."""
    imports = RosterImport.objects.select_related("office", "uploaded_by")
    return get_object_or_404(imports, office=request.user.office_id, uuid=roster)


def _preview(request: AuthenticatedHttpRequest, subject: RosterImport, form: RosterCommitForm) -> HttpResponse:
    compared = roster_rows(subject)
    chosen = rows_chosen(subject, compared)
    chosen_numbers = {row.row.number for row in chosen}
    counts = Counter(row.state for row in compared)
    filters = RosterFilterForm(request.GET)
    wanted = filters.cleaned_data["state"] if filters.is_valid() else ""
    shown = [row for row in compared if not wanted or row.state == wanted]
    page = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "roster": subject,
        "committed": subject.state == RosterImportState.COMMITTED,
        "form": form,
        "total": len(subject.rows),
        "wanted": wanted,
        "figures": [Figure(state, str(label), counts[state]) for state, label in STATE_LABELS.items()],
        "to_bring_in": len(chosen),
        "brought_in": sum(counts[state] for state in CHOOSABLE),
        "may_choose": any(counts[state] for state in CHOOSABLE),
        "doubtful": counts[RowState.DOUBTFUL],
        "faulty": counts[RowState.FAULTY],
        "missing_units": ["/".join(path) for path in unit_paths_missing(subject.office, chosen)],
        "page": page,
        "lines": [_line(row, subject.office.name, row.row.number in chosen_numbers) for row in page.object_list],
    }
    return render(request, "accounts/roster.html", context)


def _line(compared: ComparedRow, root: str, is_chosen: bool) -> Line:  # noqa: FBT001 -- a fact of the row
    unit = "/".join(compared.path) or (root if compared.row.path else "")
    return Line(
        compared, unit, str(STATE_LABELS[compared.state]), _TAGS[compared.state], compared.state in CHOOSABLE, is_chosen
    )


def _report(request: AuthenticatedHttpRequest, outcome: RosterOutcome) -> None:
    facts = {state.value: outcome.counts[state] for state in RowState}
    messages.success(
        request,
        _(
            "已导入：新增 %(new)d 人，调动 %(moved)d 人，更新 %(changed)d 人；"
            "%(faulty)d 行有问题、%(left_out)d 行没有勾选，没有导入。"
        )
        % facts,
    )
    for refused in outcome.refused[:_REFUSALS_SHOWN]:
        messages.warning(request, refused)
    if len(outcome.refused) > _REFUSALS_SHOWN:
        messages.warning(request, _("另有 %(count)d 行没有调动。") % {"count": len(outcome.refused) - _REFUSALS_SHOWN})
