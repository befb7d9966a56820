"""Numbered questions whose answers stand before them: 答案：A / 1.题干 / A.甲."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from question_bank.sheets.drafts import Reading
from question_bank.sheets.layouts.numbered_text import LAYOUT as NUMBERED
from question_bank.sheets.report import SourceLine
from question_bank.sheets.sources import Source
from question_bank.sheets.text.lines import Line
from question_bank.sheets.words.labels import Field, label_at_start
from question_bank.sheets.words.markers import number_at_start

_FEWEST = 2


class AnswersFirst:
    """Scores only where each number has an answer right before it, and the last question none behind it."""

    name = "answers_first"

    def score(self, source: Source) -> float:
        """0.93, above numbered text, which would give each question the answer of the next."""
        lines = _lines(source)
        starts = [index for index, line in enumerate(lines) if number_at_start(line.shape)]
        if len(starts) < _FEWEST or any(not start or not _answers(lines[start - 1]) for start in starts):
            return 0.0
        behind = any(_answers(line) for line in lines[starts[-1] :])
        return 0.0 if behind else 0.93 * len(source.prose) / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Put each answer behind its question, and read numbered text."""
        ordered: list[SourceLine] = []
        held: list[SourceLine] = []
        for line in source.prose:
            read = Line.of(line.number, line.text)
            if _answers(read):
                ordered += held
                held = [line]
            else:
                ordered.append(line)
        reading = NUMBERED.read(replace(source, lines=(*ordered, *held), tables=()))
        for draft in reading.drafts:
            draft.first_line, draft.last_line = sorted((draft.first_line, draft.last_line))
        return reading


def _lines(source: Source) -> Sequence[Line]:
    lines = (Line.of(line.number, line.text) for line in source.prose)
    return [line for line in lines if not line.blank]


def _answers(line: Line) -> bool:
    label = label_at_start(line.shape)
    return label is not None and label.field is Field.ANSWER


LAYOUT = AnswersFirst()
