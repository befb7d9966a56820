"""Rows made into drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Problem
from question_bank.sheets.sources import Row, Source, Table
from question_bank.sheets.tables.cases import in_cases
from question_bank.sheets.tables.columns import Columns, headings_again
from question_bank.sheets.text.blocks import Block
from question_bank.sheets.text.lines import Line, is_title
from question_bank.sheets.words.answers import literal_list
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.headings import Section, section_heading
from question_bank.sheets.words.labels import Field, label_at_start
from question_bank.sheets.words.markers import LETTERS, option_at_start
from question_bank.sheets.words.types import named_type

_GENERIC_TITLE = re.compile(r"(?:sheet|工作表)?\s?\d{0,3}|试题|题库|题目|建议格式|模板", re.IGNORECASE)
_BLOB_BREAK = re.compile(r"[\n|;；｜]|\$\$|#{2,4}")
_STRONG_BREAK = re.compile(r"\$\$|#{2,4}|\|{1,3}|\n")
_NUMBER = re.compile(r"\A\d{1,5}\s{0,3}[.、．]\s{0,5}(?=\D)")


def table_drafts(table: Table, columns: Columns, section: Section) -> list[Draft]:
    """Return a draft for every row that says something.

    A row that is only a heading (一、单选题) opens a section; another row of headings renames the columns.
    """
    drafts: list[Draft] = []
    for position in range(columns.first_row, len(table.rows)):
        row = table.rows[position]
        options = _options_row(row, drafts[-1] if drafts else None)
        if options:
            drafts[-1].options, drafts[-1].last_line = options, row.line
            continue
        heading = _heading(row)
        if heading is not None:
            section = heading
        elif (renamed := headings_again(table, position)) is not None:
            columns = renamed
        elif (draft := row_draft(row, columns, section)) is not None:
            drafts.append(draft)
    return in_cases(drafts)


def _options_row(row: Row, draft: Draft | None) -> dict[str, str]:
    """Return the options that stand in a row of their own below their question; none for any other row."""
    filled = [clean(cell) for cell in row.cells if cell.strip()]
    if draft is None or draft.options or not draft.stem or len(filled) != 1:
        return {}
    mark = option_at_start(shape(filled[0]))
    return _blob_options(filled[0]) if mark is not None and mark.letter == "A" else {}


def _heading(row: Row) -> Section | None:
    filled = [cell for cell in row.cells if cell.strip()]
    return section_heading(clean(filled[0])) if len(filled) == 1 else None


def sheet_section(source: Source, table: Table) -> Section:
    """Return what a worksheet's name says of its questions: their type, or, among several sheets, their topic."""
    title = table.title.strip()
    named = named_type(title) if title else None
    if named is not None and (named.is_concluded or not named.candidates) and not title.endswith("题"):
        # “C#编程开发” is a subject.
        named = None
    if named is not None or len(source.tables) == 1 or _GENERIC_TITLE.fullmatch(title):
        return Section(type=named)
    return Section(topic=title)


def unread_prose(source: Source) -> Iterator[Problem]:
    """Report the text that stands outside of the tables, titles and instructions aside."""
    for line in source.prose:
        read = Line.of(line.number, line.text)
        if not read.blank and not is_title(read):
            yield Problem(f"第 {line.number} 行", f"表格之外的文字没有读入：{read.text[:40]}")


def row_draft(row: Row, columns: Columns, section: Section) -> Draft | None:
    draft = Draft(row.location, row.line, row.line, section=section)
    for position, field_ in columns.fields.items():
        text = clean(row.cells[position]) if position < len(row.cells) else ""
        if field_ is Field.IGNORED and draft.number is None and text.isdecimal() and len(text) <= 5:
            draft.number = int(text)
        if not text or field_ is Field.IGNORED:
            continue
        if field_ is Field.OPTIONS:
            draft.options.update(_blob_options(text))
        elif field_ is Field.STEM:
            draft.stem = _NUMBER.sub("", text, count=1)
        else:
            draft.add(field_, _without_own_label(text, field_))
    for position, letter in columns.options.items():
        text = clean(row.cells[position]) if position < len(row.cells) else ""
        if text:
            draft.options[letter] = _without_own_letter(text, letter)
    return draft if draft.stem or draft.options or draft.fields else None


def _without_own_letter(text: str, letter: str) -> str:
    """“C.  时间” in column C is “时间”."""
    mark = option_at_start(Line.of(0, text).shape)
    if mark is not None and mark.letter == letter and mark.style and text[mark.end :].strip():
        return text[mark.end :].strip()
    return text


def _without_own_label(text: str, field_: Field) -> str:
    """“答案：A” in the column of answers is “A”."""
    label = label_at_start(shape(text))
    return text[label.end :].strip() if label and label.field is field_ else text


def _blob_options(text: str) -> dict[str, str]:
    """Return the options of one cell: a JSON list, “A.甲 B.乙”, or texts parted by lines, strokes or semicolons."""
    listed = literal_list(text)
    if listed is not None:
        return {letter: _without_own_letter(item, letter) for letter, item in zip(LETTERS, listed, strict=False)}
    parted = [part.strip() for part in _STRONG_BREAK.split(text) if part.strip()]
    marks = [option_at_start(Line.of(0, part).shape) for part in parted]
    if len(parted) > 1 and [mark.letter if mark else "" for mark in marks] == list(LETTERS[: len(parted)]):
        return {letter: _without_own_letter(part, letter) for letter, part in zip(LETTERS, parted, strict=False)}
    # A block begins with a stem, which a cell of options lacks.
    lettered = Block([Line.of(0, line) for line in ("题干", *text.split("\n"))]).draft().options
    if len(lettered) > 1:
        return lettered
    parts = [part.strip() for part in _BLOB_BREAK.split(text) if part.strip()]
    return {letter: _without_own_letter(part, letter) for letter, part in zip(LETTERS, parts, strict=False)}
