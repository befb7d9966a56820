from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from accounts.printing.fonts import FontStack, MissingCharactersError, OutlineFont, UnusableFontError
from tests.certificates.rendering.samples import RARE_NAME_CHARACTERS


def square(left: int, right: int):
    pen = TTGlyphPen(None)
    pen.moveTo((left, 0))
    for point in ((left, 500), (right, 500), (right, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def face_of_squares(glyphs: dict[str, object], units_per_em: int = 1000) -> FontBuilder:
    """Make a TrueType face whose 一 is drawn by the glyph named `one`, and so on."""
    builder = FontBuilder(units_per_em, isTTF=True)
    builder.setupGlyphOrder([".notdef", *glyphs])
    builder.setupCharacterMap({ord(c): name for c, name in zip("一二三", glyphs, strict=False)})
    builder.setupGlyf({".notdef": square(50, 950), **glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *glyphs], (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    builder.setupOS2()
    builder.setupPost()
    return builder


def corners(font: OutlineFont, character: str) -> set[tuple[int, int]]:
    return set(font.outline(character).glyph.coordinates)


def test_packaged_font_has_rare_name_characters(fonts):
    assert fonts.missing_characters([RARE_NAME_CHARACTERS]) == []


@pytest.mark.parametrize(("encoding", "first_row", "last_row"), [("gb2312", 0xB0, 0xF7), ("gbk", 0x81, 0xA0)])
def test_packaged_font_has_the_national_sets(fonts, encoding, first_row, last_row):
    cells = [bytes([row, cell]) for row in range(first_row, last_row + 1) for cell in (0xA1, 0xC5, 0xFE)]
    sample = [cell.decode(encoding, "ignore") for cell in cells]

    assert len("".join(sample)) >= 95
    assert fonts.missing_characters(sample) == []


def test_missing_characters_come_once_each_in_order_of_appearance(fonts):
    assert fonts.missing_characters(["张\U00020001三", "李\u200b四", "\U00020001"]) == ["\U00020001", "\u200b"]


def test_share_out_refuses_by_naming_the_missing_characters(fonts):
    with pytest.raises(MissingCharactersError) as refusal:
        fonts.share_out(["张\U00020001\u200b三"])

    assert refusal.value.characters == ["\U00020001", "\u200b"]
    assert str(refusal.value) == ("现有字体缺少以下字符，无法打印：\U00020001（U+20001）、不可见字符（U+200B）")


def test_each_character_is_drawn_by_the_first_font_that_has_it(small_font):
    first, second = small_font("张三", "first.ttf"), small_font("三丰𬭎", "second.ttf")
    stack = FontStack([first, second])

    shares = list(stack.share_out(["张三丰𬭎"]).values())

    assert shares == [["张", "三"], ["丰", "𬭎"]]
    assert stack.missing_characters(["张三丰𬭎赟"]) == ["赟"]


def test_width_measures_each_character_in_its_own_font(small_font, tmp_path):
    face_of_squares({"one": square(0, 500)}, units_per_em=2000).save(tmp_path / "squares.ttf")
    stack = FontStack([tmp_path / "squares.ttf", small_font("张")])

    assert stack.width("一张一", 20) == pytest.approx(10 + 20 + 10)


def test_collection_face_is_chosen_by_its_index(small_font, tmp_path):
    collection = TTCollection()
    collection.fonts = [TTFont(small_font("张", "a.ttf")), TTFont(small_font("李", "b.ttf"))]
    path = tmp_path / "two#faces.ttc"
    collection.save(path)

    assert FontStack([path]).missing_characters(["张李"]) == ["李"]
    assert FontStack([f"{path}#1"]).missing_characters(["张李"]) == ["张"]


def test_blank_glyph_counts_as_missing_but_a_space_does_not(tmp_path):
    blank = TTGlyphPen(None).glyph()
    builder = face_of_squares({"one": square(0, 500), "two": blank, "three": blank})
    builder.setupCharacterMap({ord("一"): "one", ord("二"): "two", ord("\u3000"): "three"})
    builder.save(tmp_path / "blank.ttf")

    assert FontStack([tmp_path / "blank.ttf"]).missing_characters(["一二\u3000"]) == ["二"]


def test_character_mapped_to_the_box_counts_as_missing(tmp_path):
    builder = face_of_squares({"one": square(0, 500)})
    builder.setupCharacterMap({ord("一"): "one", ord("二"): ".notdef"})
    builder.save(tmp_path / "box.ttf")

    assert FontStack([tmp_path / "box.ttf"]).missing_characters(["一二"]) == ["二"]


def test_composite_glyph_is_drawn_whole(tmp_path):
    one = square(0, 100)
    pen = TTGlyphPen({"one": one})
    pen.addComponent("one", (1, 0, 0, 1, 0, 0))
    pen.addComponent("one", (1, 0, 0, 1, 300, 0))
    face_of_squares({"one": one, "two": pen.glyph()}).save(tmp_path / "composite.ttf")

    font = OutlineFont(str(tmp_path / "composite.ttf"))

    assert corners(font, "二") == {(x, y) for x in (0, 100, 300, 400) for y in (0, 500)}


def test_variable_font_is_used_at_its_regular_weight(tmp_path):
    builder = face_of_squares({"one": square(0, 100)})
    builder.setupFvar([("wght", 100, 100, 900, "Weight")], [])
    thicker = [(0, 0), (0, 0), (80, 0), (80, 0), *[(0, 0)] * 4]
    builder.setupGvar({"one": [TupleVariation({"wght": (0, 1, 1)}, thicker)]})
    builder.save(tmp_path / "variable.ttf")

    font = OutlineFont(str(tmp_path / "variable.ttf"))

    # Weight 400 lies three eighths of the way from 100 to 900, and so does the right edge from 100 to 180.
    assert corners(font, "一") == {(0, 0), (0, 500), (130, 0), (130, 500)}


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(UnusableFontError) as refusal:
        FontStack([tmp_path / "none.ttf"])

    assert str(refusal.value) == f"字体文件无法读取：{tmp_path / 'none.ttf'}（No such file or directory）"


def test_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "words.ttf"
    path.write_bytes("这不是字体文件".encode() * 20)

    with pytest.raises(UnusableFontError) as refusal:
        FontStack([path])

    assert str(refusal.value) == f"不是可用的字体文件，或其中没有这个序号的字体：{path}"


def test_face_beyond_the_collection_is_refused(small_font, tmp_path):
    collection = TTCollection()
    collection.fonts = [TTFont(small_font("张"))]
    collection.save(tmp_path / "one.ttc")

    with pytest.raises(UnusableFontError):
        FontStack([f"{tmp_path / 'one.ttc'}#1"])


@pytest.mark.parametrize(("rights", "usable"), [(0x0000, True), (0x0008, True), (0x0002, False), (0x0100, False)])
def test_font_is_used_only_as_its_licence_allows(small_font, rights, usable):
    path = small_font("张")
    font = TTFont(path)
    font["OS/2"].fsType = rights
    font.save(path)

    if usable:
        assert FontStack([path]).missing_characters(["张"]) == []
    else:
        with pytest.raises(UnusableFontError) as refusal:
            FontStack([path])
        assert str(refusal.value) == f"字体的授权不允许嵌入文档，请换用其他字体：{path}"


def test_font_without_unicode_is_refused(small_font):
    path = small_font("张")
    font = TTFont(path)
    font["cmap"].tables = []
    font.save(path)

    with pytest.raises(UnusableFontError) as refusal:
        FontStack([path])

    assert str(refusal.value) == f"字体没有 Unicode 字符表，无法使用：{path}"
