"""Read the ledgers of work (台账): a unit's, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.selectors import has_office_role, has_role, people_in_units, unit_and_below, units_overseen
from learning.enums import RecordKind, RecordState
from learning.models import Record
from learning.selectors.reviewing import REVIEWING_ROLES

#: What is still to be done; what waits for its reviewer is done as far as its owner goes.
_OPEN = (RecordState.DRAFT, RecordState.RETURNED)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Work in the order of its urgency."""

    overdue: list[Record]
    open: list[Record]
    waiting: list[Record]
    done: list[Record]

    @property
    def total(self) -> int:
        return len(self.overdue) + len(self.open) + len(self.waiting) + len(self.done)


def ledger_of(tasks: QuerySet[Record], on: date) -> Ledger:
    """Return work by how it stands on a day: the longest overdue first, what was done last first."""
    rows = list(tasks.select_related("task", "subject", "unit").order_by("task__due", "pk"))
    still = [row for row in rows if row.state in _OPEN]
    return Ledger(
        overdue=[row for row in still if row.task.due < on],
        open=[row for row in still if row.task.due >= on],
        waiting=[row for row in rows if row.state == RecordState.SUBMITTED],
        done=[row for row in reversed(rows) if row.state == RecordState.APPROVED],
    )


def own_tasks(user: User, year: int) -> QuerySet[Record]:
    """Return a person's work of a year, and what is still open from before."""
    return _of_year(Record.objects.filter(kind=RecordKind.TASK, subject=user), year)


def unit_tasks(unit: Unit, year: int) -> QuerySet[Record]:
    """Return the work of a unit and all below it, likewise."""
    return _of_year(Record.objects.filter(kind=RecordKind.TASK, unit__in=unit_and_below(unit)), year)


def _of_year(tasks: QuerySet[Record], year: int) -> QuerySet[Record]:
    return tasks.filter(occurred_on__year=year) | tasks.filter(occurred_on__year__lt=year, state__in=_OPEN)


def ledger_units(user: User) -> list[Unit]:
    """Return the units whose ledger a person reads: those they review, an organizer's whole office."""
    units = Unit.objects.filter(office=user.office).with_tree_fields()
    if has_office_role(user, Role.ORGANIZER):
        return list(units)
    readable = {pk for role in _held(user) for pk in units_overseen(user, role).values_list("pk", flat=True)}
    return [unit for unit in units if unit.pk in readable]


def may_plan_for(user: User, owner: User) -> bool:
    """Return whether a person may put work on another's ledger: their own, of units they review, an organizer all."""
    if owner == user or (has_office_role(user, Role.ORGANIZER) and owner.office_id == user.office_id):
        return True
    return any(people_in_units(units_overseen(user, role)).filter(pk=owner.pk).exists() for role in _held(user))


def _held(user: User) -> Iterable[Role]:
    return [role for role in REVIEWING_ROLES if has_role(user, role)]
