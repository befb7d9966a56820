"""PDFs as offices make them: text set by its place on the page, or nothing but a picture of it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT, _SIZE, _MARGIN, _LEADING = "STSong-Light", 16, 80, 28
_CHARACTERS_A_LINE, _LINES_A_PAGE = 27, 22


def pdf_file(paragraphs: Sequence[str], *, header: str = "", title: str = "", password: str = "") -> bytes:
    """Return a PDF laid out like 公文: first lines set in by place alone, `— 3 —` at the foot of each page."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, encrypt=StandardEncryption(password) if password else None)
    lines = [(title, "centre")] if title else []
    lines += [line for paragraph in paragraphs for line in _wrapped(paragraph)]
    pages = [lines[start : start + _LINES_A_PAGE] for start in range(0, len(lines), _LINES_A_PAGE)]
    for number, page in enumerate(pages, start=1):
        _draw(canvas, page, f"{header}  {number}" if header else "", f"— {number} —")
    canvas.save()
    return target.getvalue()


def picture_pdf(pages: int = 2) -> bytes:
    """Return a PDF as a scanner makes it."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for _page in range(pages):
        canvas.rect(80, 80, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _wrapped(paragraph: str) -> list[tuple[str, str]]:
    first = _CHARACTERS_A_LINE - 2
    rest = paragraph[first:]
    return [
        (paragraph[:first], "first"),
        *((rest[start : start + _CHARACTERS_A_LINE], "") for start in range(0, len(rest), _CHARACTERS_A_LINE)),
    ]


def _draw(canvas: Canvas, page: Sequence[tuple[str, str]], header: str, footer: str) -> None:
    canvas.setFont(_FONT, _SIZE)
    top = A4[1] - 90
    if header:
        canvas.drawString(_MARGIN, A4[1] - 50, header)
    for place, (text, setting) in enumerate(page):
        if setting == "centre":
            canvas.drawCentredString(A4[0] / 2, top - place * _LEADING, text)
        else:
            canvas.drawString(_MARGIN + (2 * _SIZE if setting == "first" else 0), top - place * _LEADING, text)
    canvas.drawString(A4[0] - 140, 50, footer)
    canvas.showPage()
