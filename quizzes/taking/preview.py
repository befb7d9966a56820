"""A question on an answer sheet of its own, as the exam page would show it; nothing of it is kept."""

from __future__ import annotations

from question_bank.content import QuestionContent, extras_to_json, options_to_json, widened_slots
from question_bank.models import QuestionVersion
from quizzes.asked import asked_of
from quizzes.marking import ONE_POINT, ScoringRule
from quizzes.services.papers import public_questions
from quizzes.taking.papers import FrozenPaper, Section, display_draw, shown_question
from quizzes.taking.sheet import SheetQuestion, answer_sheet, sheet_questions

_MARKS = 2 * ONE_POINT


def preview_sheet(content: QuestionContent) -> list[SheetQuestion]:
    """Return what a candidate would be asked: one question, or as many as a case has parts."""
    version = QuestionVersion(
        type=content.type,
        stem=widened_slots(content.stem),
        options=options_to_json(content.options),
        explanation="",
        extras=extras_to_json(content),
    )
    asked = public_questions(asked_of(version, _MARKS), cases={})
    rule = ScoringRule().to_json()
    questions = tuple(shown_question(each, slot, _MARKS, rule) for slot, each in enumerate(asked, start=1))
    paper = FrozenPaper(0, "", _MARKS, (Section("", questions),), {question.id: question for question in questions})
    display = display_draw(paper, seed=0, shuffle_questions=False, shuffle_options=False)
    return sheet_questions(answer_sheet(paper, display, {}))
