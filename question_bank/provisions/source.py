"""From a file's bytes to lines of text, whatever its name says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from question_bank.old_word import CELL, OLE_OPENING, PAGE, PARAGRAPH, WORD_ENTRY, OldWordError, old_word_text
from question_bank.provisions.pdf import read_pdf_lines
from question_bank.provisions.plain_text import decode_text, looks_like_markdown
from question_bank.provisions.problems import Problem, UnreadableDocument
from question_bank.provisions.word import read_word_lines

_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
#: Some programs write a few bytes before the mark, and readers bear with it.
_PDF_MARK_WITHIN = 1024
_REFUSED_OPENINGS = (
    (b"{\\rtf", "这是 RTF 文档，请用 Word 或 WPS 打开后另存为 .docx 再导入。"),
    (b"\x89PNG", "这是一张图片，读不出文字，请导入文字版。"),
    (b"\xff\xd8\xff", "这是一张图片，读不出文字，请导入文字版。"),
    (b"Rar!", "这是压缩包，请解压后导入里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后导入里面的文件。"),
)
#: 民法典, the longest law, has about 3,000.
MAX_LINES = 50_000

_OLD_WORD_REMARK = "旧版 Word 文件（.doc）里自动编号和文本框读不出来，请对照原文核对；如有缺漏，请另存为 .docx 再导入。"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class SourceFormat(StrEnum):
    """What the bytes turned out to be."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    MARKDOWN = "markdown"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PolicySource:
    """A document's lines as a reader would see them, Word's automatic numbers included.

    `at_edges` are the numbers of the lines at the top and foot of a page, where the source has pages; `problems` what
    of it could not be read at all.
    """

    format: SourceFormat
    encoding: str
    lines: tuple[str, ...]
    at_edges: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_text(cls, text: str, encoding: str = "utf-8") -> PolicySource:
        """Take text that is already decoded."""
        source_format = SourceFormat.MARKDOWN if looks_like_markdown(text) else SourceFormat.TEXT
        return cls(source_format, encoding, tuple(text.splitlines()))


def read_source(data: bytes, name: str = "") -> PolicySource:
    """Read a .docx, .doc, text PDF, Markdown or plain text file; the name serves only to say which file was refused."""
    try:
        return _read(data)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}：{error}" if name else str(error)) from error


def _read(data: bytes) -> PolicySource:
    if not data.strip():
        raise UnreadableDocument("文件是空的。")
    if data.startswith(_ZIP):
        source = PolicySource(SourceFormat.DOCX, "utf-8", read_word_lines(data))
    elif data.startswith(_PDF) or b"\n" + _PDF in data[:_PDF_MARK_WITHIN]:
        read = read_pdf_lines(data)
        source = PolicySource(SourceFormat.PDF, "pdf", read.lines, read.at_edges)
    elif data.startswith(OLE_OPENING) and WORD_ENTRY in data:
        source = _read_old_word(data)
    else:
        _refuse_other_formats(data)
        source = PolicySource.from_text(*decode_text(data))
    if len(source.lines) > MAX_LINES:
        raise UnreadableDocument(f"文件超过 {MAX_LINES} 行，请拆分后再导入。")
    return source


def _read_old_word(data: bytes) -> PolicySource:
    try:
        text = old_word_text(data, picture="")
    except OldWordError as error:
        raise UnreadableDocument(str(error)) from error
    lines = tuple(line.replace(CELL, "") for line in re.split(f"[{PARAGRAPH}{PAGE}\n]|{CELL}{CELL}", text))
    if not any(line.strip() for line in lines):
        raise UnreadableDocument("文档里没有文字。")
    return PolicySource(SourceFormat.DOC, "utf-16", lines, problems=(Problem(1, _OLD_WORD_REMARK),))


def _refuse_other_formats(data: bytes) -> None:
    for opening, message in _REFUSED_OPENINGS:
        if data.startswith(opening):
            raise UnreadableDocument(message)
    if data.startswith(OLE_OPENING):
        if _ENCRYPTED_STREAM in data:
            raise UnreadableDocument("文档设有打开密码，请取消密码后再导入。")
        raise UnreadableDocument("这是旧版 Office 文档，请用 Word 或 WPS 打开后另存为 .docx 再导入。")
