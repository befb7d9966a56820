from __future__ import annotations

from question_bank.sheets.report import SourceLine
from question_bank.sheets.text.lines import Line, joined, readable_lines


def test_joined_closes_hard_wraps_and_keeps_lists_apart():
    assert joined(["干部教育培训应当突出政", "治训练"]) == "干部教育培训应当突出政治训练"
    assert joined(["下列说法", "①甲", "②乙", "正确的是"]) == "下列说法\n①甲\n②乙\n正确的是"
    assert joined(["the civil", "service"]) == "the civil service"
    assert joined(["一句。", "又一句"]) == "一句。\n又一句"


def test_cut_keeps_text_and_shape_together():
    line = Line.of(3, "Ａ．【甲】 乙").cut(2)

    assert (line.number, line.text, line.shape) == (3, "【甲】 乙", "[甲] 乙")


def test_page_noise_is_blanked_in_place():
    texts = ["1.甲", "— 3 —", "第 2 页 共 9 页", "=====", "得分：____", "2.乙"]
    lines, problems = readable_lines([SourceLine(number, text) for number, text in enumerate(texts, start=1)])

    assert [line.text for line in lines] == ["1.甲", "", "", "", "", "2.乙"]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert problems == []


def test_a_stem_that_comes_again_and_again_is_no_running_header():
    texts = ["下列属于收文程序的是", "A.签收", "B.印制", "答案：A"] * 20
    lines, problems = readable_lines([SourceLine(number, text) for number, text in enumerate(texts, start=1)])

    assert ([line.text for line in lines], problems) == (texts, [])


def test_lines_that_mean_something_are_no_running_headers():
    texts = ["正确答案：对", "A.正确 B.错误", "下列说法正确的是（ ）", "是 B否", "参考答案：A"] * 30
    lines, problems = readable_lines([SourceLine(number, text) for number, text in enumerate(texts, start=1)])

    assert [line.text for line in lines] == texts
    assert problems == []
