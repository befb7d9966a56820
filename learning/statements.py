"""What learning records say to the record store. Note texts never leave: a statement names the note and its length."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import Office, User
from learning.enums import RecordKind
from learning.models import Attendance, Event, Inspection, Publication, Record, TrainingClass
from learning.selectors.classes import TraineeRow
from lrs.services import statement_enqueue, statements_enqueue
from lrs.statements import ActivityType, Verb, activity_for, actor_for, statement_for, statement_id_for

_CHARACTERS = "/xapi-extensions/characters"
_OUTLET, _LEVEL = "/xapi-extensions/outlet", "/xapi-extensions/level"


#: What a record of each kind is, in the words of the public registries.
_IS_A = {
    RecordKind.SESSION: ActivityType.COURSE,
    RecordKind.NOTE: ActivityType.NOTE,
    RecordKind.EVENT: ActivityType.EVENT,
    RecordKind.PIECE: ActivityType.ARTICLE,
    RecordKind.PAIRING: ActivityType.TASK,
    RecordKind.TALK: ActivityType.MEETING,
    RecordKind.IDEA: ActivityType.ARTICLE,
    RecordKind.TASK: ActivityType.TASK,
}


def record_approved(record: Record, *, reviewer: User | None) -> None:
    """Report in the caller's transaction that a person completed a record, and who accepted it, if anybody had to.

    Of a confidential one only that there was one of its kind: neither its title nor with whom.
    """
    origin = settings.PUBLIC_ORIGIN
    assert record.decided_at is not None  # noqa: S101 -- the caller has just decided
    kind = RecordKind(record.kind)
    name = str(kind.label) if record.is_confidential else record.title
    result: dict[str, Any] = {"completion": True, "extensions": {f"{origin}{_CHARACTERS}": record.characters}}
    if record.minutes:
        result["duration"] = f"PT{record.minutes}M"
    statement_enqueue(
        office=record.office,
        statement=statement_for(
            statement_id=statement_id_for(f"{kind}-completed", record.uuid),
            actor=actor_for(record.subject, origin),
            verb=Verb.COMPLETED,
            target=activity_for(f"{origin}{record.get_absolute_url()}", name, _IS_A[kind]),
            at=record.decided_at,
            result=result,
            context={"instructor": actor_for(reviewer, origin)} if reviewer and not record.is_confidential else {},
        ),
    )


def attended(event: Event, attendances: Iterable[Attendance]) -> None:
    """Report in the caller's transaction who was at an event that is settled, and how long."""
    origin = settings.PUBLIC_ORIGIN
    target = activity_for(f"{origin}{event.get_absolute_url()}", event.record.title, ActivityType.EVENT)
    statements_enqueue(
        office=event.record.office,
        statements=[
            statement_for(
                statement_id=_attended_id(attendance),
                actor=actor_for(attendance.user, origin),
                verb=Verb.ATTENDED,
                target=target,
                at=event.ends_at,
                result={"duration": f"PT{attendance.minutes}M"},
            )
            for attendance in attendances
        ],
    )


def attendance_withdrawn(event: Event, attendance: Attendance, *, by: User, at: datetime) -> None:
    """Void in the caller's transaction what was said of somebody's attendance that is put right."""
    statement_enqueue(
        office=event.record.office,
        statement=statement_for(
            statement_id=statement_id_for("attended-voided", attendance.uuid, attendance.withdrawals),
            actor=actor_for(by, settings.PUBLIC_ORIGIN),
            verb=Verb.VOIDED,
            target={"objectType": "StatementRef", "id": str(_attended_id(attendance))},
            at=at,
        ),
    )


def _attended_id(attendance: Attendance) -> UUID:
    return statement_id_for("attended", attendance.uuid, attendance.withdrawals)


def piece_published(publication: Publication, record: Record) -> None:
    """Report in the caller's transaction that a person's piece came out, once for each outlet and day."""
    origin = settings.PUBLIC_ORIGIN
    assert publication.decided_at is not None  # noqa: S101 -- the caller has just confirmed it
    extensions = {f"{origin}{_OUTLET}": publication.outlet, f"{origin}{_LEVEL}": publication.level}
    statement_enqueue(
        office=record.office,
        statement=statement_for(
            statement_id=_published_id(publication),
            actor=actor_for(record.subject, origin),
            verb=Verb.POSTED,
            target=activity_for(f"{origin}{record.get_absolute_url()}", record.title, _IS_A[RecordKind.PIECE]),
            at=publication.decided_at,
            context={"extensions": extensions},
        ),
    )


def publication_withdrawn(publication: Publication, record: Record, *, by: User, at: datetime) -> None:
    """Void in the caller's transaction what was said of a publication that is refused after all."""
    statement_enqueue(
        office=record.office,
        statement=statement_for(
            statement_id=statement_id_for("piece-published-voided", publication.uuid),
            actor=actor_for(by, settings.PUBLIC_ORIGIN),
            verb=Verb.VOIDED,
            target={"objectType": "StatementRef", "id": str(_published_id(publication))},
            at=at,
        ),
    )


def _published_id(publication: Publication) -> UUID:
    return statement_id_for("piece-published", publication.uuid)


def class_completed(training_class: TrainingClass, rows: Iterable[TraineeRow], *, at: datetime) -> None:
    """Report in the caller's transaction who completed a training class, and how long they were in its sessions."""
    origin = settings.PUBLIC_ORIGIN
    target = activity_for(f"{origin}{training_class.get_absolute_url()}", training_class.title, ActivityType.COURSE)
    statements_enqueue(
        office=training_class.office,
        statements=[
            statement_for(
                statement_id=statement_id_for("class-completed", row.trainee.uuid),
                actor=actor_for(row.trainee.user, origin),
                verb=Verb.COMPLETED,
                target=target,
                at=at,
                result={"completion": True, "duration": f"PT{row.minutes}M"},
            )
            for row in rows
        ],
    )


def notes_inspected(inspections: Iterable[Inspection], *, office: Office) -> None:
    """Report in the caller's transaction that a director looked at notes; neither grade nor words leave."""
    origin = settings.PUBLIC_ORIGIN
    statements_enqueue(
        office=office,
        statements=[
            statement_for(
                statement_id=statement_id_for("note-inspected", each.record.uuid, each.at.isoformat()),
                actor=actor_for(each.by, origin),
                verb=Verb.COMMENTED,
                target=activity_for(f"{origin}{each.record.get_absolute_url()}", each.record.title, ActivityType.NOTE),
                at=each.at,
            )
            for each in inspections
        ],
    )
