"""Decides where each line of a certificate stands: A4 landscape, in points from the lower left corner."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from accounts.printing import FontStack, PlacedLine, SheetOverflowError, Style, break_lines

from .sheet import CertificateSheet

PAGE_WIDTH, PAGE_HEIGHT = 297 * mm, 210 * mm
CENTRE = PAGE_WIDTH / 2
LEFT, RIGHT = 40 * mm, PAGE_WIDTH - 40 * mm
TEXT_WIDTH = RIGHT - LEFT

TITLE_BASELINE, RULE_LEVEL, NUMBER_BASELINE = 162 * mm, 152.5 * mm, 144 * mm
LETTER_TOP, LETTER_BOTTOM = 138 * mm, 67 * mm
SIGNATURE_CENTRE, SIGNATURE_WIDTH = 166 * mm, 108 * mm
# Nothing is printed below: the seal is pressed over both.
ISSUER_BASELINE, DATE_BASELINE = 54 * mm, 44 * mm
ADDRESS_BASELINE, FOOTER_BASELINE = 26 * mm, 21 * mm
SMALL_PRINT_WIDTH = 178 * mm

# The symbol's quiet zone, four modules wide, stays free on every side (ISO/IEC 18004).
QR_SIZE = 30 * mm
QR_LEFT, QR_BOTTOM = RIGHT - QR_SIZE, 33 * mm
QR_CENTRE = QR_LEFT + QR_SIZE / 2
CODE_WIDTH = 42 * mm

BODY_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
BODY_LEADING = 1.75
"""Baseline to baseline, as a part of the type size."""
NAME_SIZE, NAME_GAP = 32.0, 6.0
NAME_TRACKING = {2: 0.09, 3: 0.05}
"""Short names are spaced out to hold their own on the line: parts of the type size, by number of characters."""
ISSUER_SIZE = 17.0
SPECIMEN_SIZE = 40.0
SMALLEST = 0.5
"""How far a single line may shrink to fit its place, as a part of its usual size."""
WELL_READ = 0.8
"""How far the issuing body shrinks before it takes a second line."""


INK = Style(HexColor(0x1F1B18))
NAME = Style(INK.colour, bold=True)
TITLE = Style(HexColor(0x9E1B1E), bold=True)
QUIET = Style(HexColor(0x6B645C))


@dataclass(frozen=True)
class Letter:
    """The body of a certificate and the place left above it for the holder's name."""

    name_baseline: float
    body: tuple[PlacedLine, ...]


class Composer:
    """Sets certificates in one stack of fonts."""

    def __init__(self, fonts: FontStack) -> None:
        self._fonts = fonts
        # A batch shares these words.
        self._letter = functools.cache(self._set_letter)
        self._signature = functools.cache(self._set_signature)

    def compose(self, sheet: CertificateSheet) -> list[PlacedLine]:
        """Place every line of a certificate, in the order in which it is read."""
        try:
            letter = self._letter(sheet.body)
            return [
                *self._heading(sheet),
                *self._salutation(sheet, letter.name_baseline),
                *letter.body,
                *self._signature(sheet.issuing_body, sheet.day_of_issue),
                *(self._specimen_mark() if sheet.is_specimen else self._proof(sheet)),
            ]
        except SheetOverflowError as error:
            raise SheetOverflowError(f"证书 {sheet.number}：{error}") from error

    def _heading(self, sheet: CertificateSheet) -> list[PlacedLine]:
        tracking = 0.3 if len(sheet.title) <= 8 else 0
        number = f"证书编号：{sheet.number}"
        return [
            self._centred(sheet.title, CENTRE, TITLE_BASELINE, 50, TITLE, TEXT_WIDTH, tracking=tracking),
            self._centred(number, CENTRE, NUMBER_BASELINE, 12, QUIET, TEXT_WIDTH),
        ]

    def _salutation(self, sheet: CertificateSheet, baseline: float) -> list[PlacedLine]:
        honorific = PlacedLine(f"{sheet.honorific}：", 0, baseline, 22, INK)
        gap = 8 if sheet.honorific else 0
        room = TEXT_WIDTH - gap - self._width(honorific)
        tracking = NAME_TRACKING.get(len(sheet.holder_name), 0)
        name = self._fitted(sheet.holder_name, LEFT, baseline, NAME_SIZE, NAME, room, tracking=tracking)
        return [name, replace(honorific, x=LEFT + self._width(name) + gap)]

    def _set_letter(self, paragraphs: tuple[str, ...]) -> Letter:
        """Set the body as large as the page allows, a little above the middle of its room."""
        room = LETTER_TOP - LETTER_BOTTOM - NAME_SIZE - NAME_GAP
        for size in BODY_SIZES:
            leading = size * BODY_LEADING
            lines = [line for paragraph in paragraphs for line in self._justified(paragraph, size)]
            spare = room - len(lines) * leading
            if spare >= 0:
                name_baseline = LETTER_TOP - NAME_SIZE - 0.4 * spare
                body_top = name_baseline - NAME_GAP
                body = (replace(line, y=body_top - n * leading) for n, line in enumerate(lines, 1))
                return Letter(name_baseline, tuple(body))
        raise SheetOverflowError("正文过长，一页放不下")

    def _justified(self, paragraph: str, size: float) -> list[PlacedLine]:
        """Break a paragraph, two characters indented, into lines that all but the last reach the right margin."""
        indent = 2 * size
        texts = break_lines(paragraph, TEXT_WIDTH, lambda text: self._fonts.width(text, size), indent=indent)
        lines = [PlacedLine(text, LEFT if n else LEFT + indent, 0, size, INK) for n, text in enumerate(texts)]
        return [*map(self._stretched, lines[:-1]), lines[-1]]

    def _stretched(self, line: PlacedLine) -> PlacedLine:
        slack = RIGHT - line.x - self._width(line)
        return replace(line, tracking=slack / max(1, len(line.text) - 1))

    def _set_signature(self, issuing_body: str, day: str) -> list[PlacedLine]:
        return [
            *self._issuer(issuing_body),
            self._centred(day, SIGNATURE_CENTRE, DATE_BASELINE, 15, INK, SIGNATURE_WIDTH),
        ]

    def _issuer(self, name: str) -> list[PlacedLine]:
        """Keep the issuing body on one line while it can be read well there, else part it into two even ones."""
        width = self._fonts.width(name, ISSUER_SIZE)
        if width * WELL_READ <= SIGNATURE_WIDTH:
            return [self._centred(name, SIGNATURE_CENTRE, ISSUER_BASELINE, ISSUER_SIZE, INK, SIGNATURE_WIDTH)]
        size = ISSUER_SIZE * WELL_READ
        halves = break_lines(name, width / 2 * WELL_READ + size, lambda text: self._fonts.width(text, size))
        if len(halves) > 2:
            raise SheetOverflowError("发证单位名称过长，两行放不下")
        return [
            self._centred(half, SIGNATURE_CENTRE, y, size, INK, SIGNATURE_WIDTH)
            for half, y in zip(halves, (ISSUER_BASELINE + 1.4 * size, ISSUER_BASELINE), strict=True)
        ]

    def _specimen_mark(self) -> list[PlacedLine]:
        """Say in the code's place that there is none."""
        middle = QR_BOTTOM + QR_SIZE / 2 - 0.4 * SPECIMEN_SIZE
        return [self._centred("样张", QR_CENTRE, middle, SPECIMEN_SIZE, TITLE, CODE_WIDTH)]

    def _proof(self, sheet: CertificateSheet) -> list[PlacedLine]:
        return [*self._small_print(sheet), *self._code(sheet)]

    def _small_print(self, sheet: CertificateSheet) -> list[PlacedLine]:
        address = f"查验网址：{sheet.verify_url}"
        lines = [self._fitted(address, LEFT, ADDRESS_BASELINE, 9, QUIET, SMALL_PRINT_WIDTH)]
        if sheet.footer:
            lines.append(self._fitted(sheet.footer, LEFT, FOOTER_BASELINE, 9, QUIET, SMALL_PRINT_WIDTH))
        return lines

    def _code(self, sheet: CertificateSheet) -> list[PlacedLine]:
        return [
            self._centred(sheet.verify_code, QR_CENTRE, ADDRESS_BASELINE, 9, QUIET, CODE_WIDTH),
            self._centred("扫描二维码查验真伪", QR_CENTRE, FOOTER_BASELINE, 8, QUIET, CODE_WIDTH),
        ]

    def _centred(
        self, text: str, centre: float, y: float, size: float, style: Style, room: float, *, tracking: float = 0
    ) -> PlacedLine:
        line = self._fitted(text, 0, y, size, style, room, tracking=tracking)
        return replace(line, x=centre - self._width(line) / 2)

    def _fitted(
        self, text: str, x: float, y: float, size: float, style: Style, room: float, *, tracking: float = 0
    ) -> PlacedLine:
        """Place a line, made smaller where it is too long; the tracking is a part of the type size."""
        line = PlacedLine(text, x, y, size, style, tracking * size)
        width = self._width(line)
        scale = room / width if width > room else 1
        if scale < SMALLEST:
            raise SheetOverflowError(f"“{text}”过长，一行放不下")
        return replace(line, size=size * scale, tracking=line.tracking * scale)

    def _width(self, line: PlacedLine) -> float:
        return self._fonts.width(line.text, line.size) + line.tracking * (len(line.text) - 1)
