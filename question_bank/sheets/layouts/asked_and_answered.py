"""Questions and answers in turn: Q：… A：…, Q1：… A1：…, 问：… 答：…"""

from __future__ import annotations

import re
from dataclasses import replace

from question_bank.sheets.drafts import Reading
from question_bank.sheets.layouts.unnumbered_text import LAYOUT as UNNUMBERED
from question_bank.sheets.report import SourceLine
from question_bank.sheets.sources import Source
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.headings import section_heading

_ASKED = re.compile(r"\A\s{0,9}(?:Q|q|问题?|提问)\s?\d{0,4}\s?[:.、]\s{0,9}")
_ANSWERED = re.compile(r"\A\s{0,9}(?:A|a|答案?|回答)\s?\d{0,4}\s?[:.、]\s{0,9}")
_FEWEST = 2


class AskedAndAnswered:
    """Scores where every question is followed by one answer before the next."""

    name = "asked_and_answered"

    def score(self, source: Source) -> float:
        """0.92 where questions and answers take turns from the first to the last."""
        if any(section_heading(clean(line.text)) for line in source.prose):
            # What a heading announces has a reader of its own.
            return 0.0
        turns = [turn for line in source.prose if (turn := _turn(line.text))]
        if len(turns) < 2 * _FEWEST or turns != ["asked", "answered"] * (len(turns) // 2):
            return 0.0
        return 0.92 * len(source.prose) / len(source.lines)

    def read(self, source: Source) -> Reading:
        """Put our labels in their place, and read what they part."""
        lines = (SourceLine(line.number, _labelled(line.text)) for line in source.prose)
        return UNNUMBERED.read(replace(source, lines=tuple(lines), tables=()))


def _turn(text: str) -> str:
    shaped = shape(clean(text))
    return "asked" if _ASKED.match(shaped) else "answered" if _ANSWERED.match(shaped) else ""


def _labelled(text: str) -> str:
    cleaned = clean(text)
    for pattern, label in ((_ASKED, "【题干】"), (_ANSWERED, "【答案】")):
        if match := pattern.match(shape(cleaned)):
            return label + cleaned[match.end() :]
    return text


LAYOUT = AskedAndAnswered()
