"""Workbooks: every visible worksheet as a table, its cells as Excel shows them."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.cell import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.sheets.report import Problem, UnreadableSheet
from question_bank.sheets.sources.archives import Archive
from question_bank.sheets.sources.source import MAX_COLUMNS, MAX_ROWS, Source, SourceBuilder

#: Sheets that explain a template and hold no questions.
EXPLANATIONS = frozenset({"说明", "填写说明", "使用说明", "导入说明", "模板说明", "填表说明"})

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,2})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
#: What is merged beyond that is an ornament, or an attack.
_MOST_MERGED = 5_000


def read_spreadsheet(archive: Archive, name: str = "") -> Source:
    """Return the workbook's visible sheets, in order."""
    builder = SourceBuilder()
    # openpyxl warns of extensions it drops (validation lists, styles); none of them holds text.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = _open(archive.data)
        try:
            _read_sheets(workbook, builder)
        finally:
            workbook.close()
    return builder.build("xlsx", name=name)


def _open(data: bytes) -> Workbook:
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        # openpyxl raises whatever it trips over in a damaged part.
        raise UnreadableSheet("工作簿已损坏，打不开。请在 Excel 里重新保存后再导入。") from error


def _read_sheets(workbook: Workbook, builder: SourceBuilder) -> None:
    for sheet in workbook.worksheets:
        if sheet.title.strip() in EXPLANATIONS:
            continue
        if sheet.sheet_state != "visible":
            builder.problems.append(Problem(f"工作表“{sheet.title}”", "这个工作表是隐藏的，没有读入"))
            continue
        try:
            rows = list(_rows(sheet))
        except Exception as error:
            # As above: rows are parsed while they are read.
            raise UnreadableSheet(f"工作表“{sheet.title}”已损坏，请在 Excel 里重新保存后再导入。") from error
        builder.add_table(sheet.title, rows)


def _rows(sheet: Worksheet) -> Iterator[tuple[str, list[str]]]:
    """One row and one column more than allowed are read, so that the excess is seen and refused."""
    merged = _merged(sheet)
    held: dict[tuple[int, int], str] = {}
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
    for number, cells in enumerate(rows, start=1):
        if any(cell.value is not None for cell in cells):
            shown = [displayed(cell) for cell in cells]
            for column, last in merged.get(number, {}).items():
                if column < len(shown):
                    held |= {(row, column): shown[column] for row in range(number + 1, last + 1)}
            yield f"工作表“{sheet.title}”第 {number} 行", [held.pop((number, i), text) for i, text in enumerate(shown)]


def _merged(sheet: Worksheet) -> dict[int, dict[int, int]]:
    """Return by row the columns of the cells merged downwards, each with the last row of the merge.

    The reader for large sheets does not tell them; they stand in the sheet's part behind its cells.
    """
    with sheet._get_source() as part:  # type: ignore[attr-defined]  # noqa: SLF001 -- of openpyxl's reader
        _, _, behind = part.read().rpartition(b"</sheetData>")
    found: dict[int, dict[int, int]] = {}
    for left, top, bottom in _MERGED.findall(behind)[:_MOST_MERGED]:
        if int(bottom) > int(top):
            found.setdefault(int(top), {})[column_index_from_string(left.decode()) - 1] = min(int(bottom), MAX_ROWS)
    return found


def displayed(cell: Cell | MergedCell) -> str:
    """Return a cell's value as text: 1.0 is “1”, 0.937 formatted as a percentage is “93.7%”."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return displayed_number(value, cell.number_format)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return displayed_moment(value, cell.number_format)
    return str(value)


def displayed_number(value: float, number_format: str) -> str:
    """Return a number without the zeros that only its format adds."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return ""
    if "%" in number_format:
        return f"{_plain(number * 100)}%"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def displayed_moment(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    """Return a date in the sheet's own manner where that is Chinese, else as Excel writes it in China."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if "年" in number_format:
        return (
            f"{value.year}年{value.month}月{value.day}日" if "d" in number_format else f"{value.year}年{value.month}月"
        )
    return f"{value.year}/{value.month}/{value.day}"
