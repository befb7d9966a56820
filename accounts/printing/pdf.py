"""Draws a document as PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .blocks import Document
from .documents import describe, new_canvas
from .embedding import Typeface, embedded
from .fonts import FontStack
from .placing import draw_lines
from .qr import draw_qr
from .strips import Page, Setter

RULE_WIDTH = 0.6


def to_pdf(document: Document, fonts: FontStack) -> bytes:
    """Return the PDF; the same document gives the same bytes.

    Raises MissingCharactersError before anything is drawn.
    """
    setter = Setter(fonts, document)
    pages = setter.pages()
    texts = [line.text for page in pages for line in page.lines]
    with embedded(fonts, [*texts, " "]) as typeface:
        return _draw(document, pages, (setter.width, setter.height), typeface)


def _draw(document: Document, pages: Sequence[Page], size: tuple[float, float], typeface: Typeface) -> bytes:
    target = io.BytesIO()
    canvas = new_canvas(target, size, main_font=typeface.main_font)
    describe(canvas, title=document.title, author=document.author, subject=document.title, day=document.day)
    for page in pages:
        _draw_page(canvas, page, typeface)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_page(canvas: Canvas, page: Page, typeface: Typeface) -> None:
    canvas.setLineWidth(RULE_WIDTH)
    canvas.lines(list(dict.fromkeys(page.rules)))
    for picture, x, y in page.pictures:
        reader = ImageReader(io.BytesIO(picture.data))
        canvas.drawImage(reader, x, y, picture.width, picture.height, mask="auto")
    for code, x, y in page.codes:
        draw_qr(canvas, code.content, x, y, code.size)
    draw_lines(canvas, page.lines, typeface)
