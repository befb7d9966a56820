"""What a file of another system holds, in the words of `import_questions`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from question_bank.content import QuestionContent, check_content
from question_bank.interchange import Intake, InterchangeQuestion


def intake_json(intake: Intake) -> dict[str, Any]:
    """Return the report in the shape that `import_questions --json` promises."""
    return {
        "format": intake.format,
        "encoding": "",
        "layout": intake.format,
        "counts": dict(Counter(question.content.type.value for question in intake.questions)),
        "questions": [_question(question) for question in intake.questions],
        "problems": [{"location": item.where, "message": f"{item.kind}：{item.why}"} for item in intake.unread],
        "unread": dict(intake.unread_counts),
        "unknown_headings": [],
        "unknown_labels": [],
    }


def _question(question: InterchangeQuestion) -> dict[str, Any]:
    problems = check_content(question.content)
    return {
        **_asked(question.content),
        "location": question.where,
        "status": "faulty" if problems else "doubtful" if question.notes else "ok",
        "problems": [*problems, *question.notes],
        "topics": list(question.topics),
        "difficulty": question.difficulty,
        "citations": [str(citation) for citation in question.citations],
    }


def _asked(content: QuestionContent) -> dict[str, Any]:
    return {
        "type": content.type.value,
        "stem": content.stem,
        "options": [option.text for option in content.options],
        "key": content.key,
        "explanation": content.explanation,
        "targets": [target.text for target in content.targets],
        "parts": [{**_asked(part.content), "weight": part.weight} for part in content.parts],
        "marking_points": [{"text": point.text, "weight": point.weight} for point in content.marking_points],
        "is_order_free": content.is_order_free,
    }
