"""Exchanging questions with other systems: what a format loses, and what a file holds, is shown before it happens."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import JobState
from question_bank.forms import ExchangeUploadForm, ExportForm, QuestionFilterForm, kept_filter
from question_bank.interchange import Export, Format
from question_bank.models import ExchangeFile, Question
from question_bank.selectors import exchange_job, file_at_hand, intake_prospect, questions_found
from question_bank.services import (
    bank_ensure,
    exchange_commit,
    exchange_commit_ask,
    exchange_discard,
    exchange_keep,
    exchange_read,
    questions_export,
)
from question_bank.services.interchange import EXCHANGE_AT_ONCE
from question_bank.views.access import get_exchange_file_for_user, trainers_only
from question_bank.views.jobs import job_context

#: More than this a request should not write; the command can.
MAX_EXPORTED = 5_000
_LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def exchange(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Choose a format to write what the list shows, or bring a file of another system."""
    office = request.user.office
    upload = ExchangeUploadForm(office, request.POST or None, request.FILES or None)
    if upload.is_valid():
        file = upload.cleaned_data["file"]
        bank = upload.cleaned_data.get("bank") or bank_ensure(office=office)
        try:
            kept = exchange_keep(bank=bank, data=file.read(), file_name=file.name, by=request.user, now=timezone.now())
        except RefusedError as refusal:
            upload.add_error("file", str(refusal))
        else:
            return redirect(kept)
    return render(
        request,
        "question_bank/exchange.html",
        {"upload": upload, "at_hand": file_at_hand(request.user), **_export_context(request)},
        status=422 if upload.is_bound else 200,
    )


@require_safe
@trainers_only
def exchange_export(request: AuthenticatedHttpRequest) -> HttpResponseBase:
    """Hand out the file."""
    form = ExportForm(request.GET)
    found = _found(request)
    if form.chosen is None or not found or found.count() > MAX_EXPORTED:
        messages.error(request, _("请先选好格式和要导出的试题。"))
        return redirect("question_bank:exchange")
    export = _export(request, found, form.chosen)
    return FileResponse(
        io.BytesIO(export.data),
        as_attachment=True,
        filename=_("试题 %(format)s%(suffix)s") % {"format": form.chosen.label, "suffix": form.chosen.suffix},
        content_type=form.chosen.media_type,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def exchange_file(request: AuthenticatedHttpRequest, exchange_file: UUID) -> HttpResponse:
    """Show what a file holds and what of it cannot come in; then bring it in."""
    kept = get_exchange_file_for_user(request, exchange_file)
    if request.method == "POST":
        return _commit(request, kept) if kept.data else redirect(kept)
    job = exchange_job(kept)
    if job and (job.is_open or job.state == JobState.DONE):
        context = {"exchange_file": kept, "outcome": job.message, **job_context(job if job.is_open else None)}
        return render(request, "question_bank/exchange_progress.html", context)
    intake = exchange_read(bytes(kept.data))
    prospect = intake_prospect(kept.bank, intake)
    context = {
        "exchange_file": kept,
        "intake": intake,
        "prospect": prospect,
        "fresh": prospect.fresh[:_LISTED],
        "faults": prospect.faults[:_LISTED],
        "noted": prospect.noted[:_LISTED],
        "unread": intake.unread[:_LISTED],
        "stopped": job,
        "goes_on_beside": kept.questions > EXCHANGE_AT_ONCE,
    }
    return render(request, "question_bank/exchange_file.html", context)


@require_POST
@trainers_only
def exchange_removal(request: AuthenticatedHttpRequest, exchange_file: UUID) -> HttpResponseRedirect:
    """Put a file aside."""
    kept = get_exchange_file_for_user(request, exchange_file)
    exchange_discard(exchange_file=kept)
    if kept.data:
        messages.success(request, _("没有导入，文件已经放下。"))
    return redirect("question_bank:exchange")


def _commit(request: AuthenticatedHttpRequest, kept: ExchangeFile) -> HttpResponseRedirect:
    """Bring in a small file now, and leave a large one to the worker."""
    if kept.questions > EXCHANGE_AT_ONCE:
        exchange_commit_ask(exchange_file=kept, by=request.user, now=timezone.now())
        return redirect(kept)
    summary = exchange_commit(exchange_file=kept, by=request.user, now=timezone.now())
    (messages.success if summary.imported else messages.info)(request, summary.told)
    return redirect("question_bank:questions")


def _export_context(request: AuthenticatedHttpRequest) -> dict[str, object]:
    """Return what there is to write, and once a format is chosen what it would lose."""
    found = _found(request)
    count = found.count()
    form = ExportForm(request.GET if "format" in request.GET else None)
    format_ = form.chosen if form.is_bound else None
    context = {
        "export_form": form,
        "filters": QuestionFilterForm(request.user, request.GET),
        "kept": kept_filter(request.GET),
        "count": count,
        "format": format_,
        "too_many": count > MAX_EXPORTED,
        "most": MAX_EXPORTED,
    }
    if format_ is not None and 0 < count <= MAX_EXPORTED:
        report = _export(request, found, format_).report
        context |= {"report": report, "written": count - report.left_out}
    return context


def _found(request: AuthenticatedHttpRequest) -> QuerySet[Question]:
    filters = QuestionFilterForm(request.user, request.GET)
    return questions_found(request.user.office, filters.wanted).order_by("pk")


def _export(request: AuthenticatedHttpRequest, found: QuerySet[Question], format_: Format) -> Export:
    return questions_export(office=request.user.office, questions=found, format_key=format_.key)
