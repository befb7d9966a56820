from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions.markers import Rank, find_marker
from question_bank.provisions.numerals import format_numeral


@pytest.mark.parametrize(
    ("text", "rank", "label", "ordinal", "suffix", "rest"),
    [
        ("第一编 总则", Rank.PART, "第一编", 1, 0, "总则"),
        ("第二分编　典型合同", Rank.SUBPART, "第二分编", 2, 0, "典型合同"),
        ("第一部分 总体要求", Rank.PART, "第一部分", 1, 0, "总体要求"),
        ("第一章总则", Rank.CHAPTER, "第一章", 1, 0, "总则"),
        ("第 三 章", Rank.CHAPTER, "第三章", 3, 0, ""),
        ("第二节　录　用", Rank.SECTION, "第二节", 2, 0, "录　用"),
        ("第十二条 公务员依法履行职责。", Rank.ARTICLE, "第十二条", 12, 0, "公务员依法履行职责。"),
        ("第一条为了规范管理", Rank.ARTICLE, "第一条", 1, 0, "为了规范管理"),
        ("第一百二十八 条侦查人员", Rank.ARTICLE, "第一百二十八条", 128, 0, "侦查人员"),
        ("第12条 内容", Rank.ARTICLE, "第12条", 12, 0, "内容"),
        ("第一百二十条之二　有下列情形", Rank.ARTICLE, "第一百二十条之二", 120, 2, "有下列情形"),
        ("一、总体要求", Rank.SERIAL_1, "一、", 1, 0, "总体要求"),
        ("（三）其他", Rank.SERIAL_2, "（三）", 3, 0, "其他"),
        ("( 十二 )其他", Rank.SERIAL_2, "(十二)", 12, 0, "其他"),
        ("1．命题", Rank.SERIAL_3, "1．", 1, 0, "命题"),
        ("2、阅卷", Rank.SERIAL_3, "2、", 2, 0, "阅卷"),
        ("（１）拟定", Rank.SERIAL_4, "（１）", 1, 0, "拟定"),
        ("③审核", Rank.SERIAL_5, "③", 3, 0, "审核"),
    ],
)
def test_find_marker_reads_each_mark(text, rank, label, ordinal, suffix, rest):
    marker = find_marker(text)

    assert marker is not None
    assert (marker.rank, marker.label, marker.ordinal, marker.suffix, marker.rest) == (
        rank,
        label,
        ordinal,
        suffix,
        rest,
    )


@pytest.mark.parametrize(
    "text",
    [
        "公务员应当",
        "第一",
        "第条",
        "第十十条 内容",
        "3.5万元",
        "2014年7月1日",
        "一是坚持",
        "（以下简称办法）",
        "12345、过长",
        "第一万条 过大",
        "第99999999999999条 过大",
        "",
    ],
)
def test_find_marker_leaves_ordinary_text(text):
    assert find_marker(text) is None


@pytest.mark.parametrize(
    "text",
    ["第三条第二款规定的", "第十条、第十一条规定", "第五条和第六条", "第三章的规定", "第九条规定的情形", "第八条所列"],
)
def test_a_number_that_is_spoken_of_is_a_reference(text):
    marker = find_marker(text)

    assert marker is not None
    assert marker.is_reference


@pytest.mark.parametrize("text", ["第二节 中华人民共和国主席", "第三条 的确需要的", "第三条 为了", "第五章 和解"])
def test_a_number_with_a_blank_after_it_is_no_reference(text):
    marker = find_marker(text)

    assert marker is not None
    assert not marker.is_reference


@given(st.integers(min_value=1, max_value=2000))
def test_every_article_number_is_found(number):
    marker = find_marker(f"第{format_numeral(number)}条　内容")

    assert marker is not None
    assert marker.ordinal == number
