"""What the layouts' tests ask of a report."""

from __future__ import annotations

from question_bank.sheets import ParsedQuestion, SheetReport, read_sheet


def read_text(text: str, name: str = "") -> SheetReport:
    """Read a text sheet."""
    return read_sheet(text.encode(), name)


def keys(report: SheetReport) -> list[object]:
    """The keys in order."""
    return [question.key for question in report.questions]


def statuses(report: SheetReport) -> list[str]:
    """What was thought of each question, in order."""
    return [question.status for question in report.questions]


def only(report: SheetReport) -> ParsedQuestion:
    """The one question of a report."""
    (question,) = report.questions
    return question
