"""Answers of an exam on paper, typed into Excel: bytes in, answers out; knows neither Django nor the database."""

from __future__ import annotations

from quizzes.typed.answers import AskedOnPaper, TypedAnswer, UnreadableAnswer, read_typed
from quizzes.typed.workbook import TypedCell, TypedRow, TypedSheet, UnreadableSheetError, read_sheet

__all__ = [
    "AskedOnPaper",
    "TypedAnswer",
    "TypedCell",
    "TypedRow",
    "TypedSheet",
    "UnreadableAnswer",
    "UnreadableSheetError",
    "read_sheet",
    "read_typed",
]
