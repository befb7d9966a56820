"""Read learning records: one's own, and those one reviews."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.selectors import current, has_office_role, has_role, units_overseen
from learning.enums import REVIEWED_IN_UNIT, RecordKind, RecordState
from learning.models.events import Attendance
from learning.models.records import Record
from learning.selectors.reviewing import CONFIDED_ROLES, REVIEWING_ROLES, pieces_on_bench

#: The kinds whose own row says a few words in a list.
_TOLD = ("note", "session", "task", "pairing", "piece", "talk", "idea", "exam__result")


def own_records(user: User) -> QuerySet[Record]:
    """Return a person's records, newest first; an event is not its organizer's."""
    return Record.objects.filter(subject=user).exclude(kind=RecordKind.EVENT).select_related(*_TOLD)


def records_to_review(user: User) -> QuerySet[Record]:
    """Return what waits for this reviewer, oldest first.

    Nobody reviews their own, nor what another confirms, nor what was told in confidence and is closed to them.
    """
    waiting = Record.objects.filter(overseen(user), kind__in=REVIEWED_IN_UNIT, state=RecordState.SUBMITTED)
    return (
        waiting.filter(Q(is_confidential=False) | overseen(user, CONFIDED_ROLES), counterpart=None)
        .exclude(subject=user)
        .select_related(*_TOLD, "subject", "unit")
        .order_by("submitted_at")
    )


def records_to_confirm(user: User) -> QuerySet[Record]:
    """Return what others recorded of themselves and this person, and waits for this person's word."""
    waiting = Record.objects.filter(counterpart=user, state=RecordState.SUBMITTED)
    return waiting.select_related(*_TOLD, "subject", "unit").order_by("submitted_at")


def readable_records(user: User) -> QuerySet[Record]:
    """Return what a person may read: their own, those they are the other side of, events they are on the list of,
    those of units they review, and an organizer's whole office.

    A draft is its writer's alone; a planned task is none. Of a confidential record they read that there is one.
    """
    allowed = Q(subject=user)
    submitted = ~Q(state=RecordState.DRAFT) | Q(kind=RecordKind.TASK)
    listed = Attendance.objects.filter(user=user, event__record__office=user.office_id).values("event")
    allowed |= (overseen(user) | Q(counterpart=user) | Q(pk__in=listed) | pieces_on_bench(user)) & submitted
    if has_office_role(user, Role.ORGANIZER):
        allowed |= Q(office=user.office) & submitted
    told = (*_TOLD, "exam__result__attempt__exam", "subject", "counterpart", "unit")
    return Record.objects.filter(allowed).select_related(*told)


def may_review(user: User, record: Record) -> bool:
    """Return whether this person may decide on this record now."""
    return records_to_review(user).filter(pk=record.pk).exists()


def deciders_on(record: Record) -> QuerySet[User]:
    """Return who may decide, as `records_to_review` has it, on a record that no other person confirms."""
    roles = CONFIDED_ROLES if record.is_confidential else REVIEWING_ROLES
    units = list(record.unit.ancestors(include_self=True).values_list("pk", flat=True))
    held = RoleAssignment.objects.filter(current(), role__in=roles, unit__in=units)
    return (
        User.objects.filter(pk__in=held.values("user"), is_active=True)
        .exclude(pk=record.subject_id)
        .order_by("username")
    )


def may_confirm(user: User, record: Record) -> bool:
    """Return whether this record waits for this person's word, as the other side of it."""
    return record.counterpart_id == user.pk and record.state == RecordState.SUBMITTED


def overseen(user: User, roles: Collection[Role] = REVIEWING_ROLES) -> Q:
    """Return the condition that a record is of a unit over which somebody holds one of these roles."""
    condition = Q(pk__in=[])
    for role in roles:
        if has_role(user, role):
            condition |= Q(unit__in=units_overseen(user, role), office=user.office)
    return condition
