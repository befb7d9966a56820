"""Write cohorts (花名册)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import CohortKind
from accounts.errors import RefusedError
from accounts.models import Cohort, Office, Unit, User


def cohort_create(*, office: Office, name: str, unit: Unit | None = None, people: Sequence[User] = ()) -> Cohort:
    """Return a new roster: a unit with all below it, whoever that is on the day, or a list of people.

    Raises:
        RefusedError: the office has a roster of this name.
    """
    _refuse_taken(office, name)
    kind = CohortKind.LIST if unit is None else CohortKind.UNIT
    with transaction.atomic():
        cohort = Cohort.objects.create(office=office, name=name, kind=kind, unit=unit)
        cohort.people.set(people)
    return cohort


def cohort_update(*, cohort: Cohort, name: str, unit: Unit | None = None, people: Sequence[User] = ()) -> Cohort:
    """Rename a roster and replace its unit or its list; exams already made keep their candidates.

    Raises:
        RefusedError: another roster of the office has this name.
    """
    _refuse_taken(cohort.office, name, besides=cohort)
    with transaction.atomic():
        cohort.name, cohort.unit = name, unit
        cohort.kind = CohortKind.LIST if unit is None else CohortKind.UNIT
        cohort.save(update_fields=["name", "unit", "kind"])
        cohort.people.set(people)
    return cohort


def cohort_person_add(*, cohort: Cohort, person: User) -> None:
    """Put a person on a list; one who is on it stays.

    Raises:
        RefusedError: the roster is a unit, whose people follow from where they work.
    """
    _refuse_unit(cohort)
    cohort.people.add(person)


def cohort_person_remove(*, cohort: Cohort, person: User) -> None:
    """Take a person off a list; exams already announced keep their candidates.

    Raises:
        RefusedError: the roster is a unit.
    """
    _refuse_unit(cohort)
    cohort.people.remove(person)


def _refuse_unit(cohort: Cohort) -> None:
    if cohort.kind == CohortKind.UNIT:
        raise RefusedError(_("花名册“%(name)s”按单位确定，人员随调动更新，不能单独增减。") % {"name": cohort.name})


def _refuse_taken(office: Office, name: str, besides: Cohort | None = None) -> None:
    taken = office.cohorts.filter(name=name)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise RefusedError(_("已经有名为“%(name)s”的花名册。") % {"name": name})
