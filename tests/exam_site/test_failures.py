"""What people see when something is not there, not theirs, or broken."""

from __future__ import annotations

import pytest
from django.template.loader import get_template
from django.test import Client
from lxml import html

from tests.clients import client_for
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def heading(response):
    return html.fromstring(response.content.decode()).findtext(".//h1")


def test_an_address_that_is_not_there(client):
    response = client.get("/nowhere/")

    assert (response.status_code, heading(response)) == (404, "没有找到这个页面")


def test_a_page_for_others_says_whom_it_is_for():
    response = client_for(make_user()).get("/organize/exams/")

    assert (response.status_code, heading(response)) == (403, "你不能查看这个页面")
    assert "这个页面由考务使用。" in response.content.decode()


def test_a_fault_says_that_what_was_saved_is_safe_and_shows_no_trace(monkeypatch):
    def fail():
        raise RuntimeError("secret-of-the-machine")

    monkeypatch.setattr("exam_site.views.readiness", fail)

    response = Client(raise_request_exception=False).get("/readyz")

    said = response.content.decode()
    assert (response.status_code, heading(response)) == (500, "系统出了差错")
    assert "已保存的答案都在" in said
    assert not any(trace in said for trace in ("secret-of-the-machine", "Traceback", "RuntimeError", ".py"))


def test_a_form_without_its_token_is_refused_in_chinese():
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "csrf" not in response.content.decode().lower()
    assert heading(response)


def test_a_host_that_is_not_ours_is_refused(settings):
    settings.ALLOWED_HOSTS = ["exam.example.cn"]

    response = Client(raise_request_exception=False).get("/sign-in/", headers={"host": "evil.example.com"})

    assert (response.status_code, heading(response)) == (400, "这个请求看不懂")


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_every_failure_page_stands_without_the_site(status):
    """A page for a broken site must need neither database nor session."""
    page = html.fromstring(get_template(f"{status}.html").render({}))

    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title").endswith(" · 季季考")
    assert page.xpath("//a/@href") == ["/", "/"]
