from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import (
    FormulaError,
    Markup,
    TypedError,
    clean_html,
    dropped_tags,
    html_typed,
    image_mark,
    is_rich,
    marked_images,
    plain_text,
    typed_html,
    with_formulas,
)

NAME = "3fa0b1c2d3e4" + "0" * 52
FIND = {NAME[:12]: NAME}.get
MARK = image_mark(NAME)
FORMULA = (
    '<math display="inline"><semantics><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow>'
    '<annotation encoding="application/x-tex">a^2</annotation></semantics></math>'
)
TABLE = (
    '<table><thead><tr><th scope="col">等次</th><th scope="col">比例</th></tr></thead>'
    "<tbody><tr><td>优秀</td><td>20%</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("甲\n乙 & <b>", "甲<br>乙 &amp; &lt;b&gt;"),
        (f"看{MARK}。", f'看<img src="image:{NAME}">。'),
        (image_mark(NAME, "流程图"), f'<img src="image:{NAME}" alt="流程图">'),
        ("求 \\(a^2\\) 的值", f"求 {FORMULA} 的值"),
        ("下表：\n等次\t比例\n优秀\t20%\n哪项对？", f"下表：{TABLE}哪项对？"),
        ("\u3000\u3000缩进的\n\t也是缩进", "\u3000\u3000缩进的<br>\t也是缩进"),
        (
            f"甲\t\\(a^2\\)\n{MARK}",
            f'甲\t{FORMULA}<br><img src="image:{NAME}">',
        ),
    ],
)
def test_typed_text_becomes_html_and_reads_as_typed_again(typed, html):
    assert typed_html(typed, FIND) == html
    assert html_typed(html) == typed


@given(st.text(alphabet="甲乙<&>\n\t [图]ab", max_size=40))
def test_what_reads_as_typed_becomes_the_same_html(typed):
    html = typed_html(typed, FIND)

    again = html_typed(html)

    assert again is None or typed_html(again, FIND) == html
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>段</p>",
        "<b>粗</b>",
        "<table><tbody><tr><td>无表头</td></tr></tbody></table>",
        f'<img src="image:{NAME}" width="3">',
    ],
)
def test_html_that_cannot_be_typed_is_left_alone(html):
    assert html_typed(html) is None


@pytest.mark.parametrize(
    ("typed", "rich"),
    [("甲\n乙", False), ("甲\t乙", False), ("甲\t乙\n丙\t丁", True), (MARK, True), ("\\(x\\)", True), ("[图]", False)],
)
def test_is_rich_only_where_plain_text_does_not_do(typed, rich):
    assert is_rich(typed) is rich


def test_an_image_that_is_not_kept_is_refused():
    with pytest.raises(TypedError, match="找不到图片 3fa0b1c2d3e4"):
        typed_html(MARK, {}.get)
    assert marked_images(["无", MARK]) == {"3fa0b1c2d3e4"}


def test_a_formula_too_long_or_too_deep_is_refused():
    with pytest.raises(FormulaError, match="超过 1000 个字符"):
        typed_html(f"\\({'x' * 1001}\\)", FIND)
    with pytest.raises(FormulaError, match="公式读不懂"):
        typed_html("\\(\\left\\)", FIND)


@given(st.text(alphabet="\\{}^_&abfrc ", max_size=30))
def test_a_formula_is_set_or_refused(tex):
    with suppress(FormulaError):
        assert clean_html(typed_html(f"\\({tex}\\)", FIND)) == typed_html(f"\\({tex}\\)", FIND)


def test_a_formula_lets_nothing_through_that_acts():
    html = clean_html(with_formulas("\\(\\text{<img src=x onerror=y()>}\\)"))

    assert "<img" not in html


def test_a_formula_reads_as_its_tex():
    assert plain_text(f"求 {FORMULA}", Markup.HTML) == "求 \\(a^2\\)"


def test_dropped_tags_names_what_cleaning_took_out():
    assert dropped_tags("<p><FONT color=red>甲</FONT><script>x</script></p>", "<p>甲</p>") == ["font", "script"]
