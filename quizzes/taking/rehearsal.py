"""An exam to rehearse a rush with: an office of its own, invented people and questions, open at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Membership, Office, Unit, User
from accounts.services import cohort_create, office_create, token_digest
from question_bank.content import Option, QuestionContent, QuestionType, content_digest
from question_bank.enums import QuestionState
from question_bank.models import Question, QuestionBank, QuestionVersion
from quizzes import assembly
from quizzes.enums import CountingAttempt, ExamKind
from quizzes.marking import ONE_POINT
from quizzes.models import Exam, Paper
from quizzes.services import ExamText, blueprint_create, exam_create, exam_schedule, papers_assemble

_OPEN_FOR = timedelta(hours=12)
_DURATION_MINUTES = 240
_OPTION_IDS = ("a", "b", "c", "d")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An open exam, and a bearer token for each of its candidates."""

    exam: Exam
    tokens: list[str]


def rehearsal_create(*, candidates: int, questions: int, now: datetime) -> Rehearsal:
    """Return an open exam of choice questions in a new office that nobody can sign in to but by these tokens."""
    key = f"load-{secrets.token_hex(4)}"
    with transaction.atomic():
        office = office_create(key=key, name=f"压力演练 {key}")
        people = _people(office, candidates, now)
        paper = _paper(office, questions, people[0], now)
        exam = exam_create(text=_text(office, key, now), papers=[paper], by=people[0])
        exam = exam_schedule(exam=exam, by=people[0], now=now)
        return Rehearsal(exam, _tokens(people, now))


def _people(office: Office, count: int, now: datetime) -> list[User]:
    unit = Unit.objects.get(office=office, parent__isnull=True)
    people = User.objects.bulk_create(
        User(
            office=office,
            username=f"{office.key}-{number:06}",
            name=f"演练{number:06}",
            password=make_password(None),
            password_set_at=now,
        )
        for number in range(1, count + 1)
    )
    today = timezone.localdate(now)
    Membership.objects.bulk_create(Membership(user=person, unit=unit, from_date=today) for person in people)
    return people


def _paper(office: Office, count: int, author: User, now: datetime) -> Paper:
    """Return a paper of single and multiple choice, half and half."""
    bank = QuestionBank.objects.create(office=office, name="演练题库")
    several = count // 2
    counts = {QuestionType.SINGLE_CHOICE: count - several, QuestionType.MULTIPLE_CHOICE: several}
    _questions(bank, author, counts)
    sections = tuple(
        assembly.Section(title=type_.label, type=type_, count=wanted, marks=2 * ONE_POINT)
        for type_, wanted in counts.items()
        if wanted
    )
    blueprint = blueprint_create(bank=bank, plan=assembly.Blueprint("压力演练", sections), by=author)
    return papers_assemble(blueprint=blueprint, seed=office.key, by=author, now=now)[0]


def _questions(bank: QuestionBank, author: User, counts: dict[QuestionType, int]) -> None:
    contents = [_content(type_, number) for type_, count in counts.items() for number in range(1, count + 1)]
    questions = Question.objects.bulk_create(
        Question(bank=bank, author=author, state=QuestionState.APPROVED) for _content in contents
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question,
            number=1,
            type=content.type.value,
            stem=content.stem,
            options=[{"id": option.id, "text": option.text} for option in content.options],
            key=content.key,
            digest=content_digest(content),
            author=author,
        )
        for question, content in zip(questions, contents, strict=True)
    )
    adopted = [question.adopt(version) for question, version in zip(questions, versions, strict=True)]
    Question.objects.bulk_update(questions, adopted[0])


def _content(type_: QuestionType, number: int) -> QuestionContent:
    """Return a question of about the length of a real one."""
    stem = f"演练题 {number}（{type_.label}）：下列关于学习、写作和实践的说法中，符合要求的是（　　）。"
    texts = (f"说法{letter}：按照第 {number} 号安排落实到人，并在规定时间内完成" for letter in "甲乙丙丁")
    options = tuple(Option(id_, text) for id_, text in zip(_OPTION_IDS, texts, strict=True))
    key = ["a", "c"] if type_ is QuestionType.MULTIPLE_CHOICE else ["a"]
    return QuestionContent(type=type_, stem=stem, options=options, key=key)


def _text(office: Office, key: str, now: datetime) -> ExamText:
    return ExamText(
        kind=ExamKind.MOCK,
        title=f"压力演练 {key}",
        year=None,
        quarter=None,
        cohort=cohort_create(
            office=office, name="全体演练人员", unit=Unit.objects.get(office=office, parent__isnull=True)
        ),
        rules="",
        opens_at=now - timedelta(minutes=1),
        closes_at=now + _OPEN_FOR,
        duration_minutes=_DURATION_MINUTES,
        attempt_limit=1,
        counting=CountingAttempt.LAST,
        pass_marks=0,
        shuffle_questions=False,
        shuffle_options=False,
    )


def _tokens(people: list[User], now: datetime) -> list[str]:
    tokens = [secrets.token_urlsafe(32) for _person in people]
    ApiToken.objects.bulk_create(
        ApiToken(user=person, digest=token_digest(token), expires_at=now + _OPEN_FOR)
        for person, token in zip(people, tokens, strict=True)
    )
    return tokens
