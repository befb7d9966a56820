from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet

ROWS = """1,急件何时登记（ ）,A.当天|B.次日,2,A,见收文办法,101,2,0,0
5,某县四季各考一次，缺考的另行补考。,,0,,,101,2,1,1
1,一年考几次？,A.两次|B.四次,2,B,见考试办法,"101,102",2,1,0
1,缺考怎么办？,A.补考|B.免考,2,A,见考试办法,103,2,1,0
1,缓件何时登记（ ）,A.当天|B.次日,2,B,见收文办法,101,2,0,0
"""
HEADINGS = "typeId,题干,选项,选项数,答案,解析,知识点,等级,isGroup,isGroupTitle\n"


@pytest.mark.parametrize("headings", ["", HEADINGS])
def test_rows_after_a_material_are_questions_about_it(headings):
    report = read_sheet((headings + ROWS).encode("gb18030"), "题.csv")

    assert report.layout == "grouped_table"
    assert [(question.type, question.key, question.status) for question in report.questions] == [
        (QuestionType.SINGLE_CHOICE, ["A"], "ok"),
        (QuestionType.CASE, None, "ok"),
        (QuestionType.SINGLE_CHOICE, ["B"], "ok"),
    ]
    case = report.questions[1]
    assert (case.stem, [(part.stem, part.key, part.explanation) for part in case.parts]) == (
        "某县四季各考一次，缺考的另行补考。",
        [("一年考几次？", ["B"], "见考试办法"), ("缺考怎么办？", ["A"], "见考试办法")],
    )


def test_a_material_that_nothing_asks_about_is_told():
    report = read_sheet((HEADINGS + ROWS.replace(",1,0\n", ",0,0\n")).encode(), "题.csv")

    assert len(report.questions) == 5
    assert report.questions[1].status == "faulty"


def test_a_table_that_ends_in_other_numbers_has_no_groups():
    report = read_sheet(ROWS.replace(",1,1\n", ",1,3\n").encode(), "题.csv")

    assert report.layout == "headless_table"
