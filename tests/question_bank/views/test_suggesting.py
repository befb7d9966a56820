"""Suggested provisions on the desk and on the page of what rests on nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from question_bank.content import QuestionContent, QuestionType
from question_bank.models import Citation, SheetImport
from tests.factories.question_bank import make_bank, make_provision, make_question, make_version

STEM = "每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。"
SHEET = f"判断题\n1．{STEM}（√）\n2．数据库系统的核心是数据库管理系统。（√）\n"


@pytest.fixture
def version(desk):
    return make_version(desk.office)


@pytest.fixture
def client(desk, client_for):
    return client_for(desk.author)


@pytest.fixture
def question(desk, version):
    return make_question(desk.bank, content=QuestionContent(QuestionType.TRUE_FALSE, STEM, (), True))


def upload(client):
    client.post(reverse("question_bank:imports"), {"file": SimpleUploadedFile("题.txt", SHEET.encode())})
    return SheetImport.objects.get()


def search(client, desk):
    return client.post(reverse("question_bank:bank_suggest", args=[desk.bank.uuid]), follow=True)


def test_the_desk_shows_the_text_that_a_row_probably_rests_on(client, version):
    kept = upload(client)

    page = client.get(kept.get_absolute_url(), {"row": 1})

    (suggestion, *_others) = page.context["suggestions"]
    assert suggestion.provision == make_provision(version)
    assert f"可信度 {suggestion.confidence}" in page.content.decode()
    assert "采用第二条第一款" in page.content.decode()


def test_a_suggestion_is_accepted_at_the_desk(client, version):
    kept = upload(client)
    suggestion = kept.rows.get(number=1).suggestions.get(rank=1)

    response = client.post(reverse("question_bank:suggestion_accept", args=[suggestion.uuid]) + "?status=ok&row=1")

    assert kept.rows.get(number=1).provision == make_provision(version)
    assert response["Location"] == f"{kept.get_absolute_url()}?row=1&status=ok"


def test_a_suggestion_is_dismissed_at_the_desk(client, version):
    kept = upload(client)
    suggestion = kept.rows.get(number=1).suggestions.get(rank=1)

    client.post(reverse("question_bank:suggestion_dismiss", args=[suggestion.uuid]))

    assert suggestion.provision not in {one.provision for one in kept.rows.get(number=1).suggestions.all()}


def test_rows_are_cited_in_bulk_after_a_page_that_says_how_many(client, version):
    kept = upload(client)
    url = reverse("question_bank:import_cite", args=[kept.uuid])

    page = client.get(url, {"at_least": 80})
    response = client.post(url, {"at_least": 80}, follow=True)

    assert page.context["count"] == 1
    assert "给 1 题采用可信度 80 以上的建议？" in page.content.decode()
    assert [str(message) for message in response.context["messages"]] == ["已给 1 题加上依据，导入时一并带入。"]
    assert list(kept.rows.order_by("number").values_list("provision__path", flat=True)) == ["art2/par1", None]


def test_uncited_lists_what_rests_on_nothing_beside_what_it_may_rest_on(client, desk, question):
    before = client.get(reverse("question_bank:uncited"))
    after = search(client, desk)

    assert (before.context["page"].paginator.count, before.context["unsearched"]) == (1, 1)
    assert (after.context["unsearched"], [each.count for each in after.context["counts"]]) == (0, [1])
    assert "采用第二条第一款" in after.content.decode()


def test_uncited_accepts_one(client, desk, question, version):
    search(client, desk)
    suggestion = question.current_version.suggestions.get(rank=1)

    response = client.post(reverse("question_bank:suggestion_accept", args=[suggestion.uuid]) + "?page=2")

    assert Citation.objects.get().provision == make_provision(version)
    assert response["Location"] == f"{reverse('question_bank:uncited')}?bank={desk.bank.uuid}&page=2"


def test_uncited_accepts_all_that_is_sure(client, desk, question):
    search(client, desk)
    url = reverse("question_bank:bank_cite", args=[desk.bank.uuid])

    page = client.get(url, {"at_least": "viele"})
    client.post(url, {"at_least": 80})

    assert page.context["at_least"] == 95
    assert Citation.objects.get().question_version == question.current_version


def test_uncited_shows_the_bank_asked_for(client, desk, question):
    empty = make_bank(desk.office)

    page = client.get(reverse("question_bank:uncited"), {"bank": str(empty.uuid)})

    assert (page.context["bank"], page.context["page"].paginator.count) == (empty, 0)


def test_uncited_of_an_office_without_a_bank_is_empty(desk, client_for):
    page = client_for(desk.stranger).get(reverse("question_bank:uncited"))

    assert (page.status_code, page.context["bank"]) == (200, None)


@pytest.mark.parametrize("item_count", [1, 3])
def test_uncited_asks_as_often_for_many(client, desk, version, item_count, django_assert_num_queries):
    for number in range(item_count):
        content = QuestionContent(QuestionType.TRUE_FALSE, f"{STEM}之{number}", (), True)
        make_question(desk.bank, content=content)
    search(client, desk)

    with django_assert_num_queries(13):
        page = client.get(reverse("question_bank:uncited"))

    assert len(page.context["entries"]) == item_count
