from __future__ import annotations

import pytest

from question_bank.sheets import UnreadableSheet, read_sheet
from question_bank.sheets.sources import open_source
from tests.question_bank.sheets.layouts.reading import keys, statuses
from tests.question_bank.sheets.old_files import compound, old_document, old_workbook

HEADINGS = ("ID", "题目", "A", "B", "答案")


def test_every_sheet_of_an_old_workbook_is_read_with_its_name_as_topic():
    sheets = {f"类别{n}": [HEADINGS, (1.0, f"第{n}类文件几日办结（ ）", f"{n}日", n + 1.0, "A")] for n in range(1, 10)}

    report = read_sheet(old_workbook(sheets), "题库.xls")

    assert (report.format, report.layout, statuses(report)) == ("xls", "headed_table", ["ok"] * 9)
    assert [question.topic for question in report.questions] == list(sheets)
    assert report.questions[8].options == ("9日", "10")
    assert report.questions[0].location == "工作表“类别1”第 2 行"


def test_an_old_document_is_read_with_its_tables_fields_and_pictures():
    text = (
        "一、单选题\r1.急件由谁登记？\x13 EMBED Equation.3 \x14\x01\x15\rA.专人\tB.\x13HYPERLINK x\x14任何人\x15\r"
        "答案：A\r题号\x07答案\x07\x07二\x07乙\x07\x072.缓件由谁登记？\rA.专人\rB.任何人\r答案：B\r"
    )

    source = open_source(old_document(text))

    assert [row.cells for row in source.tables[0].rows] == [("题号", "答案"), ("二", "乙")]
    assert [line.text for line in source.lines][1:4] == ["1.急件由谁登记？〔图片〕", "A.专人\tB.任何人", "答案：A"]
    assert keys(read_sheet(old_document(text.replace("题号\x07答案\x07\x07二\x07乙\x07\x07", "")))) == [["A"], ["B"]]
    assert "另存为 .docx" in source.problems[0].message


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (old_document("甲", flags=0x0300), "打开密码"),
        (old_document("甲", version=0x65), "Word 95"),
        (old_document("甲")[:1500], "另存为 .docx"),
        (compound({"Workbook": b"\x09\x08"}), "另存为 .xlsx"),
        (compound({"EncryptedPackage": b"1"}), "去掉密码"),
        (compound({"PowerPoint Document": b"1"}), "演示文稿"),
        (compound({"Other": b"1"}), "旧版 Office"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data, advice):
    with pytest.raises(UnreadableSheet, match=advice):
        read_sheet(data)
