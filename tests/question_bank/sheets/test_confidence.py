from __future__ import annotations

from question_bank.content import QuestionType
from question_bank.sheets import confidence, question_to_json, revise
from question_bank.sheets.confidence import Sureness
from tests.question_bank.sheets.layouts.reading import only, read_text


def test_what_the_sheet_says_is_surer_than_what_was_concluded():
    written = confidence(only(read_text("一、单选题\n1.急件由谁登记？\nA.专人\nB.任何人\n答案：A\n解析：见办法。\n")))
    concluded = confidence(only(read_text("1.急件由谁登记？\nA.专人\nB.任何人\n答案：A\n")))

    assert (written["type"], written["key"], written["explanation"], written["marks"]) == (
        Sureness.WRITTEN.value,
        Sureness.WRITTEN.value,
        Sureness.WRITTEN.value,
        None,
    )
    assert (concluded["type"], concluded["key"], concluded["explanation"]) == (
        Sureness.CONCLUDED.value,
        Sureness.WRITTEN.value,
        None,
    )


def test_doubts_and_faults_count_against_their_field_only():
    question = only(read_text("1.急件由谁登记？\nA.专人\nB.任何人\n答案：见教材\n难度：很难\n"))
    doubted = only(read_text("1.急件由谁登记（B）\nA.专人\nB.任何人\n答案：A\n"))

    assert (confidence(question)["key"], confidence(question)["stem"]) == (
        Sureness.UNREAD.value,
        Sureness.WRITTEN.value,
    )
    assert (confidence(doubted)["key"], confidence(doubted)["options"]) == (
        Sureness.DOUBTED.value,
        Sureness.WRITTEN.value,
    )


def test_what_a_trainer_sets_is_sure():
    question = only(read_text("1.急件由谁登记？\nA.专人\nB.任何人\n答案：见教材\n"))

    mended = revise(question, key=["A"], type=QuestionType.SINGLE_CHOICE)

    assert (confidence(mended)["key"], confidence(mended)["type"]) == (Sureness.WRITTEN.value, Sureness.WRITTEN.value)
    assert question_to_json(mended)["confidence"] == confidence(mended)
