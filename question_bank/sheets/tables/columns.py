"""What each column of a table holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from question_bank.sheets.sources import Row, Table
from question_bank.sheets.words.labels import Field, heading_field, heading_option

#: Titles and instructions may stand above the headings.
_HEADINGS_WITHIN = 10
_SAMPLE = 200
_LONGEST_HEADING = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers (from 0) and what they hold: fields, single options by letter."""

    fields: Mapping[int, Field]
    options: Mapping[int, str] = field(default_factory=dict)
    #: The rows up to here are titles and headings.
    first_row: int = 0
    #: Columns with a heading that is not understood.
    unknown: Mapping[int, str] = field(default_factory=dict)


def find_headings(table: Table) -> Columns | None:
    """Return the columns by their headings; a stem and something to go with it make a row of headings."""
    for position in range(min(len(table.rows), _HEADINGS_WITHIN)):
        columns = headings_at(table, position)
        if columns is not None:
            return _with_letters_below(table, columns)
    return None


def _with_letters_below(table: Table, columns: Columns) -> Columns:
    """“选项” may head several columns, with A, B, C in a row of their own below."""
    if columns.first_row >= len(table.rows) or Field.OPTIONS not in columns.fields.values():
        return columns
    below = {i: cell for i, cell in enumerate(table.rows[columns.first_row].cells) if cell.strip()}
    letters = {i: letter for i, cell in below.items() if (letter := heading_option(cell)) is not None}
    if len(letters) < 2 or len(letters) < len(below):
        return columns
    fields = {i: field_ for i, field_ in columns.fields.items() if field_ is not Field.OPTIONS}
    return Columns(fields, letters, columns.first_row + 1, columns.unknown)


def headings_at(table: Table, position: int) -> Columns | None:
    """Return the columns that the row at this position heads, if it is a row of headings."""
    cells = table.rows[position].cells
    filled = {i: cell.strip() for i, cell in enumerate(cells) if cell.strip()}
    fields = {i: field_ for i, cell in filled.items() if (field_ := heading_field(cell)) is not None}
    found = set(fields.values())
    if Field.STEM not in found:
        return None
    others = {i: cell for i, cell in filled.items() if i not in fields}
    options = {i: letter for i, cell in others.items() if (letter := heading_option(cell)) is not None}
    if len(found) + len(options) < 2 or len(set(options.values())) < len(options):
        return None
    unknown = {i: cell for i, cell in others.items() if i not in options}
    return Columns(_one_stem(fields, table.rows[position + 1 :]), options, position + 1, unknown)


def long_columns(table: Table) -> Columns | None:
    """Return the columns of a table that gives each option a row and says in another column whether it is right."""
    columns = find_headings(table)
    wanted = {Field.RIGHT, Field.OPTIONS, Field.STEM}
    return columns if columns and wanted <= set(columns.fields.values()) else None


def headings_again(table: Table, position: int) -> Columns | None:
    """Return the columns that a further row of headings names; a question about <title> and NAME is none."""
    cells = table.rows[position].cells
    if not any(len(cell) <= _LONGEST_HEADING and heading_field(cell) is Field.STEM for cell in cells):
        return None
    columns = headings_at(table, position)
    if columns is None or columns.unknown:
        return None
    fields = set(columns.fields.values())
    return columns if Field.ANSWER in fields or len(columns.options) > 1 else None


def _one_stem(fields: dict[int, Field], below: Sequence[Row]) -> dict[int, Field]:
    """Keep, of two columns that could hold the stem (题目, 题目内容), the one with more text."""
    stems = [i for i, field_ in fields.items() if field_ is Field.STEM]
    if len(stems) == 1:
        return fields
    fullest = max(stems, key=lambda i: sum(len(row.cells[i]) for row in below[:_SAMPLE] if i < len(row.cells)))
    return {i: field_ for i, field_ in fields.items() if field_ is not Field.STEM or i == fullest}
