"""What waits for a person, on their first page."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import Role
from exam_site.home.todo import todo_list
from question_bank.enums import QuestionState
from question_bank.services import question_return
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank, make_question

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
