"""Tables whose columns have headings: 题干, 选项A, 答案, …"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from question_bank.sheets.drafts import Draft, Reading
from question_bank.sheets.report import Problem
from question_bank.sheets.sources import Source, Table
from question_bank.sheets.tables.codes import settle_codes, settle_judgements
from question_bank.sheets.tables.columns import Columns, find_headings, long_columns
from question_bank.sheets.tables.rows import sheet_section, table_drafts, unread_prose


class HeadedTable:
    """Scores by the share of the lines that stand under headings it knows."""

    name = "headed_table"

    def score(self, source: Source) -> float:
        """1 where every line is a row below known headings."""
        rows = sum(len(table.rows) for table in source.tables if find_headings(table) and not long_columns(table))
        return rows / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Read every table with headings; a table without them is reported."""
        drafts: list[Draft] = []
        problems = list(unread_prose(source))
        for table in source.tables:
            columns = find_headings(table)
            if columns is None:
                problems.append(Problem(table.place, "没有找到表头（至少要有“题干”和“答案”），这张表没有读入"))
                continue
            drafts += table_drafts(table, columns, sheet_section(source, table))
            problems += unknown_columns(table, columns)
        settle_codes(drafts)
        settle_judgements(drafts)
        return Reading(tuple(drafts), tuple(problems))


def unknown_columns(table: Table, columns: Columns, known: Collection[int] = ()) -> Iterator[Problem]:
    """Name the columns that hold something and were not understood."""
    for position, heading in columns.unknown.items():
        if position in known:
            continue
        below = table.rows[columns.first_row :]
        if any(row.cells[position].strip() for row in below if position < len(row.cells)):
            yield Problem(table.place, f"不认识“{heading[:20]}”这一列，没有读入")


LAYOUT = HeadedTable()
