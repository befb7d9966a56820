"""Files that are no question sheets."""

from __future__ import annotations

import pytest

from question_bank.sheets import read_sheet
from tests.question_bank.sheets.files import workbook

PROSE = (
    "没有找到试题。文字里要有带题号的题干，例如“1．题干（　）”，选择题每个选项以“A．”“B．”开头，"
    "答案写在括号里，或者另起一行写“答案：B”。"
)


@pytest.mark.parametrize(
    "text",
    ["关于加强学习的通知\n各单位要抓好落实。\n", "1. 提高认识，加强学习。\n2. 抓好落实，确保实效。\n3. 总结经验。\n"],
)
def test_of_prose_it_says_what_questions_look_like(text):
    assert read_sheet(text.encode()).absence == PROSE


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [
                ("县委组织部花名册",),
                ("工号", "姓名", "单位"),
                ("YL001", "柳怀远", "县委组织部"),
                ("YL002", "沈一鸣", "县委"),
            ],
            "没有找到试题。表格要有“题干”和“答案”两列；找到的列有“工号”“姓名”“单位”，缺少“题干”“答案”。",
        ),
        (
            [("序号", "答案"), (1, "签收、登记"), (2, "登记、初审")],
            "没有找到试题。表格要有“题干”和“答案”两列；找到的列有“序号”“答案”，缺少“题干”。",
        ),
        ([("题型", "题干", "答案")], "没有找到试题。找到的列有“题型”“题干”“答案”，但是表头下面没有题。"),
        (
            [[f"甲{number}" for number in range(9)], range(9), range(9)],
            (
                "没有找到试题。表格要有“题干”和“答案”两列；"
                "找到的列有“甲0”“甲1”“甲2”“甲3”“甲4”“甲5”“甲6”“甲7”等 9 列，缺少“题干”“答案”。"
            ),
        ),
    ],
)
def test_of_a_table_it_says_which_columns_there_are_and_which_are_missing(rows, sentence):
    assert read_sheet(workbook({"表": rows})).absence == sentence


@pytest.mark.parametrize("text", ["1．收文由谁登记？\n", "1．收文由（　）登记。\n", "一、论述题\n1．谈谈收文。\n"])
def test_what_asks_is_there_however_much_is_missing(text):
    assert read_sheet(text.encode()).absence == ""
