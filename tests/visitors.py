"""Those who ask: browsers and programs that leave everything as they found it."""

from __future__ import annotations

import base64
import io
import zipfile
from contextlib import closing

import pypdfium2
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.services import api_token_issue
from quizzes.models import Attempt
from quizzes.taking.tokens import token_for


class Visitor:
    """A browser that keeps its first cookies, whatever it is given later.

    It speaks to Django's handler without the test client's bookkeeping: the site is asked thousands of times here.
    """

    def __init__(self, user: User | None = None) -> None:
        self._factory = RequestFactory()
        self._handler = BaseHandler()
        self._handler.load_middleware()
        client = Client()
        if user is not None:
            client.force_login(user)
            self._factory.cookies = client.cookies
        self.session = client.session

    def ask(self, method: str, url: str, headers: dict[str, str] | None = None) -> HttpResponseBase:
        """Return the answer, and undo what it did."""
        with transaction.atomic():
            response = self.tell(method, url, headers)
            transaction.set_rollback(True)
        return response

    def tell(self, method: str, url: str, headers: dict[str, str] | None = None) -> HttpResponseBase:
        """Return the answer, and let stand what it did."""
        request = self._factory.generic(method, url, content_type="application/x-www-form-urlencoded", headers=headers)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return self._handler.get_response(request)


def bearer(user: User) -> dict[str, str]:
    """Return the header by which a program signs in as somebody."""
    token, _row = api_token_issue(user=user, now=timezone.now())
    return {"Authorization": f"Bearer {token}"}


def attempt_token(attempt: Attempt) -> dict[str, str]:
    return {"Authorization": f"Attempt {token_for(attempt)}"}


def store_key(key: str, secret: str) -> dict[str, str]:
    """Return the header of a client of the record store."""
    return {"Authorization": f"Basic {base64.b64encode(f'{key}:{secret}'.encode()).decode()}"}


def text_of(response: HttpResponseBase) -> str:
    """Return all that a response says: headers with redirects, and the body, out of whatever it is packed in."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n\n{body_of(response)}"


def body_of(response: HttpResponseBase) -> str:
    """Return the body as text, out of whatever it is packed in."""
    return _unpacked(_body(response))


def _body(response: HttpResponseBase) -> bytes:
    if not response.streaming:
        return response.content  # type: ignore[attr-defined]
    # Closing would also close the connection, and with it the test's transaction (Django's client does the same).
    request_finished.disconnect(close_old_connections)
    try:
        with closing(response):
            return b"".join(response)  # type: ignore[call-overload]
    finally:
        request_finished.connect(close_old_connections)


def _unpacked(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if body.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    return body.decode(errors="replace")
