"""How a section is marked, as an organizer chooses it: a name from a list, and an amount where the name needs one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from question_bank.content import QuestionType
from quizzes.marking import RuleError, RuleKind, ScoringRule, points_text

#: The one name that is no kind: a wrong single choice or true/false costs marks.
PENALTY = "penalty"
_SEVERAL_RIGHT = frozenset({QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})
_ONE_RIGHT = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.TRUE_FALSE})
#: Which types each name is for; what partial credit does not fit falls back to all or nothing.
_PARTIAL = {
    RuleKind.PARTIAL_FIXED.value: _SEVERAL_RIGHT | {QuestionType.CASE},
    RuleKind.PARTIAL_SHARE.value: _SEVERAL_RIGHT | {QuestionType.ORDERING, QuestionType.CASE},
}
_STRICT = {
    RuleKind.PER_OPTION.value: _SEVERAL_RIGHT,
    RuleKind.RIGHT_MINUS_WRONG.value: _SEVERAL_RIGHT,
    PENALTY: _ONE_RIGHT,
}
CHOICES = [
    (RuleKind.ALL_OR_NOTHING.value, _("全对才得分")),
    (
        _("多选、不定项"),
        [
            (RuleKind.PARTIAL_FIXED.value, _("少选得一半，错选不得分")),
            (RuleKind.PARTIAL_SHARE.value, _("少选按比例得分，错选不得分")),
            (RuleKind.PER_OPTION.value, _("少选每选对一个得几分，错选不得分")),
            (RuleKind.RIGHT_MINUS_WRONG.value, _("每选对一个加分，每选错一个扣分")),
        ],
    ),
    (_("判断、单选"), [(PENALTY, _("答错倒扣几分"))]),
]


def why_unfit(kind: QuestionType, choice: str, amount: Decimal | None, marks: Decimal) -> dict[str, Any]:
    """Return by field what is wrong with a choice for a section of that type and worth."""
    if choice in _STRICT and kind not in _STRICT[choice]:
        return {"rule": _("这个办法不能用于%(kind)s题。") % {"kind": kind.label}}
    if choice in {RuleKind.PER_OPTION.value, PENALTY} and not amount:
        return {"amount": _("没有填几分。")}
    if amount and choice not in _STRICT:
        return {"amount": _("选了要填分数的计分办法才填。")}
    if amount and amount > marks:
        return {"amount": _("不能超过每题分值。")}
    return {}


def rule_data(kind: QuestionType, choice: str, amount: Decimal | None, finer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule as `quizzes.assembly` reads it, empty where nothing out of the ordinary was chosen.

    `finer` is what a stored rule says beyond what can be chosen here: it stays where it still has a meaning.
    """
    rule = {name: finer[name] for name in ("blanks", "folds") if name in finer}
    if choice == PENALTY:
        return rule | {"penalty": str(amount)}
    if kind not in _PARTIAL.get(choice, _SEVERAL_RIGHT):
        return rule
    rule["kind"] = choice or RuleKind.ALL_OR_NOTHING.value
    if choice == RuleKind.PARTIAL_FIXED and "share" in finer:
        rule["share"] = finer["share"]
    if choice == RuleKind.PER_OPTION:
        rule["each"] = str(amount)
    if choice == RuleKind.RIGHT_MINUS_WRONG:
        rule |= {"penalty": str(amount)} if amount else {}
        rule |= {"floor": finer["floor"]} if "floor" in finer else {}
    return rule


def rule_initial(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored rule as the form shows it."""
    rule = ScoringRule.from_json(stored)
    amount = rule.each or rule.penalty
    is_penalty = rule.penalty and rule.kind is not RuleKind.RIGHT_MINUS_WRONG
    finer = {name: stored[name] for name in ("blanks", "folds", "share", "floor") if name in stored}
    return {
        "rule": PENALTY if is_penalty else rule.kind.value,
        "amount": Decimal(points_text(amount)) if amount else "",
        "finer": json.dumps(finer) if finer else "",
    }


def read_finer(text: str) -> dict[str, Any]:
    """Return what `rule_initial` wrote; anything else raises ValueError."""
    finer = json.loads(text) if text else {}
    try:
        ScoringRule.from_json({**finer, "kind": RuleKind.RIGHT_MINUS_WRONG.value} if "floor" in finer else finer)
    except (RuleError, TypeError) as error:
        raise ValueError(str(error)) from error
    return dict(finer)
