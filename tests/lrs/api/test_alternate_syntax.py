"""Requests written as forms, which 1.0.3 has for old browsers and 2.0 has not."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.factories.lrs import Store, make_statement

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def store(db) -> Store:
    return Store(version="1.0.3")


def send(store, method: str, form: dict[str, str], route: str = "statements", **headers: str | None):
    return store.send(
        "POST",
        f"{route}?method={method}",
        urlencode(form).encode(),
        content_type=FORM,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def test_put_as_a_form(store):
    statement = make_statement()

    response = send(store, "PUT", {"statementId": statement["id"], "content": json.dumps(statement)})

    assert response.status_code == 204
    assert store.found() == [statement["id"]]


def test_get_as_a_form_leads_on_by_plain_addresses(store):
    ids = store.post(make_statement(), make_statement())

    response = send(store, "GET", {"limit": "1"}).json()

    assert [statement["id"] for statement in response["statements"]] == ids[1:]
    assert store.send("GET", response["more"].removeprefix("/xapi/")).json()["statements"][0]["id"] == ids[0]


def test_header_fields_may_stand_in_the_form(store):
    statement = make_statement()
    form = {
        "statementId": statement["id"],
        "content": json.dumps(statement),
        "Content-Type": "application/json",
        **store.headers,
    }

    response = send(store, "PUT", form, Authorization=None, X_Experience_API_Version=None)

    assert response.status_code == 204
    assert response["X-Experience-API-Version"] == "1.0.3"


@pytest.mark.parametrize(
    ("form", "detail"),
    [
        ({"X-Experience-API-Version": "0.8"}, "须以 X-Experience-API-Version 指明版本：1.0.x 或 2.0.x"),
        ({"X-Experience-API-Version": "2.0.0"}, "xAPI 2.0 没有替代请求语法（?method=）"),
        ({"foo": "bar"}, "这里没有 foo 参数"),
        ({"content": ""}, "JSON：第 1 行第 1 列不是 JSON"),
        ({"Content-Type": "text/plain\r\nX: y"}, "表单中的 Content-Type 含有控制字符"),
    ],
)
def test_form_that_does_not_fit_is_refused(store, form, detail):
    statement = make_statement()

    response = send(store, "PUT", {"statementId": statement["id"], "content": json.dumps(statement), **form})

    assert response.status_code == 400
    assert response.json()["detail"] == detail


def test_further_parameters_in_the_address_are_refused(store):
    assert send(store, "PUT&statementId=1", {"content": "{}"}).status_code == 400


def test_form_that_is_no_text_is_refused(store):
    response = store.send("POST", "statements?method=GET", b"\xff", content_type=FORM)

    assert response.json()["detail"] == "替代请求语法的表单应为 UTF-8"


def test_only_post_carries_another_method(store):
    response = store.send("PUT", "statements?method=POST", make_statement())

    assert response.json()["detail"] == "这里没有 method 参数"


def test_newer_version_has_no_forms(db):
    response = send(Store(), "GET", {"limit": "1"})

    assert response.status_code == 400


def test_document_as_a_form(store):
    parameters = {"activityId": "https://yunling.example/a", "profileId": "p"}
    form = {**parameters, "content": "第一份", "Content-Type": "text/plain", "If-None-Match": "*"}

    assert send(store, "PUT", form, "activities/profile").status_code == 204
    assert store.send("GET", "activities/profile", **parameters).content == "第一份".encode()
    assert send(store, "PUT", form, "activities/profile").status_code == 412
