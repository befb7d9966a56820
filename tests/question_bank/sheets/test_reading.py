from __future__ import annotations

import time

import pytest

from question_bank.sheets import SheetReport, SourceLine, read_sheet
from question_bank.sheets.template import COLUMNS
from tests.question_bank.sheets.files import paragraphs, word, workbook


def rows_of_questions(count):
    """Rows of the template's columns, every one a different question."""
    yield COLUMNS
    for number in range(1, count + 1):
        stem = f"第{number}类文件应当在几日内办结（ ）"
        options = [f"{number + days}日" for days in range(4)]
        details = ["B", "见办法。", f"《某办法》第{number}条", "公文", "中", 2]
        yield ["单选", stem, *options, None, None, None, None, *details]


def test_lines_stand_beside_the_questions_they_gave():
    report = read_sheet("收文测试\n1.急件随到随登。\n答案：对\n".encode())

    assert isinstance(report, SheetReport)
    assert report.lines == (SourceLine(1, "收文测试"), SourceLine(2, "1.急件随到随登。"), SourceLine(3, "答案：对"))
    assert (report.questions[0].first_line, report.questions[0].last_line) == (2, 3)


def test_lines_keep_the_original_characters():
    report = read_sheet("１．⼟地由谁登记？\nＡ．专⼈\nＢ．任何⼈\n答案：Ａ\n".encode())

    assert report.lines[0].text == "１．⼟地由谁登记？"
    assert (report.questions[0].stem, report.questions[0].options) == ("土地由谁登记？", ("专人", "任何人"))


@pytest.mark.parametrize("name", ["题.docx", "题.pdf", "", "单选题"])
def test_the_name_never_decides_the_format(name):
    assert read_sheet(workbook({"甲": [("题干", "答案"), ("急件随到随登。", "对")]}), name).format == "xlsx"
    assert read_sheet(word(paragraphs("1.急件随到随登。（√）")), name).format == "docx"


def test_a_thousand_questions_are_read_and_checked_in_time():
    data = workbook({"试题": rows_of_questions(1_000)})

    begin = time.process_time()
    report = read_sheet(data)

    assert time.process_time() - begin < 10
    assert [question.status for question in report.questions] == ["ok"] * 1_000
