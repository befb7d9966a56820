"""Read people: where they are, who has signed in, who has left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from axes.models import AccessLog
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import FirstUseCode, Membership, Office, Unit, User
from accounts.selectors.days import current, today
from accounts.selectors.units import unit_and_below, unit_paths

_SIGN_INS_SHOWN = 5


class PersonState(TextChoices):
    """Where a person's account stands."""

    ACTIVE = "active", _("在用")
    AWAITING = "awaiting", _("未首次登录")
    LEFT = "left", _("已离开")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list, with the last place they were known in."""

    user: User
    unit: str
    position: str
    state: PersonState


def people_in_units(units: QuerySet[Unit], on: date | None = None) -> QuerySet[User]:
    """Return the people in any of the units on a day."""
    return User.objects.filter(
        pk__in=Membership.objects.filter(current(on), unit__in=units).values("user"), is_active=True
    )


def people_found(
    office: Office, *, query: str = "", unit: Unit | None = None, state: PersonState | None = None
) -> QuerySet[User]:
    """Return an office's people by part of a name or staff number, by unit with all below, by state.

    Without a state: everyone who has not left.
    """
    people = people_with_places(User.objects.filter(_in_state(state), office=office))
    if query:
        people = people.filter(Q(name__icontains=query) | Q(username__icontains=query))
    if unit is not None:
        people = people.filter(Q(unit_at_last__in=unit_and_below(unit)))
    return people.order_by("username")


def people_with_places(people: QuerySet[User]) -> QuerySet[User]:
    """Return the people, each with `unit_at_last` and `position_at_last`, also where those have ended."""
    last = Membership.objects.filter(user=OuterRef("pk"), from_date__lte=today()).order_by("-from_date", "-pk")
    return people.annotate(
        unit_at_last=Subquery(last.values("unit")[:1]), position_at_last=Subquery(last.values("position")[:1])
    )


def _in_state(state: PersonState | None) -> Q:
    match state:
        case PersonState.ACTIVE:
            return Q(is_active=True, password_set_at__isnull=False)
        case PersonState.AWAITING:
            return Q(is_active=True, password_set_at__isnull=True)
        case PersonState.LEFT:
            return Q(is_active=False)
        case None:
            return Q(is_active=True)


def person_rows(office: Office, people: Iterable[User]) -> list[PersonRow]:
    """Return what a list shows of people from `people_with_places`, in one query more."""
    paths = unit_paths(office)
    return [
        PersonRow(
            user=user,
            unit="/".join(paths.get(user.unit_at_last, ())) or (office.name if user.unit_at_last else ""),  # type: ignore[attr-defined]  # annotated by people_with_places
            position=user.position_at_last or "",  # type: ignore[attr-defined]  # likewise
            state=_state(user),
        )
        for user in people
    ]


def _state(user: User) -> PersonState:
    if not user.is_active:
        return PersonState.LEFT
    return PersonState.AWAITING if user.must_set_password else PersonState.ACTIVE


def people_awaiting_first_sign_in(people: QuerySet[User]) -> QuerySet[User]:
    """Return who among people has yet to set a password, each with when their open code was made and runs out."""
    codes = FirstUseCode.objects.filter(user=OuterRef("pk"), used_at__isnull=True).order_by("-created_at")
    return people.filter(_in_state(PersonState.AWAITING)).annotate(
        code_made_at=Subquery(codes.values("created_at")[:1]), code_expires_at=Subquery(codes.values("expires_at")[:1])
    )


def codes_made_since(people: QuerySet[User] | Sequence[User], moment: datetime) -> bool:
    """Return whether any of the people was given a code after a moment."""
    return FirstUseCode.objects.filter(user__in=people, created_at__gt=moment).exists()


def recent_sign_ins(user: User) -> QuerySet[AccessLog]:
    """Return a person's last sign-ins, so that they can see one that was not theirs."""
    sign_ins: QuerySet[AccessLog] = AccessLog.objects.filter(username=user.username)
    return sign_ins.order_by("-attempt_time")[:_SIGN_INS_SHOWN]
