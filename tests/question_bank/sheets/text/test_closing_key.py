from __future__ import annotations

import pytest

from question_bank.sheets import read_sheet
from tests.question_bank.sheets.files import paragraphs, word
from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses

QUESTIONS = """一、单项选择题
1. 收文由谁登记（ ）
A．专人 B．任何人
2. 急件应当（ ）
A．速办 B．缓办
3. 收文簿由谁保管（ ）
A．专人 B．任何人
"""


@pytest.mark.parametrize(
    "key",
    [
        "参考答案\n一、单项选择题\n1-3 ABA\n",
        "参考答案：\n1-3：A B A\n",
        "参考答案\n1.A 2.B 3.A\n",
        "参考答案：1.A 2.B 3.A\n",
        "答案：1-3 ABA\n",
        "参考答案\n1、A\n2、B\n3、A\n",
        "参考答案\n题号\t1\t2\t3\n答案\tA\tB\tA\n",
        "附：参考答案\n1 2 3\nA B A\n",
        "参考答案及解析\n1.【答案】A【解析】专人负责。\n2.【答案】B\n3.【答案】A\n",
        "答案部分\n1.A 2.B\n3.A\n",
    ],
)
def test_key_at_the_end_is_paired_by_number(key):
    report = read_text(QUESTIONS + key)

    assert keys(report) == [["A"], ["B"], ["A"]]
    assert (statuses(report), report.problems) == (["ok"] * 3, ())


def test_key_of_several_types_under_their_headings():
    report = read_text(
        QUESTIONS
        + "二、多项选择题\n1. 收文有（ ）\nA．签收 B．登记\n2. 发文有（ ）\nA．签发 B．印制 C．用印\n"
        + "三、判断题\n1. 急件随到随登。（ ）\n2. 急件次日登记。（ ）\n"
        + "四、填空题\n1. 收文当日____。\n五、简答题\n1. 简述收文。\n"
        + "参考答案\n一、单项选择题\n1-3 AAA\n二、多项选择题\n1.AB 2.ABC\n三、判断题\n1.√ 2.×\n"
        + "四、填空题\n1.登记\n五、简答题\n1.（1）签收；\n（2）登记。\n"
    )

    assert keys(report) == [
        ["A"],
        ["A"],
        ["A"],
        ["A", "B"],
        ["A", "B", "C"],
        True,
        False,
        [["登记"]],
        "（1）签收；\n（2）登记。",
    ]
    assert statuses(report) == ["ok"] * 9


def test_key_after_each_section():
    report = read_text(
        QUESTIONS + "参考答案：1-3 ABA\n二、判断题\n1. 急件随到随登。（ ）\n2. 急件次日登记。（ ）\n参考答案：1.√ 2.×\n"
    )

    assert keys(report) == [["A"], ["B"], ["A"], True, False]


def test_numbers_that_run_on_through_the_sections():
    report = read_text(QUESTIONS + "二、判断题\n4. 急件随到随登。（ ）\n参考答案\n1-3 ABA 4.√\n")

    assert keys(report) == [["A"], ["B"], ["A"], True]


def test_answers_in_words_without_headings():
    report = read_text("一、填空题\n1. 收文当日____。\n2. 急件____。\n参考答案\n1. 登记\n2. 随到随登\n")

    assert keys(report) == [[["登记"]], [["随到随登"]]]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("参考答案：\n1-3 AB\n", "1–3 题有 3 道，答案是“AB”"),
        ("参考答案\n1.A 2.B 3.A 4.B\n", "没有第 4 题"),
        ("参考答案\n题号\nA B\n", "参考答案有 2 个，试题有 3 道"),
    ],
)
def test_key_that_does_not_fit_gives_no_answer_and_is_reported(key, reason):
    report = read_text(QUESTIONS + key)

    assert keys(report) == [None, None, None]
    assert [problem.message for problem in report.problems] == [f"参考答案没有配上试题：{reason}"]


def test_key_in_a_table_of_a_word_document():
    rows = [("题号", "1", "2", "3"), ("答案", "A", "B", "A")]
    table = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraphs(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    body = paragraphs(*QUESTIONS.splitlines(), "参考答案") + f"<w:tbl>{table}</w:tbl>"
    report = read_sheet(word(body))

    assert (keys(report), report.problems) == ([["A"], ["B"], ["A"]], ())


def test_questions_missing_from_the_key_stay_without_answer():
    report = read_text(QUESTIONS + "参考答案\n1.A 3.A\n")

    assert (keys(report), statuses(report)) == ([["A"], None, ["A"]], ["ok", "faulty", "ok"])
