"""How far background work is, on the page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from question_bank.enums import ImportState, JobKind, JobState, RowDecision
from question_bank.models import Question, SheetImport
from question_bank.selectors import jobs as job_selectors
from question_bank.services import import_commit_ask, jobs_work, sheet_import
from question_bank.views import imports
from tests.factories.taking import NOON

SHEET = "判断题\n1．急件随到随登。（√）\n2．平件随到随登。（×）\n"


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


def upload_large(client, monkeypatch):
    monkeypatch.setattr(imports, "READ_AT_ONCE", 10)
    response = client.post(reverse("question_bank:imports"), {"file": SimpleUploadedFile("大.txt", SHEET.encode())})
    return response, SheetImport.objects.get()


def test_a_large_file_leads_to_its_progress(client, monkeypatch):
    response, kept = upload_large(client, monkeypatch)

    page = client.get(response["Location"])
    progress = client.get(reverse("question_bank:job", args=[kept.jobs.get().uuid])).json()

    assert (response["Location"], kept.state) == (kept.get_absolute_url(), ImportState.READING)
    assert "正在读取：大.txt" in page.content.decode()
    assert progress == {"open": True, "done": 0, "total": 0, "text": "排队等待后台处理"}


def test_progress_says_when_it_is_over(client, monkeypatch):
    _response, kept = upload_large(client, monkeypatch)

    jobs_work(clock=timezone.now)

    assert (
        client.get(reverse("question_bank:job", args=[kept.jobs.get(kind=JobKind.READ).uuid])).json()["open"] is False
    )
    assert client.get(kept.get_absolute_url()).context["total"] == 2


def test_without_a_worker_it_can_be_done_in_the_request(client, monkeypatch):
    _response, kept = upload_large(client, monkeypatch)
    page = client.get(kept.get_absolute_url())

    response = client.post(reverse("question_bank:job_do", args=[kept.jobs.get().uuid]), follow=True)

    assert (page.context["waits_in_vain"], page.context["may_do_here"]) == (True, True)
    assert response.context["total"] == 2


def test_what_is_too_large_is_not_done_in_the_request(client, monkeypatch):
    monkeypatch.setattr(job_selectors, "_MODERATE_BYTES", 10)
    _response, kept = upload_large(client, monkeypatch)

    page = client.get(kept.get_absolute_url())
    client.post(reverse("question_bank:job_do", args=[kept.jobs.get().uuid]))

    assert (page.context["waits_in_vain"], page.context["may_do_here"]) == (True, False)
    assert "请管理员启动后台" in page.content.decode()
    assert kept.rows.count() == 0


def test_with_a_worker_nothing_is_offered_in_the_request(client, monkeypatch):
    jobs_work(clock=timezone.now)
    _response, kept = upload_large(client, monkeypatch)

    page = client.get(kept.get_absolute_url())

    assert (page.context["waits_in_vain"], page.context["may_do_here"]) == (False, False)


def test_cancelling_a_reading_leaves_nothing(client, monkeypatch):
    _response, kept = upload_large(client, monkeypatch)

    response = client.post(reverse("question_bank:job_cancel", args=[kept.jobs.get().uuid]), follow=True)

    kept.refresh_from_db()
    assert kept.state == ImportState.CANCELLED
    assert [str(message) for message in response.context["messages"]] == ["已经取消，这份文件没有留下任何题。"]
    assert "已经取消：大.txt" in client.get(kept.get_absolute_url()).content.decode()


def test_a_large_commitment_is_left_to_the_worker_and_can_be_stopped(client, desk, monkeypatch):
    monkeypatch.setattr(imports, "COMMIT_AT_ONCE", 1)
    kept = sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)

    page = client.post(reverse("question_bank:import_commit", args=[kept.uuid]), follow=True)
    stopped = client.post(reverse("question_bank:job_cancel", args=[kept.jobs.get().uuid]), follow=True)

    assert "正在导入：试题.txt" in page.content.decode()
    assert stopped.context["broken_off"] == "导入已经停下。已经导入的题都是完整的；其余的没有动，可以接着导入。"
    assert kept.rows.filter(decision=RowDecision.PENDING).count() == 2


def test_a_commitment_waiting_in_vain_is_done_here(client, desk):
    kept = sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)
    job = import_commit_ask(sheet_import=kept, by=desk.author, now=NOON)

    client.post(reverse("question_bank:job_do", args=[kept.jobs.get().uuid]))

    job.refresh_from_db()
    assert (job.state, Question.objects.count()) == (JobState.DONE, 2)
