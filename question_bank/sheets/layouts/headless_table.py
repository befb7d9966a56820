"""Tables without headings: stem, options and answer are told from what the cells hold."""

from __future__ import annotations

from question_bank.sheets.drafts import Draft, Reading
from question_bank.sheets.report import Problem
from question_bank.sheets.sources import Source
from question_bank.sheets.tables.codes import settle_codes, settle_judgements
from question_bank.sheets.tables.columns import find_headings
from question_bank.sheets.tables.roles import find_roles
from question_bank.sheets.tables.rows import sheet_section, table_drafts, unread_prose


class HeadlessTable:
    """Scores by the share of the lines whose columns it can tell."""

    name = "headless_table"

    def score(self, source: Source) -> float:
        """0.8 where every line is such a row: headings, where there are any, are surer."""
        rows = sum(len(table.rows) for table in source.tables if not find_headings(table) and find_roles(table))
        return 0.8 * rows / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Read every table whose columns can be told; the others are reported."""
        drafts: list[Draft] = []
        problems = list(unread_prose(source))
        for table in source.tables:
            columns = find_roles(table)
            if columns is None:
                problems.append(Problem(table.place, "没有表头，也看不出哪一列是题干、哪一列是答案，没有读入"))
                continue
            drafts += table_drafts(table, columns, sheet_section(source, table))
        settle_codes(drafts)
        settle_judgements(drafts)
        return Reading(tuple(drafts), tuple(problems))


LAYOUT = HeadlessTable()
