"""Who does which background work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from question_bank.enums import JobKind
from question_bank.models import Job
from question_bank.services.imports import batch_pair, import_commit_steps, import_read
from question_bank.services.interchange import exchange_commit_steps
from question_bank.services.jobs import Clock, Handler, job_claim, stint_do, worker_sign
from question_bank.services.likeness import compare_steps
from question_bank.services.suggestions import suggest_steps

_HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.PAIR: batch_pair,
    JobKind.READ: import_read,
    JobKind.COMMIT: import_commit_steps,
    JobKind.SUGGEST: suggest_steps,
    JobKind.COMPARE: compare_steps,
    JobKind.EXCHANGE: exchange_commit_steps,
}


def jobs_work(*, clock: Clock, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what waits, piece after piece, and return how many pieces were taken up."""
    worker_sign(now=clock())
    taken = 0
    while not is_stopping() and (stint := job_claim(clock=clock, is_stopping=is_stopping)):
        taken += 1
        stint_do(stint, _HANDLERS)
        worker_sign(now=clock())
    return taken


def job_do(*, job: Job, clock: Clock) -> Job:
    """Do one piece of work here and now, unless a worker is at it."""
    if stint := job_claim(clock=clock, is_stopping=lambda: False, job=job):
        stint_do(stint, _HANDLERS)
    job.refresh_from_db()
    return job
