"""Decoding text files that do not say how they are encoded."""

from __future__ import annotations

import codecs
import re

from question_bank.provisions.problems import UnreadableDocument

_MAX_BYTES = 10 * 2**20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Of the ideographs in real text well over nine in ten are of the first level of GB 2312 (or of Big5); of text decoded
#: wrongly, few are.
_LEAST_COMMON_SHARE = 0.7
_LAST_COMMON_LEAD_BYTES = {"gb2312": 0xD7, "big5": 0xC6}
_SAMPLE = 4000

_MARKUP = re.compile(r"\s*(?:<!doctype\s+html|<html|<\?xml|MIME-Version:)", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s*\S|\*\*第|<!--)|\A---\s*$", re.MULTILINE)


def decode_text(data: bytes, *, refuse_markup: bool = True) -> tuple[str, str]:
    """Return the text and the name of its encoding: UTF-8, UTF-16, GB 18030 or Big5."""
    if len(data) > _MAX_BYTES:
        raise UnreadableDocument(f"文本超过 {_MAX_BYTES // 2**20} MB，请拆分后再导入。")
    text, encoding = _decode(data)
    if refuse_markup and _MARKUP.match(text):
        raise UnreadableDocument("这是网页或 XML 文件，请用 Word 打开后另存为 .docx，或复制文字到 .txt 再导入。")
    if not text.strip():
        raise UnreadableDocument("文件里没有文字。")
    return text, encoding


def looks_like_markdown(text: str) -> bool:
    """Say whether the text carries Markdown's marks rather than being plain."""
    return _MARKDOWN.search(text) is not None


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding), encoding
    # Without a mark, NUL bytes mean UTF-16 (its line ends hold them) or no text at all.
    guesses = ("utf-16-le", "utf-16-be") if b"\0" in data else ("utf-8", "gb18030", "big5")
    for encoding in guesses:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _reads_as_chinese(text, encoding):
            return text, encoding
    raise UnreadableDocument("认不出文件的编码，或者它不是文本文件，请另存为 UTF-8 文本或 .docx 再导入。")


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"文件标明是 {encoding.upper()} 编码，但内容不符，可能已损坏。") from error


def _reads_as_chinese(text: str, encoding: str) -> bool:
    ideographs = [character for character in text[:_SAMPLE] if "\u3400" <= character <= "\u9fff"]
    charset = "big5" if encoding == "big5" else "gb2312"
    common = sum(_is_common(character, charset) for character in ideographs)
    return "\0" not in text and common > len(ideographs) * _LEAST_COMMON_SHARE


def _is_common(ideograph: str, charset: str) -> bool:
    encoded = ideograph.encode(charset, errors="ignore")
    return bool(encoded) and encoded[0] <= _LAST_COMMON_LEAD_BYTES[charset]
