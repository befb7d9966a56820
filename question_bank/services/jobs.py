"""Claim work that is too long for a request, and do it step by step.

Each step is a transaction that begins with `Stint.step`: it renews the claim, or ends the work when that was cancelled
or has fallen to another worker. So what a step wrote is whole, and no two workers write it.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import User
from question_bank.enums import OPEN_JOBS, JobKind, JobState
from question_bank.models import ExchangeFile, Job, JobWorker, QuestionBank, SheetBatch, SheetImport

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
#: Longer than any step takes: reading one file in a child process is the longest, and that is killed long before.
_HOLD = timedelta(minutes=3)
_WORKER = "desk"
_LONGEST_MESSAGE = 500


class JobStopped(Exception):
    """The work is no longer this worker's: it was cancelled, or taken up by another."""


class WorkerLeaving(Exception):
    """The worker was told to stop: the work waits for the next."""


class Stint:
    """One worker's hold on a piece of work."""

    def __init__(self, job: Job, claim: uuid.UUID, clock: Clock, is_stopping: Callable[[], bool]) -> None:
        self.job = job
        self._claim = claim
        self._clock = clock
        self._is_stopping = is_stopping

    @property
    def now(self) -> datetime:
        """Return the time."""
        return self._clock()

    def step(self, *, done: int | None = None, total: int | None = None) -> None:
        """Hold on to the work for the transaction under way, and tell how far it is.

        Raises:
            JobStopped: it is no longer ours.
            WorkerLeaving: this worker is to stop.
        """
        if self._is_stopping():
            raise WorkerLeaving
        told = {name: value for name, value in (("done", done), ("total", total)) if value is not None}
        if not self._held().update(claimed_until=self.now + _HOLD, **told):
            raise JobStopped

    def end(self, state: JobState, message: str = "") -> bool:
        """Close the work, unless it is no longer ours."""
        closed = {"claim": None, "claimed_until": None, "finished_at": self.now, "message": message[:_LONGEST_MESSAGE]}
        return bool(self._held().update(state=state, **closed))

    def give_back(self) -> None:
        """Let the next worker take it up; leaving in good order counts as no try."""
        self._held().update(state=JobState.WAITING, claim=None, claimed_until=None, tries=F("tries") - 1)

    def _held(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, claim=self._claim)


#: Does a piece of work and returns the sentence that tells the outcome.
Handler = Callable[[Stint], str]


def job_ask(
    *,
    kind: JobKind,
    bank: QuestionBank,
    by: User,
    now: datetime,
    sheet_import: SheetImport | None = None,
    batch: SheetBatch | None = None,
    exchange_file: ExchangeFile | None = None,
) -> Job:
    """Return the open work of this kind, asked for now if there was none."""
    with transaction.atomic():
        locked = QuestionBank.objects.select_for_update().get(pk=bank.pk)
        about: dict[str, object] = {"kind": kind, "bank": locked, "sheet_import": sheet_import, "batch": batch}
        about["exchange_file"] = exchange_file
        standing = Job.objects.filter(**about, state__in=OPEN_JOBS).first()
        return standing or Job.objects.create(**about, asked_by=by, asked_at=now)


def job_cancel(*, job: Job, now: datetime) -> bool:
    """Stop a piece of work after the step under way, and return whether there was anything to stop."""
    standing = Job.objects.filter(pk=job.pk, state__in=OPEN_JOBS)
    return bool(standing.update(state=JobState.CANCELLED, claim=None, claimed_until=None, finished_at=now))


def worker_sign(*, now: datetime) -> None:
    """Note that somebody asks for work."""
    JobWorker.objects.update_or_create(name=_WORKER, defaults={"seen_at": now})


def job_claim(*, clock: Clock, is_stopping: Callable[[], bool], job: Job | None = None) -> Stint | None:
    """Return a hold on the given work, or on the first that nobody does; None where there is none."""
    now = clock()
    free = Job.objects.filter(Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, claimed_until__lt=now))
    for found in (free.filter(pk=job.pk) if job else free).select_related("bank__office", "asked_by").order_by("pk"):
        claim = uuid.uuid4()
        mine = free.filter(pk=found.pk, claim=found.claim)
        if found.tries >= Job.MAX_TRIES:
            message = _("试了 %(count)d 次都中断了，请把文件拆小再试，或者告诉管理员。") % {"count": found.tries}
            mine.update(state=JobState.FAILED, claim=None, claimed_until=None, finished_at=now, message=message)
        # Nothing updated: another worker got there first.
        elif mine.update(state=JobState.RUNNING, claim=claim, claimed_until=now + _HOLD, tries=F("tries") + 1):
            return Stint(found, claim, clock, is_stopping)
    return None


def stint_do(stint: Stint, handlers: Mapping[JobKind, Handler]) -> None:
    """Do what is held. A refusal ends it with a sentence; what the database did wrong leaves it to the next try."""
    try:
        message = handlers[JobKind(stint.job.kind)](stint)
    except JobStopped:
        return
    except WorkerLeaving:
        stint.give_back()
    except RefusedError as refusal:
        stint.end(JobState.FAILED, str(refusal))
    except DatabaseError:
        raise
    except Exception:
        # A fault of ours must not be tried for ever, nor stop the work behind it.
        logger.exception("job %s failed", stint.job.pk)
        stint.end(JobState.FAILED, _("程序出错，没有做完；已经做完的部分不受影响。请告诉管理员。"))
    else:
        stint.end(JobState.DONE, message)
