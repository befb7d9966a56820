"""Running text whose questions are numbered: 1. · 2、 · （3） · [单选]4."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.sheets.drafts import Reading
from question_bank.sheets.sources import Source
from question_bank.sheets.text.blocks import Block, holds_answer
from question_bank.sheets.text.lines import Line
from question_bank.sheets.text.outline import BlockStart, read_outline
from question_bank.sheets.words.headings import section_heading
from question_bank.sheets.words.labels import Field, label_at_start
from question_bank.sheets.words.markers import (
    NumberMark,
    number_at_start,
    option_at_start,
    round_number_at_start,
)

_MOST_SKIPPED = 20


class NumberedText:
    """Scores by how many answers or option lists have a number of their own before them."""

    name = "numbered_text"

    def score(self, source: Source) -> float:
        """0.9 where every question is numbered: tables and delimited lines, which are surer, come before."""
        lines = [Line.of(line.number, line.text) for line in source.prose]
        marks = _marks(lines)
        numbers = sum(mark is not None for mark in marks)
        labels = [label_at_start(line.shape) for line in lines]
        answers = sum(label is not None and label.field is Field.ANSWER for label in labels)
        options = [option_at_start(line.shape) for line in lines]
        lists = sum(option is not None and option.letter == "A" for option in options)
        share = len(lines) / len(source.lines)
        return 0.9 * share * min(1.0, numbers / max(answers, lists, 1))

    def read(self, source: Source) -> Reading:
        """Read the blocks from one number to the next."""
        return read_outline(source, _starts)


def _starts(lines: Sequence[Line]) -> BlockStart:
    return _Numbers(lines, _marks(lines)).begin


def _marks(lines: Sequence[Line]) -> list[NumberMark | None]:
    """Return the number each line begins with; （1） counts only where there are no others."""
    marks = [number_at_start(line.shape) for line in lines]
    if sum(mark is not None and not mark.weak for mark in marks) >= 2:
        return marks
    return [number or round_number_at_start(line.shape) for number, line in zip(marks, lines, strict=True)]


class _Numbers:
    """Follows the numbers and tells a question's from those of a list inside a question."""

    def __init__(self, lines: Sequence[Line], marks: Sequence[NumberMark | None]) -> None:
        self.lines = lines
        self.marks = marks
        self.last: int | None = None
        #: The number a list inside the open question would have next; 1 while there is none.
        self.inner = 1

    def begin(self, index: int, current: Block | None) -> Block | None:
        """Return the block that begins with this line, if its number is that of a question."""
        mark = self.marks[index]
        if mark is None:
            self._notice_list(self.lines[index])
            return None
        if not self._is_question(index, mark, current):
            return None
        self.last, self.inner = self._expected() if mark.number is None else mark.number, 1
        line = self.lines[index]
        return Block([line.cut(mark.end)], number=mark.number, tag=mark.tag, slot=mark.slot)

    def _notice_list(self, line: Line) -> None:
        """“解析：1.……” begins a list that the next lines go on with."""
        label = label_at_start(line.shape)
        mark = number_at_start(line.cut(label.end).shape) if label else None
        if mark is not None and mark.number == 1:
            self.inner = 2

    def _expected(self) -> int:
        return (self.last or 0) + 1

    def _is_question(self, index: int, mark: NumberMark, current: Block | None) -> bool:
        number = mark.number
        if mark.tag is not None or number is None:
            return True
        if current is None or self.last is None:
            return not mark.weak or number == 1
        if self._counts_within(index, number, current):
            self.inner = number + 1
            return False
        if mark.weak or number == self._expected():
            return number == self._expected()
        return self._looks_asked(index) or self._expected() < number <= self._expected() + _MOST_SKIPPED

    def _counts_within(self, index: int, number: int, current: Block) -> bool:
        """Say whether the number belongs to a list inside the open question, in its stem or in its answer."""
        begins = number == 1 != self._expected()
        goes_on = number == self.inner > 1
        if not begins and not goes_on:
            return False
        if not self._looks_asked(index):
            return True
        # The options that follow the last item of a list are those of the question that has none yet.
        return goes_on and not current.answered and not current.listed

    def _looks_asked(self, index: int) -> bool:
        """Say whether options or an answer follow before the next number: what a question has and a list has not."""
        if holds_answer(self.lines[index]):
            return True
        for position in range(index + 1, len(self.lines)):
            line = self.lines[position]
            if self.marks[position] is not None or section_heading(line.text) is not None:
                return False
            option = option_at_start(line.shape)
            if holds_answer(line) or (option is not None and option.letter in "AB"):
                return True
        return False


LAYOUT = NumberedText()
