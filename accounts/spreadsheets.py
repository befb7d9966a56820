"""Writing .xlsx files that are safe to open.

A cell that begins like a formula would run on the reader's desk, whoever typed it into this site.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | Decimal | bool | date | datetime | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a bold header, a row each; `columns_of` draws that column, counted from 1, over the first one."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellValue]]
    columns_of: int | None = None


def write_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[CellValue]], *more: Sheet) -> bytes:
    """Return a workbook: each sheet with a header that stays in view and columns as wide as their text."""
    workbook = Workbook(write_only=True)
    for sheet in (Sheet(title, header, rows), *more):
        _write_sheet(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """Return the same as text; it begins with the mark by which Excel knows that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _write_sheet(workbook: Workbook, content: Sheet) -> None:
    sheet = workbook.create_sheet(_NOT_IN_TITLES.sub(" ", content.title)[:31])
    header = content.header
    safe_rows = [[safe_cell(value) for value in row] for row in content.rows]
    sheet.freeze_panes = "A2"
    _set_page(sheet)
    for column, width in enumerate(_widths([header, *safe_rows]), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append([_header_cell(sheet, name) for name in header])
    for row in safe_rows:
        sheet.append(row)
    if content.columns_of and safe_rows:
        sheet.add_chart(
            _column_chart(sheet, content.columns_of, len(safe_rows)), f"{get_column_letter(len(header) + 2)}2"
        )


def _column_chart(sheet: Worksheet, column: int, rows: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.legend, chart.title = "col", None, None
    chart.add_data(Reference(sheet, min_col=column, min_row=2, max_row=rows + 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    chart.dataLabels = DataLabelList(showVal=True)
    # Left to themselves the axes are hidden where a newer Excel reads them.
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart


def _set_page(sheet: Worksheet) -> None:
    """Print on as many A4 pages as are needed, but one across, the header on each."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def safe_cell(value: CellValue) -> CellValue:
    """Return what may stand in a cell: text that begins like a formula gets an apostrophe, numbers stay numbers."""
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value).replace(microsecond=0)
    return value


def _header_cell(sheet: Worksheet, name: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=str(safe_cell(name)))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="center")
    return cell


def _widths(rows: Sequence[Sequence[CellValue]]) -> list[int]:
    """Return a width for each column; a Chinese character takes two."""
    columns = max((len(row) for row in rows), default=0)
    return [
        min(_WIDEST, 3 + max((_width(row[column]) for row in rows if column < len(row)), default=0))
        for column in range(columns)
    ]


def _width(value: CellValue) -> int:
    text = "" if value is None else str(value)
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
