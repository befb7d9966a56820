"""Candidates sit an exam as people do, through the services their browsers use; a marker reads the short answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from accounts.models import User
from exam_site.demo.behaviour import answer_moments, award_marks, seeded, simulate_answer
from exam_site.demo.sources import DemoQuestion, questions_by_digest
from question_bank.content import CHOICE_TYPES
from quizzes.marking import Answer
from quizzes.models import Attempt, Candidate, Exam, Paper, PaperSlot, Result
from quizzes.selectors import latest_results
from quizzes.services import mark_give
from quizzes.taking.attempts import SEED_BITS, attempt_start, attempt_submit
from quizzes.taking.papers import frozen_paper
from quizzes.taking.saving import answers_save
from quizzes.taking.selectors import saved_answers


@dataclass(frozen=True, slots=True)
class Sitter:
    """A candidate with their ability in logits and their pace; `seed` fixes what they answer."""

    candidate: Candidate
    ability: float
    started_at: datetime
    took: timedelta
    seed: str


def sit(sitter: Sitter) -> None:
    """Take an exam from the first question to the last and hand it in."""
    finished_at = sitter.started_at + sitter.took
    attempt = sit_until(sitter, finished_at)
    attempt_submit(attempt=attempt.pk, epoch=attempt.epoch, now=finished_at)


def sit_until(sitter: Sitter, moment: datetime) -> Attempt:
    """Return an attempt in which whatever was answered by a moment is saved, question by question."""
    chance = seeded(sitter.seed, sitter.candidate.user.username)
    attempt = attempt_start(
        candidate=sitter.candidate,
        holder=f"{chance.getrandbits(256):064x}",
        shuffle_seed=chance.getrandbits(SEED_BITS),
        now=sitter.started_at,
    )
    answers = _answers(sitter, attempt.paper)
    shown = [int(id_) for section in attempt.display for id_, _options in section]
    moments = answer_moments(sitter.took, len(shown), chance)
    for seq, (slot, after) in enumerate(zip(shown, moments, strict=True), start=1):
        if sitter.started_at + after > moment:
            break
        answers_save(
            attempt=attempt.pk,
            epoch=attempt.epoch,
            seq=seq,
            answers={slot: answers[slot]} if answers[slot] is not None else {},
            # Whoever has answered one question looks at the next.
            viewed=shown[seq - 1 : seq + 1],
            arrived_at=sitter.started_at + after,
        )
    return attempt


def short_answers_mark(exam: Exam, *, markers: Sequence[User], now: datetime, papers_left: int = 0) -> None:
    """Mark short answers by the points they name, leaving the last few attempts; nobody marks the own attempt."""
    waiting = list(latest_results(exam).filter(is_complete=False).order_by("attempt"))
    for result in waiting[: len(waiting) - papers_left]:
        _mark(result, next(each for each in markers if each != result.attempt.candidate.user), now)


def _mark(result: Result, by: User, now: datetime) -> None:
    attempt = result.attempt
    answers = saved_answers(attempt)
    for slot, question in _asked(attempt.paper.uuid):
        if result.slot_marks[str(slot.pk)] is None:
            answer = str(answers.get(slot.pk, ""))
            found = sum(point.formal in answer or point.plain in answer for point in question.points)
            mark_give(
                attempt=attempt,
                slot=slot,
                marks=award_marks(question.points, answer, slot.marks),
                comment=f"共 {len(question.points)} 个要点，答出 {found} 个。",
                marker=by,
                now=now,
            )


def _answers(sitter: Sitter, paper: Paper) -> dict[int, Answer]:
    """Return what the candidate answers to each question, None where they leave it out."""
    chance = seeded(sitter.seed, sitter.candidate.user.username, "answers")
    given = {
        str(slot.pk): _by_option_id(simulate_answer(sitter.ability, question, chance), question, slot)
        for slot, question in _asked(paper.uuid)
    }
    return frozen_paper(paper.uuid).normalize(given)


def _by_option_id(answer: Answer, question: DemoQuestion, slot: PaperSlot) -> Answer:
    """Return an answer in letters of the source as one in the option ids of the bank."""
    if not isinstance(answer, list) or question.content.type not in CHOICE_TYPES:
        return answer
    source, stored = question.content.options, slot.question_version.content.options
    ids = {option.id: kept.id for option, kept in zip(source, stored, strict=True)}
    return [ids[letter] for letter in answer]


@lru_cache(maxsize=4)
def _asked(paper: UUID) -> tuple[tuple[PaperSlot, DemoQuestion], ...]:
    """Return a paper's slots, each with its question in the source; a paper never changes."""
    slots = PaperSlot.objects.filter(paper__uuid=paper).order_by("number").select_related("question_version")
    return tuple((slot, questions_by_digest()[slot.question_version.digest]) for slot in slots)
