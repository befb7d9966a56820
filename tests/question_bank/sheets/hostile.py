"""The hostile set: files that cost a trusting reader minutes and gigabytes, each made here when a test needs it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.question_bank.sheets.files import archive, paragraphs, relationships, word, workbook
from tests.question_bank.sheets.old_files import compound, old_document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_FLAT = '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
_CIRCULAR_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>"
_DECLARATION = '<!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;&b;">]>'


def word_with(body: str, **parts: str) -> bytes:
    """A document whose body and parts are as given."""
    entries = {
        "_rels/.rels": relationships("word/document.xml"),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    return archive(entries | {f"word/{name}.xml": text for name, text in parts.items()})


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The same archive with one entry changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = {entry: packed.read(entry) for entry in packed.namelist()}
    entries[name] = change(entries[name].decode()).encode()
    return archive(entries)


def declared(name: str) -> bytes:
    """A document with an entity declared in one of its parts."""
    return rewritten(
        word(paragraphs("1.甲"), numbering="<w:num/>", styles="<w:style/>"), name, lambda text: _DECLARATION + text
    )


def lying() -> bytes:
    """A directory that tells of a hundred bytes where there are a hundred million."""
    content = b"<a>" + b" " * 101_000_000 + b"</a>"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    name = b"word/document.xml"
    check = zlib.crc32(content)
    sizes = struct.pack("<III", check, len(packed), 100)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(packed), 0)
    return local + packed + central + b"PK\x05\x06" + end


def sheet_with(rows: str) -> bytes:
    """A workbook whose first sheet is as given."""
    return rewritten(
        workbook({"甲": [("题干", "答案"), ("乙", "对")]}),
        "xl/worksheets/sheet1.xml",
        lambda _: f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>",
    )


def _cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraphs("甲") + "</w:tc></w:tr></w:tbl>" * depth


def _strings(count: int) -> str:
    return "".join(f'<row r="{n}">{_cell(f"A{n}", f"第{n}题")}{_cell(f"B{n}", "对")}</row>' for n in range(1, count))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb in one part": lambda: word_with(" " * 5_000_000),
    "zip bomb in many parts": lambda: archive(
        {"_rels/.rels": relationships("word/document.xml")} | {f"word/{n}.xml": b"\0" * 500_000 for n in range(60)}
    ),
    "many entries": lambda: archive({f"{n}.xml": "<a/>" for n in range(3_000)}),
    "directory that lies": lying,
    "name that leads out": lambda: archive({"../../etc/passwd": "x"}),
    "absolute name": lambda: archive({"/etc/passwd": "x"}),
    "entities in the document": lambda: declared("word/document.xml"),
    "entities in the numbering": lambda: declared("word/numbering.xml"),
    "entities in the styles": lambda: declared("word/styles.xml"),
    "entities in the relationships": lambda: declared("_rels/.rels"),
    "entities in a workbook": lambda: rewritten(
        workbook({"甲": [("题干", "答案")]}), "xl/workbook.xml", lambda text: _DECLARATION + text
    ),
    "entities in a sheet": lambda: rewritten(
        workbook({"甲": [("题干", "答案")]}), "xl/worksheets/sheet1.xml", lambda text: _DECLARATION + text
    ),
    "entities in flat Word XML": f"{_DECLARATION}{_FLAT}".encode,
    "entities in a web page": f"{_DECLARATION}<html><body>1.&d;（√）</body></html>".encode,
    "cell at the far corner": lambda: sheet_with(
        f'<row r="1">{_cell("A1", "题干")}</row><row r="1048576">{_cell("XFD1048576", "甲")}</row>'
    ),
    "more rows than allowed": lambda: sheet_with(_strings(20_100)),
    "row without end": lambda: sheet_with(f'<row r="1">{"<c/>" * 200_000}</row>'),
    "nested tables": lambda: word_with(_nested_tables(200)),
    "tables nested beyond reason": lambda: word_with(_nested_tables(20_000)),
    "two million paragraphs": lambda: word_with("<w:p/>" * 2_000_000),
    "paragraphs with text": lambda: word_with("<w:p><w:r><w:t>1.</w:t></w:r></w:p>" * 150_000),
    "a million columns of text": lambda: "甲,".encode() * 1_000_000,
    "a million lines": lambda: b"1.\n" * 1_000_000,
    "one endless line": lambda: "（".encode() * 3_000_000,
    "nested brackets of JSON": lambda: b"[" * 1_000_000,
    "nested objects of JSON": lambda: b'{"a":' * 100_000,
    "a million objects of JSON": lambda: b"[" + b'{"question":"1","answer":"2"},' * 300_000 + b"{}]",
    "nested web page": lambda: b"<html><body>" + b"<div>" * 500_000 + "甲".encode(),
    "nested RTF": lambda: b"{\\rtf1" + b"{" * 500_000,
    "RTF with binary": lambda: b"{\\rtf1\\bin1000000000 ",
    "damaged old document": lambda: old_document("甲" * 10_000)[:6_000],
    "old document pointing nowhere": lambda: compound({"WordDocument": b"\xec\xa5\xc1\x00" + b"\xff" * 2_000}),
    "old workbook of noise": lambda: compound({"Workbook": bytes(range(256)) * 100}),
    "PDF of nothing": lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 100_000,
    "PDF that refers to itself": lambda: _CIRCULAR_PDF,
}  # fmt: skip
