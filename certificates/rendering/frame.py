"""The double border and the ornaments that every certificate shares."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from .layout import CENTRE, PAGE_HEIGHT, PAGE_WIDTH, RULE_LEVEL

RED, GOLD = HexColor(0x9E1B1E), HexColor(0xB8924A)
FORM = "frame"

OUTER_INSET, INNER_INSET = 9.5 * mm, 13.5 * mm
CORNER_UNIT = 1.7 * mm
# In corner units, from the corner of the inner rule toward the middle of the page: the rule steps around a squared
# spiral (回纹).
STEP = 5
SPIRAL = ((0, 4), (0, 0), (4, 0), (4, 4), (1, 4), (1, 1), (3, 1), (3, 3), (2, 3), (2, 2))
RULE_HALF_LENGTH, RULE_GAP, DIAMOND = 42 * mm, 4 * mm, 1.2 * mm


def define_frame(canvas: Canvas) -> None:
    """Draw the frame once for the whole document."""
    canvas.beginForm(FORM)
    _draw_outer_rule(canvas)
    for mirror_x in (1, -1):
        for mirror_y in (1, -1):
            _draw_inner_quarter(canvas, mirror_x, mirror_y)
    _draw_title_rule(canvas)
    canvas.endForm()


def draw_frame(canvas: Canvas) -> None:
    canvas.doForm(FORM)


def _draw_outer_rule(canvas: Canvas) -> None:
    canvas.setStrokeColor(RED)
    canvas.setLineWidth(3)
    canvas.rect(OUTER_INSET, OUTER_INSET, PAGE_WIDTH - 2 * OUTER_INSET, PAGE_HEIGHT - 2 * OUTER_INSET)


def _draw_inner_quarter(canvas: Canvas, mirror_x: int, mirror_y: int) -> None:
    """Draw a corner of the inner rule and the halves of the two sides that meet there."""
    right, top = PAGE_WIDTH / 2 - INNER_INSET, PAGE_HEIGHT / 2 - INNER_INSET
    step = STEP * CORNER_UNIT
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.scale(mirror_x, mirror_y)
    canvas.setLineWidth(1)
    canvas.setStrokeColor(GOLD)
    _draw_polyline(canvas, [(0, top), (right - step, top), (right - step, top - step), (right, top - step), (right, 0)])
    canvas.setStrokeColor(RED)
    _draw_polyline(canvas, [(right - x * CORNER_UNIT, top - y * CORNER_UNIT) for x, y in SPIRAL])
    canvas.restoreState()


def _draw_polyline(canvas: Canvas, points: Iterable[tuple[float, float]]) -> None:
    start, *others = points
    path = canvas.beginPath()
    path.moveTo(*start)
    for point in others:
        path.lineTo(*point)
    canvas.drawPath(path)


def _draw_title_rule(canvas: Canvas) -> None:
    canvas.setStrokeColor(GOLD)
    canvas.setFillColor(GOLD)
    canvas.setLineWidth(0.8)
    canvas.line(CENTRE - RULE_HALF_LENGTH, RULE_LEVEL, CENTRE - RULE_GAP, RULE_LEVEL)
    canvas.line(CENTRE + RULE_GAP, RULE_LEVEL, CENTRE + RULE_HALF_LENGTH, RULE_LEVEL)
    canvas.saveState()
    canvas.translate(CENTRE, RULE_LEVEL)
    canvas.rotate(45)
    canvas.rect(-DIAMOND / 2, -DIAMOND / 2, DIAMOND, DIAMOND, stroke=0, fill=1)
    canvas.restoreState()
