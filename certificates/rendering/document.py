"""Draws a batch of certificates as one PDF, a page each."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from accounts.printing import FontStack, PlacedLine, Typeface, describe, draw_lines, draw_qr, embedded, new_canvas

from .frame import define_frame, draw_frame
from .layout import PAGE_HEIGHT, PAGE_WIDTH, QR_BOTTOM, QR_LEFT, QR_SIZE, Composer
from .sheet import CertificateSheet


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
    canvas = new_canvas(target, (PAGE_WIDTH, PAGE_HEIGHT), main_font=typeface.main_font)
    _describe(canvas, sheets)
    define_frame(canvas)
    for sheet, lines in zip(sheets, pages, strict=True):
        draw_frame(canvas)
        draw_lines(canvas, lines, typeface)
        if not sheet.is_specimen:
            _draw_code(canvas, sheet.verify_url)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_code(canvas: Canvas, url: str) -> None:
    draw_qr(canvas, url, QR_LEFT, QR_BOTTOM, QR_SIZE)
    canvas.linkURL(url, (QR_LEFT, QR_BOTTOM, QR_LEFT + QR_SIZE, QR_BOTTOM + QR_SIZE))


def _describe(canvas: Canvas, sheets: Sequence[CertificateSheet]) -> None:
    first = sheets[0]
    describe(
        canvas,
        title=f"{first.title} {first.number}" if len(sheets) == 1 else f"{first.title}（{len(sheets)}份）",
        author=first.issuing_body,
        subject=first.title,
        day=max(sheet.issued_on for sheet in sheets),
    )
