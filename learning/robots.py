"""Speak to the robot of a group chat (企业微信, 钉钉): what is sent, where to, and what came back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.outgoing import AnswerTooLongError, post
from learning.enums import RobotForm, RobotMaker

_SECONDS = 10
_LARGEST_ANSWER = 64 * 1024
#: What of an answer is shown.
_SHOWN = 200
#: How many bytes of a message each maker takes, by their documentation, with some to spare.
_LARGEST = {
    (RobotMaker.WECOM, RobotForm.TEXT): 2000,
    (RobotMaker.WECOM, RobotForm.MARKDOWN): 4000,
    (RobotMaker.DINGTALK, RobotForm.TEXT): 18_000,
    (RobotMaker.DINGTALK, RobotForm.MARKDOWN): 18_000,
}
_CUT = "……（更多请登录查看）"


class RobotError(Exception):
    """The robot was not reached, or did not take the message; the sentence never holds its address."""


def is_allowed(url: str) -> bool:
    """Return whether a robot may be spoken to there: plain characters, and an origin that the settings name."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}".lower() in settings.ROBOT_ORIGINS and not parts.fragment


def robot_say(maker: str, form: str, url: str, secret: str, text: str, *, at: datetime) -> str:
    """Send a text to a group and return what its robot answered.

    Raises:
        RobotError: it may not be spoken to, cannot be reached, or does not take the message.
    """
    if not is_allowed(url):
        raise RobotError(_("这个地址不在允许的范围里，没有发送。"))
    body = json.dumps(message(maker, form, text), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    try:
        answer = post(signed(url, secret, at), body, headers, seconds=_SECONDS, largest=_LARGEST_ANSWER)
    except urllib.error.HTTPError as error:
        error.close()
        raise RobotError(_("机器人没有收下（状态 %(status)d）。") % {"status": error.code}) from error
    except AnswerTooLongError as error:
        raise RobotError(_("机器人的回答太长，不知道发出去没有。")) from error
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise RobotError(_("机器人 %(seconds)d 秒没有回答。") % {"seconds": _SECONDS}) from error
        raise RobotError(_("连不上机器人，请检查服务器能不能访问外网。")) from error
    return _taken(answer)


def message(maker: str, form: str, text: str) -> Mapping[str, Any]:
    """Return the JSON body of a message, cut at a line where the maker takes no more."""
    text = fitted(text, _LARGEST[RobotMaker(maker), RobotForm(form)])
    if form == RobotForm.TEXT:
        return {"msgtype": "text", "text": {"content": text}}
    title, _newline, _rest = text.partition("\n")
    if maker == RobotMaker.DINGTALK:
        # Markdown there runs lines together; two newlines part them.
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text.replace("\n", "\n\n")}}
    return {"msgtype": "markdown", "markdown": {"content": text}}


def fitted(text: str, largest: int) -> str:
    """Return a text of at most so many bytes, whole lines from its beginning and a word that there is more."""
    if len(text.encode()) <= largest:
        return text
    lines = text.split("\n")
    while lines and len("\n".join([*lines, _CUT]).encode()) > largest:
        lines.pop()
    return "\n".join([*lines, _CUT])


def signed(url: str, secret: str, at: datetime) -> str:
    """Return the address with 钉钉's signature of this moment (加签); as it is where there is no secret.

    By 钉钉's documentation: HMAC-SHA256 over the milliseconds, a newline and the secret, keyed by the secret.
    """
    if not secret:
        return url
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"


def _taken(answer: bytes) -> str:
    """Return an answer's words; both makers answer with the number of an error, nought where there was none."""
    try:
        told = json.loads(answer)
        number, words = int(told["errcode"]), str(told.get("errmsg", ""))[:_SHOWN]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise RobotError(_("机器人的回答看不懂，请确认地址抄对了。")) from error
    if number:
        raise RobotError(_("机器人没有收下：%(words)s（%(number)d）") % {"words": words, "number": number})
    return _("机器人回答：%(words)s（%(number)d）") % {"words": words, "number": number}
