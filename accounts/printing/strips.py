"""Cuts a document into strips as high as what they hold, and stacks them on A4 pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from .blocks import Block, Card, Code, Column, Document, Gap, Group, Lines, PageBreak, Picture, Table, Text
from .fonts import FontStack
from .lines import break_lines
from .placing import PlacedLine, Style

A4_WIDTH, A4_HEIGHT = 210 * mm, 297 * mm
SIDE, TOP, BOTTOM = 20 * mm, 20 * mm, 20 * mm
FOOT_BASELINE = 11 * mm
PLAIN = Style(HexColor(0x000000))
BOLD = Style(HexColor(0x000000), bold=True)
QUIET = Style(HexColor(0x6B645C))
CELL_SIDE, CELL_LEADING = 4.0, 1.35
PHOTO_WIDTH, PHOTO_HEIGHT = 25 * mm, 35 * mm
#: Kept free at the end of a line of the contents.
PAGE_NUMBER_ROOM = 16 * mm
CARD_PAD, CARD_GAP = 4 * mm, 6 * mm
#: From the top of a line to its baseline, in parts of the type size.
ASCENT = 0.88


@dataclass(slots=True)
class Page:
    """What is to be drawn on one page: text, rules (x1, y1, x2, y2), pictures and codes."""

    lines: list[PlacedLine] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[Picture, float, float]] = field(default_factory=list)
    codes: list[tuple[Code, float, float]] = field(default_factory=list)
    #: Of texts that begin here.
    anchors: list[str] = field(default_factory=list)
    #: Where among the lines a line of the contents ends, with the anchor of what it names.
    contents: list[tuple[int, str]] = field(default_factory=list)

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Rule a rectangle."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        self.rules += [(*one, *other) for one, other in pairwise(corners)]


@dataclass(frozen=True, slots=True)
class Strip:
    """So high a piece of the page, drawn below a given height."""

    height: float
    draw: Callable[[Page, float], None]
    glued: bool = False
    """Stays on the page of what follows."""
    header: Strip | None = None
    """Is drawn again above it when it begins a page."""
    is_gap: bool = False
    breaks: bool = False


class Setter:
    """Sets a document in one stack of fonts."""

    def __init__(self, fonts: FontStack, document: Document) -> None:
        self._fonts = fonts
        self._document = document
        self.width, self.height = (A4_HEIGHT, A4_WIDTH) if document.landscape else (A4_WIDTH, A4_HEIGHT)
        self._room = self.width - 2 * SIDE

    def pages(self) -> list[Page]:
        """Return the pages with their numbers."""
        pages = self._stacked(list(self._strips(self._document.blocks)))
        begins = {anchor: number for number, page in enumerate(pages, start=1) for anchor in page.anchors}
        for number, page in enumerate(pages, start=1):
            self._number_contents(page, begins)
            self._foot(page, number, len(pages))
        return pages

    def _stacked(self, strips: Sequence[Strip]) -> list[Page]:
        pages, top = [Page()], self.height - TOP
        place = 0
        while place < len(strips):
            chain = _chain(strips, place)
            full = self.height - TOP - BOTTOM
            needed = sum(strip.height for strip in chain)
            is_top = top == self.height - TOP
            if chain[0].breaks or (not is_top and needed > top - BOTTOM and needed <= full):
                pages, top = self._turned(pages, chain[0])
            for strip in chain:
                if not strip.is_gap and strip.height > top - BOTTOM and top < self.height - TOP:
                    pages, top = self._turned(pages, strip)
                if strip.is_gap and top == self.height - TOP:
                    continue
                strip.draw(pages[-1], top)
                top -= strip.height
            place += len(chain)
        return pages

    def _turned(self, pages: list[Page], strip: Strip) -> tuple[list[Page], float]:
        top = self.height - TOP
        pages = [*pages, Page()]
        if strip.header is not None:
            strip.header.draw(pages[-1], top)
            top -= strip.header.height
        return pages, top

    def _number_contents(self, page: Page, begins: Mapping[str, int]) -> None:
        """Lead from each line of the contents to the number of the page, in reading order."""
        for place, anchor in reversed(page.contents):
            line = page.lines[place]
            number = f" {begins[anchor]}"
            left = line.x + self._fonts.width(line.text, line.size)
            slack = self.width - SIDE - left - self._fonts.width(number, line.size)
            text = "…" * int(slack / self._fonts.width("…", line.size)) + number
            right = self.width - SIDE - self._fonts.width(text, line.size)
            page.lines.insert(place + 1, replace(line, text=text, x=right))

    def _foot(self, page: Page, number: int, total: int) -> None:
        if self._document.foot:
            page.lines.append(PlacedLine(self._document.foot, SIDE, FOOT_BASELINE, 9, QUIET))
        if self._document.numbered:
            text = f"第 {number} 页　共 {total} 页"
            x = self.width - SIDE - self._fonts.width(text, 9)
            page.lines.append(PlacedLine(text, x, FOOT_BASELINE, 9, QUIET))

    def _strips(self, blocks: Iterable[Block]) -> Iterator[Strip]:
        for block in blocks:
            match block:
                case Text():
                    yield from self._text(block)
                case Table():
                    yield from self._table(block)
                case Card():
                    yield self._card(block)
                    yield Strip(CARD_GAP, _draw_nothing, is_gap=True)
                case Group():
                    *others, last = self._strips(block.blocks)
                    yield from (replace(strip, glued=True) for strip in others)
                    yield last
                case _:
                    yield from self._simple(block)

    def _simple(self, block: Picture | Code | Lines | Gap | PageBreak) -> Iterator[Strip]:
        match block:
            case Picture():
                yield Strip(block.height + 4, partial(self._draw_picture, block))
            case Code():
                yield Strip(block.size, partial(self._draw_code, block))
            case Lines():
                yield from [Strip(block.spacing, partial(self._draw_rule, block.spacing))] * block.count
            case Gap():
                yield Strip(block.height, _draw_nothing, is_gap=True)
            case PageBreak():
                yield Strip(0, _draw_nothing, is_gap=True, breaks=True)

    def _text(self, block: Text) -> Iterator[Strip]:
        style = BOLD if block.bold else PLAIN
        if block.before:
            yield Strip(block.before, _draw_nothing, glued=True, is_gap=True)
        paragraphs = block.text.split("\n")
        lines = [
            (line, block.left + (block.indent * block.size if not number else 0))
            for paragraph in paragraphs
            for number, line in enumerate(self._cut(block, paragraph))
        ]
        for number, (line, left) in enumerate(lines, start=1):
            placed = PlacedLine(line, SIDE + left, 0, block.size, style)
            draw = partial(
                self._draw_line,
                self._aligned(placed, block.align, SIDE, self._room),
                anchor=block.anchor if number == 1 else "",
                page_of=block.page_of if number == len(lines) else "",
            )
            yield Strip(block.size * block.leading, draw, glued=block.keep or number < min(len(lines), 3))
        if block.after:
            yield Strip(block.after, _draw_nothing, glued=block.keep, is_gap=True)

    def _broken(self, text: str, width: float, size: float, indent: float = 0) -> list[str]:
        return break_lines(text, width, lambda piece: self._fonts.width(piece, size), indent=indent)

    def _cut(self, block: Text, paragraph: str) -> list[str]:
        if block.align == "center":
            return self._balanced(paragraph, block.size)
        room = self._room - (PAGE_NUMBER_ROOM if block.page_of else 0)
        return self._broken(paragraph, room - block.left, block.size, block.indent * block.size)

    def _balanced(self, text: str, size: float) -> list[str]:
        """Break what stands in the middle into lines of one length: no single character stays behind."""
        lines = self._broken(text, self._room, size)
        evenly = min(self._room, self._fonts.width(text, size) / len(lines) + size)
        return self._broken(text, evenly, size) if len(lines) > 1 else lines

    def _aligned(self, line: PlacedLine, align: str, left: float, width: float) -> PlacedLine:
        slack = width - self._fonts.width(line.text, line.size)
        if align == "center":
            return replace(line, x=left + slack / 2)
        return replace(line, x=left + slack) if align == "right" else line

    def _table(self, table: Table) -> Iterator[Strip]:
        whole = sum(column.width for column in table.columns)
        widths = [self._room * column.width / whole for column in table.columns]
        header = None
        if any(column.title for column in table.columns):
            titles = [_as_header(column) for column in table.columns]
            header = self._row([column.title for column in table.columns], titles, widths, table, BOLD)
            yield replace(header, glued=True)
        for row in table.rows:
            yield replace(self._row(row, table.columns, widths, table, PLAIN), header=header)

    def _row(
        self, cells: Sequence[str], columns: Sequence[Column], widths: Sequence[float], table: Table, style: Style
    ) -> Strip:
        placed: list[PlacedLine] = []
        cut = [
            [line for part in cell.split("\n") for line in self._broken(part, width - 2 * CELL_SIDE, table.size)]
            for cell, width in zip(cells, widths, strict=True)
        ]
        leading = table.size * CELL_LEADING
        height = max(table.row_height, max(map(len, cut), default=1) * leading + 6)
        edges = [SIDE]
        for lines, column, width in zip(cut, columns, widths, strict=True):
            y = -(height - len(lines) * leading) / 2 - table.size * (ASCENT + (CELL_LEADING - 1) / 2)
            for number, text in enumerate(lines):
                line = PlacedLine(text, edges[-1] + CELL_SIDE, y - number * leading, table.size, style)
                placed.append(self._aligned(line, column.align, edges[-1] + CELL_SIDE, width - 2 * CELL_SIDE))
            edges.append(edges[-1] + width)
        return Strip(height, partial(_draw_row, placed, edges if table.ruled else [], height))

    def _card(self, card: Card) -> Strip:
        """Set a card: heading and title in the middle, the facts beside the place of the photograph, small print."""
        left, right = SIDE + CARD_PAD, self.width - SIDE - CARD_PAD
        photo = PHOTO_WIDTH + CARD_PAD if card.photo else 0
        placed, y = [], -CARD_PAD
        for text, size, style in ((card.heading, 12, PLAIN), (card.title, 18, BOLD)):
            for part in self._broken(text, right - left, size):
                y -= size * 1.35
                placed.append(self._aligned(PlacedLine(part, 0, y, size, style), "center", left, right - left))
        facts_top = y = y - 8
        label_width = max((self._fonts.width(label, 11) for label, _value in card.facts), default=0) + 8
        for label, value in card.facts:
            for number, part in enumerate(self._broken(value, right - left - photo - label_width, 11)):
                y -= 11 * 1.6
                if not number:
                    placed.append(PlacedLine(label, left, y, 11, QUIET))
                placed.append(PlacedLine(part, left + label_width, y, 11, PLAIN))
        y = min(y, facts_top - PHOTO_HEIGHT if card.photo else y)
        if card.note:
            y -= 4
            for paragraph in card.note.split("\n"):
                for part in self._broken(paragraph, right - left, 9):
                    y -= 9 * 1.45
                    placed.append(PlacedLine(part, left, y, 9, PLAIN))
        height = -y + CARD_PAD
        box = (right - PHOTO_WIDTH, facts_top - 2, card.photo) if card.photo else None
        return Strip(height, partial(self._draw_card, placed, height, box))

    def _draw_card(
        self, placed: list[PlacedLine], height: float, photo: tuple[float, float, str] | None, page: Page, top: float
    ) -> None:
        page.box(SIDE, top, self.width - SIDE, top - height)
        page.lines += [replace(line, y=top + line.y) for line in placed]
        if photo is not None:
            left, down, words = photo
            page.box(left, top + down, left + PHOTO_WIDTH, top + down - PHOTO_HEIGHT)
            middle = PlacedLine(words, 0, top + down - PHOTO_HEIGHT / 2 - 4, 10, QUIET)
            page.lines.append(self._aligned(middle, "center", left, PHOTO_WIDTH))

    def _draw_line(self, line: PlacedLine, page: Page, top: float, *, anchor: str, page_of: str) -> None:
        if anchor:
            page.anchors.append(anchor)
        if page_of:
            page.contents.append((len(page.lines), page_of))
        page.lines.append(replace(line, y=top - line.size * (ASCENT + 0.2)))

    def _draw_rule(self, spacing: float, page: Page, top: float) -> None:
        page.rules.append((SIDE, top - spacing + 2, self.width - SIDE, top - spacing + 2))

    def _draw_picture(self, picture: Picture, page: Page, top: float) -> None:
        page.pictures.append((picture, SIDE + picture.left, top - picture.height))

    def _draw_code(self, code: Code, page: Page, top: float) -> None:
        page.codes.append((code, (self.width - code.size) / 2, top - code.size))


def _as_header(column: Column) -> Column:
    """Return a column as its header is set: in the middle."""
    return replace(column, align="center")


def _draw_nothing(page: Page, top: float) -> None:
    del page, top


def _draw_row(placed: list[PlacedLine], edges: Sequence[float], height: float, page: Page, top: float) -> None:
    page.lines += [replace(line, y=top + line.y) for line in placed]
    if edges:
        page.rules += [(edges[0], level, edges[-1], level) for level in (top, top - height)]
        page.rules += [(edge, top, edge, top - height) for edge in edges]


def _chain(strips: Sequence[Strip], place: int) -> list[Strip]:
    """Return the strips from a place on that hold together."""
    chain = [strips[place]]
    while chain[-1].glued and place + len(chain) < len(strips):
        chain.append(strips[place + len(chain)])
    return chain
