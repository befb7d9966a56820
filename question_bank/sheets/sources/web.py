"""Web pages (.html, .mht, and what Word wraps as such): their lines and tables as a browser would show them."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from email.message import EmailMessage
from typing import Any

from lxml import etree, html

from question_bank.sheets.report import UnreadableSheet
from question_bank.sheets.sources.source import MAX_COLUMNS, PICTURE, Source, SourceBuilder

_MARKUP = re.compile(
    r"(?:<!--.{0,400}?-->\s{0,9}){0,3}<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE | re.DOTALL
)
_PACKED = re.compile(r"(?:[A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n){0,9}){0,12}?MIME-Version:", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_HEAD = 4_000

_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "button", "select", "nav", "svg"})
_BLOCKS = frozenset(
    {
        *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "ul", "ol", "dl", "dt", "dd"),
        *("pre", "blockquote", "form", "fieldset", "header", "footer", "main", "aside", "body", "hr", "legend"),
    }
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
#: A line of the file ends between two ideographs; no blank is meant.
_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
_DEEPEST = 200


def looks_like_web(text: str) -> bool:
    """Say whether a text is a web page or a packed one, whatever its file is called."""
    return _MARKUP.match(text.lstrip("\ufeff \t\r\n")[:_HEAD]) is not None or _PACKED.match(text[:_HEAD]) is not None


def read_web(data: bytes, name: str = "", text: str | None = None) -> Source:
    """Return a page's lines and tables; `text` is the page where it was decoded already."""
    builder = SourceBuilder()
    add_web(builder, data, text)
    format_ = "mht" if _PACKED.match((text or data[:_HEAD].decode("latin-1"))[:_HEAD]) else "html"
    return builder.build(format_, name=name)


def add_web(builder: SourceBuilder, data: bytes, text: str | None = None) -> None:
    """Append what a page shows."""
    if _PACKED.match(data[:_HEAD].decode("latin-1")):
        data, text = _unpacked(data), None
    page = html.document_fromstring(text if text is not None else _decoded(data), parser=_parser())
    walker = _Walker(builder)
    walker.walk(page, 0)
    walker.end_line()


def _parser() -> html.HTMLParser:
    return html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:_HEAD])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    for guess in ("gb18030" if encoding.lower() in {"gb2312", "gbk"} else encoding, "utf-8", "gb18030", "cp950"):
        try:
            # A declaration inside of text that is decoded already must not be heeded again.
            return re.sub(r"<\?xml[^>]{0,200}\?>", "", data.decode(guess).lstrip("\ufeff"))
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableSheet("认不出网页的编码，请在 Word 里打开后另存为 .docx 再导入。")


def _unpacked(data: bytes) -> bytes:
    """Return the page inside a packed one."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            content: Any = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if charset and not _CHARSET.search(content[:_HEAD]):
                return bytes(content).decode(charset, errors="replace").encode()
            return bytes(content)
    raise UnreadableSheet("网页文件（.mht）里没有找到正文，请在 Word 里打开后另存为 .docx 再导入。")


class _Walker:
    """Goes through a page and gathers what stands in one line."""

    def __init__(self, builder: SourceBuilder) -> None:
        self.builder = builder
        self.line: list[str] = []
        self.tables = 0
        self.items: Counter[etree._Element] = Counter()

    def walk(self, node: etree._Element, depth: int) -> None:
        """Show a node and all in it."""
        if not isinstance(node.tag, str) or node.tag in _UNSEEN or depth > _DEEPEST:
            return
        if node.tag == "table" and self._is_data(node):
            self.end_line()
            self._table(node, depth)
            return
        is_block = node.tag in _BLOCKS or node.tag in {"tr", "table"}
        if is_block or node.tag == "br":
            self.end_line()
        if node.tag == "img":
            self.line.append(PICTURE)
        if node.tag == "li":
            self.line.append(self._ordinal(node))
        self._show(node.text, node)
        for child in node:
            self.walk(child, depth + 1)
            self._show(child.tail, node)
        if node.tag in {"td", "th"}:
            self.line.append("\t")
        if is_block:
            self.end_line()

    def end_line(self) -> None:
        """Hand over the line that is open."""
        text = "".join(self.line).strip()
        self.line = []
        if text:
            self.builder.add_text(text)

    def _ordinal(self, item: etree._Element) -> str:
        """Return the number or letter that a browser puts before an item of a list."""
        list_ = item.getparent()
        if list_ is None or list_.tag != "ol":
            return ""
        start = str(list_.get("start") or "1")
        place = self.items[list_] + (int(start) if start.isdecimal() else 1)
        self.items[list_] += 1
        return f"{chr(ord('A') + (place - 1) % 26)}." if list_.get("type") in {"A", "a"} else f"{place}."

    def _show(self, text: str | None, node: etree._Element) -> None:
        if not text:
            return
        self.line.append(text if node.tag == "pre" else _SPACES.sub(" ", _WRAP.sub("", text)))

    @staticmethod
    def _is_data(table: etree._Element) -> bool:
        """Tables that hold tables or single cells lay a page out."""
        rows = list(table.iter("tr"))
        return next(table.iterdescendants("table"), None) is None and any(
            sum(1 for cell in row if cell.tag in {"td", "th"}) > 1 for row in rows
        )

    def _table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        rows: list[tuple[str, list[str]]] = []
        for index, row in enumerate(table.iter("tr"), start=1):
            cells: list[str] = []
            for cell in row:
                if cell.tag in {"td", "th"}:
                    cells += [self._cell(cell, depth), *[""] * (_span(cell) - 1)]
            rows.append((f"表格 {self.tables} 第 {index} 行", cells[: MAX_COLUMNS + 1]))
        self.builder.add_table("", rows)

    def _cell(self, cell: etree._Element, depth: int) -> str:
        inner = SourceBuilder()
        walker = _Walker(inner)
        walker.walk(cell, depth + 1)
        walker.end_line()
        return "\n".join(line.text.strip("\t") for line in inner.lines)


def _span(cell: etree._Element) -> int:
    width = str(cell.get("colspan") or "1")
    return max(1, min(int(width), MAX_COLUMNS)) if width.isdecimal() else 1
