"""The steps of a question's life."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from question_bank.enums import QuestionState
from question_bank.errors import ReviewError
from question_bank.models import Question, QuestionReview
from question_bank.selectors import citations_of
from question_bank.services import (
    BulkOutcome,
    citation_withdraw,
    question_approve,
    question_reopen,
    question_retire,
    question_return,
    question_revise,
    question_submit,
    questions_approve,
    questions_submit,
)
from tests.factories.accounts import LONG_AGO, make_unit, make_user
from tests.factories.question_bank import make_content, make_provision, make_question, make_version
from tests.factories.taking import NOON

STEPS = {
    "submit": (question_submit, {QuestionState.DRAFT}, QuestionState.IN_REVIEW),
    "approve": (question_approve, {QuestionState.IN_REVIEW, QuestionState.NEEDS_REVIEW}, QuestionState.APPROVED),
    "return": (question_return, {QuestionState.IN_REVIEW, QuestionState.NEEDS_REVIEW}, QuestionState.DRAFT),
    "retire": (question_retire, set(QuestionState) - {QuestionState.RETIRED}, QuestionState.RETIRED),
    "reopen": (question_reopen, {QuestionState.RETIRED}, QuestionState.DRAFT),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", QuestionState)
def test_each_step_is_taken_from_its_own_states_alone(desk, step, state):
    service, allowed, to = STEPS[step]
    question = make_question(desk.bank, state=state, author=desk.author, provision=provision_of(desk))

    if state in allowed:
        service(question=question, by=desk.reviewer, now=NOON, comment="看过了")
    else:
        with pytest.raises(ReviewError):
            service(question=question, by=desk.reviewer, now=NOON, comment="看过了")

    question.refresh_from_db()
    written = list(QuestionReview.objects.values_list("from_state", "to_state", "by", "at", "version", "comment"))
    assert question.state == (to if state in allowed else state)
    assert written == (
        [(state, to, desk.reviewer.pk, NOON, question.current_version_id, "看过了")] if state in allowed else []
    )


def provision_of(desk):
    return make_provision(make_version(desk.office))


def waiting(desk, **fields):
    cited = {"provision": provision_of(desk), **fields}
    return make_question(desk.bank, state=QuestionState.IN_REVIEW, author=desk.author, **cited)


def test_question_approve_refuses_ones_own_words(desk):
    with pytest.raises(ReviewError) as refusal:
        question_approve(question=waiting(desk), by=desk.author, now=NOON)

    assert str(refusal.value) == "现行版本是你自己写的，请另一位命题教师审核。"


def test_question_approve_goes_by_who_wrote_the_current_words(desk):
    question = waiting(desk)
    question_revise(
        question=question, content=make_content(stem="新（　）。"), by=desk.reviewer, now=NOON, reason="订正"
    )
    question_submit(question=question, by=desk.reviewer, now=NOON)

    with pytest.raises(ReviewError):
        question_approve(question=question, by=desk.reviewer, now=NOON)
    approved = question_approve(question=question, by=desk.author, now=NOON)

    assert approved.state == QuestionState.APPROVED


def test_question_approve_of_what_rests_on_nothing_must_be_meant(desk):
    question = waiting(desk, provision=None)

    with pytest.raises(ReviewError) as refusal:
        question_approve(question=question, by=desk.reviewer, now=NOON)
    question_approve(question=question, by=desk.reviewer, now=NOON, comment="常识题。", with_uncited=True)

    assert str(refusal.value) == "这道题没有依据。先加上依据；确实不用的，请勾选“没有依据，仍要入库”。"
    assert list(QuestionReview.objects.values_list("to_state", "comment")) == [
        ("approved", "没有依据，仍要入库。常识题。")
    ]


def test_question_approve_goes_by_the_citations_that_stand(desk):
    question = waiting(desk)
    citation_withdraw(citation=citations_of(question).get(), by=desk.author, now=NOON)

    with pytest.raises(ReviewError):
        question_approve(question=question, by=desk.reviewer, now=NOON)


@pytest.mark.parametrize("who", ["organizer", "cadre"])
def test_question_approve_takes_a_trainer(desk, who):
    with pytest.raises(ReviewError) as refusal:
        question_approve(question=waiting(desk), by=getattr(desk, who), now=NOON)

    assert str(refusal.value) == "只有命题教师能审核试题。"


def test_question_approve_refuses_a_trainer_of_another_office(desk):
    with pytest.raises(ReviewError) as refusal:
        question_approve(question=waiting(desk), by=desk.stranger, now=NOON)

    assert str(refusal.value) == "只能审核本机关的试题。"


def test_question_approve_takes_a_trainer_of_the_whole_office(desk):
    part = make_unit(desk.office, "一股")
    partial = make_user(unit=part)
    partial.role_assignments.create(role=Role.TRAINER, unit=part, from_date=LONG_AGO)

    with pytest.raises(ReviewError):
        question_approve(question=waiting(desk), by=partial, now=NOON)


@pytest.mark.parametrize(
    ("service", "state"), [(question_return, QuestionState.IN_REVIEW), (question_retire, QuestionState.APPROVED)]
)
def test_returning_and_retiring_need_a_reason(desk, service, state):
    question = make_question(desk.bank, state=state)

    with pytest.raises(ReviewError):
        service(question=question, by=desk.reviewer, now=NOON, comment="  ")

    question.refresh_from_db()
    assert question.state == state


def test_questions_submit_moves_the_drafts_among_them(desk):
    draft = make_question(desk.bank, state=QuestionState.DRAFT)
    approved = make_question(desk.bank, state=QuestionState.APPROVED)

    outcome = questions_submit(questions=[draft, approved], by=desk.author, now=NOON)

    assert outcome == BulkOutcome(moved=1, own=0, elsewhere=1)
    assert list(QuestionReview.objects.values_list("question", "from_state", "to_state")) == [
        (draft.pk, "draft", "in_review")
    ]


def test_questions_approve_leaves_out_ones_own_and_says_how_many(desk):
    theirs = make_question(desk.bank, state=QuestionState.IN_REVIEW, author=desk.reviewer, provision=provision_of(desk))
    own = waiting(desk)
    retired = make_question(desk.bank, state=QuestionState.RETIRED)

    outcome = questions_approve(questions=[theirs, own, retired], by=desk.author, now=NOON)

    assert outcome == BulkOutcome(moved=1, own=1, elsewhere=1)
    assert dict(Question.objects.values_list("pk", "state")) == {
        theirs.pk: "approved",
        own.pk: "in_review",
        retired.pk: "retired",
    }


@pytest.mark.parametrize(
    ("with_uncited", "outcome", "comments"),
    [
        (False, BulkOutcome(moved=1, own=0, elsewhere=0, uncited=1), ["看过"]),
        (True, BulkOutcome(moved=2, own=0, elsewhere=0), ["没有依据，仍要入库。看过", "看过"]),
    ],
)
def test_questions_approve_leaves_out_what_rests_on_nothing_unless_meant(desk, with_uncited, outcome, comments):
    questions = [waiting(desk), waiting(desk, provision=None)]

    done = questions_approve(questions=questions, by=desk.reviewer, now=NOON, comment="看过", with_uncited=with_uncited)

    assert done == outcome
    assert list(QuestionReview.objects.values_list("comment", flat=True)) == comments


def test_questions_approve_does_not_reach_another_office(desk):
    question = waiting(desk)

    outcome = questions_approve(questions=[question], by=desk.stranger, now=NOON)

    question.refresh_from_db()
    assert (outcome.moved, question.state) == (0, QuestionState.IN_REVIEW)


def test_questions_approve_refuses_who_is_no_trainer(desk):
    with pytest.raises(ReviewError):
        questions_approve(questions=[waiting(desk)], by=desk.organizer, now=NOON)


@pytest.mark.parametrize("count", [1, 5])
def test_questions_approve_asks_the_database_as_often_for_many(desk, count, django_assert_num_queries):
    questions = [waiting(desk) for _number in range(count)]

    with django_assert_num_queries(7):
        questions_approve(questions=questions, by=desk.reviewer, now=NOON)
