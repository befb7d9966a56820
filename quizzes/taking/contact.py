"""The page's sign of life, apart from the saves: it brings what the page noticed and takes back messages.

One statement notes that the page is there; a second reads what invigilators have said since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from quizzes.enums import IntegrityKind
from quizzes.models import Attempt, ExamMessage, IntegrityEvent
from quizzes.taking.saving import moment, standing_or_refusal
from quizzes.taking.statement import fetch

_SEEN = """
UPDATE quizzes_attempt SET seen_at = %(at)s
WHERE id = %(attempt)s AND epoch = %(epoch)s AND state = 'open' AND accepts_until >= %(at)s
RETURNING deadline_at, exam_id, candidate_id
"""
_SEEN_BY_VENDOR = dict.fromkeys(("postgresql", "sqlite"), _SEEN)
#: What one report may hold: a page that sends more is no page of ours.
MAX_EVENTS = 50
MAX_AMOUNT = 24 * 3600


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something the page noticed: seconds away, or characters pasted."""

    kind: IntegrityKind
    amount: int


@dataclass(frozen=True, slots=True)
class Contact:
    """What the page is told: when the attempt now ends, and messages it has not had, oldest first."""

    deadline_at: datetime
    messages: Sequence[Mapping[str, Any]]


def contact_note(
    *, attempt: int, epoch: int, noticed: Sequence[Noticed], last_message: int, arrived_at: datetime
) -> Contact:
    """Note that the page is there and what it noticed; return what it should know.

    Raises:
        NoAttemptError: there is no such attempt.
        TakenOverError: another device has it.
        SubmittedError: it is handed in.
        TimeIsUpError: its time is over.
    """
    at = connection.ops.adapt_datetimefield_value(arrived_at)
    rows = fetch(_SEEN_BY_VENDOR, {"attempt": attempt, "epoch": epoch, "at": at})
    if not rows:
        standing_or_refusal(attempt, epoch, arrived_at)
    deadline_at, exam, candidate = rows[0]
    if noticed:
        IntegrityEvent.objects.bulk_create(
            IntegrityEvent(attempt_id=attempt, kind=each.kind, amount=each.amount, at=arrived_at) for each in noticed
        )
    return Contact(moment(deadline_at), _messages(exam, candidate, last_message))


def messages_for(attempt: Attempt) -> Sequence[Mapping[str, Any]]:
    """Return all that candidates of an attempt have been told, for a page that opens."""
    return _messages(attempt.exam_id, attempt.candidate_id, 0)


def _messages(exam: int, candidate: int, after: int) -> Sequence[Mapping[str, Any]]:
    mine = Q(candidate=None) | Q(candidate=candidate)
    return list(ExamMessage.objects.filter(mine, exam=exam, pk__gt=after).order_by("pk").values("pk", "text", "at"))
