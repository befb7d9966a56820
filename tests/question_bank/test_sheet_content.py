"""From a sheet's question to the bank's."""

from __future__ import annotations

from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.sheet_content import content_of, digest_of
from question_bank.sheets import ParsedQuestion, revise

CHOICE = revise(
    ParsedQuestion(QuestionType.SINGLE_CHOICE, "每季度写几篇笔记？", key=["B"]),
    options=("半篇", "一篇"),
    explanation="见第二条。",
)


def test_content_of_letters_the_options():
    assert content_of(CHOICE) == QuestionContent(
        QuestionType.SINGLE_CHOICE,
        "每季度写几篇笔记？",
        (Option("A", "半篇"), Option("B", "一篇")),
        ["B"],
        "见第二条。",
    )


def test_a_question_without_a_type_has_no_content_and_no_digest():
    unknown = revise(CHOICE, type=None)

    assert (content_of(unknown), digest_of(unknown)) == (None, "")


def test_digest_of_does_not_depend_on_the_key():
    assert digest_of(revise(CHOICE, key=["A"])) == digest_of(CHOICE) != digest_of(revise(CHOICE, stem="每年呢？"))
