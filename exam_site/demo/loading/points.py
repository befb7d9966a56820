"""What earns points by the policy, and the ledger that follows from it."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from appraisal import rules
from appraisal.models import LedgerEntry, PointsRule
from appraisal.selectors import ledger_break
from appraisal.services import rule_version_add, rules_suggest
from exam_site.clockwork import reconcile
from exam_site.demo.cast import ORGANIZER
from exam_site.demo.loading.days import DemoDays
from exam_site.demo.loading.people import demo_office, person

_IN_FORCE_FROM = date(2026, 1, 1)
#: 《组工干部学习和考试管理办法（试行）》第三十八条、第四十条第一款; what is suggested to every office differs from it.
_BY_POLICY: dict[str, tuple[rules.Formula, str]] = {
    "quarterly-test": (
        rules.ExamBands((rules.Band(90, 1000), rules.Band(80, 800), rules.Band(60, 600))),
        "《组工干部学习和考试管理办法（试行）》第三十八条、第四十条第一款第（三）项",
    ),
    "reading-note": (
        rules.NoteBase(points=200, minimum_characters=300),
        "《组工干部学习和考试管理办法（试行）》第十五条第一款、第四十条第一款第（二）项",
    ),
}


class BrokenLedgerError(Exception):
    """The ledger's chain does not hold."""


def rules_load(days: DemoDays) -> str:
    """Take the suggested rules, and let those that the policy speaks of say what it says; the rest is 未设定."""
    office = demo_office()
    organizer = person(ORGANIZER)
    in_force_from = days.day(_IN_FORCE_FROM)
    for rule in rules_suggest(office=office, by=organizer, effective_from=in_force_from):
        if rule.key in _BY_POLICY:
            _follow_policy(rule, in_force_from, organizer)
    return f"{PointsRule.objects.filter(office=office).count()} 条规则，{len(_BY_POLICY)} 条写明条款，其余未设定"


def ledger_load(days: DemoDays) -> str:
    """Make up what lost signals left out, and see that the chain holds.

    Raises:
        BrokenLedgerError: it does not.
    """
    reconcile(now=days.now)
    office = demo_office()
    if (broken := ledger_break(office)) is not None:
        raise BrokenLedgerError(f"积分台账第 {broken.sequence} 笔的摘要对不上。")
    return f"{LedgerEntry.objects.filter(office=office).count()} 笔，前后相链"


def _follow_policy(rule: PointsRule, in_force_from: date, by: User) -> None:
    formula, basis = _BY_POLICY[rule.key]
    rule_version_add(rule=rule, formula=formula, effective_from=in_force_from, basis=basis, by=by)
