from __future__ import annotations

import pytest

from question_bank.provisions import UnreadableDocument, read_source

TEXT = "第一条　为了规范干部学习管理，制定本办法。\n第二条　本办法自印发之日起施行。\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_text_is_read_whatever_its_encoding(codec, encoding):
    source = read_source(TEXT.encode(codec))

    assert (source.format, source.encoding, source.lines) == ("text", encoding, tuple(TEXT.splitlines()))


def test_utf_16_with_its_mark_big_end_first():
    assert read_source(b"\xfe\xff" + TEXT.encode("utf-16-be")).lines == tuple(TEXT.splitlines())


@pytest.mark.parametrize(
    "mark", ["# 办法\n\n", "**第一条** 内容\n", "---\nsidebar: auto\n---\n", "<!-- INFO END -->\n"]
)
def test_markdown_is_told_by_its_marks(mark):
    assert read_source((mark + TEXT).encode()).format == "markdown"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("shift_jis", errors="ignore"),
        TEXT.encode()[:-5],
        b"\x00\x01\x02\x03" * 50,
        bytes(range(256)) * 4,
        b"\xef\xbb\xbf" + TEXT.encode("gbk"),
    ],
    ids=["shift-jis", "cut-off", "nul", "binary", "false-mark"],
)
def test_text_that_would_come_out_as_nonsense_is_refused(data):
    with pytest.raises(UnreadableDocument, match="编码"):
        read_source(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t ", "文件是空的"),
        ("\u3000\n\u3000".encode(), "没有文字"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"旧版 Office 文档.*另存为 \.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("<!DOCTYPE html><html><body>第一条</body></html>".encode(), "网页"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "网页"),
    ],
)
def test_other_files_are_refused_with_what_to_do(data, message):
    with pytest.raises(UnreadableDocument, match=message):
        read_source(data)


def test_a_refusal_names_the_file():
    with pytest.raises(UnreadableDocument, match=r"^办法\.txt：文件是空的。$"):
        read_source(b"", "办法.txt")


def test_the_name_does_not_decide_the_format():
    assert read_source(TEXT.encode(), "办法.docx").format == "text"


def test_text_without_end_is_refused():
    with pytest.raises(UnreadableDocument, match="10 MB"):
        read_source(b"a" * (10 * 2**20 + 1))
    with pytest.raises(UnreadableDocument, match="50000 行"):
        read_source(b"a\n" * 50_001)
