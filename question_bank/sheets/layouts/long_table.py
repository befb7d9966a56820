"""Tables with a row for each option: blank cells repeat the question above, a column says which options are right."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.sheets.drafts import Draft, Reading
from question_bank.sheets.report import Note, Problem
from question_bank.sheets.sources import Row, Source, Table
from question_bank.sheets.tables.columns import Columns, long_columns
from question_bank.sheets.tables.rows import row_draft, sheet_section, unread_prose
from question_bank.sheets.words.answers import judgement
from question_bank.sheets.words.folding import clean
from question_bank.sheets.words.headings import Section
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.markers import LETTERS


class LongTable:
    """Scores by the share of the lines in tables with both columns."""

    name = "long_table"

    def score(self, source: Source) -> float:
        """1 where every line is such a row; a table of one row a question leaves these to it."""
        rows = sum(len(table.rows) for table in source.tables if long_columns(table) is not None)
        return rows / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Read every such table; others are reported."""
        drafts: list[Draft] = []
        problems = list(unread_prose(source))
        for table in source.tables:
            columns = long_columns(table)
            if columns is None:
                problems.append(Problem(table.place, "这张表不是一行一个选项，没有读入，请分开导入"))
            else:
                drafts += _drafts(table, columns, sheet_section(source, table))
        return Reading(tuple(drafts), tuple(problems))


def _drafts(table: Table, columns: Columns, section: Section) -> Iterator[Draft]:
    places = {field: position for position, field in columns.fields.items()}
    draft: Draft | None = None
    for row in table.rows[columns.first_row :]:
        if _cell(row, places[Field.STEM]):
            if draft is not None:
                yield draft
            draft = row_draft(row, columns, section)
            if draft is not None:
                draft.options.clear()
                draft.fields.pop(Field.RIGHT, None)
        if draft is not None and _cell(row, places[Field.OPTIONS]):
            _take(draft, row, places)
    if draft is not None:
        yield draft


def _take(draft: Draft, row: Row, places: dict[Field, int]) -> None:
    """Add the option of a row, and its letter to the answer if it is right."""
    if len(draft.options) >= len(LETTERS):
        draft.notes.append(Note("options", "faulty", f"选项超过 {len(LETTERS)} 个，多的没有读入"))
        return
    letter = LETTERS[len(draft.options)]
    draft.options[letter] = _cell(row, places[Field.OPTIONS])
    draft.last_line = row.line
    right = _cell(row, places[Field.RIGHT])
    verdict = judgement(right) if right else False
    if verdict is None:
        draft.notes.append(Note("key", "faulty", f"“{right[:10]}”看不出选项 {letter} 是否正确"))
    elif verdict:
        draft.fields[Field.ANSWER] = draft.fields.get(Field.ANSWER, "") + letter


def _cell(row: Row, position: int) -> str:
    return clean(row.cells[position]) if position < len(row.cells) else ""


LAYOUT = LongTable()
