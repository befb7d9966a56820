from __future__ import annotations

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from question_bank.provisions import UnreadableDocument, count, parse_policy, read_source
from tests.question_bank.provisions.word_files import (
    add_list,
    add_use,
    level,
    numbered,
    saved,
    with_body,
    word_file,
)

_TEXT_BOX = (
    "<w:p><w:r><w:t>箱外</w:t></w:r><w:r>"
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>箱内</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>箱内</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)


def _lines(data):
    return list(read_source(data).lines)


def test_paragraphs_become_lines_and_empty_ones_stay():
    source = read_source(word_file("第一条　为了规范管理。", "", "第二条　本办法试行。"))

    assert source.format == "docx"
    assert source.lines == ("第一条　为了规范管理。", "", "第二条　本办法试行。")


def test_automatic_numbers_of_chapters_articles_and_items_are_seen():
    document = Document()
    document.add_paragraph("云山县干部学习办法")
    levels = [
        level("第%1章", "chineseCountingThousand"),
        level("第%2条", "chineseCountingThousand", extra='<w:lvlRestart w:val="0"/>'),
        level("（%3）", "chineseCounting", extra='<w:suff w:val="nothing"/>'),
        level("%4.", "decimal"),
    ]
    add_list(document, 90, levels)
    for text, index in [
        ("总则", 0),
        ("为了加强学习，制定本办法。", 1),
        ("学习形式包括：", 1),
        ("自学；", 2),
        ("集中学习：", 2),
        ("讲座；", 3),
        ("研讨。", 3),
        ("附则", 0),
        ("本办法由组织部解释。", 1),
    ]:
        numbered(document, text, 90, index)

    policy = parse_policy(read_source(saved(document)))

    assert _lines(saved(document))[1:] == [
        "第一章 总则",
        "第一条 为了加强学习，制定本办法。",
        "第二条 学习形式包括：",
        "（一）自学；",
        "（二）集中学习：",
        "1. 讲座；",
        "2. 研讨。",
        "第二章 附则",
        "第三条 本办法由组织部解释。",
    ]
    assert policy.problems == ()
    assert (count(policy.tree).articles, count(policy.tree).subparagraphs) == (3, 2)


def test_a_number_that_is_typed_as_well_is_not_doubled():
    document = Document()
    add_list(document, 90, [level("第%1条", "chineseCountingThousand")])
    numbered(document, "第一条　为了加强学习。", 90)
    numbered(document, "第一条的规定适用于借调人员。", 90)
    numbered(document, "第 三 条　自发布之日起施行。", 90)

    assert _lines(saved(document)) == [
        "第一条　为了加强学习。",
        "第二条 第一条的规定适用于借调人员。",
        "第 三 条　自发布之日起施行。",
    ]


def test_numbers_of_a_style_and_of_the_style_it_is_based_on():
    document = Document()
    add_list(document, 90, [level("第%1条", "chineseCountingThousand", extra='<w:pStyle w:val="Article"/>')])
    article = document.styles.add_style("Article", WD_STYLE_TYPE.PARAGRAPH)
    article.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'))
    derived = document.styles.add_style("ArticleBold", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = article
    document.add_paragraph("甲。", "Article")
    document.add_paragraph("乙。", "ArticleBold")

    assert _lines(saved(document)) == ["第一条 甲。", "第二条 乙。"]


def test_a_second_use_of_a_list_counts_on_unless_it_starts_anew():
    document = Document()
    add_list(document, 90, [level("%1.", "decimal")])
    add_use(document, 91, 90)
    add_use(document, 92, 90, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    for text, use in [("甲", 90), ("乙", 91), ("丙", 92), ("丁", 92), ("戊", 90)]:
        numbered(document, text, use)

    assert _lines(saved(document)) == ["1. 甲", "2. 乙", "1. 丙", "2. 丁", "3. 戊"]


@pytest.mark.parametrize(
    ("number_format", "start", "label"),
    [
        ("decimal", 12, "12."),
        ("decimalZero", 3, "03."),
        ("decimalFullWidth", 12, "１２."),
        ("decimalEnclosedCircle", 3, "③."),
        ("decimalEnclosedCircle", 21, "21."),
        ("chineseCounting", 21, "二十一."),
        ("chineseCounting", 100, "一〇〇."),
        ("chineseCountingThousand", 106, "一百零六."),
        ("ideographDigital", 20, "二〇."),
        ("upperLetter", 28, "BB."),
        ("lowerRoman", 14, "xiv."),
        ("upperRoman", 4, "IV."),
        ("hebrew1", 4, "4."),
        ("lowerLetter", 99_999_999, "32767."),
    ],
)
def test_numbers_are_written_as_word_writes_them(number_format, start, label):
    document = Document()
    add_list(document, 90, [level("%1.", number_format, start=start)])
    numbered(document, "正文", 90)

    assert _lines(saved(document)) == [f"{label} 正文"]


def test_bullets_and_unknown_lists_give_no_number():
    document = Document()
    add_list(document, 90, [level("\uf0b7", "bullet")])
    numbered(document, "甲", 90)
    numbered(document, "乙", 77)
    numbered(document, "丙", 0)

    assert _lines(saved(document)) == ["甲", "乙", "丙"]


def test_insertions_and_text_boxes_are_read_and_deletions_are_not():
    data = with_body(
        "<w:p><w:r><w:t>应当</w:t></w:r><w:ins><w:r><w:t>及时</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>尽快</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>报告</w:t><w:br/><w:t>。</w:t></w:r></w:p>" + _TEXT_BOX
    )

    assert _lines(data) == ["应当及时报告", "。", "箱外", "箱内"]


def test_a_table_row_is_a_line_and_a_layout_cell_keeps_its_lines():
    document = Document()
    layout = document.add_table(1, 1)
    layout.cell(0, 0).text = "第一条 甲。"
    layout.cell(0, 0).add_paragraph("第二条 乙。")
    table = document.add_table(2, 3)
    for row, texts in zip(table.rows, [("职务", "年龄", "备注"), ("正职", "六十", "")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(1, 2))

    assert [line for line in _lines(saved(document)) if line] == [
        "第一条 甲。",
        "第二条 乙。",
        "职务　年龄　备注",
        "正职　六十",
    ]


def test_a_generated_table_of_contents_is_left_out():
    document = Document()
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("第一章 总则\t1", "toc 1")
    document.add_paragraph("第一章 总则")

    assert _lines(saved(document)) == ["第一章 总则"]


def test_a_scan_in_a_word_file_is_refused():
    picture = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing></w:r></w:p>'

    with pytest.raises(UnreadableDocument, match="只有图片（可能是扫描件）"):
        read_source(with_body(picture))


def test_a_word_file_without_text_is_refused():
    with pytest.raises(UnreadableDocument, match="文档里没有文字"):
        read_source(word_file("", "  "))
