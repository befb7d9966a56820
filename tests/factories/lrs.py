"""Plain factories: statements as clients send them, clients that may send them."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import Office
from lrs.enums import Scope
from lrs.services import client_create
from tests.factories.accounts import make_office

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def make_agent(mailbox: str = "chen", /, **members: Any) -> dict[str, Any]:
    return {"objectType": "Agent", "mbox": f"mailto:{mailbox}@yunling.example", **members}


def make_activity(path: str = "exam", /, **members: Any) -> dict[str, Any]:
    return {"objectType": "Activity", "id": f"https://yunling.example/{path}", **members}


def make_reference(statement_id: str) -> dict[str, Any]:
    return {"objectType": "StatementRef", "id": statement_id}


def make_statement(*, without: tuple[str, ...] = (), **members: Any) -> dict[str, Any]:
    """Return a statement with an id; members given replace ours, `without` leaves some out."""
    statement = {
        "id": str(uuid.uuid4()),
        "actor": make_agent(),
        "verb": {"id": ANSWERED, "display": {"zh-CN": "回答了"}},
        "object": make_activity(),
        "timestamp": "2026-10-04T01:00:00.000Z",
        **members,
    }
    return {name: value for name, value in statement.items() if name not in without}


def make_voiding(statement_id: str) -> dict[str, Any]:
    return make_statement(verb={"id": VOIDED}, object=make_reference(statement_id))


class Store:
    """A client of an office's store, speaking HTTP."""

    def __init__(
        self, office: Office | None = None, *, scopes: tuple[Scope, ...] = (Scope.ALL,), version: str = "2.0.0"
    ) -> None:
        self.office = office or make_office()
        self.client, secret = client_create(office=self.office, name="学习平台", scopes=scopes)
        token = base64.b64encode(f"{self.client.key}:{secret}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "X-Experience-API-Version": version}
        self._http = Client()

    def send(
        self,
        method: str,
        resource: str = "statements",
        body: Any = b"",
        *,
        headers: dict[str, str | None] | None = None,
        content_type: str = "application/json",
        **parameters: Any,
    ) -> HttpResponse:
        """Send a request; a header given as None is left out."""
        merged = {**self.headers, **(headers or {})}
        return self._http.generic(
            method,
            f"/xapi/{resource}",
            body if isinstance(body, bytes) else json.dumps(body).encode(),
            content_type,
            headers={name: value for name, value in merged.items() if value is not None},
            query_params={
                name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
            },
        )

    def post(self, *statements: dict[str, Any]) -> list[str]:
        """Store statements, which must be taken, and return their ids."""
        response = self.send("POST", body=list(statements))
        assert response.status_code == 200, response.content.decode()
        return response.json()

    def found(self, **parameters: Any) -> list[str]:
        """Return the ids of the statements that a query finds."""
        response = self.send("GET", **parameters)
        assert response.status_code == 200, response.content.decode()
        return [statement["id"] for statement in response.json()["statements"]]
