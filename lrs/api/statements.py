"""The statements resource."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import http_date

from lrs.api.batches import attachments_in, read_batch
from lrs.api.calls import Call
from lrs.api.errors import ApiError, bad_request
from lrs.api.resources import resource
from lrs.enums import Scope
from lrs.models import LrsClient, StoreClock
from lrs.selectors import (
    StatementQuery,
    attachments_of,
    consistent_through,
    definitions_of,
    statement_find,
    statement_page,
)
from lrs.services.storing import AttachmentData, statements_store
from lrs.validation import InvalidError, Version
from lrs.validation.formats import timestamp_text
from lrs.validation.json_text import json_text
from lrs.validation.multipart import Part, multipart_build
from lrs.validation.presentation import activity_iris, as_canonical, as_ids, languages_wanted

_MOST = 500
#: With attachments, each of which may be as long as a request.
_MOST_WITH_ATTACHMENTS = 20
_FORMATS = ("exact", "ids", "canonical")
_SINGLE = ("statementId", "voidedStatementId")
_SHAPE = ("format", "attachments")
_FILTERS = (
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "ascending",
)
#: Our own, in the addresses we give as `more`: the order key to go on after.
_CURSOR = "after"
_CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"


def _statements_put(call: Call) -> HttpResponse:
    call.require(Scope.WRITE)
    call.parameters.allow("statementId")
    call.parameters.require("statementId")
    statement_id = call.parameters.uuid("statementId")
    batch = read_batch(call)
    if len(batch.statements) != 1:
        raise bad_request("PUT 只能写入一条语句")
    statement = batch.statements[0]
    if "id" in statement and uuid.UUID(statement["id"]) != statement_id:
        raise InvalidError("statement.id", "与参数 statementId 不同")
    _store(call, [{"id": str(statement_id), **statement}], batch.attachments.values())
    return HttpResponse(status=204)


def _statements_post(call: Call) -> HttpResponse:
    call.require(Scope.WRITE)
    call.parameters.allow()
    batch = read_batch(call)
    ids = _store(call, batch.statements, batch.attachments.values())
    return JsonResponse([str(statement_id) for statement_id in ids], safe=False)


def _store(call: Call, statements: Sequence[dict[str, Any]], attachments: Iterable[AttachmentData]) -> list[uuid.UUID]:
    return statements_store(
        office=call.office,
        client=call.client,
        statements=statements,
        authority=_authority(call.client),
        version=call.version,
        attachments=attachments,
    )


def _authority(client: LrsClient) -> dict[str, Any]:
    """Return who vouches for a client's statements: the client, as an account at this site."""
    account = {"homePage": settings.PUBLIC_ORIGIN, "name": client.key}
    return {"objectType": "Agent", "name": client.name, "account": account}


def _statements_get(call: Call) -> HttpResponse:
    through = consistent_through(office=call.office, now=timezone.now())
    reader = _Reader(call)
    single = [name for name in _SINGLE if name in call.parameters]
    response = reader.single(single[0]) if single else reader.page()
    response[_CONSISTENT_THROUGH] = timestamp_text(through)
    return response


class _Reader:
    """Answers one GET: finds statements and gives them the shape that was asked for."""

    def __init__(self, call: Call) -> None:
        call.require(Scope.READ, Scope.READ_MINE, Scope.ALL_READ)
        self.call = call
        self.parameters = call.parameters
        self.written_by = None if call.client.may(Scope.READ, Scope.ALL_READ) else call.client
        self.format = call.parameters.choice("format", _FORMATS)
        self.with_attachments = call.parameters.flag("attachments")

    def single(self, name: str) -> HttpResponse:
        """Answer with one statement, by its id."""
        self.parameters.allow(name, *_SHAPE)
        statement_id = self.parameters.uuid(name)
        assert statement_id is not None  # noqa: S101 -- the caller has seen the parameter
        statement = statement_find(
            office=self.call.office,
            statement_id=statement_id,
            voided=name == "voidedStatementId",
            written_by=self.written_by,
        )
        if statement is None:
            raise ApiError(404, f"没有语句 {statement_id}")
        [payload] = self._shaped([statement.payload])
        response = self._response(payload, [statement.payload])
        response["Last-Modified"] = http_date(statement.stored.timestamp())
        return response

    def page(self) -> HttpResponse:
        """Answer with a page of statements, and the address of the next one."""
        self.parameters.allow(*_FILTERS, *_SHAPE, _CURSOR)
        page = statement_page(office=self.call.office, query=self._query(), written_by=self.written_by)
        more = self._more(page.next_after) if page.next_after is not None else ""
        statements = ",".join(self._shaped(page.payloads))
        return self._response(f'{{"statements":[{statements}],"more":{json_text(more)}}}', page.payloads)

    def _query(self) -> StatementQuery:
        parameters = self.parameters
        most = _MOST_WITH_ATTACHMENTS if self.with_attachments else _MOST
        return StatementQuery(
            ifi=parameters.ifi("agent"),
            related_agents=parameters.flag("related_agents"),
            activity=parameters.iri("activity"),
            related_activities=parameters.flag("related_activities"),
            verb=parameters.iri("verb"),
            registration=parameters.uuid("registration"),
            since=parameters.moment("since"),
            until=parameters.moment("until"),
            ascending=parameters.flag("ascending"),
            after=parameters.natural(_CURSOR),
            limit=min(parameters.natural("limit") or most, most),
        )

    def _more(self, after: int) -> str:
        """Return the address of the next page: what was asked for and where to go on, so that it never runs out."""
        return f"{self.call.envelope.path}?{urlencode({**self.parameters.values, _CURSOR: after})}"

    def _shaped(self, payloads: list[str]) -> list[str]:
        if self.format == "exact":
            return payloads
        statements = [json.loads(payload) for payload in payloads]
        if self.format == "ids":
            return [json_text(as_ids(statement)) for statement in statements]
        iris = {iri for statement in statements for iri in activity_iris(statement)}
        definitions = definitions_of(office=self.call.office, iris=iris)
        languages = languages_wanted(self.call.header("Accept-Language") or "")
        return [json_text(as_canonical(statement, definitions, languages)) for statement in statements]

    def _response(self, text: str, payloads: list[str]) -> HttpResponse:
        if not self.with_attachments:
            return HttpResponse(text, content_type="application/json")
        content_type, body = multipart_build(
            [Part({"Content-Type": "application/json"}, text.encode()), *self._attachment_parts(payloads)]
        )
        return HttpResponse(body, content_type=content_type)

    def _attachment_parts(self, payloads: list[str]) -> list[Part]:
        digests = {
            attachment["sha2"]
            for payload in payloads
            if '"attachments"' in payload
            for _where, attachment in attachments_in(json.loads(payload))
        }
        return [
            Part(
                {
                    "Content-Type": attachment.content_type,
                    "Content-Transfer-Encoding": "binary",
                    "X-Experience-API-Hash": attachment.sha2,
                },
                bytes(attachment.content),
            )
            for attachment in attachments_of(office=self.call.office, digests=digests)
        ]


_statements = resource({"GET": _statements_get, "PUT": _statements_put, "POST": _statements_post})


@wraps(_statements)
def statements(request: HttpRequest, *, default_version: Version) -> HttpResponse:
    """Answer, a refusal too, with the moment up to which every statement can be read."""
    settled = timezone.now() - StoreClock.SETTLED_AFTER
    response = _statements(request, default_version=default_version)
    response.headers.setdefault(_CONSISTENT_THROUGH, timestamp_text(settled))
    return response
