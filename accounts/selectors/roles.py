"""Read who may do what, and over whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.enums import EXCLUSIVE_ROLES, Role
from accounts.models import Office, RoleAssignment, Unit, User
from accounts.selectors.days import current, today


@dataclass(frozen=True, slots=True)
class HeldRoles:
    """A person's roles today: over any unit at all, and over the whole office."""

    anywhere: frozenset[Role]
    office: frozenset[Role]


def held_roles(user: User) -> HeldRoles:
    """Return a person's roles, asked of the database once a request."""
    cached: HeldRoles | None = getattr(user, "_held_roles", None)
    if cached is None:
        rows = list(
            RoleAssignment.objects.filter(current(), user=user, unit__office=user.office_id).values_list(
                "role", "unit__parent"
            )
        )
        anywhere = frozenset(Role(role) for role, _parent in rows) | {Role.CADRE}
        cached = HeldRoles(anywhere, frozenset(Role(role) for role, parent in rows if parent is None))
        user._held_roles = cached  # type: ignore[attr-defined]  # noqa: SLF001 -- lives as long as the request
    return cached


def current_roles(user: User) -> frozenset[Role]:
    """Return the roles a person holds today, over whatever unit."""
    return held_roles(user).anywhere


def has_role(user: User, *roles: Role) -> bool:
    """Return whether a person holds any of the roles today, over whatever unit."""
    return not current_roles(user).isdisjoint(roles)


def has_office_role(user: User, *roles: Role) -> bool:
    """Return whether a person holds any of the roles today over the whole office."""
    return not held_roles(user).office.isdisjoint(roles)


def office_role_holders(office: Office, *roles: Role) -> QuerySet[User]:
    """Return who holds any of the roles today over the whole office, as `has_office_role` asks of one person."""
    held = RoleAssignment.objects.filter(current(), role__in=roles, unit__office=office, unit__parent__isnull=True)
    return User.objects.filter(office=office, pk__in=held.values("user"))


def units_overseen(user: User, role: Role) -> QuerySet[Unit]:
    """Return the units a person holds a role over: those named and all below them, asked for once a request."""
    cached: dict[Role, set[int]] = user.__dict__.setdefault("_units_overseen", {})
    if role not in cached:
        held = RoleAssignment.objects.filter(current(), user=user, role=role)
        below = [
            unit.descendants(include_self=True).values_list("pk", flat=True)
            for unit in Unit.objects.filter(role_assignments__in=held)
        ]
        cached[role] = {key for keys in below for key in keys}
    return Unit.objects.filter(pk__in=cached[role])


def people_to_let_in(by: User, people: QuerySet[User]) -> QuerySet[User]:
    """Return for whom among people someone may make a first-use code.

    A code opens the account: whoever is auditor, security or system administrator gets it from a security
    administrator alone, or an organizer could sign in as them.
    """
    if has_office_role(by, Role.SECURITY_ADMINISTRATOR):
        return people
    separated = RoleAssignment.objects.filter(role__in=EXCLUSIVE_ROLES).exclude(to_date__lt=today())
    return people.exclude(pk__in=separated.values("user"))


def office_roles(office: Office, *, ended: bool) -> QuerySet[RoleAssignment]:
    """Return an office's role assignments: those over by today, or those that hold or are to come."""
    over = {"to_date__lt": today()}
    rows = RoleAssignment.objects.filter(unit__office=office).select_related("user", "unit")
    return (rows.filter(**over) if ended else rows.exclude(**over)).order_by("role", "user__username", "pk")
