"""The empty roster that an organizer downloads, with its rules on a second sheet."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.rosters.rows import COLUMNS

_PREPARED_ROWS = 500
_WIDTHS = {"username": 14, "name": 12, "path": 28, "position": 18, "phone": 16, "newcomer": 8}
_TEXT = "@"
_RULES = (
    ("工号", "必填。登录名，字母、数字、点、横线；同一工号只出现一次。"),
    ("姓名", "必填。"),
    ("单位", "必填。多级用“/”隔开，例如：干部科/一股。没有的单位，确认导入时新建。"),
    ("职务", "选填。空着表示不改。"),
    ("手机", "选填。空着表示不改。"),
    ("新任", "选填。填“是”或“否”，空着表示不改。"),
)


def roster_template() -> bytes:
    """Return the workbook; its cells are text, so that Excel keeps the zeros before a number."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "人员名单"
    _lay_out(sheet)
    _write_rules(workbook.create_sheet("填写说明"))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, index, column.heading)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E9F0F7")
        sheet.column_dimensions[get_column_letter(index)].width = _WIDTHS[column.field]
        for row in range(2, _PREPARED_ROWS + 2):
            sheet.cell(row, index).number_format = _TEXT
    newcomer = get_column_letter(1 + [column.field for column in COLUMNS].index("newcomer"))
    choice = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
    choice.add(f"{newcomer}2:{newcomer}{_PREPARED_ROWS + 1}")
    sheet.add_data_validation(choice)


def _write_rules(sheet: Worksheet) -> None:
    sheet.column_dimensions["B"].width = 70
    for row, (heading, rule) in enumerate(_RULES, start=1):
        sheet.cell(row, 1, heading).font = Font(bold=True)
        sheet.cell(row, 2, rule)
