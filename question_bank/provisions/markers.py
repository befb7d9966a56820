"""The marks that open a provision: 第三章, 第十二条之一, （三）, 1. and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from question_bank.provisions.numerals import NUMERAL_CHARACTERS, parse_numeral


class Rank(IntEnum):
    """What can be open while reading, widest first: what opens closes all of its own rank and below.

    The serials stand in the order that official documents nest them: 一、（一）1.（1）①. A serial heading is a 一、
    above articles.
    """

    DOCUMENT = 0
    PART = 1
    SUBPART = 2
    CHAPTER = 3
    SECTION = 4
    SERIAL_HEADING = 5
    ARTICLE = 6
    PARAGRAPH = 7
    SERIAL_1 = 8
    SERIAL_2 = 9
    SERIAL_3 = 10
    SERIAL_4 = 11
    SERIAL_5 = 12


HEADING_RANKS = frozenset({Rank.PART, Rank.SUBPART, Rank.CHAPTER, Rank.SECTION})

_RANK_OF_UNIT = {
    "编": Rank.PART,
    "部分": Rank.PART,
    "分编": Rank.SUBPART,
    "章": Rank.CHAPTER,
    "节": Rank.SECTION,
    "条": Rank.ARTICLE,
}
_NUMERAL = f"[{NUMERAL_CHARACTERS}]{{1,8}}"
_NUMERAL_SPACED = rf"[{NUMERAL_CHARACTERS}\s]{{0,20}}[{NUMERAL_CHARACTERS}]"
_DIVISION = re.compile(
    rf"(?P<label>第\s*(?P<ordinal>{_NUMERAL_SPACED})\s*(?P<unit>分编|部分|编|章|节|条)(?:\s*之\s*(?P<suffix>{_NUMERAL}))?)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_SERIALS = tuple(
    (rank, re.compile(pattern + r"(?P<rest>.*)", re.DOTALL))
    for rank, pattern in (
        (Rank.SERIAL_1, r"(?P<label>(?P<ordinal>[零〇一二三四五六七八九十百]+)\s*[、．.])"),
        (Rank.SERIAL_2, r"(?P<label>[（(]\s*(?P<ordinal>[零〇一二三四五六七八九十百]+)\s*[）)])、?"),
        (Rank.SERIAL_3, r"(?P<label>(?P<ordinal>[0-9０-９]{1,3})\s*[、．.])(?![0-9０-９])"),
        (Rank.SERIAL_4, r"(?P<label>[（(]?\s*(?P<ordinal>[0-9０-９]{1,3})\s*[）)])、?"),
        (Rank.SERIAL_5, r"(?P<label>(?P<ordinal>[①-⑳]))"),
    )
)
#: 民法典 has 1,260 articles; anything far beyond is no ordinal.
_LARGEST_ORDINAL = 9_999
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: 第三条第二款, 第三条和第五条, 第三章的规定: the number is spoken of, not opened. A blank parts a mark from its text.
_REFERENCE = re.compile(
    rf"[、，,和及与或至到的]|第\s*[{NUMERAL_CHARACTERS}]+\s*[条款项章节]|之?规定|所[列称]|中[的规所]"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark at the start of a line and the text after it.

    `suffix` is the 2 of 之二, else 0; a reference reads on as if it only mentioned the number.
    """

    rank: Rank
    label: str
    ordinal: int
    suffix: int
    rest: str
    is_reference: bool


def find_marker(text: str) -> Marker | None:
    """Return the mark that a line begins with, if it begins with one."""
    return _find_division(text) or _find_serial(text)


def _find_division(text: str) -> Marker | None:
    match = _DIVISION.match(text)
    if match is None:
        return None
    suffix = match["suffix"]
    return _marker(match, _RANK_OF_UNIT[match["unit"]], suffix=_value(suffix) if suffix else 0)


def _find_serial(text: str) -> Marker | None:
    for rank, pattern in _SERIALS:
        if match := pattern.match(text):
            return _marker(match, rank, suffix=0)
    return None


def _marker(match: re.Match[str], rank: Rank, *, suffix: int | None) -> Marker | None:
    ordinal = _value(match["ordinal"])
    if ordinal is None or suffix is None:
        return None
    label, rest = "".join(match["label"].split()), match["rest"]
    return Marker(rank, label, ordinal, suffix, rest.strip(), is_reference=_REFERENCE.match(rest) is not None)


def _value(numeral: str) -> int | None:
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    try:
        value = parse_numeral("".join(numeral.split()))
    except ValueError:
        return None
    return value if value <= _LARGEST_ORDINAL else None
