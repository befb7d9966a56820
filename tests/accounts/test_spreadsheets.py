"""Workbooks that are safe to open."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from accounts.spreadsheets import safe_cell, write_workbook


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_safe_cell_text_like_a_formula_is_quoted(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["程立新", "a=b", "", -12, -1.5, None, True, date(2026, 10, 4)])
def test_safe_cell_harmless_value_stays(value):
    assert safe_cell(value) == value


def test_safe_cell_moment_is_the_office_wall_clock():
    assert safe_cell(datetime(2026, 10, 4, 1, 5, tzinfo=UTC)) == datetime(2026, 10, 4, 9, 5)  # noqa: DTZ001 -- Excel has no zones


def test_write_workbook_reads_back_and_holds_no_formula():
    data = write_workbook("成绩：第一/二场", ["工号", "得分"], [["=cmd|' /C calc'!A0", -3], ["YL\x07001", 86.5]])

    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["工号", "得分"],
        ["'=cmd|' /C calc'!A0", -3],
        ["YL001", 86.5],
    ]
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s", "n"}
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("成绩：第一 二场", "A2", True)


def test_write_workbook_without_rows_keeps_the_header():
    data = write_workbook("空", ["工号"], [])

    assert [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].rows] == [["工号"]]
