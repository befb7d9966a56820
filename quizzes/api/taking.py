"""The hot endpoints: plain views that know the sender by the attempt token and touch neither session nor user."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.api.problems import POLICY, problem_response
from quizzes.arrival import arrived_at
from quizzes.enums import IntegrityKind
from quizzes.models import Attempt
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.contact import MAX_AMOUNT, MAX_EVENTS, Noticed, contact_note
from quizzes.taking.errors import (
    NoAttemptError,
    SubmittedError,
    TakenOverError,
    TakingError,
    UnfitAnswerError,
    UnknownQuestionError,
)
from quizzes.taking.papers import FrozenPaper, frozen_paper
from quizzes.taking.saving import MAX_SEQ, answers_save
from quizzes.taking.standing import attempt_json, remaining_seconds
from quizzes.taking.superseded import superseded_keep
from quizzes.taking.tokens import AttemptToken, token_read

logger = logging.getLogger(__name__)
View = Callable[[HttpRequest, AttemptToken], HttpResponse]

_MAX_BODY_BYTES = 1024 * 1024


class BadRequestError(Exception):
    """The body is not what this endpoint takes; the message is for whoever wrote the client."""


def by_attempt_token(view: View) -> Callable[..., HttpResponse]:
    """Let in who holds a token of this very attempt, and turn refusals into problem details."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def checked(request: HttpRequest, attempt: UUID) -> HttpResponse:
        scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        token = token_read(text.strip()) if scheme.lower() == "attempt" else None
        if token is None:
            response = _problem(401, _("缺少有效的作答令牌，请重新进入考试。"))
            response["WWW-Authenticate"] = "Attempt"
            return response
        if token.attempt_uuid != attempt:
            return _problem(404, _("没有这次作答。"))
        try:
            response = view(request, token)
        except BadRequestError as error:
            response = _problem(400, str(error))
        except (UnknownQuestionError, UnfitAnswerError) as error:
            response = _problem(422, str(error), code=error.code)
        except Error:
            logger.exception("the hot path met a database error")
            response = _problem(503, _("未保存：服务器暂时不能写入，没有收下这次的内容，请稍后重试。"))
        except NoAttemptError as error:
            response = _problem(404, str(error))
        except TakingError as error:
            response = _problem(409, str(error), code=error.code)
        if isinstance(response, HttpResponseNotAllowed):
            allowed, response = response["Allow"], _problem(405, _("这个地址不接受这种方法。"))
            response["Allow"] = allowed
        response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = POLICY
        return response

    return checked


@by_attempt_token
@require_GET
def attempt_detail(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Return the paper as this candidate sees it, with what is saved and the time left."""
    return _json(attempt_json(token, now=arrived_at(request)))


@by_attempt_token
@require_http_methods(["PUT"])
def attempt_responses(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Save the answers that changed; those of a device that was superseded are kept apart."""
    body = _body(request)
    paper = frozen_paper(token.paper_uuid)
    arrived = arrived_at(request)
    seq, answers = _seq(body), paper.normalize(_answers(body))
    try:
        saved = answers_save(
            attempt=token.attempt,
            epoch=token.epoch,
            seq=seq,
            answers=answers,
            viewed=_viewed(body, paper),
            arrived_at=arrived,
        )
    except (TakenOverError, SubmittedError):
        superseded_keep(attempt=token.attempt, epoch=token.epoch, seq=seq, answers=answers, arrived_at=arrived)
        raise
    left = remaining_seconds(saved.deadline_at, timezone.now())
    return _json(
        b'{"seq":%d,"saved_at":"%s","remaining_seconds":%d}'
        % (saved.seq, timezone.localtime(arrived).isoformat(timespec="milliseconds").encode(), left)
    )


@by_attempt_token
@require_POST
def attempt_contact(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Note that the page is there and what it noticed; give it the time left and messages from the invigilators."""
    body = _body(request)
    arrived = arrived_at(request)
    contact = contact_note(
        attempt=token.attempt,
        epoch=token.epoch,
        noticed=_noticed(body),
        last_message=_whole(body, "last_message", 0),
        arrived_at=arrived,
    )
    return _json(
        json.dumps(
            {
                "remaining_seconds": remaining_seconds(contact.deadline_at, timezone.now()),
                "messages": [
                    {
                        "id": each["pk"],
                        "text": each["text"],
                        "at": timezone.localtime(each["at"]).isoformat(timespec="seconds"),
                    }
                    for each in contact.messages
                ],
            },
            ensure_ascii=False,
        ).encode()
    )


@by_attempt_token
@require_POST
def attempt_submission(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Hand the attempt in; handing it in again gives the same answer."""
    submitted = attempt_submit(attempt=token.attempt, epoch=token.epoch, now=arrived_at(request))
    return _json(json.dumps(_receipt(submitted)).encode())


def _receipt(attempt: Attempt) -> dict[str, object]:
    """Say what happened; what it scored is not known before results are published."""
    if attempt.submitted_at is None:
        raise ValueError("the attempt is still open")
    return {
        "id": str(attempt.uuid),
        "state": attempt.state,
        "submitted_at": timezone.localtime(attempt.submitted_at).isoformat(timespec="milliseconds"),
        "submit_reason": attempt.submit_reason,
    }


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MAX_BODY_BYTES:
        raise BadRequestError(_("一次发送的内容太大。"))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequestError(_("内容应为 JSON。")) from None
    if not isinstance(body, dict):
        raise BadRequestError(_("内容应为一个 JSON 对象。"))
    return body


def _seq(body: Mapping[str, Any]) -> int:
    seq = body.get("seq")
    if isinstance(seq, bool) or not isinstance(seq, int) or not 1 <= seq <= MAX_SEQ:
        raise BadRequestError(_("seq 应为从 1 起递增的整数。"))
    return seq


def _answers(body: Mapping[str, Any]) -> Mapping[str, object]:
    answers = body.get("answers", {})
    if not isinstance(answers, dict):
        raise BadRequestError(_("answers 应为题号到答案的对象。"))
    return answers


def _noticed(body: Mapping[str, Any]) -> list[Noticed]:
    events = body.get("noticed", [])
    if not isinstance(events, list) or len(events) > MAX_EVENTS or not all(isinstance(each, dict) for each in events):
        raise BadRequestError(_("noticed 应为不超过 %d 个情况的列表。") % MAX_EVENTS)
    # A tuple: what was sent may be anything, and not everything can be looked up in a set.
    kinds = (IntegrityKind.AWAY.value, IntegrityKind.PASTE.value)
    if any(each.get("kind") not in kinds for each in events):
        raise BadRequestError(_("kind 应为 away 或 paste。"))
    return [Noticed(IntegrityKind(each["kind"]), min(_whole(each, "amount", 0), MAX_AMOUNT)) for each in events]


def _whole(body: Mapping[str, Any], name: str, default: int) -> int:
    number = body.get(name, default)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**63:
        raise BadRequestError(_("%s 应为不小于 0 的整数。") % name)
    return number


def _viewed(body: Mapping[str, Any], paper: FrozenPaper) -> list[int]:
    viewed = body.get("viewed", [])
    if not isinstance(viewed, list):
        raise BadRequestError(_("viewed 应为题号的列表。"))
    return [paper.question(id_).slot for id_ in viewed]


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")


def _problem(status: int, detail: str, **more: str) -> HttpResponse:
    return problem_response(status, HTTPStatus(status).phrase, detail, **more)
