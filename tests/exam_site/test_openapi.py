"""The API's documentation is whole, and every refusal is a problem."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from rest_framework.views import APIView

from accounts.api.scopes import ScopedView
from accounts.enums import SCOPE_ROLES, Scope
from tests.addresses import addresses
from tests.factories.accounts import PASSWORD, make_user
from tests.visitors import bearer

ROOT = Path(__file__).resolve().parents[2]
PROBLEM = "application/problem+json"
NOT_DOCUMENTED = {"schema", "api_docs"}


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def api_patterns():
    (api,) = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "api/"]
    for part in api.url_patterns:
        yield from getattr(part, "url_patterns", [])


def test_document_is_valid_and_nothing_in_it_is_guessed():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO(), stderr=StringIO())


def test_every_address_is_in_it(document):
    named = [address for address in addresses() if address.name.startswith(("accounts_api:", "quizzes_api:"))]

    assert len(document["paths"]) == len(named) == len(list(api_patterns()))


def test_every_operation_says_how_to_sign_in_what_it_does_and_how_it_refuses(document):
    lacking = {
        (path, method)
        for path, method, operation in operations(document)
        if not operation.get("summary")
        or ("security" not in operation) != (operation["operationId"] == "session_open")
        or not any(status >= "400" for status in operation["responses"])
        or any(
            list(answer["content"]) != [PROBLEM] for status, answer in operation["responses"].items() if status >= "400"
        )
    }

    assert lacking == set()
    assert set(document["components"]["securitySchemes"]) == {"attemptToken", "bearer", "session"}


def test_every_parameter_is_explained(document):
    silent = {
        (path, parameter["name"])
        for path, _method, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and not (parameter.get("description") or "enum" in parameter["schema"])
    }

    assert silent == set()


def test_every_method_wants_a_scope():
    views = [pattern.callback.cls for pattern in api_patterns() if hasattr(pattern.callback, "cls")]
    scoped = [view for view in views if issubclass(view, ScopedView)]

    assert {view.__name__ for view in set(views) - set(scoped)} == {"SessionView"}
    for view in scoped:
        answered = {name for name in APIView.http_method_names if hasattr(view, name)} - {"options", "head"}
        assert answered == {name.lower() for name in view.scopes}, view


def test_manual_names_every_scope_as_the_page_does():
    manual = (ROOT / "docs" / "manual" / "api.md").read_text(encoding="utf-8")

    told = re.findall(r"^\| `([a-z:]+)` \| ([^|；]+)[^|]* \| (.+) \|$", manual, re.MULTILINE)

    assert told == [
        (scope.value, scope.label, "、".join(str(role.label) for role in SCOPE_ROLES[scope]) or "人人")
        for scope in Scope
    ]


@pytest.mark.django_db
class TestRefusals:
    @pytest.mark.parametrize(
        ("method", "path", "headers", "status"),
        [
            ("GET", "/api/v1/nowhere/", {}, 404),
            ("GET", "/api/v1/results/no-uuid/", {}, 404),
            ("GET", "/api/v1/results/", {}, 401),
            ("PUT", "/api/v1/session/", {}, 405),
            ("OPTIONS", "/api/v1/session/", {}, 405),
            ("POST", "/api/v1/session/", {"content-type": "text/plain"}, 415),
            ("POST", "/api/v1/session/", {"accept": "text/html"}, 406),
            ("GET", "/api/v1/attempts/7c7d3b1e-0000-4000-8000-000000000000/submit/", {}, 401),
        ],
    )
    def test_is_a_problem_in_chinese(self, method, path, headers, status):
        body = b"{}" if method == "POST" else b""
        kind = headers.pop("content-type", "application/json")

        response = Client().generic(method, path, body, content_type=kind, headers=headers)

        assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
        assert response.json()["status"] == status
        assert any("\u4e00" <= letter <= "\u9fff" for letter in response.json()["detail"])

    def test_signed_in_the_wrong_method_is_told_the_right_ones(self):
        headers = bearer(make_user())

        response = Client().put("/api/v1/results/", headers={"authorization": headers["Authorization"]})

        assert (response.status_code, response["Content-Type"], response["Allow"]) == (405, PROBLEM, "GET, HEAD")

    def test_a_browser_without_the_forms_token_is_refused_as_a_problem(self):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(make_user(password=PASSWORD))

        response = browser.post("/api/v1/exams/7c7d3b1e-0000-4000-8000-000000000000/attempts/")

        assert (response.status_code, response["Content-Type"]) == (403, PROBLEM)

    def test_a_fault_of_ours_is_a_problem_without_its_words(self, monkeypatch):
        def fail(*args):
            raise RuntimeError("secret-of-the-machine")

        monkeypatch.setattr("quizzes.api.results.exam_cards", fail)
        client = Client(raise_request_exception=False, headers={"authorization": bearer(make_user())["Authorization"]})

        response = client.get("/api/v1/results/")

        assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
        assert response.json()["detail"] == "系统出了差错，请稍后再试。"
