"""Plain factories: an office with a tree, people in it, roles over it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from accounts.enums import Role
from accounts.models import Membership, Office, RoleAssignment, Unit, User
from accounts.services import office_create

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct-horse-7"


def make_office(key: str | None = None, name: str = "云岭县委组织部") -> Office:
    return office_create(key=key or f"office-{next(_numbers)}", name=name)


def make_unit(office: Office, name: str = "干部科", parent: Unit | None = None) -> Unit:
    root = Unit.objects.get(office=office, parent__isnull=True)
    return Unit.objects.create(office=office, name=name, parent=parent or root)


def make_user(
    office: Office | None = None,
    *roles: Role,
    unit: Unit | None = None,
    name: str = "程立新",
    username: str | None = None,
    password: str | None = None,
) -> User:
    """Return a person who has already set a password (only hashed when asked for, hashing is slow)."""
    office = office or (unit.office if unit else make_office())
    unit = unit or Unit.objects.get(office=office, parent__isnull=True)
    user = User.objects.create_user(
        username=username or f"u{next(_numbers):05}",
        password=password,
        office=office,
        name=name,
        password_set_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    Membership.objects.create(user=user, unit=unit, from_date=LONG_AGO)
    for role in roles:
        root = Unit.objects.get(office=office, parent__isnull=True)
        RoleAssignment.objects.create(user=user, role=role, unit=root, from_date=LONG_AGO)
    return user
