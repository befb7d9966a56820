"""Keys as trainers type them."""

from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.keys import UnclearKeyError, key_text, read_key


@pytest.mark.parametrize(
    ("question_type", "text", "key"),
    [
        (QuestionType.SINGLE_CHOICE, " b ", ["B"]),
        (QuestionType.SINGLE_CHOICE, "b。", ["B"]),
        (QuestionType.MULTIPLE_CHOICE, "A、C．", ["A", "C"]),
        (QuestionType.TRUE_FALSE, "对。", True),
        (QuestionType.MULTIPLE_CHOICE, "D、A，Ｂ", ["A", "B", "D"]),
        (QuestionType.TRUE_FALSE, "√", True),
        (QuestionType.TRUE_FALSE, "错", False),
        (QuestionType.FILL_IN_THE_BLANK, "五|5\n两年", [["五", "5"], ["两年"]]),
        (QuestionType.SHORT_ANSWER, " 编审、复审、终审。 ", "编审、复审、终审。"),
        (QuestionType.SINGLE_CHOICE, "  ", None),
        (None, "见教材", "见教材"),
        (QuestionType.ORDERING, "b、a、d、c", ["B", "A", "D", "C"]),
        (QuestionType.MATCHING, "1-B 2-a；3：Ｃ", {"1": "B", "2": "A", "3": "C"}),
    ],
)
def test_read_key_understands_what_suits_the_type(question_type, text, key):
    assert read_key(question_type, text) == key


@pytest.mark.parametrize(
    ("question_type", "text", "message"),
    [
        (QuestionType.SINGLE_CHOICE, "见教材", "选择题的答案请写选项字母，例如 B 或 ABD。"),
        (QuestionType.SINGLE_CHOICE, "。", "选择题的答案请写选项字母，例如 B 或 ABD。"),
        (QuestionType.MULTIPLE_CHOICE, "AAB", "答案里有重复的字母。"),
        (QuestionType.TRUE_FALSE, "A", "判断题的答案请写“正确”或“错误”。"),
        (QuestionType.ORDERING, "先甲后乙", "排序题的答案请按先后写选项字母，例如 BADC。"),
        (QuestionType.MATCHING, "B A", "匹配题的答案请写左栏序号和右栏字母，例如 1-B 2-A。"),
        (QuestionType.MATCHING, "1-B 1-A", "答案里有重复的左栏序号。"),
    ],
)
def test_read_key_refuses_what_does_not(question_type, text, message):
    with pytest.raises(UnclearKeyError) as refusal:
        read_key(question_type, text)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("question_type", "key"),
    [
        (QuestionType.MULTIPLE_CHOICE, ["A", "C"]),
        (QuestionType.TRUE_FALSE, False),
        (QuestionType.FILL_IN_THE_BLANK, [["五", "5"], ["两年"]]),
        (QuestionType.SHORT_ANSWER, "第一行\n第二行"),
        (QuestionType.SHORT_ANSWER, None),
        (QuestionType.ORDERING, ["C", "A", "B"]),
        (QuestionType.MATCHING, {"1": "B", "2": "A"}),
    ],
)
def test_key_text_is_read_back_as_the_same_key(question_type, key):
    assert read_key(question_type, key_text(key)) == key
