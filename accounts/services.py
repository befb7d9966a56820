"""Write people, codes and rosters."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import FirstUseCode, Membership, Office, RoleAssignment, Unit, User

#: No 0/O, 1/I/L: codes are read from paper.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12
_CODE_LIFETIME = timedelta(days=30)


def office_create(*, key: str, name: str) -> Office:
    """Return a new office with its root unit."""
    with transaction.atomic():
        office = Office.objects.create(key=key, name=name)
        Unit.objects.create(office=office, name=name)
    return office


def user_create(
    *,
    office: Office,
    username: str,
    name: str,
    unit: Unit,
    position: str = "",
    phone: str = "",
    on: date,
    is_newcomer: bool = False,
) -> User:
    """Return a new person placed in a unit; they set a password with a first-use code."""
    with transaction.atomic():
        user = User.objects.create_user(
            username=username, office=office, name=name, phone=phone, is_newcomer=is_newcomer
        )
        Membership.objects.create(user=user, unit=unit, position=position, from_date=on)
    return user


def role_assign(*, user: User, role: Role, unit: Unit, on: date) -> RoleAssignment:
    """Give a role over a unit from a day on; giving it twice changes nothing."""
    assignment, _created = RoleAssignment.objects.get_or_create(
        user=user, role=role, unit=unit, to_date=None, defaults={"from_date": on}
    )
    return assignment


def password_set(*, user: User, password: str, now: datetime) -> User:
    """Set the person's own password; first-use codes still open close with it."""
    with transaction.atomic():
        user.set_password(password)
        user.password_set_at = now
        user.save(update_fields=["password", "password_set_at"])
        user.first_use_codes.filter(used_at__isnull=True).update(used_at=now)
    return user


def first_use_code_issue(*, user: User, by: User | None, now: datetime) -> str:
    """Return a new code for the person; it is shown once, and ends the codes before it.

    The code has 12 characters of 31: about 59 bits, so a fast digest is enough to keep it.
    """
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    with transaction.atomic():
        user.first_use_codes.filter(used_at__isnull=True).update(used_at=now)
        FirstUseCode.objects.create(user=user, digest=_digest(code), created_by=by, expires_at=now + _CODE_LIFETIME)
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def first_use_code_redeem(*, username: str, code: str, now: datetime) -> User | None:
    """Return the person whose open code this is; the code works until a password is set or it runs out."""
    row = (
        FirstUseCode.objects.select_related("user")
        .filter(
            Q(user__username__iexact=username.strip()),
            digest=_digest(code),
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    return row.user if row else None


def _digest(code: str) -> str:
    """Digest a code as its reader may have typed it."""
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()
