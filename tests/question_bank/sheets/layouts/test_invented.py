"""Layouts as teachers would type them that no collected sheet shows: read right, or told; never a wrong key."""

from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from tests.question_bank.sheets.files import workbook
from tests.question_bank.sheets.layouts.reading import keys, read_text, statuses

#: Two questions, of which A answers the first and B the second.
TWO_CHOICES = {
    "small letters": "1. {q}\na. 专人\nb. 任何人\n答案：a\n2. {r}\na. 专人\nb. 任何人\n答案：b\n",
    "round numbers": "（1）{q}\n{o}\n答案：A\n（2）{r}\n{o}\n答案：B\n",
    "circled numbers": "①{q}\nA、专人 B、任何人\n答案：A\n②{r}\nA、专人 B、任何人\n答案：B\n",
    "Chinese numbers": "一、{q}\n{p}\n答案：A\n二、{r}\n{p}\n答案：B\n",
    "第1题 and no colon": "第1题 {q}\n{p}\n正确答案是 A\n第2题 {r}\n{p}\n正确答案是 B\n",
    "English labels": "Question 1: {q}\n{o}\nAnswer: A\nExplanation: see rules\nQuestion 2: {r}\n{o}\n"
    "Answer: B\nExplanation: see rules\n",
    "answers before": "答案：A\n1. {q}\n{o}\n\n答案：B\n2. {r}\n{o}\n",
    "answers beside the stem": "1、{q}答案：A\n{p}\n2、{r}答案：B\n{p}\n",
    "answers in brackets behind": "1.{q}A.专人 B.任何人（答案：A）\n2.{r}A.专人 B.任何人（答案：B）\n",
    "what somebody answered": "1. {q}\n{o}\n我的答案：B\n正确答案：A\n得分：0\n2. {r}\n{o}\n"
    "我的答案：B\n正确答案：B\n得分：2\n",
    "all in one line": "1.{q}A.专人B.任何人 答案:A\n2.{r}A.专人B.任何人 答案:B\n",
    "texts for letters": "1. {q}\n{o}\n答案：专人\n2. {r}\n{o}\n答案：B 任何人\n",
    "Markdown list": "## 一、单选题\n\n1. {q}\n   - A. 专人\n   - B. 任何人\n\n   **答案：A**\n\n"
    "2. {r}\n   - A. 专人\n   - B. 任何人\n\n   **答案：B**\n",
    "Markdown boxes": "### 1. {q}\n- [x] A. 专人\n- [ ] B. 任何人\n\n### 2. {r}\n- [ ] A. 专人\n- [x] B. 任何人\n",
    "Markdown table": "| 题干 | A | B | 答案 |\n|---|---|---|---|\n"
    "| {q} | 专人 | 任何人 | A |\n| {r} | 专人 | 任何人 | B |\n",
    "tabs": "题目\tA\tB\t答案\n{q}\t专人\t任何人\tA\n{r}\t专人\t任何人\tB\n",
    "semicolons": "题目;A;B;答案\n{q};专人;任何人;A\n{r};专人;任何人;B\n",
    "key in a table below": "1. {q}\n{o}\n2. {r}\n{o}\n参考答案\n题号\t1\t2\n答案\tA\tB\n",
    "key by its heading": "一、单选题\n1. {q}\n{o}\n2. {r}\n{o}\n参考答案\n单选题：AB\n",
    "key by the section's number": "一、单选题\n1. {q}\n{o}\n2. {r}\n{o}\n答案：\n一、1.A 2.B\n",
    "traditional characters": "一、單選題\n1. {q}\n{o}\n答案：A\n2. {r}\n{o}\n答案：B\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", TWO_CHOICES.values(), ids=TWO_CHOICES)
def test_two_choices_in_many_manners(layout):
    options = {"o": "A. 专人\nB. 任何人", "p": "A、专人\nB、任何人"}

    report = read_text(layout.format(q="急件由谁登记？", r="缓件由谁登记？", **options))

    assert [question.stem for question in report.questions] == ["急件由谁登记？", "缓件由谁登记？"]
    assert {question.options for question in report.questions} == {("专人", "任何人")}
    assert (keys(report), statuses(report)) == ([["A"], ["B"]], ["ok", "ok"])


TABLES = {
    "heading in row 3": [
        ("收文测试题",), ("2026年",),
        ("题干", "A", "B", "答案"), ("{q}", "专人", "任何人", "A"), ("{r}", "专人", "任何人", "B"),
    ],
    "two rows of headings": [
        ("序号", "题干", "选项", None, "答案"), (None, None, "A", "B", None),
        (1, "{q}", "专人", "任何人", "A"), (2, "{r}", "专人", "任何人", "B"),
    ],
    "options in the next row": [
        (1, "1、{q}", "A"), (None, "(A)专人 (B)任何人", None), (2, "2、{r}", "B"), (None, "(A)专人 (B)任何人", None),
    ],
    "a row for each option": [
        ("题目序号", "题目类型", "题目内容", "是否正确项", "选项内容"), ("填写说明：从第三行填起",),
        (1, "单选题", "{q}", "是", "专人"), (None, None, None, "否", "任何人"),
        (2, "单选题", "{r}", "否", "专人"), (None, None, None, "是", "任何人"),
    ],
    "no headings, options in one cell": [
        (1, "{q}", "A.专人$$B.任何人", 2, "A", "见办法第三条规定的内容和程序要求，不再重复"),
        (1, "{r}", "A.专人$$B.任何人", 2, "B", "见办法第四条规定的内容和程序要求，不再重复"),
    ],
    "two tables on a sheet": [
        ("题干", "A", "B", "答案"), ("{q}", "专人", "任何人", "A"),
        ("题干", "答案", "B", "A"), ("{r}", "B", "任何人", "专人"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_two_choices_in_many_tables(rows):
    filled = [
        [cell.format(q="急件由谁登记？", r="缓件由谁登记？") if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]

    report = read_sheet(workbook({"Sheet1": filled}))

    assert [question.stem for question in report.questions] == ["急件由谁登记？", "缓件由谁登记？"]
    assert {question.options for question in report.questions} == {("专人", "任何人")}
    assert (keys(report), statuses(report)) == ([["A"], ["B"]], ["ok", "ok"])


@pytest.mark.parametrize(
    "text",
    [
        "一、判断题\n1. 急件当天办结。（Y）\n2. 缓件当天办结。（N）\n",
        "一、判断题\n（T）1. 急件当天办结。\n（F）2. 缓件当天办结。\n",
        "判断题\n1、急件当天办结。 对\n2、缓件当天办结。 错\n",
        "题干\t答案\n急件当天办结。\tY\n缓件当天办结。\tN\n",
        "一、判断题\n1. 急件当天办结。\n2. 缓件当天办结。\n参考答案\n判断题：√×\n",
        "一、判断题\n1. 急件当天办结。\nA.对 B.错\n答案：A\n2. 缓件当天办结。\nA.对 B.错\n答案：B\n",
    ],
)
def test_judgements_in_many_manners(text):
    report = read_text(text)

    assert [question.type for question in report.questions] == [QuestionType.TRUE_FALSE] * 2
    assert (keys(report), statuses(report)) == ([True, False], ["ok", "ok"])


@pytest.mark.parametrize(
    "text",
    [
        "Q：收文由谁登记？\nA：由专人登记。\n\nQ：急件几日办结？\nA：当天办结。\n",
        "Q1：收文由谁登记？\nA1：由专人登记。\nQ2：急件几日办结？\nA2：当天办结。\n",
        "问：收文由谁登记？\n答：由专人登记。\n问：急件几日办结？\n答：当天办结。\n",
        "一、简答题\n1.收文由谁登记？\n答案要点：由专人登记。\n2.急件几日办结？\n参考答案：当天办结。\n",
    ],
)
def test_questions_and_answers_in_words(text):
    report = read_text(text)

    assert [(question.stem, question.key) for question in report.questions] == [
        ("收文由谁登记？", "由专人登记。"),
        ("急件几日办结？", "当天办结。"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1. 急件由谁登记？\nA. 专人\nB. 任何人\n解析：见办法第三条。故选A。\n", "故选A"),
        ("一、填空题\n1. 急件应在（当天）内办结。\n", "括号里的文字"),
    ],
)
def test_what_is_only_likely_is_doubted(text, word):
    (question,) = read_text(text).questions

    assert (question.status, word in question.problems[0]) == ("doubtful", True)


@pytest.mark.parametrize(
    "text",
    [
        "一、填空题\n1. 急件应在__当天__内办结，由__专人__登记。\n",
        "一、填空题\n1. 急件应在（ ）内办结，由（ ）登记。 当天；专人\n",
        "一、单选题\n1. 急件由谁登记？\nA. 专人\nB. 任何人\n答案：见教材第三页\n",
        "一、单选题\n1. 急件由谁登记？\nA. 专人\nB. 任何人\n答案：A或B\n",
        "一、判断题\n1. 急件当天办结。\n答案：基本正确\n",
    ],
)
def test_what_cannot_be_told_is_reported_and_has_no_key(text):
    (question,) = read_text(text).questions

    assert (question.key, question.status) == (None, "faulty")
