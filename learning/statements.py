"""What learning records say to the record store. Note texts never leave: a statement names the note and its length."""

from __future__ import annotations

from django.conf import settings

from accounts.models import User
from learning.models import Record
from lrs.services import statement_enqueue
from lrs.statements import ActivityType, Verb, activity_for, actor_for, statement_for, statement_id_for

_CHARACTERS = "/xapi-extensions/characters"


def note_approved(record: Record, *, reviewer: User) -> None:
    """Report in the caller's transaction that a person completed a note and who accepted it."""
    origin = settings.PUBLIC_ORIGIN
    assert record.decided_at is not None  # noqa: S101 -- the caller has just decided
    statement_enqueue(
        office=record.office,
        statement=statement_for(
            statement_id=statement_id_for("note-completed", record.uuid),
            actor=actor_for(record.subject, origin),
            verb=Verb.COMPLETED,
            target=activity_for(f"{origin}{record.get_absolute_url()}", record.title, ActivityType.NOTE),
            at=record.decided_at,
            result={"completion": True, "extensions": {f"{origin}{_CHARACTERS}": record.characters}},
            context={"instructor": actor_for(reviewer, origin)},
        ),
    )
