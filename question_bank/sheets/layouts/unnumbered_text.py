"""Running text without numbers: a question ends with its answer, its explanation or its options."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.sheets.drafts import Reading
from question_bank.sheets.sources import Source
from question_bank.sheets.text.blocks import Block, holds_answer
from question_bank.sheets.text.cases import is_case
from question_bank.sheets.text.lines import Line, wrap_width
from question_bank.sheets.text.outline import read_outline
from question_bank.sheets.words.answers import judgement, plain_letters
from question_bank.sheets.words.labels import Field, label_at_start
from question_bank.sheets.words.markers import number_at_start, option_at_start
from question_bank.sheets.words.stems import take_judgement

#: What counts questions here and there: ①, 一、, 问：
_LEAD = re.compile(r"\A\s{0,9}(?:[①-⑳]|[一二三四五六七八九十]{1,3}、|(?:问题?|Q)\s?\d{0,3}:)\s{0,9}")
_FULL_LINE = 0.75
_LONGEST_STEM = 12


class UnnumberedText:
    """The reader of last resort for text that shows options or answers at all."""

    name = "unnumbered_text"

    def score(self, source: Source) -> float:
        """0.5 for any text with labels, options or judged statements: every surer layout comes before."""
        lines = [Line.of(line.number, line.text) for line in source.prose]
        known = any(label_at_start(line.shape) or option_at_start(line.shape) or _is_judged(line) for line in lines)
        return 0.5 * known * len(lines) / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Read the blocks from one stem to the next."""
        return read_outline(source, lambda lines: _Stems(lines).begin)


class _Stems:
    """Tells the first line of the next stem from one that goes on with the question before."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.width = wrap_width(lines)

    def begin(self, index: int, current: Block | None) -> Block | None:
        """Return the block that begins with this line, if it is the first line of a stem."""
        line = self.lines[index]
        label = label_at_start(line.shape)
        if label is not None and label.field is Field.STEM:
            return Block([line])
        if label is not None or option_at_start(line.shape) is not None:
            return None
        mark = number_at_start(line.shape)
        if mark is not None and mark.tag is not None:
            return Block([line.cut(mark.end)], number=mark.number, tag=mark.tag)
        if current is not None and not self._is_over(current, index):
            return None
        # A number here and there does not make a numbered text, nor is it part of the stem.
        if mark is None and (lead := _LEAD.match(line.shape)):
            return Block([line.cut(lead.end())])
        return Block([line.cut(mark.end) if mark and not mark.weak else line])

    def _is_over(self, block: Block, index: int) -> bool:
        """Answered and not going on; or, where keys stand elsewhere, a list of options and then a gap."""
        last = next((line for line in reversed(block.lines) if not line.blank), None)
        if last is None or is_case(block.tag):
            # A case has answers of its own within it; only the next tag or heading ends it.
            return False
        if _is_judged(last):
            return True
        gap = self.lines[index - 1].blank
        if _answer_open(last):
            return gap and plain_letters(self.lines[index].text) is None and judgement(self.lines[index].text) is None
        if block.answered:
            return gap or last.width < _FULL_LINE * self.width or self._asks(index)
        return gap and block.listed > 0

    def _asks(self, index: int) -> bool:
        """Say whether options or an answer follow this line before the next gap."""
        for line in self.lines[index + 1 : index + _LONGEST_STEM]:
            if line.blank:
                return False
            if option_at_start(line.shape) or holds_answer(line):
                return True
        return False


def _is_judged(line: Line) -> bool:
    """“干部应当接受培训。（√）”: a statement that carries its answer."""
    return take_judgement(line.text)[1] is not None


def _answer_open(line: Line) -> bool:
    """“答案：” with its value still to come."""
    label = label_at_start(line.shape)
    return label is not None and label.field is Field.ANSWER and label.end == len(line.shape)


LAYOUT = UnnumberedText()
