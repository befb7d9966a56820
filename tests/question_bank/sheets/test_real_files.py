"""Sheets in circulation, read against what a few lines of independent code take from the same files."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from question_bank.content import QuestionType
from question_bank.sheets import read_sheet
from question_bank.sheets.pairing import SheetFile, pair_files, read_pair

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collected sheets (../shared/data) are not here")


def read(name, folder="questions"):
    path = DATA / folder / name
    return read_sheet(path.read_bytes(), path.name)


def bare(value):
    """A cell's value or a text as it is shown, without blanks."""
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return "".join(str(int(value) if isinstance(value, float) else value).split())


def test_religious_knowledge_agrees_with_the_workbook_cell_by_cell():
    report = read("religious.xlsx")
    rows = list(load_workbook(DATA / "questions/religious.xlsx").active.iter_rows(min_row=2, values_only=True))

    assert len(report.questions) == len(rows) == 283
    for question, (_, type_, stem, *options, answer, page, source) in zip(report.questions, rows, strict=True):
        key = {"正确": True, "错误": False}.get(answer, list(answer))
        judged = type_ == "判断"
        assert (question.type.label, bare(question.stem), question.key) == (type_, bare(stem), key)
        assert [*map(bare, question.options)] == [bare(text) for text in options if text is not None and not judged]
        assert bare(question.citation) == bare(f"{page or ''}{source or ''}")
    assert [(q.location, q.problems) for q in report.questions if q.status != "ok"] == [
        ("工作表“建议格式”第 121 行", ("选项 C 与选项 D 内容相同",))
    ]


def test_blockchain_single_choice_agrees_with_the_text_block_by_block():
    report = read("bd_单选题.txt")
    blocks = (DATA / "questions/bd_单选题.txt").read_text("utf-8").strip().split("\n\n")
    pattern = re.compile(r"(.*?)\nA、(.*?)\nB、(.*?)\nC、(.*?)\nD、(.*?)\n正确答案：(.)(?:\n解析：(.*))?", re.DOTALL)
    expected = [pattern.fullmatch(block.strip()).groups(default="") for block in blocks if block.strip()]

    assert [(bare(q.stem), *map(bare, q.options), *q.key, bare(q.explanation), q.status) for q in report.questions] == [
        (*map(bare, groups), "ok") for groups in expected
    ]
    assert (len(report.questions), report.problems) == (157, ())


def test_party_building_agrees_with_the_texts_numbers_and_answers():
    report = read("党建_xuzhou_answer.txt")
    text = (DATA / "questions/党建_xuzhou_answer.txt").read_text("utf-8-sig")
    answers = re.findall(r"^\s*正确答案：(\S+)", text, re.MULTILINE)
    stems = [
        bare(stem) for stem in re.findall(r"^\s*\d+、(.*?)(?=^\s*(?:A、|正确答案))", text, re.MULTILINE | re.DOTALL)
    ]

    assert [bare(question.stem) for question in report.questions] == stems
    assert [question.key for question in report.questions] == [
        {"对": True, "错": False}.get(answer, list(answer)) for answer in answers
    ]
    assert Counter(question.status for question in report.questions) == {"ok": 808, "doubtful": 5}
    assert {problem[-5:] for question in report.questions for problem in question.problems} == {"的试题重复"}


def test_engineering_ethics_agrees_with_the_texts_answers():
    report = read("buaa.txt")
    text = (DATA / "questions/buaa.txt").read_text("utf-8")
    answers = re.findall(r"参考答案：(.*)", text)

    assert [question.key for question in report.questions] == [
        {"✔": True, "❌": False}.get(answer.strip(), answer.strip().split(", ")) for answer in answers
    ]
    assert {question.status for question in report.questions} == {"ok"}
    assert report.questions[-1].topic.startswith("第")


@pytest.mark.parametrize(
    ("name", "found", "statuses"),
    [
        ("baike.xlsx", 300, {"ok": 298, "faulty": 2}),
        ("bd_判断题.txt", 53, {"ok": 53}),
        ("derived_党建前200题_gb18030.txt", 238, {"ok": 236, "doubtful": 1, "faulty": 1}),
        ("edusafe.txt", 476, {"faulty": 317, "doubtful": 159}),
        ("fanyu.xls", 832, {"ok": 824, "faulty": 5, "doubtful": 3}),
        ("fyhc1.xlsx", 10, {"ok": 7, "doubtful": 2, "faulty": 1}),
        ("henan8_带解析.xlsx", 78, {"ok": 77, "doubtful": 1}),
        ("mathexam.xlsx", 7, {"doubtful": 5, "faulty": 2}),
        ("momo_推荐题库.docx", 40, {"ok": 40}),
        ("momo_数据库原理及应用历年考题-答案.doc", 127, {"ok": 97, "doubtful": 23, "faulty": 7}),
        ("sishi.csv", 1060, {"doubtful": 841, "faulty": 219}),
        ("uestc.txt", 1333, {"ok": 843, "doubtful": 8, "faulty": 482}),
        ("violasi_判断题.txt", 300, {"ok": 300}),
        ("violasi_单选题.txt", 300, {"faulty": 300}),
        ("violasi_多选题.txt", 300, {"faulty": 300}),
        ("violasi_理论.docx", 900, {"faulty": 900}),
    ],
)
def test_other_sheets_are_read_or_reported_question_by_question(name, found, statuses):
    report = read(name)

    assert len(report.questions) == found
    assert Counter(question.status for question in report.questions) == statuses
    assert all(question.problems for question in report.questions if question.status != "ok")


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("163wenku_判断粘连.txt", ["ok"] * 7),
        ("5er_公务员法.txt", ["doubtful", *["ok"] * 6, "doubtful", "ok"]),
        ("777doc_填空_已填.txt", ["faulty"] * 8),
        ("peee_党纪_多题型.txt", ["faulty", *["ok"] * 4, "faulty"]),
        ("renren_党务干事_粘连解析.txt", ["ok"] * 2),
    ],
)
def test_excerpts(name, statuses):
    assert [question.status for question in read(name, "excerpts").questions] == statuses


def test_a_paper_takes_its_answers_from_the_files_beside_it():
    names = [f"violasi_{name}" for name in ("判断题.txt", "单选题.txt", "多选题.txt", "理论.docx")]
    files = {name: SheetFile(name, (DATA / "questions" / name).read_bytes()) for name in names}

    (pair,) = pair_files(list(files.values())).pairs
    report = read_pair(files[pair.questions], [files[name] for name in pair.answers])

    assert (pair.questions, set(pair.answers)) == (names[3], set(names[:3]))
    # Eight of the paper's multiple choices have one right option.
    assert Counter(question.status for question in report.questions) == {"ok": 891, "faulty": 9}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "questions").glob("*")))
def test_the_command_reports_every_file_as_json(name, capsys):
    call_command("import_questions", str(DATA / "questions" / name), "--dry-run", "--json")

    report = json.loads(capsys.readouterr().out)

    assert len(report["questions"]) == sum(report["counts"].values())
    assert report["questions"] or report["problems"]


def test_an_old_workbook_that_only_answers_is_told_to_hold_no_question():
    assert "没有找到试题" in read("netuni.xls").absence


def test_numeric_options_keep_their_percent_sign():
    by_stem = {question.stem: question for question in read("baike.xlsx").questions}

    assert by_stem["法定休假日安排劳动者工作的，用人单位支付不低于工资的（）工资报酬"].options == (
        "100%",
        "200%",
        "300%",
        "400%",
    )


def test_word_sheet_carries_marks_and_topics():
    first = read("momo_推荐题库.docx").questions[0]

    assert (first.type, first.marks, first.topic, first.key) == (QuestionType.SINGLE_CHOICE, 1000, "主属性", ["C"])
