from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.content import Markup, Option, QuestionType, asked_digest, content_digest
from tests.factories.content import make_blanks, make_case, make_choice, make_matching

QUESTION = make_choice("民主集中制", "集体领导", key=["A"])


def test_content_digest_is_the_same_on_every_machine():
    assert content_digest(QUESTION) == "a3291d564b05c3686d2064607a64cb0f08a1633a73c1914edbc9f1b8ffe638e2"


@pytest.mark.parametrize(
    "stem", ["党章规定的 组织原则是（　）。", "党章规定的\n组织原则是（ ）。", "党章规定的组织原则\u200b是（）。"]
)
def test_content_digest_folds_white_space(stem):
    assert content_digest(replace(QUESTION, stem=stem)) == content_digest(QUESTION)


@pytest.mark.parametrize(
    "change",
    [
        {"type": QuestionType.INDETERMINATE_CHOICE},
        {"stem": "党章规定的组织路线是（　）。"},
        {"options": (Option("A", "民主集中制"), Option("B", "个人负责"))},
        {"key": ["B"]},
        {"key": None},
        {"explanation": "见党章第十条。"},
    ],
)
def test_content_digest_tells_every_change(change):
    assert content_digest(replace(QUESTION, **change)) != content_digest(QUESTION)


def test_content_digest_keeps_the_space_between_latin_words():
    assert content_digest(replace(QUESTION, stem="to day")) != content_digest(replace(QUESTION, stem="today"))


def test_content_digest_does_not_depend_on_the_order_of_a_choice_key():
    content = make_choice("甲", "乙", "丙", key=["A", "C"], kind=QuestionType.MULTIPLE_CHOICE)

    assert content_digest(replace(content, key=["C", "A"])) == content_digest(content)


def test_asked_digest_is_blind_to_key_explanation_type_and_order_of_options():
    other = make_choice("集体领导", "民主集中制", key=["A"], kind=QuestionType.MULTIPLE_CHOICE)

    assert asked_digest(replace(other, explanation="另一说法。")) == asked_digest(QUESTION)


def test_asked_digest_is_blind_to_how_a_blank_is_written():
    assert asked_digest(make_blanks("试用期为____年，共２次。", ["一"])) == asked_digest(
        make_blanks("试用期为（　）年，共2次。", ["1"])
    )


def test_asked_digest_tells_other_options():
    assert asked_digest(make_choice("民主集中制", "个人负责", key=["A"])) != asked_digest(QUESTION)


def test_asked_digest_tells_what_a_case_asks():
    assert asked_digest(make_case(QUESTION)) != asked_digest(make_case(QUESTION, QUESTION))


def test_asked_digest_tells_the_targets_of_a_matching_question():
    content = make_matching({"A": "甲", "B": "乙"}, key={"A": "A", "B": "B"})

    assert asked_digest(replace(content, targets=content.targets[:1])) != asked_digest(content)


def test_asked_digest_is_blind_to_tags_that_show_nothing():
    marked = make_choice("<b>民主集中制</b>", "集体领导", key=["A"], markup=Markup.HTML)

    assert asked_digest(marked) == asked_digest(QUESTION)
