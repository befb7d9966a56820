"""Text whose line breaks were lost, as when copied from a web page: …答案:B2、下一题A.甲B.乙答案:C…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from question_bank.sheets.drafts import Reading
from question_bank.sheets.layouts.numbered_text import LAYOUT as NUMBERED
from question_bank.sheets.report import SourceLine
from question_bank.sheets.sources import Source
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.labels import labels_within
from question_bank.sheets.words.markers import numbered_parts, strong_options
from question_bank.sheets.words.types import PLAIN_TYPE_WORD

_FEWEST_QUESTIONS = 2
_HEADING = re.compile(rf"[一二三四五六七八九十]{{1,3}}[、.]\s?{PLAIN_TYPE_WORD}题?(?:\([^()]{{0,60}}\))?[。:]?")


class RunOnText:
    """Scores by the share of the text that stands in lines holding several questions each."""

    name = "run_on_text"

    def score(self, source: Source) -> float:
        """0.97 where all of the text runs on."""
        lines = [(line.text, shape(clean(line.text))) for line in source.prose]
        total = sum(len(line.text) for line in source.lines)
        running = sum(len(text) for text, shaped in lines if _questions(shaped) >= _FEWEST_QUESTIONS)
        return 0.97 * running / max(total, 1)

    def read(self, source: Source) -> Reading:
        """Break the lines where their marks say, then read them as numbered text."""
        broken = [SourceLine(line.number, piece) for line in source.prose for piece in _pieces(clean(line.text))]
        return NUMBERED.read(replace(source, lines=tuple(broken), tables=()))


def _questions(shaped: str) -> int:
    """Return how many questions one line holds; without answers or a heading its numbers may count anything."""
    numbers = sum(len(numbered_parts(shaped[start:end])) for start, end in _sections(shaped))
    answers = sum(1 for _ in labels_within(shaped, 0))
    return numbers if answers >= _FEWEST_QUESTIONS or _HEADING.search(shaped) else 0


def _pieces(cleaned: str) -> Iterator[str]:
    """Yield the line broken before each heading, number, option and label."""
    shaped = shape(cleaned)
    breaks = {0, len(shaped)}
    for start, end in _sections(shaped):
        breaks |= {start, end}
        breaks |= {start + number for _, number, _ in numbered_parts(shaped[start:end])}
    breaks |= {label.start for label in labels_within(shaped, 0)}
    breaks |= {mark.start for mark in strong_options(shaped)}
    places = sorted(breaks)
    for start, end in pairwise(places):
        if piece := cleaned[start:end].strip():
            yield piece


def _sections(shaped: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between headings; numbers begin anew in each."""
    begin = 0
    for match in _HEADING.finditer(shaped):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(shaped)


LAYOUT = RunOnText()
