"""An exam's way: draft, scheduled, taken back, published."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.services import cohort_create, user_leave, user_move
from lrs.models import OutboxEntry
from quizzes.enums import CandidateState, ExamKind, ExamPhase, ExamState
from quizzes.models import Candidate, Exam
from quizzes.selectors import are_results_visible, exam_phase
from quizzes.services import (
    CannotPublishError,
    CannotScheduleError,
    ExamTransitionError,
    exam_create,
    exam_schedule,
    exam_update,
    exam_withdraw,
    results_publish,
)
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.quizzes import make_cohort, make_exam_text, make_result, make_revision
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    """Stop the clock that says which day it is."""
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER)


@pytest.fixture
def draft(office, organizer):
    people = [make_user(office, name=name) for name in ("甲", "乙")]
    text = make_exam_text(make_cohort(office, *people))
    return exam_create(text=text, papers=[make_paper(office)], by=organizer)


def steps(exam):
    return [(step.from_state, step.to_state, step.by, step.reason) for step in exam.transitions.order_by("pk")]


class TestDraft:
    def test_belongs_to_the_office_of_its_author(self, draft, office, organizer):
        assert (draft.state, draft.office, draft.created_by) == (ExamState.DRAFT, office, organizer)
        assert (draft.papers.count(), draft.candidates.count()) == (1, 0)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"closes_at": NOON + HOUR}, "__all__"),
            ({"duration_minutes": 0}, "__all__"),
            ({"attempt_limit": 0}, "__all__"),
            ({"quarter": None}, "__all__"),
            ({"quarter": 5}, "__all__"),
            ({"title": ""}, "title"),
        ],
    )
    def test_without_sense_is_refused_in_words(self, office, organizer, changes, field):
        text = make_exam_text(make_cohort(office), **changes)

        with pytest.raises(ValidationError) as refusal:
            exam_create(text=text, papers=[], by=organizer)

        assert list(refusal.value.message_dict) == [field]
        assert Exam.objects.count() == 0

    def test_a_mock_exam_needs_no_quarter(self, office, organizer):
        text = make_exam_text(make_cohort(office), kind=ExamKind.MOCK, year=None, quarter=None)

        assert exam_create(text=text, papers=[], by=organizer).quarter is None

    def test_can_be_changed(self, draft):
        exam_update(exam=draft, text=make_exam_text(draft.cohort, title="改名"), papers=[])

        draft.refresh_from_db()
        assert (draft.title, draft.papers.count()) == ("改名", 0)


class TestScheduling:
    def schedule(self, exam, now=NOON):
        return exam_schedule(exam=exam, by=exam.created_by, now=now)

    def test_makes_candidates_and_notes_who_did_it(self, draft, organizer):
        self.schedule(draft)

        draft.refresh_from_db()
        assert draft.state == ExamState.SCHEDULED
        assert sorted(draft.candidates.values_list("user__name", "state")) == [("乙", "expected"), ("甲", "expected")]
        assert steps(draft) == [("draft", "scheduled", organizer, "")]

    def test_a_candidate_keeps_the_unit_of_the_exams_day(self, office, organizer):
        old, new = make_unit(office, "干部科"), make_unit(office, "组织科")
        person = make_user(unit=old)
        user_move(user=person, unit=new, position="", on=date(2026, 10, 12))
        user_move(user=person, unit=old, position="", on=date(2026, 10, 20))
        text = make_exam_text(make_cohort(office, person), now=NOON)

        exam = exam_create(text=text, papers=[make_paper(office)], by=organizer)
        self.schedule(exam, now=NOON - timedelta(days=5))

        assert exam.candidates.get().unit == new

    def test_a_unit_cohort_is_whoever_is_there_on_that_day(self, office, organizer):
        unit, elsewhere = make_unit(office, "干部科"), make_unit(office, "组织科")
        staying, coming, going, gone = (make_user(unit=place) for place in (unit, elsewhere, unit, unit))
        user_move(user=coming, unit=unit, position="", on=date(2026, 10, 10))
        user_move(user=going, unit=elsewhere, position="", on=date(2026, 10, 10))
        user_leave(user=gone, on=date(2026, 10, 1), today=date(2026, 10, 7))
        text = make_exam_text(cohort_create(office=office, name="干部科", unit=unit), now=NOON)

        exam = exam_create(text=text, papers=[make_paper(office)], by=organizer)
        self.schedule(exam, now=NOON - timedelta(days=5))

        assert set(Candidate.objects.values_list("user", flat=True)) == {staying.pk, coming.pk}

    def test_an_exam_whose_window_is_open_already_takes_who_is_there_today(self, office, organizer):
        newcomer = make_user(office)
        newcomer.memberships.update(from_date=date(2026, 10, 12))
        text = make_exam_text(make_cohort(office, newcomer), now=NOON - timedelta(days=3), closes_at=NOON + HOUR)

        exam = exam_create(text=text, papers=[make_paper(office)], by=organizer)
        self.schedule(exam)

        assert exam.candidates.get().user == newcomer

    def test_who_belongs_to_no_unit_is_no_candidate(self, draft):
        person = draft.cohort.people.first()
        person.memberships.update(to_date=date(2026, 10, 1))

        self.schedule(draft)

        assert draft.candidates.count() == 1

    def test_says_all_that_is_missing_at_once(self, office, organizer):
        text = make_exam_text(cohort_create(office=office, name="空名单"))
        exam = exam_create(text=text, papers=[], by=organizer)

        with pytest.raises(CannotScheduleError) as refusal:
            self.schedule(exam, now=text.closes_at)

        assert refusal.value.reasons == (
            "还没有选试卷。",
            "花名册“空名单”里没有人。",
            "结束时间已经过去。",
        )
        assert (Exam.objects.get().state, steps(exam)) == (ExamState.DRAFT, [])

    def test_a_pass_mark_nobody_can_reach_is_refused(self, draft):
        exam_update(exam=draft, text=make_exam_text(draft.cohort, pass_marks=2001), papers=draft.papers.all())

        with pytest.raises(CannotScheduleError, match="及格线高于“季度试卷（A 卷）”的满分。"):
            self.schedule(draft)

    def test_happens_once(self, draft):
        self.schedule(draft)

        with pytest.raises(ExamTransitionError):
            self.schedule(draft)

        assert draft.candidates.count() == 2

    def test_freezes_what_was_filled_in(self, draft):
        self.schedule(draft)

        with pytest.raises(ExamTransitionError):
            exam_update(exam=draft, text=make_exam_text(draft.cohort, title="改名"), papers=[])

        assert Exam.objects.get().title == "2026年第四季度“季季考”"


class TestWithdrawing:
    def withdraw(self, exam):
        return exam_withdraw(exam=exam, by=exam.created_by, now=NOON, reason="时间有误")

    def test_makes_it_a_draft_again_and_says_why(self, draft, organizer):
        exam_schedule(exam=draft, by=organizer, now=NOON)

        self.withdraw(draft)

        draft.refresh_from_db()
        assert (draft.state, draft.candidates.count()) == (ExamState.DRAFT, 0)
        assert steps(draft)[-1] == ("scheduled", "draft", organizer, "时间有误")

    def test_is_refused_once_somebody_has_begun(self):
        exam = make_exam()
        make_attempt(make_candidate(exam))

        with pytest.raises(ExamTransitionError, match="已经有人开始作答"):
            self.withdraw(exam)

        assert exam.candidates.count() == 1

    @pytest.mark.parametrize("state", [ExamState.DRAFT, ExamState.PUBLISHED, ExamState.ARCHIVED])
    def test_is_for_scheduled_exams_alone(self, state):
        with pytest.raises(ExamTransitionError, match="只有已安排"):
            self.withdraw(make_exam(state=state))


class TestPhase:
    @pytest.mark.parametrize(
        ("moment", "phase"),
        [
            (timedelta(microseconds=-1), ExamPhase.UPCOMING),
            (timedelta(0), ExamPhase.OPEN),
            (timedelta(hours=3, microseconds=-1), ExamPhase.OPEN),
            (timedelta(hours=3), ExamPhase.MARKING),
        ],
    )
    def test_of_a_scheduled_exam_is_read_off_the_clock(self, moment, phase):
        exam = make_exam()

        assert exam_phase(exam, exam.opens_at + moment) == phase

    @pytest.mark.parametrize("state", [ExamState.DRAFT, ExamState.PUBLISHED, ExamState.ARCHIVED])
    def test_of_any_other_is_what_people_decided(self, state):
        assert exam_phase(make_exam(state=state), NOON) == state.value

    def test_results_show_only_after_publication(self):
        assert {state: are_results_visible(make_exam(state=state)) for state in ExamState} == {
            ExamState.DRAFT: False,
            ExamState.SCHEDULED: False,
            ExamState.PUBLISHED: True,
            ExamState.ARCHIVED: True,
        }


class TestPublication:
    def publish(self, exam, now=NOON + 3 * HOUR):
        return results_publish(exam=exam, by=exam.created_by, now=now)

    def test_opens_results_and_notes_who_never_came(self):
        exam = make_exam()
        make_result(make_candidate(exam))
        away = make_candidate(exam)
        excused = make_candidate(exam, state=CandidateState.EXCUSED)

        published = self.publish(exam)

        away.refresh_from_db()
        excused.refresh_from_db()
        assert (published.state, published.published_at) == (ExamState.PUBLISHED, NOON + 3 * HOUR)
        assert (away.state, excused.state) == (CandidateState.ABSENT, CandidateState.EXCUSED)
        assert steps(exam) == [("scheduled", "published", exam.created_by, "")]

    def test_reports_the_score_of_the_attempt_that_counts(self):
        exam = make_exam(attempt_limit=2)
        candidate = make_candidate(exam)
        for number, total in ((1, 500), (2, 1500)):
            make_result(candidate, total=total, number=number)

        self.publish(exam)

        scored, outcome = OutboxEntry.objects.order_by("pk")
        assert json.loads(scored.payload)["result"]["score"]["raw"] == 15
        assert "verbs/passed" in outcome.payload

    @pytest.mark.parametrize(
        ("now", "reason"),
        [
            (NOON - 2 * HOUR, "考试还没有开始。"),
            (NOON, "考试还没有结束，还有人没有进入。"),
        ],
    )
    def test_waits_for_the_window(self, now, reason):
        exam = make_exam()
        make_candidate(exam)

        with pytest.raises(CannotPublishError) as refusal:
            self.publish(exam, now)

        assert str(refusal.value) == reason

    @pytest.mark.parametrize("state", [CandidateState.EXPECTED, CandidateState.RESIT])
    def test_waits_while_somebody_can_still_enter(self, state):
        exam = make_exam()
        make_result(make_candidate(exam))
        make_candidate(exam, state=state)

        with pytest.raises(CannotPublishError, match="还有人没有进入"):
            self.publish(exam, NOON)

    def test_need_not_wait_for_the_window_when_all_have_handed_in(self):
        exam = make_exam()
        make_result(make_candidate(exam))
        make_candidate(exam, state=CandidateState.EXCUSED)

        assert self.publish(exam, NOON).state == ExamState.PUBLISHED

    def test_waits_for_who_is_still_writing(self):
        exam = make_exam()
        make_attempt(make_candidate(exam))

        with pytest.raises(CannotPublishError, match="还有 1 人没有交卷。"):
            self.publish(exam)

    def test_waits_for_marks_but_not_for_a_revision_that_has_them(self):
        exam = make_exam()
        unmarked = make_result(make_candidate(exam), is_complete=False)

        with pytest.raises(CannotPublishError, match="还有 1 份答卷没有评完。"):
            self.publish(exam)
        make_revision(unmarked, total=1500)

        assert self.publish(exam).state == ExamState.PUBLISHED

    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            (ExamState.DRAFT, "考试还没有开始。"),
            (ExamState.PUBLISHED, "成绩已经发布过了。"),
            (ExamState.ARCHIVED, "成绩已经发布过了。"),
        ],
    )
    def test_is_for_scheduled_exams_alone(self, state, reason):
        with pytest.raises(CannotPublishError) as refusal:
            self.publish(make_exam(state=state))

        assert str(refusal.value) == reason
