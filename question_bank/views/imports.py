"""Question sheets: uploading, going through the rows beside their source, bringing the good ones in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.spreadsheets import write_workbook
from question_bank.enums import ImportState, JobKind, JobState, RowStanding
from question_bank.forms import (
    CiteForm,
    CiteScopeForm,
    DeskForm,
    RowForm,
    SheetUploadForm,
    words_reworked,
    words_sent,
)
from question_bank.models import ImportRow, SheetImport
from question_bank.selectors import (
    SourceSpan,
    citable_versions,
    confidence_counts,
    import_prospect,
    imports_listed,
    last_job,
    lines_around,
    open_job,
    open_job_beside,
    pairs_of_row,
    parsed_of,
    problem_kinds,
    row_place,
    row_shown,
    row_standing,
    rows_standing,
    rows_with_problem,
    shown_suggestions,
    standing_counts,
    sure_for_rows,
)
from question_bank.services import (
    COMMIT_AT_ONCE,
    READ_AT_ONCE,
    bank_ensure,
    batch_import_ask,
    files_unpacked,
    import_commit,
    import_commit_ask,
    import_finish,
    row_accept,
    row_cite,
    row_restore,
    row_revise,
    row_skip,
    rows_accept,
    rows_compare,
    rows_suggest,
    sheet_import,
    sheet_import_ask,
)
from question_bank.sheets.pairing import SheetFile
from question_bank.sheets.template import as_table, build_template
from question_bank.views.access import get_import_for_user, get_row_for_user, trainers_only
from question_bank.views.jobs import job_context, show_progress
from question_bank.views.likeness import compare_at_once, show_pairs
from question_bank.views.picking import picking_context
from question_bank.views.showing import show_lines, show_parsed
from question_bank.views.words import words_form

_PER_PAGE = 30
_LINES_BEFORE = 30
#: Of what is accepted in one go, so many are shown.
_LOOKED_AT = 50
#: Rows that have something wrong with them.
_TOLD_APART = {RowStanding.DOUBTFUL, RowStanding.FAULTY}
_LINES_AFTER = 60
_DECISIONS: dict[str, Callable[..., ImportRow]] = {
    "accept": row_accept,
    "skip": row_skip,
    "restore": row_restore,
}


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def imports(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the sheets brought so far and take a new one; nothing enters the bank yet."""
    office = request.user.office
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetUploadForm(office, *sent)
    if form.is_valid():
        try:
            return _take_in(request, form)
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
    page = Paginator(imports_listed(office), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "question_bank/import_list.html", context, status=422 if form.is_bound else 200)


def _take_in(request: AuthenticatedHttpRequest, form: SheetUploadForm) -> HttpResponseRedirect:
    """Read a small file at once; leave a large one, and all that comes together, to the worker."""
    bank = form.cleaned_data.get("bank") or bank_ensure(office=request.user.office)
    files = files_unpacked([SheetFile(name, file.read()) for name, file in form.chosen])
    by, now = request.user, timezone.now()
    if len(files) > 1:
        return redirect(batch_import_ask(bank=bank, files=files, by=by, now=now))
    (file,) = files
    keep = sheet_import if len(file.data) <= READ_AT_ONCE else sheet_import_ask
    kept = keep(bank=bank, data=file.data, file_name=file.name, by=by, now=now)
    if kept.state == ImportState.PREVIEW:
        rows_suggest(sheet_import=kept, by=by, now=now)
        compare_at_once(rows_compare(sheet_import=kept, by=by, now=now))
    if kept.state == ImportState.COMMITTED:
        messages.info(request, _("这份文件里的题，题库里都已经有了，没有要导入的。"))
    return redirect(kept)


@require_safe
@trainers_only
def import_template(request: AuthenticatedHttpRequest) -> FileResponse:  # noqa: ARG001 -- a view takes a request
    """Hand out the empty sheet."""
    return workbook_response(_("试题模板.xlsx"), build_template())


@require_safe
@trainers_only
def import_desk(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Show one row beside its source; while the worker is at the sheet, how far it is."""
    shown = get_import_for_user(request, sheet_import)
    job = open_job(shown)
    if job or shown.state in {ImportState.FAILED, ImportState.CANCELLED, ImportState.ANSWERS}:
        return show_progress(request, shown, job)
    return _desk(request, shown)


@require_POST
@trainers_only
def import_commitment(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Bring in the good rows; many are left to the worker."""
    shown = get_import_for_user(request, sheet_import)
    if rows_standing(shown, RowStanding.READY).count() > COMMIT_AT_ONCE:
        import_commit_ask(sheet_import=shown, by=request.user, now=timezone.now())
        return redirect(shown)
    summary = import_commit(sheet_import=shown, by=request.user, now=timezone.now())
    text = _("已导入 %(count)d 题，状态为“起草”。") % {"count": summary.imported}
    if summary.duplicates:
        text += _("%(count)d 题题库里已有，没有重复加入。") % {"count": summary.duplicates}
    if waiting := summary.waiting.total():
        text += _("还有 %(count)d 题没有导入，可以接着核对。") % {"count": waiting}
    (messages.success if summary.imported else messages.info)(request, text)
    return redirect(shown)


@require_POST
@trainers_only
def import_end(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Leave out all that has not come in."""
    import_finish(sheet_import=get_import_for_user(request, sheet_import))
    messages.success(request, _("核对结束，没有导入的题都标为跳过。"))
    return redirect("question_bank:imports")


@require_safe
@trainers_only
def import_faults(request: AuthenticatedHttpRequest, sheet_import: UUID) -> FileResponse:
    """Hand back the rows that have not come in, in the template's columns with place and reasons."""
    shown = get_import_for_user(request, sheet_import)
    rows = [*rows_standing(shown, RowStanding.FAULTY), *rows_standing(shown, RowStanding.DOUBTFUL)]
    rows.sort(key=lambda row: row.number)
    headings, lines = as_table(parsed_of(row) for row in rows)
    reasons = [[row.location, "；".join(row.problems)] for row in rows]
    workbook = write_workbook(
        _("问题题目"),
        [*headings, "原位置", "问题说明"],
        [[*line, *reason] for line, reason in zip(lines, reasons, strict=True)],
    )
    return workbook_response(_("问题题目.xlsx"), workbook)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def import_acceptance(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Take all rows with one and the same doubt as they stand, after a look at them."""
    shown = get_import_for_user(request, sheet_import)
    kind = DeskForm(request.POST if request.method == "POST" else request.GET).problem_asked
    if request.method == "POST":
        accepted = rows_accept(sheet_import=shown, kind=kind)
        messages.success(request, _("已采用 %(count)d 题。") % {"count": accepted})
        return redirect(shown)
    rows = rows_with_problem(rows_standing(shown, RowStanding.DOUBTFUL), kind, only=True)
    context = {
        "sheet_import": shown,
        "kind": kind,
        "count": rows.count(),
        "entries": [(row, show_parsed(parsed_of(row))) for row in rows[:_LOOKED_AT]],
    }
    return render(request, "question_bank/import_accept.html", context)


@require_POST
@trainers_only
def row_revision(request: AuthenticatedHttpRequest, row: UUID) -> HttpResponse:
    """Mend a row in place; it stays open until it is good."""
    shown = get_row_for_user(request, row)
    words = words_sent(request.POST)
    if "act" in request.POST:
        form = RowForm(parsed_of(shown), words_reworked(words, request.POST["act"]))
        return _desk(request, shown.sheet_import, shown, form)
    form = RowForm(parsed_of(shown), words, request.POST)
    if not form.is_valid():
        return _desk(request, shown.sheet_import, shown, form)
    try:
        mended = row_revise(row=shown, changes=form.changes)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _to_row(request, shown)
    if row_standing(mended) == RowStanding.READY:
        messages.success(request, _("第 %(number)d 题改好了。") % {"number": mended.number})
        return _to_next_row(request, mended)
    problems = mended.problems or [str(row_standing(mended).label)]
    messages.warning(request, _("已保存，还有问题：%(problems)s") % {"problems": "；".join(problems)})
    return _to_row(request, mended)


@require_POST
@trainers_only
def row_decision(request: AuthenticatedHttpRequest, row: UUID, decision: str) -> HttpResponse:
    """Take a row as it stands, leave it out, or take it up again; then on to the next."""
    shown = get_row_for_user(request, row)
    try:
        decided = _DECISIONS[decision](row=shown)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _to_row(request, shown)
    return _to_row(request, decided) if decision == "restore" else _to_next_row(request, decided)


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def row_citation(request: AuthenticatedHttpRequest, row: UUID) -> HttpResponse:
    """Pick the provision that a row rests on."""
    shown = get_row_for_user(request, row)
    scope = CiteScopeForm(request.user.office, request.GET)
    form = CiteForm(scope.version, request.POST if request.method == "POST" else None)
    del form.fields["quoted"]
    if form.is_valid():
        try:
            row_cite(row=shown, provision=form.cleaned_data["provision"])
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_row(request, shown)
    context = {
        **picking_context(scope, form),
        "shown": show_parsed(parsed_of(shown)),
        "heading": _("第 %(number)d 题依据哪一条") % {"number": shown.number},
        "back": f"{shown.sheet_import.get_absolute_url()}?row={shown.number}",
    }
    return render(request, "question_bank/cite.html", context, status=422 if form.is_bound else 200)


def _desk(
    request: AuthenticatedHttpRequest,
    shown: SheetImport,
    row: ImportRow | None = None,
    form: RowForm | None = None,
) -> HttpResponse:
    desk = DeskForm(request.GET)
    rows = _rows(shown, desk)
    row = row or row_shown(rows, desk.number)
    counts = standing_counts(shown)
    by_standing = {figure.standing: figure.count for figure in counts}
    context = {
        "sheet_import": shown,
        "is_open": shown.state == ImportState.PREVIEW,
        "broken_off": _broken_off(shown),
        "words": words_form(shown),
        **(_prospect_context(shown) if shown.state == ImportState.PREVIEW else {}),
        "counts": counts,
        "total": sum(by_standing.values()),
        "ready": by_standing[RowStanding.READY],
        "imported": by_standing[RowStanding.IMPORTED],
        "to_look_at": by_standing[RowStanding.DOUBTFUL] + by_standing[RowStanding.FAULTY],
        "wanted": desk.standing,
        "problem": desk.problem_asked,
        "kinds": problem_kinds(rows_standing(shown, desk.standing)) if desk.standing in _TOLD_APART else [],
        **(_row_context(shown, row, form) if row else {}),
        **({"place": row_place(rows, row)} if row else {}),
    }
    return render(request, "question_bank/import_desk.html", context, status=422 if form and form.is_bound else 200)


def _rows(shown: SheetImport, desk: DeskForm) -> QuerySet[ImportRow]:
    """Return the rows that the desk is narrowed to."""
    rows = rows_standing(shown, desk.standing)
    return rows_with_problem(rows, desk.problem_asked) if desk.problem_asked else rows


def _prospect_context(shown: SheetImport) -> dict[str, object]:
    """Return what coming in would mean, and what is suggested for those that rest on nothing."""
    prospect = import_prospect(shown)
    if not prospect.uncited:
        return {"prospect": prospect}
    return {
        "prospect": prospect,
        "sure": confidence_counts(sure_for_rows(shown, 0)),
        "may_suggest": citable_versions(shown.bank.office).exists(),
        **job_context(open_job_beside(JobKind.SUGGEST, bank=shown.bank, sheet_import=shown)),
    }


def _broken_off(shown: SheetImport) -> str:
    """Return what to say of a commitment that did not come to its end."""
    job = last_job(JobKind.COMMIT, bank=shown.bank, sheet_import=shown)
    if shown.state != ImportState.PREVIEW or job is None or job.state not in {JobState.CANCELLED, JobState.FAILED}:
        return ""
    told = job.message or _("导入已经停下。")
    return told + _("已经导入的题都是完整的；其余的没有动，可以接着导入。")


def _row_context(shown: SheetImport, row: ImportRow, form: RowForm | None) -> dict[str, object]:
    parsed = parsed_of(row)
    standing = row_standing(row)
    return {
        "row": row,
        "parsed": parsed,
        "shown": show_parsed(parsed),
        "standing": standing,
        "is_decidable": shown.state == ImportState.PREVIEW and standing != RowStanding.IMPORTED,
        "form": form or RowForm(parsed),
        "pairs": show_pairs(pairs_of_row(row)),
        "suggestions": [] if row.provision_id else list(shown_suggestions().filter(row=row)),
        "is_form_open": form is not None or standing == RowStanding.FAULTY,
        "lines": show_lines(_window(shown, row), shown.format),
    }


def _window(shown: SheetImport, row: ImportRow) -> list[SourceSpan]:
    return lines_around(shown, row.first_line, row.last_line, before=_LINES_BEFORE, after=_LINES_AFTER)


def _to_row(request: AuthenticatedHttpRequest, row: ImportRow) -> HttpResponseRedirect:
    """Stay with a row, among the same rows as long as it still belongs to them."""
    standing = DeskForm(request.GET).standing
    return _to_desk(row.sheet_import, standing or "" if row_standing(row) == standing else "", row.number)


def _to_next_row(request: AuthenticatedHttpRequest, row: ImportRow) -> HttpResponseRedirect:
    """Go to the next row of those shown; when none is left, to whatever needs a look."""
    desk = DeskForm(request.GET)
    following = row_place(_rows(row.sheet_import, desk), row).next
    kept = desk.problem_asked if following else ""
    return _to_desk(row.sheet_import, desk.standing or "", following, kept)


def _to_desk(shown: SheetImport, standing: str, number: int | None, problem: str = "") -> HttpResponseRedirect:
    wanted = {"status": standing, "problem": problem, "row": number or ""}
    query = {name: value for name, value in wanted.items() if value}
    return redirect(reverse("question_bank:import", kwargs={"sheet_import": shown.uuid}, query=query))
