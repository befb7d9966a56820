"""The files the demo office would hand over: its policy, two question sheets, its roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from string import ascii_uppercase

from exam_site.demo.office_files import WordFile, workbook_bytes
from exam_site.demo.sources import (
    DemoCadre,
    DemoOffice,
    DemoQuestion,
    load_exam_plans,
    load_office,
    load_questions,
    policy_text,
)
from question_bank.content import QuestionType
from quizzes.marking import points_text

TYPE_NAMES = {
    QuestionType.SINGLE_CHOICE: "单项选择题",
    QuestionType.MULTIPLE_CHOICE: "多项选择题",
    QuestionType.INDETERMINATE_CHOICE: "不定项选择题",
    QuestionType.TRUE_FALSE: "判断题",
    QuestionType.FILL_IN_THE_BLANK: "填空题",
    QuestionType.SHORT_ANSWER: "简答题",
}

_SECTION_NUMBERS = "一二三四五六"
_OPTION_LETTERS = ascii_uppercase[:6]
_QUESTION_COLUMNS = {
    "题型": 14,
    "题干": 48,
    **{f"选项{letter}": 20 for letter in _OPTION_LETTERS},
    "答案": 24,
    "解析": 40,
    "依据": 22,
    "知识点": 12,
    "难度": 8,
}
_ROSTER_COLUMNS = {"工号": 12, "姓名": 12, "单位": 28, "职务": 16, "手机": 16, "新任": 8}


def policy_docx(text: str | None = None) -> bytes:
    """Return a policy in Markdown, the demo's own if none is given, as a Word document.

    Chapters are headings, article numbers are bold.
    """
    title, *lines = filter(None, (text or policy_text()).splitlines())
    document = WordFile(title=title.removeprefix("# "), author=load_office().name, font_size=16, line_spacing=28)
    add = document.caption
    for line in lines:
        if line.startswith("## "):
            document.chapter(line.removeprefix("## "))
            add = document.body
        else:
            add(line)
    return document.to_bytes()


def docx_questions() -> tuple[DemoQuestion, ...]:
    """Return the questions that come as a Word sheet: every other one of each type."""
    return tuple(question for questions in _by_type() for question in questions[::2])


def xlsx_questions() -> tuple[DemoQuestion, ...]:
    """Return the questions that come as an Excel sheet: those that are not in the Word sheet."""
    return tuple(question for questions in _by_type() for question in questions[1::2])


def question_docx() -> bytes:
    """Return half of the bank as a Word sheet in the layout offices use."""
    document = WordFile(title="组工干部季季考试题（第一批）", author=load_office().name, font_size=12, line_spacing=20)
    sections = groupby(docx_questions(), key=lambda question: question.content.type)
    for number, (question_type, questions) in zip(_SECTION_NUMBERS, sections, strict=False):
        document.heading(f"{number}、{TYPE_NAMES[question_type]}（每题{_marks_text(question_type)}分）")
        for place, question in enumerate(questions, start=1):
            for line in _sheet_lines(place, question):
                document.line(line)
    return document.to_bytes()


def question_xlsx() -> bytes:
    """Return the other half of the bank as an Excel sheet, one question a row."""
    return workbook_bytes(
        title="试题",
        author=load_office().name,
        columns=_QUESTION_COLUMNS,
        rows=map(_sheet_row, xlsx_questions()),
    )


def roster_xlsx(cadres: Iterable[DemoCadre] | None = None, source: DemoOffice | None = None) -> bytes:
    """Return the roster of some cadres of an office, the demo's where none is named, or of all of it.

    Telephone numbers stay empty, for any number would be somebody's.
    """
    office = source or load_office()
    rows = (
        (
            cadre.staff_number,
            cadre.name,
            office.unit_path(cadre.unit),
            cadre.position,
            "",
            "是" if cadre.is_newcomer else "否",
        )
        for cadre in (office.cadres if cadres is None else cadres)
    )
    return workbook_bytes(title="人员名单", author=office.name, columns=_ROSTER_COLUMNS, rows=rows)


def key_text(question: DemoQuestion) -> str:
    """Return a key as people write it in sheets: ABD, 正确, or 五/5；两/2 for two blanks."""
    match question.content.key:
        case bool(verdict):
            return "正确" if verdict else "错误"
        case [[*_], *_] as blanks:
            return "；".join("/".join(accepted) for accepted in blanks)
        case [*letters]:
            return "".join(map(str, letters))
        case text:
            return str(text)


def _by_type() -> Iterator[list[DemoQuestion]]:
    """Yield the questions of each type; the source keeps a type together."""
    for _, questions in groupby(load_questions(), key=lambda question: question.content.type):
        yield list(questions)


def _marks_text(question_type: QuestionType) -> str:
    sections = load_exam_plans()["quarterly_test"].blueprint.sections
    return next(points_text(section.marks) for section in sections if section.type is question_type)


def _sheet_lines(number: int, question: DemoQuestion) -> Iterator[str]:
    yield f"{number}．{question.content.stem}"
    for option in question.content.options:
        yield f"{option.id}．{option.text}"
    yield f"答案：{key_text(question)}"
    yield f"解析：{question.content.explanation}"
    yield f"依据：{question.citation}"
    yield f"知识点：{question.topic}"
    yield f"难度：{question.difficulty}"


def _sheet_row(question: DemoQuestion) -> tuple[str, ...]:
    texts = {option.id: option.text for option in question.content.options}
    return (
        TYPE_NAMES[question.content.type],
        question.content.stem,
        *(texts.get(letter, "") for letter in _OPTION_LETTERS),
        key_text(question),
        question.content.explanation,
        question.citation,
        question.topic,
        question.difficulty,
    )
