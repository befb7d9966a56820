"""Deciding whether a line goes on from the line before, as text copied from a page does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from question_bank.provisions.lines import Line, ends_sentence
from question_bank.provisions.source import SourceFormat

#: A printed page of 公文 has 28 characters a line; paragraphs kept whole run far longer.
_WIDEST_PAGE = 60
_FULL_LINE_SLACK = 4
#: Among lines that are mostly whole paragraphs, an unfinished one this long is taken to be cut: in 3,400 published
#: laws nine of ten such lines were. Word's paragraphs are trusted to be whole.
_CUT_LINE = 20
_WORD_FORMATS = frozenset({SourceFormat.DOCX, SourceFormat.DOC})
_INDENTED_FORMATS = frozenset({SourceFormat.TEXT, SourceFormat.PDF})


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a document breaks its lines.

    `full_line` is the width from which an unfinished line is taken to go on in the next, None where lines are
    whole paragraphs; `indents` says that paragraphs begin with blanks and other lines do not.
    """

    full_line: int | None
    is_hard: bool
    indents: bool

    @classmethod
    def of(cls, lines: Sequence[Line], source_format: SourceFormat) -> Wrapping:
        """Judge by the longest line and by the blanks before numbered ones."""
        widest = max((_width(line.text) for line in lines), default=0)
        is_hard = widest <= _WIDEST_PAGE
        if is_hard:
            full_line: int | None = max(widest - _FULL_LINE_SLACK, _CUT_LINE)
        else:
            full_line = None if source_format in _WORD_FORMATS else _CUT_LINE
        return cls(full_line, is_hard, indents=source_format in _INDENTED_FORMATS and _indents(lines))

    def continues(self, previous: Line, line: Line, *, may_be_title: bool = False) -> bool:
        """Say whether the line goes on from the previous one, its own marks aside.

        A line that may be a title ends without punctuation; only a hard-wrapped document shows that it was cut.
        """
        if previous.is_heading or previous.opens_heading or line.is_heading:
            return False
        if self.indents and self.is_hard:
            return not line.is_indented
        if ends_sentence(previous.text):
            return False
        if previous.text.endswith(("，", "、", ",")):
            return True
        if may_be_title and not self.is_hard:
            return False
        return self.full_line is not None and _width(previous.text) >= self.full_line


def _width(text: str) -> int:
    """Return how many ideographs wide a text is; a Latin letter or digit is half as wide."""
    return len(text) - sum(map(str.isascii, text)) // 2


def _indents(lines: Sequence[Line]) -> bool:
    numbered = [line.is_indented for line in lines if line.marker]
    return sum(numbered) * 2 > len(numbered) and not all(line.is_indented for line in lines)
