"""Read schemes, and how people and units stand by them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, partial

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Cohort, Membership, Office, Unit, User
from accounts.selectors import cohort_people, current, office_role_holders, unit_and_below
from learning.enums import RecordKind, RecordState
from learning.models import Absence, Record, SchemeVersion
from learning.schemes import status as days
from learning.schemes.model import ROLES, Scheme, Subject, SubjectKind
from learning.schemes.periods import PeriodKind, Span
from learning.schemes.status import Circumstances, Duty, Evidence, Records, Status
from learning.schemes.workdays import chinese_workdays
from learning.selectors.classes import class_spans
from learning.selectors.events import attendance_evidence

_COUNTING = (RecordState.SUBMITTED, RecordState.APPROVED)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SubjectStatus:
    """How a person, then in a unit, or a unit stands by one duty in one period."""

    subject: User | Unit
    status: Status
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of a scheme with its duties over the periods that it asks for."""

    version: SchemeVersion
    duties: Sequence[Duty]

    @property
    def scheme(self) -> Scheme:
        return self.version.scheme


def scheme_versions(office: Office, key: str) -> list[SchemeVersion]:
    """Return all versions of a scheme, the newest first."""
    return list(SchemeVersion.objects.filter(office=office, key=key).select_related("loaded_by").order_by("-number"))


def schemes_in_force(office: Office, on: date) -> list[SchemeVersion]:
    """Return of each scheme of an office the version in force on a day, by name."""
    return [kept[-1] for kept in schemes_up_to(office, on)]


def schemes_up_to(office: Office, on: date) -> list[list[SchemeVersion]]:
    """Return of each scheme of an office its versions up to a day, the one in force last, by its name; one query."""
    found: dict[str, list[SchemeVersion]] = {}
    for version in SchemeVersion.objects.filter(office=office, effective_from__lte=on).order_by("number"):
        version.office = office
        found.setdefault(version.key, []).append(version)
    return sorted(found.values(), key=lambda kept: kept[-1].name)


def names_without_anybody(office: Office, scheme: Scheme) -> list[str]:
    """Return which units, rosters and roles of a scheme the office has none of: duties of theirs ask nobody."""
    units = set(Unit.objects.filter(office=office).values_list("name", flat=True))
    rosters = set(Cohort.objects.filter(office=office).values_list("name", flat=True))
    missing = [_("单位“%(name)s”") % {"name": name} for name in scheme.units.values() if name not in units]
    roles = {duty.subject.name for duty in scheme.requirements} - {"", *ROLES, *scheme.rosters}
    missing += [_("角色“%(name)s”") % {"name": name} for name in sorted(roles)]
    return missing + [_("花名册“%(name)s”") % {"name": name} for name in scheme.rosters.values() if name not in rosters]


def year_of(scheme: Scheme, day: date) -> Span:
    """Return the scheme's year that a day lies in."""
    first = date(day.year, *scheme.year_start)
    if first > day:
        first = date(day.year - 1, *scheme.year_start)
    return Span(first, date(first.year + 1, *scheme.year_start) - _DAY)


def requirement_statuses(
    office: Office,
    key: str,
    *,
    on: date,
    unit: Unit | None = None,
    within: Span | None = None,
    people: Collection[int] | None = None,
    versions: Sequence[SchemeVersion] | None = None,
    absences: Iterable[Absence] | None = None,
) -> Iterator[SubjectStatus]:
    """Yield how everybody stands by a scheme's duties in each period up to a day: people by staff number, then units.

    Without `within`, the periods of the scheme's year that the day lies in; with `people`, their keys, no others and
    no units; with `versions` and `absences`, by these instead of those that are kept. A constant number of queries,
    however many people there are.

    Raises:
        KeyError: the office has no such scheme in force by that day.
    """
    asking = _in_force(versions or _kept(office, key, on), on, within)
    places = _Places(office, on)
    members = _members(office, on, unit, people)
    away = _away(_absences(office, people) if absences is None else absences)
    classes = _classes(office, people, asking)
    first = min((duty.first_day for each in asking for duty in each.duties), default=on)
    # A class counts from its first day, before the time that is looked at too.
    first = min([first, *(span.first for found in classes.values() for span in found if span.last >= first)])
    evidence = _evidence(office, first, on, people)
    yield from _people(members, asking, places, evidence, classes, away)
    if people is None:
        yield from _units(list(unit_and_below(unit)) if unit else places.units, asking, places, evidence)


def unit_statuses(version: SchemeVersion, units: Sequence[Unit], *, on: date) -> Iterator[SubjectStatus]:
    """Yield how units stand by what a scheme asks of units, in each period of its year up to a day.

    What their people did counts, and what is done in the units below. A constant number of queries.
    """
    office = version.office
    asking = _in_force(_kept(office, version.key, on), on, None)
    kinds = {duty.requirement.kind.value for each in asking for duty in each.duties if _is_units(duty)}
    if not kinds:
        return
    places = _Places(office, on)
    below = {pk for unit in units for pk in places.below[unit.pk]}
    first = min(duty.first_day for each in asking for duty in each.duties if _is_units(duty))
    told = Record.objects.filter(office=office, unit__in=below, kind__in=kinds)
    yield from _units(units, asking, places, _evidence_of(told, first, on))


def _is_units(duty: Duty) -> bool:
    return duty.requirement.subject.kind is SubjectKind.UNIT


def _kept(office: Office, key: str, on: date) -> list[SchemeVersion]:
    known = SchemeVersion.objects.filter(office=office, key=key, effective_from__lte=on)
    versions = list(known.order_by("effective_from", "number"))
    if not versions:
        raise KeyError(key)
    return versions


def _in_force(versions: Sequence[SchemeVersion], on: date, within: Span | None) -> list[InForce]:
    """Return versions with what they ask for: the periods that begin from the day each took effect to the next one's.

    The first version also asks for those that had begun when it took effect.
    """
    looked_at = within or year_of(versions[-1].scheme, on)
    workdays = chinese_workdays()
    found = []
    for version, later in zip(versions, [*versions[1:], None], strict=True):
        since, until = version.effective_from, later.effective_from - _DAY if later else date.max
        asks = partial(_asks, since=since, until=until, is_first=version is versions[0])
        duties = [
            Duty(requirement, looked_at, on=on, workdays=workdays, asks=asks)
            for requirement in version.scheme.requirements
            if not requirement.same_as
        ]
        found.append(InForce(version, duties))
    return found


def _asks(period: Span, *, since: date, until: date, is_first: bool) -> bool:
    return since <= period.first <= until or (is_first and period.first < since <= period.last)


class _Places:
    """An office's tree of units, and who belongs where and holds what, as schemes speak of it."""

    def __init__(self, office: Office, on: date) -> None:
        self._office = office
        self._on = on
        self._holders: dict[tuple[str, str], set[int]] = {}

    @cached_property
    def units(self) -> list[Unit]:
        return list(Unit.objects.filter(office=self._office).with_tree_fields())

    @cached_property
    def below(self) -> dict[int, set[int]]:
        """Return the keys of a unit and of all below it, by its key."""
        found: dict[int, set[int]] = {}
        for unit in self.units:
            for above in unit.tree_path:
                found.setdefault(above, set()).add(unit.pk)
        return found

    def of_name(self, scheme: Scheme, key: str) -> set[int]:
        """Return the unit that a scheme calls by a key, with all below it; nothing where there is none of its name."""
        name = scheme.units.get(key)
        return {below for unit in self.units if unit.name == name for below in self.below[unit.pk]}

    def holders(self, scheme: Scheme, role: str) -> set[int]:
        """Return who holds a role in the whole office, or stands in the roster a scheme means; nobody without one."""
        roster = scheme.rosters.get(role, "")
        if (role, roster) not in self._holders:
            self._holders[role, roster] = self._listed(roster) if roster else self._in_role(role)
        return self._holders[role, roster]

    def _in_role(self, role: str) -> set[int]:
        if role not in set(Role):
            return set()
        return set(office_role_holders(self._office, Role(role)).values_list("pk", flat=True))

    def _listed(self, roster: str) -> set[int]:
        """Return who stands in a roster, in one query where it is a list."""
        kept = Cohort.objects.filter(office=self._office, name=roster)
        rows = list(kept.values_list("unit", "people", "people__is_active"))
        if not any(unit for unit, _person, _is_active in rows):
            return {person for _unit, person, is_active in rows if is_active}
        return set(cohort_people(kept.select_related("unit").get(), self._on).values_list("pk", flat=True))

    def owes(self, subject: Subject, scheme: Scheme, member: Membership) -> bool:
        """Return whether a duty of people is a person's."""
        if subject.kind is SubjectKind.PERSON:
            return not subject.unit or member.unit_id in self.of_name(scheme, subject.unit)
        if subject.kind is SubjectKind.NEWCOMER:
            return member.user.is_newcomer
        return subject.kind is SubjectKind.ROLE and member.user_id in self.holders(scheme, subject.name)


def _members(office: Office, on: date, unit: Unit | None, people: Collection[int] | None) -> QuerySet[Membership]:
    """Return who belongs where on a day, by staff number, each with the day they first came to the office."""
    members = Membership.objects.filter(current(on), unit__office=office, user__is_active=True)
    if unit is not None:
        members = members.filter(unit__in=[each.pk for each in unit_and_below(unit)])
    if people is not None:
        members = members.filter(user__in=people)
    earlier = Membership.objects.filter(user=OuterRef("user"), unit__office=office).order_by("from_date")
    first_came = Subquery(earlier.values("from_date")[:1])
    return members.annotate(since=first_came).select_related("user", "unit").order_by("user__username", "user__pk")


def _people(
    members: Iterable[Membership],
    versions: Sequence[InForce],
    places: _Places,
    evidence: _Evidence,
    classes: Mapping[int, Sequence[Span]],
    away: Mapping[int, Sequence[days.Absence]],
) -> Iterator[SubjectStatus]:
    for member in members:
        records = Records(evidence.by_person.get(member.user_id, ()))
        who = Circumstances(
            since=member.since,  # type: ignore[attr-defined]  # annotated by the query
            absences=away.get(member.user_id, ()),
            classes=classes.get(member.user_id, ()),
        )
        for each in versions:
            for duty in each.duties:
                if places.owes(duty.requirement.subject, each.scheme, member):
                    for status in duty.statuses(records, who):
                        yield SubjectStatus(member.user, status, member.unit)


def _units(
    units: Iterable[Unit], versions: Sequence[InForce], places: _Places, evidence: _Evidence
) -> Iterator[SubjectStatus]:
    """Yield how units stand: every unit below the office's root, or the one a scheme names."""
    owed = [(each, duty) for each in versions for duty in each.duties if _is_units(duty)]
    for unit in units if owed else ():
        if unit.parent_id is None:
            continue
        records = Records(found for pk in places.below[unit.pk] for found in evidence.by_unit.get(pk, ()))
        for each, duty in owed:
            named = duty.requirement.subject.unit
            if not named or each.scheme.units.get(named) == unit.name:
                for status in duty.statuses(records, Circumstances()):
                    yield SubjectStatus(unit, status, unit)


@dataclass(frozen=True, slots=True)
class _Evidence:
    by_person: dict[int, list[Evidence]]
    by_unit: dict[int, list[Evidence]]


def _classes(
    office: Office, people: Collection[int] | None, versions: Sequence[InForce]
) -> Mapping[int, Sequence[Span]]:
    """Return when people are in classes, asked only where a duty is owed by class."""
    kinds = {duty.requirement.period.kind for each in versions for duty in each.duties}
    return class_spans(office, people) if PeriodKind.CLASS in kinds else {}


def _absences(office: Office, people: Collection[int] | None) -> QuerySet[Absence]:
    found = Absence.objects.filter(person__office=office).order_by()
    return found if people is None else found.filter(person__in=people)


def _away(absences: Iterable[Absence]) -> dict[int, list[days.Absence]]:
    """Return who owes nothing when, and why; what was withdrawn excuses nobody."""
    found: dict[int, list[days.Absence]] = {}
    for each in absences:
        if each.withdrawn_at is None:
            away = days.Absence(Span(each.from_date, each.until_date), each.reason, each.requirement)
            found.setdefault(each.person_id, []).append(away)
    return found


def _evidence(office: Office, first: date, last: date, people: Collection[int] | None) -> _Evidence:
    """Read what people handed in on the days from the first to the last, and where they were, in two queries.

    An event is its unit's; a person's evidence of it is their attendance.
    """
    records = Record.objects.filter(office=office)
    if people is not None:
        records = records.filter(Q(subject__in=people) | Q(counterpart__in=people))
    evidence = _evidence_of(records, first, last)
    for person, found in attendance_evidence(office, first, last, people):
        evidence.by_person.setdefault(person, []).append(found)
    return evidence


def _evidence_of(records: QuerySet[Record], first: date, last: date) -> _Evidence:
    """Read records of the days from the first to the last, and what reaches into them, in one query."""
    by_person: dict[int, list[Evidence]] = {}
    by_unit: dict[int, list[Evidence]] = {}
    reaching = Q(occurred_on__gte=first) | Q(lasts_until__gte=first)
    counting = records.filter(reaching, occurred_on__lte=last, state__in=_COUNTING).order_by()
    # A year of a large office is millions of rows that say the same few days and words: each is read but once.
    plain = {
        "key": Cast("uuid", TextField()),
        "on": Cast("occurred_on", TextField()),
        "until": Cast("lasts_until", TextField()),
        "said": Cast("attributes", TextField()),
    }
    told = ("key", "kind", "subject", "unit", "state", "on", "until", "minutes", "characters", "said", "counterpart")
    attributes, day = cache(json.loads), cache(date.fromisoformat)
    rows = counting.annotate(**plain).values_list(*told).iterator()
    for uuid, kind, subject, unit, state, on, until, minutes, characters, said, counterpart in rows:
        told_of_it = attributes(said)
        found = Evidence(
            key=_with_dashes(uuid),
            kind=kind,
            on=day(on),
            is_settled=state == RecordState.APPROVED,
            minutes=minutes,
            characters=characters,
            attributes=told_of_it,
            until=day(until) if until else None,
        )
        if kind != RecordKind.EVENT:
            by_person.setdefault(subject, []).append(found)
        if counterpart is not None and told_of_it.get("both"):
            by_person.setdefault(counterpart, []).append(found)
        by_unit.setdefault(unit, []).append(found)
    return _Evidence(by_person, by_unit)


def _with_dashes(key: str) -> str:
    """Return a public number as addresses have it; SQLite keeps thirty-two figures in a row."""
    if "-" in key:
        return key
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
