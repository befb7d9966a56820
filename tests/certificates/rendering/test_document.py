from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pylopdf_fonts_zh_cn
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import time_machine
from PIL import Image, ImageChops, ImageFont, ImageStat

from accounts.printing import FontStack, MissingCharactersError, SheetOverflowError
from certificates.rendering import render_certificates

from .samples import RARE_NAME_CHARACTERS, make_sheet, read_lines

SCALE = 8


def utf16_length(text: str) -> int:
    """Count as pdfium does."""
    return len(text.encode("utf-16-le")) // 2


def printed_shapes(pdf: bytes, text: str) -> list[Image.Image]:
    """Cut each character of a line out of the printed page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=SCALE).to_pil().convert("L")
    words = page.get_textpage()
    before = words.get_text_range().partition(text)[0]
    boxes = [words.get_charbox(utf16_length(before + text[:place])) for place in range(len(text))]
    height = page.get_height()
    return [
        image.crop(tuple(round(SCALE * v) for v in (left, height - top, right, height - bottom)))
        for left, bottom, right, top in boxes
    ]


def font_shape(character: str, size: tuple[int, int]) -> Image.Image:
    """Draw a character straight from the font's own outlines, stretched to the given size."""
    mask = ImageFont.truetype(pylopdf_fonts_zh_cn.serif_path(), 256).getmask(character)
    shape = Image.frombytes("L", mask.size, bytes(mask))
    return ImageChops.invert(shape.crop(shape.getbbox())).resize(size)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures of equal size, from 0 (same) to 1."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] / 255


def render_modes(pdf: bytes) -> dict[str, int]:
    """Return how each piece of text is painted (0 filled, 2 filled and stroked)."""
    page = pypdfium2.PdfDocument(pdf)[0]
    words = page.get_textpage()
    return {
        words.get_text_bounded(*text.get_bounds()).strip(): pdfium.FPDFTextObj_GetTextRenderMode(text.raw)
        for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
    }


def test_page_reads_exactly_as_its_sheet(fonts):
    sheet = make_sheet(footer="有效期至2029年10月3日")

    assert read_lines(render_certificates([sheet], fonts)) == [
        "合格证书",
        "证书编号：JJK-2026-Q3-000127",
        "欧阳明 同志：",
        "在2026年第三季度“季季考”中成绩合格，特发此证。",
        "中共云岭县委组织部",
        "2026年10月4日",
        "查验网址：https://exam.yunling.example/verify/7K3M-9QXT-2WNB-HJ5R-C/",
        "有效期至2029年10月3日",
        "7K3M-9QXT-2WNB-HJ5R-C",
        "扫描二维码查验真伪",
    ]


def test_rare_name_characters_are_read_back(fonts):
    names = [RARE_NAME_CHARACTERS[start : start + 4] for start in range(0, len(RARE_NAME_CHARACTERS), 4)]

    pdf = render_certificates([make_sheet(holder_name=name) for name in names], fonts)

    assert [read_lines(pdf, page)[2] for page in range(len(names))] == [f"{name} 同志：" for name in names]


def test_rare_name_characters_are_printed_in_their_own_shape(fonts):
    pdf = render_certificates([make_sheet(body=(RARE_NAME_CHARACTERS,))], fonts)

    shapes = printed_shapes(pdf, RARE_NAME_CHARACTERS)

    for character, shape in zip(RARE_NAME_CHARACTERS, shapes, strict=True):
        assert difference(shape, font_shape(character, shape.size)) < 0.1
        assert difference(shape, font_shape("\U00020001", shape.size)) > 0.3  # the box of a missing character


def test_missing_characters_are_named_before_printing(fonts):
    sheets = [make_sheet(), make_sheet(holder_name="王\U00020001"), make_sheet(issuing_body="\U00020002县委组织部")]

    with pytest.raises(MissingCharactersError) as refusal:
        render_certificates(sheets, fonts)

    assert refusal.value.characters == ["\U00020001", "\U00020002"]


def test_fallback_font_supplies_what_the_first_lacks(small_font):
    everything = pylopdf_fonts_zh_cn.serif_path()
    pdf = render_certificates([make_sheet(holder_name="王𬭎")], FontStack([small_font("王中共"), everything]))

    assert read_lines(pdf)[2] == "王𬭎 同志："
    assert pdf.count(b"/FontFile2") == 2


def test_every_font_is_embedded(fonts):
    pdf = render_certificates([make_sheet()], fonts)
    names = re.findall(rb"/BaseFont /(\S+)", pdf)

    assert [re.sub(rb"-[0-9a-f]{8}$", b"", name) for name in names] == [b"AAAAAA+NotoSerifSC-Regular"]
    assert pdf.count(b"/FontFile2") == len(names)


def test_only_title_and_name_are_bold(fonts):
    modes = render_modes(render_certificates([make_sheet(holder_name="司马相如")], fonts))

    assert {text for text, mode in modes.items() if mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE} == {
        "合格证书",
        "司马相如",
    }
    assert {mode for text, mode in modes.items() if text not in {"合格证书", "司马相如"}} == {
        pdfium.FPDF_TEXTRENDERMODE_FILL
    }


def test_same_sheets_give_the_same_bytes(fonts):
    sheets = [make_sheet(), make_sheet(holder_name="王𬭎")]
    with time_machine.travel("2026-10-04"):
        first = render_certificates(sheets, fonts)
    with time_machine.travel("2031-01-01"):
        second = render_certificates(sheets, FontStack())

    assert first == second
    assert render_certificates(sheets[:1], fonts) != first


def test_batches_drawn_at_the_same_time_do_not_mix(fonts):
    batches = [[make_sheet(holder_name=name)] for name in ("张三", "李四", "王𬭎", "欧阳明")]
    alone = [render_certificates(batch, fonts) for batch in batches]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda batch: render_certificates(batch, fonts), batches * 3))

    assert together == alone * 3


def test_batch_has_a_landscape_page_for_each_sheet_in_order(fonts):
    names = ["张三", "李四", "欧阳明"]
    pdf = render_certificates([make_sheet(holder_name=name) for name in names], fonts)

    document = pypdfium2.PdfDocument(pdf)

    assert [read_lines(pdf, page)[2] for page in range(len(document))] == [f"{name} 同志：" for name in names]
    assert [page.get_size() for page in document] == [pytest.approx((841.89, 595.28), abs=0.01)] * 3


def test_document_says_what_it_is(fonts):
    one = make_sheet()
    later = make_sheet(issued_on=date(2026, 12, 31))

    single, batch = render_certificates([one], fonts), render_certificates([later, one], fonts)

    assert pypdfium2.PdfDocument(single).get_metadata_dict(skip_empty=True) == {
        "Title": "合格证书 JJK-2026-Q3-000127",
        "Author": "中共云岭县委组织部",
        "Subject": "合格证书",
        "Creator": "季季考",
        "Producer": "ReportLab PDF Library - (opensource)",
        "CreationDate": "D:20261004000000+08'00'",
        "ModDate": "D:20261004000000+08'00'",
    }
    assert pypdfium2.PdfDocument(batch).get_metadata_value("Title") == "合格证书（2份）"
    assert pypdfium2.PdfDocument(batch).get_metadata_value("CreationDate") == "D:20261231000000+08'00'"
    assert b"/Lang (zh-CN)" in single


def test_symbol_is_a_link_to_the_same_address(fonts):
    sheet = make_sheet()

    assert re.findall(rb"/URI \((.*?)\)", render_certificates([sheet], fonts)) == [sheet.verify_url.encode()]


def test_text_that_cannot_fit_is_refused(fonts):
    with pytest.raises(SheetOverflowError):
        render_certificates([make_sheet(), make_sheet(body=("合格。" * 200,))], fonts)


def test_empty_batch_is_refused(fonts):
    with pytest.raises(ValueError, match="没有要打印的证书"):
        render_certificates([], fonts)
