"""How sure the reading of each field is: one number a field, for the desk to show and to sort by."""

from __future__ import annotations

from enum import Enum
from typing import Any

from question_bank.sheets.report import ParsedQuestion


class Sureness(Enum):
    """How a field came to be what it is, with its number."""

    WRITTEN = 1.0
    CONCLUDED = 0.8
    DOUBTED = 0.5
    UNREAD = 0.0


FIELDS = ("type", "stem", "options", "key", "explanation", "topic", "citation", "marks", "difficulty")
#: With which words the checks speak of a field.
_SPOKEN_OF = {
    "stem": ("题干", "材料"),
    "options": ("选项", "右栏", "左栏"),
    "key": ("没有答案", "答案", "单选题只能有", "多选题应有", "第 "),
    "type": ("看不出题型", "暂不支持"),
}


def confidence(question: ParsedQuestion) -> dict[str, float | None]:
    """Return for each field 1 where the sheet says it in so many words or a trainer set it, 0.8 where it was concluded
    (a type from options and answer, a topic from a chapter), 0.5 where it is doubted, 0 where it could not be read and
    is needed, None where the sheet has nothing.
    """
    return {field: sure.value if sure else None for field, sure in sureness(question).items()}


def sureness(question: ParsedQuestion) -> dict[str, Sureness | None]:
    """Return the same by name."""
    return {field: _of_field(question, field) for field in FIELDS}


def _of_field(question: ParsedQuestion, field: str) -> Sureness | None:
    noted = {note.status for note in question.notes if note.field == field}
    if "faulty" in noted or _is_missed(question, field):
        return Sureness.UNREAD
    if _is_nothing(getattr(question, field)):
        return None
    if "doubtful" in noted:
        return Sureness.DOUBTED
    return Sureness.CONCLUDED if field in question.concluded else Sureness.WRITTEN


def _is_missed(question: ParsedQuestion, field: str) -> bool:
    words = _SPOKEN_OF.get(field, ())
    return question.status == "faulty" and any(problem.startswith(words) for problem in question.problems if words)


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", (), [])
