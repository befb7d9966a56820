"""Draws a QR code as one path of whole-module rectangles."""

from __future__ import annotations

import re

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

DARK_RUN = re.compile(rb"\x01+")
# Every mask makes a valid symbol; weighing all eight would triple the time of a page (segno 8 ms instead of 2).
MASK = 3


def qr_modules(content: str) -> tuple[bytearray, ...]:
    """Return the rows of the symbol, top first, 1 for a dark module; a sixth of it may be lost or stained."""
    return segno.make_qr(content, error="m", mask=MASK).matrix


def draw_qr(canvas: Canvas, content: str, x: float, y: float, size: float) -> None:
    """Draw the symbol, without its quiet zone, in a square whose lower left corner is given (points)."""
    modules = qr_modules(content)
    count = len(modules)
    rectangles = [
        f"{run.start()} {count - 1 - row} {run.end() - run.start()} 1 re"
        for row, line in enumerate(modules)
        for run in DARK_RUN.finditer(line)
    ]
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / count, size / count)
    canvas.setFillGray(0)
    canvas.drawPath(PDFPathObject(["n", *rectangles]), stroke=0, fill=1)
    canvas.restoreState()
