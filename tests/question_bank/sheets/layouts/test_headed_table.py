from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from tests.question_bank.sheets.files import paragraphs, word, workbook
from tests.question_bank.sheets.layouts.reading import keys, only, read_text, statuses

HEADINGS = ("序号", "类型", "题干", "选项A", "选项B", "选项C", "答案", "页码", "来源")


def read_rows(*rows, title="Sheet1", **more):
    return read_sheet(workbook({title: rows, **more}))


def test_row_is_read_with_its_place_and_its_authority():
    report = read_rows(
        HEADINGS, (1.0, "单选", " 收文由谁登记（ ）", "专人", " 任何人", None, "A", "p35", "收文手册"), title="收文"
    )
    question = only(report)

    assert (report.format, report.layout, question.status) == ("xlsx", "headed_table", "ok")
    assert (question.stem, question.options, question.key) == ("收文由谁登记（ ）", ("专人", "任何人"), ["A"])
    assert (question.location, question.first_line, question.last_line) == ("工作表“收文”第 2 行", 2, 2)
    assert question.citation == "p35 收文手册"
    assert report.lines[1].text == "1\t单选\t 收文由谁登记（ ）\t专人\t 任何人\t\tA\tp35\t收文手册"


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("编号", "类型", "题目", "选项A", "选项B", "正确答案", "解析"), (1, "单选", "甲", "一", "二", "A", "略")),
        (("ID", "题目", "A", "B", "答案", "答案解析"), (1, "甲", "一", "二", "A", "略")),
        (("题号", "题型", "题干", "A选项", "B选项", "标准答案", "详解"), (1, "单选题", "甲", "一", "二", "A", "略")),
        (("题型*", "题干（必填）", "选项", "正确选项", "解析"), ("单选题", "甲", "A.一\nB.二", "A", "略")),
        (("questionType", "questionContent", "optionContent", "questionAnswer", "questionExplain"),
         ("单选", "甲", '[{"optionContent":"一"},{"optionContent":"二"}]', "A", "略")),
        (("题干", "备选答案", "答案", "解析"), ("甲", "一|二", "一", "略")),
    ],
)  # fmt: skip
def test_headings_have_many_names(headings, row):
    question = only(read_rows(headings, row))

    assert (question.stem, question.options, question.key, question.explanation) == ("甲", ("一", "二"), ["A"], "略")
    assert (question.type, question.status) == (QuestionType.SINGLE_CHOICE, "ok")


@pytest.mark.parametrize("answer", ["ABC", "A,B,C", "A|B|C", "A、B、C", "c b a", "1,2,3"])
def test_several_letters_in_any_manner(answer):
    question = only(read_rows(HEADINGS, (1, "多选", "收文程序有（ ）", "签收", "登记", "初审", answer)))

    assert (question.key, question.status) == (["A", "B", "C"], "ok")


def test_other_types_need_no_options():
    report = read_rows(
        ("题型", "题干", "答案", "分值", "知识点", "难度"),
        ("判断题", "急件随到随登。", "√", 1, "收文", "易"),
        ("填空题", "收文应当在____内由____登记。", "一日/1日；专人", 2.5, None, None),
        ("简答题", "简述收文程序。", "签收、登记、初审", 10, None, None),
        ("判断", "急件次日登记。", False, None, None, None),
    )

    assert keys(report) == [True, [["一日", "1日"], ["专人"]], "签收、登记、初审", False]
    assert [question.marks for question in report.questions] == [100, 250, 1000, None]
    assert (report.questions[0].topic, report.questions[0].difficulty) == ("收文", "易")


def test_types_we_cannot_hold_are_faulty_and_never_dropped():
    report = read_rows(
        HEADINGS, (1, "完形填空", "甲", None, None, None, "略"), (2, "听力题", "乙", None, None, None, "略")
    )

    assert [question.problems for question in report.questions] == [("暂不支持完形填空题",), ("暂不支持听力题",)]


@pytest.mark.parametrize(("answer", "label"), [("A", "单选"), ("AB", "多选")])
def test_a_bare_choice_in_the_type_column_is_doubted(answer, label):
    question = only(read_rows(HEADINGS, (1, "选择题", "收文程序有（ ）", "签收", "登记", "初审", answer)))

    assert (question.type.label, question.written("type")) == (label, "选择")
    assert question.problems == (f"题型只写了“选择”，按{label}题读入，请写明单选或多选",)


def test_a_bare_choice_in_a_heading_is_common_usage():
    report = read_text("一、选择题\n1．收文由谁登记（ ）\nA．专人\nB．任何人\n答案：A\n")

    assert (only(report).type, statuses(report)) == (QuestionType.SINGLE_CHOICE, ["ok"])


def test_titles_above_the_headings_and_section_rows_are_understood():
    report = read_rows(
        ("收文知识题库",),
        ("题干", "选项A", "选项B", "答案"),
        ("一、单选题（每题2分）",),
        ("收文由谁登记（ ）", "专人", "任何人", "A"),
        ("二、判断题",),
        ("急件随到随登。", None, None, "对"),
    )

    assert [question.type for question in report.questions] == [QuestionType.SINGLE_CHOICE, QuestionType.TRUE_FALSE]
    assert (report.questions[0].marks, statuses(report)) == (200, ["ok", "ok"])


def test_headings_may_change_further_down():
    report = read_rows(
        ("题干", "选项A", "选项B", "答案"),
        ("收文由谁登记（ ）", "专人", "任何人", "答案：A"),
        ("序号", "题干", "答案", "解析"),
        (1, "急件随到随登。", "对", "见办法"),
    )

    assert keys(report) == [["A"], True]
    assert (report.questions[1].stem, report.questions[1].explanation) == ("急件随到随登。", "见办法")


def test_sheet_names_give_type_or_topic():
    rows = [("题干", "选项A", "选项B", "答案"), ("收文有（ ）", "签收", "登记", "AB")]
    report = read_sheet(workbook({"多选": rows, "公文管理": [rows[0], ("发文有（ ）", "签发", "印制", "A")]}))

    assert [question.type for question in report.questions] == [
        QuestionType.MULTIPLE_CHOICE,
        QuestionType.SINGLE_CHOICE,
    ]
    assert [question.topic for question in report.questions] == ["", "公文管理"]


def test_codes_for_types_are_settled_by_what_bears_them():
    report = read_rows(
        ("qtype", "question", "options", "answer"),
        (1, "急件随到随登。", None, "1"),
        (1, "急件次日登记。", None, "2"),
        (2, "收文由谁登记", "['专人', '任何人']", "A"),
        (3, "收文有", "['签收', '登记', '初审']", "A,B"),
        (3, "发文有", "['签发', '印制', '登记']", "A"),
    )

    assert [question.type for question in report.questions] == [
        *[QuestionType.TRUE_FALSE] * 2,
        QuestionType.SINGLE_CHOICE,
        *[QuestionType.MULTIPLE_CHOICE] * 2,
    ]
    assert statuses(report) == ["doubtful", "faulty", "ok", "ok", "faulty"]
    assert report.questions[0].problems == ("表中用 1 和 2 表示对错，这里按 1 是“对”读入，请核对",)
    assert report.questions[1].problems == ("判断题的答案“2”看不出是对还是错",)


def test_blanks_answered_in_the_option_columns_are_doubted():
    question = only(read_rows(("题型", "题干", "答案", "A", "B"), ("填空题", "____和____", None, "签收", "登记")))

    assert (question.key, question.options) == ([["签收"], ["登记"]], ())
    assert question.problems == ("答案取自选项栏，请核对",)


def test_stem_and_answer_alone_are_kept_as_incomplete():
    report = read_rows(
        ("题干", "答案"),
        ("收文由谁登记（ ）", "B"),
        ("收文应当在（ ）内登记。", "一日"),
        ("急件随到随登。", "对"),
        ("简述收文。", "签收"),
    )

    assert [question.type for question in report.questions] == [
        QuestionType.SINGLE_CHOICE,
        QuestionType.FILL_IN_THE_BLANK,
        QuestionType.TRUE_FALSE,
        QuestionType.SHORT_ANSWER,
    ]
    assert statuses(report) == ["faulty", "doubtful", "ok", "doubtful"]


def test_stray_letters_in_option_cells_are_stripped():
    question = only(read_rows(HEADINGS, (1, "单选", "甲（ ）", "地热", "静压力", "C.  时间", "A")))

    assert question.options == ("地热", "静压力", "时间")


def test_row_without_stem_is_reported_and_a_bare_number_is_no_row():
    report = read_rows(HEADINGS, (1, "单选", None, "甲", "乙", None, "A"), (2, None, None, None, None, None, None))

    assert only(report).problems == ("题干为空",)


def test_columns_that_are_not_understood_are_named():
    report = read_rows(("题干", "答案", "图片文件", "备注"), ("急件随到随登。", "对", "a.png", None))

    assert [(problem.location, problem.message) for problem in report.problems] == [
        ("工作表“Sheet1”", "不认识“图片文件”这一列，没有读入")
    ]


def test_sheet_without_headings_beside_one_with_them_is_reported():
    report = read_sheet(
        workbook({"题": [("题干", "答案"), ("急件随到随登。", "对")], "附": [("甲", "乙"), ("丙", "丁")]})
    )

    assert len(report.questions) == 1
    assert report.problems[0].location == "工作表“附”"


def test_comma_separated_text_is_a_table():
    report = read_text(
        '题型,题干,选项A,选项B,答案\n单选,"收文由谁登记,怎样登记（ ）",专人,任何人,A\n判断,"急件\n随到随登。",,,对\n'
    )

    assert (report.format, report.layout, statuses(report)) == ("csv", "headed_table", ["ok", "ok"])
    assert [question.location for question in report.questions] == ["第 2 行", "第 3 行"]
    assert report.lines[1].text == "单选\t收文由谁登记,怎样登记（ ）\t专人\t任何人\tA"


def test_table_in_a_word_document():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc>{paragraphs(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    rows = row("题型", "题干", "答案") + row("判断", "急件随到随登。", "对") + row("判断", "急件次日登记。", "错")
    report = read_sheet(word(f"<w:tbl>{rows}</w:tbl>"))

    assert (report.format, report.layout, keys(report)) == ("docx", "headed_table", [True, False])
    assert report.questions[0].location == "表格 1 第 2 行"


def test_text_beside_a_table_is_reported():
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraphs(cell)}</w:tc>" for cell in cells) + "</w:tr>"
        for cells in [("题干", "答案"), *[(f"第{number}类急件随到随登。", "对") for number in range(9)]]
    )
    report = read_sheet(
        word(paragraphs("收文测试题") + f"<w:tbl>{rows}</w:tbl>" + paragraphs("还有一道：急件次日登记。"))
    )

    assert len(report.questions) == 9
    assert [(problem.location, problem.message) for problem in report.problems] == [
        ("第 12 行", "表格之外的文字没有读入：还有一道：急件次日登记。")
    ]


def judged(*rows):
    return read_rows(("题干", "答案", "解析", "questionType"), *[(*row, 1) for row in rows])


def test_explanations_tell_what_1_and_2_stand_for():
    rows = [(f"第{n}类文件当天办结。", 1 + n % 2, f"办法有规定。故{'错误' if n % 2 else '正确'}。") for n in range(10)]

    report = judged(*rows, ("急件当天办结。", 2, "办法有规定。故正确。"))

    assert keys(report) == [n % 2 == 0 for n in range(10)] + [False]
    assert statuses(report) == ["ok"] * 10 + ["doubtful"]


def test_without_explanations_1_and_2_are_not_guessed():
    report = judged(("急件当天办结。", 1, "见办法。"), ("缓件当天办结。", 2, "见办法。"))

    assert (keys(report), statuses(report)) == ([True, None], ["doubtful", "faulty"])


def test_rows_that_share_a_material_are_a_case():
    material = "某局收到急件没有登记。"
    report = read_rows(
        ("题型", "材料", "题干", "A", "B", "答案"),
        ("单选", material, "急件由谁登记？", "专人", "任何人", "A"),
        ("案例分析", material, "应当怎样改进？", None, None, "当天登记。"),
        ("判断", None, "缓件当天办结。", None, None, "错"),
    )

    assert [(question.type.value, question.stem, question.status) for question in report.questions] == [
        ("case", material, "ok"),
        ("true_false", "缓件当天办结。", "ok"),
    ]
    assert [(part.type.value, part.key) for part in report.questions[0].parts] == [
        ("single_choice", ["A"]),
        ("short_answer", "当天登记。"),
    ]
    assert (report.questions[0].first_line, report.questions[0].last_line) == (2, 3)
