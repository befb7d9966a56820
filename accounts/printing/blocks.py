"""What a printed document is made of, whether it becomes PDF or Word; sizes in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `keep` holds it on one page with what follows."""

    text: str
    size: float = 12
    align: Align = "left"
    bold: bool = False
    indent: float = 0
    """Of the first line, in characters."""
    left: float = 0
    before: float = 0
    after: float = 0
    leading: float = 1.5
    keep: bool = False
    is_title: bool = False
    """Word sets it in the title face of official documents."""
    anchor: str = ""
    """By which a line of the contents names it."""
    page_of: str = ""
    """A line of the contents: the PDF ends it with the page on which the text of this anchor begins."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths are parts of the whole."""

    title: str
    width: float
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose header stands on each page; without titles it has no header."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    size: float = 10.5
    row_height: float = 24
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """An image's bytes (PNG or JPEG) with its size on paper."""

    data: bytes
    width: float
    height: float
    left: float = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code in the middle of the line."""

    content: str
    size: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on."""

    count: int
    spacing: float = 26


@dataclass(frozen=True, slots=True)
class Gap:
    """Room left free; not at the top of a page."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Card:
    """A boxed card with facts, room for a photograph and small print."""

    heading: str
    title: str
    facts: Sequence[tuple[str, str]]
    photo: str
    """What is written in the empty place; empty where there is none."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay on one page where a page holds them."""

    blocks: Sequence[Block]


Block = Text | Table | Picture | Code | Lines | Gap | PageBreak | Card | Group


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be printed."""

    title: str
    author: str
    day: date
    blocks: Sequence[Block]
    landscape: bool = False
    numbered: bool = True
    foot: str = ""
    """Stands left of the page number."""


def official_day(day: date) -> str:
    """Return a day in the official style, without leading zeros: 2026年10月4日."""
    return f"{day.year}年{day.month}月{day.day}日"
