"""What an organizer is asked to think over before and after announcing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from exam_site.home.todo import todo_list
from question_bank.enums import QuestionState
from question_bank.models import Citation, Question
from question_bank.services import amendment_apply, amendment_prepare
from quizzes.enums import ExamKind, ExamState
from quizzes.organizing.cautions import exam_cautions, slots_in_doubt
from quizzes.services import exam_create, exam_schedule
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import POLICY, make_provision, make_version
from tests.factories.quizzes import make_cohort, make_exam_text
from tests.factories.taking import NOON, ONE_CHOICE, make_exam, make_paper

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
    changes = {"closes_at": NOON + timedelta(hours=3), **changes}
    text = make_exam_text(make_cohort(organizer.office, *people), **changes)
    return exam_create(text=text, papers=[make_paper(organizer.office)], by=organizer)


def test_usual_exam_needs_none(office, organizer):
    assert exam_cautions(draft(organizer, make_user(office)), NOON) == []


def test_window_shorter_than_the_duration(office, organizer):
    exam = draft(organizer, make_user(office), closes_at=NOON + timedelta(hours=1, minutes=10))

    assert exam_cautions(exam, NOON) == ["开放时间只有 10 分钟，少于作答时长 60 分钟：到结束时间就收卷。"]


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({"closes_at": NOON + timedelta(hours=9)}, True), ({"closes_at": NOON + timedelta(hours=3)}, False)],
)
def test_long_window_with_one_paper_for_all(office, organizer, changes, is_told):
    exam = draft(organizer, make_user(office), **changes)
    assert [caution for caution in exam_cautions(exam, NOON) if "同一份卷" in caution] == [
        caution for caution in exam_cautions(exam, NOON) if is_told
    ]
    exam.papers.add(make_paper(office))
    assert exam_cautions(exam, NOON) == []


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        ({"state": ExamState.PUBLISHED, "quarter": 1}, True),
        ({"kind": ExamKind.PRACTICE}, True),
        ({"kind": ExamKind.MOCK}, False),
    ],
)
def test_paper_whose_key_is_out(office, organizer, other, is_told):
    exam = draft(organizer, make_user(office))
    make_exam(exam.papers.get(), title="练过的", **other)
    assert any("“练过的”里考过、练过" in caution for caution in exam_cautions(exam, NOON)) is is_told


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


AMENDED = POLICY.replace("八百字", "一千字")


@pytest.fixture
def rule(office):
    """The text that the paper's questions rest on."""
    return make_version(office, title="学习管理办法", effective_on=date(2026, 1, 1))


def announced_resting(organizer, rule, *paths):
    """Return an announced exam with a question on each provision."""
    paper = make_paper(organizer.office, questions=ONE_CHOICE * len(paths))
    for slot, path in zip(paper.slots.order_by("number"), paths, strict=True):
        version = slot.question_version
        version.question.current_version = version
        version.question.save()
        provision = make_provision(rule, path)
        Citation.objects.create(question_version=version, provision=provision, created_by=organizer)
    ends = NOON + timedelta(hours=3)
    text = make_exam_text(make_cohort(organizer.office, make_user(organizer.office)), pass_marks=100, closes_at=ends)
    return exam_schedule(exam=exam_create(text=text, papers=[paper], by=organizer), by=organizer, now=NOON)


def amend(rule, by, effective_on):
    after = make_version(document=rule.document, text=AMENDED, effective_on=effective_on)
    amendment_prepare(version=after, now=NOON)
    amendment_apply(version=after, by=by, now=NOON)


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, True), (30, False)])
def test_questions_whose_provision_is_amended_when_the_exam_opens(office, organizer, rule, days, is_told):
    exam = announced_resting(organizer, rule, "art2/par1", "art3/par1")
    before = exam_cautions(exam, NOON)
    amend(rule, organizer, exam.opens_at.date() + timedelta(days=days))

    told = exam_cautions(exam, NOON)

    sentence = "依据的条文到开考时已修订，或者试题待复核、停用：A 卷第 1 题。请等命题教师复核，或者换一份试卷。"
    assert before == []
    assert told == [sentence] * is_told
    assert [slot.number for slot in slots_in_doubt(exam, NOON)] == [1] * is_told


def test_questions_out_of_use(office, organizer, rule):
    exam = announced_resting(organizer, rule, "art2/par1")
    Question.objects.update(state=QuestionState.RETIRED)

    assert [caution[:10] for caution in exam_cautions(exam, NOON)] == ["依据的条文到开考时已"]


def test_the_home_page_tells_the_organizer_before_the_exam(office, organizer, rule):
    exam = announced_resting(organizer, rule, "art2/par1")
    amend(rule, organizer, date(2026, 1, 2))

    todos = [todo for todo in todo_list(organizer, NOON) if todo.url == exam.get_absolute_url()]

    assert [todo.note for todo in todos] == ["试卷里有 1 题的依据修订了或者停用了"]
