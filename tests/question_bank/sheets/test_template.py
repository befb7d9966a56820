from __future__ import annotations

import io

from openpyxl import load_workbook

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from question_bank.sheets.template import COLUMNS, build_template


def test_template_reads_back_whole():
    report = read_sheet(build_template())

    assert (report.layout, report.problems) == ("headed_table", ())
    assert [(question.type, question.key, question.status) for question in report.questions] == [
        (QuestionType.SINGLE_CHOICE, ["B"], "ok"),
        (QuestionType.FILL_IN_THE_BLANK, [["一日", "1日"], ["随到随"]], "ok"),
    ]


def test_every_column_of_the_template_is_understood():
    book = load_workbook(io.BytesIO(build_template()))
    row = {heading: f"{heading}的内容" for heading in COLUMNS} | {
        "题型": "多选",
        "答案": "AB",
        "难度": "难",
        "分值": 1.5,
    }
    book["试题"].append(list(row.values()))
    out = io.BytesIO()
    book.save(out)

    question = read_sheet(out.getvalue()).questions[-1]

    assert (question.status, question.problems) == ("ok", ())
    assert question.options == tuple(f"选项{letter}的内容" for letter in "ABCDEFGH")
    assert (question.stem, question.explanation, question.citation) == ("题干的内容", "解析的内容", "依据的内容")
    assert (question.topic, question.difficulty, question.marks) == ("知识点的内容", "难", 150)


def test_template_explains_itself_on_a_sheet_that_is_not_imported():
    book = load_workbook(io.BytesIO(build_template()))

    assert book.sheetnames == ["试题", "说明"]
    assert "单选、多选、不定项、判断、填空、简答" in book["说明"]["A2"].value
