from __future__ import annotations

import pytest

from question_bank.sheets import UnreadableSheet
from question_bank.sheets.sources import open_source
from question_bank.sheets.sources.source import MAX_LINES, MAX_ROWS


def test_text_keeps_its_lines_and_loses_the_end_of_file_mark():
    source = open_source("甲\r\n\r乙\x0b丙\x1a\n".encode())

    assert [(line.number, line.text) for line in source.lines] == [(1, "甲"), (2, ""), (3, "乙"), (4, "丙")]


def test_headings_make_a_table_of_separated_text():
    (table,) = open_source("题干\t答案\n甲\t对\n".encode()).tables

    assert [row.cells for row in table.rows] == [("题干", "答案"), ("甲", "对")]


def test_equal_widths_make_a_table_without_headings():
    assert open_source("甲,对\n乙,错\n丙,对\n".encode()).format == "csv"


@pytest.mark.parametrize("text", ["1.甲,乙\n答案：对\n", "甲\n乙\n丙\n", 'A."甲\nB.乙",丙\n丁\n'])
def test_running_text_is_no_table(text):
    source = open_source(text.encode())

    assert (source.format, source.tables) == ("txt", ())


def test_quoted_cells_may_hold_line_breaks():
    (table,) = open_source('题干,答案\n"甲\n乙",对\n丙,错\n'.encode()).tables

    assert [(row.location, row.cells) for row in table.rows] == [
        ("第 1 行", ("题干", "答案")),
        ("第 2 行", ("甲\n乙", "对")),
        ("第 4 行", ("丙", "错")),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("题干,答案\n" + "甲,对\n" * MAX_ROWS, "超过 20000 行"),
        ("甲\n" * (MAX_LINES + 1), "超过 100000 行"),
    ],
)
def test_bounds(text, message):
    with pytest.raises(UnreadableSheet, match=message):
        open_source(text.encode())
