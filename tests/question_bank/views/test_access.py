"""Whose things the pages of the bank show; who may open which address is for the access matrix."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.enums import VersionState
from question_bank.services import sheet_import
from tests.factories.question_bank import make_question, make_version
from tests.factories.taking import NOON


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("documents", "学习管理办法之"),
        ("questions", "每季度撰写读书笔记"),
        ("imports", "试题.txt"),
        ("banks", "题库之"),
    ],
)
def test_lists_show_an_office_its_own(desk, client_for, name, planted):
    make_question(desk.bank)
    make_version(desk.office, title="学习管理办法之一")
    desk.bank.name = "题库之一"
    desk.bank.save()
    sheet_import(
        bank=desk.bank, data="判断题\n1．笔记须经审阅。（√）\n".encode(), file_name="试题.txt", by=desk.author, now=NOON
    )

    shown = [
        client_for(person).get(reverse(f"question_bank:{name}")).content.decode()
        for person in (desk.author, desk.stranger)
    ]

    assert [planted in page for page in shown] == [True, False]


def test_a_shared_document_is_read_but_not_changed(desk, client_for):
    shared = make_version(desk.stranger.office, is_shared=True)
    client = client_for(desk.author)

    assert client.get(shared.get_absolute_url()).status_code == 200
    assert client.get(shared.document.get_absolute_url()).status_code == 200
    assert client.post(reverse("question_bank:version_confirm", args=[shared.uuid])).status_code == 404
    assert client.get(reverse("question_bank:version_upload", args=[shared.document.uuid])).status_code == 404


def test_a_draft_of_a_shared_document_stays_with_its_office(desk, client_for):
    draft = make_version(desk.stranger.office, is_shared=True, state=VersionState.DRAFT)

    assert client_for(desk.author).get(draft.get_absolute_url()).status_code == 404
