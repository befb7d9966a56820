"""Grades of difficulty on a scale that is not ours: told once for the sheet, not doubted question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from question_bank.content import DIFFICULTIES
from question_bank.sheets.checking import checked
from question_bank.sheets.report import ParsedQuestion, Problem

#: As often as this, a word is no slip.
_FEWEST = 3
_MOST_NAMED = 6


def without_foreign_grades(questions: Sequence[ParsedQuestion]) -> tuple[list[ParsedQuestion], list[Problem]]:
    """Return the questions without grades such as A, B and C, of which nobody knows which is hard, and say so."""
    strange = Counter(q.difficulty for q in questions if q.difficulty and q.difficulty not in DIFFICULTIES)
    if strange.total() < _FEWEST:
        return list(questions), []
    named = "".join(f"“{grade[:10]}”" for grade, _ in strange.most_common(_MOST_NAMED))
    problem = Problem("全文", f"难度写的是{named}，不是易、中、难，没有读入（{strange.total()} 题）")
    return [checked(replace(q, difficulty="")) if q.difficulty in strange else q for q in questions], [problem]
