"""A .docx as the lines a reader sees: automatic numbers, text boxes and accepted insertions included."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from question_bank.provisions.folding import fold_text
from question_bank.provisions.markers import find_marker
from question_bank.provisions.problems import UnreadableDocument
from question_bank.provisions.word_numbering import Numbering
from question_bank.provisions.word_package import WordPackage
from question_bank.provisions.word_xml import attribute, find, local_name, value_at

MAX_ELEMENTS = 1_000_000

#: Styles are based on one another a few deep; a circle of them has no end.
_DEEPEST_STYLE = 12

_BLOCKS = frozenset({"p", "tbl"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_PICTURES = frozenset({"blip", "imagedata"})
#: What a paragraph holds without showing it: settings, deleted and moved-away text, field codes, ruby, fallbacks.
_UNSEEN = frozenset({"pPr", "rPr", "del", "moveFrom", "instrText", "rt", "Fallback"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CONTENTS_STYLE = re.compile(r"toc \d|toc heading", re.IGNORECASE)


def read_word_lines(data: bytes) -> tuple[str, ...]:
    """Return the document's lines; a paragraph without text is an empty line."""
    try:
        reader = _WordReader(WordPackage(data))
        lines = tuple(reader.lines())
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("文档已损坏，读不出内容，请重新保存后再导入。") from error
    if any(line.strip() for line in lines):
        return lines
    if reader.has_pictures:
        raise UnreadableDocument("文档里只有图片（可能是扫描件），读不出文字，请导入文字版。")
    raise UnreadableDocument("文档里没有文字。")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style lends to its paragraphs."""

    name: str
    based_on: str | None
    list_use: str | None
    level: str | None


class _WordReader:
    """Reads the body once from top to bottom, counting automatic numbers as it goes."""

    def __init__(self, package: WordPackage) -> None:
        self._body = package.body()
        self._styles = _read_styles(package.companion("styles"))
        self._numbering = Numbering(package.companion("numbering"))
        self.has_pictures = False

    def lines(self) -> Iterator[str]:
        for block in self._outer_blocks():
            yield from self._block_lines(block)

    def _outer_blocks(self) -> Iterator[etree._Element]:
        """Yield the paragraphs and tables that stand in no other, forgetting each as soon as it is read."""
        elements = depth = 0
        parser = etree.iterparse(
            io.BytesIO(self._body), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in parser:
            name = local_name(element)
            if event == "start":
                elements += 1
                depth += name in _BLOCKS
                self.has_pictures |= name in _PICTURES
                if elements > MAX_ELEMENTS:
                    raise UnreadableDocument("文档内容过多，已拒绝读取，请拆分后再导入。")
            elif name in _BLOCKS:
                depth -= 1
                if depth == 0:
                    yield element
                    element.clear()

    def _block_lines(self, block: etree._Element) -> Iterator[str]:
        if local_name(block) == "tbl":
            for row in _children(block, {"tr"}):
                yield from self._row_lines(row)
        else:
            yield from self._paragraph_lines(block)

    def _row_lines(self, row: etree._Element) -> Iterator[str]:
        """Yield a table's row as one line; a row with one filled cell is layout, its lines stay apart."""
        cells = [
            [line for block in _children(cell, _BLOCKS) for line in self._block_lines(block) if line.strip()]
            for cell in _children(row, {"tc"})
        ]
        filled = [lines for lines in cells if lines]
        if len(filled) == 1:
            yield from filled[0]
        elif filled:
            yield "\u3000".join(" ".join(lines) for lines in filled)

    def _paragraph_lines(self, paragraph: etree._Element) -> Iterator[str]:
        style_id = value_at(paragraph, "pPr/pStyle")
        label = self._label(paragraph, style_id)
        if style_id in self._styles and _CONTENTS_STYLE.fullmatch(self._styles[style_id].name):
            return
        pieces = list(_pieces(paragraph))
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        yield from (text if _is_typed(label, text) else label + text).split("\n")
        for box in (piece for piece in pieces if not isinstance(piece, str)):
            for block in _children(box, _BLOCKS):
                yield from self._block_lines(block)

    def _label(self, paragraph: etree._Element, style_id: str | None) -> str:
        settings = find(paragraph, "pPr/numPr")
        list_use, level = value_at(settings, "numId"), value_at(settings, "ilvl")
        if list_use is None:
            list_use, style_level = self._numbering_of_style(style_id)
            level = level or style_level
        if list_use is None:
            return ""
        return self._numbering.next_label(list_use, int(level) if level and level.isdecimal() else 0)

    def _numbering_of_style(self, style_id: str | None) -> tuple[str | None, str | None]:
        """Return the list and level that the style, or one it is based on, gives."""
        based_on = style_id
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(based_on)
            if style is None:
                break
            if style.list_use is not None:
                level = style.level or str(self._numbering.level_of_style(style.list_use, style_id or ""))
                return style.list_use, level
            based_on = style.based_on
        return None, None


def _read_styles(root: etree._Element | None) -> dict[str | None, _Style]:
    if root is None:
        return {}
    return {
        attribute(element, "styleId"): _Style(
            name=value_at(element, "name") or "",
            based_on=value_at(element, "basedOn"),
            list_use=value_at(element, "pPr/numPr/numId"),
            level=value_at(element, "pPr/numPr/ilvl"),
        )
        for element in root.iterchildren("{*}style")
    }


def _children(element: etree._Element, names: Collection[str]) -> Iterator[etree._Element]:
    """Yield the children of these names, looking through content controls and tracked insertions."""
    for child in element.iterchildren(tag=etree.Element):
        name = local_name(child)
        if name in names:
            yield child
        elif name in _WRAPPERS:
            yield from _children(child, names)


def _pieces(element: etree._Element) -> Iterator[str | etree._Element]:
    """Yield the text of a paragraph in order, and the text boxes anchored in it."""
    for child in element.iterchildren(tag=etree.Element):
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "txbxContent":
            yield child
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _UNSEEN:
            yield from _pieces(child)


def _is_typed(label: str, text: str) -> bool:
    """Say whether the author typed the number that Word also counts."""
    counted, typed = find_marker(label), find_marker(text.strip())
    if counted is None or typed is None:
        return bool(label) and fold_text(text).startswith(fold_text(label))
    return counted.rank is typed.rank and not typed.is_reference
