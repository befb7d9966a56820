"""Read rules and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import (
    PersonRow,
    has_office_role,
    has_role,
    people_with_places,
    person_rows,
    unit_paths,
    units_overseen,
)
from appraisal.chain import first_break
from appraisal.enums import Field
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion

#: Who reads the whole office's ledger.
LEDGER_ROLES = (Role.ORGANIZER, Role.AUDITOR)
#: Who reads the points of the people in the units they hold the role over.
OVERSEEING_ROLES = (Role.REVIEWER, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class FieldTotal:
    """The points of one of the four fields in a year, hundredths."""

    field: Field
    points: int
    count: int


@dataclass(frozen=True, slots=True)
class PersonPoints:
    """A person in a list with their points of a year, hundredths."""

    person: PersonRow
    points: int


@dataclass(frozen=True, slots=True)
class RuleHistory:
    """All that a rule says, seen from a day: what holds, what will hold, soonest first, and the rest, newest first."""

    rule: PointsRule
    in_force: PointsRuleVersion | None
    announced: list[PointsRuleVersion]
    earlier: list[PointsRuleVersion]


def rule_version_on(rule: PointsRule, on: date) -> PointsRuleVersion | None:
    """Return what a rule says on a day: the newest version in force."""
    return rule.versions.filter(effective_from__lte=on).order_by("-effective_from", "-number").first()


def rules_with_versions(office: Office) -> QuerySet[PointsRule]:
    """Return an office's rules with all they ever said."""
    return PointsRule.objects.filter(office=office).prefetch_related("versions")


def rule_history(rule: PointsRule, on: date) -> RuleHistory:
    """Sort a rule's versions by when they hold; in force is what `rule_version_on` finds."""
    versions = list(rule.versions.all())
    # Of two that begin on the same day the newer one holds.
    holding = {version.effective_from: version for version in reversed(versions)}
    begun = [start for start in holding if start <= on]
    in_force = holding[max(begun)] if begun else None
    announced = [holding[start] for start in sorted(holding) if start > on]
    earlier = [version for version in versions if version != in_force and version not in announced]
    return RuleHistory(rule, in_force, announced, earlier)


def entries_of(person: User, year: int) -> QuerySet[LedgerEntry]:
    """Return one person's lines of a year, newest first, with what a page needs to explain them."""
    return (
        LedgerEntry.objects.filter(person=person, occurred_on__year=year)
        .select_related("rule_version__rule", "approved_by", "reversed_by", "reverses")
        .order_by("-occurred_on", "-sequence")
    )


def field_totals(person: User, year: int) -> list[FieldTotal]:
    """Return the four fields in their order; one without a line stands there with nothing."""
    rows = (
        entries_of(person, year)
        .order_by()
        .values("rule_version__rule__field")
        .annotate(points_sum=Sum("points"), standing=Count("pk", filter=_standing()))
    )
    sums = {row["rule_version__rule__field"]: (row["points_sum"], row["standing"]) for row in rows}
    return [FieldTotal(field, *sums.get(field.value, (0, 0))) for field in Field]


def may_oversee(user: User) -> bool:
    """Return whether a person answers for others' points at all."""
    return has_office_role(user, *LEDGER_ROLES) or has_role(user, *OVERSEEING_ROLES)


def people_answered_for(user: User) -> QuerySet[User]:
    """Return whose points a person answers for, as `people_with_places` does.

    An organizer's is the whole office; a reviewer's are the people of their units, also those who left from there.
    """
    people = people_with_places(User.objects.filter(office=user.office))
    if has_office_role(user, *LEDGER_ROLES):
        return people
    condition = Q(pk__in=[])
    for role in OVERSEEING_ROLES:
        if has_role(user, role):
            condition |= Q(unit_at_last__in=units_overseen(user, role))
    return people.filter(condition)


def readable_people(user: User) -> QuerySet[User]:
    """Return whose points a person may open: their own, and those of the people they answer for."""
    allowed = Q(pk=user.pk) | Q(pk__in=people_answered_for(user).values("pk"))
    return User.objects.filter(allowed, office=user.office)


def people_listed(reader: User, year: int) -> list[int]:
    """Return the keys of the people somebody answers for, by unit and staff number: a list, never a ranking.

    Who left stays in the list of a year in which they have a line.
    """
    lines = LedgerEntry.objects.filter(person=OuterRef("pk"), occurred_on__year=year)
    people = people_answered_for(reader).filter(Q(is_active=True) | Exists(lines))
    rank = {unit: place for place, unit in enumerate(unit_paths(reader.office))}
    rows = people.values_list("unit_at_last", "username", "pk")  # type: ignore[misc]  # annotated by people_with_places
    return [pk for _unit, _username, pk in sorted(rows, key=lambda row: (rank.get(row[0], len(rank)), row[1]))]


def people_with_points(office: Office, people: Sequence[int], year: int) -> list[PersonPoints]:
    """Return people of an office by their keys, in the order given, each with their year's points."""
    lines = LedgerEntry.objects.filter(person__in=people, occurred_on__year=year).order_by()
    sums = dict(lines.values_list("person").annotate(Sum("points")))
    rows = person_rows(office, people_with_places(User.objects.filter(pk__in=people)))
    found = {row.user.pk: PersonPoints(row, sums.get(row.user.pk, 0)) for row in rows}
    return [found[pk] for pk in people]


def ledger_break(office: Office) -> LedgerEntry | None:
    """Return the first line of an office's chain that does not hold, or None."""
    return first_break(LedgerEntry.objects.filter(office=office).order_by("sequence").iterator())


def _standing() -> Q:
    """Return the condition that a line neither is a counter-entry nor has one."""
    return Q(reverses__isnull=True, reversed_by__isnull=True)
