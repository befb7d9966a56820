"""What every PDF of the site is made of: fonts that hold each name, lines that break where Chinese may, QR codes.

Knows neither Django nor the database; what stands on a page is its own app's business.
"""

from __future__ import annotations

from .blocks import (
    Align,
    Block,
    Card,
    Code,
    Column,
    Document,
    Gap,
    Group,
    Lines,
    PageBreak,
    Picture,
    Table,
    Text,
    official_day,
)
from .documents import describe, new_canvas
from .embedding import Typeface, embedded
from .fonts import FontStack, MissingCharactersError, UnusableFontError
from .lines import break_lines
from .pdf import to_pdf
from .placing import PlacedLine, SheetOverflowError, Style, draw_lines
from .qr import draw_qr, qr_modules
from .word import to_word

__all__ = [
    "Align",
    "Block",
    "Card",
    "Code",
    "Column",
    "Document",
    "FontStack",
    "Gap",
    "Group",
    "Lines",
    "MissingCharactersError",
    "PageBreak",
    "Picture",
    "PlacedLine",
    "SheetOverflowError",
    "Style",
    "Table",
    "Text",
    "Typeface",
    "UnusableFontError",
    "break_lines",
    "describe",
    "draw_lines",
    "draw_qr",
    "embedded",
    "new_canvas",
    "official_day",
    "qr_modules",
    "to_pdf",
    "to_word",
]
