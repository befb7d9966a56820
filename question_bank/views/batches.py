"""A folder or zip at once: what became of each file, which answers which, and bringing in all that is good."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.enums import ImportState
from question_bank.forms import PairForm
from question_bank.selectors import batch_entries, batch_jobs, is_moderate, worker_is_alive
from question_bank.services import batch_commit, import_pair, job_do
from question_bank.views.access import get_batch_for_user, get_import_for_user, trainers_only

#: How long a request works for a batch where there is no worker; the next one goes on.
_PATIENCE = timedelta(seconds=20)


@require_safe
@trainers_only
def batch(request: AuthenticatedHttpRequest, batch: UUID) -> HttpResponse:
    """List the files with what was found in each."""
    shown = get_batch_for_user(request, batch)
    entries = batch_entries(shown)
    reviewed = [entry for entry in entries if entry.is_reviewed]
    open_jobs = batch_jobs(shown)
    context = {
        "batch": shown,
        "entries": entries,
        "open_count": len(open_jobs),
        "waits_in_vain": bool(open_jobs) and not worker_is_alive(timezone.now()),
        "questions": sum(entry.total for entry in entries),
        "ready": sum(entry.ready for entry in reviewed),
        "to_look_at": sum(entry.doubtful + entry.faulty for entry in reviewed),
        "imported": sum(entry.imported for entry in entries),
        "may_answer": [
            entry.file for entry in entries if not entry.imported and entry.file.state != ImportState.FAILED
        ],
    }
    return render(request, "question_bank/batch.html", context)


@require_POST
@trainers_only
def batch_commitment(request: AuthenticatedHttpRequest, batch: UUID) -> HttpResponseRedirect:
    """Bring in the good rows of all files."""
    shown = get_batch_for_user(request, batch)
    imported = batch_commit(batch=shown, by=request.user, now=timezone.now())
    if imported:
        messages.success(request, _("已导入 %(count)d 题，状态为“起草”。") % {"count": imported})
    else:
        messages.info(request, _("题比较多，已交给后台导入。") if batch_jobs(shown) else _("没有要导入的题。"))
    return redirect(shown)


@require_POST
@trainers_only
def batch_doing(request: AuthenticatedHttpRequest, batch: UUID) -> HttpResponseRedirect:
    """Do here, for a while, what waits for a worker that is not there."""
    shown = get_batch_for_user(request, batch)
    until = timezone.now() + _PATIENCE
    while timezone.now() < until and (jobs := [job for job in batch_jobs(shown) if is_moderate(job)]):
        job_do(job=jobs[0], clock=timezone.now)
    if left := len(batch_jobs(shown)):
        messages.info(
            request, ngettext("还有 %(count)d 项没有做完。", "还有 %(count)d 项没有做完。", left) % {"count": left}
        )
    return redirect(shown)


@require_POST
@trainers_only
def import_pairing(request: AuthenticatedHttpRequest, sheet_import: UUID) -> HttpResponseRedirect:
    """Set which files of a batch answer another."""
    shown = get_import_for_user(request, sheet_import)
    form = PairForm(shown, request.POST)
    if not form.is_valid():
        messages.error(request, _("只能从同一批上传的文件里选答案文件。"))
        return redirect(shown.batch or shown)
    try:
        import_pair(sheet_import=shown, answers=form.answers, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(shown.batch or shown)
