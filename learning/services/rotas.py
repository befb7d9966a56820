"""Draw the order of turns, change places, give turns to events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.selectors import office_role_holders
from learning.models.events import Event
from learning.models.rotas import Rota, Turn, TurnSwap
from learning.rotas import drawn


class RotaRefusedError(Exception):
    """The order does not allow this; the text says why."""


def rota_create(
    *, name: str, unit: Unit, people: Sequence[User], seed: str, directors_first: bool, by: User, now: datetime
) -> Rota:
    """Draw everybody's turn by lot, once each.

    Raises:
        RotaRefusedError: there is nobody.
    """
    by_number = {person.username: person for person in people}
    if not by_number:
        raise RotaRefusedError(_("没有人可排，请先选人。"))
    heads = office_role_holders(by.office, Role.DIRECTOR).values_list("username", flat=True) if directors_first else ()
    with transaction.atomic():
        rota = Rota.objects.create(office=by.office, unit=unit, name=name, seed=seed, made_by=by, made_at=now)
        order = drawn(by_number, seed, leading=set(heads))
        Turn.objects.bulk_create(
            Turn(rota=rota, user=by_number[number], position=position) for position, number in enumerate(order, start=1)
        )
    return rota


def turns_swap(*, rota: Rota, first: User, second: User, reason: str, by: User, now: datetime) -> None:
    """Let two people change places, for a reason.

    Raises:
        RotaRefusedError: no reason, one person, or somebody's turn is planned already.
    """
    if not reason.strip():
        raise RotaRefusedError(_("请写明为什么换。"))
    with transaction.atomic():
        turns = list(rota.turns.select_for_update().filter(user__in=[first, second]))
        if len(turns) != 2:
            raise RotaRefusedError(_("请选两个不同的、次序里的人。"))
        if any(turn.event_id for turn in turns):
            raise RotaRefusedError(_("已经排进活动的，请在那次活动里改主讲人。"))
        one, other = turns
        one.position, other.position = other.position, one.position
        Turn.objects.bulk_update(turns, ["position"])
        TurnSwap.objects.create(rota=rota, first=first, second=second, reason=reason.strip(), by=by, at=now)


def turns_next(rota: Rota, count: int) -> list[User]:
    """Return whose turn is next, in order; fewer where the round ends."""
    return [turn.user for turn in rota.turns.filter(event=None).select_related("user")[:count]]


def turns_give(*, rota: Rota, events: Sequence[Event]) -> None:
    """Note at which event each of the next turns is taken."""
    with transaction.atomic():
        turns = list(rota.turns.select_for_update().filter(event=None)[: len(events)])
        for turn, event in zip(turns, events, strict=False):
            turn.event = event
        Turn.objects.bulk_update(turns, ["event"])
