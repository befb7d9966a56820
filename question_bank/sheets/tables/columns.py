"""What each column of a table holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from question_bank.sheets.sources import Table
from question_bank.sheets.words.labels import Field, heading_field, heading_option

#: Titles and instructions may stand above the headings.
_HEADINGS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers (from 0) and what they hold: fields, single options by letter."""

    fields: Mapping[int, Field]
    options: Mapping[int, str] = field(default_factory=dict)
    #: The rows up to here are titles and headings.
    first_row: int = 0
    #: Columns with a heading that is not understood.
    unknown: Mapping[int, str] = field(default_factory=dict)

    @property
    def last_option(self) -> int:
        """How many options the table has room for."""
        return len(self.options)


def find_headings(table: Table) -> Columns | None:
    """The columns by their headings; a stem and something to go with it make a row of headings."""
    for position, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        fields = {i: field_ for i, cell in enumerate(row.cells) if (field_ := heading_field(cell)) is not None}
        options = {
            i: letter
            for i, cell in enumerate(row.cells)
            if i not in fields and (letter := heading_option(cell)) is not None
        }
        found = set(fields.values())
        if Field.STEM in found and (len(found) > 1 or len(options) > 1) and len(set(options.values())) == len(options):
            unknown = {
                i: cell.strip()
                for i, cell in enumerate(row.cells)
                if cell.strip() and i not in fields and i not in options
            }
            return Columns(_one_stem(fields, table, position), options, position + 1, unknown)
    return None


def _one_stem(fields: dict[int, Field], table: Table, position: int) -> dict[int, Field]:
    """Of two columns that could hold the stem (题目, 题目内容), the one with more text does."""
    stems = [i for i, field_ in fields.items() if field_ is Field.STEM]
    below = table.rows[position + 1 :]
    fullest = max(stems, key=lambda i: sum(len(row.cells[i]) for row in below if i < len(row.cells)))
    return {i: field_ for i, field_ in fields.items() if field_ is not Field.STEM or i == fullest}
