"""Breaks Chinese text into lines by what may not begin or end one (GB/T 15834-2011《标点符号用法》5.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NOT_AT_LINE_START = "，。、；：？！）》〉」』】〕〗｝］”’～·％‰℃,.;:?!)]}%"
NOT_AT_LINE_END = "（《〈「『【〔〖｛［“‘([{"

# A number with its unit (100 分, 2026年), a Latin word, a doubled dash or ellipsis, or one character: none is split.
WORD = re.compile(r"[0-9]+(?:\.[0-9]+)? ?[一-鿿]|[0-9A-Za-z]+(?:[-./:_@&+][0-9A-Za-z]+)*|——|……|.", re.DOTALL)

Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure, *, indent: float = 0) -> list[str]:
    """Fill lines of the given width; the first one is shorter by the indent."""
    lines = [""]
    used = indent
    for piece in _pieces(text, width - indent, measure):
        if lines[-1] and used + measure(piece.rstrip()) > width:
            lines.append("")
            used = 0
        lines[-1] += piece if lines[-1] else piece.lstrip()
        used += measure(piece)
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: float, measure: Measure) -> Iterator[str]:
    """Yield what stays together on a line; a piece wider than any line is given up to single characters."""
    for piece in _unbreakable(text):
        if measure(piece) <= width:
            yield piece
        else:
            yield from piece


def _unbreakable(text: str) -> Iterator[str]:
    """Join to each word the punctuation that may not be parted from it."""
    piece = ""
    for word in WORD.findall(text):
        if piece and word[0] not in NOT_AT_LINE_START and piece[-1] not in NOT_AT_LINE_END:
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece
