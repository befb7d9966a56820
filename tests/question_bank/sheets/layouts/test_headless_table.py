from __future__ import annotations

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from tests.question_bank.sheets.files import workbook
from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses


def read_rows(*rows):
    return read_sheet(workbook({"Sheet1": rows}))


def test_stem_options_answer():
    report = read_rows(
        ("收文登记簿应当由谁保管", "专人", "任何人", "C.  无人", "A"),
        ("急件应当怎样办理才算及时", "速办", "缓办", "不办", "A"),
        ("收文当天没有登记的怎么办", "补登", "不登", "退回", None),
        ("下列哪一项属于发文的程序", "签收", "签发", "登记", "B"),
    )

    assert (report.layout, keys(report)) == ("headless_table", [["A"], ["A"], None, ["B"]])
    assert report.questions[0].options == ("专人", "任何人", "无人")
    assert statuses(report) == ["ok", "ok", "faulty", "ok"]


def test_number_type_stem_answer_options_explanation():
    why = "专人负责登记，便于查考，也便于交接，其他人不得代为登记。"
    report = read_rows(
        (1, "单选", "收文登记簿应当由谁保管", "A", "专人", "任何人", why + "一"),
        (2, "单选", "急件应当怎样办理才算及时", "A", "速办", "缓办", why + "二"),
        (3, "多选", "收文的程序包括下列哪几项", "AB", "签收", "登记", why + "三"),
    )

    assert keys(report) == [["A"], ["A"], ["A", "B"]]
    assert report.questions[2].type is QuestionType.MULTIPLE_CHOICE
    assert (report.questions[1].options, report.questions[1].explanation) == (("速办", "缓办"), why + "二")


def test_two_columns_are_stem_and_answer():
    report = read_text(
        "收文应当在（    ）内登记。,['一日']\n"
        "收文的程序是（  ）和（  ）。,\"['签收', '登记']\"\n"
        "急件包括（  ）。,\"['特急件', '加急件']\"\n"
    )

    assert (report.format, keys(report)) == ("csv", [[["一日"]], [["签收"], ["登记"]], None])
    assert statuses(report) == ["doubtful", "doubtful", "faulty"]


def test_columns_that_cannot_be_told_are_reported():
    report = read_rows(("甲", "乙", "丙"), ("丁", "戊", "己"), ("庚", "辛", "壬"))

    assert report.questions == ()
    assert report.problems[-1].message == report.absence


def test_a_roster_is_no_table_of_questions_and_answers():
    report = read_rows(*((f"云澜县第{number}人民政府办公室", f"0571-{number:08}") for number in range(9)))

    assert report.questions == ()
