"""The report as JSON, in the shape `import_questions --json` promises; fields may be added, these stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from question_bank.content import MarkingPoint, QuestionType
from question_bank.sheets.confidence import confidence
from question_bank.sheets.report import Note, ParsedQuestion, SheetReport

_LISTS = ("options", "problems", "notes", "targets", "marking_points", "concluded")
UNKNOWN_TYPE = "unknown"


def to_json(report: SheetReport) -> dict[str, Any]:
    """Return the report as plain data."""
    counts = Counter(question.type.value if question.type else UNKNOWN_TYPE for question in report.questions)
    return {
        "format": report.format,
        "encoding": report.encoding,
        "layout": report.layout,
        "counts": dict(counts),
        "questions": [question_to_json(question) for question in report.questions],
        "problems": [asdict(problem) for problem in report.problems],
        "unknown_headings": list(report.unknown_headings),
        "unknown_labels": list(report.unknown_labels),
    }


def question_to_json(question: ParsedQuestion) -> dict[str, Any]:
    """Return one question as plain data; `question_from_json` gives it back."""
    data = asdict(question)
    data["type"] = question.type.value if question.type else None
    for name in _LISTS:
        data[name] = list(data[name])
    data["parts"] = [question_to_json(part) for part in question.parts]
    data["confidence"] = confidence(question)
    return data


def question_from_json(data: dict[str, Any]) -> ParsedQuestion:
    """Return the question that `question_to_json` wrote."""
    values = {name: value for name, value in data.items() if name != "confidence"}
    values["type"] = QuestionType(values["type"]) if values["type"] else None
    values |= {name: tuple(values[name]) for name in _LISTS if name in values}
    values["notes"] = tuple(Note(**note) for note in values["notes"])
    values["parts"] = tuple(map(question_from_json, values.get("parts", ())))
    values["marking_points"] = tuple(MarkingPoint(**point) for point in values.get("marking_points", ()))
    return ParsedQuestion(**values)
