"""Word 97–2003 documents (.doc, .wps): their text, taken piece by piece from the binary file.

What only the layout shows is lost: automatic numbers, text boxes, formats. The trainer is told so.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from xlrd.compdoc import CompDoc

from question_bank.sheets.report import ForeignFile, Problem, UnreadableSheet
from question_bank.sheets.sources.source import MAX_COLUMNS, PICTURE, Source, SourceBuilder

_ADVICE = "请在 Word 或 WPS 里另存为 .docx 再导入。"
_REMARK = "旧版 Word 文件（.doc）里自动编号、文本框和字体格式读不出来；核对时如有缺漏，请另存为 .docx 再导入"
#: MS-DOC, 2.5.2 FibBase and 2.5.4 FibRgLw97: where the file says what is where.
_MAGIC = 0xA5EC
_LEAST_VERSION = 0xC1
_FLAGS, _TEXT_LENGTH, _PIECES = 0x0A, 0x4C, 0x1A2
_IS_ENCRYPTED, _USES_FIRST_TABLE = 0x0100, 0x0200
_PIECE_TABLE, _PROPERTIES = 2, 1
_IS_ONE_BYTE = 0x4000_0000

_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
#: A field's instruction is hidden, its result is shown: begin, instruction, separator, result, end.
_FIELD = re.compile("\x13([^\x13\x14\x15]*)(?:\x14([^\x13\x14\x15]*))?\x15")
_DEEPEST_FIELD = 8
_PICTURES = re.compile("[\x01\x08]+")
_UNSEEN = re.compile("[\x02-\x06\x0e-\x12\x15-\x1d\x1f]")


@dataclass(frozen=True, slots=True)
class _Streams:
    document: bytes
    table: bytes


def read_old_word(data: bytes, name: str = "") -> Source:
    """Return the document's paragraphs and tables in order."""
    try:
        text = _text(_streams(data))
    except UnreadableSheet:
        raise
    except Exception as error:
        # Offsets of a damaged file may point anywhere.
        raise ForeignFile(f"旧版 Word 文件（.doc）已损坏，读不出内容。{_ADVICE}") from error
    builder = SourceBuilder()
    _fill(builder, _shown(text))
    builder.problems.append(Problem("全文", _REMARK))
    return builder.build("doc", name=name)


def _streams(data: bytes) -> _Streams:
    file = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    document = file.get_named_stream("WordDocument")
    magic, version = struct.unpack_from("<HH", document, 0)
    (flags,) = struct.unpack_from("<H", document, _FLAGS)
    if magic != _MAGIC or version < _LEAST_VERSION:
        raise ForeignFile(f"这是 Word 95 或更早的文件，读不出来。{_ADVICE}")
    if flags & _IS_ENCRYPTED:
        raise UnreadableSheet("文件设了打开密码，请去掉密码后再导入。")
    return _Streams(document, file.get_named_stream("1Table" if flags & _USES_FIRST_TABLE else "0Table"))


def _text(streams: _Streams) -> str:
    """Return the main text; footnotes, headers and text boxes stand behind it."""
    (length,) = struct.unpack_from("<I", streams.document, _TEXT_LENGTH)
    return "".join(_pieces(streams))[:length]


def _pieces(streams: _Streams) -> Iterator[str]:
    begin, size = struct.unpack_from("<II", streams.document, _PIECES)
    table = _piece_table(streams.table[begin : begin + size])
    count = (len(table) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", table, 0)
    for index in range(count):
        (offset,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * index + 2)
        length = places[index + 1] - places[index]
        if offset & _IS_ONE_BYTE:
            start = (offset & ~_IS_ONE_BYTE) // 2
            yield streams.document[start : start + length].decode("cp1252", errors="replace")
        else:
            yield streams.document[offset : offset + 2 * length].decode("utf-16-le", errors="replace")


def _piece_table(described: bytes) -> bytes:
    position = 0
    while described[position] == _PROPERTIES:
        position += 3 + int(struct.unpack_from("<H", described, position + 1)[0])
    if described[position] != _PIECE_TABLE:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", described, position + 1)
    return described[position + 5 : position + 5 + size]


def _shown(text: str) -> str:
    """Return the text as a page shows it: results of fields, marks for pictures and formulas."""
    for _ in range(_DEEPEST_FIELD):
        text, found = _FIELD.subn(_field, text)
        if not found:
            break
    text = _PICTURES.sub(PICTURE, text)
    return _UNSEEN.sub("", text.replace("\x1e", "-").replace("\x0b", "\n"))


def _field(field: re.Match[str]) -> str:
    result = field[2] or ""
    embedded = field[1].split()[:1] in (["EMBED"], ["INCLUDEPICTURE"], ["SHAPE"])
    return PICTURE if embedded else result


def _fill(builder: SourceBuilder, text: str) -> None:
    """Hand over paragraphs and, where cells end instead, the rows of tables."""
    cells: list[str] = []
    *ended, rest = text.split(_CELL)
    for segment in ended:
        words = segment
        if _PARAGRAPH in segment and not (cells and cells[-1].strip()):
            # Nothing tells a cell of several paragraphs from prose before a table; after an ended row it is prose.
            prose, _, words = segment.rpartition(_PARAGRAPH)
            _add_cells(builder, cells)
            cells = []
            builder.add_text(_lines(prose))
        cells.append(_lines(words))
    _add_cells(builder, cells)
    builder.add_text(_lines(rest).rstrip("\n"))


def _lines(text: str) -> str:
    return text.replace(_PARAGRAPH, "\n").replace(_PAGE, "\n")


def _add_cells(builder: SourceBuilder, cells: list[str]) -> None:
    """Add a table; each row ends with an empty cell of its own, which shows how wide the rows are."""
    if not cells:
        return
    for width in range(1, MAX_COLUMNS + 1):
        if len(cells) % (width + 1) == 0 and not any(cell.strip() for cell in cells[width :: width + 1]):
            number = len(builder.tables) + 1
            rows = [cells[start : start + width] for start in range(0, len(cells), width + 1)]
            builder.add_table("", [(f"表格 {number} 第 {index} 行", row) for index, row in enumerate(rows, start=1)])
            return
    builder.add_text("\n".join(cell for cell in cells if cell.strip()))
