"""Write offices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.models import Office, Unit, User
from accounts.services.codes import IssuedCode, first_use_codes_issue
from accounts.services.people import user_create
from accounts.services.roles import role_assign


def office_create(*, key: str, name: str) -> Office:
    """Return a new office with its root unit."""
    with transaction.atomic():
        office = Office.objects.create(key=key, name=name)
        Unit.objects.create(office=office, name=name)
    return office


def office_open(*, key: str, name: str, administrator: str, administrator_name: str, now: datetime) -> IssuedCode:
    """Return the first-use code of a new office's first person, who may grant roles and run exams.

    Raises:
        RefusedError: the key or the staff number is taken.
    """
    if Office.objects.filter(key=key).exists():
        raise RefusedError(f"代号 {key} 已经有机关使用，没有新建。")
    if User.objects.filter(username__iexact=administrator).exists():
        raise RefusedError(f"工号 {administrator} 已经有人使用，没有新建。")
    day = timezone.localdate(now)
    with transaction.atomic():
        office = office_create(key=key, name=name)
        root = office.units.get()
        user = user_create(office=office, username=administrator, name=administrator_name, unit=root, on=day)
        for role in (Role.SECURITY_ADMINISTRATOR, Role.ORGANIZER):
            role_assign(user=user, role=role, unit=root, on=day)
        (issued,) = first_use_codes_issue(users=[user], by=None, now=now)
    return issued
