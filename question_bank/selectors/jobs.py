"""Read background work: what is under way, and whether anybody does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Length

from question_bank.enums import MOVING_JOBS, OPEN_JOBS, JobKind, RowStanding
from question_bank.models import ExchangeFile, Job, JobWorker, QuestionBank, SheetBatch, SheetFile, SheetImport
from question_bank.selectors.imports import rows_standing

#: A worker asks every few seconds; one that has not asked for this long is taken for dead.
_WORKER_LIFETIME = timedelta(minutes=2)
#: What a request may do where there is no worker: about a quarter of a minute's work.
_MODERATE_BYTES = 1_000_000
_MODERATE_ROWS = 3_000
_MODERATE_FILES = 50


def open_job(sheet_import: SheetImport) -> Job | None:
    """Return what is being done, or is to be done, with a sheet's rows."""
    return (
        sheet_import.jobs.filter(state__in=OPEN_JOBS, kind__in=MOVING_JOBS)
        .select_related("asked_by")
        .order_by("pk")
        .first()
    )


def open_job_beside(kind: JobKind, *, bank: QuestionBank, sheet_import: SheetImport | None = None) -> Job | None:
    """Return the work of a kind that is under way while the page can be used."""
    job = last_job(kind, bank=bank, sheet_import=sheet_import)
    return job if job and job.is_open else None


def batch_jobs(batch: SheetBatch) -> list[Job]:
    """Return what is to be done with a batch and its files, in order."""
    about = Q(batch=batch) | Q(sheet_import__batch=batch, kind__in=MOVING_JOBS)
    return list(Job.objects.filter(about, state__in=OPEN_JOBS).select_related("bank", "sheet_import").order_by("pk"))


def exchange_job(exchange_file: ExchangeFile) -> Job | None:
    """Return the last import of a file by the worker, over or not."""
    return exchange_file.jobs.select_related("bank__office", "asked_by").order_by("pk").last()


def last_job(kind: JobKind, *, bank: QuestionBank, sheet_import: SheetImport | None = None) -> Job | None:
    """Return the last work of a kind on a bank or on a sheet, over or not."""
    return Job.objects.filter(kind=kind, bank=bank, sheet_import=sheet_import).order_by("pk").last()


def worker_is_alive(now: datetime) -> bool:
    """Return whether somebody asked for background work lately."""
    return JobWorker.objects.filter(seen_at__gt=now - _WORKER_LIFETIME).exists()


def is_moderate(job: Job) -> bool:
    """Return whether a piece of work can be done while somebody waits for the page."""
    if job.kind == JobKind.READ:
        sizes = SheetFile.objects.filter(sheet_import=job.sheet_import).annotate(size=Length("data"))
        return (sizes.values_list("size", flat=True).first() or 0) <= _MODERATE_BYTES
    if job.exchange_file is not None:
        return job.exchange_file.questions <= _MODERATE_ROWS
    if job.batch is not None:
        return job.batch.imports.count() <= _MODERATE_FILES
    if job.sheet_import is None:
        return job.bank.questions.count() <= _MODERATE_ROWS
    if job.kind == JobKind.COMMIT:
        return rows_standing(job.sheet_import, RowStanding.READY).count() <= _MODERATE_ROWS
    return job.sheet_import.rows.count() <= _MODERATE_ROWS
