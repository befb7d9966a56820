"""Word 97–2003 documents (.doc, .wps): their text, taken piece by piece from the binary file.

What only the layout shows is lost: automatic numbers, text boxes, formats. Who reads it must say so.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from xlrd.compdoc import CompDoc

#: What an Office file of its age begins with, and how its directory names a Word document.
OLE_OPENING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_ENTRY = "WordDocument".encode("utf-16-le") + b"\x00\x00"
PARAGRAPH, CELL, PAGE = "\r", "\x07", "\x0c"
_ADVICE = "请在 Word 或 WPS 里另存为 .docx 再导入。"
#: MS-DOC, 2.5.2 FibBase and 2.5.4 FibRgLw97: where the file says what is where.
_MAGIC = 0xA5EC
_LEAST_VERSION = 0xC1
_FLAGS, _TEXT_LENGTH, _PIECES = 0x0A, 0x4C, 0x1A2
_IS_ENCRYPTED, _USES_FIRST_TABLE = 0x0100, 0x0200
_PIECE_TABLE, _PROPERTIES = 2, 1
_IS_ONE_BYTE = 0x4000_0000

#: A field's instruction is hidden, its result is shown: begin, instruction, separator, result, end.
_FIELD = re.compile("\x13([^\x13\x14\x15]*)(?:\x14([^\x13\x14\x15]*))?\x15")
_DEEPEST_FIELD = 8
_PICTURES = re.compile("[\x01\x08]+")
_UNSEEN = re.compile("[\x02-\x06\x0e-\x12\x15-\x1d\x1f]")


class OldWordError(Exception):
    """The file cannot be read here; the message says why and what to do."""


class OldWordLocked(OldWordError):
    """It has a password: nobody else can read it either."""


@dataclass(frozen=True, slots=True)
class _Streams:
    document: bytes
    table: bytes


def old_word_text(data: bytes, picture: str) -> str:
    """Return the main text as a page shows it, with a mark for each picture.

    Raises:
        OldWordError: it is damaged, older still, or has a password.
    """
    try:
        return _shown(_text(_streams(data)), picture)
    except OldWordError:
        raise
    except Exception as error:
        # Offsets of a damaged file may point anywhere.
        raise OldWordError(f"旧版 Word 文件（.doc）已损坏，读不出内容。{_ADVICE}") from error


def _streams(data: bytes) -> _Streams:
    file = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    document = file.get_named_stream("WordDocument")
    magic, version = struct.unpack_from("<HH", document, 0)
    (flags,) = struct.unpack_from("<H", document, _FLAGS)
    if magic != _MAGIC or version < _LEAST_VERSION:
        raise OldWordError(f"这是 Word 95 或更早的文件，读不出来。{_ADVICE}")
    if flags & _IS_ENCRYPTED:
        raise OldWordLocked("文件设了打开密码，请去掉密码后再导入。")
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


def _shown(text: str, picture: str) -> str:
    """Return the text as a page shows it: results of fields, marks for pictures and formulas."""
    for _ in range(_DEEPEST_FIELD):
        text, found = _FIELD.subn(lambda field: _field(field, picture), text)
        if not found:
            break
    text = _PICTURES.sub(picture, text)
    return _UNSEEN.sub("", text.replace("\x1e", "-").replace("\x0b", "\n"))


def _field(field: re.Match[str], picture: str) -> str:
    result = field[2] or ""
    embedded = field[1].split()[:1] in (["EMBED"], ["INCLUDEPICTURE"], ["SHAPE"])
    return picture if embedded else result
