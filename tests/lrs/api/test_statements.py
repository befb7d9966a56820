"""Writing statements and reading single ones."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.conf import settings
from django.utils.http import http_date

from lrs.models import Statement
from tests.factories.lrs import Store, make_activity, make_agent, make_statement, make_voiding

CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"


def read(store, statement_id, name="statementId", **parameters):
    return store.send("GET", **{name: statement_id}, **parameters)


def test_post_answers_with_the_ids_in_order(store):
    given, unnamed = make_statement(), make_statement(without=("id",))

    response = store.send("POST", body=[given, unnamed])

    first, second = response.json()
    assert first == given["id"]
    assert read(store, second).json()["object"] == unnamed["object"]


def test_client_vouches_for_what_it_writes(store):
    [statement_id] = store.post(make_statement(authority=make_agent("pretender")))

    assert read(store, statement_id).json()["authority"] == {
        "objectType": "Agent",
        "name": "学习平台",
        "account": {"homePage": settings.PUBLIC_ORIGIN, "name": store.client.key},
    }


def test_put_stores_under_the_id_of_the_address(store):
    statement_id = str(uuid.uuid4())

    response = store.send("PUT", body=make_statement(without=("id",)), statementId=statement_id)

    assert (response.status_code, response.content) == (204, b"")
    assert read(store, statement_id).json()["id"] == statement_id


@pytest.mark.parametrize(
    ("body", "parameters", "detail"),
    [
        (make_statement(), {}, "缺少参数 statementId"),
        (make_statement(), {"statementId": str(uuid.uuid4())}, "statement.id：与参数 statementId 不同"),
        ([make_statement(), make_statement()], {"statementId": str(uuid.uuid4())}, "PUT 只能写入一条语句"),
        (make_statement(), {"StatementId": str(uuid.uuid4())}, "这里没有 StatementId 参数"),
        (make_statement(), {"statementId": "1"}, "statementId：应为 UUID"),
    ],
)
def test_put_that_does_not_fit_is_refused(store, body, parameters, detail):
    response = store.send("PUT", body=body, **parameters)

    assert response.status_code == 400
    assert response.json()["detail"] == detail


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_id_taken_by_another_statement_is_a_conflict(store, method):
    statement = make_statement()
    store.post(statement)
    parameters = {"statementId": statement["id"]} if method == "PUT" else {}

    response = store.send(method, body={**statement, "object": make_activity("other")}, **parameters)

    assert response.status_code == 409
    assert read(store, statement["id"]).json()["object"] == statement["object"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_same_statement_may_be_sent_again(store, method):
    statement = make_statement()
    store.post(statement)
    parameters = {"statementId": statement["id"]} if method == "PUT" else {}

    response = store.send(method, body=statement, **parameters)

    assert response.status_code in {200, 204}
    assert store.found() == [statement["id"]]


def test_batch_is_taken_whole_or_not_at_all(store):
    good, bad = make_statement(), make_statement(verb={"id": "坏"})

    response = store.send("POST", body=[good, bad])

    assert response.status_code == 400
    assert response.json() == {
        "title": "Bad Request",
        "status": 400,
        "detail": "statements[1].verb.id：应为带协议名的 IRI",
    }
    assert response["Content-Type"] == "application/problem+json"
    assert store.found() == []


def test_batch_with_one_id_twice_is_refused(store):
    statement = make_statement()

    response = store.send("POST", body=[statement, {**statement, "id": statement["id"].upper()}])

    assert response.json()["detail"] == "id：同一批语句中编号重复"


def test_empty_batch_is_nothing_to_do(store):
    response = store.send("POST", body=[])

    assert (response.status_code, response.json()) == (200, [])


@pytest.mark.parametrize(
    ("body", "content_type", "detail"),
    [
        (b"{", "application/json", "JSON：第 1 行第 2 列不是 JSON"),
        (b"1", "application/json", "statement：应为对象"),
        (b"{}", "text/plain", "Content-Type 应为 application/json 或 multipart/mixed"),
        (b"a=1", "application/x-www-form-urlencoded", "Content-Type 应为 application/json 或 multipart/mixed"),
    ],
)
def test_body_that_is_no_statement_is_refused(store, body, content_type, detail):
    response = store.send("POST", body=body, content_type=content_type)

    assert response.status_code == 400
    assert response.json()["detail"] == detail


def test_statement_is_read_as_it_was_sent(store):
    statement = make_statement(
        actor=make_agent(name="𠮷 程立新"), result={"response": "\0\u2028", "score": {"raw": 0.1, "max": 1e21}}
    )
    store.post(statement)

    response = read(store, statement["id"])

    stored = Statement.objects.get(statement_id=statement["id"]).stored
    assert {name: value for name, value in response.json().items() if name in statement} == statement
    assert response["Content-Type"] == "application/json"
    assert response["Last-Modified"] == http_date(stored.timestamp())


def test_unknown_statement_is_not_found(store):
    assert read(store, str(uuid.uuid4())).status_code == 404


def test_statement_of_another_office_is_not_found(store):
    [statement_id] = Store().post(make_statement())

    assert read(store, statement_id).status_code == 404
    assert store.found() == []


def test_voided_statement_is_found_as_such_alone(store):
    statement, other = make_statement(), make_statement()
    voiding = make_voiding(statement["id"])
    store.post(statement, other, voiding)

    assert read(store, statement["id"]).status_code == 404
    assert read(store, statement["id"], "voidedStatementId").json()["id"] == statement["id"]
    assert read(store, other["id"], "voidedStatementId").status_code == 404
    assert store.found() == [voiding["id"], other["id"]]


@pytest.mark.parametrize(
    "parameters",
    [
        {"agent": make_agent()},
        {"verb": "https://yunling.example/v"},
        {"activity": "https://yunling.example/exam"},
        {"registration": str(uuid.uuid4())},
        {"related_agents": "true"},
        {"since": "2026-10-04T00:00:00Z"},
        {"limit": "1"},
        {"ascending": "true"},
        {"voidedStatementId": str(uuid.uuid4())},
    ],
)
def test_single_statement_takes_no_filter(store, parameters):
    [statement_id] = store.post(make_statement())

    assert read(store, statement_id, **parameters).status_code == 400


def test_single_statement_may_be_shaped(store):
    [statement_id] = store.post(make_statement(actor=make_agent(name="程立新")))

    response = read(store, statement_id, format="ids", attachments="false")

    assert response.json()["actor"] == make_agent()


@pytest.mark.parametrize(
    ("parameters", "status"), [({}, 200), ({"foo": "bar"}, 400), ({"statementId": str(uuid.uuid4())}, 404)]
)
def test_every_answer_says_up_to_when_it_is_consistent(store, parameters, status):
    store.post(make_statement())

    response = store.send("GET", **parameters)

    assert response.status_code == status
    assert datetime.fromisoformat(response[CONSISTENT_THROUGH]).utcoffset().total_seconds() == 0


def test_answer_covers_what_was_stored_before_it_was_asked_for(store):
    [statement_id] = store.post(make_statement())
    stored = read(store, statement_id).json()["stored"]

    assert store.send("GET")[CONSISTENT_THROUGH] == stored
