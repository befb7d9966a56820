"""Marks given by a person: rows that are never changed, and revisions of the result."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from quizzes.marking import ScoringRule
from quizzes.models import Mark, Result
from quizzes.services import CannotMarkError, mark_give
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_user
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, SIX_TYPES, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt():
    """Return a submitted attempt whose short answer waits for marks; the machine gave 200 of 2000."""
    attempt = make_attempt()
    single, *_others, written = slot_ids(attempt)
    answers_save(
        attempt=attempt.pk, epoch=1, seq=1, answers={single: ["x"], written: "编审"}, viewed=(), arrived_at=NOON
    )
    return attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)


@pytest.fixture
def written(attempt):
    return attempt.paper.slots.get(type="short_answer")


def give(attempt, slot, marks, comment=""):
    marker = make_user(attempt.exam.office, Role.TRAINER)
    return mark_give(attempt=attempt, slot=slot, marks=marks, comment=comment, marker=marker, now=NOON)


def test_the_last_missing_marks_complete_the_result(attempt, written):
    mark = give(attempt, written, 550, "要点齐全。")

    second, first = attempt.results.all()
    assert (first.revision, first.total, first.is_complete, first.is_pass) == (1, 200, False, False)
    assert (second.revision, second.total, second.is_complete, second.is_pass) == (2, 750, True, True)
    assert second.slot_marks == {**first.slot_marks, str(written.pk): 550}
    assert (second.created_by, mark.comment) == (mark.marker, "要点齐全。")


def test_marks_given_again_take_the_place_of_the_earlier_ones(attempt, written):
    give(attempt, written, 700)
    give(attempt, written, 100)

    newest = attempt.results.first()
    assert (newest.revision, newest.total, newest.is_pass) == (3, 300, False)
    assert list(Mark.objects.values_list("marks", flat=True)) == [700, 100]
    assert list(attempt.results.values_list("total", flat=True)) == [300, 900, 200]


def test_of_two_short_answers_both_are_needed():
    paper = make_paper(questions=[SIX_TYPES[5], ("short_answer", "再述。", [], "略", 300)])
    attempt = make_attempt(make_candidate(make_exam(paper)))
    slots = list(paper.slots.order_by("number"))
    answers_save(
        attempt=attempt.pk, epoch=1, seq=1, answers={slot.pk: "答" for slot in slots}, viewed=(), arrived_at=NOON
    )
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    give(attempt, slots[0], 500)
    assert attempt.results.first().is_complete is False
    give(attempt, slots[1], 0)

    assert (attempt.results.first().is_complete, attempt.results.first().total) == (True, 500)


def test_what_a_wrong_answer_costs_is_taken_from_its_section_until_nothing_is_left():
    paper = make_paper(questions=[SIX_TYPES[3], SIX_TYPES[5]], scoring_rule=ScoringRule(penalty=50))
    attempt = make_attempt(make_candidate(make_exam(paper)))
    judged, written = slot_ids(attempt)
    answers_save(
        attempt=attempt.pk, epoch=1, seq=1, answers={judged: False, written: "编审"}, viewed=(), arrived_at=NOON
    )
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    first = attempt.results.first()

    give(attempt, paper.slots.get(pk=written), 300)

    assert (first.slot_marks, first.total) == ({str(judged): -50, str(written): None}, 0)
    assert attempt.results.first().total == 250


def test_ticked_points_stay_with_the_marks_but_for_what_the_question_lacks(attempt, written):
    written.marking_points = [{"text": "编审", "marks": 200}, {"text": "终审", "marks": 500}]
    marker = make_user(attempt.exam.office, Role.TRAINER)

    mark = mark_give(attempt=attempt, slot=written, marks=250, comment="", points=[1, 0, 1, 7], marker=marker, now=NOON)

    assert (mark.marks, Mark.objects.get().points) == (250, [0, 1])


@pytest.mark.parametrize("marks", [0, 700])
def test_marks_go_from_nothing_to_all_the_slot_is_worth(attempt, written, marks):
    assert give(attempt, written, marks).marks == marks


@pytest.mark.parametrize("marks", [-1, 701])
def test_marks_outside_are_refused_with_the_bounds(attempt, written, marks):
    with pytest.raises(CannotMarkError, match="得分应在 0 到 7 之间。"):
        give(attempt, written, marks)

    assert (Mark.objects.count(), Result.objects.count()) == (0, 1)


def test_what_the_machine_marks_no_person_does(attempt):
    with pytest.raises(CannotMarkError, match="由系统评分"):
        give(attempt, attempt.paper.slots.get(type="single_choice"), 100)


def test_a_question_of_another_paper_is_refused(attempt):
    with pytest.raises(CannotMarkError, match="由系统评分"):
        give(attempt, make_paper().slots.get(type="short_answer"), 100)


def test_nothing_is_marked_before_it_is_handed_in():
    attempt = make_attempt()

    with pytest.raises(CannotMarkError, match="还没有交"):
        give(attempt, attempt.paper.slots.get(type="short_answer"), 100)


def test_nothing_is_marked_after_publication(attempt, written):
    give(attempt, written, 100)
    publish(attempt.exam)

    with pytest.raises(CannotMarkError, match="成绩已经发布"):
        give(attempt, written, 700)

    assert attempt.results.first().total == 300
