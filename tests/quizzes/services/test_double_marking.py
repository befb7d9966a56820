"""Two markers who do not see each other, a third where they differ, an organizer where even that does not help."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from quizzes.enums import MarkingMode
from quizzes.models import Mark
from quizzes.organizing.double_marking import agreements, drifts, next_to_mark_blind
from quizzes.services import CannotMarkError
from quizzes.services.double_marking import blind_mark_give, marking_plan, marking_plan_set
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    exam = make_exam()
    marking_plan_set(exam=exam, mode=MarkingMode.ADJUDICATED, threshold=20)
    return exam


@pytest.fixture
def slot(exam):
    """Return the short answer, worth 700: two markers may be 140 apart."""
    return exam.papers.get().slots.get(type="short_answer")


@pytest.fixture
def one(exam):
    return make_user(exam.office, Role.TRAINER)


@pytest.fixture
def other(exam):
    return make_user(exam.office, Role.TRAINER)


def sit(exam):
    attempt = make_attempt(make_candidate(exam))
    answers_save(
        attempt=attempt.pk, epoch=1, seq=1, answers={slot_ids(attempt)[-1]: "编审"}, viewed=(), arrived_at=NOON
    )
    return attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)


def give(attempt, slot, marks, marker, *, adjudicates=False):
    return blind_mark_give(
        attempt=attempt,
        slot=slot,
        marks=marks,
        comment="",
        points=[],
        marker=marker,
        adjudicates=adjudicates,
        now=NOON,
    )


def test_two_who_agree_give_their_mean(exam, slot, one, other):
    attempt = sit(exam)
    give(attempt, slot, 400, one)
    assert not Mark.objects.exists()

    give(attempt, slot, 540, other)

    assert (Mark.objects.get().marks, attempt.results.first().is_complete) == (470, True)


def test_two_who_differ_need_a_third_and_then_an_organizer(exam, slot, one, other):
    attempt, third, organizer = sit(exam), make_user(exam.office), make_user(exam.office, Role.ORGANIZER)
    give(attempt, slot, 100, one)
    give(attempt, slot, 600, other)
    give(attempt, slot, 350, third)

    with pytest.raises(CannotMarkError, match="考务仲裁"):
        give(attempt, slot, 300, make_user(exam.office))
    give(attempt, slot, 300, organizer, adjudicates=True)

    assert Mark.objects.get().marks == 300
    with pytest.raises(CannotMarkError, match="已经评定"):
        give(attempt, slot, 0, make_user(exam.office), adjudicates=True)


def test_nobody_marks_an_answer_twice_nor_the_own(exam, slot, one):
    attempt = sit(exam)
    give(attempt, slot, 400, one)

    with pytest.raises(CannotMarkError, match="你评过"):
        give(attempt, slot, 400, one)
    with pytest.raises(CannotMarkError, match="自己的答卷"):
        give(attempt, slot, 400, attempt.candidate.user)


def test_each_marker_gets_all_answers_in_an_order_of_their_own(exam, slot, one, other):
    attempts = {sit(exam) for _ in range(6)}
    plan = marking_plan(exam)

    orders = []
    for marker in (one, other):
        order = []
        while (attempt := next_to_mark_blind(exam, plan, slot, marker, adjudicates=False)) is not None:
            assert attempt == next_to_mark_blind(exam, plan, slot, marker, adjudicates=False)
            give(attempt, slot, 400, marker)
            order.append(attempt)
        orders.append(order)

    # The second marker settles every answer as it is marked; both have seen them all.
    assert [set(order) for order in orders] == [attempts, attempts]


def test_agreement_and_drift_are_told(exam, slot, one, other):
    for first, second in ((100, 100), (700, 700), (300, 380)):
        attempt = sit(exam)
        give(attempt, slot, first, one)
        give(attempt, slot, second, other)

    plan = marking_plan(exam)

    (agreement,) = agreements(exam, plan, [slot])
    assert (agreement.pairs, agreement.apart) == (3, 0)
    assert agreement.kappa == pytest.approx(1 - 3 * 6400 / 1_107_200)
    assert {drift.marker: drift.count for drift in drifts(exam, plan)} == {one: 3, other: 3}


def test_the_way_of_marking_is_fixed_once_somebody_has_marked(exam, slot, one):
    give(sit(exam), slot, 400, one)

    with pytest.raises(CannotMarkError, match="已经有人评过分"):
        marking_plan_set(exam=exam, mode=MarkingMode.SINGLE, threshold=0)


def test_marked_through_the_pages_without_seeing_the_others_marks(exam, slot, one, other):
    attempt = sit(exam)
    url = reverse("quizzes:mark_question", args=[exam.uuid, slot.pk])
    client_for(one).post(url, {"marks": "3.21", "comment": "", "attempt": attempt.uuid})

    shown = client_for(other).get(url, {"attempt": attempt.uuid}).content.decode()
    client_for(other).post(url, {"marks": "3.5", "comment": "", "attempt": attempt.uuid})
    told = client_for(make_user(exam.office, Role.ORGANIZER)).get(reverse("quizzes:marking_plan", args=[exam.uuid]))

    assert "3.21" not in shown
    assert Mark.objects.get().marks == 336
    assert other.name in told.content.decode()
