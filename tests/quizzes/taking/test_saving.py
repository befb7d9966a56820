from __future__ import annotations

from datetime import timedelta

import pytest

from quizzes.models import Attempt, Response, ResponseLog
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.errors import SubmittedError, TakenOverError, TimeIsUpError
from quizzes.taking.saving import Saved, answers_save
from tests.factories.taking import NOON, make_attempt, slot_ids

pytestmark = pytest.mark.django_db


def save(attempt, seq, answers, *, epoch=1, viewed=(), at=NOON):
    return answers_save(attempt=attempt.pk, epoch=epoch, seq=seq, answers=answers, viewed=viewed, arrived_at=at)


def stored(attempt):
    return {row.slot_id: (row.answer, row.epoch, row.seq) for row in Response.objects.filter(attempt=attempt)}


def test_answers_of_every_shape_are_stored_as_sent():
    attempt = make_attempt()
    answers = dict(
        zip(slot_ids(attempt), [["x"], ["w", "y"], [], True, ["忠诚", "“干净”\n"], "编审\\复审"], strict=True)
    )

    saved = save(attempt, 1, answers)

    assert saved == Saved(1, attempt.deadline_at)
    assert stored(attempt) == {slot: (answer, 1, 1) for slot, answer in answers.items()}


def test_an_older_save_changes_nothing_and_names_the_newer():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    save(attempt, 5, {slot: ["x"]})

    saved = save(attempt, 4, {slot: ["w"]})

    assert saved == Saved(5, attempt.deadline_at, passed_over=1)
    assert stored(attempt) == {slot: (["x"], 1, 5)}


def test_a_repeated_save_changes_nothing_and_is_logged_once():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]

    first, second = (save(attempt, 1, {slot: ["x"]}, at=NOON + timedelta(seconds=n)) for n in range(2))

    assert (first.seq, second.seq) == (1, 1)
    assert Response.objects.get().saved_at == NOON
    assert ResponseLog.objects.count() == 1


def test_two_pages_that_use_the_same_number_are_told_to_come_again_above_it():
    attempt = make_attempt()
    first, second, *_rest = slot_ids(attempt)
    save(attempt, 3, {first: ["x"]})

    other = save(attempt, 3, {first: ["w"], second: ["w"]})

    assert other == Saved(4, attempt.deadline_at, passed_over=1)
    assert stored(attempt) == {first: (["x"], 1, 3), second: (["w"], 1, 3)}
    assert save(attempt, other.seq + 1, {first: ["w"], second: ["w"]}).seq == 5
    assert stored(attempt)[first] == (["w"], 1, 5)


def test_a_cleared_answer_is_stored_as_none_and_keeps_its_first_times():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    save(attempt, 1, {slot: ["x"]}, at=NOON)

    save(attempt, 2, {slot: None}, at=NOON + timedelta(minutes=1))

    row = Response.objects.get()
    assert (row.answer, row.first_viewed_at, row.first_answered_at) == (None, NOON, NOON)
    assert row.saved_at == NOON + timedelta(minutes=1)
    assert Response.objects.filter(answer__isnull=True).count() == 1


def test_a_seen_slot_is_noted_by_the_servers_clock_and_not_logged():
    attempt = make_attempt()
    first, second, *_rest = slot_ids(attempt)

    save(attempt, 3, {}, viewed=[first, second], at=NOON)
    save(attempt, 1, {first: ["x"]}, at=NOON + timedelta(minutes=1))

    row = Response.objects.get(slot=first)
    assert (row.answer, row.seq, row.first_viewed_at) == (["x"], 1, NOON)
    assert row.first_answered_at == NOON + timedelta(minutes=1)
    assert stored(attempt)[second] == (None, 1, 0)
    assert [(log.slot_id, log.answer) for log in ResponseLog.objects.all()] == [(first, ["x"])]


def test_what_another_device_only_shows_keeps_its_answer():
    attempt = make_attempt()
    first, second = slot_ids(attempt)[:2]
    save(attempt, 5, {first: ["x"]})
    attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=NOON)

    saved = save(attempt, 1, {}, epoch=2, viewed=[first, second])

    assert stored(attempt) == {first: (["x"], 1, 5), second: (None, 2, 0)}
    assert saved.passed_over == 0


def test_a_seen_slot_that_is_answered_in_the_same_save_is_written_once():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]

    save(attempt, 1, {slot: ["x"]}, viewed=[slot, slot])

    assert stored(attempt) == {slot: (["x"], 1, 1)}


def test_a_save_at_the_last_moment_is_taken_and_one_after_it_is_not():
    attempt = make_attempt()
    first, second, *_rest = slot_ids(attempt)

    save(attempt, 1, {first: ["x"]}, at=attempt.accepts_until)
    with pytest.raises(TimeIsUpError):
        save(attempt, 2, {second: ["x"]}, at=attempt.accepts_until + timedelta(microseconds=1))

    assert stored(attempt) == {first: (["x"], 1, 1)}


def test_a_save_of_an_older_epoch_is_refused():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=NOON)

    with pytest.raises(TakenOverError):
        save(attempt, 99, {slot: ["x"]}, epoch=1)
    save(attempt, 1, {slot: ["w"]}, epoch=2)

    assert stored(attempt) == {slot: (["w"], 2, 1)}


def test_a_save_after_submission_is_refused():
    attempt = make_attempt()
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

    with pytest.raises(SubmittedError):
        save(attempt, 1, {slot_ids(attempt)[0]: ["x"]})

    assert stored(attempt) == {}
    assert Attempt.objects.get().state == "submitted"


def test_an_empty_save_tells_how_things_stand():
    attempt = make_attempt()
    slot = slot_ids(attempt)[0]
    save(attempt, 4, {slot: ["x"]})

    assert save(attempt, 1, {}) == Saved(4, attempt.deadline_at)


def test_a_save_takes_one_query(django_assert_num_queries):
    attempt = make_attempt()
    answers = dict.fromkeys(slot_ids(attempt))

    with django_assert_num_queries(1):
        save(attempt, 1, answers)
    with django_assert_num_queries(2):
        save(attempt, 1, answers)
