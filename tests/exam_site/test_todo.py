"""What waits for a person, on their first page."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import Role
from exam_site.home.todo import todo_list
from question_bank.enums import QuestionState
from question_bank.services import question_return, question_revise, question_submit
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank, make_content, make_question
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db


def test_a_trainer_is_told_of_questions_that_came_back():
    office = make_office()
    author, reviewer = make_user(office, Role.TRAINER), make_user(office, Role.TRAINER)
    bank = make_bank(office)
    make_question(bank, state=QuestionState.DRAFT, author=author)
    question = make_question(bank, state=QuestionState.IN_REVIEW, author=author)

    question_return(question=question, by=reviewer, now=timezone.now(), comment="选项 C 有歧义")

    assert [(todo.title, todo.url) for todo in todo_list(author, timezone.now())] == [
        ("有 1 道题被退回", "/bank/?state=returned&mine=on")
    ]
    assert todo_list(reviewer, timezone.now()) == []


def test_what_waits_for_review_goes_by_who_wrote_the_current_words():
    office = make_office()
    first, second = (make_user(office, Role.TRAINER) for _ in range(2))
    question = make_question(make_bank(office), author=first, state=QuestionState.DRAFT)
    question_revise(question=question, content=make_content(), by=second, now=NOON, reason="重写")
    question.refresh_from_db()
    question_submit(question=question, by=second, now=NOON)

    told = {who: [todo.title for todo in todo_list(person, NOON)] for who, person in (("一", first), ("二", second))}

    assert told == {"一": ["1 道试题等你审核"], "二": []}
