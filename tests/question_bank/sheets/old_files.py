"""Office 97 files made by hand: a compound file of streams, a workbook in BIFF8, a document in the Word 97 format."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: Shorter streams would have to live in a stream of their own.
_LEAST_STREAM = 4096


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams."""
    padded = {
        name: data.ljust(-(-max(len(data), _LEAST_STREAM) // _SECTOR) * _SECTOR, b"\0")
        for name, data in streams.items()
    }
    directory_sectors = -(-(len(padded) + 1) * 128 // _SECTOR)
    first = 1 + directory_sectors
    fat = [_FAT, *range(2, 1 + directory_sectors), _END]
    entries = [_entry("Root Entry", 5, 1 if padded else _FREE, _END, 0)]
    body = b""
    for place, (name, data) in enumerate(padded.items(), start=1):
        begin, count = first + len(body) // _SECTOR, len(data) // _SECTOR
        fat += [*range(begin + 1, begin + count), _END]
        right = place + 1 if place < len(padded) else _FREE
        entries.append(_entry(name, 2, _FREE, begin, len(data), right))
        body += data
    if len(fat) > _SECTOR // 4:
        raise ValueError("too much for one sector of allocation")
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _LEAST_STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return header + struct.pack(f"<{_SECTOR // 4}I", *fat) + directory + body


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
    return head + b"\0" * 36 + struct.pack("<III", start, size, 0)


def old_workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook (.xls) with texts and numbers."""
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    globals_ += _record(0x0042, struct.pack("<H", 1200))
    bodies = [_sheet(rows) for rows in sheets.values()]
    titles = [name.encode("utf-16-le") for name in sheets]
    place = len(globals_) + sum(12 + len(title) for title in titles) + 4
    for name, title, body in zip(sheets, titles, bodies, strict=True):
        globals_ += _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 1) + title)
        place += len(body)
    return compound({"Workbook": globals_ + _record(0x000A, b"") + b"".join(bodies)})


def _sheet(rows: Sequence[Sequence[object]]) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                body += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
            elif isinstance(value, int | float):
                body += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return body + _record(0x000A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def old_document(text: str, *, flags: int = 0x0200, version: int = 0xC1) -> bytes:
    """A document (.doc) whose text is one piece: paragraphs end with a carriage return, cells with \\x07."""
    encoded = text.encode("utf-16-le")
    information = bytearray(2048)
    struct.pack_into("<HH", information, 0, 0xA5EC, version)
    struct.pack_into("<H", information, 0x0A, flags)
    struct.pack_into("<I", information, 0x4C, len(text))
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, len(information), 0)
    table = b"\x01" + struct.pack("<H", 2) + b"\0\0" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", information, 0x1A2, 0, len(table))
    return compound({"WordDocument": bytes(information) + encoded, "1Table": table})
