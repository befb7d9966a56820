"""Make a view of a resource: methods, version, client, refusals and the header fields every reply carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from lrs.api.calls import Call, Envelope, authenticated, open_envelope, version_of
from lrs.api.errors import ApiError
from lrs.api.parameters import Parameters
from lrs.services.documents import PreconditionFailedError, PreconditionMissingError
from lrs.services.storing import StatementConflictError, StoreBusyError
from lrs.validation import InvalidError, Version

Handler = Callable[[Call], HttpResponse]
OpenHandler = Callable[[Envelope], HttpResponse]
View = Callable[..., HttpResponse]
T = TypeVar("T")

_REFUSALS: Mapping[type[Exception], HTTPStatus] = {
    InvalidError: HTTPStatus.BAD_REQUEST,
    StatementConflictError: HTTPStatus.CONFLICT,
    PreconditionMissingError: HTTPStatus.CONFLICT,
    PreconditionFailedError: HTTPStatus.PRECONDITION_FAILED,
    StoreBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def resource(handlers: Mapping[str, Handler]) -> View:
    """Return the view of a resource that only clients may use; HEAD is GET without its body."""

    def answer(envelope: Envelope) -> HttpResponse:
        handler = _handler_for(envelope.method, handlers)
        version = version_of(envelope)
        client = authenticated(envelope)
        return handler(Call(envelope, version, client, Parameters(envelope.pairs)))

    return _view(answer)


def open_resource(handlers: Mapping[str, OpenHandler]) -> View:
    """Return the view of a resource that is open to anyone and needs no version."""

    def answer(envelope: Envelope) -> HttpResponse:
        return _handler_for(envelope.method, handlers)(envelope)

    return _view(answer)


def _view(answer: OpenHandler) -> View:
    @csrf_exempt
    @login_not_required
    @wraps(answer)
    def view(request: HttpRequest, *, default_version: Version) -> HttpResponse:
        version: Version | None = None
        try:
            envelope = open_envelope(request)
            version = envelope.version()
            response = answer(envelope)
        except ApiError as error:
            response = _refusal(error.status, error.detail, error.headers)
        except tuple(_REFUSALS) as error:
            response = _refusal(_REFUSALS[type(error)], str(error), {})
        response["X-Experience-API-Version"] = (version or default_version).value
        return _without_body(response) if request.method == "HEAD" else response

    return view


def _handler_for(method: str, handlers: Mapping[str, T]) -> T:
    handler = handlers.get("GET" if method == "HEAD" else method)
    if handler is None:
        allowed = {"Allow": ", ".join(sorted({*handlers, "HEAD"}))}
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"这里不能用 {method} 方法", allowed)
    return handler


def _refusal(status: int, detail: str, headers: Mapping[str, str]) -> HttpResponse:
    problem = {"title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    text = json.dumps(problem, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json", headers=headers)


def _without_body(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response
