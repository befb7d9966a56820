from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import BlankCredit, Fold, RuleError, RuleKind, ScoringRule

AMOUNTS = st.integers(1, 1000)
RULES = st.builds(
    ScoringRule,
    kind=st.sampled_from([kind for kind in RuleKind if kind is not RuleKind.PER_OPTION]),
    share=st.integers(1, 99),
    penalty=st.just(0) | AMOUNTS,
    blanks=st.sampled_from(BlankCredit),
    folds=st.frozensets(st.sampled_from(Fold)),
    is_order_free=st.booleans(),
)


@given(
    RULES
    | st.builds(ScoringRule, kind=st.just(RuleKind.PER_OPTION), each=AMOUNTS)
    | st.builds(ScoringRule, kind=st.just(RuleKind.RIGHT_MINUS_WRONG), floor=AMOUNTS.map(lambda amount: -amount))
)
def test_a_rule_survives_json(rule):
    assert ScoringRule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_what_a_paper_froze_before_there_were_amounts_reads_and_writes_as_it_did():
    frozen = {
        "kind": "partial_fixed",
        "share": 50,
        "blanks": "each",
        "folds": ["case", "marks", "numerals", "spaces", "width"],
    }

    assert ScoringRule.from_json(frozen).to_json() == frozen


def test_amounts_are_written_as_people_write_marks():
    rule = ScoringRule.from_json({"kind": "right_minus_wrong", "penalty": 0.5, "floor": "-1"})

    assert (rule.penalty, rule.floor) == (50, -100)
    assert rule.to_json()["penalty"] == "0.5"


def test_a_missing_field_takes_its_default():
    assert ScoringRule.from_json({"kind": "partial_share"}) == ScoringRule(kind=RuleKind.PARTIAL_SHARE)


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ("partial_fixed", ("评分规则应为一组字段",)),
        ({"kinds": "x"}, ("不认识的字段 kinds",)),
        (
            {"kind": "half"},
            (
                (
                    "部分得分方式（kind）应为 all_or_nothing、partial_fixed、partial_share、per_option、"
                    "right_minus_wrong 之一，现为“half”"
                ),
            ),
        ),
        ({"share": 100}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“100”",)),
        ({"share": 0.5}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“0.5”",)),
        ({"share": True}, ("少选得分的百分比（share）应为 1 到 99 的整数，现为“True”",)),
        ({"kind": "per_option"}, ("每选对一个的得分（each）要和部分得分方式 per_option 一起写",)),
        ({"each": "0.5"}, ("每选对一个的得分（each）要和部分得分方式 per_option 一起写",)),
        ({"each": True}, ("每选对一个的得分（each）应为不小于 0 的分数，最多两位小数，现为“True”",)),
        ({"penalty": "-1"}, ("倒扣的分数（penalty）应为不小于 0 的分数，最多两位小数，现为“-1”",)),
        ({"penalty": 0.125}, ("倒扣的分数（penalty）应为不小于 0 的分数，最多两位小数，现为“0.125”",)),
        ({"floor": 1}, ("每题的最低分（floor）应为 0 或负的分数，最多两位小数，现为“1”",)),
        ({"floor": -1}, ("每题的最低分（floor）要和部分得分方式 right_minus_wrong 一起写",)),
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
