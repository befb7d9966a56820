"""Write inspections of notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from learning import statements
from learning.models import Inspection, Record
from learning.selectors.inspections import notes_to_inspect

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a director says of a note."""

    grade: str
    comment: str = ""


def notes_inspect(*, stamps: Mapping[UUID, Stamp], by: User, now: datetime) -> int:
    """Stamp notes that a director oversees, and return how many; others among them are passed over.

    As many queries for two hundred as for one. The note says from now on that it was inspected.
    """
    with transaction.atomic():
        overseen = notes_to_inspect(by).filter(uuid__in=stamps)
        notes = list(Record.objects.select_for_update().filter(pk__in=overseen.values("pk")).order_by("pk"))
        made = [
            Inspection(record=note, grade=stamps[note.uuid].grade, comment=stamps[note.uuid].comment, by=by, at=now)
            for note in notes
        ]
        Inspection.objects.bulk_create(made, batch_size=_BATCH)
        for note in notes:
            note.attributes = {**note.attributes, "inspected": "yes"}
        Record.objects.bulk_update(notes, ["attributes"], batch_size=_BATCH)
        statements.notes_inspected(made, office=by.office)
    return len(notes)
