"""What is it worth: rules with versions, a ledger that only grows, and what is made of a year."""

from __future__ import annotations

from appraisal.models.awards import Award, AwardDecision, Judgement, Juror, Nominee
from appraisal.models.bulletins import Bulletin, BulletinIssue, Critique, span_told
from appraisal.models.exports import AppraisalExport
from appraisal.models.points import LedgerEntry, PointsRule, PointsRuleVersion

__all__ = [
    "AppraisalExport",
    "Award",
    "AwardDecision",
    "Bulletin",
    "BulletinIssue",
    "Critique",
    "Judgement",
    "Juror",
    "LedgerEntry",
    "Nominee",
    "PointsRule",
    "PointsRuleVersion",
    "span_told",
]
