from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import BlankCredit, Fold, RuleError, RuleKind, ScoringRule

RULES = st.builds(
    ScoringRule,
    kind=st.sampled_from(RuleKind),
    share=st.integers(1, 99),
    blanks=st.sampled_from(BlankCredit),
    folds=st.frozensets(st.sampled_from(Fold)),
    is_order_free=st.booleans(),
)


@given(RULES)
def test_a_rule_survives_json(rule):
    assert ScoringRule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_a_missing_field_takes_its_default():
    assert ScoringRule.from_json({"kind": "partial_share"}) == ScoringRule(kind=RuleKind.PARTIAL_SHARE)


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ("partial_fixed", ("评分规则应为一组字段",)),
        ({"kinds": "x"}, ("不认识的字段 kinds",)),
        (
            {"kind": "half"},
            ("部分得分方式（kind）应为 all_or_nothing、partial_fixed、partial_share 之一，现为“half”",),
        ),
        ({"share": 100}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“100”",)),
        ({"share": 0.5}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“0.5”",)),
        ({"share": True}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“True”",)),
        ({"is_order_free": 1}, ("各空不分先后（is_order_free）应为是或否",)),
        ({"folds": "width"}, ("不计较的写法差别（folds）应为一个列表",)),
        (
            {"blanks": 1, "folds": [["width"]]},
            (
                "填空计分方式（blanks）应为 each、all 之一，现为“1”",
                "不计较的写法差别（folds）应为 width、spaces、case、marks、numerals 之一，现为“['width']”",
            ),
        ),
    ],
)
def test_bad_data_is_refused_by_field(data, messages):
    with pytest.raises(RuleError) as caught:
        ScoringRule.from_json(data)

    assert caught.value.messages == messages
