from __future__ import annotations

import pytest

from question_bank.drafting.rules.modality import draft_judgements
from tests.question_bank.drafting.policies import article, said


def drafts(words):
    policy = article(words)
    return list(draft_judgements(policy, said(policy)))


@pytest.mark.parametrize(
    ("words", "false"),
    [
        ("处分决定应当以书面形式通知农技员本人。", "处分决定应当以口头形式通知农技员本人。"),
        ("农技员复核期间不停止处理决定的执行。", "农技员复核期间停止处理决定的执行。"),
        ("录用农技员须经省级以上人民政府批准并公示。", "录用农技员须经县级以上人民政府批准并公示。"),
        ("农技员在受处分期间不得晋升职务和级别。", "农技员在受处分期间经批准可以晋升职务和级别。"),
        ("推广站应当每季度至少组织一次技术培训。", "推广站应当每半年至少组织一次技术培训。"),
        ("提示的异常情况不得直接作为认定违纪的依据。", "提示的异常情况可以直接作为认定违纪的依据。"),
        ("农技员兼职应当经过批准，并不得领取报酬。", "农技员兼职应当经过批准，并可以领取报酬。"),
        (
            "农技员奖励坚持精神奖励与物质奖励相结合、以精神奖励为主的原则。",
            "农技员奖励坚持精神奖励与物质奖励相结合、以物质奖励为主的原则。",
        ),
    ],
)
def test_one_word_is_turned_round(words, false):
    draft = drafts(words)[0]

    assert (draft.content.key, draft.content.stem) == (False, f"根据《农技员管理条例》，{false}")
    assert draft.original == words


def test_sentence_that_cannot_be_turned_is_true_word_for_word():
    (draft,) = drafts("农技员离职前应当办理业务交接手续，必要时接受审计。")

    assert draft.content.key is True
    assert draft.content.stem == "根据《农技员管理条例》，农技员离职前应当办理业务交接手续，必要时接受审计。"


@pytest.mark.parametrize(
    "words",
    [
        "农技员站的设立和管理应当按照有关规定执行。",
        "新聘农技员应当面向社会公开招聘。但是，政策性安置人员除外。",
        "农技员应当自觉尊重科学，模范遵守各项规章。",
        "农技员推广良种和新的技术。",
    ],
)
def test_dull_or_half_true_sentences_are_left(words):
    assert drafts(words) == []


def test_absurd_turns_are_not_made():
    assert [draft.content.key for draft in drafts("农技员提出申诉应当依照程序进行，不得诬告陷害他人。")] == [True]
