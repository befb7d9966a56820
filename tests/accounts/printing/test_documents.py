"""Documents as PDF and as Word."""

from __future__ import annotations

import io
from datetime import date

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from accounts.printing import (
    Card,
    Code,
    Column,
    Document,
    Group,
    Lines,
    MissingCharactersError,
    PageBreak,
    Table,
    Text,
    official_day,
    to_pdf,
    to_word,
)

COLUMNS = [Column("序号", 1), Column("姓名", 2), Column("单位", 4)]


def make_document(*blocks, **changes) -> Document:
    return Document("签到表", "云岭县委组织部", date(2026, 10, 4), blocks, **changes)


def make_table(people: int) -> Table:
    return Table(COLUMNS, [[str(number), "欧阳明", "干部科"] for number in range(1, people + 1)])


def pages_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_header_stands_on_each_page_and_pages_are_numbered(fonts):
    pages = pages_of(to_pdf(make_document(make_table(200)), fonts))

    assert len(pages) > 3
    assert all("姓名" in page for page in pages)
    assert [f"第 {n} 页 共 {len(pages)} 页" in page.replace("\u3000", " ") for n, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert sum(page.count("欧阳明") for page in pages) == 200


def test_contents_say_on_which_page_each_text_begins(fonts):
    long = "一个很长很长的题目" * 12
    contents = [Text("短题", page_of="short"), Text(long, page_of="long")]
    texts = [PageBreak(), Text("短题", anchor="short"), *[Text("占行")] * 60, PageBreak(), Text(long, anchor="long")]

    first, *_others, last = pages = pages_of(to_pdf(make_document(*contents, *texts), fonts))

    lines = [line.replace(" ", "") for line in first.split("\r\n")]
    assert [line.rpartition("…")[2] for line in lines if "…" in line] == ["2", str(len(pages))]
    assert lines[0].startswith("短题…")
    assert "很长" in last


def test_same_document_gives_the_same_bytes(fonts):
    document = make_document(make_table(3), Code("https://exam.example/", 100))

    assert to_pdf(document, fonts) == to_pdf(document, fonts)


def test_long_name_is_broken_within_its_cell(fonts):
    table = Table(COLUMNS, [["1", "阿卜杜热西提·买买提·依明江", "中共黔东南苗族侗族自治州雷山县委员会组织部" * 3]])

    [page] = pages_of(to_pdf(make_document(table), fonts))

    assert "阿卜杜热西提·买买提·依明江" in page.replace("\r\n", "")
    assert "阿卜杜热西提·买买提·依明江" not in page


def test_what_belongs_together_moves_to_the_next_page_together(fonts):
    filler = [Text("占行", size=12)] * 34
    question = Group([Text("21．简述三审制度。", keep=True), Lines(8)])

    pages = pages_of(to_pdf(make_document(*filler, question, Text("后面")), fonts))

    assert [("21．" in page, "后面" in page) for page in pages] == [(False, False), (True, True)]


def test_heading_does_not_stay_behind_alone(fonts):
    pages = pages_of(to_pdf(make_document(Lines(26), Text("大标题", size=22, keep=True), make_table(2)), fonts))

    assert [("大标题" in page, "欧阳明" in page) for page in pages] == [(False, False), (True, True)]


def test_character_no_font_has_is_named_rather_than_printed_as_a_box(fonts):
    with pytest.raises(MissingCharactersError, match="U\\+E000"):
        to_pdf(make_document(Text("张\ue000")), fonts)


def test_word_has_the_same_words_repeats_the_header_and_keeps_rows_whole():
    card = Card("云岭县委组织部", "准 考 证", [("姓名", "欧阳明"), ("座位", "01 号")], "照片", "考生须知：带身份证。")
    word = docx.Document(
        io.BytesIO(to_word(make_document(Text("标题", is_title=True), make_table(3), PageBreak(), card)))
    )

    listed, carded = word.tables
    assert [cell.text for cell in listed.rows[1].cells] == ["1", "欧阳明", "干部科"]
    assert listed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in listed.rows)
    assert carded.cell(1, 0).text == "姓名　欧阳明\n座位　01 号"
    assert "NUMPAGES" in word.sections[0].footer._element.xml
    assert "方正小标宋简体" in word.paragraphs[0]._p.xml


def test_lines_to_write_on_are_ruled_where_the_schema_wants_it():
    word = docx.Document(io.BytesIO(to_word(make_document(Lines(2)))))

    [first, second] = [[child.tag.rpartition("}")[2] for child in each._p.pPr] for each in word.paragraphs]
    assert first == second == ["pBdr", "spacing"]


def test_word_breaks_the_lines_of_a_cell():
    table = Table(COLUMNS, [["1", "欧阳明\n组长", "干部科"], ["2", "王芳", "办公室"]])

    [written] = docx.Document(io.BytesIO(to_word(make_document(table)))).tables

    assert [[cell.text for cell in row.cells] for row in written.rows] == [
        ["序号", "姓名", "单位"],
        ["1", "欧阳明\n组长", "干部科"],
        ["2", "王芳", "办公室"],
    ]


def test_cards_in_word_each_have_their_own_words():
    cards = [
        Card("云岭县委组织部", "准 考 证", [("姓名", name)], "照片", note)
        for name, note in (("欧阳明", "第一行\n第二行"), ("王芳", "带证"), ("李强", "另一行\n再一行"), ("赵云", ""))
    ]

    tables = docx.Document(io.BytesIO(to_word(make_document(*cards)))).tables

    assert [table.cell(1, 0).text for table in tables] == ["姓名　欧阳明", "姓名　王芳", "姓名　李强", "姓名　赵云"]
    assert [table.cell(2, 0).text for table in tables[:3]] == ["第一行\n第二行", "带证", "另一行\n再一行"]
    assert len(tables[3].rows) == 2


def test_official_day_has_no_leading_zeros():
    assert official_day(date(2026, 10, 4)) == "2026年10月4日"
