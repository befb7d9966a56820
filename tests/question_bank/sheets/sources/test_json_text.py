from __future__ import annotations

import json

import pytest

from question_bank.content import QuestionType
from question_bank.sheets import UnreadableSheet, read_sheet, to_json
from tests.question_bank.sheets.layouts.reading import keys, only, read_text, statuses


def read(value):
    return read_sheet(json.dumps(value, ensure_ascii=False).encode(), "题.json")


@pytest.mark.parametrize(
    "item",
    [
        {"question": "几日办结（ ）", "options": ["一日", "二日"], "answer": "A"},
        {"title": "几日办结（ ）", "options": {"A": "一日", "B": "二日"}, "answer": ["A"]},
        {
            "stem": "几日办结（ ）",
            "options": [{"letter": "B", "content": "二日"}, {"letter": "A", "content": "一日"}],
            "answer": "A",
        },
        {"question": "几日办结（ ）", "choices": ["A. 一日", "B. 二日"], "correct_answer": "A"},
        {"content": "几日办结（ ）", "A": "一日", "B": "二日", "answer": "一日"},
        {
            "question": {"text": "几日办结（ ）"},
            "options": [{"text": "一日", "isCorrect": True}, {"text": "二日", "isCorrect": False}],
        },
    ],
)  # fmt: skip
def test_objects_are_questions(item):
    for value in ([item], {"code": 0, "data": {"list": [item]}}):
        question = only(read(value))

        assert (question.stem.startswith("几日办结"), question.options, question.key) == (True, ("一日", "二日"), ["A"])
        assert (question.type, question.status) == (QuestionType.SINGLE_CHOICE, "ok")


def test_pairs_of_texts_are_questions_and_answers():
    pairs = {"本办法自（）起施行": "2026年1月1日", "急件应当在（）内登记，并（）办结": "一日；当天"}

    for value in (pairs, list(map(list, pairs.items())), [{"question": q, "answer": a} for q, a in pairs.items()]):
        report = read(value)

        assert keys(report) == [[["2026年1月1日"]], [["一日"], ["当天"]]]
        assert statuses(report) == ["doubtful", "doubtful"]


def test_named_lists_become_topics_and_lines_of_objects_a_list():
    item = {"question": "急件当天办结。", "type": "判断", "answer": True}

    assert [
        question.topic for question in read({"公文": [item], "会议": [item | {"question": "会议有记录。"}]}).questions
    ] == [
        "公文",
        "会议",
    ]
    assert keys(read_text(f"{json.dumps(item)}\n{json.dumps(item | {'answer': '错'})}\n")) == [True, False]


def test_our_own_report_is_read_as_it_was_written():
    report = read_text(
        "一、单选题（每题2分）\n1.急件由谁登记？\nA.专人\nB.任何人\n答案：A\n解析：见办法。\n"
        "二、填空题\n1.收文在____内由____登记。\n答案：一日/1日；专人\n三、判断题\n1.急件当天办结。\n答案：错\n"
        "四、多选题\n1.程序有（ ）\nA.签收\nB.登记\nC.传阅\n答案：AC\n"
        "五、简答题\n1.简述程序。\n答：签收、登记。\n"
    )

    again = read(to_json(report))

    assert [(q.type, q.stem, q.options, q.key, q.explanation, q.marks) for q in again.questions] == [
        (q.type, q.stem, q.options, q.key, q.explanation, q.marks) for q in report.questions
    ]
    assert statuses(again) == ["ok"] * 5


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", '[["甲"]]', '{"a": [{"b": 1}]}'])
def test_json_without_questions_is_told(text):
    with pytest.raises(UnreadableSheet, match="没有找到试题"):
        read_text(text)


def test_json_nested_beyond_reason_is_refused():
    with pytest.raises(UnreadableSheet, match="嵌套"):
        read_text("[" * 100_000)
