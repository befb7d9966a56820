"""A source's lines, freed of Markdown marks, page numbers and running headers."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from question_bank.provisions.folding import repair_text
from question_bank.provisions.markers import HEADING_RANKS, Marker, find_marker
from question_bank.provisions.problems import Problem
from question_bank.provisions.source import PolicySource, SourceFormat

_MARKDOWN_HEADING = re.compile(r"#{1,6}(?:\s+|(?=[^\s#]))")
_MARKDOWN_PREFIX = re.compile(r"(?:>\s*|[-*+]\s+)+")
_MARKDOWN_EMPHASIS = re.compile(r"\*{1,3}|__")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,1000}\)")
_HTML_TAG = re.compile(r"<!--.{0,1000}?-->|</?[A-Za-z][^>]{0,300}>")
_FENCE = "---"

_PAGE_NUMBER = re.compile(r"[-—–―·\s]*\d{1,4}[-—–―·\s]*|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?")
_COUNTED_PAGE = re.compile(r"^[-—–―·\s]*\d{1,4}[-—–―·\s]+|[-—–―·\s]+\d{1,4}[-—–―·\s]*$")
_BLANKS_IN_TITLE = re.compile(r"(?<=[\u3000-\u9fff])\s+(?=[\u3000-\u9fff])")
_SENTENCE_ENDS = tuple("。；：！？.;:!?")
_LONGEST_TITLE = 40
_CLOSING = "”’」』）)》\"'"
#: Text copied from pages brings what stands on each of them.
_PAGED_FORMATS = frozenset({SourceFormat.TEXT, SourceFormat.PDF})
#: A line with no sentence in it that comes back this often is a running header.
_HEADER_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something to read: its text without typographic marks, the number it opens with, and its dress."""

    number: int
    text: str
    marker: Marker | None = None
    is_heading: bool = False
    is_indented: bool = False

    @property
    def opens_heading(self) -> bool:
        """Whether it reads like 第三章 and a title, rather than a sentence that mentions the chapter."""
        marker = self.marker
        if marker is None or marker.rank not in HEADING_RANKS:
            return False
        return is_title(marker.rest) and not marker.is_reference

    @property
    def is_unfinished(self) -> bool:
        """Whether it stops in mid-sentence, being no heading."""
        return not self.is_heading and not self.opens_heading and not ends_sentence(self.text)


def readable_lines(source: PolicySource) -> tuple[list[Line], list[Problem]]:
    """Return the lines that carry text of the document itself, and what was left out for a doubtful reason."""
    numbered = enumerate(source.lines, start=1)
    if source.format is SourceFormat.MARKDOWN:
        lines = [_without_marks(number, raw) for number, raw in _after_front_matter(list(numbered))]
    else:
        lines = [_line(number, raw) for number, raw in numbered]
    lines = [line for line in lines if line.text and not _PAGE_NUMBER.fullmatch(line.text)]
    return _without_running_headers(lines, source.at_edges) if source.format in _PAGED_FORMATS else (lines, [])


def ends_sentence(text: str) -> bool:
    """Say whether a line ends where a sentence or clause can end, closing quotes and brackets aside."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def is_title(text: str) -> bool:
    """Say whether a text is short and unpunctuated enough to head others."""
    return len(text) <= _LONGEST_TITLE and not ends_sentence(text)


def unspaced(title: str) -> str:
    """Return a title without the blanks that only space it out: 总　则 is 总则."""
    return _BLANKS_IN_TITLE.sub("", title)


def _line(number: int, raw: str) -> Line:
    text = repair_text(raw)
    is_indented = text[:1] == "\u3000" or text[:2] == "  "
    return Line(number, text.strip(), find_marker(text.strip()), is_indented=is_indented)


def _without_marks(number: int, raw: str) -> Line:
    text = repair_text(html.unescape(_HTML_TAG.sub("", raw))).strip()
    heading = _MARKDOWN_HEADING.match(text)
    text = text[heading.end() :] if heading else _MARKDOWN_PREFIX.sub("", text, count=1)
    text = _MARKDOWN_EMPHASIS.sub("", _MARKDOWN_LINK.sub(r"\1", text)).strip()
    return Line(number, text, find_marker(text), is_heading=heading is not None)


def _after_front_matter(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    fences = [index for index, (_, raw) in enumerate(numbered) if raw.strip() == _FENCE]
    if len(fences) >= 2 and not any(raw.strip() for _, raw in numbered[: fences[0]]):
        numbered = numbered[fences[1] + 1 :]
    return [(number, raw) for number, raw in numbered if raw.strip() != _FENCE]


def _without_running_headers(lines: list[Line], at_edges: frozenset[int]) -> tuple[list[Line], list[Problem]]:
    """Leave out what every page repeats, but for its first time above the first number, where it may be the title.

    Where the edges of the pages are known, headers stand nowhere else; they may count the pages.
    """
    keys = {
        line.number: _header_key(line.text) if at_edges else line.text
        for line in lines
        if line.marker is None and not ends_sentence(line.text) and (not at_edges or line.number in at_edges)
    }
    repeats = Counter(keys.values())
    opened = next((index for index, line in enumerate(lines) if line.marker), len(lines))
    spared = {keys.get(line.number): line.number for line in reversed(lines[:opened])}
    headers = {
        number: key for number, key in keys.items() if repeats[key] >= _HEADER_REPEATS and spared.get(key) != number
    }
    first_lines = {text: number for number, text in reversed(headers.items())}
    problems = [
        Problem(number, f"“{text}”重复出现 {repeats[text]} 次，当作页眉略去。") for text, number in first_lines.items()
    ]
    return [line for line in lines if line.number not in headers], problems


def _header_key(text: str) -> str:
    """Return a header without the number of its page."""
    return _COUNTED_PAGE.sub("", text) or text
