"""Writes a document as Word (.docx)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import docx
import segno
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .blocks import Block, Card, Code, Column, Document, Gap, Group, Lines, PageBreak, Picture, Table, Text

#: Faces of official documents; where a computer lacks them, Word takes another and nothing is lost.
TITLE_FACE, TEXT_FACE, LATIN_FACE = "方正小标宋简体", "宋体", "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_ROOM = 170
_ROOM_LANDSCAPE = 257
_PHOTO = 28
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def to_word(document: Document) -> bytes:
    """Return the file."""
    word = docx.Document()
    _set_page(word, document)
    _set_face(word.styles["Normal"], TEXT_FACE)
    word.core_properties.title = document.title
    word.core_properties.author = document.author
    word.core_properties.comments = ""
    room = _ROOM_LANDSCAPE if document.landscape else _ROOM
    _write(word, document.blocks, room)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _set_page(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.foot:
        _small(foot, document.foot + "　　")
    if document.numbered:
        for words, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES")):
            _small(foot, words)
            _field(foot, code)
        _small(foot, " 页")


def _small(paragraph: Any, text: str) -> None:
    paragraph.add_run(_legal(text)).font.size = Pt(9)


def _field(paragraph: Any, code: str) -> None:
    """Add a number that Word works out."""
    run = paragraph.add_run()
    run.font.size = Pt(9)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001 -- python-docx has no fields


def _set_face(style: Any, face: str) -> None:
    style.font.name = LATIN_FACE
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _write(word: Any, blocks: Iterable[Block], room: float) -> None:
    patterns: dict[tuple[bool, ...], Any] = {}
    for block in blocks:
        match block:
            case Text():
                _text(word.add_paragraph(), block)
            case Table():
                _table(word, block, room)
            case Card():
                _card(word, block, room, patterns)
            case Group():
                _group(word, block, room)
            case _:
                _simple(word, block)


def _simple(word: Any, block: Picture | Code | Lines | Gap | PageBreak) -> None:
    match block:
        case Picture():
            run = _tight(word.add_paragraph()).add_run()
            run.add_picture(io.BytesIO(block.data), width=Pt(block.width), height=Pt(block.height))
        case Code():
            _code(word, block)
        case Lines():
            for _number in range(block.count):
                _ruled(word, block.spacing)
        case Gap():
            _tight(word.add_paragraph()).paragraph_format.line_spacing = Pt(max(1, block.height))
        case PageBreak():
            _tight(word.add_paragraph()).add_run().add_break(WD_BREAK.PAGE)


def _group(word: Any, group: Group, room: float) -> None:
    before = len(word.paragraphs)
    _write(word, group.blocks, room)
    for paragraph in word.paragraphs[before:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _tight(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _text(paragraph: Any, block: Text) -> None:
    form = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[block.align]
    form.space_before, form.space_after = Pt(block.before), Pt(block.after)
    form.line_spacing = block.leading
    form.keep_with_next = block.keep
    if block.left:
        form.left_indent = Pt(block.left)
    if block.indent:
        form.first_line_indent = Pt(block.indent * block.size)
    for number, line in enumerate(block.text.split("\n")):
        run = paragraph.add_run(_legal(line))
        run.bold, run.font.size = block.bold, Pt(block.size)
        if block.is_title:
            run.bold = False
            run.font.name = LATIN_FACE
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE_FACE)  # noqa: SLF001 -- no API
        if number < block.text.count("\n"):
            run.add_break()


def _table(word: Any, table: Table, room: float) -> None:
    titles = [column.title for column in table.columns]
    has_header = any(titles)
    made = word.add_table(rows=0, cols=len(table.columns), style="Table Grid" if table.ruled else None)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.width for column in table.columns)
    widths = [Mm(room * column.width / whole) for column in table.columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    if has_header:
        _row(made, titles, [Column(title, 1) for title in titles], widths, table, bold=True)
        _mark(made.rows[0], "w:tblHeader")
    _rows(made, table, widths)
    _tight(word.add_paragraph()).paragraph_format.line_spacing = Pt(4)


def _rows(made: Any, table: Table, widths: Any) -> None:
    """Write the rows as copies of one: building each cell anew takes a thousand of them ten seconds."""
    pattern = _row(made, ["　"] * len(table.columns), table.columns, widths, table)._tr  # noqa: SLF001 -- to be copied
    made._tbl.remove(pattern)  # noqa: SLF001 -- likewise
    for cells in table.rows:
        if any("\n" in cell for cell in cells):
            _row(made, cells, table.columns, widths, table)
            continue
        row = deepcopy(pattern)
        for element, text in zip(row.iter(qn("w:t")), cells, strict=True):
            element.text = _legal(text)
            element.set(_SPACE, "preserve")
        made._tbl.append(row)  # noqa: SLF001 -- likewise


def _row(made: Any, cells: Any, columns: Any, widths: Any, table: Table, *, bold: bool = False) -> Any:
    row = made.add_row()
    row.height, row.height_rule = Pt(table.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
    _mark(row, "w:cantSplit")
    for cell, text, column, width in zip(row.cells, cells, columns, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _text(cell.paragraphs[0], Text(text, size=table.size, align=column.align, bold=bold, leading=1.1))
    return row


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 -- python-docx has no such property


def _card(word: Any, card: Card, room: float, patterns: dict[tuple[bool, ...], Any]) -> None:
    """Write a card, as a copy of one of its shape where there is one: building each anew takes long for hundreds."""
    texts = _texts_of(card)
    shape = tuple(map(bool, texts))
    gap = _tight(word.add_paragraph())
    gap.paragraph_format.line_spacing = Pt(14)
    if shape not in patterns:
        patterns[shape] = deepcopy(_card_table(word, card, room))
        gap._p.addprevious(word.tables[-1]._tbl)  # noqa: SLF001 -- python-docx has no such call
        return
    made = deepcopy(patterns[shape])
    for element, text in zip(made.iter(qn("w:t")), filter(None, texts), strict=True):
        element.text = text
        element.set(_SPACE, "preserve")
    gap._p.addprevious(made)  # noqa: SLF001 -- likewise


def _texts_of(card: Card) -> list[str]:
    """Return a card's texts in the order in which they stand in its table."""
    facts = [_fact(label, value) for label, value in card.facts]
    return [_legal(text) for text in (card.heading, card.title, *facts, card.photo, *card.note.split("\n"))]


def _fact(label: str, value: str) -> str:
    return f"{label}　{value}"


def _card_table(word: Any, card: Card, room: float) -> Any:
    """Return a card's table: its head, the facts beside the place of the photograph, small print."""
    made = word.add_table(rows=2, cols=2, style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    head = made.cell(0, 0).merge(made.cell(0, 1))
    _text(head.paragraphs[0], Text(card.heading, align="center", leading=1.2, keep=True))
    _text(head.add_paragraph(), Text(card.title, size=18, align="center", leading=1.2, is_title=True, keep=True))
    facts, photo = made.cell(1, 0), made.cell(1, 1)
    facts.width, photo.width = Mm(room - _PHOTO), Mm(_PHOTO)
    made.columns[0].width, made.columns[1].width = Mm(room - _PHOTO), Mm(_PHOTO)
    made.rows[1].height, made.rows[1].height_rule = Mm(37), WD_ROW_HEIGHT_RULE.AT_LEAST
    photo.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _text(photo.paragraphs[0], Text(card.photo, size=10, align="center"))
    for number, (label, value) in enumerate(card.facts):
        paragraph = facts.paragraphs[0] if not number else facts.add_paragraph()
        _text(paragraph, Text(_fact(label, value), size=11, leading=1.3, keep=True))
    if card.note:
        last = made.add_row()
        _text(last.cells[0].merge(last.cells[1]).paragraphs[0], Text(card.note, size=9, leading=1.2))
    for row in made.rows:
        _mark(row, "w:cantSplit")
    return made._tbl  # noqa: SLF001 -- to be copied


def _code(word: Any, code: Code) -> None:
    picture = io.BytesIO()
    segno.make_qr(code.content, error="m").save(picture, kind="png", scale=12, border=0)
    picture.seek(0)
    paragraph = _tight(word.add_paragraph())
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(picture, width=Pt(code.size))


def _ruled(word: Any, spacing: float) -> None:
    """Add a line to write on: an empty paragraph with a border below."""
    paragraph = _tight(word.add_paragraph())
    paragraph.paragraph_format.line_spacing = Pt(spacing)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    between = OxmlElement("w:between")
    for element in (bottom, between):
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "808080")):
            element.set(qn(f"w:{name}"), value)
        borders.append(element)
    # The schema wants them before these.
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no borders
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _legal(text: str) -> str:
    """Return text without the control characters that XML does not allow."""
    return "".join(letter for letter in text if letter >= " " or letter == "\t")
