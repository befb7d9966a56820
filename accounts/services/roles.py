"""Write roles."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import EXCLUSIVE_ROLES, Role
from accounts.errors import ExclusiveRolesError, LastAdministratorError, RefusedError
from accounts.models import RoleAssignment, Unit, User
from accounts.selectors import current


def role_assign(*, user: User, role: Role, unit: Unit, on: date) -> RoleAssignment:
    """Give a role over a unit from a day on; giving it twice changes nothing.

    Raises:
        ExclusiveRolesError: the person holds another of the three separated roles on that day or later.
        RefusedError: the person has left.
    """
    with transaction.atomic():
        # Two grants at once must see each other.
        if not User.objects.select_for_update().get(pk=user.pk).is_active:
            raise RefusedError(_("%(name)s 已离开，不能授予角色。") % {"name": user.name})
        if role in EXCLUSIVE_ROLES:
            _refuse_beside_another(user, role, on)
        assignment, _created = RoleAssignment.objects.get_or_create(
            user=user, role=role, unit=unit, to_date=None, defaults={"from_date": on}
        )
    return assignment


def role_end(*, assignment: RoleAssignment, last_day: date) -> None:
    """End a role after a day; a role that had not begun by then is withdrawn.

    Raises:
        LastAdministratorError: the office would be left without a security administrator.
    """
    with transaction.atomic():
        if assignment.role == Role.SECURITY_ADMINISTRATOR:
            refuse_without_administrator(assignment.user)
        if last_day < assignment.from_date:
            assignment.delete()
            return
        assignment.to_date = last_day
        assignment.save(update_fields=["to_date"])


def _refuse_beside_another(user: User, role: Role, on: date) -> None:
    others = [other for other in EXCLUSIVE_ROLES if other != role]
    held = user.role_assignments.filter(Q(to_date__isnull=True) | Q(to_date__gte=on), role__in=others).first()
    if held is None:
        return
    facts = {"name": user.name, "held": held.get_role_display(), "role": role.label}
    if held.to_date is None:
        raise ExclusiveRolesError(_("%(name)s 是%(held)s，不能同时是%(role)s：三员分立。") % facts)
    facts["day"] = f"{held.to_date.year}年{held.to_date.month}月{held.to_date.day}日"
    raise ExclusiveRolesError(_("%(name)s 到 %(day)s 仍是%(held)s，次日起才能任%(role)s。") % facts)


def refuse_without_administrator(user: User) -> None:
    """Stop what would leave an office without a security administrator besides this person.

    Raises:
        LastAdministratorError: the person is the only one.
    """
    administrators = RoleAssignment.objects.select_for_update().filter(
        current(),
        role=Role.SECURITY_ADMINISTRATOR,
        unit__office=user.office_id,
        unit__parent__isnull=True,
        user__is_active=True,
    )
    holders = {assignment.user_id for assignment in administrators}
    if holders == {user.pk}:
        raise LastAdministratorError(_("机关至少要有一名安全管理员，请先授予另一人。"))
