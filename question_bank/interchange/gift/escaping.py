"""Characters that mean something in GIFT, and the backslash before those that do not mean it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[~=#{}:\\]")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_WHITE = re.compile(r"[ \t\n]+")


def escaped(text: str) -> str:
    """Return the text as one line of GIFT that reads back as the same text."""
    lines = (_WHITE.sub(" ", line).strip() for line in text.split("\n"))
    return "\\n".join(_SPECIAL.sub(r"\\\g<0>", line) for line in lines)


def unescaped(text: str) -> str:
    """Return what escaped text says."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def find_plain(text: str, wanted: str, start: int = 0) -> int:
    """Return where a sign stands without a backslash before it; -1 where it does not."""
    place = start
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text.startswith(wanted, place):
            return place
        else:
            place += 1
    return -1
