from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from question_bank.content import QuestionType
from question_bank.interchange import (
    CitationText,
    InterchangeError,
    InterchangeQuestion,
    read_table,
    read_workbook,
    write_workbook,
)
from question_bank.sheets import read_sheet
from question_bank.sheets.template import COLUMNS, build_template
from tests.factories.content import make_blanks, make_case, make_choice, make_matching

HEADINGS = ["题型", "题干", "选项A", "选项B", "答案", "小题"]


def test_write_workbook_keeps_the_templates_columns_in_order():
    data = write_workbook([InterchangeQuestion(make_choice("甲", "乙", key=["A"]))]).data

    sheet = load_workbook(io.BytesIO(data)).worksheets[0]

    assert [cell.value for cell in sheet[1]] == list(COLUMNS)


def test_the_desk_reads_what_write_workbook_wrote():
    question = InterchangeQuestion(
        make_choice("甲", "乙", key=["B"]), difficulty="易", citations=(CitationText("党章", "第三条"),)
    )

    (read,) = read_sheet(write_workbook([question]).data).questions

    assert (read.type, read.key, read.options) == (QuestionType.SINGLE_CHOICE, ["B"], ("甲", "乙"))
    assert (read.difficulty, read.citation) == ("易", "《党章》第三条")


def test_read_workbook_reads_the_template():
    assert len(read_workbook(build_template()).questions) == 2


def test_read_workbook_gives_back_signs_that_part_answers():
    content = make_blanks("____和____", ["TCP/IP", "甲；乙"], ["\\丙"])

    (read,) = read_workbook(write_workbook([InterchangeQuestion(content)]).data).questions

    assert read.content.key == content.key


def test_read_workbook_joins_a_cases_rows():
    case = make_case(make_choice("甲", "乙", key=["A"]), make_matching({"A": "一", "B": "二"}, {"A": "B", "B": "A"}))

    (read,) = read_workbook(write_workbook([InterchangeQuestion(case)]).data).questions

    assert read.content == case


def test_write_workbook_writes_no_formula():
    data = write_workbook([InterchangeQuestion(make_choice("=1+1", "#N/A", key=["A"], stem="=cmd()"))]).data

    cells = [cell for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}


def test_write_workbook_leaves_out_what_no_cell_holds():
    report = write_workbook([InterchangeQuestion(make_choice("甲" * 40_000, "乙", key=["A"]))]).report

    assert report.counts == [("文字太长，Excel 的单元格写不下，未导出", 1)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["选择", "问", "甲", "乙", "A", ""], "“题型”列：“选择”不认识"),
        (["单选", "", "甲", "", "A", ""], "“题干”列：题干为空；“选项”列：选项少于 2 个"),
        (["单选", "问", "甲", "乙", "C", ""], "“答案”列：答案 C 不在选项之中"),
        (["判断", "问", "", "", "也许", ""], "“答案”列：判断题的答案“也许”应为“对”或“错”"),
        (["匹配", "问", "甲", "乙", "甲对乙", ""], "“答案”列：匹配题的答案“甲对乙”应写成 A-B C-D"),
        (["案例", "材料", "", "", "", ""], "“小题”列：案例题没有小题"),
        (["单选", "问", "甲", "乙", "A", "多"], "“小题”列：小题的分量“多”应为"),
    ],
)
def test_read_table_tells_a_faulty_row_by_its_number_and_reads_the_rest(row, why):
    intake = read_table(HEADINGS, [["单选", "好题", "甲", "乙", "A", ""], row])

    assert len(intake.questions) == 1
    (told,) = intake.unread
    assert told.where == "第 3 行"
    assert told.why.startswith(why)


@pytest.mark.parametrize(("material", "answer"), [(["案例", "材料", "", "", "答", ""], "A"), (["案列", "材料"], "A")])
def test_read_table_keeps_the_parts_of_a_faulty_case_from_other_questions(material, answer):
    part = ["单选", "小题", "甲", "乙", answer, "1"]
    whole = [["案例", "另一材料", "", "", "", ""], part]

    intake = read_table(HEADINGS, [*whole, material, part])

    assert [len(question.content.parts) for question in intake.questions] == [1]
    assert [told.where for told in intake.unread] == ["第 4 行", "第 5 行"]
    assert intake.unread[1].why == "同一道案例题的第 4 行有错，整题没有读入"


def test_read_table_refuses_a_case_of_which_a_part_is_faulty():
    rows = [["案例", "材料"], ["单选", "小题", "甲", "乙", "C", "1"], ["单选", "好题", "甲", "乙", "A", ""]]

    intake = read_table(HEADINGS, rows)

    assert [question.where for question in intake.questions] == ["第 4 行"]
    assert [told.why.split("；")[0] for told in intake.unread] == [
        "同一道案例题的第 3 行有错，整题没有读入",
        "“答案”列：答案 C 不在选项之中",
    ]


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", saved(Workbook())])
def test_read_workbook_refuses_what_is_no_template(data):
    with pytest.raises(InterchangeError):
        read_workbook(data)
