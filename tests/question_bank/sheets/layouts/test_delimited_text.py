from __future__ import annotations

from question_bank.content import QuestionType
from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses


def test_columns_are_told_by_their_content():
    report = read_text("1|||急件应当随到随登。|||对\n2|||急件可以次日再登记。|||错\n3|||收文登记簿由专人保管。|||对\n")

    assert (report.layout, keys(report), statuses(report)) == ("delimited_text", [True, False, True], ["ok"] * 3)
    assert report.questions[1].location == "第 2 行"


def test_labels_in_the_cells_tell_the_columns():
    report = read_text(
        "题目：急件随到随登。^*^答案：正确\n题目：急件次日登记。^*^答案：错误\n题目：收文由谁登记（ ）^*^答案：B\n"
    )

    assert [question.stem for question in report.questions] == ["急件随到随登。", "急件次日登记。", "收文由谁登记（ ）"]
    assert keys(report) == [True, False, ["B"]]
    assert report.questions[2].problems == ("选项少于 2 个，现有 0 个", "答案 B 不在选项之中")


def test_letter_before_the_options_text_without_options_is_a_fault():
    report = read_text(
        "1|||收文由谁登记。|||A，专人\n2|||急件应当怎样办理。|||C，速办\n3|||收文登记簿放在哪里。|||B，柜中\n"
    )

    assert [question.type for question in report.questions] == [QuestionType.SINGLE_CHOICE] * 3
    assert (keys(report), statuses(report)) == ([["A"], ["C"], ["B"]], ["faulty"] * 3)


def test_line_that_parts_otherwise_is_reported():
    rows = [f"{number}|||第{number}类急件应当随到随登。|||对" for number in range(1, 11)]
    report = read_text("\n".join([*rows, "11|||少了答案的一行"]))

    assert len(report.questions) == 10
    assert [(problem.location, problem.message) for problem in report.problems] == [
        ("第 11 行", "这一行与其他行格式不同，没有读入：11|||少了答案的一行")
    ]
