"""Word's automatic numbers: what a reader sees before a paragraph though no one typed it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from question_bank.provisions.numerals import format_digits, format_numeral
from question_bank.provisions.word_xml import attribute, find, number_at, value_at

_PLACEHOLDER = re.compile(r"%([1-9])")
_COUNTED_FORMATS = ("chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
_DIGIT_FORMATS = ("ideographDigital", "taiwaneseDigital")
#: Word counts no further, and no real template is longer; a hostile file could make labels without end.
_LARGEST_NUMBER = 32_767
_LONGEST_TEMPLATE = 60
_SILENT_FORMATS = frozenset({"bullet", "none"})
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its number is written and where it starts."""

    template: str
    number_format: str
    start: int
    ends_with_blank: bool
    is_legal: bool
    restarts: bool
    style_id: str | None


@dataclass(frozen=True, slots=True)
class _Use:
    """A use of a list (w:num): the list it counts on, with the levels and first numbers that are its own."""

    list_id: str
    levels: dict[int, _Level]
    first_numbers: dict[int, int]


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        lists = _read_lists(root) if root is not None else {}
        self._uses = _read_uses(root, lists) if root is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, use_id: str, style_id: str) -> int:
        """Return the level that a paragraph style is linked to; the first where none is."""
        levels = self._uses[use_id].levels if use_id in self._uses else {}
        return next((index for index, level in levels.items() if level.style_id == style_id), 0)

    def next_label(self, use_id: str, index: int) -> str:
        """Count one paragraph and return its visible number with the blank after it; bullets give none."""
        use = self._uses.get(use_id)
        if use is None or index not in use.levels:
            return ""
        numbers = self._count(use_id, use, index)
        level = use.levels[index]
        if level.number_format in _SILENT_FORMATS:
            return ""

        def written(match: re.Match[str]) -> str:
            shown = use.levels.get(int(match[1]) - 1, level)
            number_format = "decimal" if level.is_legal else shown.number_format
            return _written_number(numbers.get(int(match[1]) - 1, shown.start), number_format)

        label = _PLACEHOLDER.sub(written, level.template)
        return f"{label} " if level.ends_with_blank else label

    def _count(self, use_id: str, use: _Use, index: int) -> dict[int, int]:
        """Advance the level; a use's own first number takes effect once, and deeper levels begin again."""
        numbers = self._counters.setdefault(use.list_id, {})
        if index in use.first_numbers and (use_id, index) not in self._begun:
            numbers[index] = use.first_numbers[index]
        else:
            numbers[index] = numbers.get(index, use.levels[index].start - 1) + 1
        self._begun.add((use_id, index))
        kept = {other for other, level in use.levels.items() if not level.restarts}
        for deeper in [other for other in numbers if other > index and other not in kept]:
            del numbers[deeper]
        return numbers


def _read_lists(root: etree._Element) -> dict[str, dict[int, _Level]]:
    elements = {attribute(element, "abstractNumId") or "": element for element in root.iter("{*}abstractNum")}
    by_style = {value_at(element, "styleLink"): element for element in elements.values()}
    return {
        list_id: _read_levels(by_style.get(value_at(element, "numStyleLink"), element))
        if value_at(element, "numStyleLink")
        else _read_levels(element)
        for list_id, element in elements.items()
    }


def _read_levels(element: etree._Element) -> dict[int, _Level]:
    return {_index(level): _read_level(level) for level in element.iterchildren("{*}lvl")}


def _index(element: etree._Element) -> int:
    """Return which level an element is about."""
    index = attribute(element, "ilvl")
    return int(index) if index and index.isdecimal() else 0


def _read_level(element: etree._Element) -> _Level:
    start = _first_number(element, "start")
    return _Level(
        template=(value_at(element, "lvlText") or "")[:_LONGEST_TEMPLATE],
        number_format=value_at(element, "numFmt") or "decimal",
        start=1 if start is None else start,
        ends_with_blank=value_at(element, "suff") != "nothing",
        is_legal=find(element, "isLgl") is not None,
        restarts=value_at(element, "lvlRestart") != "0",
        style_id=value_at(element, "pStyle"),
    )


def _read_uses(root: etree._Element, lists: dict[str, dict[int, _Level]]) -> dict[str, _Use]:
    uses = {}
    for element in root.iterchildren("{*}num"):
        list_id = value_at(element, "abstractNumId") or ""
        levels, first_numbers = dict(lists.get(list_id, {})), {}
        for override in element.iterchildren("{*}lvlOverride"):
            index = _index(override)
            if (own_level := find(override, "lvl")) is not None:
                levels[index] = _read_level(own_level)
            if (first := _first_number(override, "startOverride")) is not None:
                first_numbers[index] = first
        uses[attribute(element, "numId") or ""] = _Use(list_id, levels, first_numbers)
    return uses


def _first_number(element: etree._Element, path: str) -> int | None:
    number = number_at(element, path)
    return None if number is None else min(number, _LARGEST_NUMBER)


def _written_number(value: int, number_format: str) -> str:
    """Return the number as Word writes it; an unknown or outgrown format is written in plain figures."""
    largest, write = _WRITERS.get(number_format, (0, str))
    return write(value) if 0 < value <= largest else str(value)


def _counting(value: int) -> str:
    """Return Word's chineseCounting: in words up to 99, digit by digit from 100."""
    return format_numeral(value) if value < 100 else format_digits(value)


def _full_width(value: int) -> str:
    return str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1)


def _letters(value: int) -> str:
    """Return Word's letters: after z come aa, bb, cc."""
    repeats, index = divmod(value - 1, 26)
    return chr(ord("a") + index) * (repeats + 1)


def _roman(value: int) -> str:
    written = ""
    for weight, letters in _ROMAN:
        count, value = divmod(value, weight)
        written += letters * count
    return written


#: By Word's name of a format: the largest number it is used for, and how it is written.
_WRITERS: dict[str, tuple[int, Callable[[int], str]]] = {
    **dict.fromkeys(_COUNTED_FORMATS, (_LARGEST_NUMBER, format_numeral)),
    **dict.fromkeys(_DIGIT_FORMATS, (_LARGEST_NUMBER, format_digits)),
    "chineseCounting": (_LARGEST_NUMBER, _counting),
    "decimalZero": (_LARGEST_NUMBER, "{:02d}".format),
    "decimalFullWidth": (_LARGEST_NUMBER, _full_width),
    "decimalFullWidth2": (_LARGEST_NUMBER, _full_width),
    "decimalEnclosedCircle": (20, _circled),
    "decimalEnclosedCircleChinese": (20, _circled),
    "lowerLetter": (780, _letters),
    "upperLetter": (780, lambda value: _letters(value).upper()),
    "lowerRoman": (3999, _roman),
    "upperRoman": (3999, lambda value: _roman(value).upper()),
}
