"""Read learning records: one's own, and those one reviews."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role, has_role, units_overseen
from learning.enums import REVIEWED_IN_UNIT, RecordState
from learning.models.records import Record

#: Who reads and decides on the records of a unit and all below it.
REVIEWING_ROLES = (Role.REVIEWER, Role.DIRECTOR)


def own_records(user: User) -> QuerySet[Record]:
    """Return a person's records, newest first."""
    return Record.objects.filter(subject=user).select_related("note", "exam__result")


def records_to_review(user: User) -> QuerySet[Record]:
    """Return what waits for this reviewer, oldest first; nobody reviews their own."""
    return (
        Record.objects.filter(_overseen(user), kind__in=REVIEWED_IN_UNIT, state=RecordState.SUBMITTED)
        .exclude(subject=user)
        .select_related("note", "subject", "unit")
        .order_by("submitted_at")
    )


def readable_records(user: User) -> QuerySet[Record]:
    """Return what a person may read: their own, those of units they review, and an organizer's whole office.

    A draft is its writer's alone.
    """
    allowed = Q(subject=user)
    submitted = ~Q(state=RecordState.DRAFT)
    allowed |= _overseen(user) & submitted
    if has_office_role(user, Role.ORGANIZER):
        allowed |= Q(office=user.office) & submitted
    return Record.objects.filter(allowed).select_related("note", "exam__result__attempt__exam", "subject", "unit")


def may_review(user: User, record: Record) -> bool:
    """Return whether this person may decide on this record now."""
    return records_to_review(user).filter(pk=record.pk).exists()


def _overseen(user: User) -> Q:
    condition = Q(pk__in=[])
    for role in REVIEWING_ROLES:
        if has_role(user, role):
            condition |= Q(unit__in=units_overseen(user, role), office=user.office)
    return condition
