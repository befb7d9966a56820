"""Begins a PDF that looks the same everywhere and has the same bytes each time."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

# Streams stay binary: wrapped as ASCII they make the file a sixth larger.
rl_config.useA85 = 0


def new_canvas(target: BinaryIO, size: tuple[float, float], *, main_font: str) -> Canvas:
    """Return a canvas in Chinese; without a main font every page asks for a Helvetica that is not embedded."""
    return Canvas(
        target,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        # The stub takes a name for a number.
        initialFontName=main_font,  # type: ignore[arg-type]
        lang="zh-CN",
    )


def describe(canvas: Canvas, *, title: str, author: str, subject: str, day: date) -> None:
    """Say in the file's properties what it is and whose; the day stands for the time at which it was made."""
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator("季季考")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setDateFormatter(lambda *_now: f"D:{day:%Y%m%d}000000+08'00'")
