"""Plain factories for organizing exams: a bank to draw from, a blueprint over it, results without a sitting."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import Cohort, Office, User
from accounts.services import cohort_create
from question_bank.content import QuestionType
from question_bank.models import QuestionBank
from quizzes.assembly import Blueprint as Plan
from quizzes.assembly import Section
from quizzes.corrections import paper_marking
from quizzes.enums import AttemptState, CountingAttempt, ExamKind, SubmitReason
from quizzes.marking import Answer
from quizzes.models import Attempt, Blueprint, Candidate, Exam, Paper, Response, Result
from quizzes.release import Release
from quizzes.services import ExamText, blueprint_create, results_publish
from quizzes.taking.marking import machine_marks
from quizzes.taking.papers import slots_shown
from tests.factories.accounts import make_user
from tests.factories.question_bank import make_bank, make_provision, make_question, make_version
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper, slot_ids

_numbers = count(1)
#: What the usual blueprint asks: so many questions of a type, so many hundredths of a mark each.
USUAL = ((QuestionType.SINGLE_CHOICE, 2, 200), (QuestionType.SHORT_ANSWER, 1, 600))


def make_drawable_bank(office: Office | None = None, *, each: int = 3) -> QuestionBank:
    """Return a bank with so many approved questions of every type, all resting on the same paragraph."""
    bank = make_bank(office)
    provision = make_provision(make_version(bank.office))
    author = make_user(bank.office)
    for kind in QuestionType:
        for _number in range(each):
            make_question(bank, type=kind, author=author, provision=provision)
    return bank


def make_plan(*sections: tuple[QuestionType, int, int], title: str | None = None) -> Plan:
    """Return a blueprint as the pure package has it: (type, how many, hundredths each) a section."""
    asked = sections or USUAL
    return Plan(
        title or f"季度卷{next(_numbers)}",
        tuple(Section(kind.label, kind, wanted, marks) for kind, wanted, marks in asked),
    )


def make_blueprint(
    office: Office | None = None, *sections: tuple[QuestionType, int, int], bank: QuestionBank | None = None
) -> Blueprint:
    bank = bank or make_drawable_bank(office)
    return blueprint_create(bank=bank, plan=make_plan(*sections), by=make_user(bank.office))


def make_cohort(office: Office, *people: User) -> Cohort:
    return cohort_create(office=office, name=f"名单{next(_numbers)}", people=people)


def make_exam_text(cohort: Cohort, *, now: datetime = NOON, **changes: Any) -> ExamText:
    """Return what an organizer fills in for a test that opens an hour after `now`, for eight hours."""
    return ExamText(
        **{
            "kind": ExamKind.QUARTERLY_TEST,
            "title": "2026年第四季度“季季考”",
            "year": 2026,
            "quarter": 4,
            "cohort": cohort,
            "rules": "独立作答。",
            "opens_at": now + timedelta(hours=1),
            "closes_at": now + timedelta(hours=9),
            "duration_minutes": 60,
            "attempt_limit": 1,
            "counting": CountingAttempt.BEST,
            "pass_marks": 600,
            "shuffle_questions": False,
            "shuffle_options": False,
            **changes,
        }
    )


def make_result(
    candidate: Candidate | None = None,
    *,
    total: int = 1000,
    number: int = 1,
    is_complete: bool = True,
    at: datetime = NOON,
) -> Result:
    """Return the result of an attempt that was handed in at `at`; its slots are worth what the total needs."""
    candidate = candidate or make_candidate()
    attempt = make_submitted_attempt(candidate, number=number, at=at)
    paper, exam = attempt.paper, attempt.exam
    return Result.objects.create(
        attempt=attempt,
        revision=1,
        slot_marks=_slot_marks(paper, total),
        total=total,
        maximum=paper.total_marks,
        is_complete=is_complete,
        is_pass=total >= exam.pass_marks,
    )


def make_submitted_attempt(candidate: Candidate, *, number: int = 1, at: datetime = NOON) -> Attempt:
    """Return an attempt at the exam's first paper, handed in and without a result."""
    paper = candidate.exam.papers.first()
    assert paper is not None
    return Attempt.objects.create(
        exam=candidate.exam,
        candidate=candidate,
        paper=paper,
        number=number,
        state=AttemptState.SUBMITTED,
        holder="holder",
        shuffle_seed=1,
        display=_display(paper),
        started_at=at - timedelta(minutes=30),
        deadline_at=at + timedelta(minutes=30),
        accepts_until=at + timedelta(minutes=30),
        submitted_at=at,
        submit_reason=SubmitReason.CANDIDATE,
    )


def make_answered_result(candidate: Candidate, *answers: Answer, written: int = 0) -> Result:
    """Return the result of answers in the order of the paper's slots, None where one was left out.

    What a person marks earns `written`.
    """
    attempt = make_submitted_attempt(candidate)
    given = dict(zip(slot_ids(attempt), answers, strict=True))
    Response.objects.bulk_create(
        Response(attempt=attempt, slot_id=slot, answer=answer, epoch=1, seq=1, saved_at=NOON)
        for slot, answer in given.items()
        if answer is not None
    )
    marks = machine_marks(
        paper_marking(attempt.paper.uuid, attempt.exam_id, None), given, set(slots_shown(attempt.display))
    )
    slot_marks = {str(slot): written if earned is None else earned for slot, earned in marks.items()}
    total = sum(slot_marks.values())
    return Result.objects.create(
        attempt=attempt,
        revision=1,
        slot_marks=slot_marks,
        total=total,
        maximum=attempt.paper.total_marks,
        is_complete=True,
        is_pass=total >= attempt.exam.pass_marks,
    )


def make_revision(result: Result, *, total: int) -> Result:
    """Return a further revision, as a regrade makes one."""
    return Result.objects.create(
        attempt=result.attempt,
        revision=result.revision + 1,
        slot_marks=_slot_marks(result.attempt.paper, total),
        total=total,
        maximum=result.maximum,
        is_complete=True,
        is_pass=total >= result.attempt.exam.pass_marks,
        reason="更正",
    )


def make_published_exam(office: Office | None = None, *totals: int, **fields: Any) -> Exam:
    """Return an exam whose results are published: one candidate for each total."""
    exam = make_exam(make_paper(office), **fields)
    for total in totals:
        make_result(make_candidate(exam), total=total)
    return publish(exam)


def publish(exam: Exam, *, by: User | None = None, release: Release | None = None) -> Exam:
    """Publish after the window is over."""
    by = by or make_user(exam.office, Role.ORGANIZER)
    return results_publish(exam=exam, by=by, now=exam.closes_at + timedelta(hours=1), release=release)


def _display(paper: Paper) -> list[list[tuple[str, list[str]]]]:
    slots = iter(paper.slots.order_by("number").values_list("pk", flat=True))
    return [
        [(str(next(slots)), [option["id"] for option in asked.get("options", [])]) for asked in section["questions"]]
        for section in paper.content["sections"]
    ]


def _slot_marks(paper: Paper, total: int) -> dict[str, int]:
    """Fill the slots one after the other."""
    marks = {}
    for slot in paper.slots.order_by("number"):
        marks[str(slot.pk)] = min(slot.marks, total)
        total -= marks[str(slot.pk)]
    return marks
