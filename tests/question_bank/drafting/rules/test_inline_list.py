from __future__ import annotations

import pytest

from question_bank.drafting.rules.inline_list import draft_inline_lists
from tests.question_bank.drafting.policies import article, said


def drafts(words):
    policy = article(words)
    return list(draft_inline_lists(policy, said(policy)))


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("农技员的管理，坚持公开、平等、竞争、择优的原则。", {"平等", "竞争", "择优"}),
        ("农技员的管理，坚持监督约束与激励保障并重的原则。", {"激励保障"}),
        ("农技员考核的结果分为优秀、合格和不合格三个等次。", {"合格", "不合格"}),
        ("对农技员的处理，应当事实清楚、证据确凿、定性准确、程序合法。", {"证据确凿", "定性准确", "程序合法"}),
        ("推广站根据考试成绩、考察情况和体检结果，提出人选名单。", {"考察情况", "体检结果"}),
    ],
)
def test_one_of_the_list_is_left_blank(words, among):
    (draft,) = drafts(words)

    ((answer,),) = draft.content.key
    assert answer in among
    assert draft.content.stem == f"根据《农技员管理条例》，{words}".replace(answer, "____", 1)


@pytest.mark.parametrize(
    "words",
    [
        "农技员职务根据宪法、有关法律和机构规格设置。",
        "农技员和其他人员应当遵守纪律。",
        "农技员等级包括一级农技员、二级农技员、三级农技员。",
        "农技员滥用职权、玩忽职守、徇私舞弊，依法处理。",
    ],
)
def test_what_is_no_list_or_no_question_is_left(words):
    assert drafts(words) == []
