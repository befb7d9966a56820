"""Draws a batch of certificates as one PDF, a page each."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from typing import Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from .embedding import Typeface, embedded
from .fonts import FontStack
from .frame import define_frame, draw_frame
from .layout import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QR_BOTTOM,
    QR_LEFT,
    QR_SIZE,
    Composer,
    PlacedLine,
)
from .qr import draw_qr
from .sheet import CertificateSheet

# Streams stay binary: wrapped as ASCII they make the file a sixth larger.
rl_config.useA85 = 0

FILL_AND_STROKE: Literal[2] = 2
BOLDNESS = 0.025
"""Width of the stroke that makes a regular face bold, as a part of the type size."""


def render_certificates(sheets: Sequence[CertificateSheet], fonts: FontStack) -> bytes:
    """Return the PDF; the same sheets give the same bytes.

    Raises MissingCharactersError or SheetOverflowError before anything is drawn.
    """
    if not sheets:
        raise ValueError("没有要打印的证书")
    composer = Composer(fonts)
    pages = [composer.compose(sheet) for sheet in sheets]
    with embedded(fonts, (line.text for page in pages for line in page)) as typeface:
        return _draw(sheets, pages, typeface)


def _draw(sheets: Sequence[CertificateSheet], pages: Sequence[list[PlacedLine]], typeface: Typeface) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        # Without it every page asks for a Helvetica that is not embedded. The stub takes a name for a number.
        initialFontName=typeface.main_font,  # type: ignore[arg-type]
        lang="zh-CN",
    )
    _describe(canvas, sheets)
    define_frame(canvas)
    for sheet, lines in zip(sheets, pages, strict=True):
        draw_frame(canvas)
        _draw_lines(canvas, lines, typeface)
        if not sheet.is_specimen:
            _draw_code(canvas, sheet.verify_url)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_code(canvas: Canvas, url: str) -> None:
    draw_qr(canvas, url, QR_LEFT, QR_BOTTOM, QR_SIZE)
    canvas.linkURL(url, (QR_LEFT, QR_BOTTOM, QR_LEFT + QR_SIZE, QR_BOTTOM + QR_SIZE))


def _describe(canvas: Canvas, sheets: Sequence[CertificateSheet]) -> None:
    first, latest = sheets[0], max(sheet.issued_on for sheet in sheets)
    canvas.setTitle(f"{first.title} {first.number}" if len(sheets) == 1 else f"{first.title}（{len(sheets)}份）")
    canvas.setAuthor(first.issuing_body)
    canvas.setSubject(first.title)
    canvas.setCreator("季季考")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setDateFormatter(lambda *_now: f"D:{latest:%Y%m%d}000000+08'00'")


def _draw_lines(canvas: Canvas, lines: Sequence[PlacedLine], typeface: Typeface) -> None:
    """Draw in reading order, which is the order in which text is copied and read aloud."""
    for bold, group in itertools.groupby(lines, lambda line: line.style.bold):
        if bold:
            for line in group:
                _draw_bold(canvas, line, typeface)
        else:
            text = canvas.beginText()
            for line in group:
                _set_line(text, line, typeface)
            canvas.drawText(text)


def _draw_bold(canvas: Canvas, line: PlacedLine, typeface: Typeface) -> None:
    """Thicken the strokes of a regular face; the render mode would outlive its text but for the restore."""
    canvas.saveState()
    canvas.setLineWidth(line.size * BOLDNESS)
    canvas.setStrokeColor(line.style.colour)
    text = canvas.beginText()
    text.setTextRenderMode(FILL_AND_STROKE)
    _set_line(text, line, typeface)
    canvas.drawText(text)
    canvas.restoreState()


def _set_line(text: PDFTextObject, line: PlacedLine, typeface: Typeface) -> None:
    text.setTextOrigin(line.x, line.y)
    text.setFillColor(line.style.colour)
    text.setCharSpace(line.tracking)
    for font_name, run in typeface.runs(line.text):
        text.setFont(font_name, line.size)
        text.textOut(run)
