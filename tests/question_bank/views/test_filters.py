"""Searches that trainers keep."""

from __future__ import annotations

from django.urls import reverse

from question_bank.models import SavedFilter


def keep(client, **sent):
    return client.post(
        reverse("question_bank:filter_save"), {"state": "draft", "topic": "基本职责", **sent}, follow=True
    )


def names(client):
    return [search.name for search in client.get(reverse("question_bank:questions")).context["saved"]]


def test_a_search_is_kept_with_its_address_and_replaced_by_name(desk, client_for):
    client = client_for(desk.author)

    keep(client, name="待改")
    keep(client, name="待改", state="retired")

    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.query) == (desk.author, "state=retired&topic=%E5%9F%BA%E6%9C%AC%E8%81%8C%E8%B4%A3")
    assert client.get(kept.get_absolute_url()).context["filters"].wanted.state == "retired"


def test_a_search_is_seen_by_colleagues_only_where_it_is_shared(desk, client_for):
    client = client_for(desk.author)
    keep(client, name="自己的")
    keep(client, name="大家的", is_shared="on")

    assert names(client) == ["大家的", "自己的"]
    assert names(client_for(desk.reviewer)) == ["大家的"]
    assert names(client_for(desk.stranger)) == []


def test_a_search_without_name_or_condition_is_refused(desk, client_for):
    client = client_for(desk.author)

    nameless = keep(client, name=" ")
    empty = client.post(reverse("question_bank:filter_save"), {"name": "全部"}, follow=True)

    assert [str(message) for message in nameless.context["messages"]] == ["请给这次查找起个名字。"]
    assert [str(message) for message in empty.context["messages"]] == ["请先选好查找条件，再记住它。"]
    assert not SavedFilter.objects.exists()


def test_nobody_forgets_a_colleagues_search(desk, client_for):
    keep(client_for(desk.author), name="大家的", is_shared="on")
    url = reverse("question_bank:filter_remove", args=[SavedFilter.objects.get().uuid])

    refused = client_for(desk.reviewer).post(url)
    client_for(desk.author).post(url)

    assert (refused.status_code, SavedFilter.objects.count()) == (404, 0)
