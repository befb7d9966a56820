from __future__ import annotations

from question_bank.sheets.layouts import best_layout, known_layouts
from question_bank.sheets.sources import open_source


def test_every_module_with_a_layout_is_known():
    assert [layout.name for layout in known_layouts()] == [
        "answers_first",
        "asked_and_answered",
        "delimited_text",
        "grouped_table",
        "headed_table",
        "headless_table",
        "long_table",
        "numbered_text",
        "run_on_text",
        "unnumbered_text",
    ]


def test_every_score_lies_between_0_and_1():
    texts = [
        "甲",
        "1.甲（√）\n2.乙（×）",
        "题干,答案\n甲,对",
        "甲|||对\n乙|||错\n丙|||对",
        "一、判断题1、甲（√）2、乙（×）",
        "答案：A\n1.甲\nA.乙\nB.丙\n答案：B\n2.丁\nA.乙\nB.丙",
        "题干,选项内容,是否正确项\n甲,乙,是\n,丙,否",
        "问：甲\n答：乙\n问：丙\n答：丁",
    ]

    for text in texts:
        source = open_source(text.encode())
        assert all(0 <= layout.score(source) <= 1 for layout in known_layouts())


def test_the_fittest_layout_is_chosen():
    assert best_layout(open_source("1.甲\n答案：对\n2.乙\n答案：错".encode())).name == "numbered_text"
    assert best_layout(open_source("题干,答案\n甲,对".encode())).name == "headed_table"
