"""Marks in words: 每小题2分, （3分）; always returned in hundredths."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_EACH = re.compile(rf"每\s?[小道个]?\s?[小]?[题空]\s?(?:为|得|计)?\s?{_NUMBER}\s?分")
_COUNT = re.compile(r"共\s?(\d{1,3})\s?[小道]?\s?题")
_TOTAL = re.compile(rf"[共计]\s?{_NUMBER}\s?分")
_PLAIN = re.compile(rf"{_NUMBER}\s{{0,3}}分?")


def marks_in_cell(text: str) -> int | None:
    """Return the marks a cell or a labelled value gives: “2”, “2.5分”."""
    match = _PLAIN.fullmatch(text.strip())
    return _hundredths(match[1]) if match else None


def marks_in_heading(shaped: str) -> int | None:
    """Return the marks of each question under a heading such as “（共20题，每题2分，共40分）”."""
    if each := _EACH.search(shaped):
        return _hundredths(each[1])
    count, total = _COUNT.search(shaped), _TOTAL.search(shaped)
    if count and total and int(count[1]):
        share, rest = divmod(_hundredths(total[1]), int(count[1]))
        return share if rest == 0 else None
    return None


def _hundredths(number: str) -> int:
    return int(Decimal(number) * 100)
