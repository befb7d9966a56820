"""Workbooks of Excel 97 (.xls) and WPS 表格 (.et): as the new ones, every visible worksheet as a table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from question_bank.sheets.report import ForeignFile, Problem, UnreadableSheet
from question_bank.sheets.sources.source import MAX_COLUMNS, MAX_ROWS, Source, SourceBuilder
from question_bank.sheets.sources.spreadsheets import EXPLANATIONS, displayed_moment, displayed_number

_VISIBLE = 0


def read_old_spreadsheet(data: bytes, name: str = "") -> Source:
    """Return the workbook's visible sheets, in order."""
    builder = SourceBuilder()
    try:
        log = io.StringIO()
        with xlrd.open_workbook(file_contents=data, logfile=log, formatting_info=True, on_demand=True) as book:
            _read_sheets(book, builder)
    except UnreadableSheet:
        raise
    except Exception as error:
        # xlrd raises whatever it trips over in a damaged record.
        advice = "旧版工作簿（.xls）打不开：已损坏或设有密码。请在 Excel 里另存为 .xlsx 再导入。"
        raise ForeignFile(advice) from error
    return builder.build("xls", name=name)


def _read_sheets(book: Book, builder: SourceBuilder) -> None:
    for position, title in enumerate(book.sheet_names()):
        if title.strip() in EXPLANATIONS:
            continue
        sheet = book.sheet_by_index(position)
        if sheet.visibility != _VISIBLE:
            builder.problems.append(Problem(f"工作表“{title}”", "这个工作表是隐藏的，没有读入"))
        else:
            builder.add_table(title, list(_rows(book, sheet)))
        book.unload_sheet(position)


def _rows(book: Book, sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    merged = _merged(sheet)
    for row in range(min(sheet.nrows, MAX_ROWS + 1)):
        width = min(sheet.row_len(row), MAX_COLUMNS + 1)
        cells = [_displayed(book, sheet, *merged.get((row, column), (row, column))) for column in range(width)]
        yield f"工作表“{sheet.name}”第 {row + 1} 行", cells


def _merged(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for the cells merged downwards the one that holds their text; one merged to the right is shown once."""
    return {
        (row, left): (top, left)
        for top, bottom, left, _right in sheet.merged_cells
        for row in range(top + 1, min(bottom, MAX_ROWS))
    }


def _displayed(book: Book, sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return displayed_number(cell.value, _format(book, cell.xf_index))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, book.datemode, _format(book, cell.xf_index))
    return str(cell.value)


def _moment(value: float, mode: int, number_format: str) -> str:
    try:
        moment: dt.datetime = xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return displayed_number(value, "")
    return displayed_moment(moment.time() if value < 1 else moment, number_format)


def _format(book: Book, index: int | None) -> str:
    if index is None or index >= len(book.xf_list):
        return ""
    described = book.format_map.get(book.xf_list[index].format_key)
    return described.format_str if described else ""
