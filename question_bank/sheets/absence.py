"""What to say of a file in which no question was found: what was looked for, and what there is instead."""

from __future__ import annotations

from collections.abc import Iterable

from question_bank.content import blank_count
from question_bank.sheets.report import ParsedQuestion
from question_bank.sheets.sources import Row, Source
from question_bank.sheets.words.labels import Field, heading_field

_TEXT = (
    "没有找到试题。文字里要有带题号的题干，例如“1．题干（　）”，选择题每个选项以“A．”“B．”开头，"
    "答案写在括号里，或者另起一行写“答案：B”。"
)
_HEADINGS_WITHIN = 10
_MOST_NAMED = 8
_LONGEST_NAME = 12


def absence(source: Source, questions: Iterable[ParsedQuestion]) -> str:
    """Return why nothing can be imported, in a sentence or two for the trainer; empty where something asks."""
    return "" if any(map(_asks, questions)) else _why_none(source)


def _asks(question: ParsedQuestion) -> bool:
    """Return whether a text is more than a numbered paragraph of prose."""
    named = question.type is not None or any(note.field == "type" for note in question.notes)
    known = named or question.key is not None or bool(question.options)
    return known or blank_count(question.stem) > 0 or question.stem.endswith(("？", "?"))


def _why_none(source: Source) -> str:
    heads = [row for table in source.tables for row in table.rows[:_HEADINGS_WITHIN]]
    if not heads:
        return _TEXT
    head = max(heads, key=_known)
    missing = [name for field, name in ((Field.STEM, "题干"), (Field.ANSWER, "答案")) if field not in _fields(head)]
    found = f"找到的列有{_named([cell.strip() for cell in head.cells if cell.strip()])}"
    if missing:
        return f"没有找到试题。表格要有“题干”和“答案”两列；{found}，缺少{_named(missing)}。"
    return f"没有找到试题。{found}，但是表头下面没有题。"


def _fields(row: Row) -> set[Field]:
    return {field for cell in row.cells if (field := heading_field(cell)) is not None}


def _known(row: Row) -> tuple[int, bool]:
    """Return how likely a row is to hold the headings, which a title alone is not; of rows alike the first is taken."""
    return len(_fields(row)), sum(bool(cell.strip()) for cell in row.cells) > 1


def _named(names: list[str]) -> str:
    quoted = "".join(f"“{name[:_LONGEST_NAME]}”" for name in names[:_MOST_NAMED])
    return quoted if len(names) <= _MOST_NAMED else f"{quoted}等 {len(names)} 列"
