"""Word and Excel files in an office's dress; the same words always give the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

_MADE_AT = datetime(2026, 1, 1)  # noqa: DTZ001 -- file formats hold times without a zone
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_THEME_FONTS = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


class WordFile:
    """A Word document on the page of GB/T 9704—2012: A4, 28 mm to the left, 仿宋, chapters in 黑体."""

    def __init__(self, *, title: str, author: str, font_size: int, line_spacing: int) -> None:
        """Begin with the title; sizes in points."""
        self._document = Document()
        self._set_page()
        normal = self._style("Normal", "仿宋", font_size)
        normal.paragraph_format.line_spacing = Pt(line_spacing)
        normal.paragraph_format.space_after = Pt(0)
        self._style("Title", "宋体", 22)
        self._style("Heading 1", "黑体", font_size)
        self._set_properties(title, author)
        self._centred(title, "Title")

    def caption(self, text: str) -> None:
        """Add a centred line, such as 文号 and 题注 under the title."""
        self._centred(text, "Normal")

    def chapter(self, text: str) -> None:
        """Add a centred heading."""
        self._centred(text, "Heading 1")

    def heading(self, text: str) -> None:
        """Add a heading from the margin."""
        self._document.add_paragraph(text, "Heading 1")

    def line(self, text: str) -> None:
        """Add a paragraph from the margin."""
        self._document.add_paragraph(text)

    def body(self, text: str) -> None:
        """Add a paragraph, two characters in; what stands between double asterisks is bold."""
        paragraph = self._document.add_paragraph()
        _indent_two_characters(paragraph)
        for index, part in enumerate(_BOLD.split(text)):
            if part:
                # split() puts what the group caught at the odd places.
                paragraph.add_run(part).bold = index % 2 == 1

    def to_bytes(self) -> bytes:
        """Return the file."""
        target = BytesIO()
        self._document.save(target)
        return _with_one_time(target.getvalue())

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def _style(self, name: str, font: str, size: int) -> ParagraphStyle:
        """Set the font of Chinese and Latin text alike; python-docx itself sets the Latin one only."""
        style = _paragraph_style(self._document, name)
        style.font.name = font
        style.font.size = Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
        for theme in _THEME_FONTS:
            fonts.attrib.pop(qn(theme), None)
        return style

    def _set_properties(self, title: str, author: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title, author, "zh-CN"
        properties.comments = "演示文件，内容虚构。"
        properties.created = properties.modified = _MADE_AT

    def _centred(self, text: str, style: str) -> None:
        self._document.add_paragraph(text, style).alignment = WD_ALIGN_PARAGRAPH.CENTER


def workbook_bytes(*, title: str, author: str, columns: Mapping[str, int], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet; `columns` are header names with their widths in characters."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in (tuple(columns), *rows):
        sheet.append(tuple(row))
    _dress(sheet, columns.values())
    workbook.properties.creator = author
    workbook.properties.created = workbook.properties.modified = _MADE_AT
    target = BytesIO()
    # Not workbook.save(), which would write the present time.
    ExcelWriter(workbook, zipfile.ZipFile(target, "w")).save()
    return _with_one_time(target.getvalue())


def _dress(sheet: Worksheet, widths: Iterable[int]) -> None:
    line = Side(style="thin", color="B0B0B0")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = Border(line, line, line, line)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EDE8DC")
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"


def _paragraph_style(document: DocumentObject, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"not a paragraph style: {name}")
    return style


def _indent_two_characters(paragraph: Paragraph) -> None:
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    paragraph._p.get_or_add_pPr().append(indent)  # noqa: SLF001 -- python-docx knows lengths only, not characters


def _with_one_time(data: bytes) -> bytes:
    """Pack an Office file anew with the same time for all its parts."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _MADE_AT.timetuple()[:6])
            packed.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
