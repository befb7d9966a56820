"""Asking the office's own language model, here a real server on this machine that says what a test lets it say."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse

from question_bank.enums import DraftState
from question_bank.errors import DraftError
from question_bank.models import DraftedQuestion
from question_bank.services import drafts_ask_model
from tests.factories.question_bank import make_version
from tests.factories.taking import NOON
from tests.question_bank.drafting.policies import OFFICERS

GOOD = {
    "type": "single_choice",
    "stem": "根据《农技员管理条例》，新录用的农技员试用期为（　　）。",
    "options": ["三个月", "六个月", "九个月", "一年半"],
    "answers": ["六个月"],
    "quoted": "新录用的农技员试用期为六个月",
    "reason": "考查期限。",
}
WRONG = GOOD | {"answers": ["九个月"], "stem": "根据《农技员管理条例》，试用期满（　　）转正。"}


@dataclass
class Model:
    """What the server answers, and what it was asked."""

    status: int = 200
    body: bytes = b""
    location: str = ""
    delay: float = 0
    asked: list[tuple[str, dict[str, str], dict]] = field(default_factory=list)
    address: str = ""

    def says(self, *items: dict) -> None:
        content = json.dumps({"questions": list(items)}, ensure_ascii=False)
        self.body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@pytest.fixture
def model(settings) -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            model.asked.append((self.path, dict(self.headers), json.loads(self.rfile.read(length))))
            time.sleep(model.delay)
            self.send_response(model.status)
            if model.location:
                self.send_header("Location", model.location)
            self.send_header("Content-Length", str(len(model.body)))
            self.end_headers()
            self.wfile.write(model.body)

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    settings.DRAFTING_MODEL_URL, settings.DRAFTING_MODEL_NAME = model.address, "本单位模型"
    settings.DRAFTING_MODEL_KEY, settings.DRAFTING_MODEL_TIMEOUT = "office-key", 5
    model.says(GOOD)
    yield model
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def version(desk):
    return make_version(desk.office, title="农技员管理条例", text=OFFICERS)


@pytest.fixture
def ask(desk, version):
    def about(path="art5/par1"):
        return drafts_ask_model(office=desk.office, version=version, path=path, by=desk.author, now=NOON)

    return about


def test_model_is_sent_one_provision_and_nothing_else(model, ask):
    ask()

    ((path, headers, body),) = model.asked
    system, user = body["messages"]
    assert (path, headers["Authorization"], body["model"]) == (
        "/v1/chat/completions",
        "Bearer office-key",
        "本单位模型",
    )
    assert user["content"] == (
        "文件：《农技员管理条例》\n条文：第五条\n\n新录用的农技员试用期为六个月。公示期不少于五个工作日。"
    )
    assert "农技员" not in system["content"]
    assert body["response_format"]["json_schema"]["strict"] is True


def test_sound_answers_wait_as_drafts_and_others_are_told(model, ask):
    model.says(GOOD, WRONG)

    outcome = ask()

    draft = DraftedQuestion.objects.get()
    assert outcome.kept == [draft]
    assert (draft.rule, draft.state, draft.quoted) == ("LLM", DraftState.PENDING, "新录用的农技员试用期为六个月")
    assert "也在所引的条文里" in outcome.left_out[0]
    assert ask().kept == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": 500}, "语言模型服务拒绝了请求（状态 500）"),
        ({"status": 401}, "语言模型服务拒绝了请求（状态 401）"),
        ({"status": 302, "location": "http://127.0.0.1:9/elsewhere"}, "语言模型服务拒绝了请求（状态 302）"),
        ({"body": b"<html>"}, "语言模型服务的回答看不懂"),
        ({"body": b'{"choices": []}'}, "语言模型服务的回答看不懂"),
        ({"body": b'{"choices": [{"message": {"content": null}}]}'}, "语言模型服务的回答看不懂"),
        ({"body": b" " * (2**20 + 1)}, "语言模型服务的回答太长"),
        (
            {"body": '{"choices": [{"message": {"content": "好的，题目如下"}}]}'.encode()},
            "语言模型没有按要求返回 JSON",
        ),
    ],
)
def test_whatever_goes_wrong_is_a_sentence(model, ask, change, sentence):
    for name, value in change.items():
        setattr(model, name, value)

    with pytest.raises(DraftError, match=sentence):
        ask()

    assert not DraftedQuestion.objects.exists()


def test_slow_model_is_not_waited_for(model, ask, settings):
    settings.DRAFTING_MODEL_TIMEOUT, model.delay = 1, 1.5

    with pytest.raises(DraftError, match="语言模型 1 秒没有回答"):
        ask()


def test_model_that_is_not_running_is_told(model, ask, settings):
    settings.DRAFTING_MODEL_URL = "http://127.0.0.1:9/v1"

    with pytest.raises(DraftError, match="连不上语言模型服务"):
        ask()


def test_nothing_is_sent_where_no_model_is_set(model, ask, settings):
    settings.DRAFTING_MODEL_URL = ""

    with pytest.raises(DraftError, match="没有启用语言模型"):
        ask()

    assert model.asked == []


def test_provision_that_is_not_there_is_not_asked_about(model, ask):
    with pytest.raises(DraftError, match="请先选一条条文"):
        ask("art99/par1")

    assert model.asked == []


def test_page_shows_all_that_is_sent_before_it_is_sent(desk, client_for, model, version):
    client = client_for(desk.author)
    url = reverse("question_bank:drafts_model", kwargs={"version": version.uuid})

    page = client.get(url, {"p": "art5/par1"})
    before = len(model.asked)
    answered = client.post(url, {"p": "art5/par1"})

    system, user = model.asked[0][2]["messages"]
    shown = page.context["prompt"]
    assert before == 0
    assert (shown.instructions, shown.request) == (system["content"], user["content"])
    draft = DraftedQuestion.objects.get()
    assert answered["Location"] == reverse(
        "question_bank:drafts", kwargs={"version": version.uuid}, query={"rule": "LLM", "draft": str(draft.uuid)}
    )


def test_page_tells_what_went_wrong(desk, client_for, model, version):
    model.status = 503

    response = client_for(desk.author).post(
        reverse("question_bank:drafts_model", kwargs={"version": version.uuid}), {"p": "art5/par1"}
    )

    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["语言模型服务拒绝了请求（状态 503），请联系管理员。"],
    )


def test_pages_do_not_speak_of_a_model_that_is_not_there(desk, client_for, version, settings):
    client = client_for(desk.author)
    url = reverse("question_bank:drafts_model", kwargs={"version": version.uuid})
    client.post(reverse("question_bank:drafts_make", kwargs={"version": version.uuid}))

    desk_page = client.get(reverse("question_bank:drafts", kwargs={"version": version.uuid})).content.decode()

    assert settings.DRAFTING_MODEL_URL == ""
    assert "语言模型就" not in desk_page
    assert "没有启用语言模型" in client.get(url).content.decode()
    assert client.post(url, {"p": "art5/par1"}).status_code == 422
