"""Read whose turn it is."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from learning.models.rotas import Rota, Turn
from learning.selectors.events import may_plan_events, units_to_plan_for


def rotas_of(user: User) -> QuerySet[Rota]:
    """Return the rotas of the units somebody holds events for."""
    found = Rota.objects.filter(office=user.office_id)
    return found.filter(unit__in=units_to_plan_for(user)) if may_plan_events(user) else found.none()


def visible_rotas(user: User) -> QuerySet[Rota]:
    """Return the rotas somebody looks after or has a turn in, with how many turns there are and are planned."""
    has_turn = Exists(Turn.objects.filter(rota=OuterRef("pk"), user=user))
    seen = Q(has_turn) | Q(pk__in=rotas_of(user).order_by().values("pk"))
    return (
        Rota.objects.filter(seen, office=user.office_id)
        .select_related("unit")
        .annotate(count=Count("turns"), planned=Count("turns__event"))
    )


def turns_of(rota: Rota) -> QuerySet[Turn]:
    """Return the turns in their order, with the event of each."""
    return rota.turns.select_related("user", "event__record")
