from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from question_bank.sheets import UnreadableSheet, read_sheet
from question_bank.sheets.sources import open_source
from question_bank.sheets.sources.source import MAX_CELL, MAX_COLUMNS
from tests.question_bank.sheets.files import workbook

# Varied, or the archive would pass for a bomb.
LONG_CELL = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(MAX_CELL + 1))
QUESTION = [("题干", "答案"), ("急件随到随登。", "对")]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1.0, "General", "1"),
        (100, "General", "100"),
        (40.4, "General", "40.4"),
        (1e-05, "0.00%", "0.001%"),
        (0.937, "0.0%", "93.7%"),
        (3, "0%", "300%"),
        (True, "General", "TRUE"),
        (dt.datetime(2018, 10, 24), "yyyy/m/d", "2018/10/24"),  # noqa: DTZ001 -- cells know no zone
        (dt.datetime(2018, 10, 24), 'yyyy"年"m"月"d"日"', "2018年10月24日"),  # noqa: DTZ001
        (dt.datetime(2018, 10, 1), 'yyyy"年"m"月"', "2018年10月"),  # noqa: DTZ001
        (dt.time(8, 30), "h:mm", "08:30"),
    ],
)
def test_cells_read_as_excel_shows_them(value, number_format, shown):
    source = open_source(workbook({"甲": [("题", value), ("题", "乙")]}, formats={"B1": number_format}))

    assert source.tables[0].rows[0].cells == ("题", shown)


def test_rows_keep_their_numbers_past_blank_ones():
    source = open_source(workbook({"甲": [QUESTION[0], (None, None), QUESTION[1]]}))

    assert [row.location for row in source.tables[0].rows] == ["工作表“甲”第 1 行", "工作表“甲”第 3 行"]


def test_a_hidden_sheet_is_told_not_read():
    book = load_workbook(io.BytesIO(workbook({"甲": QUESTION, "乙": QUESTION})))
    book["乙"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)

    report = read_sheet(out.getvalue())

    assert len(report.questions) == 1
    assert [(problem.location, problem.message) for problem in report.problems] == [
        ("工作表“乙”", "这个工作表是隐藏的，没有读入")
    ]


def test_text_pasted_into_one_column_is_read_as_text():
    report = read_sheet(workbook({"甲": [("1.急件随到随登。",), ("答案：对",), ("2.急件次日登记。\n答案：错",)]}))

    assert (report.layout, [question.key for question in report.questions]) == ("numbered_text", [True, False])


def test_a_table_beside_sheets_of_text_is_told():
    text = [(f"{number}.第{number}类急件随到随登。（√）",) for number in range(1, 9)]
    report = read_sheet(workbook({"甲": text, "乙": [("一", "二"), ("三", "四")]}))

    assert len(report.questions) == 8
    assert [problem.location for problem in report.problems] == ["工作表“乙”"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("题",) * (MAX_COLUMNS + 1)], "超过 64 列"),
        ([("题干", "答案"), (LONG_CELL, "对")], "超过 20000 字"),
    ],
)
def test_bounds(rows, message):
    with pytest.raises(UnreadableSheet, match=message):
        read_sheet(workbook({"甲": rows}))


def test_an_empty_workbook_is_refused():
    with pytest.raises(UnreadableSheet, match="没有文字"):
        read_sheet(workbook({"甲": []}))


def test_a_material_merged_over_its_questions_belongs_to_all_of_them():
    rows = [
        ("材料", "题干", "选项A", "选项B", "答案"),
        ("四季各考一次。", "一年考几次？", "两次", "四次", "B"),
        (None, "每季考几次？", "一次", "两次", "A"),
        (None, "急件何时登记？", "当天", "次日", "A"),
    ]
    book = load_workbook(io.BytesIO(workbook({"甲": rows})))
    book.active.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)

    report = read_sheet(out.getvalue())

    assert [(question.stem, len(question.parts)) for question in report.questions] == [
        ("四季各考一次。", 2),
        ("急件何时登记？", 0),
    ]
