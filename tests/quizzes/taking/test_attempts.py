from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from lrs.models import OutboxEntry
from quizzes.enums import AttemptState, CandidateState, ExamState, SubmitReason
from quizzes.models import Attempt, Result
from quizzes.taking.attempts import attempt_start, attempt_submit, attempts_close_overdue
from quizzes.taking.errors import CannotStartError, TakenOverError
from quizzes.taking.saving import answers_save
from tests.factories.taking import NOON, ONE_CHOICE, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


def start(candidate, *, now=NOON, holder="phone"):
    return attempt_start(candidate=candidate, holder=holder, shuffle_seed=7, now=now)


def save(attempt, answers, *, seq=1, at=NOON):
    answers_save(attempt=attempt.pk, epoch=attempt.epoch, seq=seq, answers=answers, viewed=(), arrived_at=at)


def test_an_attempt_ends_after_its_duration_or_with_the_window():
    exam = make_exam(duration_minutes=60, grace_seconds=10)

    early = start(make_candidate(exam), now=NOON)
    late = start(make_candidate(exam), now=exam.closes_at - timedelta(minutes=5))

    assert (early.deadline_at, early.accepts_until) == (NOON + timedelta(minutes=60), NOON + timedelta(seconds=3610))
    assert (late.deadline_at, late.accepts_until) == (exam.closes_at, exam.closes_at + timedelta(seconds=10))


def test_starting_again_from_the_same_session_resumes():
    candidate = make_candidate()

    first, again = start(candidate), start(candidate, now=NOON + timedelta(minutes=9))

    assert (again.pk, again.epoch, again.deadline_at) == (first.pk, 1, first.deadline_at)


def test_another_session_takes_the_attempt_over_in_a_new_epoch():
    candidate = make_candidate()
    first = start(candidate, holder="phone")

    taken = start(candidate, holder="desk")

    assert (taken.pk, taken.epoch, taken.holder) == (first.pk, 2, "desk")


def test_the_attempt_limit_holds():
    candidate = make_candidate(make_exam(attempt_limit=2))
    for _ in range(2):
        attempt_submit(attempt=start(candidate).pk, epoch=1, now=NOON)

    with pytest.raises(CannotStartError, match="可考次数已经用完"):
        start(candidate)

    assert [attempt.number for attempt in candidate.attempts.order_by("number")] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "now", "message"),
    [
        ({}, NOON - timedelta(hours=1, microseconds=1), "考试还没有开始。"),
        ({}, NOON + timedelta(hours=2), "考试已经结束。"),
        ({"state": ExamState.PUBLISHED}, NOON, "考试已经结束。"),
    ],
)
def test_the_window_holds_by_the_servers_clock(fields, now, message):
    candidate = make_candidate(make_exam(**fields))

    with pytest.raises(CannotStartError) as refusal:
        start(candidate, now=now)

    assert str(refusal.value) == message


@pytest.mark.parametrize("now", [NOON - timedelta(hours=1), NOON + timedelta(hours=2) - timedelta(microseconds=1)])
def test_the_window_is_open_from_its_first_moment_to_its_last(now):
    assert start(make_candidate(), now=now).number == 1


@pytest.mark.parametrize("state", [CandidateState.EXCUSED, CandidateState.DEFERRED, CandidateState.ABSENT])
def test_who_is_not_to_come_cannot_start(state):
    with pytest.raises(CannotStartError, match=f"登记为{state.label}"):
        start(make_candidate(state=state))


def test_who_sits_again_can_start():
    assert start(make_candidate(state=CandidateState.RESIT)).state == AttemptState.OPEN


def test_an_attempt_whose_time_is_over_is_handed_in_before_the_next_begins():
    candidate = make_candidate(make_exam(attempt_limit=2, duration_minutes=10))
    first = start(candidate)

    second = start(candidate, now=NOON + timedelta(hours=1))

    first.refresh_from_db()
    assert (first.state, first.submit_reason, first.submitted_at) == ("submitted", "timeout", first.deadline_at)
    assert second.number == 2


def test_display_order_is_kept_and_is_shuffled_by_the_seed():
    exam = make_exam(shuffle_questions=True, shuffle_options=True)

    orders = [make_attempt(make_candidate(exam), seed=seed).display for seed in range(8)]

    assert len({str(order) for order in orders}) > 1
    assert {frozenset(id_ for id_, _options in order[0]) for order in orders} == {
        frozenset(map(str, slot_ids(Attempt.objects.first())))
    }


def test_submitting_marks_by_the_frozen_key_and_leaves_short_answers_to_a_person():
    attempt = make_attempt()
    single, several, indeterminate, verdict, blanks, written = slot_ids(attempt)
    save(
        attempt,
        {single: ["x"], several: ["w"], indeterminate: ["w"], verdict: False, blanks: ["忠诚", "错"], written: "编审"},
    )

    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + timedelta(minutes=30))

    result = Result.objects.get()
    assert result.slot_marks == {
        str(single): 200,
        str(several): 0,
        str(indeterminate): 300,
        str(verdict): 0,
        str(blanks): 200,
        str(written): None,
    }
    assert (result.revision, result.total, result.maximum, result.is_complete, result.is_pass) == (
        1,
        700,
        2000,
        False,
        True,
    )


def test_an_unanswered_short_answer_needs_no_person():
    attempt = make_attempt()

    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    result = Result.objects.get()
    assert (result.total, result.is_complete, result.is_pass) == (0, True, False)


def test_submitting_twice_gives_one_result_and_one_statement():
    attempt = make_attempt()

    first, second = (attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + timedelta(minutes=n)) for n in range(2))

    assert first.submitted_at == second.submitted_at == NOON
    assert first.submit_reason == second.submit_reason == SubmitReason.CANDIDATE
    assert Result.objects.count() == 1
    assert OutboxEntry.objects.count() == 1


def test_submitting_reports_completion_without_a_score():
    attempt = make_attempt(make_candidate(make_exam(make_paper(questions=ONE_CHOICE))))
    save(attempt, {slot_ids(attempt)[0]: ["x"]})

    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + timedelta(seconds=90))

    payload = OutboxEntry.objects.get().payload
    assert "verbs/completed" in payload
    assert "PT90.00S" in payload
    assert "score" not in payload


def test_an_older_epoch_cannot_submit():
    attempt = make_attempt()
    start(attempt.candidate, holder="other")

    with pytest.raises(TakenOverError):
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    assert Attempt.objects.get().state == AttemptState.OPEN


def test_a_submission_in_the_grace_period_counts_as_ended_by_time():
    attempt = make_attempt()

    submitted = attempt_submit(attempt=attempt.pk, epoch=1, now=attempt.deadline_at + timedelta(seconds=5))

    assert (submitted.submit_reason, submitted.submitted_at) == (SubmitReason.TIMEOUT, attempt.deadline_at)


def test_the_sweep_hands_in_what_is_overdue_with_its_answers_and_nothing_else():
    exam = make_exam(duration_minutes=10)
    overdue, running = (start(make_candidate(exam), now=NOON + timedelta(minutes=n)) for n in (0, 8))
    save(overdue, {slot_ids(overdue)[0]: ["x"]})

    closed = attempts_close_overdue(now=NOON + timedelta(minutes=11))

    overdue.refresh_from_db()
    running.refresh_from_db()
    assert (closed, overdue.state, running.state) == (1, AttemptState.SUBMITTED, AttemptState.OPEN)
    assert (overdue.submit_reason, overdue.submitted_at) == (SubmitReason.TIMEOUT, overdue.deadline_at)
    assert Result.objects.get().total == 200
    assert attempts_close_overdue(now=NOON + timedelta(minutes=11)) == 0


def test_the_sweep_waits_for_saves_that_have_arrived_and_are_not_written_yet():
    attempt = make_attempt()

    assert attempts_close_overdue(now=attempt.accepts_until + timedelta(seconds=1)) == 0
    assert attempts_close_overdue(now=attempt.accepts_until + timedelta(seconds=11)) == 1


def test_the_sweep_takes_more_than_one_batch(monkeypatch):
    monkeypatch.setattr("quizzes.taking.attempts._SWEEP_BATCH", 2)
    exam = make_exam()
    for _ in range(5):
        start(make_candidate(exam))

    assert attempts_close_overdue(now=NOON + timedelta(hours=3)) == 5
    assert Result.objects.count() == OutboxEntry.objects.count() == 5


def test_a_submission_takes_four_queries_and_leaves_delivery_to_the_worker(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    attempt = make_attempt()
    attempt_submit(attempt=make_attempt(make_candidate(attempt.exam)).pk, epoch=1, now=NOON)

    # And the transaction's own two: here a savepoint and its release.
    with django_assert_num_queries(4 + 2), django_capture_on_commit_callbacks(execute=True) as callbacks:
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    assert callbacks == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite answers plans in other words")
def test_the_sweep_is_served_by_its_index():
    if connection.vendor == "postgresql":
        # A table of a few rows is read whole, whatever its indexes.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Attempt.objects.filter(state=AttemptState.OPEN, accepts_until__lt=NOON).order_by("accepts_until").explain()

    assert "quizzes_attempt_overdue" in plan
