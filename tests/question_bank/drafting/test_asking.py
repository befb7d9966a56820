"""What a language model answers is worth only what the validation lets through."""

from __future__ import annotations

import json

import pytest

from question_bank.content import QuestionType
from question_bank.drafting import Asked, Rule, UnclearReplyError, prompt_for, read_reply
from tests.question_bank.drafting.policies import answers, article, source

POLICY = article("新录用的农技员试用期为六个月，试用合格的予以任职，由推广站颁发聘书。")
(PASSAGE,) = POLICY.passages
GOOD = {
    "type": "single_choice",
    "stem": "根据《农技员管理条例》，新录用的农技员试用期为（　　）。",
    "options": ["三个月", "六个月", "九个月", "一年半"],
    "answers": ["六个月"],
    "quoted": "新录用的农技员试用期为六个月",
    "reason": "考查期限。",
}


def read(*items, asked=()):
    return read_reply(json.dumps({"questions": list(items)}), POLICY, PASSAGE, Asked(asked))


def test_prompt_says_all_that_leaves_the_house():
    prompt = prompt_for(POLICY, PASSAGE)

    assert prompt.request == f"文件：《农技员管理条例》\n条文：第一条\n\n{PASSAGE.text}"
    assert "一字不差" in prompt.instructions


def test_good_answer_is_a_draft_like_any_other():
    (draft,) = read(GOOD).drafts

    assert (draft.rule, answers(draft), draft.reason) == (Rule.MODEL, ["六个月"], "考查期限。")
    assert source(POLICY, draft) == "新录用的农技员试用期为六个月"


def test_blank_and_multiple_choice_are_taken():
    blank = GOOD | {
        "type": "fill_in_the_blank",
        "stem": "根据《农技员管理条例》，试用合格的由____颁发聘书。",
        "options": [],
        "answers": ["推广站"],
    }
    several = GOOD | {
        "type": "multiple_choice",
        "stem": "根据《农技员管理条例》，条文写到的有（　　）。",
        "options": ["试用期", "农技员", "见习期", "考核期"],
        "answers": ["试用期", "农技员"],
    }

    drafts = read(blank, several).drafts

    assert [draft.content.type for draft in drafts] == [
        QuestionType.FILL_IN_THE_BLANK,
        QuestionType.MULTIPLE_CHOICE,
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"answers": ["九个月"]}, "“六个月”也在所引的条文里"),
        ({"options": ["三个月", "六个月", "九个月"]}, "应有 4 个不同的选项"),
        ({"answers": ["两个月"]}, "题型不认识，或者答案不在选项里"),
        ({"answers": ["六个月", "三个月"]}, "题型与答案的个数不符"),
        ({"quoted": "试用期为半年"}, "引文不是条文里的原话"),
        ({"stem": "本条例规定的试用期为（　　）。"}, "题干没有写明依据哪份文件"),
        ({"stem": 7}, "stem 应为文字"),
        ({"options": "六个月"}, "options 应为一组文字"),
        ({"type": "essay"}, "题型不认识，或者答案不在选项里"),
    ],
)
def test_bad_answer_is_left_out_with_the_reason(change, why):
    reply = read(GOOD | change)

    assert reply.drafts == ()
    assert why in reply.left_out[0]


def test_what_is_asked_already_is_left_out():
    (known,) = read(GOOD).drafts

    reply = read(GOOD, GOOD | {"stem": f"{GOOD['stem']}"}, asked=[known.content])

    assert reply.drafts == ()
    assert all("已经有相近的题" in words for words in reply.left_out)


def test_fenced_answer_is_read_and_a_long_one_cut():
    text = f"```json\n{json.dumps({'questions': [GOOD] * 9})}\n```"

    reply = read_reply(text, POLICY, PASSAGE, Asked())

    assert (len(reply.drafts), len(reply.left_out)) == (1, 4)


@pytest.mark.parametrize("text", ["好的，题目如下：", "[]", '{"questions": "无"}', '{"questions": ["无"]}', ""])
def test_anything_but_the_json_asked_for_is_refused(text):
    with pytest.raises(UnclearReplyError):
        read_reply(text, POLICY, PASSAGE, Asked())
