"""Word documents in one XML file: Word 2003's (“flat WordML”) and the packages of later versions (“flat OPC”)."""

from __future__ import annotations

import re

from lxml import etree

from question_bank.provisions.word_xml import attribute, find, local_name, parse_xml
from question_bank.sheets.report import UnreadableSheet
from question_bank.sheets.sources.source import Source
from question_bank.sheets.sources.word import WordParts, read_word_parts

_FLAT = re.compile(rb"<(?:[A-Za-z]{1,10}:)?(?:wordDocument|package)\b[^>]{0,9000}schemas\.microsoft\.com/office/")
_HEAD = 10_000
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_MAX_BYTES = 50_000_000
_MAX_TAGS = 2_000_000


def is_flat_word(data: bytes) -> bool:
    """Say whether this XML is a Word document."""
    return data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and _FLAT.search(data[:_HEAD]) is not None


def read_flat_word(data: bytes, name: str = "") -> Source:
    """Return the document's paragraphs and tables in order."""
    plain = data.replace(b"\0", b"")
    if any(word in plain for word in _DECLARATIONS):
        raise UnreadableSheet("文件内含有不允许的 XML 声明，已拒绝。")
    if len(data) > _MAX_BYTES or plain.count(b"<") > _MAX_TAGS:
        raise UnreadableSheet("文件内容太多，已拒绝。请分成几个文件。")
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise UnreadableSheet("Word 文件（XML）已损坏，请在 Word 里另存为 .docx 再导入。") from error
    return read_word_parts(_packaged(root) if local_name(root) == "package" else _single(root), "word-xml", name)


def _single(root: etree._Element) -> WordParts:
    """Word 2003 writes each automatic number beside its paragraph, so that no definitions are needed."""
    return WordParts(root, None, find(root, "styles"))


def _packaged(root: etree._Element) -> WordParts:
    parts = {
        (attribute(part, "name") or "").rpartition("/")[2]: next(data.iterchildren(tag=etree.Element), None)
        for part in root.iterchildren(tag=etree.Element)
        if (data := find(part, "xmlData")) is not None
    }
    document = parts.get("document.xml")
    if document is None:
        raise UnreadableSheet("文件里没有找到 Word 正文，请在 Word 里另存为 .docx 再导入。")
    return WordParts(document, parts.get("numbering.xml"), parts.get("styles.xml"))
