"""Where a stem leaves a blank to fill in.

A blank is a run of two or more underscores, or round brackets with nothing but white space between
them; both in either width. `main()`, an empty ASCII pair right after a Latin letter, is a call.
"""

from __future__ import annotations

import re

#: How our own pages and exports write a blank.
BLANK = "____"

_SLOT = "（　　）"

_EMPTY_BRACKET = re.compile(r"（\s*）|\(\s+\)")
_BLANK = re.compile(r"[_＿]{2,}|（\s*）|\(\s+\)|(?<![A-Za-z])\(\)")


def split_at_blanks(stem: str) -> tuple[str, ...]:
    """Return the text before, between and after the blanks, so that an input can stand in each gap."""
    return tuple(_BLANK.split(stem))


def blank_count(stem: str) -> int:
    return len(split_at_blanks(stem)) - 1


def widened_slots(stem: str) -> str:
    """Return the stem with each empty bracket as offices type it: wide enough to see, and not collapsed by a page."""
    return _EMPTY_BRACKET.sub(_SLOT, stem)
