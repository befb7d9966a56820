"""Read people: where they are, who has signed in, who has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    RESET = "reset", _("等设密码")
    LEFT = "left", _("已离开")


@dataclass(frozen=True, slots=True)
class PostingToCome:
    """A place arranged from a day that is still to come."""

    unit: str
    from_date: date


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list, with the last place they were known in and the next that is arranged."""

    user: User
    unit: str
    position: str
    state: PersonState
    to_come: PostingToCome | None = None


@dataclass(frozen=True, slots=True)
class Postings:
    """A person's places: the one that holds today, all that have begun, newest first, and those arranged."""

    present: Membership | None
    begun: Sequence[Membership]
    to_come: Sequence[Membership]


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
    """Return the people, each with their last place that has begun, also where it has ended, and the next to come.

    As `unit_at_last`, `position_at_last`, `unit_to_come` and `day_to_come`.
    """
    last = Membership.objects.filter(user=OuterRef("pk"), from_date__lte=today()).order_by("-from_date", "-pk")
    to_come = Membership.objects.filter(user=OuterRef("pk"), from_date__gt=today()).order_by("from_date", "pk")
    return people.annotate(
        unit_at_last=Subquery(last.values("unit")[:1]),
        position_at_last=Subquery(last.values("position")[:1]),
        unit_to_come=Subquery(to_come.values("unit")[:1]),
        day_to_come=Subquery(to_come.values("from_date")[:1]),
    )


def postings_of(user: User) -> Postings:
    """Return a person's places, what holds apart from what is only arranged, in one query."""
    rows, day = list(user.memberships.select_related("unit")), today()
    begun = [row for row in rows if row.from_date <= day]
    return Postings(
        present=next((row for row in begun if row.to_date is None or row.to_date >= day), None),
        begun=begun,
        to_come=[row for row in reversed(rows) if row.from_date > day],
    )


def _in_state(state: PersonState | None) -> Q:
    match state:
        case PersonState.ACTIVE:
            return Q(is_active=True, password_set_at__isnull=False)
        case PersonState.AWAITING:
            return Q(is_active=True, password_set_at__isnull=True, last_login__isnull=True)
        case PersonState.RESET:
            return Q(is_active=True, password_set_at__isnull=True, last_login__isnull=False)
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
            unit=_unit_name(user.unit_at_last, paths, office),  # type: ignore[attr-defined]  # annotated by people_with_places
            position=user.position_at_last or "",  # type: ignore[attr-defined]  # likewise
            state=person_state(user),
            to_come=_posting_to_come(user, paths, office),
        )
        for user in people
    ]


def _unit_name(unit: int | None, paths: Mapping[int, tuple[str, ...]], office: Office) -> str:
    return "" if unit is None else "/".join(paths[unit]) or office.name


def _posting_to_come(user: User, paths: Mapping[int, tuple[str, ...]], office: Office) -> PostingToCome | None:
    day: date | None = user.day_to_come  # type: ignore[attr-defined]  # annotated by people_with_places
    if day is None:
        return None
    return PostingToCome(_unit_name(user.unit_to_come, paths, office), day)  # type: ignore[attr-defined]  # likewise


def person_state(user: User) -> PersonState:
    """Return where a person's account stands; who signed in before a reset has not become a stranger by it."""
    if not user.is_active:
        return PersonState.LEFT
    if not user.must_set_password:
        return PersonState.ACTIVE
    return PersonState.AWAITING if user.last_login is None else PersonState.RESET


def people_without_password(people: QuerySet[User]) -> QuerySet[User]:
    """Return who among people cannot sign in yet or again, each with when their open code was made and runs out."""
    codes = FirstUseCode.objects.filter(user=OuterRef("pk"), used_at__isnull=True).order_by("-created_at")
    return people.filter(is_active=True, password_set_at__isnull=True).annotate(
        code_made_at=Subquery(codes.values("created_at")[:1]), code_expires_at=Subquery(codes.values("expires_at")[:1])
    )


def codes_made_since(people: QuerySet[User] | Sequence[User], moment: datetime) -> bool:
    """Return whether any of the people was given a code after a moment."""
    return FirstUseCode.objects.filter(user__in=people, created_at__gt=moment).exists()


def recent_sign_ins(user: User) -> QuerySet[AccessLog]:
    """Return a person's last sign-ins, so that they can see one that was not theirs."""
    sign_ins: QuerySet[AccessLog] = AccessLog.objects.filter(username=user.username)
    return sign_ins.order_by("-attempt_time")[:_SIGN_INS_SHOWN]
