"""A folder of sheets on one page, and the office's own words."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from question_bank.enums import ImportState
from question_bank.models import Question, SheetBatch, SheetImport, SheetWord
from question_bank.services import jobs_work
from tests.question_bank.services.test_batches import ANSWERS, ASKED, OWN_WORDS, WHOLE
from tests.question_bank.sheets.files import workbook

TEXTS = {"甲卷.txt": ASKED, "甲卷答案.txt": ANSWERS, "乙卷.txt": WHOLE}


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


def upload(client, **fields):
    files = [SimpleUploadedFile(name, text.encode()) for name, text in TEXTS.items()]
    response = client.post(reverse("question_bank:imports"), {"file": files, **fields})
    return response, SheetBatch.objects.first()


def test_several_files_lead_to_their_batch(client):
    response, batch = upload(client)

    page = client.get(response["Location"])

    assert response["Location"] == batch.get_absolute_url()
    assert (page.context["open_count"], page.context["waits_in_vain"]) == (1, True)
    assert "正在处理 3 个文件" in page.content.decode()


def test_a_folder_keeps_the_places_of_its_files(client):
    files = [SimpleUploadedFile(name, text.encode()) for name, text in TEXTS.items()]
    paths = "\n".join(f"旧题/2025/{name}" for name in TEXTS)

    client.post(reverse("question_bank:imports"), {"folder": files, "paths": paths})

    assert set(SheetImport.objects.values_list("file_name", flat=True)) == {f"旧题/2025/{name}" for name in TEXTS}


def test_a_batch_is_done_in_the_request_without_a_worker(client):
    _response, batch = upload(client)

    page = client.post(reverse("question_bank:batch_do", args=[batch.uuid]), follow=True)

    context = page.context
    assert (context["open_count"], context["questions"], context["ready"]) == (0, 3, 3)
    assert "3 题可以导入" in page.content.decode()


def test_a_batch_comes_in_by_one_button(client):
    _response, batch = upload(client)
    jobs_work(clock=timezone.now)

    page = client.post(reverse("question_bank:batch_commit", args=[batch.uuid]), follow=True)

    assert Question.objects.count() == 3
    assert [str(message) for message in page.context["messages"]] == ["已导入 3 题，状态为“起草”。"]


def test_a_pairing_is_changed_on_the_page(client):
    _response, batch = upload(client)
    jobs_work(clock=timezone.now)
    kept = batch.imports.get(file_name="甲卷.txt")

    response = client.post(reverse("question_bank:import_pair", args=[kept.uuid]), {})

    kept.refresh_from_db()
    assert response["Location"] == batch.get_absolute_url()
    assert (list(kept.answer_files.all()), kept.state) == ([], ImportState.READING)


def test_an_answer_file_says_what_it_is(client):
    _response, batch = upload(client)
    jobs_work(clock=timezone.now)

    page = client.get(batch.imports.get(file_name="甲卷答案.txt").get_absolute_url()).content.decode()

    assert "里面的答案配给了同一批的试题文件。" in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_batch_asks_as_often_for_many(client, item_count, django_assert_num_queries):
    files = [SimpleUploadedFile(f"{n}.txt", f"{WHOLE}{n}".encode()) for n in range(item_count + 1)]
    client.post(reverse("question_bank:imports"), {"file": files})
    jobs_work(clock=timezone.now)
    url = SheetBatch.objects.get().get_absolute_url()

    with django_assert_num_queries(9):
        page = client.get(url)

    assert len(page.context["entries"]) == item_count + 1


def test_an_upload_without_a_file_is_refused(client):
    response = client.post(reverse("question_bank:imports"), {})

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["请选择文件。"]


@pytest.mark.parametrize("read_at_once", [10, 100_000])
def test_unknown_words_are_asked_for_and_the_sheet_is_read_anew(client, monkeypatch, read_at_once):
    from question_bank.views import imports  # noqa: PLC0415 -- app ready

    monkeypatch.setattr(imports, "READ_AT_ONCE", read_at_once)
    data = workbook({"题": OWN_WORDS})
    sent = client.post(reverse("question_bank:imports"), {"file": SimpleUploadedFile("题.xlsx", data)})
    kept = SheetImport.objects.get()
    jobs_work(clock=timezone.now)

    page = client.get(sent["Location"])
    told = client.post(
        reverse("question_bank:import_words", args=[kept.uuid]),
        {"heading_0": "stem", "heading_1": "answer"},
        follow=True,
    )

    assert "列名“试题正文”" in page.content.decode()
    assert told.context["total"] == 2
    assert dict(SheetWord.objects.values_list("word", "meaning")) == {"试题正文": "stem", "标准应答": "answer"}


def test_words_are_listed_taken_and_forgotten(client, desk):
    url = reverse("question_bank:words")
    client.post(url, {"kind": "label", "word": "正解", "meaning": "answer"})
    refused = client.post(url, {"kind": "label", "word": "甲项", "meaning": "A"})
    listed = client.get(url).context["known"]

    client.post(reverse("question_bank:word_forget", args=[SheetWord.objects.get().pk]))

    assert [(word.word, meaning) for word, meaning in listed] == [("正解", "答案")]
    assert refused.context["form"].errors["word"] == ["标签不能是单个选项；请另选一个意思。"]
    assert not SheetWord.objects.exists()
