"""What an invigilator sees of an exam that runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from quizzes.enums import CandidateState, IntegrityKind, IntegrityVerdict
from quizzes.models import Attempt
from quizzes.organizing.watching import exam_watch, watched_page
from quizzes.services import CannotInvigilateError, CannotMarkError, integrity_decide, mark_give, message_send
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.contact import Noticed, contact_note
from quizzes.taking.errors import SubmittedError, TakenOverError
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_unit, make_user
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, slot_ids

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SAVED = NOON + 5 * MINUTE


def write(candidate, *, submit=False):
    """Return an attempt with the first and the last question answered, perhaps handed in."""
    attempt = make_attempt(candidate)
    first, *_between, last = slot_ids(attempt)
    answers = {first: ["x"], last: "编审"}
    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers=answers, viewed=[], arrived_at=SAVED)
    return attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + 9 * MINUTE) if submit else attempt


@pytest.fixture
def exam():
    """Return an exam with one candidate of each progress."""
    exam = make_exam()
    write(make_candidate(exam))
    write(make_candidate(exam), submit=True)
    make_candidate(exam)
    make_candidate(exam, state=CandidateState.EXCUSED)
    return exam


def statuses(exam, now=SAVED, **narrowed):
    return [row.status for row in watched_page(exam, now, **narrowed).rows]


class TestCounts:
    def test_who_is_to_come_writes_is_out_of_touch_and_has_handed_in(self, exam):
        watch = exam_watch(exam, SAVED)
        assert (watch.expected, watch.waiting, watch.writing, watch.lost, watch.submitted) == (3, 1, 1, 0, 1)
        assert exam_watch(exam, SAVED + 4 * MINUTE).lost == 1

    def test_who_was_absent_was_to_come(self):
        exam = make_exam()
        write(make_candidate(exam), submit=True)
        make_candidate(exam, state=CandidateState.ABSENT)
        watch = exam_watch(exam, SAVED)
        assert (watch.expected, watch.waiting, watch.submitted) == (2, 1, 1)

    def test_a_person_counts_once_however_many_attempts(self):
        exam = make_exam(attempt_limit=2)
        candidate = make_candidate(exam)
        for _time in range(2):
            write(candidate, submit=True)
        watch = exam_watch(exam, SAVED)
        assert (watch.expected, watch.submitted) == (1, 1)


class TestPage:
    def test_shows_each_with_what_they_are_doing(self, exam):
        rows = watched_page(exam, SAVED).rows
        assert [(row.status, row.answered, row.saved_at) for row in rows] == [
            ("writing", 2, SAVED),
            ("submitted", 2, SAVED),
            ("waiting", 0, None),
            ("away", 0, None),
        ]

    @pytest.mark.parametrize("status", ["writing", "submitted", "waiting", "away"])
    def test_is_narrowed_by_what_they_are_doing(self, exam, status):
        assert statuses(exam, status=status) == [status]

    def test_shows_who_is_out_of_touch_until_the_page_is_heard_of_again(self, exam):
        later = SAVED + 10 * MINUTE
        assert statuses(exam, later, status="lost") == ["lost"]
        attempt = Attempt.objects.get(state="open")
        contact_note(attempt=attempt.pk, epoch=1, noticed=[], last_message=0, arrived_at=later)
        assert statuses(exam, later + MINUTE, status="lost") == []
        assert statuses(exam, later + MINUTE, status="writing") == ["writing"]

    def test_marks_what_came_after_the_deadline_within_the_grace(self):
        exam = make_exam(grace_seconds=60)
        attempt = make_attempt(make_candidate(exam))
        first, second, *_rest = slot_ids(attempt)
        for slot, seq, at in ((first, 1, SAVED), (second, 2, attempt.deadline_at + timedelta(seconds=30))):
            answers_save(attempt=attempt.pk, epoch=1, seq=seq, answers={slot: ["w"]}, viewed=[], arrived_at=at)
        [row] = watched_page(exam, attempt.deadline_at).rows
        assert (row.answered, row.late) == (2, 1)

    def test_is_narrowed_by_unit_and_words(self, exam):
        unit = make_unit(exam.office, "干部科")
        last = exam.candidates.last()
        exam.candidates.filter(pk=last.pk).update(unit=unit)
        assert [row.candidate.unit for row in watched_page(exam, SAVED, unit="干部科").rows] == [unit]
        assert [row.candidate for row in watched_page(exam, SAVED, words=last.user.username).rows] == [last]
        assert statuses(exam, words="没有这个人") == []

    def test_has_fifty_and_turns(self):
        exam = make_exam()
        for _each in range(51):
            make_candidate(exam)
        first, second = (watched_page(exam, NOON, page=number) for number in (1, 9))
        assert (len(first.rows), first.next, first.previous) == (50, 2, None)
        assert (len(second.rows), second.number, second.total) == (1, 2, 51)

    @pytest.mark.parametrize("people", [1, 3])
    def test_takes_five_queries_however_many(self, people, django_assert_num_queries):
        exam = make_exam()
        for _person in range(people):
            write(make_candidate(exam))
        with django_assert_num_queries(5):
            watched_page(exam, SAVED)


class TestContact:
    @pytest.fixture
    def attempt(self):
        return make_attempt(make_candidate(make_exam()))

    def report(self, attempt, *noticed, epoch=1, last_message=0):
        return contact_note(
            attempt=attempt.pk, epoch=epoch, noticed=noticed, last_message=last_message, arrived_at=SAVED
        )

    def test_brings_messages_to_all_and_to_oneself_once(self, attempt):
        exam, by = attempt.exam, make_user(attempt.exam.office)
        other = make_candidate(exam)
        message_send(exam=exam, text="还剩半小时", by=by, now=NOON)
        message_send(exam=exam, text="请到前排", by=by, now=NOON, candidate=attempt.candidate)
        message_send(exam=exam, text="给别人的", by=by, now=NOON, candidate=other)
        told = self.report(attempt).messages
        assert [message["text"] for message in told] == ["还剩半小时", "请到前排"]
        assert self.report(attempt, last_message=told[-1]["pk"]).messages == []

    def test_records_what_the_page_noticed(self, attempt):
        self.report(attempt, Noticed(IntegrityKind.AWAY, 12), Noticed(IntegrityKind.PASTE, 300))
        assert list(attempt.integrity_events.values_list("kind", "amount", "at")) == [
            ("away", 12, SAVED),
            ("paste", 300, SAVED),
        ]

    def test_is_refused_to_the_device_before_and_after_the_end(self, attempt):
        again = attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=SAVED)
        with pytest.raises(TakenOverError):
            self.report(attempt)
        attempt_submit(attempt=again.pk, epoch=2, now=SAVED)
        with pytest.raises(SubmittedError):
            self.report(attempt, epoch=2)

    def test_take_over_is_on_record(self, attempt):
        attempt_start(candidate=attempt.candidate, holder="other", shuffle_seed=1, now=SAVED)
        assert list(attempt.integrity_events.values_list("kind", "amount")) == [("takeover", 1)]

    def test_takes_two_statements(self, attempt, django_assert_num_queries):
        with django_assert_num_queries(2):
            self.report(attempt)


class TestDecisions:
    @pytest.fixture
    def handed_in(self):
        return write(make_candidate(make_exam()), submit=True)

    def decide(self, attempt, verdict, **changes):
        act = {"reason": "查看过监控", "by": make_user(attempt.exam.office, Role.INVIGILATOR), "now": SAVED}
        return integrity_decide(attempt=attempt, verdict=verdict, **{**act, **changes})

    def totals(self, attempt):
        return list(attempt.results.order_by("revision").values_list("total", "is_pass", "is_complete"))

    def test_warning_changes_no_marks(self, handed_in):
        self.decide(handed_in, IntegrityVerdict.WARNED)
        assert len(self.totals(handed_in)) == 1

    def test_annulment_gives_none_and_can_be_undone(self, handed_in):
        [before] = self.totals(handed_in)
        self.decide(handed_in, IntegrityVerdict.ANNULLED)
        self.decide(handed_in, IntegrityVerdict.CLEARED)
        assert self.totals(handed_in) == [before, (0, False, True), before]

    def test_annulled_attempt_is_not_marked_any_more(self, handed_in):
        self.decide(handed_in, IntegrityVerdict.ANNULLED)
        slot = handed_in.paper.slots.get(type="short_answer")
        with pytest.raises(CannotMarkError, match="成绩无效"):
            mark_give(attempt=handed_in, slot=slot, marks=1, comment="", marker=make_user(), now=timezone.now())

    def test_annulment_ends_what_is_open(self):
        attempt = write(make_candidate(make_exam()))
        self.decide(attempt, IntegrityVerdict.ANNULLED)
        attempt.refresh_from_db()
        assert (attempt.state, attempt.is_annulled) == ("submitted", True)
        assert self.totals(attempt)[-1][0] == 0

    def test_nobody_decides_of_themselves(self, handed_in):
        with pytest.raises(CannotInvigilateError, match="自己"):
            self.decide(handed_in, IntegrityVerdict.CLEARED, by=handed_in.candidate.user)
