"""One question of an own published exam again, by itself, and how the answer was."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from quizzes.corrections import corrections_standing, keys_in_force, slot_marker
from quizzes.marking import Answer
from quizzes.models import Exam, KeyCorrection, PaperSlot, PracticeAnswer
from quizzes.release import Release
from quizzes.taking.papers import FrozenPaper, Section, display_draw, frozen_paper
from quizzes.taking.results import ReviewedQuestion, reviewed_alone
from quizzes.taking.sheet import SheetQuestion, answer_sheet, sheet_questions


def single_question(slot: PaperSlot) -> FrozenPaper:
    """Return a paper that asks nothing but this question."""
    question = frozen_paper(slot.paper.uuid).questions[str(slot.pk)]
    return FrozenPaper(slot.paper_id, "", slot.marks, (Section("", (question,)),), {question.id: question})


def practice_sheet(slot: PaperSlot, *, turn: int, answer: Answer = None) -> SheetQuestion:
    """Return the question as it is asked the `turn`th time: its options in another order each time."""
    paper = single_question(slot)
    display = display_draw(paper, seed=turn, shuffle_questions=False, shuffle_options=True)
    return sheet_questions(answer_sheet(paper, display, {slot.pk: answer}))[0]


def turns_taken(user: User, slot: PaperSlot, *, before: PracticeAnswer | None = None) -> int:
    """Return how often a person has practised this question, or had before one of the answers."""
    answers = PracticeAnswer.objects.filter(user=user, slot=slot)
    return answers.filter(pk__lt=before.pk).count() if before else answers.count()


def practice_answer(*, user: User, exam: Exam, slot: PaperSlot, answer: Answer, now: datetime) -> PracticeAnswer:
    """Keep a try, marked by what the exam takes for right today."""
    earned = _earned(slot, corrections_standing(exam).get(slot.pk), answer)
    is_right = None if earned is None else earned >= slot.marks
    return PracticeAnswer.objects.create(user=user, slot=slot, answer=answer, is_right=is_right, at=now)


def practice_review(exam: Exam, slot: PaperSlot, tried: PracticeAnswer, release: Release) -> ReviewedQuestion:
    """Return a try with its key and what the exam's release shows, its options as they stood when it was asked."""
    correction = corrections_standing(exam).get(slot.pk)
    turn = turns_taken(tried.user, slot, before=tried)
    asked = practice_sheet(slot, turn=turn, answer=tried.answer)
    earned = _earned(slot, correction, tried.answer)
    return reviewed_alone(asked, slot, keys_in_force(slot, correction), earned, release)


def _earned(slot: PaperSlot, correction: KeyCorrection | None, answer: Answer) -> int | None:
    marker = slot_marker(slot, correction)
    return None if marker is None else marker(answer)
