"""Write what the year is worth, by what it concerns."""

from __future__ import annotations

from appraisal.services.points import (
    claims_post,
    entry_reverse,
    exam_points_post,
    ledger_reconcile,
    record_points_post,
    rule_make,
    rule_version_add,
    rules_suggest,
)

__all__ = [
    "claims_post",
    "entry_reverse",
    "exam_points_post",
    "ledger_reconcile",
    "record_points_post",
    "rule_make",
    "rule_version_add",
    "rules_suggest",
]
