"""Reads the workbook: who, which form, and a cell for each question."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from accounts.archives import ArchiveLimits, HostileArchiveError, archive_check

MAX_BYTES = 10_000_000
MAX_ROWS = 10_000
_HEADER_WITHIN = 10
_MAX_COLUMNS = 600
_LIMITS = ArchiveLimits(unpacked_bytes=100_000_000, tags=8_000_000)
_BROKEN = (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, SyntaxError, IndexError)
_QUESTION = re.compile(r"^第?\s*(?P<number>\d{1,3})(?!\d)")
_PERSON, _NAME, _FORM = "工号", "姓名", "卷别"


class UnreadableSheetError(Exception):
    """Nothing can be read from the file; the text tells why and what to do."""


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What was typed for a question, and in which column."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One candidate's row; cells by the question's number, empty ones left out."""

    row: int
    username: str
    name: str
    form: str
    cells: dict[int, TypedCell]


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """The rows of the sheet, and which questions have a column."""

    rows: Sequence[TypedRow]
    numbers: tuple[int, ...]


def read_sheet(data: bytes) -> TypedSheet:
    """Read the first sheet that has 工号 and numbers of questions among its first ten rows.

    Raises:
        UnreadableSheetError: not an .xlsx, too large, or without such a row.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSheetError(f"文件超过 {MAX_BYTES // 1_000_000} MB。")
    if not data.startswith(b"PK"):
        raise UnreadableSheetError("这不是 Excel 工作簿（.xlsx）。旧格式（.xls）请另存为 .xlsx 再上传。")
    try:
        archive_check(data, _LIMITS)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            found = _read(sheet.iter_rows(values_only=True, max_col=_MAX_COLUMNS, max_row=MAX_ROWS + _HEADER_WITHIN))
            if found is not None:
                return found
    except HostileArchiveError as error:
        raise UnreadableSheetError(str(error)) from error
    except _BROKEN as error:
        raise UnreadableSheetError("工作簿已损坏，请在 Excel 或 WPS 里另存一份再上传。") from error
    raise UnreadableSheetError("没有找到表头：要有“工号”和题号（1、2、3……）。请用下载的录入表。")


def _read(lines: Iterable[Sequence[object]]) -> TypedSheet | None:
    header: dict[str, int] = {}
    questions: dict[int, int] = {}
    rows: list[TypedRow] = []
    for number, line in enumerate(lines, start=1):
        texts = [_text(value) for value in line]
        if header:
            if any(texts):
                rows.append(_row(number, texts, header, questions))
            continue
        if number > _HEADER_WITHIN:
            return None
        if _PERSON in texts:
            header = {name: texts.index(name) for name in (_PERSON, _NAME, _FORM) if name in texts}
            questions = {
                int(match["number"]): place for place, text in enumerate(texts) if (match := _QUESTION.match(text))
            }
    return TypedSheet(rows, tuple(questions)) if header and questions else None


def _row(number: int, texts: Sequence[str], header: dict[str, int], questions: dict[int, int]) -> TypedRow:
    def named(name: str) -> str:
        return texts[header[name]] if name in header and header[name] < len(texts) else ""

    cells = {
        question: TypedCell(get_column_letter(place + 1), texts[place])
        for question, place in questions.items()
        if place < len(texts) and texts[place]
    }
    return TypedRow(number, named(_PERSON), named(_NAME), named(_FORM), cells)


def _text(value: object) -> str:
    """Return a cell as it was meant: TRUE and FALSE are how Excel takes a typed verdict, 7.0 is 7."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "对" if value else "错"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # What begins like a formula was written with an apostrophe before it.
    return str(value).strip().removeprefix("'")
