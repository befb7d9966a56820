"""Postponing, archiving, the clock's trace, the next quarter and the resit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from quizzes.enums import CandidateState, ExamKind, ExamPhase, ExamState
from quizzes.models import Candidate, PaperSlot
from quizzes.selectors import exam_phase
from quizzes.services import (
    CannotPublishError,
    CannotSucceedError,
    ExamTransitionError,
    exam_archive,
    exam_follow,
    exam_postpone,
    exam_resit,
    exam_schedule,
    exams_follow_clock,
    papers_assemble,
    results_publish,
)
from tests.factories.accounts import make_office, make_user
from tests.factories.quizzes import (
    make_blueprint,
    make_cohort,
    make_drawable_bank,
    make_published_exam,
    make_result,
    publish,
)
from tests.factories.taking import NOON, ONE_CHOICE, make_attempt, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER)


def steps(exam):
    return [(step.from_state, step.to_state, step.at, step.by) for step in exam.transitions.order_by("pk")]


class TestPostponing:
    def test_moves_the_window_and_says_what_it_was(self, office, organizer):
        exam = make_exam(make_paper(office), opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
        moved = exam_postpone(
            exam=exam, opens_at=NOON + 24 * HOUR, closes_at=NOON + 26 * HOUR, by=organizer, now=NOON, reason="停电"
        )
        assert (moved.opens_at, moved.closes_at) == (NOON + 24 * HOUR, NOON + 26 * HOUR)
        assert "停电" in moved.transitions.first().reason
        assert "改期（原为" in moved.transitions.first().reason

    def test_of_what_is_open_moves_its_end_alone_and_later_alone(self, office, organizer):
        exam = make_exam(make_paper(office))
        act = {"exam": exam, "by": organizer, "now": NOON, "reason": "停电"}
        with pytest.raises(ExamTransitionError, match="只能把结束时间往后延"):
            exam_postpone(opens_at=NOON + HOUR, closes_at=exam.closes_at, **act)
        with pytest.raises(ExamTransitionError, match="只能把结束时间往后延"):
            exam_postpone(opens_at=exam.opens_at, closes_at=exam.closes_at - HOUR, **act)
        later = exam_postpone(opens_at=exam.opens_at, closes_at=exam.closes_at + HOUR, **act)
        assert exam_phase(later, exam.closes_at) == ExamPhase.OPEN


class TestClock:
    def test_leaves_a_trace_once_of_opening_closing_and_marking(self, office, organizer):
        exam = make_exam(make_paper(office), state=ExamState.DRAFT, opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
        exam.cohort = make_cohort(office, make_user(office))
        exam.save()
        exam_schedule(exam=exam, by=organizer, now=NOON)
        for now in (NOON, NOON + HOUR, NOON + HOUR, NOON + 3 * HOUR, NOON + 4 * HOUR):
            exams_follow_clock(now=now)
        assert steps(exam) == [
            ("draft", "scheduled", NOON, organizer),
            ("scheduled", "open", NOON + HOUR, None),
            ("open", "closed", NOON + 2 * HOUR, None),
            ("closed", "marking", NOON + 2 * HOUR, None),
        ]

    def test_exam_without_written_answers_is_closed_and_never_being_marked(self, office, organizer):
        exam = make_exam(make_paper(office, ONE_CHOICE), state=ExamState.DRAFT, pass_marks=100)
        exam.cohort = make_cohort(office, make_user(office))
        exam.save()
        scheduled = exam_schedule(exam=exam, by=organizer, now=NOON)
        assert exam_phase(scheduled, scheduled.closes_at) == ExamPhase.CLOSED
        exams_follow_clock(now=scheduled.closes_at)
        assert [to for _before, to, *_rest in steps(exam)] == ["scheduled", "open", "closed"]


def test_only_published_exams_are_archived(office, organizer):
    exam = make_published_exam(office, 900)
    assert exam_archive(exam=exam, by=organizer, now=NOON).state == ExamState.ARCHIVED
    with pytest.raises(ExamTransitionError):
        exam_archive(exam=exam, by=organizer, now=NOON)


def test_keys_stay_closed_while_another_exam_asks_the_same_paper(office, organizer):
    paper = make_paper(office)
    done, other = make_exam(paper, closes_at=NOON - HOUR / 2), make_exam(paper, title="第二批")
    with pytest.raises(CannotPublishError, match="第二批"):
        results_publish(exam=done, by=organizer, now=NOON)
    results_publish(exam=done, by=organizer, now=other.closes_at)


class TestNextQuarter:
    @pytest.fixture
    def exam(self, office, organizer):
        [paper] = papers_assemble(blueprint=make_blueprint(office), seed="s", by=organizer, now=NOON)
        return make_exam(paper, opens_at=NOON, closes_at=NOON + HOUR, duration_minutes=45, rules="闭卷")

    def test_carries_roster_rules_and_blueprint_over(self, exam, organizer):
        following = exam_follow(exam=exam, by=organizer, now=NOON)
        assert (following.state, following.year, following.quarter) == (ExamState.DRAFT, 2027, 1)
        assert (following.title, following.cohort) == ("2027年第一季度季季考", exam.cohort)
        assert (following.duration_minutes, following.rules) == (45, "闭卷")
        assert timezone.localdate(following.opens_at) == date(2027, 1, 12)
        [paper], [before] = following.papers.all(), exam.papers.all()
        assert paper != before
        assert paper.blueprint == before.blueprint

    def test_is_made_once(self, exam, organizer):
        exam_follow(exam=exam, by=organizer, now=NOON)
        with pytest.raises(CannotSucceedError, match="已经有"):
            exam_follow(exam=exam, by=organizer, now=NOON)

    def test_end_of_a_long_month_falls_on_the_end_of_a_short_one(self, exam, organizer, time_machine):
        exam.opens_at = timezone.make_aware(timezone.datetime(2026, 11, 30, 9))
        exam.closes_at = exam.opens_at + HOUR
        following = exam_follow(exam=exam, by=organizer, now=NOON)
        assert timezone.localtime(following.opens_at).isoformat() == "2027-02-28T09:00:00+08:00"

    def test_mock_exams_have_none(self, exam, organizer):
        exam.kind = ExamKind.MOCK
        with pytest.raises(CannotSucceedError):
            exam_follow(exam=exam, by=organizer, now=NOON)


class TestResit:
    @pytest.fixture
    def exam(self, office):
        exam = make_exam(make_paper(office), title="季季考")
        for name, total in (("及格", 900), ("不及格", 100)):
            make_result(make_candidate(exam, make_user(office, name=name)), total=total)
        states = {"缺考": "expected", "缓考": "deferred", "免考": "excused"}
        for name, state in states.items():
            make_candidate(exam, make_user(office, name=name), state=state)
        return publish(exam)

    def test_is_for_who_failed_was_absent_or_deferred(self, exam, office, organizer):
        draft = exam_resit(exam=exam, by=organizer, now=NOON)
        draft.papers.set([make_paper(office)])
        exam_schedule(exam=draft, by=organizer, now=NOON)
        assert draft.title == "季季考（补考）"
        assert dict(Candidate.objects.filter(exam=draft).values_list("user__name", "state")) == {
            "不及格": CandidateState.RESIT,
            "缺考": CandidateState.RESIT,
            "缓考": CandidateState.EXPECTED,
        }
        resitting = Candidate.objects.get(exam=draft, user__name="不及格")
        assert make_attempt(resitting, now=draft.opens_at).number == 1

    def test_who_does_not_come_again_is_absent(self, exam, office, organizer):
        draft = exam_resit(exam=exam, by=organizer, now=NOON)
        draft.papers.set([make_paper(office)])
        exam_schedule(exam=draft, by=organizer, now=NOON)
        publish(draft)
        assert set(draft.candidates.values_list("state", flat=True)) == {CandidateState.ABSENT}

    def test_waits_for_results(self, office, organizer):
        with pytest.raises(CannotSucceedError, match="成绩发布以后"):
            exam_resit(exam=make_exam(make_paper(office)), by=organizer, now=NOON)

    def test_is_prepared_once_at_a_time(self, exam, organizer):
        exam_resit(exam=exam, by=organizer, now=NOON)
        with pytest.raises(CannotSucceedError, match="已经有一份"):
            exam_resit(exam=exam, by=organizer, now=NOON)


class TestWhatWasAsked:
    """A new paper does not ask what everybody knows by now, as long as the bank has something else."""

    def questions(self, exam):
        return set(PaperSlot.objects.filter(paper__exams=exam).values_list("question_version__question", flat=True))

    def published(self, office, *, each):
        bank = make_drawable_bank(office, each=each)
        (paper,) = papers_assemble(blueprint=make_blueprint(office, bank=bank), seed="1", now=NOON)
        exam = make_exam(paper)
        make_result(make_candidate(exam, make_user(office)), total=100)
        return publish(exam)

    def test_is_not_asked_again_in_the_resit_or_the_next_quarter(self, office, organizer):
        exam = self.published(office, each=6)

        resit = exam_resit(exam=exam, by=organizer, now=NOON)
        following = exam_follow(exam=exam, by=organizer, now=NOON)

        assert not self.questions(exam) & self.questions(resit)
        assert not (self.questions(exam) | self.questions(resit)) & self.questions(following)

    def test_is_asked_again_where_the_bank_has_nothing_else(self, office, organizer):
        exam = self.published(office, each=2)

        resit = exam_resit(exam=exam, by=organizer, now=NOON)

        assert len(self.questions(resit)) == 3

    def test_returns_where_it_is_an_anchor(self, office, organizer):
        exam = self.published(office, each=6)
        blueprint = exam.papers.get().blueprint
        anchor = PaperSlot.objects.filter(paper__exams=exam, number=1).get().question_version.question
        blueprint.anchors.add(anchor)

        assert self.questions(exam) & self.questions(exam_resit(exam=exam, by=organizer, now=NOON)) == {anchor.pk}
