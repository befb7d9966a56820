"""A wrong key found afterwards: seen on trial, then further revisions; what was published stays on record."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from appraisal.models import LedgerEntry
from learning.models import ExamRecord
from lrs.models import OutboxEntry
from quizzes import signals
from quizzes.corrections import exam_pass_line
from quizzes.enums import CorrectionKind, ExamState
from quizzes.models import KeyCorrection, Mark, PaperSlot, Result
from quizzes.selectors import counting_results
from quizzes.services import CannotCorrectError, CannotMarkError, correction_try, mark_give, question_correct
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_user
from tests.factories.appraisal import make_rules
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, SIX_TYPES, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db
REKEY, ACCEPT, FULL, VOID, RESTORE = (
    CorrectionKind.REKEY,
    CorrectionKind.ACCEPT,
    CorrectionKind.FULL,
    CorrectionKind.VOID,
    CorrectionKind.RESTORE,
)


@pytest.fixture
def exam():
    return make_exam()


@pytest.fixture
def single(exam):
    """Return the single choice whose key is x, worth 200 of 2000."""
    return exam.papers.get().slots.get(type="single_choice")


def sit(exam, chosen, *, written=None, now=NOON):
    """Hand in an answer to the single choice; where something is written, a person gives it 500."""
    attempt = make_attempt(make_candidate(exam), now=now)
    first, *_others, last = slot_ids(attempt)
    answers = {first: [chosen] if chosen else None, last: written}
    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers=answers, viewed=(), arrived_at=now)
    attempt_submit(attempt=attempt.pk, epoch=1, now=now)
    if written:
        marker = make_user(exam.office, Role.TRAINER)
        mark_give(attempt=attempt, slot=attempt.paper.slots.get(pk=last), marks=500, comment="", marker=marker, now=now)
    return attempt


def correct(exam, slot, kind, keys=(), *, now=NOON):
    by = make_user(exam.office, Role.ORGANIZER)
    return question_correct(exam=exam, slot=slot, kind=kind, keys=keys, reason="条文看错了", by=by, now=now)


def totals(attempt):
    return list(attempt.results.order_by("revision").values_list("total", "maximum"))


@pytest.mark.parametrize(
    ("kind", "keys", "chose_x", "chose_y", "chose_none"),
    [
        (REKEY, [["y"]], (0, 2000), (200, 2000), None),
        (ACCEPT, [["x"], ["y"]], None, (200, 2000), None),
        (FULL, [], None, (200, 2000), (200, 2000)),
        (VOID, [], (0, 1800), (0, 1800), (0, 1800)),
    ],
)
def test_each_kind_revises_the_results_it_changes_and_no_other(exam, single, kind, keys, chose_x, chose_y, chose_none):
    attempts = [sit(exam, chosen) for chosen in ("x", "y", None)]

    trial = correct(exam, single, kind, keys)

    begun = [(200, 2000), (0, 2000), (0, 2000)]
    for attempt, before, after in zip(attempts, begun, (chose_x, chose_y, chose_none), strict=True):
        assert totals(attempt) == [before] + ([after] if after else [])
    assert len(trial.changes) == sum(after is not None for after in (chose_x, chose_y, chose_none))


def test_a_trial_counts_and_changes_nothing(exam, single):
    up, down = sit(exam, "y", written="编审"), sit(exam, "x", written="编审")

    trial = correction_try(exam=exam, slot=single, kind=REKEY, keys=[["y"]])

    moves = {change.result.attempt: (change.before, change.after, change.direction) for change in trial.changes}
    assert moves == {up: (0, 200, 1), down: (200, 0, -1)}
    passes = {change.result.attempt: (change.result.is_pass, change.revised.is_pass) for change in trial.changes}
    assert passes == {up: (False, True), down: (True, False)}
    assert (KeyCorrection.objects.count(), Result.objects.filter(revision=3).count()) == (0, 0)


def test_what_a_person_gave_survives_everything(exam, single):
    attempt = sit(exam, "x", written="编审")
    written = attempt.paper.slots.get(type="short_answer")

    correct(exam, single, REKEY, [["y"]])
    correct(exam, written, FULL)
    correct(exam, written, RESTORE)

    assert [total for total, _maximum in totals(attempt)] == [200, 700, 500, 700, 500]
    assert attempt.results.first().slot_marks[str(written.pk)] == 500
    assert Mark.objects.count() == 1


def test_a_void_question_leaves_the_maximum_and_the_pass_line_keeps_its_share(exam, single):
    attempt = sit(exam, "y", written="编审")
    exam.pass_marks = 550
    exam.save()

    correct(exam, single, VOID)

    newest = attempt.results.first()
    # 550 of 2000 are 495 of 1800.
    assert (newest.total, newest.maximum, newest.is_pass, exam_pass_line(exam)) == (500, 1800, True, 495)
    assert str(single.pk) not in newest.slot_marks


def test_who_hands_in_later_is_marked_by_the_corrected_key(exam, single):
    late = make_attempt(make_candidate(exam))
    answers_save(attempt=late.pk, epoch=1, seq=1, answers={slot_ids(late)[0]: ["y"]}, viewed=(), arrived_at=NOON)
    correct(exam, single, REKEY, [["y"]])

    attempt_submit(attempt=late.pk, epoch=1, now=NOON)

    assert totals(late) == [(200, 2000)]
    assert KeyCorrection.objects.get().slot.key == ["x"]


def test_an_attempt_on_the_same_paper_in_another_exam_is_not_touched(exam, single):
    other = make_exam(exam.papers.get(), title="模拟")
    attempt = sit(other, "y")

    correct(exam, single, REKEY, [["y"]])

    assert totals(attempt) == [(0, 2000)]
    assert totals(sit(other, "y")) == [(0, 2000)]


def test_the_last_correction_stands_and_restoring_brings_the_first_marks_back(exam, single):
    attempt = sit(exam, "x")

    correct(exam, single, REKEY, [["y"]])
    correct(exam, single, VOID)
    correct(exam, single, RESTORE)

    assert totals(attempt) == [(200, 2000), (0, 2000), (0, 1800), (200, 2000)]
    assert totals(sit(exam, "y")) == [(0, 2000)]


def test_a_question_is_corrected_on_every_form_it_stands_on(exam, single):
    form_b = make_paper(exam.office, [])
    copied = {name: getattr(single, name) for name in ("question_version", "type", "marks", "scoring_rule", "key")}
    same = PaperSlot.objects.create(paper=form_b, section=1, number=1, **copied)
    exam.papers.add(form_b)

    correct(exam, single, FULL)

    assert set(KeyCorrection.objects.values_list("slot", flat=True)) == {single.pk, same.pk}


def test_published_results_are_told_upward_and_to_the_record_store(django_capture_on_commit_callbacks):
    paper = make_paper(questions=[SIX_TYPES[0], ("short_answer", "再述。", [], "略", 500)])
    exam, single = make_exam(paper), paper.slots.get(number=1)
    make_rules(exam.office)
    attempt = sit(exam, "x", written="编审")
    with django_capture_on_commit_callbacks(execute=True):
        publish(exam)
    exam.refresh_from_db()
    told = OutboxEntry.objects.count()
    heard = []
    signals.results_corrected.connect(lambda **news: heard.append(news["exam"]), weak=False, dispatch_uid="test")

    with django_capture_on_commit_callbacks(execute=True):
        correct(exam, single, REKEY, [["y"]])

    signals.results_corrected.disconnect(dispatch_uid="test")
    newest = attempt.results.first()
    assert (heard, newest.total, newest.reason) == ([exam], 500, "更正第 1 题：条文看错了")
    assert list(counting_results(exam).values()) == [newest]
    assert ExamRecord.objects.get().result == newest
    assert OutboxEntry.objects.count() == told + 2
    assert LedgerEntry.objects.filter(reverses__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("kind", "keys", "message"),
    [
        (REKEY, [["x"]], "这就是原来的答案"),
        (REKEY, [], "要写一个答案"),
        (REKEY, [["x"], ["y"]], "要写一个答案"),
        (ACCEPT, [], "要写一个答案"),
        (RESTORE, [], "没有更正过"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(exam, single, kind, keys, message):
    with pytest.raises(CannotCorrectError, match=message):
        correct(exam, single, kind, keys)


def test_the_same_twice_and_what_people_mark_are_refused(exam, single):
    correct(exam, single, FULL)

    with pytest.raises(CannotCorrectError, match="已经这样更正过了"):
        correct(exam, single, FULL)
    with pytest.raises(CannotCorrectError, match="由人评分"):
        correct(exam, single.paper.slots.get(type="short_answer"), REKEY, ["编审"])


@pytest.mark.parametrize("state", [ExamState.DRAFT, ExamState.ARCHIVED])
def test_a_draft_and_an_archived_exam_are_not_corrected(single, exam, state):
    exam.state = state
    exam.save()

    with pytest.raises(CannotCorrectError, match="草稿或者已经归档"):
        correct(exam, single, FULL)


def test_the_last_question_that_counts_cannot_be_voided(exam):
    *others, last = exam.papers.get().slots.all()
    for slot in others:
        correct(exam, slot, VOID)

    with pytest.raises(CannotCorrectError, match="只剩这道题"):
        correct(exam, last, VOID)


def test_what_everybody_got_nobody_marks(exam):
    attempt = sit(exam, "x", written="编审")
    written = attempt.paper.slots.get(type="short_answer")
    correct(exam, written, FULL)

    with pytest.raises(CannotMarkError, match="全员得分或者作废"):
        mark_give(attempt=attempt, slot=written, marks=0, comment="", marker=make_user(exam.office), now=NOON)


@pytest.mark.parametrize("attempt_count", [1, 3])
def test_any_number_of_results_is_corrected_in_as_many_statements(
    exam, single, attempt_count, django_assert_num_queries
):
    for _ in range(attempt_count):
        sit(exam, "y")
    by = make_user(exam.office, Role.ORGANIZER)

    with django_assert_num_queries(18):
        question_correct(exam=exam, slot=single, kind=FULL, keys=[], reason="题目有误", by=by, now=NOON)
