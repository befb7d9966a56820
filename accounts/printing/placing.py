"""Draws lines of text whose place on the page is decided."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from .embedding import Typeface

FILL_AND_STROKE: Literal[2] = 2
BOLDNESS = 0.025
"""Width of the stroke that makes a regular face bold, as a part of the type size."""


class SheetOverflowError(Exception):
    """A text does not fit its place on the page."""


@dataclass(frozen=True)
class Style:
    colour: Color
    bold: bool = False


@dataclass(frozen=True)
class PlacedLine:
    """A line of text; x and y are the left end of its baseline."""

    text: str
    x: float
    y: float
    size: float
    style: Style
    tracking: float = 0
    """Points added between neighbouring characters."""


def draw_lines(canvas: Canvas, lines: Sequence[PlacedLine], typeface: Typeface) -> None:
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
