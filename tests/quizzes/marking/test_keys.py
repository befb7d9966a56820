from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from quizzes.marking import BadKey, KeySpace, key_words, parse_key

SINGLE, MULTIPLE = QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE
BLANKS, TRUE_FALSE = QuestionType.FILL_IN_THE_BLANK, QuestionType.TRUE_FALSE
ORDERING, MATCHING = QuestionType.ORDERING, QuestionType.MATCHING


def space(kind):
    return KeySpace(kind, ("k3", "a7", "q1"), ("t1", "t2"), blanks=2)


@pytest.mark.parametrize(
    ("kind", "typed", "key", "words"),
    [
        (SINGLE, " ｂ ", ["a7"], "B"),
        (MULTIPLE, "C、A", ["k3", "q1"], "AC"),
        (TRUE_FALSE, "对", True, "正确"),
        (TRUE_FALSE, "错误", False, "错误"),
        (BLANKS, "一年 / 12个月\n合格", [["一年", "12个月"], ["合格"]], "一年 / 12个月\n合格"),
        (ORDERING, "C A B", ["q1", "k3", "a7"], "CAB"),
        (MATCHING, "2-A，1—b 3：A", {"k3": "t2", "a7": "t1", "q1": "t1"}, "1-B 2-A 3-A"),
    ],
)
def test_a_key_is_read_as_people_write_it_and_written_so_again(kind, typed, key, words):
    assert parse_key(space(kind), typed) == key
    assert key_words(space(kind), key) == words
    assert parse_key(space(kind), words) == key


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (SINGLE, ""),
        (SINGLE, "AB"),
        (MULTIPLE, "AD"),
        (MULTIPLE, "AA"),
        (TRUE_FALSE, "也许"),
        (BLANKS, "一年"),
        (BLANKS, "一年\n合格\n任职"),
        (ORDERING, "AB"),
        (MATCHING, "1-A 2-B"),
        (MATCHING, "1-A 2-B 3-C"),
        (QuestionType.SHORT_ANSWER, "编审"),
    ],
)
def test_what_is_no_key_is_refused(kind, typed):
    with pytest.raises(BadKey):
        parse_key(space(kind), typed)
