from __future__ import annotations

import pytest

from question_bank.content import CHOICE_TYPES, QuestionType
from question_bank.sheets.words.types import named_type


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("单选", QuestionType.SINGLE_CHOICE),
        ("单项选择题", QuestionType.SINGLE_CHOICE),
        ("多 选 题", QuestionType.MULTIPLE_CHOICE),
        ("不定项选择题", QuestionType.INDETERMINATE_CHOICE),
        ("判断正误", QuestionType.TRUE_FALSE),
        ("是非题", QuestionType.TRUE_FALSE),
        ("填空题", QuestionType.FILL_IN_THE_BLANK),
        ("问答题", QuestionType.SHORT_ANSWER),
        ("true_false", QuestionType.TRUE_FALSE),
        ("第一季度_判断题.txt", QuestionType.TRUE_FALSE),
    ],
)
def test_named_type_knows_the_usual_words(text, type_):
    assert named_type(text).candidates == {type_}


def test_named_type_leaves_a_bare_choice_open():
    assert named_type("选择题").candidates == CHOICE_TYPES


@pytest.mark.parametrize("text", ["阅读理解", "完形填空"])
def test_named_type_knows_what_the_bank_cannot_hold_yet(text):
    assert named_type(text).candidates == frozenset()


@pytest.mark.parametrize("text", ["", "2", "单选题与判断题", "干部选拔任用"])
def test_named_type_is_none_where_no_single_type_is_named(text):
    assert named_type(text) is None
