"""Read the notes that a director inspects."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import units_overseen
from learning.enums import RecordKind, RecordState
from learning.models import Inspection, NotebookPhoto, Record

_HANDED_IN = (RecordState.SUBMITTED, RecordState.APPROVED)


def notes_to_inspect(user: User) -> QuerySet[Record]:
    """Return the notes handed in by the people a director oversees; nobody inspects their own."""
    return Record.objects.filter(
        office=user.office_id,
        kind=RecordKind.NOTE,
        state__in=_HANDED_IN,
        unit__in=units_overseen(user, Role.DIRECTOR),
    ).exclude(subject=user)


def notes_between(user: User, first: date, last: date) -> QuerySet[Record]:
    """Return the notes of some days for a director, those not inspected yet first, then by unit and person."""
    stamped = Exists(Inspection.objects.filter(record=OuterRef("pk")))
    notes = notes_to_inspect(user).filter(occurred_on__range=(first, last)).annotate(is_inspected=stamped)
    return (
        notes.select_related("note", "subject", "unit")
        .prefetch_related("inspections__by", Prefetch("photos", NotebookPhoto.objects.defer("image")))
        .order_by("is_inspected", "unit__name", "subject__username", "occurred_on", "pk")
    )
