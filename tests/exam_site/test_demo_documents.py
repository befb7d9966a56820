from __future__ import annotations

import pytest
import time_machine

from accounts.rosters import parse_roster
from exam_site.demo import documents
from exam_site.demo.sources import load_exam_plans, load_office, load_questions, policy_text
from question_bank.content import QuestionType, fold_spaces
from question_bank.provisions import parse_policy, read_source, walk
from question_bank.sheets import read_sheet

ASKED_QUARTERLY = {section.type for section in load_exam_plans()["quarterly_test"].blueprint.sections}


def test_word_policy_reads_back_as_the_text_it_was_made_from():
    policy, text = parse_policy(read_source(documents.policy_docx())), parse_policy(policy_text())

    assert (policy.title, policy.number, policy.problems) == (text.title, text.number, ())
    assert [(one.path, one.text) for one in walk(policy.tree)] == [(one.path, one.text) for one in walk(text.tree)]


@pytest.mark.parametrize("name", ["policy_docx", "question_docx", "question_xlsx", "roster_xlsx"])
def test_file_has_the_same_bytes_whenever_it_is_made(name):
    make = getattr(documents, name)

    with time_machine.travel("2026-02-01"):
        earlier = make()
    with time_machine.travel("2030-12-31"):
        later = make()

    assert earlier == later


def test_each_question_stands_in_one_of_the_two_sheets():
    word, excel = documents.docx_questions(), documents.xlsx_questions()

    assert (len(word), len(excel)) == (60, 60)
    assert set(map(id, [*word, *excel])) == set(map(id, load_questions()))
    assert {q.content.type for q in word} == {q.content.type for q in excel} == ASKED_QUARTERLY


@pytest.mark.parametrize(
    ("make_sheet", "questions"),
    [
        (documents.question_docx, documents.docx_questions()),
        (documents.question_xlsx, documents.xlsx_questions()),
    ],
    ids=["docx", "xlsx"],
)
def test_sheet_reads_back_whole_with_every_key(make_sheet, questions):
    report = read_sheet(make_sheet())

    assert report.problems == ()
    assert [(read.stem, read.status, read.problems) for read in report.questions if read.status != "ok"] == []
    assert [
        (
            read.type,
            fold_spaces(read.stem),
            read.options,
            read.key,
            read.explanation,
            read.citation,
            read.topic,
            read.difficulty,
        )
        for read in report.questions
    ] == [
        (
            question.content.type,
            fold_spaces(question.content.stem),
            tuple(option.text for option in question.content.options),
            question.content.key,
            question.content.explanation,
            question.citation,
            question.topic,
            question.difficulty,
        )
        for question in questions
    ]


def test_word_sheet_gives_each_question_the_marks_of_the_quarterly_test():
    marks = {section.type: section.marks for section in load_exam_plans()["quarterly_test"].blueprint.sections}

    report = read_sheet(documents.question_docx())

    assert [read.marks for read in report.questions] == [marks[read.type] for read in report.questions]


def test_roster_reads_back_as_the_office():
    office = load_office()

    roster = parse_roster(documents.roster_xlsx())

    assert roster.ignored == ()
    assert [row.problems for row in roster.rows if row.problems] == []
    assert [(row.username, row.name, "/".join(row.path), row.position, row.newcomer) for row in roster.rows] == [
        (
            cadre.staff_number,
            cadre.name,
            office.unit_path(cadre.unit),
            cadre.position,
            cadre.staff_number in office.newcomers,
        )
        for cadre in office.cadres
    ]


@pytest.mark.parametrize(
    ("question_type", "expected"),
    [
        (QuestionType.SINGLE_CHOICE, "B"),
        (QuestionType.MULTIPLE_CHOICE, "ABD"),
        (QuestionType.TRUE_FALSE, "正确"),
        (QuestionType.FILL_IN_THE_BLANK, "一/1"),
    ],
)
def test_key_is_written_as_sheets_write_it(question_type, expected):
    question = next(question for question in load_questions() if question.content.type is question_type)

    assert documents.key_text(question) == expected
