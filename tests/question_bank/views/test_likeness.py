"""Questions that ask nearly the same, side by side."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from question_bank.enums import QuestionState, RowDecision
from question_bank.models import LikePair, SheetImport
from tests.factories.question_bank import make_question
from tests.question_bank.services.test_likeness import IN_BANK, SHEET, said


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


@pytest.fixture
def known(desk):
    return make_question(desk.bank, content=said(IN_BANK))


@pytest.fixture
def kept(client, known):
    client.post(reverse("question_bank:imports"), {"file": SimpleUploadedFile("题.txt", SHEET.encode())})
    return SheetImport.objects.get()


def test_the_desk_shows_both_with_the_difference_marked(client, kept):
    page = client.get(kept.get_absolute_url(), {"row": 1})

    (shown,) = page.context["pairs"]
    assert "个" in [piece.text for piece in shown.own if piece.is_changed]
    assert "题库里有一道相近的" in page.content.decode()
    assert "<ins>个</ins>" in page.content.decode()


def test_a_row_is_merged_or_kept_at_the_desk(client, kept, known):
    first, second = (LikePair.objects.filter(row__number=number)[0] for number in (1, 2))

    merged = client.post(reverse("question_bank:pair_merge", args=[first.uuid]))
    client.post(reverse("question_bank:pair_keep", args=[second.uuid]))

    assert merged["Location"] == f"{kept.get_absolute_url()}?row=1"
    assert kept.rows.get(number=1).decision == RowDecision.DUPLICATE
    second.refresh_from_db()
    assert second.is_kept is True


def test_a_bank_is_searched_and_a_pair_merged(client, desk, known):
    like = make_question(desk.bank, content=said(IN_BANK.replace("每季度", "每个季度")))
    url = reverse("question_bank:duplicates")
    before = client.get(url).content.decode()

    found = client.post(reverse("question_bank:bank_compare", args=[desk.bank.uuid]), follow=True)
    pair = LikePair.objects.get()
    client.post(reverse("question_bank:pair_merge", args=[pair.uuid]), {"keep": str(known.uuid)})

    like.refresh_from_db()
    assert "查一查有没有重复的题" in before
    assert "1 对题问得差不多" in found.content.decode()
    assert like.state == QuestionState.RETIRED
    assert "没有相近的题" in client.get(url).content.decode()


def test_duplicates_of_an_office_without_a_bank_is_empty(desk, client_for):
    assert client_for(desk.stranger).get(reverse("question_bank:duplicates")).context["bank"] is None
