from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from quizzes.typed import AskedOnPaper, TypedAnswer, UnreadableAnswer, read_typed

OPTIONS = ("w", "x", "y")


def asked(type_, **changes):
    return AskedOnPaper(QuestionType(type_), 800, **{"options": OPTIONS, **changes})


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (asked("single_choice"), "b", ["x"]),
        (asked("single_choice"), "Ｂ", ["x"]),
        (asked("multiple_choice"), "C、A", ["w", "y"]),
        (asked("true_false"), "√", True),
        (asked("true_false"), "错误", False),
        (asked("fill_in_the_blank", blanks=2), "忠诚；干净", ["忠诚", "干净"]),
        (asked("fill_in_the_blank", blanks=2), "；干净", ["", "干净"]),
        (asked("fill_in_the_blank", blanks=1), "忠诚；干净", ["忠诚；干净"]),
        (asked("ordering"), "C→A→B", ["y", "w", "x"]),
        (asked("matching", targets=("p", "q")), "1-B 3-A", {"w": "q", "y": "p"}),
        (asked("matching", targets=("p", "q")), "BBA", {"w": "q", "x": "q", "y": "p"}),
        (asked("short_answer"), "编审、复审、终审", "编审、复审、终审"),
        (asked("single_choice"), "-", None),
    ],
)
def test_answer_is_read_as_it_is_kept(question, text, answer):
    assert read_typed(question, text) == TypedAnswer(answer)


def test_number_for_a_written_question_is_the_marks_given_on_paper():
    assert read_typed(asked("essay"), "7.5") == TypedAnswer(given=750)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (asked("single_choice"), "AB", "只能有一个"),
        (asked("multiple_choice"), "AE", "“E”不是本题的选项（A 到 C）"),
        (asked("multiple_choice"), "AA", "重复"),
        (asked("true_false"), "大概", "写“对”或“错”"),
        (asked("fill_in_the_blank", blanks=2), "忠诚", "本题有 2 个空，读到 1 个答案"),
        (asked("matching", targets=("p",)), "A", "1-C 2-A"),
        (asked("essay"), "9", "超过本题 8 分"),
    ],
)
def test_what_cannot_be_an_answer_is_told(question, text, said):
    with pytest.raises(UnreadableAnswer) as refusal:
        read_typed(question, text)

    assert said in str(refusal.value)
