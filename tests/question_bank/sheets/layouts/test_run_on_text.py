from __future__ import annotations

from question_bank.content import QuestionType
from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses


def test_lost_line_breaks_are_found_again():
    report = read_text(
        "收文知识题库(含答案)一、单选题(每题1分)1.收文由谁登记()。A.专人B.任何人C.无人答案:A解析:专人负责。"
        "2.急件应当()。A.速办B.缓办C.不办答案:A二、判断题1、急件随到随登。()A.正确B.错误正确答案:A2、急件次日登记。()A.正确B.错误正确答案:B"
    )

    assert (report.layout, statuses(report)) == ("run_on_text", ["ok"] * 4)
    assert keys(report) == [["A"], ["A"], True, False]
    assert report.questions[0].explanation == "专人负责。"
    assert [question.marks for question in report.questions] == [100, 100, None, None]


def test_blanks_that_nobody_marked_are_reported():
    report = read_text("一、填空题1、收文登记簿由专人保管。2、急件随到随登。4、收文当日登记。")

    assert [question.type for question in report.questions] == [QuestionType.FILL_IN_THE_BLANK] * 3
    assert statuses(report) == ["faulty"] * 3
