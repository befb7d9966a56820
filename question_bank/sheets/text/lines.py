"""Running text as lines ready for matching, freed of what the page added to them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from question_bank.sheets.report import Problem, SourceLine
from question_bank.sheets.words.answers import judgement
from question_bank.sheets.words.folding import clean, shape
from question_bank.sheets.words.headings import section_heading
from question_bank.sheets.words.labels import label_at_start
from question_bank.sheets.words.markers import (
    BLANK,
    number_at_start,
    option_at_start,
    spaced_options,
    strong_options,
)

_SEPARATOR = re.compile(r"[\s.…·\-—–=*#~@+_]{2,}")
_PAGE_NUMBER = re.compile(
    r"[-—–]{1,3}\s{0,3}\d{1,4}\s{0,3}[-—–]{1,3}|第\s?\d{1,4}\s?页(?:\s{0,3}[,/]?\s{0,3}[(]?共\s?\d{1,4}\s?页[)]?)?"
)
_FORM_FIELD = re.compile(r"(?:得\s?分|评卷人|阅卷人|密封线|装订线|姓\s?名|考\s?号|准考证号|班\s?级)[\s:_|]")
_DIGITS = re.compile(r"\d{1,9}")
_LIST_ITEM = re.compile(
    r"[①-⑳]|[一二三四五六七八九十]{1,3}、|\(\s?[\d一二三四五六七八九十]{1,3}\s?\)|[•·▪●◆\-]\s|\d{1,2}(?:[、)]|\.(?!\d))"
)
_LONGEST_TITLE = 40
_INSTRUCTION = re.compile(
    r"本大?题|每小?题|下列各?题|请(?:将|把|在|从|选)|注意事项|说明|满分|考试时间|答题|题干|选出|涂黑"
)
_TICK_BEFORE = re.compile(r"\A\s{0,9}(?:(?P<tick>[√□☐○●■])|\[[\s]?\]|\[(?P<x>[xX√])\])\s{0,9}(?=\(?[A-J][.、:)])")
_SAID = re.compile(r"[一-鿿]|\d")
_ENDINGS = "。！？!?；;：:）)】]”’…．."


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line: `shape` has the length of `text`; `number` is the line's place in the source."""

    number: int
    text: str
    shape: str

    @classmethod
    def of(cls, number: int, text: str) -> Line:
        """Return the line for a raw text."""
        cleaned = clean(text)
        return cls(number, cleaned, shape(cleaned))

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return the part of the line between two positions, trimmed."""
        text = self.text[start:end].strip()
        return Line(self.number, text, shape(text))

    @property
    def blank(self) -> bool:
        """Whether nothing is left to read."""
        return not self.text

    @property
    def width(self) -> int:
        """The width on the page in half characters."""
        return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in self.text[:500])


def readable_lines(source: Iterable[SourceLine]) -> tuple[list[Line], list[Problem]]:
    """Return the lines with page numbers, separators and running headers blanked, and a word on each header."""
    lines = [_with_tick_behind(Line.of(line.number, line.text)) for line in source]
    headers = _running_headers(lines)
    kept = [Line(line.number, "", "") if _is_page_noise(line) or _mask(line) in headers else line for line in lines]
    return kept, [
        Problem(f"第 {first} 行", f"“{text[:40]}”在文中反复出现，按页眉页脚略去") for first, text in headers.values()
    ]


def _with_tick_behind(line: Line) -> Line:
    """“√ B.甲” is “B.甲 √”, lest the letter be missed."""
    match = _TICK_BEFORE.match(line.shape)
    if match is None:
        return line
    return Line.of(line.number, f"{line.text[match.end() :]} {'√' if match['tick'] == '√' else ''}".rstrip())


def joined(lines: Sequence[str]) -> str:
    """Return hard-wrapped lines as one text: joined by nothing, except where a sentence or a list item ends."""
    if not lines:
        return ""
    text = lines[0]
    for before, line in pairwise(lines):
        text += _joint(before, line) + line
    return text


def _joint(before: str, line: str) -> str:
    if not before or not line:
        return ""
    if "\t" in before + line:
        # Rows of a table.
        return "\n"
    if before[-1] in _ENDINGS or any(_LIST_ITEM.match(shape(each)) for each in (before, line)):
        return "\n"
    between_words = all(char.isascii() and char.isalnum() for char in (before[-1], line[0]))
    return " " if between_words else ""


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which the text seems to be wrapped: nine lines in ten are shorter."""
    widths = sorted(line.width for line in lines if not line.blank)
    return widths[len(widths) * 9 // 10] if widths else 0


def is_title(line: Line) -> bool:
    """A title or an instruction, which no one misses."""
    if _INSTRUCTION.search(line.shape):
        return True
    return len(line.text) <= _LONGEST_TITLE and line.shape[-1] not in "。？?" and not BLANK.search(line.shape)


def _is_page_noise(line: Line) -> bool:
    shaped = line.shape
    return bool(
        _SEPARATOR.fullmatch(shaped)
        or _PAGE_NUMBER.fullmatch(shaped)
        or (len(shaped) <= 40 and _FORM_FIELD.match(shaped + " ") and not shaped.endswith("。"))
    )


def _running_headers(lines: Sequence[Line]) -> dict[str, tuple[int, str]]:
    """Return the lines that come again on every page, equal but for digits: each mask with its first place and text."""
    filled = [line for line in lines if not line.blank and not _is_page_noise(line)]
    masks = [_mask(line) for line in filled]
    counts = Counter(masks)
    # 下列说法正确的是 comes again and again too, but right before its options.
    asked = Counter(mask for mask, following in zip(masks, filled[1:], strict=False) if _begins_options(following))
    least = max(5, len(masks) // 100)
    headers: dict[str, tuple[int, str]] = {}
    for mask, line in zip(masks, filled, strict=True):
        repeated = counts[mask] >= least and asked[mask] * 2 < counts[mask]
        if repeated and mask not in headers and not _has_meaning(line):
            headers[mask] = (line.number, line.text)
    return headers


def _begins_options(line: Line) -> bool:
    option = option_at_start(line.shape)
    return option is not None and option.letter == "A"


def _mask(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.shape.split()))


def _has_meaning(line: Line) -> bool:
    """Say whether a line says something where it stands, however often: an answer, an option, a question."""
    shaped = line.shape
    if not _SAID.search(shaped):
        # Code and formulas repeat themselves; headers are written in words.
        return True
    if len(shaped) < 4 or shaped[-1] in "。？?：:" or BLANK.search(shaped):
        return True
    number = number_at_start(shaped)
    return bool(
        label_at_start(shaped)
        or option_at_start(shaped)
        or (number and number.end < len(shaped))
        or judgement(shaped) is not None
        or section_heading(line.text)
        or any(True for _ in strong_options(shaped))
        or any(True for _ in spaced_options(shaped))
        or _SEPARATOR.fullmatch(shaped)
        or "答案" in shaped
    )
