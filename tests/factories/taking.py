"""Plain factories for taking an exam: a frozen paper of six types, an exam that is open, its candidate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Cohort, Office, User
from question_bank.models import Question, QuestionBank, QuestionVersion
from quizzes.enums import ExamKind, ExamState
from quizzes.marking import ScoringRule
from quizzes.models import Attempt, Candidate, Exam, Paper, PaperSlot
from quizzes.taking.attempts import attempt_start
from tests.factories.accounts import make_office, make_user

_numbers = count(1)
#: Planted in all that must not leave the server before publication.
CANARY = "CANARY-7f3a"
NOON = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)

_OPTIONS = [{"id": "w", "text": "半小时"}, {"id": "x", "text": "一小时"}, {"id": "y", "text": "两小时"}]
#: One question of each type: (type, stem, options, key, marks in hundredths).
SIX_TYPES: list[tuple[str, str, list[dict[str, str]], Any, int]] = [
    ("single_choice", "每天学习不少于（　　）。", _OPTIONS, ["x"], 200),
    ("multiple_choice", "可以采用的有（　　）。", _OPTIONS, ["w", "y"], 300),
    ("indeterminate_choice", "不正确的有（　　）。", _OPTIONS, ["w"], 300),
    ("true_false", "笔记须经审阅。", [], True, 100),
    ("fill_in_the_blank", "干部应当____、____。", [], [[f"忠诚{CANARY}", "忠诚"], ["干净"]], 400),
    ("short_answer", "简述三审制度。", [], f"编审、复审、终审{CANARY}", 700),
]
ONE_CHOICE = SIX_TYPES[:1]


def make_paper(
    office: Office | None = None,
    questions: list[tuple[str, str, list[dict[str, str]], Any, int]] | None = None,
    scoring_rule: ScoringRule | None = None,
    *,
    form: str = "A",
) -> Paper:
    """Return a frozen paper of one section, its secrets marked by the canary."""
    office = office or make_office()
    asked = SIX_TYPES if questions is None else questions
    author = make_user(office)
    bank = QuestionBank.objects.create(office=office, name=f"试卷题库{next(_numbers)}")
    paper = Paper.objects.create(
        office=office,
        blueprint_snapshot={},
        title="季度试卷",
        form=form,
        seed="1",
        content={
            "sections": [
                {
                    "title": "第一部分",
                    "questions": [
                        {"type": type_, "stem": stem, "options": options, "marks": marks / 100}
                        for type_, stem, options, _key, marks in asked
                    ],
                }
            ]
        },
        total_marks=sum(marks for *_rest, marks in asked),
        question_count=len(asked),
        digest="0" * 64,
    )
    for number, (type_, stem, options, key, marks) in enumerate(asked, start=1):
        question = Question.objects.create(bank=bank, author=author)
        version = QuestionVersion.objects.create(
            question=question, number=1, type=type_, stem=stem, options=options, key=key, author=author, digest="0" * 64
        )
        PaperSlot.objects.create(
            paper=paper,
            section=1,
            number=number,
            question_version=version,
            type=type_,
            marks=marks,
            scoring_rule=(scoring_rule or ScoringRule()).to_json(),
            key=key,
            explanation=f"解析{CANARY}",
            provisions=[{"document": "《办法》", "label": "第三条", "text": f"条文全文{CANARY}"}],
        )
    return paper


def make_exam(paper: Paper | None = None, *, now: datetime = NOON, **fields: Any) -> Exam:
    """Return a scheduled exam that opened an hour before `now` and stays open for two hours more."""
    paper = paper or make_paper()
    cohort = Cohort.objects.create(office=paper.office, name=f"花名册{next(_numbers)}")
    exam = Exam.objects.create(
        **{
            "office": paper.office,
            "kind": ExamKind.QUARTERLY_TEST,
            "year": 2026,
            "quarter": 4,
            "title": "季季考",
            "state": ExamState.SCHEDULED,
            "cohort": cohort,
            "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(hours=2),
            "duration_minutes": 60,
            "pass_marks": 600,
            "created_by": make_user(paper.office),
            **fields,
        }
    )
    exam.papers.set([paper])
    return exam


def make_candidate(exam: Exam | None = None, user: User | None = None, **fields: Any) -> Candidate:
    exam = exam or make_exam()
    user = user or make_user(exam.office)
    return Candidate.objects.create(exam=exam, user=user, unit=user.memberships.latest("from_date").unit, **fields)


def make_attempt(
    candidate: Candidate | None = None, *, now: datetime = NOON, holder: str = "holder", seed: int = 7
) -> Attempt:
    """Return an attempt begun at `now`."""
    return attempt_start(candidate=candidate or make_candidate(), holder=holder, shuffle_seed=seed, now=now)


def slot_ids(attempt: Attempt) -> list[int]:
    """Return the attempt's slots in the paper's order."""
    return list(PaperSlot.objects.filter(paper=attempt.paper_id).order_by("number").values_list("pk", flat=True))
