"""How fast certificates are drawn, against a bare reportlab loop that knows beforehand where everything goes.

The floor draws the same words, frame and QR codes from the same fonts with the fastest settings known: no line
breaking, no fitting, no font fallback, and its font is built before its clock starts. Ours begins with an open font
and a batch of new names, so that it converts each character when it first meets it.
"""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable
from datetime import date

import segno
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from accounts.printing import FontStack, PlacedLine
from accounts.printing.embedding import build_truetype
from certificates.rendering import CertificateSheet, render_certificates
from certificates.rendering.frame import define_frame, draw_frame
from certificates.rendering.layout import QR_BOTTOM, QR_LEFT, QR_SIZE, Composer

SHEETS = 500
ROUNDS = 5
FONT_NAME = "floor"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗欧司"
COMMON_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文辉玲红梅鑫波宇浩凯俊帆雪婷佳怡欣悦子轩梓涵诗琪思远博晨"
    "旭东志鹏海燕春兰国庆永福康德才学忠家瑞启航雨桐若曦泽楷景行予安沐阳锦程彦霖昊天嘉懿书瑶"
)
# The 3,755 everyday characters of GB 2312, from which parents also choose.
EVERYDAY = "".join(
    bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)


def make_name(choice: random.Random) -> str:
    given = [
        choice.choice(COMMON_GIVEN if choice.random() < 0.7 else EVERYDAY) for _ in range(choice.choice((1, 2, 2)))
    ]
    return choice.choice(SURNAMES) + "".join(given)


def make_sheets(count: int) -> list[CertificateSheet]:
    """Make certificates as one quarter's test of a county yields them, the same ones every time."""
    choice = random.Random(2026)
    return [
        CertificateSheet(
            title="合格证书",
            number=f"JJK-2026-Q3-{n:06d}",
            holder_name=make_name(choice),
            body=("在2026年第三季度“季季考”（干部选拔任用与公务员管理专题）中成绩合格。", "特发此证。"),
            issuing_body="中共云岭县委组织部",
            issued_on=date(2026, 10, 4),
            verify_url=f"https://exam.yunling.example/verify/{choice.getrandbits(85):017X}/",
        )
        for n in range(1, count + 1)
    ]


def run() -> dict[str, float]:
    """Return pages a second of both, and ours as a part of the floor; again for a batch whose characters are known."""
    sheets = make_sheets(SHEETS)
    draw_floor = prepare_floor(sheets)
    opening_times = [_seconds(FontStack) for _ in range(ROUNDS)]
    fresh = [FontStack() for _ in range(ROUNDS)]
    used = FontStack()
    render_certificates(sheets, used)
    floor_time, time_taken, time_again = _fastest(
        draw_floor,
        lambda: render_certificates(sheets, fresh.pop()),
        lambda: render_certificates(sheets, used),
    )
    return {
        "pages": SHEETS,
        "pages_per_second": SHEETS / time_taken,
        "floor_pages_per_second": SHEETS / floor_time,
        "ratio": floor_time / time_taken,
        "pages_per_second_known_characters": SHEETS / time_again,
        "ratio_known_characters": floor_time / time_again,
        "seconds_to_open_font": min(opening_times),
    }


def _fastest(*works: Callable[[], object]) -> list[float]:
    """Time the works in turn, so that a busy spell of the machine meets all of them; the best round counts."""
    rounds = [[_seconds(work) for work in works] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    """Count the processor's time: neighbours on the machine do not matter to what one core can draw."""
    start = time.process_time()
    work()
    return time.process_time() - start


def prepare_floor(sheets: list[CertificateSheet]) -> Callable[[], bytes]:
    """Settle everything but the drawing: the font, and each line's text and place."""
    fonts = FontStack()
    composer = Composer(fonts)
    pages = [(composer.compose(sheet), sheet.verify_url) for sheet in sheets]
    [(font, characters)] = fonts.share_out(line.text for lines, _ in pages for line in lines).items()
    face = TTFont(FONT_NAME, io.BytesIO(build_truetype(font, characters)), asciiReadable=False)
    pdfmetrics.registerFont(face)
    rl_config.useA85 = 0
    return lambda: draw_floor(pages)


def draw_floor(pages: list[tuple[list[PlacedLine], str]]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(842, 595), pageCompression=1, invariant=1, initialFontName=FONT_NAME)
    define_frame(canvas)
    for lines, url in pages:
        draw_frame(canvas)
        for line in lines:
            canvas.setFont(FONT_NAME, line.size)
            canvas.setFillColor(line.style.colour)
            if line.style.bold:
                canvas.setStrokeColor(line.style.colour)
                canvas.setLineWidth(line.size / 40)
            canvas.drawString(line.x, line.y, line.text, mode=2 if line.style.bold else None, charSpace=line.tracking)
        floor_qr(canvas, url)
        canvas.linkURL(url, (QR_LEFT, QR_BOTTOM, QR_LEFT + QR_SIZE, QR_BOTTOM + QR_SIZE))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def floor_qr(canvas: Canvas, url: str) -> None:
    matrix = segno.make_qr(url, error="m", mask=3).matrix
    side = len(matrix)
    code = ["n"]
    for y, row in enumerate(matrix):
        code += [f"{m.start()} {side - 1 - y} {m.end() - m.start()} 1 re" for m in re.finditer(b"\1+", row)]
    canvas.saveState()
    canvas.translate(QR_LEFT, QR_BOTTOM)
    canvas.scale(QR_SIZE / side, QR_SIZE / side)
    canvas.setFillGray(0)
    canvas.drawPath(PDFPathObject(code), stroke=0, fill=1)
    canvas.restoreState()


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{name}: {figure:.3g}")
