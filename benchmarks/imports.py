"""How fast a thousand questions are read from a workbook, and ten forms drawn from a large bank."""

from __future__ import annotations

import random
from time import perf_counter

from accounts.spreadsheets import write_workbook
from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from quizzes.assembly import PoolItem, assemble, parse_blueprint

QUESTIONS = 1_000
POOL = 100_000
FORMS = 10


def run() -> dict[str, float]:
    """Return seconds for reading 1,000 questions and for assembling 10 forms of 100 from 100,000."""
    return {"read_1000_questions_seconds": _read(), "assemble_10_forms_seconds": _assemble()}


def _read() -> float:
    header = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析"]
    rows = [
        ["单选题", f"第{number}项工作应当在（　　）日内办结。", "一", "三", "五", "七", "ABCD"[number % 4], "见办法。"]
        for number in range(QUESTIONS)
    ]
    data = write_workbook("试题", header, rows)
    begun = perf_counter()
    report = read_sheet(data)
    seconds = perf_counter() - begun
    if len(report.questions) != QUESTIONS:
        raise AssertionError(f"read {len(report.questions)} of {QUESTIONS}")
    return seconds


def _assemble() -> float:
    chance = random.Random(1)
    topics = ["基本职责", "基本知识", "基本方法", "基本规范"]
    pool = [
        PoolItem(
            id=number,
            type=QuestionType.SINGLE_CHOICE,
            digest=str(number),
            topics=frozenset({chance.choice(topics)}),
            provisions=frozenset({str(chance.randrange(5_000))}),
        )
        for number in range(POOL)
    ]
    section = {"title": "单选", "type": "single_choice", "count": 100, "marks": 1}
    plan = parse_blueprint({"title": "卷", "sections": [{**section, "topic_counts": dict.fromkeys(topics, 25)}]})
    begun = perf_counter()
    draws = assemble(plan, pool, seed=1, forms=FORMS)
    seconds = perf_counter() - begun
    if len({item.id for draw in draws for item in draw.items}) != FORMS * 100:
        raise AssertionError("the forms overlap")
    return seconds
