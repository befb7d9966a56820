from __future__ import annotations

import io

import fontTools.ttLib
import pypdfium2
import pytest
import time_machine
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from accounts.printing.embedding import build_truetype, embedded, to_unicode_map
from accounts.printing.fonts import FontStack

SUPPLEMENTARY = "王𬭎𠅤𣲗𬍡"


def write_pdf(font_name: str, text: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, initialFontName=font_name)
    canvas.setFont(font_name, 20)
    canvas.drawString(50, 700, text)
    canvas.save()
    return target.getvalue()


def read_text(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_text_above_the_basic_plane_is_read_back(fonts):
    with embedded(fonts, [SUPPLEMENTARY]) as typeface:
        pdf = write_pdf(typeface.main_font, SUPPLEMENTARY)

    assert read_text(pdf) == SUPPLEMENTARY


def test_reportlab_itself_still_misnames_such_text(song):
    """The control of the test above: once this fails, EmbeddedFont.addObjects can go."""
    font = TTFont("stock", io.BytesIO(build_truetype(song, SUPPLEMENTARY)), asciiReadable=False)
    pdfmetrics.registerFont(font)
    try:
        pdf = write_pdf("stock", SUPPLEMENTARY)
    finally:
        font.unregister()

    assert read_text(pdf) != SUPPLEMENTARY


def test_text_of_several_font_subsets_is_read_back(fonts):
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    with embedded(fonts, [text]) as typeface:
        pdf = write_pdf(typeface.main_font, text)

    assert pdf.count(b"/FontFile2") == 2
    assert read_text(pdf) == text


def test_to_unicode_map_writes_utf16_and_skips_the_undefined_code():
    lines = to_unicode_map("AAAAAA+Song", [0, 0x5F20, 0x2CB4E]).splitlines()

    assert lines[lines.index("2 beginbfchar") :][:4] == ["2 beginbfchar", "<01> <5F20>", "<02> <D872DF4E>", "endbfchar"]


def test_to_unicode_map_keeps_blocks_within_the_limit():
    lines = to_unicode_map("AAAAAA+Song", [0, *range(0x4E00, 0x4E00 + 255)]).splitlines()

    assert [line for line in lines if "beginbfchar" in line] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]


def test_build_truetype_gives_the_same_bytes_at_any_time(song):
    with time_machine.travel("2026-10-04"):
        first = build_truetype(song, "张三")
    with time_machine.travel("2031-01-01"):
        second = build_truetype(song, "三张张")

    assert first == second


def test_build_truetype_sets_each_glyph_at_its_own_side_bearing(song):
    """Some readers move a glyph whose side bearing and outline disagree."""
    font = fontTools.ttLib.TTFont(io.BytesIO(build_truetype(song, "张三丨，")))
    drawn = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours]

    assert [font["hmtx"][name][1] for name in drawn] == [font["glyf"][name].xMin for name in drawn]


def test_build_truetype_names_each_content_differently(song):
    names = {
        TTFont("any", io.BytesIO(build_truetype(song, characters))).face.name for characters in ("张", "三", "张三")
    }

    assert len(names) == 3


def test_runs_split_where_the_font_changes(small_font):
    stack = FontStack([small_font("张三", "a.ttf"), small_font("丰", "b.ttf")])

    with embedded(stack, ["张丰三"]) as typeface:
        runs = list(typeface.runs("张三丰张"))

    assert [text for _, text in runs] == ["张三", "丰", "张"]
    assert runs[0][0] == runs[2][0] != runs[1][0]


def test_nothing_stays_registered_after_a_failure(fonts):
    registered = pdfmetrics.getRegisteredFontNames()
    during = []

    def fail() -> None:
        with embedded(fonts, ["张三"]):
            during.extend(pdfmetrics.getRegisteredFontNames())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert len(during) == len(registered) + 1
    assert pdfmetrics.getRegisteredFontNames() == registered
