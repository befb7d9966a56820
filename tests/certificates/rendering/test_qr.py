from __future__ import annotations

import pypdfium2
import segno

from accounts.printing import qr_modules
from certificates.rendering import render_certificates
from certificates.rendering.layout import PAGE_HEIGHT, QR_BOTTOM, QR_LEFT, QR_SIZE

from .samples import make_sheet

DOTS_PER_POINT = 4
QUIET_ZONE = 4


def drawn_modules(pdf: bytes, count: int) -> list[list[int]]:
    """Look at the middle of each module on the printed page, quiet zone included: 0 for white, 1 for black."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_PER_POINT).to_pil().convert("L")
    module = QR_SIZE / count
    top = PAGE_HEIGHT - QR_BOTTOM - QR_SIZE
    places = range(-QUIET_ZONE, count + QUIET_ZONE)
    return [
        [
            {255: 0, 0: 1}[image.getpixel(tuple(round(DOTS_PER_POINT * v) for v in (x, y)))]
            for x in (QR_LEFT + (column + 0.5) * module for column in places)
        ]
        for y in (top + (row + 0.5) * module for row in places)
    ]


def with_quiet_zone(modules) -> list[list[int]]:
    side = [0] * QUIET_ZONE
    blank = [0] * (len(modules) + 2 * QUIET_ZONE)
    return [blank] * QUIET_ZONE + [side + list(row) + side for row in modules] + [blank] * QUIET_ZONE


def test_symbol_on_the_page_is_the_address_with_its_quiet_zone_free(fonts):
    issuer = "中共黔东南苗族侗族自治州雷山县委员会组织部"
    sheet = make_sheet(issuing_body=issuer, footer="有效期至2029年10月3日" * 8)
    expected = segno.make_qr(sheet.verify_url, error="m", mask=3).matrix

    pdf = render_certificates([sheet], fonts)

    assert drawn_modules(pdf, len(expected)) == with_quiet_zone(expected)


def test_each_page_has_its_own_symbol():
    assert qr_modules("https://exam.example/verify/A/") != qr_modules("https://exam.example/verify/B/")


def test_symbol_is_at_least_thirty_millimetres_wide():
    assert QR_SIZE * 25.4 / 72 >= 30 - 1e-9
