"""What the columns of a table without headings hold, told from the cells themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from question_bank.sheets.sources import Table
from question_bank.sheets.tables.columns import Columns
from question_bank.sheets.words.answers import certain_judgement, plain_letters
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.markers import BLANK, LETTERS, strong_options
from question_bank.sheets.words.types import named_type

#: A column is what most of its filled cells are.
_MOST = 0.8
_SHORTEST_STEM = 5
_LONG_TEXT = 25
#: Some stems say by a word or a sign that they ask; in a roster or a list of addresses none does.
_SOME = 0.2
_ASKING = re.compile(BLANK.pattern + r"|[?？]|什么|谁|哪|如何|怎样|多少|简述|试述")


@dataclass(frozen=True, slots=True)
class _Column:
    position: int
    cells: tuple[str, ...]
    rows: int

    def mostly(self, test: Callable[[str], bool]) -> bool:
        """Say whether the column is filled in most rows, and most of what fills it passes the test."""
        return bool(self.cells) and sum(map(test, self.cells)) >= _MOST * len(self.cells) and self.filled >= 0.5

    @property
    def filled(self) -> float:
        """The share of the rows with a cell here."""
        return len(self.cells) / self.rows

    @property
    def length(self) -> float:
        """The mean length of the filled cells."""
        return sum(map(len, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def varied(self) -> bool:
        """Whether the cells differ as stems do; categories repeat."""
        return len(set(self.cells)) * 2 >= len(self.cells)

    @property
    def asks(self) -> bool:
        """Whether some of the cells ask something: a roster too has two columns of text."""
        return sum(_ASKING.search(shape(cell)) is not None for cell in self.cells) >= _SOME * len(self.cells)


def find_roles(table: Table) -> Columns | None:
    """Return the columns by content: a varied text is the stem, letters or judgements are the answer."""
    columns = _columns(table)
    fields = {column.position: Field.IGNORED for column in columns if column.mostly(str.isdecimal)}
    fields |= {column.position: Field.TYPE for column in columns if column.mostly(_is_type)}
    answers = [column.position for column in columns if column.position not in fields and column.mostly(_is_answer)]
    stems = [
        column
        for column in columns
        if column.position not in [*fields, *answers] and column.length >= _SHORTEST_STEM and column.varied
    ]
    if not stems:
        return None
    stem = stems[0].position
    fields[stem] = Field.STEM
    others = [column for column in columns if column.position not in fields and column.position > stem]
    if answers:
        return _with_letters(fields, stem, answers[-1], others)
    if len(others) == 1 and stems[0].asks:
        return Columns(fields | {others[0].position: Field.ANSWER})
    return None


def _with_letters(fields: dict[int, Field], stem: int, answer: int, others: Sequence[_Column]) -> Columns:
    """Options stand between stem and answer, or after the answer; a long text at the end explains."""
    between = [column.position for column in others if column.position < answer]
    after = [column for column in others if column.position > answer]
    explains = bool(after) and after[-1].length >= _LONG_TEXT
    explains = explains and all(after[-1].length > 2 * column.length for column in after[:-1])
    if explains:
        fields[after[-1].position] = Field.EXPLANATION
    blob = next((column.position for column in others if column.mostly(_lists_options)), None)
    if blob is not None:
        return Columns(fields | {answer: Field.ANSWER, blob: Field.OPTIONS})
    options = between or [column.position for column in after[: -1 if explains else None]]
    lettered = dict(zip(options[: len(LETTERS)], LETTERS, strict=False))
    return Columns(fields | {answer: Field.ANSWER}, {i: letter for i, letter in lettered.items() if i != stem})


def _columns(table: Table) -> list[_Column]:
    width = max(len(row.cells) for row in table.rows)
    texts = [[clean(cell) for cell in row.cells] for row in table.rows]
    return [
        _Column(i, tuple(cells[i] for cells in texts if i < len(cells) and cells[i]), len(texts)) for i in range(width)
    ]


def _is_answer(cell: str) -> bool:
    return len(cell) <= 12 and (plain_letters(cell) is not None or certain_judgement(cell) is not None)


def _lists_options(cell: str) -> bool:
    """“A.甲$$B.乙”: all options in one cell."""
    return len({mark.letter for mark in strong_options(shape(cell))} & {"A", "B"}) == 2


def _is_type(cell: str) -> bool:
    return len(cell) <= 12 and named_type(cell) is not None
