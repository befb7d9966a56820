"""Read people, roles and rosters."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import CohortKind, Role
from accounts.models import Cohort, Membership, Office, RoleAssignment, Unit, User


def today() -> date:
    """Return the day on the office's wall."""
    return timezone.localdate()


def current(on: date | None = None) -> Q:
    """Return the condition that a dated row holds on a day; both ends count."""
    day = on or today()
    return Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gte=day))


def current_roles(user: User) -> frozenset[Role]:
    """Return the roles a person holds today, asked of the database once a request."""
    cached: frozenset[Role] | None = getattr(user, "_current_roles", None)
    if cached is None:
        held = RoleAssignment.objects.filter(current(), user=user).values_list("role", flat=True)
        cached = frozenset(Role(role) for role in held) | {Role.CADRE}
        user._current_roles = cached  # type: ignore[attr-defined]  # noqa: SLF001 -- lives as long as the request
    return cached


def has_role(user: User, *roles: Role) -> bool:
    """Return whether a person holds any of the roles today."""
    return not current_roles(user).isdisjoint(roles)


def units_overseen(user: User, role: Role) -> QuerySet[Unit]:
    """Return the units a person holds a role over: those named and all below them."""
    named = Unit.objects.filter(role_assignments__in=RoleAssignment.objects.filter(current(), user=user, role=role))
    overseen: set[int] = set()
    for unit in named:
        overseen.update(unit.descendants(include_self=True).values_list("pk", flat=True))
    return Unit.objects.filter(pk__in=overseen)


def people_overseen(user: User, role: Role) -> QuerySet[User]:
    """Return the people who are today in a unit that a person holds a role over."""
    return people_in_units(units_overseen(user, role))


def people_in_units(units: QuerySet[Unit], on: date | None = None) -> QuerySet[User]:
    """Return the people in any of the units on a day."""
    return User.objects.filter(
        pk__in=Membership.objects.filter(current(on), unit__in=units).values("user"), is_active=True
    )


def unit_of(user: User, on: date | None = None) -> Unit | None:
    """Return where a person belongs on a day."""
    membership = Membership.objects.filter(current(on), user=user).select_related("unit").first()
    return membership.unit if membership else None


def root_unit(office: Office) -> Unit:
    """Return the top of an office's tree."""
    unit: Unit = Unit.objects.get(office=office, parent__isnull=True)
    return unit


def cohort_people(cohort: Cohort, on: date | None = None) -> QuerySet[User]:
    """Return the people of a roster on a day; those who have left are not among them."""
    if cohort.kind == CohortKind.UNIT and cohort.unit is not None:
        units = Unit.objects.filter(
            pk__in=list(cohort.unit.descendants(include_self=True).values_list("pk", flat=True))
        )
        return people_in_units(units, on)
    return cohort.people.filter(is_active=True)


def units_by_person(people: QuerySet[User], on: date | None = None) -> dict[int, Unit]:
    """Return each person's unit on a day in one query, by the person's key."""
    rows = Membership.objects.filter(current(on), user__in=people).select_related("unit")
    return {row.user_id: row.unit for row in rows}
