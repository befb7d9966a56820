"""Write people: adding, correcting, moving, leaving, coming back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Membership, Office, Unit, User
from accounts.services.roles import refuse_without_administrator
from accounts.services.tokens import sign_in_revoke

_DAY = timedelta(days=1)


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


def user_update(*, user: User, name: str, phone: str, is_newcomer: bool) -> User:
    """Correct a person's own facts; their number and their places stay."""
    user.name, user.phone, user.is_newcomer = name, phone, is_newcomer
    user.save(update_fields=["name", "phone", "is_newcomer"])
    return user


def user_move(*, user: User, unit: Unit, position: str, on: date) -> Membership:
    """Return the person's place from a day on; the one before ends the day before and stays in the history.

    A move dated on the first day of the open place corrects that place instead.

    Raises:
        RefusedError: the person has left, or was placed where they are only after that day.
    """
    with transaction.atomic():
        if not User.objects.select_for_update().get(pk=user.pk).is_active:
            raise RefusedError(_("%(name)s 已离开，请先恢复。") % {"name": user.name})
        place = user.memberships.filter(to_date__isnull=True).first()
        if place is None:
            return Membership.objects.create(user=user, unit=unit, position=position, from_date=on)
        if (place.unit_id, place.position) == (unit.pk, position):
            return place
        if on < place.from_date:
            raise RefusedError(_not_before(place))
        if on == place.from_date:
            place.unit, place.position = unit, position
            place.save(update_fields=["unit", "position"])
            return place
        place.to_date = on - _DAY
        place.save(update_fields=["to_date"])
        return Membership.objects.create(user=user, unit=unit, position=position, from_date=on)


def user_move_cancel(*, move: Membership) -> None:
    """Call off a move that was arranged: the place it would have ended goes on as if nothing had been."""
    with transaction.atomic():
        move.delete()
        move.user.memberships.filter(to_date=move.from_date - _DAY).update(to_date=None)


def user_leave(*, user: User, on: date, today: date) -> User:
    """Close a person's account with their last day: history stays, sessions, tokens, codes and roles end.

    Saying it twice changes nothing.

    Raises:
        RefusedError: the last day is to come, or lies before the present place began, or the office would be left
            without a security administrator.
    """
    if on > today:
        raise RefusedError(_("离开日期不能晚于今天。"))
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            return user
        refuse_without_administrator(user)
        # A move that was still to come will not take place.
        user.memberships.filter(from_date__gt=today).delete()
        _last_place_end(user, on)
        user.role_assignments.filter(from_date__gt=on).delete()
        user.role_assignments.exclude(to_date__lte=on).update(to_date=on)
        user.is_active, user.left_on = False, on
        user.save(update_fields=["is_active", "left_on"])
        sign_in_revoke(user=user)
    return user


def user_return(*, user: User, unit: Unit, position: str, on: date) -> User:
    """Open a person's account again in a unit from a day on; they need a new first-use code, and their roles anew.

    Coming back on the very last day undoes a mistake: the place goes on as if nothing had been.

    Raises:
        RefusedError: the person has not left, or left after that day.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active or user.left_on is None:
            raise RefusedError(_("%(name)s 没有离开。") % {"name": user.name})
        if on < user.left_on:
            raise RefusedError(_("回来日期不能早于离开日期 %(day)s。") % {"day": _spoken(user.left_on)})
        if on == user.left_on:
            user.memberships.filter(to_date=on).update(to_date=None)
        user.is_active, user.left_on = True, None
        user.save(update_fields=["is_active", "left_on"])
        user_move(user=user, unit=unit, position=position, on=on)
    return user


def _last_place_end(user: User, on: date) -> None:
    place = user.memberships.order_by("-from_date").first()
    if place is None:
        return
    if on < place.from_date:
        raise RefusedError(_("离开日期不能早于现任职的开始日期 %(day)s。") % {"day": _spoken(place.from_date)})
    place.to_date = on
    place.save(update_fields=["to_date"])


def _not_before(place: Membership) -> str:
    facts = {"unit": place.unit, "day": _spoken(place.from_date)}
    return _("日期不能早于“%(unit)s”任职的开始日期 %(day)s。") % facts


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
