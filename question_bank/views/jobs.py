"""How far background work is, stopping it, and doing it here where nobody else does."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import MOVING_JOBS, ImportState, JobKind, JobState
from question_bank.models import Job, SheetImport
from question_bank.selectors import is_moderate, worker_is_alive
from question_bank.services import import_cancel, job_do
from question_bank.services.jobs import job_cancel
from question_bank.views.access import get_job_for_user, trainers_only
from question_bank.views.words import words_form

#: Where somebody was who asked for work on a whole bank.
_PLACES = {JobKind.SUGGEST: "question_bank:uncited", JobKind.COMPARE: "question_bank:duplicates"}


def job_context(job: Job | None) -> dict[str, object]:
    """Return what `_job.html` shows."""
    waits_in_vain = job is not None and job.state == JobState.WAITING and not worker_is_alive(timezone.now())
    return {
        "job": job,
        "told": _told(job) if job else "",
        "waits_in_vain": waits_in_vain,
        "may_do_here": job is not None and waits_in_vain and is_moderate(job),
    }


def show_progress(request: AuthenticatedHttpRequest, shown: SheetImport, job: Job | None) -> HttpResponse:
    """Show what the worker does with a sheet, or what became of it."""
    context = {
        "sheet_import": shown,
        "is_reading": shown.state == ImportState.READING,
        "words": words_form(shown),
        **job_context(job),
    }
    return render(request, "question_bank/import_progress.html", context)


@require_safe
@trainers_only
def job_progress(request: AuthenticatedHttpRequest, job: UUID) -> JsonResponse:
    """Tell how far it is, for the page to show without being loaded anew."""
    shown = get_job_for_user(request, job)
    told = {"done": shown.done, "total": shown.total, "text": _told(shown)}
    return JsonResponse({"open": shown.is_open, **told})


@require_POST
@trainers_only
def job_cancellation(request: AuthenticatedHttpRequest, job: UUID) -> HttpResponseRedirect:
    """Stop after the step under way."""
    shown = get_job_for_user(request, job)
    if shown.sheet_import is None or shown.kind not in MOVING_JOBS:
        job_cancel(job=shown, now=timezone.now())
        messages.info(request, _("已经停下，做完的部分留着。"))
        return _to_place(shown)
    stopped = import_cancel(sheet_import=shown.sheet_import, now=timezone.now())
    if stopped.state == ImportState.CANCELLED:
        messages.success(request, _("已经取消，这份文件没有留下任何题。"))
        return redirect("question_bank:imports")
    return redirect(stopped)


@require_POST
@trainers_only
def job_doing(request: AuthenticatedHttpRequest, job: UUID) -> HttpResponseRedirect:
    """Do in this request what waits for a worker that is not there."""
    shown = get_job_for_user(request, job)
    if shown.is_open and is_moderate(shown):
        job_do(job=shown, clock=timezone.now)
    elif shown.is_open:
        messages.error(request, _("太大了，不能在网页里处理，请管理员启动后台。"))
    return _to_place(shown)


def _to_place(job: Job) -> HttpResponseRedirect:
    if job.sheet_import is not None:
        return redirect(job.sheet_import)
    if job.batch is not None:
        return redirect(job.batch)
    if job.exchange_file is not None:
        return redirect(job.exchange_file)
    return redirect(reverse(_PLACES[JobKind(job.kind)], query={"bank": str(job.bank.uuid)}))


def _told(job: Job) -> str:
    if job.state == JobState.WAITING:
        return _("排队等待后台处理")
    if not job.total:
        return _("正在准备")
    return _("%(done)d / %(total)d 题") % {"done": job.done, "total": job.total}
