"""Signing in by API, and errors as problem details."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from accounts.api.problems import problem_handler, problem_response
from accounts.models import ApiToken
from accounts.services import api_token_issue, first_use_code_issue, user_leave
from tests.factories.accounts import PASSWORD, make_user

SESSION = "/api/v1/session/"
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house):
    return make_user(house.office, unit=house.unit, username="YL002", password=PASSWORD)


def sign_in(client, username="YL002", password=PASSWORD, **headers):
    return client.post(
        SESSION, {"username": username, "password": password}, content_type="application/json", headers=headers
    )


def bearer(token):
    return {"headers": {"authorization": f"Bearer {token}"}}


def test_password_is_exchanged_for_a_token(client, person):
    response = sign_in(client, "yl002")

    assert response.status_code == 201
    token = ApiToken.objects.get(user=person)
    assert set(response.json()) == {"token", "expires_at"}
    assert timezone.now() + timedelta(hours=11.9) < token.expires_at < timezone.now() + timedelta(hours=12)
    assert response.json()["token"] not in token.digest
    assert client.cookies == {}


def test_token_ends_on_request(client, person):
    token = sign_in(client).json()["token"]

    assert client.delete(SESSION, **bearer(token)).status_code == 204
    assert client.delete(SESSION, **bearer(token)).status_code == 401
    assert not ApiToken.objects.exists()


def test_old_token_does_not_stand_in_the_way_of_a_new_one(client, person):
    assert sign_in(client, authorization="Bearer expired").status_code == 201


@pytest.mark.parametrize(("username", "password"), [("YL002", "wrong"), ("YL999", PASSWORD)])
def test_wrong_password_is_a_401_in_chinese(client, person, username, password):
    response = sign_in(client, username, password)

    assert (response.status_code, response["Content-Type"], response["WWW-Authenticate"]) == (401, PROBLEM, "Bearer")
    assert response.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "工号或密码不对。",
    }


def test_first_use_code_must_become_a_password_first(client, house):
    house.cadre.password_set_at = None
    house.cadre.save()
    code = first_use_code_issue(user=house.cadre, by=None, now=timezone.now())

    response = sign_in(client, "YL001", code)

    assert (response.status_code, response.json()["detail"]) == (403, "请先在网页上登录并设置自己的密码。")
    assert not ApiToken.objects.exists()


def test_faulty_fields_are_listed(client, db):
    response = client.post(SESSION, {"username": "Y" * 41}, content_type="application/json")

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "请求的内容有误：username 请确保这个字段不能超过 40 个字符；password 该字段是必填项",
        "errors": [
            {"field": "username", "detail": "请确保这个字段不能超过 40 个字符。"},
            {"field": "password", "detail": "该字段是必填项。"},
        ],
    }


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Attempt token"}])
def test_without_a_token_there_is_nothing_to_end(client, person, headers):
    response = client.delete(SESSION, headers=headers)

    assert (response.status_code, response["Content-Type"]) == (401, PROBLEM)


def test_token_runs_out(client, person):
    token, _row = api_token_issue(user=person, now=timezone.now() - timedelta(hours=12))

    assert client.delete(SESSION, **bearer(token)).json()["detail"] == "登录已失效，请重新登录。"


def test_token_of_someone_who_left_is_dead(client, person):
    token, row = api_token_issue(user=person, now=timezone.now())
    day = timezone.localdate()
    user_leave(user=person, on=day, today=day)
    row.save(force_insert=True)

    assert client.delete(SESSION, **bearer(token)).status_code == 401


def test_tokens_that_ran_out_are_cleared_away(person):
    api_token_issue(user=person, now=timezone.now() - timedelta(hours=12))

    _token, row = api_token_issue(user=person, now=timezone.now())

    assert list(ApiToken.objects.all()) == [row]


class TestTooManyWrongPasswords:
    @pytest.fixture(autouse=True)
    def _counted(self, settings):
        settings.AXES_ENABLED = True

    def test_five_shut_this_place_out_of_page_and_api_alike(self, client, person):
        for _attempt in range(4):
            assert sign_in(client, password="wrong").status_code == 401

        fifth, after = sign_in(client, password="wrong"), sign_in(client)

        assert [fifth.status_code, after.status_code] == [429, 429]
        assert (after["Content-Type"], after["Retry-After"]) == (PROBLEM, "900")
        assert after.json()["detail"] == "试错次数太多，请 15 分钟后再试。"
        assert client.post("/sign-in/", {"username": "YL002", "password": PASSWORD}).status_code == 429
        assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 201

    def test_success_forgets_the_failures_of_this_place(self, client, person):
        elsewhere = Client(REMOTE_ADDR="10.0.0.9")
        for _attempt in range(4):
            sign_in(client, password="wrong")
            sign_in(elsewhere, password="wrong")

        assert sign_in(client).status_code == 201
        assert sign_in(client, password="wrong").status_code == 401
        assert sign_in(elsewhere, password="wrong").status_code == 429


def test_problem_response_of_a_plain_view():
    response = problem_response(409, "Conflict", "已在其他设备登录。", epoch=2)

    assert (response.status_code, response["Content-Type"]) == (409, PROBLEM)
    assert response.content.decode() == (
        '{"type": "about:blank", "title": "Conflict", "status": 409, "detail": "已在其他设备登录。", "epoch": 2}'
    )


def test_problem_handler_hides_names_of_models():
    response = problem_handler(Http404("No User matches the given query."), {})

    assert (response.status_code, response.data["detail"]) == (404, "未找到。")


def test_problem_handler_flattens_nested_faults():
    error = ValidationError(
        {"answers": {"3": ["不对。"]}, "non_field_errors": ["矛盾。"], "rows": [{}, {"a": ["空。"]}]}
    )

    assert problem_handler(error, {}).data["errors"] == [
        {"field": "answers.3", "detail": "不对。"},
        {"field": "", "detail": "矛盾。"},
        {"field": "rows.1.a", "detail": "空。"},
    ]


def test_problem_handler_leaves_faults_of_ours_to_django():
    assert problem_handler(RuntimeError(), {}) is None
