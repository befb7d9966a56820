"""Robots of group chats, asked over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from learning import robots
from learning.robots import RobotError, fitted, is_allowed, message, robot_say
from tests.factories.taking import NOON
from tests.learning.servers import robot_server

TEXT = "【提醒】干部科，10月12日\n近期没有要催的事。"


@pytest.fixture
def robot(settings):
    with robot_server() as server:
        settings.ROBOT_ORIGINS = [server.origin]
        yield server


@pytest.fixture
def say(robot):
    def said(maker="wecom", form="text", secret="", path="/send?key=abc"):
        return robot_say(maker, form, robot.origin + path, secret, TEXT, at=NOON)

    return said


def test_a_text_reaches_the_group_and_the_answer_comes_back(robot, say):
    assert say() == "机器人回答：ok（0）"
    assert robot.asked == [("/send?key=abc", {"msgtype": "text", "text": {"content": TEXT}})]


@pytest.mark.parametrize(
    ("maker", "form", "body"),
    [
        ("dingtalk", "text", {"msgtype": "text", "text": {"content": TEXT}}),
        ("wecom", "markdown", {"msgtype": "markdown", "markdown": {"content": TEXT}}),
        (
            "dingtalk",
            "markdown",
            {
                "msgtype": "markdown",
                "markdown": {"title": "【提醒】干部科，10月12日", "text": TEXT.replace("\n", "\n\n")},
            },
        ),
    ],
)
def test_each_maker_is_spoken_to_in_its_own_way(maker, form, body):
    assert message(maker, form, TEXT) == body


def test_a_secret_signs_the_moment_as_the_maker_asks(robot, say):
    say(maker="dingtalk", secret="SECxyz")

    [(path, _body)] = robot.asked
    told = parse_qs(urlsplit(path).query)
    stamp = str(int(NOON.timestamp() * 1000))
    expected = hmac.new(b"SECxyz", f"{stamp}\nSECxyz".encode(), hashlib.sha256).digest()
    assert told == {"key": ["abc"], "timestamp": [stamp], "sign": [base64.b64encode(expected).decode()]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": b'{"errcode": 93000, "errmsg": "invalid webhook url"}'}, "没有收下：invalid webhook url（93000）"),
        ({"body": b"<html>"}, "回答看不懂"),
        ({"body": b"[]"}, "回答看不懂"),
        ({"body": b'{"errcode": 0, "errmsg": "' + b"x" * 70_000}, "回答太长"),
        ({"status": 500}, "没有收下（状态 500）"),
        ({"status": 302, "location": "http://127.0.0.1:9/elsewhere"}, "没有收下（状态 302）"),
    ],
)
def test_what_is_not_taken_is_told_without_the_address(robot, say, change, sentence):
    for name, value in change.items():
        setattr(robot, name, value)

    with pytest.raises(RobotError, match=sentence) as told:
        say()
    assert "abc" not in str(told.value)


def test_a_slow_robot_is_not_waited_for(robot, say, monkeypatch):
    monkeypatch.setattr(robots, "_SECONDS", 0.2)
    robot.delay = 1

    with pytest.raises(RobotError, match="没有回答"):
        say()


def test_a_robot_that_is_gone_is_told(settings):
    settings.ROBOT_ORIGINS = ["http://127.0.0.1:9"]

    with pytest.raises(RobotError, match="连不上"):
        robot_say("wecom", "text", "http://127.0.0.1:9/send", "", TEXT, at=NOON)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", True),
        ("https://OAPI.dingtalk.com/robot/send?access_token=abc", True),
        ("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", False),
        ("https://qyapi.weixin.qq.com:8443/send", False),
        ("https://qyapi.weixin.qq.com@127.0.0.1/send", False),
        ("https://qyapi.weixin.qq.com.evil.example/send", False),
        ("https://qyapi.weixin.qq.com\\@evil.example/send", False),
        ("https://qyapi.weixin.qq.com#@evil.example/", False),
        ("https://evil.example/?https://qyapi.weixin.qq.com/", False),
        ("https://qyapi.weixin.qq.com/send\r\nHost: evil.example", False),
        ("https://ｑyapi.weixin.qq.com/send", False),
        ("https://[::1/send", False),
        ("http://127.0.0.1:8000/", False),
        ("http://169.254.169.254/latest/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_named_origins_may_be_spoken_to(url, allowed):
    assert is_allowed(url) is allowed


def test_nothing_is_sent_where_it_is_not_allowed(robot, settings):
    settings.ROBOT_ORIGINS = ["https://qyapi.weixin.qq.com"]

    with pytest.raises(RobotError, match="不在允许的范围"):
        robot_say("wecom", "text", f"{robot.origin}/send", "", TEXT, at=NOON)
    assert robot.asked == []


def test_a_long_text_is_cut_at_a_line():
    text = "\n".join(f"{number}. 读书笔记，10月31日前，还有 3 人没有完成" for number in range(100))

    shown = fitted(text, 2000)
    assert len(shown.encode()) <= 2000
    *lines, last = shown.split("\n")
    assert last.startswith("……")
    assert text.startswith("\n".join(lines))
    assert fitted("短", 2000) == "短"
