from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import QuestionType
from quizzes.marking import MAX_CHARACTERS, AnswerSpace, BadAnswer, is_empty, normalize_answer

SINGLE, MULTIPLE = QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE
TRUE_FALSE, BLANKS = QuestionType.TRUE_FALSE, QuestionType.FILL_IN_THE_BLANK
SHORT = QuestionType.SHORT_ANSWER
ORDERING, MATCHING = QuestionType.ORDERING, QuestionType.MATCHING
OPTIONS = ("k3", "a7", "q1")
TARGETS = ("t1", "t2")


def normalize(kind, raw):
    return normalize_answer(AnswerSpace(kind, OPTIONS, TARGETS, blanks=2), raw)


@pytest.mark.parametrize(
    ("kind", "raw", "answer"),
    [
        (SINGLE, ["a7"], ["a7"]),
        (SINGLE, ["a7", "a7"], ["a7"]),
        (SINGLE, [], []),
        (MULTIPLE, ["q1", "k3"], ["k3", "q1"]),
        (MULTIPLE, ["q1", "k3", "q1"], ["k3", "q1"]),
        (TRUE_FALSE, False, False),
        (BLANKS, ["一年", ""], ["一年", ""]),
        (SHORT, "第一，\r\n第二。", "第一，\n第二。"),
        (SHORT, "字" * MAX_CHARACTERS, "字" * MAX_CHARACTERS),
        (ORDERING, ["q1", "k3"], ["q1", "k3"]),
        (MATCHING, {"q1": "t1", "k3": "t1"}, {"k3": "t1", "q1": "t1"}),
        (MATCHING, {}, {}),
    ],
)
def test_a_good_answer_takes_its_one_form(kind, raw, answer):
    assert normalize(kind, raw) == answer


@pytest.mark.parametrize("kind", QuestionType)
def test_null_takes_an_answer_back(kind):
    assert normalize(kind, None) is None


@pytest.mark.parametrize(
    ("kind", "raw", "message"),
    [
        (SINGLE, "a7", "选择题的答案应为所选的选项"),
        (SINGLE, [7], "选择题的答案应为所选的选项"),
        (SINGLE, {"a7": True}, "选择题的答案应为所选的选项"),
        (SINGLE, ["a7", "q1"], "单选题只能选一个选项"),
        (MULTIPLE, ["a7", "zz"], "答案中有本题没有的选项"),
        (TRUE_FALSE, 1, "判断题的答案应为正确或错误"),
        (TRUE_FALSE, "true", "判断题的答案应为正确或错误"),
        (BLANKS, "一年", "填空题的答案应逐空填写"),
        (BLANKS, ["一年"], "本题有 2 个空，收到 1 个答案"),
        (BLANKS, ["一年", None], "填空题的答案应逐空填写"),
        (BLANKS, ["字" * MAX_CHARACTERS, "字"], "答案超过 20000 字"),
        (BLANKS, ["一\0年", ""], "答案中有无法保存的字符"),
        (SHORT, ["文字"], "简答题的答案应为文字"),
        (QuestionType.ESSAY, ["文字"], "论述题的答案应为文字"),
        (ORDERING, "k3a7", "排序题的答案应为按先后排好的选项"),
        (ORDERING, ["k3", "t1"], "答案中有本题没有的选项"),
        (ORDERING, ["k3", "k3"], "排序题的每个选项只能排一次"),
        (MATCHING, ["t1"], "匹配题的答案应为左右两栏的对应"),
        (MATCHING, {"k3": 1}, "匹配题的答案应为左右两栏的对应"),
        (MATCHING, {"k3": "a7"}, "答案中有本题没有的选项"),
        (MATCHING, {"t1": "t1"}, "答案中有本题没有的选项"),
        (SHORT, "字" * (MAX_CHARACTERS + 1), "答案超过 20000 字"),
        (SHORT, "坏\ud800字", "答案中有无法保存的字符"),
    ],
)
def test_a_bad_answer_is_refused_with_a_reason(kind, raw, message):
    with pytest.raises(BadAnswer) as caught:
        normalize(kind, raw)

    assert str(caught.value) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(OPTIONS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=6,
)


@given(st.sampled_from(QuestionType), JSON)
def test_any_json_is_either_refused_or_kept_unchanged_from_then_on(kind, raw):
    try:
        answer = normalize(kind, raw)
    except BadAnswer:
        return

    assert normalize(kind, answer) == answer


@pytest.mark.parametrize("answer", [None, [], ["", " "], {}, "", " \n　"])
def test_is_empty(answer):
    assert is_empty(answer)


@pytest.mark.parametrize("answer", [False, True, ["A"], ["", "一年"], {"k3": "t1"}, "略"])
def test_is_not_empty(answer):
    assert not is_empty(answer)
