"""Read who may open what was said in confidence, and what a quarter's work must say."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import has_role, units_overseen
from learning.enums import PROJECTS, RecordKind, RecordState, TalkType
from learning.models import Record
from learning.schemes.model import Filter, Kind
from learning.selectors.schemes import schemes_in_force

#: What a quarter's work must say where no scheme in force speaks of it.
_USUAL = Filter(least_characters=200, most_items=3)


def may_open(user: User, record: Record) -> bool:
    """Return whether a person may open a talk: the two, and the directors over the unit once it was handed in.

    Neither reviewers nor organizers: they learn that a talk took place.
    """
    if user.pk in {record.subject_id, record.counterpart_id}:
        return user.pk == record.subject_id or record.state != RecordState.DRAFT
    if record.state == RecordState.DRAFT or not has_role(user, Role.DIRECTOR):
        return False
    return units_overseen(user, Role.DIRECTOR).filter(pk=record.unit_id, office=user.office).exists()


def projects(office: Office) -> QuerySet[Record]:
    """Return the projects that are asked about and guided."""
    return Record.objects.filter(
        office=office, kind=RecordKind.IDEA, state=RecordState.APPROVED, idea__type__in=PROJECTS
    ).order_by("title", "pk")


def quarterly_work_limits(office: Office, on: date) -> Filter:
    """Return how much a quarter's work must say, by the scheme in force that asks for it."""
    for version in schemes_in_force(office, on):
        for duty in version.scheme.requirements:
            if duty.kind is Kind.TALK and TalkType.QUARTERLY_WORK in duty.where.equal.get("type", ()):
                return duty.where
    return _USUAL
