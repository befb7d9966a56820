"""Text files, which may be tables: comma- or tab-separated values."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from question_bank.provisions.plain_text import decode_text
from question_bank.provisions.problems import UnreadableDocument
from question_bank.sheets.report import UnreadableSheet
from question_bank.sheets.sources.json_text import read_json
from question_bank.sheets.sources.source import MAX_LINES, Source, SourceBuilder
from question_bank.sheets.sources.web import looks_like_web, read_web
from question_bank.sheets.words.labels import Field, heading_field

#: Besides the carriage return: Word's soft line break, the form feed, and Unicode's own separators.
_LINE_BREAKS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")


#: No table is so wide; a text may hold as many commas.
_MOST_CELLS = 1_000


def read_plain(data: bytes, name: str = "") -> Source:
    """Return a text file as lines, or as a table where it is comma- or tab-separated."""
    text, encoding = _decode(data)
    if looks_like_web(text):
        return read_web(data, name, text if encoding.startswith("utf-16") else None)
    if text.lstrip().startswith("<?xml"):
        raise UnreadableSheet("这是 XML 文件，不是 Word 或 WPS 存的那一种，请另存为 .docx 或 .xlsx 再导入。")
    as_json = read_json(text, name, encoding)
    if as_json is not None:
        return as_json
    text = text.replace("\r\n", "\n").translate(_LINE_BREAKS).rstrip("\x1a\n")
    if text.count("\n") > MAX_LINES:
        raise UnreadableSheet(f"文件超过 {MAX_LINES} 行，请拆成几份再导入。")
    builder = SourceBuilder()
    rows = _separated(text)
    if rows is None:
        builder.add_text(text)
        return builder.build("txt", encoding=encoding, name=name)
    builder.add_table("", [(f"第 {number} 行", cells) for number, cells in rows])
    return builder.build("csv", encoding=encoding, name=name)


def _decode(data: bytes) -> tuple[str, str]:
    try:
        return decode_text(data, refuse_markup=False)
    except UnreadableDocument as error:
        raise UnreadableSheet(str(error)) from error


def _separated(text: str) -> list[tuple[int, list[str]]] | None:
    """Return the rows of a comma- or tab-separated text, each with its first line; None for running text."""
    for delimiter in (",", "\t"):
        rows = _parse_separated(text, delimiter)
        if rows and _is_table([cells for _, cells in rows]):
            return rows
    # A semicolon parts columns only below headings: it ends sentences too.
    rows = _parse_separated(text, ";")
    if rows and len(rows) > 1 and len({heading_field(cell) for cell in rows[0][1]} - {None}) > 1:
        return rows if Field.STEM in map(heading_field, rows[0][1]) else None
    return None


def _parse_separated(text: str, delimiter: str) -> list[tuple[int, list[str]]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if len(cells) > _MOST_CELLS:
                return None
            rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        return None
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Known column headings make a table; without them nearly all rows must be equally wide."""
    headings = {heading_field(cell) for cell in rows[0]} if rows else set()
    if Field.STEM in headings and len(rows[0]) > 1:
        return True
    widths = Counter(map(len, rows))
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return len(rows) >= 3 and width >= 2 and count * 20 >= len(rows) * 19
