"""The validation is asked with drafts that each break one rule; the good one they are made from passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.drafting import Asked, Draft, Rule, draft_problems
from tests.question_bank.drafting.policies import article

WORDS = "新录用的农技员试用期为六个月，试用合格的予以任职。"
POLICY = article(WORDS)
PASSAGES = {passage.path: passage for passage in POLICY.passages}
STEM = "根据《农技员管理条例》，新录用的农技员试用期为（　　）。"


def choice(*texts, key=("A",), stem=STEM, kind=QuestionType.SINGLE_CHOICE):
    options = tuple(Option("ABCDEF"[place], text) for place, text in enumerate(texts))
    return QuestionContent(kind, stem, options, list(key))


GOOD = Draft(Rule.MODEL, choice("六个月", "三个月", "九个月", "一年半"), "art1/par1", 0, len(WORDS), "理由")


def problems(draft):
    return draft_problems(draft, PASSAGES)


def test_good_draft_passes():
    assert problems(GOOD) == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (choice("五个月", "三个月", "九个月", "一年半"), "“五个月”不在所引的条文里"),
        (choice("六个月", "三个月", "九个月", "任职"), "“任职”也在所引的条文里"),
        (choice("六个月", "三个月", "九个月"), "应有 4 个不同的选项"),
        (choice("六个月", "三个月", "９个月", "9个月"), "应有 4 个不同的选项"),
        (choice("六个月", "三个月", "九个月", "二十四个月以上"), "选项长短相差一倍以上"),
        (choice("六个月", "三个月", "九个月", "一年半", stem="试用期为（　　）。"), "题干没有写明依据哪份文件"),
        (
            choice("六个月", "三个月", "九个月", "一年半", stem="根据《条例》，本条例的试用期为（　　）。"),
            "题干里有“本法”“前款”之类，离开条文看不懂",
        ),
        (choice("六个月", "三个月", "九个月", "一年半", stem="根据《条例》，六个月即（　　）。"), "题干里已经有答案"),
        (QuestionContent(QuestionType.SHORT_ANSWER, "《条例》规定试用期多长？", key="六个月"), "不出简答题"),
        (
            QuestionContent(QuestionType.FILL_IN_THE_BLANK, "《条例》的试用期为____。", key=[["半年"]]),
            "“半年”不在所引的条文里",
        ),
        (
            QuestionContent(QuestionType.TRUE_FALSE, "根据《农技员管理条例》，试用期为一年。", key=True),
            "判断为正确的话不是条文原话",
        ),
        (
            QuestionContent(QuestionType.TRUE_FALSE, "根据《农技员管理条例》，试用期为一年。", key=False),
            "判断为错误的话没有改动条文",
        ),
    ],
)
def test_bad_draft_is_named(content, problem):
    assert problem in problems(replace(GOOD, content=content))


def test_draft_without_its_text_is_named():
    assert problems(replace(GOOD, path="art9/par9")) == ("没有所引的条文",)
    assert problems(replace(GOOD, end=999)) == ("原文位置不在所引的条文里",)


def test_negated_draft_is_judged_the_other_way_round():
    content = choice("一年半", "六个月", "农技员", "试用期", stem="根据《农技员管理条例》，条文没有写到的是（　　）。")

    assert problems(replace(GOOD, content=content, is_negated=True)) == ()
    assert "“一年半”不在所引的条文里" in problems(replace(GOOD, content=content))


def test_false_statement_alters_words_of_the_text():
    stem = "根据《农技员管理条例》，新录用的农技员试用期为一年，试用合格的予以任职。"
    content = QuestionContent(QuestionType.TRUE_FALSE, stem, key=False)

    assert problems(replace(GOOD, content=content, original=WORDS)) == ()


def test_nearly_the_same_question_is_known():
    asked = Asked([GOOD.content])

    assert asked.has_like(replace(GOOD.content, stem=STEM.replace("（　　）", "____")))
    assert asked.has_like(replace(GOOD.content, stem=STEM.replace("的农技员", "农技员")))
    assert not asked.has_like(replace(GOOD.content, stem="根据《农技员管理条例》，公示期为（　　）。"))
