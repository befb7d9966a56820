"""What an organizer is asked to think over before and after announcing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from quizzes.enums import ExamKind, ExamState
from quizzes.organizing.cautions import exam_cautions
from quizzes.services import exam_create, exam_schedule
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import make_cohort, make_exam_text
from tests.factories.taking import NOON, make_exam, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    """Stop the clock that says which day it is."""
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, username="YL001", name="何静")


def draft(organizer, *people, **changes):
    text = make_exam_text(make_cohort(organizer.office, *people), **changes)
    return exam_create(text=text, papers=[make_paper(organizer.office)], by=organizer)


def test_usual_exam_needs_none(office, organizer):
    assert exam_cautions(draft(organizer, make_user(office)), NOON) == []


def test_window_shorter_than_the_duration(office, organizer):
    exam = draft(organizer, make_user(office), closes_at=NOON + timedelta(hours=1, minutes=10))

    assert exam_cautions(exam, NOON) == ["开放时间只有 10 分钟，少于作答时长 60 分钟：到结束时间就收卷。"]


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        ({}, True),
        ({"state": ExamState.PUBLISHED}, True),
        ({"state": ExamState.DRAFT}, False),
        ({"state": ExamState.ARCHIVED}, False),
        ({"quarter": 3}, False),
        ({"year": 2025}, False),
        ({"kind": ExamKind.MOCK}, False),
    ],
)
def test_second_test_of_the_quarter(office, organizer, other, is_told):
    make_exam(make_paper(office), title="已经安排的", **other)

    told = exam_cautions(draft(organizer, make_user(office)), NOON)

    assert told == ["同一季度已经有一场季季考：“已经安排的”。请确认不是重复安排。"] * is_told


def test_who_knows_the_key_and_is_a_candidate_before_and_after_announcing(office, organizer):
    trainer = make_user(office, Role.TRAINER, username="YL002", name="程立新")
    exam = draft(organizer, organizer, trainer, make_user(office, name="学员"))
    told = ["经办和命题人员在应考人员里：何静、程立新，他们看得到试卷和答案；需要时换花名册或另组试卷。"]

    assert exam_cautions(exam, NOON) == told
    assert exam_cautions(exam_schedule(exam=exam, by=organizer, now=NOON), NOON) == told


def test_other_roles_are_not_named(office, organizer):
    assert exam_cautions(draft(organizer, make_user(office, Role.REVIEWER)), NOON) == []
