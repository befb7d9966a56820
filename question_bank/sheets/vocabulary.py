"""An office's own words for columns and labels: put into ours before the layouts look, or named as not known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from question_bank.sheets.report import SourceLine
from question_bank.sheets.sources import Row, Source, Table
from question_bank.sheets.words.folding import clean, shape, squeezed
from question_bank.sheets.words.labels import Field, heading_field, heading_option, label_at_start
from question_bank.sheets.words.markers import LETTERS, number_at_start, option_at_start

_OUR_WORDS = {
    Field.STEM: "题干",
    Field.TYPE: "题型",
    Field.OPTIONS: "选项",
    Field.ANSWER: "答案",
    Field.EXPLANATION: "解析",
    Field.TOPIC: "知识点",
    Field.CITATION: "依据",
    Field.DIFFICULTY: "难度",
    Field.MARKS: "分值",
}
_TABLE_WORDS = {Field.RIGHT.value: "是否正确项", Field.MATERIAL.value: "材料"}
_OUR_HEADINGS = {
    **{field_.value: word for field_, word in _OUR_WORDS.items()},
    **_TABLE_WORDS,
    Field.IGNORED.value: "序号",
    **{letter: f"选项{letter}" for letter in LETTERS},
}
_OUR_LABELS = {**{field_.value: word for field_, word in _OUR_WORDS.items()}, Field.IGNORED.value: "能力水平"}

_HEADINGS_WITHIN = 10
_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 20
_FEWEST_LABELS = 3
_LABELLIKE = re.compile(r"\s{0,9}(?:\[\s?(?P<boxed>[一-鿿]{2,8})\s?\]|(?P<plain>[一-鿿]{2,6})\s?:)")


@dataclass(frozen=True, slots=True)
class Mappings:
    """What an office means by words of its own, as plain data that can be stored.

    `headings` maps a column's heading, `labels` a label in running text (“正解：”) to the value of a `Field`: stem,
    type, options, answer, explanation, topic, citation, difficulty, marks, or ignored; a heading may also map to the
    letter of one option, A to J. An office's word goes before ours.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what means nothing, so that it is seen where it is stored."""
        for words, known in ((self.headings, _OUR_HEADINGS), (self.labels, _OUR_LABELS)):
            strangers = [meaning for meaning in words.values() if meaning not in known]
            if strangers:
                raise ValueError(f"no such field: {strangers[0]}")


def translated(source: Source, mappings: Mappings) -> Source:
    """Return the source in our words, for reading only: what is shown to the trainer stays as it is written."""
    if not mappings.headings and not mappings.labels:
        return source
    tables = tuple(_translated_table(table, mappings.headings) for table in source.tables)
    return replace(source, tables=tables, lines=tuple(_translated_lines(source.lines, mappings.labels)))


def unknown_headings(source: Source) -> tuple[str, ...]:
    """Return the column headings that nobody explained yet, in order; the desk can ask what they mean."""
    heads = (row for table in source.tables if (row := _head(table)) is not None)
    strangers = (cell.strip() for row in heads for cell in row.cells if cell.strip() and not _is_heading(cell))
    return tuple(dict.fromkeys(cell for cell in strangers if len(cell) <= _LONGEST_HEADING))


def unknown_labels(source: Source) -> tuple[str, ...]:
    """Return the words that come again and again where labels stand and are none we know, the commonest first."""
    counts: Counter[str] = Counter()
    for line in source.prose:
        shaped = shape(clean(line.text))
        if label_at_start(shaped) or number_at_start(shaped) or option_at_start(shaped):
            continue
        if match := _LABELLIKE.match(shaped):
            counts[match["boxed"] or match["plain"]] += 1
    return tuple(word for word, count in counts.most_common() if count >= _FEWEST_LABELS)


def _translated_table(table: Table, headings: Mapping[str, str]) -> Table:
    ours = {squeezed(word): _OUR_HEADINGS[meaning] for word, meaning in headings.items()}
    return Table(table.title, tuple(_translated_row(row, ours) for row in table.rows))


def _translated_row(row: Row, ours: Mapping[str, str]) -> Row:
    """A single cell that reads like a heading may be an answer; two and more head a table."""
    known = sum(squeezed(cell) in ours or _is_heading(cell) for cell in row.cells if len(cell) <= _LONGEST_HEADING)
    if known < _FEWEST_HEADINGS:
        return row
    return replace(row, cells=tuple(ours.get(squeezed(cell), cell) for cell in row.cells))


def _is_heading(cell: str) -> bool:
    return heading_field(cell) is not None or heading_option(cell) is not None


def _translated_lines(lines: Iterable[SourceLine], labels: Mapping[str, str]) -> Iterator[SourceLine]:
    ours = {squeezed(word): _OUR_LABELS[meaning] for word, meaning in labels.items()}
    words = "|".join(map(re.escape, sorted(ours, key=len, reverse=True)))
    if not words:
        yield from lines
        return
    pattern = re.compile(rf"\[\s?(?P<boxed>{words})\s?\]\s?:?|(?<![一-鿿A-Za-z])(?P<plain>{words})\s?:", re.IGNORECASE)
    for line in lines:
        cleaned = clean(line.text)
        yield SourceLine(line.number, _relabelled(cleaned, pattern, ours) if cleaned else line.text)


def _relabelled(cleaned: str, pattern: re.Pattern[str], ours: Mapping[str, str]) -> str:
    text = cleaned
    for match in reversed(list(pattern.finditer(shape(cleaned)))):
        word = ours[squeezed(match["boxed"] or match["plain"])]
        text = f"{text[: match.start()]}【{word}】{text[match.end() :]}"
    return text


def _head(table: Table) -> Row | None:
    """Return the row that is likeliest to hold the headings."""
    rows = [row for row in table.rows[:_HEADINGS_WITHIN] if sum(map(_is_heading, row.cells)) >= 1]
    return max(rows, key=lambda row: sum(map(_is_heading, row.cells)), default=None)
