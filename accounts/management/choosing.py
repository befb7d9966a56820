"""Which office and which person a command line means."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import office_role_holders


def office_meant(key: str | None) -> Office:
    """Return the office of a key or, without one, the only office there is.

    Raises:
        CommandError: there is no such office, or without a key there are none or several.
    """
    offices = list(Office.objects.filter(key=key) if key else Office.objects.all()[:2])
    if len(offices) == 1:
        return offices[0]
    if key:
        raise CommandError(f"没有代号为 {key} 的机关。")
    if offices:
        raise CommandError("有多个机关，请用 --office 指明代号。")
    raise CommandError("还没有机关，请先用 create_office 新建。")


def person_meant(office: Office, username: str | None, role: Role) -> User:
    """Return the person of a staff number or, without one, whoever holds a role in the whole office.

    Raises:
        CommandError: there is nobody of that number, or nobody holds the role.
    """
    people = User.objects.filter(office=office, is_active=True).order_by("username")
    if username:
        person = people.filter(username__iexact=username).first()
        if person is None:
            raise CommandError(f"{office} 没有工号为 {username} 的在用账号。")
        return person
    holder = people.filter(pk__in=office_role_holders(office, role)).first()
    if holder is None:
        raise CommandError(f"{office} 还没有{role.label}，请用 --by 指明工号。")
    return holder
