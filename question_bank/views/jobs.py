"""How far background work is, stopping it, and doing it here where nobody else does."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import ImportState, JobState
from question_bank.models import Job, SheetImport
from question_bank.selectors import is_moderate, open_job, worker_is_alive
from question_bank.services import import_cancel, job_do
from question_bank.views.access import get_import_for_user, trainers_only


def show_progress(request: AuthenticatedHttpRequest, shown: SheetImport, job: Job | None) -> HttpResponse:
    """Show what the worker does with a sheet, or what became of it."""
    waits_in_vain = job is not None and job.state == JobState.WAITING and not worker_is_alive(timezone.now())
    context = {
        "sheet_import": shown,
        "job": job,
        "told": _told(job) if job else "",
        "waits_in_vain": waits_in_vain,
        "may_do_here": job is not None and waits_in_vain and is_moderate(job),
        "is_reading": shown.state == ImportState.READING,
    }
    return render(request, "question_bank/import_progress.html", context)


@require_safe
@trainers_only
def import_progress(request: AuthenticatedHttpRequest, sheet_import: UUID) -> JsonResponse:
    """Tell how far it is, for the page to show without being loaded anew."""
    job = open_job(get_import_for_user(request, sheet_import))
    if job is None:
        return JsonResponse({"open": False})
    return JsonResponse({"open": True, "done": job.done, "total": job.total, "text": _told(job)})


@require_POST
@trainers_only
def import_cancellation(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponseRedirect:
    """Stop after the step under way."""
    stopped = import_cancel(sheet_import=get_import_for_user(request, sheet_import), now=timezone.now())
    if stopped.state == ImportState.CANCELLED:
        messages.success(request, _("已经取消，这份文件没有留下任何题。"))
        return redirect("question_bank:imports")
    return redirect(stopped)


@require_POST
@trainers_only
def import_doing(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponse:
    """Do in this request what waits for a worker that is not there."""
    shown = get_import_for_user(request, sheet_import)
    job = open_job(shown)
    if job is not None and not is_moderate(job):
        response = show_progress(request, shown, job)
        response.status_code = HTTPStatus.CONFLICT
        return response
    if job is not None:
        job_do(job=job, clock=timezone.now)
    return redirect(shown)


def _told(job: Job) -> str:
    if job.state == JobState.WAITING:
        return _("排队等待后台处理")
    if not job.total:
        return _("正在打开文件")
    return _("%(done)d / %(total)d 题") % {"done": job.done, "total": job.total}
