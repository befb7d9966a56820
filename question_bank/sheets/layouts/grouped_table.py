"""Rows of which some are the material that the next ones ask about, marked by two columns: isGroup, isGroupTitle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from question_bank.sheets.drafts import Draft, Reading
from question_bank.sheets.layouts.headed_table import LAYOUT as HEADED
from question_bank.sheets.layouts.headed_table import unknown_columns
from question_bank.sheets.layouts.headless_table import LAYOUT as HEADLESS
from question_bank.sheets.sources import Row, Source, Table
from question_bank.sheets.tables.cases import in_cases
from question_bank.sheets.tables.codes import settle_codes, settle_judgements
from question_bank.sheets.tables.columns import Columns, find_headings
from question_bank.sheets.tables.roles import find_roles
from question_bank.sheets.tables.rows import row_draft, sheet_section, unread_prose
from question_bank.sheets.words.answers import plain_letters
from question_bank.sheets.words.folding import clean, squeezed
from question_bank.sheets.words.labels import Field

_MEMBERS = frozenset({"isgroup", "是否题组", "题组", "是否组合题"})
_TITLES = frozenset({"isgrouptitle", "是否题帽", "是否题组标题", "是否题干"})
_YES = frozenset({"1", "true", "是", "y", "yes"})
_NO = frozenset({"0", "false", "否", "n", "no", ""})
_SHORTEST_EXPLANATION = 4


class _Marks(NamedTuple):
    """The columns that say which rows belong together, and which of these is the material."""

    member: int
    title: int


class GroupedTable:
    """Scores where every table has both columns, and materials in it that are asked about."""

    name = "grouped_table"

    def score(self, source: Source) -> float:
        """A little above what the table's other columns are worth."""
        tables = [table for table in source.tables if _marks(table) is not None and _columns(table) is not None]
        if len(tables) < max(1, len(source.tables)):
            return 0.0
        return 1.01 * max(HEADED.score(source), HEADLESS.score(source))

    def read(self, source: Source) -> Reading:
        """Read the rows, those that follow a material as questions about it."""
        drafts: list[Draft] = []
        problems = list(unread_prose(source))
        for table in source.tables:
            marks, columns = _marks(table), _columns(table)
            if marks is not None and columns is not None:
                drafts += _table_drafts(table, columns, marks, source)
                problems += unknown_columns(table, columns, marks)
        settle_codes(drafts)
        settle_judgements(drafts)
        return Reading(tuple(in_cases(drafts)), tuple(problems))


def _table_drafts(table: Table, columns: Columns, marks: _Marks, source: Source) -> list[Draft]:
    section = sheet_section(source, table)
    drafts: list[Draft] = []
    material: Draft | None = None
    for row in table.rows[columns.first_row :]:
        draft = row_draft(row, columns, section)
        if draft is None:
            continue
        if _says(row.cells, marks.title):
            material = draft
            drafts.append(draft)
        elif material is not None and _says(row.cells, marks.member):
            if drafts[-1] is material:
                drafts.pop()
            draft.fields[Field.MATERIAL] = material.stem
            drafts.append(draft)
        else:
            material = None
            drafts.append(draft)
    return drafts


def _says(cells: tuple[str, ...], column: int) -> bool:
    return column < len(cells) and squeezed(cells[column]) in _YES


def _marks(table: Table) -> _Marks | None:
    """Find the two columns by their headings, or as the last two of a table whose cells only say yes or no."""
    for row in table.rows[:3]:
        named: Mapping[str, int] = {squeezed(cell): i for i, cell in enumerate(row.cells) if cell.strip()}
        member = next((i for name, i in named.items() if name in _MEMBERS), None)
        title = next((i for name, i in named.items() if name in _TITLES), None)
        if member is not None and title is not None:
            return _Marks(member, title)
    width = max(len(row.cells) for row in table.rows)
    marks = _Marks(width - 2, width - 1)
    return marks if width > len(_Marks._fields) + 2 and _is_grouped(table, marks) else None


def _is_grouped(table: Table, marks: _Marks) -> bool:
    """Say whether both columns hold nothing but yes and no, and each material is followed by one that belongs to it."""
    flags = [tuple(squeezed(row.cells[i]) if i < len(row.cells) else "" for i in marks) for row in table.rows]
    if not all(flag in _YES | _NO for pair in flags for flag in pair):
        return False
    titles = [i for i, (_, title) in enumerate(flags) if title in _YES]
    members = [member in _YES and title not in _YES for member, title in flags]
    return bool(titles) and all(i + 1 < len(members) and members[i + 1] for i in titles)


def _columns(table: Table) -> Columns | None:
    """Tell the columns from the rows that ask; after the answer, what is written in words explains."""
    headed = find_headings(table)
    marks = _marks(table)
    if headed is not None or marks is None:
        return headed
    asking = [row for row in table.rows if not _says(row.cells, marks.title)]
    roles = find_roles(Table(table.title, tuple(asking)))
    if roles is None:
        return None
    answer = next((i for i, field_ in roles.fields.items() if field_ is Field.ANSWER), marks.member)
    fields = {i: field_ for i, field_ in roles.fields.items() if field_ is not Field.EXPLANATION}
    behind = [i for i in range(answer + 1, marks.member) if i not in roles.options and _is_worded(asking, i)]
    return Columns(fields | ({behind[0]: Field.EXPLANATION} if behind else {}), roles.options)


def _is_worded(rows: Sequence[Row], column: int) -> bool:
    cells = [clean(row.cells[column]) for row in rows if column < len(row.cells)]
    return any(len(cell) >= _SHORTEST_EXPLANATION and not _is_code(cell) for cell in cells)


def _is_code(cell: str) -> bool:
    """Knowledge points are numbers, one or several."""
    bare = clean(cell).replace(",", "").replace("，", "").replace(";", "").replace("|", "").replace(" ", "")
    return not bare or bare.isdecimal() or plain_letters(cell) is not None


LAYOUT = GroupedTable()
