"""One question per line, its parts kept asunder by signs such as ||| or ^*^, with or without labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from question_bank.sheets.drafts import Reading
from question_bank.sheets.report import Problem, SourceLine
from question_bank.sheets.sources import Row, Source, Table
from question_bank.sheets.tables.columns import Columns, find_headings
from question_bank.sheets.tables.roles import find_roles
from question_bank.sheets.tables.rows import sheet_section, table_drafts
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.labels import Field, label_at_start

_SIGNS = re.compile(r"[|^*#@$&~]{1,5}|\t")
_SAMPLE = 200
_FEWEST_LINES = 3


class DelimitedText:
    """Scores by the share of the lines that part alike."""

    name = "delimited_text"

    def score(self, source: Source) -> float:
        """0.95 where every line parts alike and the parts can be told."""
        lines = _filled(source)
        table = _as_table(lines)
        if table is None or _columns(table) is None:
            return 0.0
        return 0.95 * len(table.rows) / len(lines) * len(source.prose) / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Read the lines as rows; a line that parts otherwise is reported."""
        lines = _filled(source)
        table = _as_table(lines)
        columns = _columns(table) if table else None
        if table is None or columns is None:
            return Reading(())
        rows = {row.line for row in table.rows}
        problems = [
            Problem(f"第 {line.number} 行", f"这一行与其他行格式不同，没有读入：{clean(line.text)[:40]}")
            for line in lines
            if line.number not in rows
        ]
        return Reading(tuple(table_drafts(_unlabelled(table), columns, sheet_section(source, table))), tuple(problems))


def _filled(source: Source) -> list[SourceLine]:
    return [line for line in source.prose if line.text.strip()]


def _as_table(lines: Sequence[SourceLine]) -> Table | None:
    """Return the lines cut at the sign that most of them hold equally often."""
    patterns: Counter[tuple[str, int]] = Counter()
    for line in lines[:_SAMPLE]:
        patterns.update(Counter(_SIGNS.findall(shape(line.text))).items())
    for (sign, times), count in patterns.most_common(3):
        if count * 10 >= len(lines[:_SAMPLE]) * 9 and len(lines) >= _FEWEST_LINES:
            cut = [(line, line.text.split(sign)) for line in lines]
            rows = [
                Row(line.number, f"第 {line.number} 行", tuple(cells)) for line, cells in cut if len(cells) == times + 1
            ]
            return Table("", tuple(rows))
    return None


def _columns(table: Table) -> Columns | None:
    """Tell the columns by labels in the cells (题目：…^*^答案：…), by headings, or by content."""
    return _labelled_columns(table) or find_headings(table) or find_roles(table)


def _labelled_columns(table: Table) -> Columns | None:
    fields: dict[int, Field] = {}
    for position in range(len(table.rows[0].cells)):
        labels = Counter(_label_field(row.cells[position]) for row in table.rows)
        field, count = labels.most_common(1)[0]
        if field is not None and count * 10 >= len(table.rows) * 9:
            fields[position] = field
    return Columns(fields) if Field.STEM in fields.values() else None


def _label_field(cell: str) -> Field | None:
    label = label_at_start(shape(clean(cell)))
    return label.field if label else None


def _unlabelled(table: Table) -> Table:
    return Table(table.title, tuple(Row(row.line, row.location, tuple(map(_value, row.cells))) for row in table.rows))


def _value(cell: str) -> str:
    cleaned = clean(cell)
    label = label_at_start(shape(cleaned))
    return cleaned[label.end :] if label else cleaned


LAYOUT = DelimitedText()
