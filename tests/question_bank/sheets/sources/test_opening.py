from __future__ import annotations

import io
import zipfile

import pytest

from question_bank.sheets import UnreadableSheet, read_sheet
from question_bank.sheets.sources import open_source
from tests.question_bank.sheets.files import archive, paragraphs, relationships, word, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
TEXT = "1.急件随到随登。\n答案：对\n2.急件次日登记。\n答案：错\n"


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n", "文件是空的"),
        (OLE + "WordDocument".encode("utf-16-le") + b"\x00\x00", "另存为 .docx"),
        (OLE + "Workbook".encode("utf-16-le") + b"\x00\x00", "另存为 .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00\x00", "去掉密码"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"{\\rtf1\\ansi", "没有文字"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"BM\x36\x00\x00\x00\x00\x00", "图片"),
        (b"\x1f\x8b\x08\x00", "压缩包"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "XML"),
        (archive({"甲.txt": TEXT}), "压缩包"),
        (archive({"_rels/.rels": relationships("ppt/presentation.xml")}), "演示文稿"),
        (archive({"_rels/.rels": relationships("xl/workbook.bin")}), "xlsb"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
        (bytes(range(256)) * 8, "编码"),
        (b"PK\x03\x04 not a zip", "损坏"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(data, advice):
    with pytest.raises(UnreadableSheet, match=advice):
        read_sheet(data, "甲.docx")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("big5", "big5"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_encoding_is_found(encoding, named):
    text = "1.急件當天登記。\n答案：對\n2.急件次日登記。\n答案：錯\n" if encoding == "big5" else TEXT

    report = read_sheet(text.encode(encoding), "题.xlsx")

    assert (report.format, report.encoding) == ("txt", named)
    assert [question.key for question in report.questions] == [True, False]


def test_a_text_that_begins_like_a_picture_is_a_text():
    assert open_source(b"BM is short for benchmark.\n").format == "txt"


@pytest.mark.parametrize(
    "entries",
    [
        {"../word/document.xml": "<a/>"},
        {"/etc/passwd": "x"},
        {f"part{number}.xml": "<a/>" for number in range(2_001)},
        {"word/document.xml": b"<a>" + b" " * 20_000_000 + b"</a>"},
        {"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")},
    ],
)
def test_hostile_archives_are_refused_unread(entries):
    with pytest.raises(UnreadableSheet):
        read_sheet(archive({"_rels/.rels": relationships("word/document.xml"), **entries}))


def test_damaged_office_files_are_refused():
    for sound in (word(paragraphs("甲")), workbook({"甲": [("题干", "答案"), ("乙", "对")]})):
        with zipfile.ZipFile(io.BytesIO(sound)) as packed:
            entries = {name: packed.read(name) for name in packed.namelist()}
        for name in entries:
            if "document" in name or "sheet1" in name:
                damaged = archive({**entries, name: entries[name][:-20]})
                with pytest.raises(UnreadableSheet, match="损坏"):
                    read_sheet(damaged)


def test_nested_beyond_reason_is_refused():
    with pytest.raises(UnreadableSheet):
        read_sheet(word("<w:sdt>" * 5_000 + paragraphs("甲") + "</w:sdt>" * 5_000))
