"""How people stand: one's own year, and the unit's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.selectors import has_office_role, held_roles, people_in_units, units_by_person, units_overseen
from learning.models import Absence, SchemeVersion
from learning.schemes.model import Requirement
from learning.schemes.periods import Span
from learning.schemes.picture import gravest
from learning.schemes.status import State, Status
from learning.selectors.events import units_to_plan_for
from learning.selectors.reviewing import REVIEWING_ROLES
from learning.selectors.schemes import requirement_statuses, unit_statuses, year_of


@dataclass(frozen=True, slots=True)
class _Stands:
    """How a person or a unit stands by one scheme, from the first day of its year to a day."""

    unit: Unit | None
    statuses: Sequence[Status]

    @property
    def duties(self) -> dict[str, list[Status]]:
        """Return the statuses of each duty, by its key."""
        found: dict[str, list[Status]] = {}
        for status in self.statuses:
            found.setdefault(status.requirement.key, []).append(status)
        return found

    def cells(self, requirements: Iterable[Requirement]) -> list[Cell]:
        """Return how they stand by each of these duties, nothing by what is not theirs."""
        duties = self.duties
        return [Cell(requirement, tuple(duties.get(requirement.key, ()))) for requirement in requirements]


@dataclass(frozen=True, slots=True)
class UnitStanding(_Stands):
    """How a unit stands by what is asked of units."""


@dataclass(frozen=True, slots=True)
class Standing(_Stands):
    """How somebody stands; the unit is theirs. `absences` are all there ever were, the newest first."""

    person: User
    absences: Sequence[Absence] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One person or unit by one duty, over all periods so far."""

    requirement: Requirement
    statuses: tuple[Status, ...]

    @property
    def state(self) -> State | None:
        """Return the gravest state of its periods."""
        return gravest(self.statuses)

    @property
    def late(self) -> list[Status]:
        """Return the periods that are over and were not met."""
        return [status for status in self.statuses if status.state is State.LATE]

    @property
    def met(self) -> int:
        """Return how many periods are met."""
        return sum(status.state is State.MET for status in self.statuses)

    @property
    def is_mostly_met(self) -> bool:
        """Return whether more is met than not: a few late periods do not make a bad year."""
        return 2 * self.met > self.counted

    @property
    def counted(self) -> int:
        """Return how many periods ask for something."""
        return sum(status.state not in {State.EXEMPT, State.UNSET} for status in self.statuses)


def people_whose_year_is_seen(user: User) -> QuerySet[User]:
    """Return whose year somebody may read besides their own: those they review, an organizer the whole office."""
    if has_office_role(user, Role.ORGANIZER):
        return User.objects.filter(office=user.office, is_active=True)
    held = held_roles(user).anywhere
    seen = Q(pk__in=[])
    for role in REVIEWING_ROLES:
        if role in held:
            seen |= Q(pk__in=people_in_units(units_overseen(user, role)).values("pk"))
    return User.objects.filter(seen, office=user.office, is_active=True)


def standings(versions: Sequence[SchemeVersion], people: Sequence[User], *, on: date) -> list[Standing]:
    """Return how people stand by a scheme's versions in its year up to a day, in the order they are given.

    A constant number of queries, however many people there are.
    """
    by_person: dict[int, list[Status]] = {person.pk: [] for person in people}
    keys, newest = list(by_person), versions[-1]
    absences: dict[int, list[Absence]] = {}
    for absence in Absence.objects.filter(person__in=keys).select_related("by", "withdrawn_by"):
        absences.setdefault(absence.person_id, []).append(absence)
    away = [absence for found in absences.values() for absence in found]
    units: dict[int, Unit | None] = {}
    for each in requirement_statuses(newest.office, newest.key, on=on, people=keys, versions=versions, absences=away):
        by_person[each.subject.pk].append(each.status)
        units[each.subject.pk] = each.unit
    if nothing_owed := by_person.keys() - units.keys():
        units |= units_by_person(User.objects.filter(pk__in=nothing_owed), on)
    return [
        Standing(units.get(person.pk), by_person[person.pk], person, absences.get(person.pk, ())) for person in people
    ]


def units_whose_year_is_seen(user: User) -> QuerySet[Unit]:
    """Return the units below the office's root of which somebody may read how they stand: those they are over."""
    over = units_to_plan_for(user).order_by().values("pk")
    below: QuerySet[Unit] = Unit.objects.filter(pk__in=over, parent__isnull=False).with_tree_fields()
    return below


def unit_standings(version: SchemeVersion, units: Sequence[Unit], *, on: date) -> list[UnitStanding]:
    """Return how units stand by a scheme in its year up to a day, those that owe anything, in the order given."""
    found: dict[int, list[Status]] = {}
    for each in unit_statuses(version, units, on=on):
        found.setdefault(each.subject.pk, []).append(each.status)
    return [UnitStanding(unit, found[unit.pk]) for unit in units if unit.pk in found]


def year_shown(version: SchemeVersion, on: date) -> Span:
    """Return the scheme's year a day lies in."""
    return year_of(version.scheme, on)
