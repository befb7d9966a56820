"""What every PDF of the site is made of: fonts that hold each name, lines that break where Chinese may, QR codes.

Knows neither Django nor the database; what stands on a page is its own app's business.
"""

from __future__ import annotations

from .documents import describe, new_canvas
from .embedding import Typeface, embedded
from .fonts import FontStack, MissingCharactersError, UnusableFontError
from .lines import break_lines
from .placing import PlacedLine, SheetOverflowError, Style, draw_lines
from .qr import draw_qr, qr_modules

__all__ = [
    "FontStack",
    "MissingCharactersError",
    "PlacedLine",
    "SheetOverflowError",
    "Style",
    "Typeface",
    "UnusableFontError",
    "break_lines",
    "describe",
    "draw_lines",
    "draw_qr",
    "embedded",
    "new_canvas",
    "qr_modules",
]
