from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from question_bank.content import QuestionType
from question_bank.interchange import read_file
from question_bank.models import ExchangeFile, Job, Question
from question_bank.views import interchange
from tests.factories.question_bank import make_exchange_file, make_question

pytestmark = pytest.mark.django_db

GIFT = "甲？{=对 ~错}\n\n乙？{TRUE}\n\n只是说明\n".encode()
PAGE, EXPORT = reverse("question_bank:exchange"), reverse("question_bank:exchange_export")


def upload(data: bytes, name: str = "题.gift") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


@pytest.fixture
def trainer(desk, client_for):
    return client_for(desk.author)


def test_the_page_tells_what_a_format_loses_before_it_is_downloaded(desk, trainer):
    make_question(desk.bank)
    make_question(desk.bank, type=QuestionType.TRUE_FALSE)

    page = trainer.get(PAGE, {"format": "aiken"}).content.decode()

    assert "判断：Aiken 只有单选，未导出" in page
    assert "下载 1 题" in page


def test_a_download_holds_what_the_list_was_narrowed_to(desk, trainer):
    make_question(desk.bank)
    wanted = make_question(desk.bank, type=QuestionType.TRUE_FALSE)

    response = trainer.get(EXPORT, {"format": "json", "type": "true_false"})

    (question,) = read_file(b"".join(response.streaming_content)).questions
    assert question.identifier == str(wanted.uuid)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("query", [{}, {"format": "word"}, {"format": "json", "type": "essay"}])
def test_a_download_of_nothing_leads_back(desk, trainer, query):
    make_question(desk.bank)

    assert trainer.get(EXPORT, query).url == PAGE


def test_a_download_of_too_much_leads_back(desk, trainer, monkeypatch):
    monkeypatch.setattr(interchange, "MAX_EXPORTED", 1)
    make_question(desk.bank)
    make_question(desk.bank)

    assert trainer.get(EXPORT, {"format": "json"}).url == PAGE
    assert "一次最多导出 1 题" in trainer.get(PAGE, {"format": "json"}).content.decode()


def test_a_file_is_previewed_then_imported(desk, trainer):
    preview = trainer.post(PAGE, upload(GIFT), follow=True)

    page = preview.content.decode()
    assert "有 2 题可以导入" in page
    assert "未导入：说明文字" in page
    assert not Question.objects.exists()

    done = trainer.post(preview.redirect_chain[0][0], follow=True)

    assert "已导入 2 题，状态为“起草”。" in done.content.decode()
    assert (Question.objects.count(), ExchangeFile.objects.count()) == (2, 0)


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(desk, trainer):
    response = trainer.post(PAGE, upload(b"<!DOCTYPE quiz><quiz/>", "a.xml"))

    assert response.status_code == 422
    assert "DOCTYPE" in response.content.decode()
    assert not ExchangeFile.objects.exists()


def test_a_file_is_put_aside(desk, trainer):
    kept = make_exchange_file(desk.bank, by=desk.author)

    trainer.post(reverse("question_bank:exchange_discard", args=[kept.uuid]))

    assert (ExchangeFile.objects.count(), Question.objects.count()) == (0, 0)


def test_another_offices_file_is_not_found(desk, client_for):
    kept = make_exchange_file(desk.bank, by=desk.author)

    assert client_for(desk.stranger).post(kept.get_absolute_url()).status_code == 404
    assert not Question.objects.exists()


def test_another_offices_questions_are_not_written(desk, client_for):
    make_question(desk.bank)

    page = client_for(desk.stranger).get(PAGE, {"format": "json"}).content.decode()

    assert "没有可以导出的试题" in page


def test_a_large_file_is_left_to_the_worker_with_its_progress(desk, trainer, monkeypatch):
    monkeypatch.setattr(interchange, "EXCHANGE_AT_ONCE", 1)
    page = trainer.post(PAGE, upload(GIFT), follow=True).redirect_chain[0][0]
    assert "由后台导入" in trainer.get(page).content.decode()

    trainer.post(page)

    assert "正在导入：题.gift" in trainer.get(page).content.decode()
    assert not Question.objects.exists()
    job = Job.objects.get()
    trainer.post(reverse("question_bank:job_do", args=[job.uuid]))
    done = trainer.get(page).content.decode()
    assert "导入完了：题.gift" in done
    assert "已导入 2 题" in done
    assert trainer.post(page).url == page
    assert Question.objects.count() == 2


def test_an_import_that_was_stopped_can_go_on(desk, trainer, monkeypatch):
    monkeypatch.setattr(interchange, "EXCHANGE_AT_ONCE", 1)
    page = trainer.post(PAGE, upload(GIFT), follow=True).redirect_chain[0][0]
    trainer.post(page)

    stopped = trainer.post(reverse("question_bank:job_cancel", args=[Job.objects.get().uuid]), follow=True)

    assert "上次停下了" in stopped.content.decode()
    assert "有 2 题可以导入" in stopped.content.decode()


def test_the_page_leads_back_to_the_file_at_hand(desk, trainer):
    kept = make_exchange_file(desk.bank, by=desk.author)

    assert f'href="{kept.get_absolute_url()}"' in trainer.get(PAGE).content.decode()
