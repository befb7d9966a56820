from __future__ import annotations

import pytest

from question_bank.sheets import UnreadableSheet, read_sheet
from question_bank.sheets.sources import open_source
from question_bank.sheets.sources.source import PICTURE
from tests.question_bank.sheets.files import paragraphs, word

LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format("chineseCounting", "%1、")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{LEVEL.format("decimal", "%1.")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{LEVEL.format("upperLetter", "%1.")}</w:abstractNum>'
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    + '<w:num w:numId="4"><w:abstractNumId w:val="2"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def numbered(list_id, text):
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(body, **parts):
    return [line.text for line in open_source(word(body, **parts)).lines]


def test_automatic_numbers_and_letters_are_seen():
    body = "".join(
        [
            numbered(1, "单选题"),
            numbered(2, "收文由谁登记（ ）"),
            *(numbered(3, text) for text in ("专人", "任何人")),
            *paragraphs("答案：A").split("\n"),
            numbered(2, "急件应当（ ）"),
            *(numbered(4, text) for text in ("速办", "缓办")),
            *paragraphs("答案：A").split("\n"),
            numbered(1, "判断题"),
        ]
    )

    assert lines(body, numbering=NUMBERING) == [
        *("一、 单选题", "1. 收文由谁登记（ ）", "A. 专人", "B. 任何人", "答案：A"),
        *("2. 急件应当（ ）", "A. 速办", "B. 缓办", "答案：A", "二、 判断题"),
    ]
    report = read_sheet(word(body, numbering=NUMBERING))
    assert [(question.key, question.status) for question in report.questions] == [(["A"], "ok")] * 2


def test_numbers_typed_as_well_are_not_doubled():
    body = numbered(2, "1.收文由谁登记") + numbered(2, "A.专人") + numbered(2, "答案：A")

    assert lines(body, numbering=NUMBERING) == ["1.收文由谁登记", "A.专人", "答案：A"]


def test_numbers_come_from_styles_too():
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Derived"><w:basedOn w:val="Base"/></w:style>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="Derived"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'

    assert lines(body + body, numbering=NUMBERING, styles=styles) == ["1. 甲", "2. 甲"]


def test_list_that_is_not_defined_is_ignored():
    assert lines(numbered(9, "甲")) == ["甲"]


def test_what_the_page_shows_is_read_and_nothing_else():
    body = (
        f"<w:p>{run('收')}<w:ins>{run('文')}</w:ins><w:del><w:r><w:delText>发</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('移')}</w:moveFrom>{run('隐', '<w:vanish/>')}"
        "<w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
        f"<w:sdt><w:sdtContent>{paragraphs('控件')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraphs('文本框')}</w:txbxContent></w:pict></w:r></w:p>"
    )

    assert lines(body) == ["收文\t乙", "丙\uf0fc", "控件", "", "文本框"]


def test_underlined_blanks_are_lines_to_write_on():
    body = (
        "<w:p><w:r><w:t>1.收文应当</w:t></w:r>"
        "<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t xml:space='preserve'>      </w:t></w:r>"
        "<w:r><w:t>登记。</w:t></w:r></w:p>" + paragraphs("答案：当日")
    )
    report = read_sheet(word(f"{paragraphs('填空题')}{body}"))

    assert report.questions[0].stem == "收文应当______登记。"
    assert report.questions[0].key == [["当日"]]


def test_pictures_are_noticed():
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    stem = f"<w:p><w:r><w:t>1.图中是（ ）</w:t><w:drawing>{blip}</w:drawing></w:r></w:p>"
    question = read_sheet(word(stem + paragraphs("A.甲", "B.乙", "答案：A"))).questions[0]

    assert question.stem == f"图中是（ ）{PICTURE}"
    assert (question.status, question.problems) == ("doubtful", ("原文此处有图片，图片没有读入",))


def test_merged_cells_keep_the_columns_in_place():
    def cell(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs(text)}</w:tc>"

    merged, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("宽", '<w:gridSpan w:val="2"/>') + cell("丙"),
        cell("判断", merged) + cell("甲") + cell("对"),
        cell("", goes_on) + cell("乙") + cell("错"),
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    (read,) = open_source(word(table)).tables

    assert [row.cells for row in read.rows] == [("宽", "", "丙"), ("判断", "甲", "对"), ("判断", "乙", "错")]
    assert open_source(word(table)).lines[1].text == "判断\t甲\t对"


def test_a_document_without_text_is_refused():
    with pytest.raises(UnreadableSheet, match="没有文字"):
        read_sheet(word("<w:p/>"))


UNDERLINED = '<w:u w:val="single"/>'


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def question_in_format(number, right, properties, options=("专人", "任何人", "来人")):
    lines = [run(f"{number}.第{number}类文件由谁登记？")]
    for letter, text in zip("ABC", options, strict=True):
        lines.append(run(f"{letter}.") + run(text, properties if letter in right else ""))
    return "".join(f"<w:p>{line}</w:p>" for line in lines)


@pytest.mark.parametrize(
    "properties",
    ['<w:color w:val="FF0000"/>', '<w:highlight w:val="yellow"/>', '<w:u w:val="single"/>', "<w:b/>",
     '<w:shd w:val="clear" w:fill="FFFF00"/>'],
)  # fmt: skip
def test_the_right_option_may_stand_out_by_its_format(properties):
    report = read_sheet(word("".join(question_in_format(n, right, properties) for n, right in enumerate("BAC", 1))))

    assert [(question.key, question.status) for question in report.questions] == [
        (["B"], "ok"),
        (["A"], "ok"),
        (["C"], "ok"),
    ]
    assert "没有写答案" in report.problems[0].message


def test_a_format_that_few_questions_show_is_doubted():
    bodies = [
        question_in_format(1, "B", "<w:b/>"),
        question_in_format(2, "", ""),
        question_in_format(3, "ABC", "<w:b/>"),
    ]

    report = read_sheet(word("".join(bodies)))

    assert [(question.key, question.status) for question in report.questions] == [
        (["B"], "doubtful"),
        (None, "faulty"),
        (None, "faulty"),
    ]


def test_a_written_answer_goes_before_the_format():
    body = question_in_format(1, "B", "<w:b/>") + f"<w:p>{run('答案：A')}</w:p>" + question_in_format(2, "B", "<w:b/>")

    assert [question.key for question in read_sheet(word(body)).questions] == [["A"], ["B"]]


def test_what_is_underlined_among_blanks_was_filled_in():
    line = (
        run("1.收文由")
        + run("专人", '<w:u w:val="single"/>')
        + run("登记，急件")
        + run("当天", '<w:u w:val="single"/>')
    )
    report = read_sheet(word(f"<w:p>{run('一、填空题')}</w:p><w:p>{line}{run('办结。')}</w:p>"))

    (question,) = report.questions

    assert (question.stem, question.key) == ("收文由____登记，急件____办结。", [["专人"], ["当天"]])
    assert question.status == "doubtful"


def test_an_option_within_another_does_not_stand_out_with_it():
    bodies = (question_in_format(n, "B", "<w:b/>", ("一日", "十一日", "二十一日")) for n in (1, 2))

    assert [question.key for question in read_sheet(word("".join(bodies))).questions] == [["B"], ["B"]]
