"""Dates as policy documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from question_bank.provisions.numerals import NUMERAL_CHARACTERS, parse_numeral

_NUMERAL = rf"[{NUMERAL_CHARACTERS}]"
DATE_PATTERN = (
    rf"(?:{_NUMERAL}{{4}}\s*年\s*{_NUMERAL}{{1,2}}\s*月\s*{_NUMERAL}{{1,3}}\s*日"
    r"|(?:19|20)\d{2}[-./](?:1[0-2]|0?[1-9])[-./](?:3[01]|[12]\d|0?[1-9])(?!\d))"
)
_DATE = re.compile(DATE_PATTERN)
_SEPARATOR = re.compile(r"\s*[年月日]\s*|[-./]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the text."""

    value: date
    start: int
    end: int


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates of a text (2019年6月1日, 二〇一九年六月一日, 2019.06.01) that exist in the calendar."""
    for match in _DATE.finditer(text):
        value = _value(match[0])
        if value is not None:
            yield FoundDate(value, match.start(), match.end())


def _value(written: str) -> date | None:
    year, month, day, *_ = _SEPARATOR.split(written)
    try:
        return date(parse_numeral(year), parse_numeral(month), parse_numeral(day))
    except ValueError:
        return None
