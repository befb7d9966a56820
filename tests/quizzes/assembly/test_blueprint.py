from __future__ import annotations

import json

import pytest
import yaml

from question_bank.content import QuestionType
from quizzes.assembly import Blueprint, BlueprintError, Section, parse_blueprint
from quizzes.marking import RuleKind, ScoringRule

SHEET = """
title: 2026年第四季度季季考
sections:
  - title: 一、单项选择题
    type: 单选
    count: 20
    marks: 1.5
    topics: [党章, 公务员法]
    topic_counts: {党章: 8, 公务员法: 12}
  - title: 二、多项选择题
    type: multiple_choice
    count: 10
    marks: 2
    rule: {kind: partial_fixed, share: 50}
"""
SECTION = {"title": "单选题", "type": "单选题", "count": "20", "marks": "1.5"}


def with_section(**changes):
    return {"title": "季季考", "sections": [{**SECTION, **changes}]}


def test_a_blueprint_is_read_from_yaml():
    assert parse_blueprint(yaml.safe_load(SHEET)) == Blueprint(
        "2026年第四季度季季考",
        (
            Section(
                "一、单项选择题",
                QuestionType.SINGLE_CHOICE,
                20,
                150,
                ("党章", "公务员法"),
                (("党章", 8), ("公务员法", 12)),
            ),
            Section(
                "二、多项选择题",
                QuestionType.MULTIPLE_CHOICE,
                10,
                200,
                rule=ScoringRule(kind=RuleKind.PARTIAL_FIXED, share=50),
            ),
        ),
    )


def test_totals_are_exact():
    blueprint = parse_blueprint(yaml.safe_load(SHEET))

    assert (blueprint.question_count, blueprint.total_marks) == (30, 5000)


def test_a_form_may_send_numbers_as_text():
    assert parse_blueprint(with_section()).sections == (Section("单选题", QuestionType.SINGLE_CHOICE, 20, 150),)


def test_a_blueprint_survives_json():
    blueprint = parse_blueprint(yaml.safe_load(SHEET))

    assert parse_blueprint(json.loads(json.dumps(blueprint.to_json()))) == blueprint


def test_topics_without_a_count_of_their_own_are_dropped_from_the_counts():
    (section,) = parse_blueprint(with_section(topic_counts={"党章": 0, "监察法": "3"})).sections

    assert section.topic_counts == (("监察法", 3),)


WHERE = "第 1 大题“单选题”"


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"conut": 3}, (f"{WHERE}有不认识的字段 conut",)),
        ({"title": ""}, ("第 1 大题“”的标题（title）应为 1 到 100 个字的文字，现为“”",)),
        (
            {"type": "猜谜"},
            (f"{WHERE}的题型（type）应为单选、多选、不定项、判断、填空、简答、论述、匹配、排序、案例之一，现为“猜谜”",),
        ),
        ({"count": 0}, (f"{WHERE}的题数（count）应为 1 到 1000 的整数，现为“0”",)),
        ({"count": "9" * 5000}, (f"{WHERE}的题数（count）应为 1 到 1000 的整数，现为“{'9' * 5000}”",)),
        ({"count": True}, (f"{WHERE}的题数（count）应为 1 到 1000 的整数，现为“True”",)),
        (
            {"marks": "两分"},
            (f"{WHERE}的每题分值（marks）应为大于 0、不超过 1000 的分数，最多两位小数，现为“两分”",),
        ),
        ({"marks": 0}, (f"{WHERE}的每题分值（marks）应为大于 0、不超过 1000 的分数，最多两位小数，现为“0”",)),
        ({"topics": "党章"}, (f"{WHERE}的知识点（topics）应为知识点名称的列表，现为“党章”",)),
        (
            {"topic_counts": ["党章"]},
            (f"{WHERE}的各知识点题数（topic_counts）应为“知识点: 题数”的列表，现为“['党章']”",),
        ),
        (
            {"topic_counts": {"党章": -1}},
            (f"{WHERE}的各知识点题数（topic_counts）中“党章”的题数应为 0 到 1000 的整数",),
        ),
        (
            {"topics": ["党章"], "topic_counts": {"监察法": 3}},
            (f"{WHERE}的各知识点题数（topic_counts）中“监察法”不在本大题的知识点之内",),
        ),
        (
            {"topic_counts": {"党章": 15, "监察法": 6}},
            (f"{WHERE}的各知识点题数（topic_counts）合计 21 题，多于本大题的 20 题",),
        ),
        (
            {"rule": {"share": 0}},
            (f"{WHERE}的评分规则（rule）有误：少选得分的百分比（share）应为 1 到 99 的整数，现为“0”",),
        ),
        (
            {"rule": {"kind": "per_option", "each": 0.5}, "type": "ordering"},
            (f"{WHERE}的评分规则（rule）中按选项给分、扣分（per_option、right_minus_wrong）只用于多选题、不定项题",),
        ),
        (
            {"rule": {"penalty": 0.5}, "type": "multiple_choice"},
            (
                (
                    f"{WHERE}的评分规则（rule）中的倒扣（penalty）只用于单选题、判断题，"
                    "或者多选、不定项题的 right_minus_wrong"
                ),
            ),
        ),
        (
            {"rule": {"penalty": 3}, "type": "true_false", "marks": 2},
            (f"{WHERE}的评分规则（rule）中每项的得分和倒扣的分都不能超过每题的 2 分",),
        ),
        (
            {"rule": {"kind": "partial_share"}},
            (f"{WHERE}的评分规则（rule）中的部分得分（kind）只用于多选题、不定项题、排序题和案例题",),
        ),
        (
            {"count": None, "marks": None},
            (
                f"{WHERE}的题数（count）应为 1 到 1000 的整数，现为“None”",
                f"{WHERE}的每题分值（marks）应为大于 0、不超过 1000 的分数，最多两位小数，现为“None”",
            ),
        ),
    ],
)
def test_each_fault_names_section_and_field(changes, messages):
    with pytest.raises(BlueprintError) as caught:
        parse_blueprint(with_section(**changes))

    assert caught.value.messages == messages


def test_what_is_missing_is_said_to_be_missing():
    with pytest.raises(BlueprintError) as caught:
        parse_blueprint({"title": "季季考", "sections": [{}]})

    assert caught.value.messages == (
        "第 1 大题的标题（title）应为 1 到 100 个字的文字，现在没有填",
        "第 1 大题的题型（type）应为单选、多选、不定项、判断、填空、简答、论述、匹配、排序、案例之一，现在没有填",
        "第 1 大题的题数（count）应为 1 到 1000 的整数，现在没有填",
        "第 1 大题的每题分值（marks）应为大于 0、不超过 1000 的分数，最多两位小数，现在没有填",
    )


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ([], ("组卷方案应为一组字段：title、sections",)),
        (
            {"title": 2026, "sections": []},
            (
                "组卷方案的标题（title）应为 1 到 100 个字的文字",
                "组卷方案的各大题（sections）应为 1 到 50 个大题的列表",
            ),
        ),
        (
            {"title": "季季考", "seed": 1, "sections": ["单选"]},
            (
                "组卷方案有不认识的字段 seed",
                "第 1 大题应为一组字段：title、type、count、marks、topics、topic_counts、rule",
            ),
        ),
    ],
)
def test_a_blueprint_of_the_wrong_shape_is_refused(data, messages):
    with pytest.raises(BlueprintError) as caught:
        parse_blueprint(data)

    assert caught.value.messages == messages
