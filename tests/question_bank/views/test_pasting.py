"""A text box that understands what a sheet may look like."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.models import SheetImport
from question_bank.services import words_learn

TEXT = """一、单选题
1．每季度撰写几篇读书笔记？
A．半篇
B．一篇
答案：B
2．笔记由谁审核？
A．科室负责人
B．部长
"""


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


def test_the_preview_shows_questions_as_a_cadre_sees_them_and_keeps_nothing(client):
    response = client.post(reverse("question_bank:paste_preview"), {"text": TEXT})

    page = response.content.decode()
    assert (response.context["total"], response.context["good"]) == (2, 1)
    assert "读到 2 题，1 题正常" in page
    assert "每季度撰写几篇读书笔记？" in page
    assert "A．半篇" in page
    assert "没有答案" in page
    assert not SheetImport.objects.exists()


def test_the_preview_says_what_is_missing(client):
    page = client.post(reverse("question_bank:paste_preview"), {"text": "今天天气很好"}).content.decode()

    assert "没有找到试题" in page


def test_the_preview_reads_the_offices_own_words(client, desk):
    words_learn(office=desk.office, kind="label", meanings={"正解": "answer"})

    response = client.post(reverse("question_bank:paste_preview"), {"text": TEXT.replace("答案：", "正解：")})

    assert response.context["good"] == 1


def test_without_scripts_a_button_shows_the_preview(client):
    response = client.post(reverse("question_bank:paste"), {"text": TEXT, "step": "preview"})

    assert (response.status_code, response.context["total"]) == (200, 2)
    assert not SheetImport.objects.exists()


def test_what_is_pasted_is_gone_through_like_any_sheet(client):
    response = client.post(reverse("question_bank:paste"), {"text": TEXT, "step": "keep"})

    kept = SheetImport.objects.get()
    assert response["Location"] == kept.get_absolute_url()
    assert kept.file_name.startswith("粘贴的试题")
    assert [row.status for row in kept.rows.order_by("number")] == ["ok", "faulty"]


def test_a_text_without_questions_is_refused(client):
    response = client.post(reverse("question_bank:paste"), {"text": "今天天气很好", "step": "keep"})

    assert response.status_code == 422
    assert response.context["form"].errors["text"][0].startswith("没有找到试题。")
