"""Plain factories for learning records: a reading note at each station of its way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from learning.enums import RecordState, Verdict
from learning.models import Record
from learning.services import NoteText, record_create, record_review, record_submit
from tests.factories.accounts import make_user
from tests.factories.taking import NOON


def make_text(**changes: Any) -> NoteText:
    return NoteText(
        **{
            "book": "乡土中国",
            "author": "费孝通",
            "title": "读《乡土中国》",
            "body": "差序格局说的是远近。" * 40,
            "occurred_on": date(2026, 10, 8),
            **changes,
        }
    )


def make_note(
    subject: User | None = None,
    state: RecordState = RecordState.DRAFT,
    *,
    reviewer: User | None = None,
    comment: str = "写得实在。",
    now: datetime = NOON,
    **changes: Any,
) -> Record:
    """Return a note of 400 characters that went the way to this state through the services."""
    subject = subject or make_user()
    record = record_create(subject=subject, entry=make_text(**changes).entry(now))
    if state == RecordState.DRAFT:
        return record
    record = record_submit(record=record, now=now)
    if state == RecordState.SUBMITTED:
        return record
    return record_review(
        record=record,
        verdict=Verdict.APPROVED if state == RecordState.APPROVED else Verdict.RETURNED,
        comment=comment,
        by=reviewer or make_user(subject.office, Role.REVIEWER),
        now=now,
    )
