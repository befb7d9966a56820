from __future__ import annotations

from dataclasses import replace

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import Note, ParsedQuestion, check_question, revise
from question_bank.sheets.sources.source import PICTURE

CHOICE = ParsedQuestion(
    type=QuestionType.SINGLE_CHOICE, stem="收文登记簿由（　）保管。", options=("专人", "任何人"), key=["A"]
)
BLANK = ParsedQuestion(type=QuestionType.FILL_IN_THE_BLANK, stem="应当在____内登记。", key=[["一日"]])


@pytest.mark.parametrize(
    "parsed",
    [
        CHOICE,
        replace(CHOICE, type=QuestionType.MULTIPLE_CHOICE, key=["A", "B"]),
        replace(CHOICE, type=QuestionType.INDETERMINATE_CHOICE),
        BLANK,
        ParsedQuestion(type=QuestionType.TRUE_FALSE, stem="急件随到随登。", key=True),
        ParsedQuestion(type=QuestionType.SHORT_ANSWER, stem="简述收文程序。", key="签收、登记"),
    ],
)
def test_sound_question_is_ok(parsed):
    assert check_question(parsed) == ("ok", ())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type": None}, "看不出题型"),
        ({"stem": " "}, "题干为空"),
        ({"options": ("专人",)}, "选项少于 2 个，现有 1 个"),
        ({"options": ("专人", "")}, "选项 B 没有内容"),
        ({"options": ("专人", "专 人")}, "选项 A 与选项 B 内容相同"),
        ({"key": None}, "没有答案"),
        ({"key": ["C"]}, "答案 C 不在选项之中"),
        ({"key": ["A", "B"]}, "单选题只能有 1 个答案，现有 2 个"),
    ],
)
def test_what_the_bank_would_refuse_is_faulty(changes, problem):
    assert check_question(replace(CHOICE, **changes)) == ("faulty", (problem,))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"stem": f"图中所示（　）{PICTURE}"}, "原文此处有图片，图片没有读入"),
        ({"stem": "收文登记簿由（"}, "题干像是没有写完"),
        ({"stem": "收文登记簿由（ A ）保管。"}, "题干里像是还留着答案"),
        ({"difficulty": "很难"}, "难度“很难”不是易、中、难，请改；照此采用则不带难度"),
    ],
)
def test_what_a_person_should_look_at_is_doubtful(changes, problem):
    assert check_question(replace(CHOICE, **changes)) == ("doubtful", (problem,))


def test_faults_come_before_doubts():
    parsed = replace(CHOICE, key=None, notes=(Note("options", "doubtful", "请核对选项"),))

    assert check_question(parsed) == ("faulty", ("没有答案", "请核对选项"))


def test_note_on_the_key_says_why_there_is_none():
    parsed = replace(CHOICE, key=None, notes=(Note("key", "faulty", "答案“见教材”看不出是哪个选项"),))

    assert check_question(parsed) == ("faulty", ("答案“见教材”看不出是哪个选项",))


def test_revise_settles_the_notes_of_the_fields_it_sets():
    notes = (Note("key", "faulty", "答案“见教材”看不出是哪个选项"), Note("options", "doubtful", "请核对选项"))
    revised = revise(replace(CHOICE, key=None, notes=notes), key=["B"])

    assert (revised.key, revised.status, revised.problems) == (["B"], "doubtful", ("请核对选项",))


def test_revise_judges_the_whole_question_anew():
    revised = revise(BLANK, stem="应当在____内由____登记。")

    assert (revised.status, revised.problems) == ("faulty", ("题干有 2 个空，答案有 1 个",))
    assert revise(revised, key=[["一日"], ["专人"]]).status == "ok"


def test_revise_takes_options_as_any_sequence():
    assert revise(CHOICE, options=["专人", "值班人员"]).options == ("专人", "值班人员")


def test_revise_refuses_an_unknown_field():
    with pytest.raises(TypeError):
        revise(CHOICE, answer=["A"])
