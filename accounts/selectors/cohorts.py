"""Read cohorts (花名册)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.enums import CohortKind
from accounts.models import Cohort, Office, User
from accounts.selectors.people import people_in_units
from accounts.selectors.units import UnitNode, unit_and_below, unit_tree


def cohort_people(cohort: Cohort, on: date | None = None) -> QuerySet[User]:
    """Return the people of a roster on a day; those who have left are not among them."""
    if cohort.kind == CohortKind.UNIT and cohort.unit is not None:
        return people_in_units(unit_and_below(cohort.unit), on)
    return cohort.people.filter(is_active=True)


def cohorts_listed(office: Office) -> list[tuple[Cohort, int]]:
    """Return an office's cohorts, each with how many people it has today, in three queries."""
    listed = Count("people", filter=Q(people__is_active=True))
    cohorts = Cohort.objects.filter(office=office).select_related("unit").annotate(listed=listed)
    in_units = _people_by_unit(unit_tree(office))
    return [(cohort, in_units[cohort.unit_id] if cohort.unit_id else cohort.listed) for cohort in cohorts]


def _people_by_unit(node: UnitNode) -> dict[int, int]:
    counts = {node.unit.pk: node.people_below}
    for child in node.children:
        counts |= _people_by_unit(child)
    return counts
