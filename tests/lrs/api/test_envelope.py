"""What holds for every resource: versions, clients, scopes, methods, refusals."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from lrs.enums import Scope
from tests.factories.lrs import Store, make_agent, make_statement

ACTIVITY = "https://yunling.example/exam"
ROUTES = ["statements", "activities", "activities/state", "activities/profile", "agents", "agents/profile"]


@pytest.mark.parametrize(("path", "default"), [("", "2.0.0"), ("1.0.3/", "1.0.3")])
@pytest.mark.parametrize("route", ROUTES)
def test_request_without_version_is_refused_in_the_default_version(store, route, path, default):
    response = store.send("GET", f"{path}{route}", headers={"X-Experience-API-Version": None})

    assert response.status_code == 400
    assert response.json()["detail"] == "须以 X-Experience-API-Version 指明版本：1.0.x 或 2.0.x"
    assert response["X-Experience-API-Version"] == default


@pytest.mark.parametrize("version", ["1.1.0", "0.95", "3.0.0", "二"])
def test_request_in_another_version_is_refused(store, version):
    response = store.send("GET", headers={"X-Experience-API-Version": version})

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["", "1.0.3/"])
@pytest.mark.parametrize(("version", "answered"), [("1.0.0", "1.0.3"), ("1.0", "1.0.3"), ("2.0.1", "2.0.0")])
def test_request_is_answered_in_its_version_by_the_latest_patch(store, path, version, answered):
    response = store.send("GET", f"{path}statements", headers={"X-Experience-API-Version": version})

    assert response.status_code == 200
    assert response["X-Experience-API-Version"] == answered


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Basic",
        "Basic %%%",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"unknown:secret").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"\0:\0").decode(),
        "Bearer abc",
    ],
)
@pytest.mark.parametrize("route", ROUTES)
def test_stranger_is_refused(store, route, authorization):
    response = store.send("GET", route, headers={"Authorization": authorization})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Basic realm="xAPI", charset="UTF-8"'


def test_session_of_a_person_opens_nothing(store, django_user_model):
    client = Client()
    client.force_login(django_user_model.objects.create_user(username="u", office=store.office, name="程立新"))

    response = client.get("/xapi/statements", headers={"X-Experience-API-Version": "2.0.0"})

    assert response.status_code == 401


def test_anyone_may_ask_what_is_spoken_here(db):
    response = Client().get("/xapi/about")

    assert response.json() == {"version": ["1.0.3", "2.0.0"]}
    assert response["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize(
    ("method", "route", "allowed"),
    [
        ("DELETE", "statements", "GET, HEAD, POST, PUT"),
        ("POST", "agents", "GET, HEAD"),
        ("PUT", "activities", "GET, HEAD"),
        ("POST", "about", "GET, HEAD"),
        ("PATCH", "agents/profile", "DELETE, GET, HEAD, POST, PUT"),
    ],
)
def test_method_a_resource_has_not_is_refused(store, method, route, allowed):
    response = store.send(method, route)

    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert response.json()["detail"] == f"这里不能用 {method} 方法"


@pytest.mark.parametrize(
    ("method", "route", "parameters", "scope"),
    [
        ("GET", "statements", {}, Scope.READ),
        ("GET", "statements", {}, Scope.READ_MINE),
        ("POST", "statements", {}, Scope.WRITE),
        ("GET", "activities", {"activityId": ACTIVITY}, Scope.READ),
        ("GET", "agents", {"agent": make_agent()}, Scope.READ),
        ("GET", "activities/profile", {"activityId": ACTIVITY}, Scope.PROFILE),
        ("POST", "activities/profile", {"activityId": ACTIVITY, "profileId": "p"}, Scope.PROFILE),
        ("DELETE", "agents/profile", {"agent": make_agent(), "profileId": "p"}, Scope.PROFILE),
        ("DELETE", "activities/state", {"activityId": ACTIVITY, "agent": make_agent()}, Scope.STATE),
    ],
)
def test_client_needs_the_scope(db, method, route, parameters, scope):
    body = make_statement()
    others = tuple(set(Scope) - {Scope.ALL, Scope.ALL_READ, Scope.READ, Scope.READ_MINE, scope})

    refused = Store(scopes=others).send(method, route, body, **parameters)
    allowed = Store(scopes=(scope,)).send(method, route, body, **parameters)

    assert refused.status_code == 403
    assert allowed.status_code in {200, 204}


def test_reader_of_everything_writes_nothing(db):
    reader = Store(scopes=(Scope.ALL_READ,))

    assert reader.send("GET").status_code == 200
    assert reader.send("POST", body=make_statement()).status_code == 403
    assert reader.send("PUT", "activities/profile", b"x", activityId=ACTIVITY, profileId="p").status_code == 403


def test_reader_of_its_own_sees_no_others(db):
    writer = Store()
    [theirs] = writer.post(make_statement())
    reader = Store(writer.office, scopes=(Scope.WRITE, Scope.READ_MINE))
    [own] = reader.post(make_statement())

    assert reader.found() == [own]
    assert reader.send("GET", statementId=theirs).status_code == 404
    assert writer.found() == [own, theirs]


@pytest.mark.parametrize("route", ROUTES)
def test_unknown_parameter_is_refused(store, route):
    response = store.send("GET", route, activityId=ACTIVITY, agent=make_agent(), foo="bar")

    assert response.status_code == 400


def test_parameter_given_twice_is_refused(store):
    store_path = "statements?limit=1&limit=2"

    response = store.send("GET", store_path)

    assert response.json()["detail"] == "参数 limit 出现了两次"


def test_parameter_with_null_character_is_refused(store):
    response = store.send("GET", "activities/profile", activityId=ACTIVITY, profileId="a\0b")

    assert response.json()["detail"] == "参数 profileId 含有空字符"


def test_body_beyond_the_limit_is_refused(store, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = store.send("POST", body=make_statement())

    assert response.status_code == 413
    assert response["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize("parameters", [{}, {"statementId": "not a uuid"}, {"verb": "https://yunling.example/v"}])
def test_head_is_get_without_its_body(store, parameters):
    store.post(make_statement())

    head, get = (store.send(method, **parameters) for method in ("HEAD", "GET"))

    assert head.content == b""
    assert (head.status_code, head["Content-Type"], head["Content-Length"]) == (
        get.status_code,
        get["Content-Type"],
        str(len(get.content)),
    )


def test_page_has_no_cookie_and_needs_no_token(store):
    response = Client(enforce_csrf_checks=True).post(
        "/xapi/statements", make_statement(), "application/json", headers=store.headers
    )

    assert response.status_code == 200
    assert response.cookies == {}
