from __future__ import annotations

import base64

import pytest

from question_bank.sheets import UnreadableSheet, read_sheet
from question_bank.sheets.sources import open_source
from tests.question_bank.sheets.files import archive, relationships
from tests.question_bank.sheets.layouts.reading import keys, statuses

PAGE = """<html><head><title>作业</title><style>p {color: red}</style></head><body>
<script>alert("1.甲")</script><div class="q"><h3>1. 急件由谁
登记？</h3><ul><li>A、专人</li><li>B、任何人</li></ul><p>正确答案：<b>A</b></p></div>
<div>2. 缓件由谁登记？<br>A、专人<br>B、任何人<br>正确答案：B<img src="x.png"></div></body></html>"""
LIST = """<!DOCTYPE html><html><body><ol><li>急件由谁登记？<ol type="A"><li>专人</li><li>任何人</li></ol>答案：A</li>
<li>缓件由谁登记？<ol type="A"><li>专人</li><li>任何人</li></ol>答案：B</li></ol></body></html>"""
TABLE = "<html><table><tr><th>题干</th><th>答案</th></tr><tr><td>急件当天办结。</td><td>对</td></tr></table>"
PACKED = """From: <x>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: base64

{body}
--b--
"""


def packed(markup):
    return PACKED.format(body=base64.b64encode(markup.encode("gb2312")).decode()).encode()


@pytest.mark.parametrize("markup", [PAGE, LIST])
def test_a_saved_page_is_read_as_a_browser_shows_it(markup):
    report = read_sheet(markup.encode(), "作业.txt")

    assert (report.format, keys(report)) == ("html", [["A"], ["B"]])
    assert [question.stem for question in report.questions] == ["急件由谁登记？", "缓件由谁登记？"]


def test_a_pages_table_is_a_table():
    assert [row.cells for row in open_source(TABLE.encode()).tables[0].rows] == [
        ("题干", "答案"),
        ("急件当天办结。", "对"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_in_any_encoding(encoding):
    declared = PAGE.replace("<head>", f'<head><meta charset="{encoding}">')

    report = read_sheet(declared.encode(encoding))

    assert (keys(report), statuses(report)) == ([["A"], ["B"]], ["ok", "doubtful"])


def test_a_packed_page_and_one_set_into_a_word_document():
    part = packed(PAGE)
    relation = relationships("/word/afchunk.mht").replace('officeDocument" T', 'aFChunk" T')
    document = archive(
        {
            "_rels/.rels": relationships("word/document.xml"),
            "word/document.xml": '<w:document xmlns:w="w"><w:body><w:altChunk w:id="rId1"/></w:body></w:document>',
            "word/_rels/document.xml.rels": relation,
            "word/afchunk.mht": part,
        }
    )

    assert (read_sheet(part).format, keys(read_sheet(part))) == ("mht", [["A"], ["B"]])
    assert (read_sheet(document).format, keys(read_sheet(document))) == ("docx", [["A"], ["B"]])


@pytest.mark.parametrize("markup", ["<html><body></body></html>", "<html><script>1</script></html>"])
def test_a_page_without_text_is_refused(markup):
    with pytest.raises(UnreadableSheet, match="没有"):
        read_sheet(markup.encode())


def test_nested_beyond_reason_is_cut_off():
    markup = "<html><body>1.急件当天办结。（√）" + "<div>" * 3_000 + "甲" + "</div>" * 3_000 + "</body></html>"

    assert keys(read_sheet(markup.encode())) == [True]
