"""Word documents as a reader sees them: with automatic numbers, text boxes and tracked insertions.

python-docx leaves these three out and repeats merged cells, so the document part is read here.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from question_bank.provisions.word_numbering import Numbering
from question_bank.provisions.word_xml import attribute, find, local_name, parse_xml, value_at
from question_bank.sheets.report import Problem, UnreadableSheet
from question_bank.sheets.sources.archives import Archive
from question_bank.sheets.sources.source import (
    APART,
    MAX_COLUMNS,
    PICTURE,
    STANDING_OUT,
    Emphasis,
    Source,
    SourceBuilder,
)
from question_bank.sheets.sources.web import add_web
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.labels import label_at_start
from question_bank.sheets.words.markers import number_at_start, option_at_start

#: What the page does not show, shows a second time, or what only describes the text.
_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "instrText", "rt", "Fallback"})
_STANDS_FOR = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "blip": PICTURE, "imagedata": PICTURE}
_BLOCKS = frozenset({"p", "tbl"})
_BODY_BLOCKS = _BLOCKS | {"altChunk"}
_DAMAGED = "Word 文件已损坏，读不出内容。请重新保存后再导入。"
_ROWS = frozenset({"tr"})
_CELLS = frozenset({"tc"})
# Symbol fonts live in the private use area; any other code in w:sym is damage.
_SYMBOL = re.compile("[EFef][0-9A-Fa-f]{3}")
_PLAIN_COLOURS = frozenset({"auto", "000000"})
_PLAIN_SHADES = frozenset({"auto", "ffffff"})
_SHORTEST_BLANK = 4


@dataclass(frozen=True, slots=True)
class WordParts:
    """The parts of a document that are read; `chunks` are other documents set into it, by their relationship."""

    document: etree._Element
    numbering: etree._Element | None
    styles: etree._Element | None
    chunks: Mapping[str, bytes] = field(default_factory=dict)


def read_word(archive: Archive, name: str = "") -> Source:
    """Return the paragraphs and tables of a .docx in order."""
    folder = posixpath.dirname(archive.main_part)
    try:
        parts = WordParts(
            parse_xml(archive.read(archive.main_part)),
            _part(archive, f"{folder}/numbering.xml"),
            _part(archive, f"{folder}/styles.xml"),
            _chunks(archive, folder),
        )
    except etree.XMLSyntaxError as error:
        raise UnreadableSheet(_DAMAGED) from error
    return read_word_parts(parts, "docx", name)


def read_word_parts(parts: WordParts, format_: str, name: str = "") -> Source:
    """Return a document's paragraphs and tables in order."""
    try:
        return _Reader(parts).read().build(format_, name=name)
    except UnreadableSheet:
        raise
    except Exception as error:
        # A part may be damaged in any of a thousand ways; none of them is the trainer's to tell apart.
        raise UnreadableSheet(_DAMAGED) from error


class _Reader:
    """Walks a document's blocks and hands lines and tables to the builder."""

    def __init__(self, parts: WordParts) -> None:
        self.body = find(parts.document, "body")
        self.numbering = Numbering(parts.numbering)
        self.styles = _styles(parts.styles)
        self.chunks = parts.chunks
        self.builder = SourceBuilder()

    def read(self) -> SourceBuilder:
        """Read every block of the body, in order."""
        for block in _nearest(self.body, _BODY_BLOCKS) if self.body is not None else ():
            if local_name(block) == "tbl":
                self._table(block)
            elif local_name(block) == "altChunk":
                self._chunk(attribute(block, "id") or "")
            else:
                for text, emphasis in self._paragraph(block):
                    self.builder.add_text(text, emphasis)
        return self.builder

    def _chunk(self, relationship: str) -> None:
        """A document saved from a web page may be nothing but a frame around that page."""
        data = self.chunks.get(relationship)
        if data is None or data.startswith((b"PK", b"{\\rtf")):
            remark = "文件里嵌着另一个文档，没有读入；请在 Word 里另存为 .docx 再导入"
            self.builder.problems.append(Problem("全文", remark))
        else:
            add_web(self.builder, data)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, Emphasis]]:
        """Yield the paragraph's text, then what stands in the text boxes anchored in it."""
        label = self._label(paragraph)
        gathered = _Gathered(paragraph)
        yield _labelled(label, gathered.text), gathered.emphasis
        for box in gathered.boxes:
            yield from ((text, {}) for text in self._texts(box))

    def _label(self, paragraph: etree._Element) -> str:
        """Return the number that the paragraph, or its style, makes Word count."""
        counted = attribute(find(paragraph, "pPr/listPr/t"), "val")
        if counted:
            # Word 2003 writes down what it counted.
            return counted
        style = value_at(paragraph, "pPr/pStyle")
        settings = find(paragraph, "pPr/numPr")
        if settings is None:
            settings = self._settings_of_style(style)
        use = value_at(settings, "numId")
        if use is None:
            return ""
        level = value_at(settings, "ilvl")
        if level is None:
            return self.numbering.next_label(use, self.numbering.level_of_style(use, style or ""))
        return self.numbering.next_label(use, int(level))

    def _settings_of_style(self, style: str | None) -> etree._Element | None:
        seen: set[str | None] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            settings = find(self.styles[style], "pPr/numPr")
            if settings is not None:
                return settings
            style = value_at(self.styles[style], "basedOn")
        return None

    def _texts(self, container: etree._Element) -> Iterator[str]:
        for block in _nearest(container, _BLOCKS):
            if local_name(block) == "p":
                yield from (text for text, _ in self._paragraph(block))
            else:
                yield from (self._cell(cell) for row in _nearest(block, _ROWS) for cell in _nearest(row, _CELLS))

    def _cell(self, cell: etree._Element) -> str:
        return "\n".join(self._texts(cell)).strip("\n")

    def _table(self, table: etree._Element) -> None:
        number = len(self.builder.tables) + 1
        rows: list[tuple[str, list[str]]] = []
        for index, row in enumerate(_nearest(table, _ROWS), start=1):
            above = rows[-1][1] if rows else []
            rows.append((f"表格 {number} 第 {index} 行", self._row(row, above)))
        self.builder.add_table("", rows)

    def _row(self, row: etree._Element, above: list[str]) -> list[str]:
        """Return a row's cells in their columns; a cell merged with the one above says the same as that."""
        cells: list[str] = []
        for cell in _nearest(row, _CELLS):
            merge = find(cell, "tcPr/vMerge")
            continued = merge is not None and (attribute(merge, "val") or "continue") == "continue"
            text = above[len(cells)] if continued and len(cells) < len(above) else self._cell(cell)
            cells += [text, *[""] * (_span(cell) - 1)]
        return cells


class _Gathered:
    """The visible text of a paragraph, and the text boxes found on the way."""

    def __init__(self, paragraph: etree._Element) -> None:
        self.pieces: list[str] = []
        self.boxes: list[etree._Element] = []
        self.standing_out: defaultdict[str, list[str]] = defaultdict(list)
        for child in paragraph.iterchildren(tag=etree.Element):
            self._walk(child)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def emphasis(self) -> Emphasis:
        """What stands out; texts of neighbouring runs are one."""
        return {way: "".join(texts) for way, texts in self.standing_out.items() if any(map(str.strip, texts))}

    def _walk(self, node: etree._Element) -> None:
        name = local_name(node)
        if name in _UNSEEN:
            return
        if name == "txbxContent":
            self.boxes.append(node)
        elif name == "r":
            self._run(node)
        elif name == "t":
            self.pieces.append(node.text or "")
        elif name == "sym":
            self.pieces.append(_symbol(node))
        else:
            self.pieces.append(_STANDS_FOR.get(name, ""))
            for child in node.iterchildren(tag=etree.Element):
                self._walk(child)

    def _run(self, run: etree._Element) -> None:
        """A run; blanks that are underlined are a line to write on."""
        if _is_on(find(run, "rPr/vanish")):
            return
        begin = len(self.pieces)
        for child in run.iterchildren(tag=etree.Element):
            self._walk(child)
        text = "".join(self.pieces[begin:])
        ways = _ways(find(run, "rPr"))
        for way in STANDING_OUT:
            texts = self.standing_out[way]
            if way in ways:
                texts.append(text)
            elif texts and texts[-1] != APART and text.strip():
                texts.append(APART)
        if text and not text.strip(" \t\u00a0\u3000") and _is_on(find(run, "rPr/u")):
            self.pieces[begin:] = ["_" * max(_SHORTEST_BLANK, len(text))]


def _ways(properties: etree._Element | None) -> set[str]:
    """Return how a run stands out from plain black text."""
    if properties is None or not len(properties):
        return set()
    ways = {"bold"} if _is_on(find(properties, "b")) else set()
    if _is_on(find(properties, "u")):
        ways.add("underline")
    if (value_at(properties, "color") or "auto").lower() not in _PLAIN_COLOURS:
        ways.add("colour")
    shading = (attribute(find(properties, "shd"), "fill") or "auto").lower()
    if _is_on(find(properties, "highlight")) or shading not in _PLAIN_SHADES:
        ways.add("highlight")
    return ways


def _part(archive: Archive, name: str) -> etree._Element | None:
    return parse_xml(archive.read(name)) if archive.holds(name) else None


def _chunks(archive: Archive, folder: str) -> dict[str, bytes]:
    relationships = f"{folder}/_rels/{posixpath.basename(archive.main_part)}.rels"
    if not archive.holds(relationships):
        return {}
    chunks: dict[str, bytes] = {}
    for element in parse_xml(archive.read(relationships)).iterchildren(tag=etree.Element):
        target = posixpath.normpath(posixpath.join(f"/{folder}", attribute(element, "Target") or "")).lstrip("/")
        if (attribute(element, "Type") or "").endswith("/aFChunk") and archive.holds(target):
            chunks[attribute(element, "Id") or ""] = archive.read(target)
    return chunks


def _styles(root: etree._Element | None) -> dict[str | None, etree._Element]:
    return {attribute(style, "styleId"): style for style in root.iterchildren("{*}style")} if root is not None else {}


def _nearest(container: etree._Element, names: frozenset[str]) -> Iterator[etree._Element]:
    """Yield the nearest descendants of these names: directly inside, or inside content controls and insertions."""
    for child in container.iterchildren(tag=etree.Element):
        name = local_name(child)
        if name in names:
            yield child
        elif name not in _UNSEEN and name not in _BLOCKS:
            yield from _nearest(child, names)


def _labelled(label: str, text: str) -> str:
    """Return the text after its automatic number, unless somebody typed a number, letter or label as well."""
    shaped = shape(clean(text))
    if not label or not shaped:
        return text
    number = number_at_start(shaped)
    if option_at_start(shaped) or label_at_start(shaped) or (number and number.number is not None):
        return text
    return f"{label}{text}"


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and (attribute(switch, "val") or "true") not in {"0", "false", "none", "off"}


def _span(cell: etree._Element) -> int:
    width = value_at(cell, "tcPr/gridSpan") or "1"
    return max(1, min(int(width), MAX_COLUMNS))


def _symbol(node: etree._Element) -> str:
    code = attribute(node, "char") or ""
    return chr(int(code, 16)) if _SYMBOL.fullmatch(code) else ""
