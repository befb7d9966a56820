"""Writing records: what may be changed when, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.services import user_move
from learning.characters import count_characters
from learning.enums import InspectionGrade, RecordKind, RecordState, Verdict
from learning.models import ExamRecord, Record
from learning.services import (
    RecordClosedError,
    RecordIncompleteError,
    exam_records_make,
    exam_records_reconcile,
    note_withdraw,
    record_create,
    record_review,
    record_submit,
    record_update,
)
from learning.services.inspections import Stamp, notes_inspect
from lrs.models import OutboxEntry
from tests.factories.accounts import make_unit, make_user
from tests.factories.learning import make_note, make_text
from tests.factories.quizzes import make_published_exam, make_result, make_revision
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db

CLOSED = (RecordState.SUBMITTED, RecordState.APPROVED)


@pytest.mark.parametrize(("text", "count"), [("", 0), (" \n\t　", 0), ("学而时习之，\n 不亦说乎？", 11), ("ab 𠅤", 3)])
def test_characters_are_counted_without_white_space(text, count):
    assert count_characters(text) == count


class TestNote:
    def test_begins_as_a_draft_in_the_unit_of_its_writer(self):
        unit = make_unit(make_user().office, "干部科")
        writer = make_user(unit=unit)

        note = record_create(subject=writer, entry=make_text(body="知 行\n合一").entry(NOON))

        assert (note.kind, note.state, note.unit, note.office) == (
            RecordKind.NOTE,
            RecordState.DRAFT,
            unit,
            writer.office,
        )
        assert (note.characters, note.note.body, note.note.saved_at) == (4, "知 行\n合一", NOON)

    def test_keeps_its_unit_when_the_writer_moves_on(self):
        unit = make_unit(make_user().office, "干部科")
        writer = make_user(unit=unit)
        note = make_note(writer)

        user_move(user=writer, unit=make_unit(writer.office, "组织科"), position="", on=date(2026, 11, 1))

        note.refresh_from_db()
        assert note.unit == unit

    def test_needs_a_unit(self):
        writer = make_user()
        writer.memberships.update(to_date=date(2020, 12, 31))

        with pytest.raises(RecordIncompleteError, match="不属于任何单位"):
            record_create(subject=writer, entry=make_text().entry(NOON))

        assert Record.objects.count() == 0

    @pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.RETURNED])
    def test_can_be_changed_by_its_writer_until_it_is_handed_in(self, state):
        note = make_note(state=state)

        record_update(record=note, entry=make_text(title="再读", body="新的体会").entry(NOON + timedelta(hours=1)))

        note.refresh_from_db()
        assert (note.title, note.characters, note.state) == ("再读", 4, state)
        assert (note.note.body, note.note.saved_at) == ("新的体会", NOON + timedelta(hours=1))

    @pytest.mark.parametrize("state", CLOSED)
    def test_is_closed_once_handed_in(self, state):
        note = make_note(state=state)

        with pytest.raises(RecordClosedError):
            record_update(record=note, entry=make_text(body="改写").entry(NOON))

        assert Record.objects.get().note.body == make_text().body


class TestSubmission:
    @pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.RETURNED])
    def test_hands_the_note_to_its_reviewer(self, state):
        note = make_note(state=state)

        record_submit(record=note, now=NOON)

        note.refresh_from_db()
        assert (note.state, note.submitted_at) == (RecordState.SUBMITTED, NOON)

    @pytest.mark.parametrize("state", CLOSED)
    def test_is_refused_a_second_time(self, state):
        with pytest.raises(RecordClosedError):
            record_submit(record=make_note(state=state), now=NOON)

    def test_of_an_empty_note_is_refused(self):
        with pytest.raises(RecordIncompleteError, match="正文还没有写"):
            record_submit(record=make_note(body=" \n"), now=NOON)

        assert Record.objects.get().state == RecordState.DRAFT


class TestReview:
    def decide(self, note, verdict, comment=""):
        reviewer = make_user(note.office, Role.REVIEWER)
        return record_review(record=note, verdict=verdict, comment=comment, by=reviewer, now=NOON)

    def test_approval_is_noted_and_reported_without_a_word_of_the_note(self):
        note = make_note(state=RecordState.SUBMITTED, body="只有我和审核人看得到的话")

        decided = self.decide(note, Verdict.APPROVED)

        (review,) = note.reviews.all()
        (entry,) = OutboxEntry.objects.all()
        assert (decided.state, decided.decided_at) == (RecordState.APPROVED, NOON)
        assert (review.verdict, review.at) == (Verdict.APPROVED, NOON)
        assert "verbs/completed" in entry.payload
        assert "看得到的话" not in entry.payload

    def test_return_says_why_and_reports_nothing(self):
        note = make_note(state=RecordState.SUBMITTED)

        decided = self.decide(note, Verdict.RETURNED, "请补充联系实际的部分。")

        assert (decided.state, note.reviews.get().comment) == (RecordState.RETURNED, "请补充联系实际的部分。")
        assert OutboxEntry.objects.count() == 0

    def test_return_without_a_reason_is_refused(self):
        note = make_note(state=RecordState.SUBMITTED)

        with pytest.raises(RecordIncompleteError, match="写明原因"):
            self.decide(note, Verdict.RETURNED, "  ")

        assert (Record.objects.get().state, note.reviews.count()) == (RecordState.SUBMITTED, 0)

    @pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.RETURNED, RecordState.APPROVED])
    def test_of_what_does_not_wait_is_refused(self, state):
        note = make_note(state=state)
        before = note.reviews.count()

        with pytest.raises(RecordClosedError):
            self.decide(note, Verdict.APPROVED)

        assert note.reviews.count() == before

    def test_every_decision_stays_in_the_history(self):
        note = make_note(state=RecordState.RETURNED, comment="太短。")
        record_submit(record=note, now=NOON)

        self.decide(note, Verdict.APPROVED, "可以。")

        assert [review.comment for review in note.reviews.all()] == ["可以。", "太短。"]


class TestExamRecords:
    def test_each_who_took_a_published_exam_gets_one(self):
        exam = make_exam()
        took, absent = make_candidate(exam), make_candidate(exam)
        result = make_result(took, total=1500)

        made = exam_records_make(exam=exam)

        (row,) = ExamRecord.objects.select_related("record")
        assert (made, row.result, row.record.subject, row.record.unit) == (1, result, took.user, took.unit)
        assert (row.record.state, row.record.title) == (RecordState.APPROVED, exam.title)
        assert Record.objects.filter(subject=absent.user).count() == 0

    def test_making_them_again_makes_none(self):
        exam = make_published_exam(None, 1500, 300)

        assert (exam_records_make(exam=exam), exam_records_make(exam=exam)) == (2, 0)
        assert Record.objects.count() == 2

    def test_a_regrade_moves_the_record_to_the_result_that_counts_now(self):
        exam = make_published_exam(None, 1500)
        exam_records_make(exam=exam)
        regraded = make_revision(ExamRecord.objects.get().result, total=1900)

        assert exam_records_make(exam=exam) == 0
        assert ExamRecord.objects.get().result == regraded

    def test_publishing_makes_them(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            make_published_exam(None, 1500)

        assert ExamRecord.objects.count() == 1

    def test_reconciling_makes_what_a_lost_signal_left_out(self):
        make_published_exam(None, 1500, 300)
        make_result(make_candidate(make_exam()))

        assert (exam_records_reconcile(), exam_records_reconcile()) == (2, 0)


class TestWithdrawal:
    def test_makes_a_draft_again_and_keeps_that_it_was_handed_in(self):
        note = make_note(state=RecordState.SUBMITTED)

        note_withdraw(note=note, by=note.subject, now=NOON)

        note.refresh_from_db()
        (kept,) = note.withdrawals.all()
        assert (note.state, note.submitted_at) == (RecordState.DRAFT, None)
        assert (kept.submitted_at, kept.by, kept.at) == (NOON, note.subject, NOON)

    @pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.RETURNED, RecordState.APPROVED])
    def test_of_what_does_not_wait_is_refused(self, state):
        note = make_note(state=state)

        with pytest.raises(RecordClosedError, match="不在等待审核"):
            note_withdraw(note=note, by=note.subject, now=NOON)

        assert note.withdrawals.count() == 0

    def test_of_a_stamped_note_is_refused(self):
        note = make_note(state=RecordState.SUBMITTED)
        director = make_user(note.office, Role.DIRECTOR)
        notes_inspect(stamps={note.uuid: Stamp(InspectionGrade.GOOD)}, by=director, now=NOON)

        with pytest.raises(RecordClosedError, match="部长已经检查"):
            note_withdraw(note=note, by=note.subject, now=NOON)
