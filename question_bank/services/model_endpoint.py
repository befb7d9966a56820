"""Ask the language model that the office runs itself, if it runs one: OpenAI's chat completions over plain HTTP."""

from __future__ import annotations

import json
import urllib.error
from http.client import HTTPException
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.outgoing import AnswerTooLongError, post
from question_bank.drafting import REPLY_SCHEMA, Prompt
from question_bank.errors import DraftError

_LARGEST_REPLY = 2**20


def model_is_there() -> bool:
    """Return whether the office has named an endpoint."""
    return bool(settings.DRAFTING_MODEL_URL)


def model_answer(prompt: Prompt) -> str:
    """Return what the model says to a prompt.

    Raises:
        DraftError: there is none, it cannot be reached, or it answers with something else.
    """
    if not model_is_there():
        raise DraftError(_("没有启用语言模型。"))
    try:
        return _words(_post(_body(prompt)))
    except urllib.error.HTTPError as error:
        error.close()
        raise DraftError(
            _("语言模型服务拒绝了请求（状态 %(status)d），请联系管理员。") % {"status": error.code}
        ) from error
    except AnswerTooLongError as error:
        raise DraftError(_("语言模型服务的回答太长，没有采用。")) from error
    except TimeoutError as error:
        _say_too_slow(error)
    except (OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            _say_too_slow(error)
        raise DraftError(_("连不上语言模型服务，请确认它在运行，或联系管理员。")) from error


def _post(body: dict[str, Any]) -> bytes:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.DRAFTING_MODEL_KEY:
        headers["Authorization"] = f"Bearer {settings.DRAFTING_MODEL_KEY}"
    return post(
        f"{settings.DRAFTING_MODEL_URL}/chat/completions",
        json.dumps(body).encode(),
        headers,
        seconds=settings.DRAFTING_MODEL_TIMEOUT,
        largest=_LARGEST_REPLY,
    )


def _body(prompt: Prompt) -> dict[str, Any]:
    return {
        "model": settings.DRAFTING_MODEL_NAME,
        "messages": [
            {"role": "system", "content": prompt.instructions},
            {"role": "user", "content": prompt.request},
        ],
        "temperature": 0.2,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "question_drafts", "strict": True, "schema": REPLY_SCHEMA},
        },
    }


def _words(data: bytes) -> str:
    try:
        words = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError):
        words = None
    if not isinstance(words, str):
        raise DraftError(_("语言模型服务的回答看不懂，请确认地址是 OpenAI 兼容的接口。"))
    return words


def _say_too_slow(error: Exception) -> NoReturn:
    seconds = settings.DRAFTING_MODEL_TIMEOUT
    raise DraftError(_("语言模型 %(seconds)d 秒没有回答，请稍后再试。") % {"seconds": seconds}) from error
