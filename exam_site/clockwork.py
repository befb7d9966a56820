"""What happens by the clock, without anyone present. Every step can be repeated without harm."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from appraisal.services import ledger_reconcile
from learning.services import exam_records_reconcile
from learning.services.reminders import reminders_prepare, reminders_send
from lrs.services import outbox_drain
from question_bank.services import amendments_take_effect, exchange_files_forget, jobs_work, questions_reconcile
from quizzes.exposure import exposures_reconcile
from quizzes.services import exams_follow_clock
from quizzes.taking.attempts import attempts_close_overdue

#: A few seconds' worth, so that overdue attempts do not wait long behind an exam of a whole city.
_STATEMENTS_A_TICK = 5_000


def tick(*, now: datetime) -> None:
    """Submit what ran out of time, note which exams opened and closed, amend, deliver to the record store."""
    attempts_close_overdue(now=now)
    exams_follow_clock(now=now)
    amendments_take_effect(now=now)
    outbox_drain(limit=_STATEMENTS_A_TICK)


def errands(*, is_stopping: Callable[[], bool]) -> None:
    """Do what may take minutes: remind people, whose mail server may be slow; read and bring in large files."""
    reminders_prepare(now=timezone.now())
    reminders_send(clock=timezone.now, is_stopping=is_stopping)
    exchange_files_forget(now=timezone.now())
    jobs_work(clock=timezone.now, is_stopping=is_stopping)


def reconcile(*, now: datetime) -> dict[str, int]:
    """Make what a lost signal should have made; return how many of each were missing."""
    return {
        "到时未交卷的作答": attempts_close_overdue(now=now),
        "到期的文件修订": amendments_take_effect(now=now),
        "试题检索文字": questions_reconcile(),
        "试题使用": exposures_reconcile(),
        "考试学习记录": exam_records_reconcile(),
        "积分台账": ledger_reconcile(now=now),
        "xAPI 陈述": outbox_drain(limit=sys.maxsize),
    }
