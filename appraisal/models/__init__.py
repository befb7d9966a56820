"""What is it worth: rules with versions, a ledger that only grows, and what is made of a year."""

from __future__ import annotations

from appraisal.models.bulletins import Bulletin, BulletinIssue, Critique, span_told
from appraisal.models.points import LedgerEntry, PointsRule, PointsRuleVersion

__all__ = [
    "Bulletin",
    "BulletinIssue",
    "Critique",
    "LedgerEntry",
    "PointsRule",
    "PointsRuleVersion",
    "span_told",
]
