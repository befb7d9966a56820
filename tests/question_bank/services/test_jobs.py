"""Work that is too long for a request: claimed once, done in steps, stopped between them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from question_bank.enums import ImportState, JobKind, JobState, RowDecision
from question_bank.models import Job, Question, SheetFile
from question_bank.selectors import worker_is_alive
from question_bank.services import (
    import_cancel,
    import_commit_ask,
    job_do,
    jobs_work,
    sheet_import,
    sheet_import_ask,
)
from question_bank.services.imports import committing, reading
from question_bank.services.jobs import JobStopped, job_ask, job_cancel, job_claim
from tests.factories.taking import NOON

QUESTIONS = 5
SHEET = "判断题\n" + "".join(f"{number}．第{number}条已经施行。（√）\n" for number in range(1, QUESTIONS + 1))


@pytest.fixture(autouse=True)
def two_rows_a_step(monkeypatch):
    monkeypatch.setattr(reading, "STEP", 2)
    monkeypatch.setattr(committing, "STEP", 2)


def at(moment):
    return lambda: moment


def leaving_after(calls):
    """Return what tells a worker to stop when it has asked so often."""
    asked = iter(range(100))
    return lambda: next(asked) >= calls


def ask_to_read(desk, text=SHEET):
    return sheet_import_ask(bank=desk.bank, data=text.encode(), file_name="试题.txt", by=desk.author, now=NOON)


def ask_to_commit(desk):
    kept = sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)
    return kept, import_commit_ask(sheet_import=kept, by=desk.author, now=NOON)


def numbers(kept):
    return list(kept.rows.order_by("number").values_list("number", flat=True))


def test_a_sheet_asked_for_is_read_by_the_worker(desk):
    kept = ask_to_read(desk)
    before = (kept.state, kept.rows.count())

    jobs_work(clock=at(NOON))

    kept.refresh_from_db()
    job = kept.jobs.get(kind=JobKind.READ)
    assert before == (ImportState.READING, 0)
    assert (kept.state, kept.format, numbers(kept)) == (ImportState.PREVIEW, "txt", [1, 2, 3, 4, 5])
    assert (job.state, job.done, job.total, job.message) == (JobState.DONE, 5, 5, "读到 5 题。")


def test_the_same_file_is_asked_for_once(desk):
    assert ask_to_read(desk) == ask_to_read(desk)
    assert Job.objects.count() == 1


def test_a_sheet_that_cannot_be_read_says_why(desk):
    kept = ask_to_read(desk, "关于加强学习的通知\n各单位要抓好落实。\n")

    jobs_work(clock=at(NOON))

    kept.refresh_from_db()
    assert (kept.state, kept.refusal[:7]) == (ImportState.FAILED, "没有找到试题。")
    assert not SheetFile.objects.exists()


def test_what_a_worker_left_half_read_is_read_whole_by_the_next(desk):
    kept = ask_to_read(desk)
    jobs_work(clock=at(NOON), is_stopping=leaving_after(3))
    half = numbers(kept)

    jobs_work(clock=at(NOON))

    assert (half, numbers(kept)) == ([1, 2], [1, 2, 3, 4, 5])
    assert kept.jobs.get(kind=JobKind.READ).tries == 1


def test_a_commitment_is_done_in_steps(desk):
    kept, job = ask_to_commit(desk)

    jobs_work(clock=at(NOON))

    kept.refresh_from_db()
    job.refresh_from_db()
    assert (kept.state, Question.objects.count()) == (ImportState.COMMITTED, QUESTIONS)
    assert (job.state, job.message) == (JobState.DONE, "已导入 5 题，重复 0 题。")


def test_a_commitment_stopped_half_way_leaves_whole_what_came_in(desk):
    kept, job = ask_to_commit(desk)
    jobs_work(clock=at(NOON), is_stopping=leaving_after(2))

    import_cancel(sheet_import=kept, now=NOON)
    jobs_work(clock=at(NOON))

    job.refresh_from_db()
    kept.refresh_from_db()
    imported = kept.rows.filter(decision=RowDecision.IMPORTED, question__current_version__isnull=False)
    assert (job.state, kept.state) == (JobState.CANCELLED, ImportState.PREVIEW)
    assert (Question.objects.count(), numbers_of(imported)) == (2, [1, 2])


def numbers_of(rows):
    return list(rows.order_by("number").values_list("number", flat=True))


def test_a_sheet_cancelled_while_it_is_read_is_not_kept(desk):
    kept = ask_to_read(desk)
    jobs_work(clock=at(NOON), is_stopping=leaving_after(4))

    import_cancel(sheet_import=kept, now=NOON)

    kept.refresh_from_db()
    assert (kept.state, kept.rows.count(), SheetFile.objects.count()) == (ImportState.CANCELLED, 0, 0)
    assert jobs_work(clock=at(NOON)) == 0


def test_a_claim_keeps_others_away_until_it_runs_out(desk):
    ask_to_commit(desk)
    first = job_claim(clock=at(NOON), is_stopping=lambda: False)

    soon = job_claim(clock=at(NOON + timedelta(minutes=1)), is_stopping=lambda: False)
    late = job_claim(clock=at(NOON + timedelta(minutes=4)), is_stopping=lambda: False)

    assert (soon, late.job) == (None, first.job)
    with pytest.raises(JobStopped):
        first.step()
    assert first.end(JobState.DONE) is False


def test_a_step_ends_what_was_cancelled(desk):
    _kept, job = ask_to_commit(desk)
    stint = job_claim(clock=at(NOON), is_stopping=lambda: False)

    assert job_cancel(job=job, now=NOON) is True

    with pytest.raises(JobStopped):
        stint.step()
    assert job_cancel(job=job, now=NOON) is False


def test_work_that_kills_its_workers_is_given_up(desk):
    _kept, job = ask_to_commit(desk)
    for tried in range(Job.MAX_TRIES):
        assert job_claim(clock=at(NOON + timedelta(minutes=4 * tried)), is_stopping=lambda: False)

    assert jobs_work(clock=at(NOON + timedelta(hours=1))) == 0

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message.startswith("试了 3 次都中断了")


def test_a_fault_of_ours_ends_the_work_and_not_the_worker(desk, caplog):
    kept = ask_to_read(desk)
    SheetFile.objects.all().delete()

    assert jobs_work(clock=at(NOON)) == 1

    assert kept.jobs.get().state == JobState.FAILED
    assert "job" in caplog.text


def test_job_do_leaves_alone_what_a_worker_is_at(desk):
    _kept, job = ask_to_commit(desk)
    job_claim(clock=at(NOON), is_stopping=lambda: False)

    assert job_do(job=job, clock=at(NOON)).state == JobState.RUNNING
    assert not Question.objects.exists()


def test_job_ask_returns_the_open_work(desk):
    kept, job = ask_to_commit(desk)

    assert job_ask(kind=JobKind.COMMIT, bank=desk.bank, sheet_import=kept, by=desk.author, now=NOON) == job


def test_a_worker_is_alive_for_two_minutes(desk):
    assert worker_is_alive(NOON) is False

    jobs_work(clock=at(NOON))

    assert worker_is_alive(NOON + timedelta(minutes=1)) is True
    assert worker_is_alive(NOON + timedelta(minutes=3)) is False
