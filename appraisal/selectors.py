"""Read rules and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import has_office_role, has_role, people_overseen
from appraisal.chain import first_break
from appraisal.enums import Field
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion

#: Who may read the points of the people in a unit.
_READING_ROLES = (Role.REVIEWER, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class FieldTotal:
    """The points of one of the four fields in a year, hundredths."""

    field: Field
    points: int
    count: int


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


def readable_people(user: User) -> QuerySet[User]:
    """Return whose points a person may open: an organizer the whole office's, a reviewer those of their units."""
    if has_office_role(user, Role.ORGANIZER, Role.AUDITOR):
        return User.objects.filter(office=user.office)
    condition = Q(pk=user.pk)
    for role in _READING_ROLES:
        if has_role(user, role):
            condition |= Q(pk__in=people_overseen(user, role).values("pk"))
    return User.objects.filter(condition, office=user.office)


def people_with_points(office: Office, year: int) -> QuerySet[User]:
    """Return an office's people with their year's points, by staff number: a list, never a ranking."""
    in_year = Q(ledger_entries__occurred_on__year=year)
    return (
        User.objects.filter(office=office, is_active=True)
        .annotate(points=Sum("ledger_entries__points", filter=in_year))
        .order_by("username")
    )


def ledger_break(office: Office) -> LedgerEntry | None:
    """Return the first line of an office's chain that does not hold, or None."""
    return first_break(LedgerEntry.objects.filter(office=office).order_by("sequence").iterator())


def _standing() -> Q:
    """Return the condition that a line neither is a counter-entry nor has one."""
    return Q(reverses__isnull=True, reversed_by__isnull=True)
