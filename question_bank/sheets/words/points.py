"""Marking points in a model answer: “签收（2分）登记（3分）”, each with its share."""

from __future__ import annotations

import re
from decimal import Decimal

from question_bank.content import MarkingPoint
from question_bank.sheets.words.folding import shape

_SHARE = re.compile(r"\(\s?(?:本点|每点|得|给)?\s?(?P<marks>\d{1,2}(?:\.\d)?)\s?分\s?\)")
_EDGES = " \t\n。；;，,、"
_FEWEST = 2


def marking_points(answer: str) -> tuple[MarkingPoint, ...]:
    """Return the points of an answer that says after each what it is worth; none where only some say so."""
    matches = list(_SHARE.finditer(shape(answer)))
    if len(matches) < _FEWEST or answer[matches[-1].end() :].strip(_EDGES):
        return ()
    begins = [0, *(match.end() for match in matches[:-1])]
    texts = [answer[begin : match.start()].strip(_EDGES) for begin, match in zip(begins, matches, strict=True)]
    halves = [int(Decimal(match["marks"]) * 2) for match in matches]
    if not all(texts) or not all(halves):
        return ()
    whole = all(half % 2 == 0 for half in halves)
    return tuple(MarkingPoint(text, half // 2 if whole else half) for text, half in zip(texts, halves, strict=True))
