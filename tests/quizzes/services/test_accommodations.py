"""What single candidates are granted, and what an outage gives back to all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from lrs.models import OutboxEntry
from quizzes.enums import AccommodationKind, AttemptState, CandidateState, ExamPhase, SubmitReason
from quizzes.models import Accommodation, Result
from quizzes.selectors import candidate_phase, latest_results
from quizzes.services import (
    CannotAccommodateError,
    CannotPublishError,
    ExamTransitionError,
    attempt_reopen,
    candidate_add,
    candidate_state_set,
    exam_withdraw,
    extra_attempt_grant,
    extra_time_grant,
    results_publish,
    time_credit_grant,
    window_set,
)
from quizzes.taking.attempts import attempt_start, attempt_submit, attempts_close_overdue
from quizzes.taking.errors import CannotStartError, TakenOverError
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_office, make_user
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def exam():
    return make_exam()


@pytest.fixture
def organizer(exam):
    return make_user(exam.office, Role.ORGANIZER)


@pytest.fixture
def act(organizer):
    return {"by": organizer, "now": NOON, "reason": "有医院证明"}


class TestExtraTime:
    def test_before_the_exam_is_added_to_the_time_of_the_attempt(self, exam, act):
        candidate = make_candidate(exam)
        extra_time_grant(candidate=candidate, minutes=30, **act)
        assert make_attempt(candidate).deadline_at == NOON + HOUR + 30 * MINUTE

    def test_is_of_use_to_who_begins_late_as_well(self, exam, act):
        candidate = make_candidate(exam)
        extra_time_grant(candidate=candidate, minutes=30, **act)
        late = exam.closes_at - 10 * MINUTE
        assert make_attempt(candidate, now=late).deadline_at == exam.closes_at + 30 * MINUTE

    def test_while_writing_moves_the_deadline_and_the_last_moment(self, exam, act):
        attempt = make_attempt(make_candidate(exam))
        before = attempt.deadline_at, attempt.accepts_until
        extra_time_grant(candidate=attempt.candidate, minutes=15, **act)
        attempt.refresh_from_db()
        assert (attempt.deadline_at, attempt.accepts_until) == tuple(at + 15 * MINUTE for at in before)

    def test_is_on_record_with_person_and_reason(self, exam, act, organizer):
        candidate = make_candidate(exam)
        extra_time_grant(candidate=candidate, minutes=15, **act)
        [noted] = candidate.accommodations.all()
        assert (noted.kind, noted.minutes, noted.by, noted.at, noted.reason) == (
            AccommodationKind.EXTRA_TIME,
            15,
            organizer,
            NOON,
            "有医院证明",
        )

    def test_of_no_minutes_is_refused(self, exam, act):
        with pytest.raises(CannotAccommodateError, match="至少一分钟"):
            extra_time_grant(candidate=make_candidate(exam), minutes=0, **act)

    def test_after_publication_is_refused(self, exam, act, organizer):
        candidate = make_candidate(exam)
        results_publish(exam=exam, by=organizer, now=exam.closes_at + HOUR)
        with pytest.raises(CannotAccommodateError, match="已经发布"):
            extra_time_grant(candidate=candidate, minutes=5, **act)


class TestOwnWindow:
    def test_lets_in_when_nobody_else_is(self, exam, act):
        candidate = make_candidate(exam)
        later = exam.closes_at + HOUR
        window_set(candidate=candidate, opens_at=later, closes_at=later + HOUR, **act)
        candidate.refresh_from_db()
        assert candidate_phase(candidate, NOON) == ExamPhase.UPCOMING
        with pytest.raises(CannotStartError, match="还没有开始"):
            make_attempt(candidate)
        assert make_attempt(candidate, now=later).deadline_at == later + HOUR

    def test_keeps_keys_closed_until_it_is_over(self, exam, act, organizer):
        candidate = make_candidate(exam)
        later = exam.closes_at + HOUR
        window_set(candidate=candidate, opens_at=later, closes_at=later + HOUR, **act)
        with pytest.raises(CannotPublishError, match="还有 1 人另定了考试时间"):
            results_publish(exam=exam, by=organizer, now=exam.closes_at + MINUTE)
        results_publish(exam=exam, by=organizer, now=later + HOUR)
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.ABSENT

    def test_never_takes_time_from_who_is_writing(self, exam, act):
        attempt = make_attempt(make_candidate(exam))
        window_set(candidate=attempt.candidate, opens_at=NOON - HOUR, closes_at=NOON + 5 * MINUTE, **act)
        before = attempt.deadline_at
        attempt.refresh_from_db()
        assert attempt.deadline_at == before

    @pytest.mark.parametrize(("opens", "closes"), [(HOUR, HOUR), (-2 * HOUR, -HOUR)])
    def test_without_sense_is_refused(self, exam, act, opens, closes):
        with pytest.raises(CannotAccommodateError):
            window_set(candidate=make_candidate(exam), opens_at=NOON + opens, closes_at=NOON + closes, **act)


def test_extra_attempt_lets_in_once_more(exam, act):
    attempt = make_attempt(make_candidate(exam))
    attempt_submit(attempt=attempt.pk, epoch=attempt.epoch, now=NOON)
    with pytest.raises(CannotStartError, match="次数已经用完"):
        make_attempt(attempt.candidate)
    extra_attempt_grant(candidate=attempt.candidate, **act)
    assert make_attempt(attempt.candidate).number == 2


class TestReopening:
    @pytest.fixture
    def handed_in(self, exam):
        attempt = make_attempt(make_candidate(exam))
        slot = attempt.paper.slots.get(number=1)
        answers_save(attempt=attempt.pk, epoch=1, seq=1, answers={slot.pk: ["x"]}, viewed=(), arrived_at=NOON + MINUTE)
        return attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + 2 * MINUTE)

    def test_gives_the_answers_back_and_marks_above_the_first_result(self, handed_in, act):
        attempt_reopen(attempt=handed_in, minutes=20, **act)
        again = attempt_start(candidate=handed_in.candidate, holder="holder", shuffle_seed=1, now=NOON + 3 * MINUTE)
        assert (again.pk, again.state, again.epoch) == (handed_in.pk, AttemptState.OPEN, 2)
        assert again.deadline_at == NOON + 20 * MINUTE
        answers = {again.paper.slots.get(number=4).pk: True}
        answers_save(attempt=again.pk, epoch=2, seq=1, answers=answers, viewed=(), arrived_at=NOON + 4 * MINUTE)
        attempt_submit(attempt=again.pk, epoch=2, now=NOON + 5 * MINUTE)
        assert list(Result.objects.order_by("revision").values_list("revision", "total")) == [(1, 200), (2, 300)]

    def test_has_no_result_meanwhile(self, handed_in, act, exam):
        attempt_reopen(attempt=handed_in, minutes=20, **act)
        assert not latest_results(exam).exists()

    def test_is_not_ended_by_a_page_that_still_tries_to_hand_in(self, handed_in, act):
        attempt_reopen(attempt=handed_in, minutes=20, **act)
        with pytest.raises(TakenOverError):
            attempt_submit(attempt=handed_in.pk, epoch=1, now=NOON + 3 * MINUTE)

    def test_tells_the_record_store_of_both_endings(self, handed_in, act):
        attempt_reopen(attempt=handed_in, minutes=20, **act)
        attempt_submit(attempt=handed_in.pk, epoch=2, now=NOON + 5 * MINUTE)
        assert OutboxEntry.objects.count() == 2

    def test_of_what_is_open_is_refused(self, exam, act):
        with pytest.raises(CannotAccommodateError, match="还没有交卷"):
            attempt_reopen(attempt=make_attempt(make_candidate(exam)), minutes=5, **act)


class TestOutage:
    def test_gives_back_to_who_is_writing_was_cut_off_or_has_not_come(self, exam, act):
        outage = NOON + 40 * MINUTE
        writing, cut_off, done, to_come = (make_candidate(exam) for _each in range(4))
        open_one = make_attempt(writing, now=NOON + 30 * MINUTE)
        timed_out = make_attempt(cut_off, now=NOON - 15 * MINUTE)
        finished = make_attempt(done, now=NOON)
        attempt_submit(attempt=finished.pk, epoch=1, now=NOON + 10 * MINUTE)
        now = NOON + 55 * MINUTE
        attempts_close_overdue(now=now)
        timed_out.refresh_from_db()
        assert timed_out.submit_reason == SubmitReason.TIMEOUT

        time_credit_grant(exam=exam, minutes=20, since=outage, **{**act, "now": now})

        for attempt in (open_one, timed_out, finished):
            attempt.refresh_from_db()
        to_come.refresh_from_db()
        assert open_one.deadline_at == NOON + 110 * MINUTE
        assert (timed_out.state, timed_out.deadline_at) == (AttemptState.OPEN, now + 20 * MINUTE)
        assert finished.state == AttemptState.SUBMITTED
        assert to_come.closes_at == exam.closes_at + 20 * MINUTE
        told = Accommodation.objects.filter(kind=AccommodationKind.TIME_CREDIT).values_list("candidate", flat=True)
        assert set(told) == {writing.pk, cut_off.pk, to_come.pk}

    def test_twice_adds_up(self, exam, act):
        to_come = make_candidate(exam)
        for _each in range(2):
            time_credit_grant(exam=exam, minutes=10, since=NOON, **act)
        to_come.refresh_from_db()
        assert to_come.closes_at == exam.closes_at + 20 * MINUTE

    def test_costs_no_more_statements_for_many(self, exam, act, django_assert_max_num_queries):
        for _each in range(12):
            make_attempt(make_candidate(exam))
        with django_assert_max_num_queries(16):
            time_credit_grant(exam=exam, minutes=10, since=NOON, **act)

    def test_before_the_exam_is_refused(self, act, exam):
        exam.opens_at = NOON + MINUTE
        exam.save()
        with pytest.raises(CannotAccommodateError, match="改期"):
            time_credit_grant(exam=exam, minutes=10, since=NOON, **act)


class TestRoster:
    def test_deferred_candidates_may_not_enter_and_are_not_absent(self, exam, act, organizer):
        candidate = candidate_state_set(candidate=make_candidate(exam), to=CandidateState.DEFERRED, **act)
        with pytest.raises(CannotStartError, match="缓考"):
            make_attempt(candidate)
        results_publish(exam=exam, by=organizer, now=exam.closes_at + HOUR)
        candidate.refresh_from_db()
        assert candidate.state == CandidateState.DEFERRED
        [noted] = candidate.transitions.all()
        assert (noted.from_state, noted.to_state) == (CandidateState.EXPECTED, CandidateState.DEFERRED)

    def test_who_has_begun_cannot_be_excused(self, exam, act):
        attempt = make_attempt(make_candidate(exam))
        with pytest.raises(CannotAccommodateError, match="已经开始"):
            candidate_state_set(candidate=attempt.candidate, to=CandidateState.EXCUSED, **act)

    def test_late_comer_is_let_in_once(self, exam, act):
        person = make_user(exam.office)
        assert make_attempt(candidate_add(exam=exam, person=person, **act)).number == 1
        with pytest.raises(CannotAccommodateError, match="已经在"):
            candidate_add(exam=exam, person=person, **act)

    def test_stranger_to_the_office_is_refused(self, exam, act):
        with pytest.raises(CannotAccommodateError, match="不属于"):
            candidate_add(exam=exam, person=make_user(make_office()), **act)

    def test_what_is_on_record_keeps_the_exam_from_being_taken_back(self, exam, act, organizer):
        extra_time_grant(candidate=make_candidate(exam), minutes=5, **act)
        with pytest.raises(ExamTransitionError, match="个别安排"):
            exam_withdraw(exam=exam, by=organizer, now=NOON, reason="误发")
