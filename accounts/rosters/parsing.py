"""From the bytes of a workbook to rows, each with its number in the sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from accounts.archives import ArchiveLimits, HostileArchiveError, archive_check
from accounts.rosters.rows import COLUMNS, RosterRow, read_row

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
_MAX_COLUMNS = 64
_MAX_CELL = 1_000
_HEADER_WITHIN = 10
_LIMITS = ArchiveLimits(unpacked_bytes=50_000_000, tags=2_000_000)
_BRACKETED = re.compile(r"[（(].*?[)）]")
#: How files begin that people take for .xlsx: Excel 97 and WPS 表格, or a locked .xlsx.
_OLE = b"\xd0\xcf\x11\xe0"

_FIELDS = {name: column.field for column in COLUMNS for name in (column.heading, *column.aliases)}


class UnreadableRosterError(Exception):
    """Nothing can be read from the file; the text tells the person why and what to do."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of a sheet, and the headings that were not understood."""

    rows: tuple[RosterRow, ...]
    ignored: tuple[str, ...]


def parse_roster(data: bytes) -> Roster:
    """Read the first sheet that has 工号, 姓名 and 单位 among its first ten rows.

    Raises:
        UnreadableRosterError: not an .xlsx, too large, or without such a row.
    """
    _check(data)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, SyntaxError, IndexError) as error:
        raise UnreadableRosterError("文件已损坏，或不是 Excel 工作簿（.xlsx）。") from error
    try:
        return _read(workbook.worksheets)
    except (BadZipFile, KeyError, ValueError, TypeError, SyntaxError, IndexError) as error:
        raise UnreadableRosterError("工作簿的内容已损坏，请在 Excel 或 WPS 里另存一份再上传。") from error
    finally:
        workbook.close()


def _check(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise UnreadableRosterError(f"文件超过 {MAX_BYTES // 1_000_000} MB。")
    if data.startswith(_OLE):
        raise UnreadableRosterError("这是旧格式（.xls）或带密码的文件，请另存为没有密码的 .xlsx 再上传。")
    if not data.startswith(b"PK"):
        raise UnreadableRosterError("这不是 Excel 工作簿（.xlsx）。")
    try:
        archive_check(data, _LIMITS)
    except HostileArchiveError as error:
        raise UnreadableRosterError(str(error)) from error


def _read(sheets: Iterable[Any]) -> Roster:
    missing: set[str] | None = None
    for sheet in sheets:
        # The declared size may be a lie, or the whole grid.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS + _HEADER_WITHIN + 1, max_col=_MAX_COLUMNS, values_only=True)
        numbered = ((number, [cell_text(value) for value in cells]) for number, cells in enumerate(rows, start=1))
        header, lacking = _find_header(numbered)
        if header is not None:
            return Roster(_with_repeats_marked(_data_rows(numbered, header.fields)), header.ignored)
        if lacking is not None and (missing is None or len(lacking) < len(missing)):
            missing = lacking
    names = "、".join(
        column.heading for column in COLUMNS if column.required and column.field in (missing or _required())
    )
    raise UnreadableRosterError(f"没有找到表头：前 {_HEADER_WITHIN} 行里缺少“{names}”列。可以先下载模板对照。")


@dataclass(frozen=True, slots=True)
class _Header:
    fields: dict[int, str]
    ignored: tuple[str, ...]


def _required() -> set[str]:
    return {column.field for column in COLUMNS if column.required}


def _find_header(numbered: Iterator[tuple[int, list[str]]]) -> tuple[_Header | None, set[str] | None]:
    """Return the header, or which columns the row nearest to being one lacks."""
    nearest: set[str] | None = None
    for number, texts in numbered:
        fields = {index: _FIELDS[heading] for index, text in enumerate(texts) if (heading := _heading(text)) in _FIELDS}
        lacking = _required() - set(fields.values())
        if not lacking:
            first = {field: index for index, field in reversed(fields.items())}
            ignored = tuple(
                text for text in texts if text and _heading(text) not in _FIELDS and _heading(text) != "序号"
            )
            return _Header({index: field for field, index in first.items()}, ignored), None
        if fields and (nearest is None or len(lacking) < len(nearest)):
            nearest = lacking
        if number >= _HEADER_WITHIN:
            break
    return None, nearest


def _heading(text: str) -> str:
    """Return a heading without its blanks, star and bracketed remark: “ 工 号*（必填）” is 工号."""
    return "".join(_BRACKETED.sub("", text).split()).strip("*＊:：")


def _data_rows(numbered: Iterator[tuple[int, list[str]]], fields: dict[int, str]) -> Iterator[RosterRow]:
    count = 0
    for number, texts in numbered:
        by_field = {field: texts[index] if index < len(texts) else "" for index, field in fields.items()}
        if not any(by_field.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableRosterError(f"超过 {MAX_ROWS:,} 行，请分成几个文件。")
        yield read_row(number, by_field)


def _with_repeats_marked(rows: Iterable[RosterRow]) -> tuple[RosterRow, ...]:
    """Let the first row of a staff number stand and mark the later ones; of different people mark all."""
    kept = tuple(rows)
    same_number: dict[str, list[RosterRow]] = {}
    for row in kept:
        if row.username:
            same_number.setdefault(row.username.casefold(), []).append(row)
    return tuple(_marked(row, same_number.get(row.username.casefold(), [row])) for row in kept)


def _marked(row: RosterRow, same_number: list[RosterRow]) -> RosterRow:
    if len({other.name for other in same_number}) > 1:
        people = "，".join(f"第 {other.number} 行{other.name or '没有姓名'}" for other in same_number)
        return _with_problem(row, f"工号 {row.username} 写给了不同的人：{people}")
    if same_number[0].number != row.number:
        return _with_problem(row, f"工号 {row.username} 与第 {same_number[0].number} 行重复")
    return row


def _with_problem(row: RosterRow, problem: str) -> RosterRow:
    return replace(row, problems=(*row.problems, problem))


def cell_text(value: object) -> str:
    """Return a cell as its reader sees it: 10023.0 is the number 10023, blanks at the ends are nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()[:_MAX_CELL]
