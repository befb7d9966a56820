"""Read what the year is worth, by what it concerns."""

from __future__ import annotations

from appraisal.selectors.points import (
    LEDGER_ROLES,
    OVERSEEING_ROLES,
    FieldTotal,
    PersonPoints,
    RuleHistory,
    entries_of,
    field_totals,
    ledger_break,
    may_oversee,
    people_answered_for,
    people_listed,
    people_with_points,
    readable_people,
    rule_history,
    rule_version_on,
    rules_with_versions,
)

__all__ = [
    "LEDGER_ROLES",
    "OVERSEEING_ROLES",
    "FieldTotal",
    "PersonPoints",
    "RuleHistory",
    "entries_of",
    "field_totals",
    "ledger_break",
    "may_oversee",
    "people_answered_for",
    "people_listed",
    "people_with_points",
    "readable_people",
    "rule_history",
    "rule_version_on",
    "rules_with_versions",
]
