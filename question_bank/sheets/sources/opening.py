"""Tell what a file is by its first bytes and its inside; its name is never trusted."""

from __future__ import annotations

from question_bank.sheets.report import ForeignFile, ForeignKind, UnreadableSheet
from question_bank.sheets.sources.archives import Archive, open_archive
from question_bank.sheets.sources.flat_word import is_flat_word, read_flat_word
from question_bank.sheets.sources.old_spreadsheets import read_old_spreadsheet
from question_bank.sheets.sources.old_word import read_old_word
from question_bank.sheets.sources.pdf import read_pdf
from question_bank.sheets.sources.plain import read_plain
from question_bank.sheets.sources.rich_text import read_rich_text
from question_bank.sheets.sources.source import Source
from question_bank.sheets.sources.spreadsheets import read_spreadsheet
from question_bank.sheets.sources.word import read_word

_MAX_BYTES = 50_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Entries of an OLE file's directory (UTF-16) and what to do about the document they betray.
_OLE_ENTRIES = {
    "EncryptedPackage": "文件设了打开密码，请去掉密码后再导入。",
    "PowerPoint Document": "这是演示文稿，请把试题放进 .docx 或 .xlsx 再导入。",
}
_OLD_ENTRIES = ("EncryptedPackage", "WordDocument", "Workbook", "Book")
#: Some programs write a few bytes before the mark.
_PDF_MARK_WITHIN = 1024
_PICTURE = "这是图片，里面的文字读不出来，请提供 .docx、.xlsx、.txt 或 .csv 文件。"
_OPEN_DOCUMENT = "这是 OpenDocument 文件，请另存为 .docx 或 .xlsx 再导入。"
_FLAT_DOCUMENT = b"urn:oasis:names:tc:opendocument"
_FLAT_WITHIN = 4_000
_PACKED = "这是压缩包，请解开后把里面的文件逐个导入。"
_SIGNATURES = {
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"RIFF": _PICTURE,
    b"Rar!": _PACKED,
    b"7z\xbc\xaf\x27\x1c": _PACKED,
    b"\x1f\x8b": _PACKED,
}


def open_source(data: bytes, name: str = "") -> Source:
    """Return the lines and tables of a file.

    Raises:
        UnreadableSheet: it is of another kind, damaged or hostile; the message says what to do instead.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableSheet("文件是空的。")
    if len(data) > _MAX_BYTES:
        raise UnreadableSheet("文件超过 50 MB，请拆成几份再导入。")
    known = _open_known(data, name)
    if known is not None:
        return known
    for signature, advice in _SIGNATURES.items():
        if data.startswith(signature):
            # A text may begin with BM or RIFF; a picture of these kinds has zero bytes near its start.
            if signature in {b"BM", b"RIFF"} and b"\x00" not in data[:64]:
                continue
            raise UnreadableSheet(advice)
    return read_plain(data, name)


def _open_known(data: bytes, name: str) -> Source | None:
    """Return the source of a file whose kind its first bytes tell."""
    if data.startswith(b"PK\x03\x04"):
        return _open_archive(data, name)
    if data.startswith(_OLE):
        return _open_old(data, name)
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        return read_pdf(data, name)
    if data.startswith(b"{\\rtf"):
        return read_rich_text(data, name)
    if _FLAT_DOCUMENT in data[:_FLAT_WITHIN]:
        raise ForeignFile(_OPEN_DOCUMENT)
    return read_flat_word(data, name) if is_flat_word(data) else None


def _open_old(data: bytes, name: str) -> Source:
    """Old Office files are file systems of their own, whose entries tell what they are."""
    entries = {entry for entry in _OLD_ENTRIES if entry.encode("utf-16-le") + b"\x00\x00" in data}
    if "EncryptedPackage" in entries:
        raise UnreadableSheet(_OLE_ENTRIES["EncryptedPackage"])
    if "WordDocument" in entries:
        return read_old_word(data, name)
    if entries & {"Workbook", "Book"}:
        return read_old_spreadsheet(data, name)
    for entry, advice in _OLE_ENTRIES.items():
        if entry.encode("utf-16-le") + b"\x00\x00" in data:
            raise UnreadableSheet(advice)
    raise ForeignFile("这是旧版 Office 文件，请另存为 .docx 或 .xlsx 再导入。")


def _open_archive(data: bytes, name: str) -> Source:
    archive = open_archive(data)
    if archive.main_part.startswith("word/") and archive.holds(archive.main_part):
        return read_word(archive, name)
    if archive.main_part.startswith("xl/") and archive.main_part.endswith(".xml"):
        return read_spreadsheet(archive, name)
    raise _archive_refusal(archive)


def _archive_refusal(archive: Archive) -> UnreadableSheet:
    if archive.main_part.startswith("xl/"):
        return ForeignFile("这是 Excel 二进制工作簿（.xlsb），请另存为 .xlsx 再导入。")
    if archive.main_part.startswith("ppt/"):
        return UnreadableSheet(_OLE_ENTRIES["PowerPoint Document"])
    if archive.holds("mimetype") and archive.holds("content.xml"):
        if b"presentation" in archive.read("mimetype") or b"impress" in archive.read("mimetype"):
            return UnreadableSheet(_OLE_ENTRIES["PowerPoint Document"])
        return ForeignFile(_OPEN_DOCUMENT)
    return UnreadableSheet(_PACKED)


def foreign_kind(data: bytes, name: str = "") -> ForeignKind | None:
    """Return what an office suite is to make of a file that we cannot read ourselves; None where it is not needed.

    Raises:
        UnreadableSheet: nobody can read it.
    """
    try:
        open_source(data, name)
    except ForeignFile:
        return _kind(data)
    return None


def _kind(data: bytes) -> ForeignKind:
    marks: tuple[tuple[ForeignKind, tuple[bytes, ...]], ...] = (
        ("text", (b"{\\rtf", "WordDocument".encode("utf-16-le"), b"opendocument.text", b"sun.xml.writer")),
        ("table", ("Workbook".encode("utf-16-le"), b"opendocument.spreadsheet", b"sun.xml.calc", b"xl/workbook.bin")),
    )
    return next((kind for kind, signs in marks if any(sign in data for sign in signs)), "any")
