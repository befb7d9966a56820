from __future__ import annotations

import pytest

from question_bank.sheets import UnreadableSheet, read_sheet
from tests.question_bank.provisions.pdf_files import pdf_file, picture_pdf
from tests.question_bank.sheets.layouts.reading import keys, statuses

LINES = [
    line
    for number in range(1, 31)
    for line in (
        f"{number}.关于收文登记的第{number}项要求，下列说法中符合办法规定而且应当在当天由专人完成的是（　）。",
        f"A.第{number}种办法",
        "B.任何办法",
        f"答案：{'A' if number % 2 else 'B'}",
    )
]


def test_a_text_pdf_loses_its_wraps_headers_and_page_numbers():
    report = read_sheet(pdf_file(LINES, header="收文测试题"), "题.pdf")

    assert (report.format, statuses(report)) == ("pdf", ["ok"] * 30)
    assert keys(report) == [["A"], ["B"]] * 15
    assert report.questions[6].stem == LINES[24][2:].replace("\u3000", " ")
    assert report.questions[6].options == ("第7种办法", "任何办法")


def test_a_scanned_pdf_is_refused_plainly():
    with pytest.raises(UnreadableSheet, match="扫描件"):
        read_sheet(picture_pdf())


RICH = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\info{\title X}}\pard 1.\'bc\'b1\'bc\'fe\u30001\'3f\par A."
    rb"\u19987\'3f\u20154\'3f\tab B.\'c8\'ce\'ba\'ce\'c8\'cb\par{\*\generator Word;}\'b4\'f0\'b0\'b8\'a3\'baA\par}"
)


def test_rich_text_is_read_by_code_page_and_unicode():
    (question,) = read_sheet(RICH).questions

    assert (question.stem, question.options, question.key) == ("急件由", ("专人", "任何人"), ["A"])


WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="wx">'
    "<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
)
FLAT_PACKAGE = (
    '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'
    "</pkg:xmlData></pkg:part></pkg:package>"
)
BODY = "".join(
    f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("1.急件由谁登记？", "A.专人", "B.任何人", "答案：A")
)


@pytest.mark.parametrize("frame", [WORD_2003, FLAT_PACKAGE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_word_in_one_xml_file(frame, encoding):
    report = read_sheet(frame.format(body=BODY).encode(encoding), "题.doc")

    assert (report.format, keys(report), statuses(report)) == ("word-xml", [["A"]], ["ok"])


def test_word_2003_tells_the_numbers_it_counted():
    listed = '<w:pPr><w:listPr><wx:t wx:val="{}"/></w:listPr></w:pPr>'
    texts = (("1.", "急件由谁登记？"), ("A.", "专人"), ("B.", "任何人"))
    body = "".join(f"<w:p>{listed.format(n)}<w:r><w:t>{text}</w:t></w:r></w:p>" for n, text in texts)

    (question,) = read_sheet(
        WORD_2003.format(body=body + "<w:p><w:r><w:t>答案：B</w:t></w:r></w:p>").encode()
    ).questions

    assert (question.stem, question.options, question.key) == ("急件由谁登记？", ("专人", "任何人"), ["B"])


@pytest.mark.parametrize(
    ("place", "damage"), [("<w:wordDocument", "<!DOCTYPE a [<!ENTITY b 'c'>]>"), ("<w:p>", "</w:p>")]
)
def test_hostile_and_damaged_xml_is_refused(place, damage):
    sound = WORD_2003.format(body=BODY)

    with pytest.raises(UnreadableSheet):
        read_sheet(sound.replace(place, damage + place, 1).encode())
