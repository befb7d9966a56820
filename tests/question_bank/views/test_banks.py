"""Banks and their topics."""

from __future__ import annotations

import pytest
from django.urls import reverse

from question_bank.enums import QuestionState
from question_bank.models import QuestionBank
from question_bank.services import topics_ensure
from tests.factories.question_bank import make_bank, make_question


def topic_names(desk):
    return [topic.name for topic in desk.bank.topics.all()]


def test_bank_counts_by_type_and_topic(desk, client_for):
    make_question(desk.bank, topics=("基本职责",))
    make_question(desk.bank, topics=("基本职责",), state=QuestionState.DRAFT)

    context = client_for(desk.organizer).get(reverse("question_bank:bank", args=[desk.bank.uuid])).context

    assert [(figure.total, figure.approved) for figure in context["types"]] == [(2, 1), *[(0, 0)] * 9]
    assert [(topic.name, topic.question_count, topic.approved_count) for topic in context["topics"]] == [
        ("基本职责", 2, 1)
    ]
    assert context["missing_basics"] == ["基本知识", "基本方法", "基本规范"]


def test_topics_preset_adds_the_four_basics_once(desk, client_for):
    topics_ensure(bank=desk.bank, names=["基本职责"])
    client, url = client_for(desk.author), reverse("question_bank:topics_preset", args=[desk.bank.uuid])

    client.post(url)
    client.post(url)

    assert topic_names(desk) == ["基本方法", "基本知识", "基本职责", "基本规范"]


def test_topics_are_added_and_removed(desk, client_for):
    client = client_for(desk.author)
    client.post(reverse("question_bank:topic_new", args=[desk.bank.uuid]), {"name": "党章"})
    added = topic_names(desk)

    client.post(reverse("question_bank:topic_remove", args=[desk.bank.uuid, desk.bank.topics.get().pk]))

    assert (added, topic_names(desk)) == (["党章"], [])


def test_a_topic_of_another_bank_is_not_found(desk, client_for):
    topics_ensure(bank=desk.bank, names=["党章"])
    other = make_bank(desk.office)
    url = reverse("question_bank:topic_remove", args=[other.uuid, desk.bank.topics.get().pk])

    assert client_for(desk.author).post(url).status_code == 404
    assert topic_names(desk) == ["党章"]


@pytest.mark.parametrize(
    ("name", "status", "count"), [("公务员法题库", 302, 2), ("组织工作题库", 422, 1), ("", 422, 1)]
)
def test_bank_new_takes_a_name_that_is_free(desk, client_for, name, status, count):
    response = client_for(desk.author).post(reverse("question_bank:bank_new"), {"name": name})

    assert (response.status_code, QuestionBank.objects.filter(office=desk.office).count()) == (status, count)


@pytest.mark.parametrize("item_count", [1, 3])
def test_banks_asks_as_often_for_many(desk, client_for, item_count, django_assert_num_queries):
    for _number in range(item_count - 1):
        make_bank(desk.office)
    client = client_for(desk.organizer)

    with django_assert_num_queries(5):
        banks = client.get(reverse("question_bank:banks")).context["banks"]

    assert len(banks) == item_count
