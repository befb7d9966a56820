"""One request to the store, unpacked from HTTP."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from accounts.models import Office
from lrs.api.errors import ApiError, bad_request
from lrs.api.parameters import Parameters
from lrs.enums import Scope
from lrs.models import LrsClient
from lrs.services.clients import client_authenticate
from lrs.validation import Version

#: Header fields that the alternate request syntax may carry as form fields.
_FORM_HEADERS = {
    name.lower(): name
    for name in (
        "Authorization",
        "X-Experience-API-Version",
        "Content-Type",
        "Content-Length",
        "If-Match",
        "If-None-Match",
    )
}
_VERSION_HEADER = "X-Experience-API-Version"


@dataclass(frozen=True)
class Envelope:
    """What came over HTTP, whichever syntax it was written in."""

    method: str
    path: str
    pairs: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes
    is_alternate: bool = False

    def version(self) -> Version | None:
        """Return the version the request names, if it names one that is spoken here."""
        return Version.of(self.headers.get(_VERSION_HEADER.lower(), ""))


@dataclass(frozen=True)
class Call:
    """A request of a known client in a known version."""

    envelope: Envelope
    version: Version
    client: LrsClient
    parameters: Parameters

    @property
    def office(self) -> Office:
        """The tenant whose store is meant."""
        return self.client.office

    @property
    def content_type(self) -> str:
        """The declared type of the body."""
        return self.envelope.headers.get("content-type", "")

    def header(self, name: str) -> str | None:
        """Return a header field."""
        return self.envelope.headers.get(name.lower())

    def require(self, *scopes: Scope) -> None:
        """Refuse a client that has none of these scopes.

        Raises:
            ApiError: 403.
        """
        if not self.client.may(*scopes):
            raise ApiError(403, f"客户端没有 {'、'.join(scopes)} 权限")


def open_envelope(request: HttpRequest) -> Envelope:
    """Return what the request carries; a form POSTed with `?method=` is opened as the request it stands for.

    Raises:
        ApiError: 413 for too long a body, 400 for a form that is none.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        raise ApiError(413, "请求正文太大") from None
    pairs = _pairs(request.META.get("QUERY_STRING", ""))
    headers = {name.lower(): value for name, value in request.headers.items()}
    plain = Envelope(request.method or "", request.path, pairs, headers, body)
    if plain.method == "POST" and any(name == "method" for name, _value in pairs):
        return _open_alternate(plain)
    return plain


def _open_alternate(outer: Envelope) -> Envelope:
    """Open the alternate request syntax (xAPI 1.0.3 part three, 1.3)."""
    if len(outer.pairs) != 1:
        raise bad_request("替代请求语法的网址中只能有 method 参数，其余参数须放在表单中")
    headers = {name: value for name, value in outer.headers.items() if name != "content-type"}
    pairs, content = [], ""
    try:
        form = outer.body.decode("utf-8")
    except UnicodeDecodeError:
        raise bad_request("替代请求语法的表单应为 UTF-8") from None
    for name, value in _pairs(form):
        if name == "content":
            content = value
        elif header := _FORM_HEADERS.get(name.lower()):
            if not value.isprintable():
                raise bad_request(f"表单中的 {header} 含有控制字符")
            headers[header.lower()] = value
        else:
            pairs.append((name, value))
    headers.setdefault("content-type", "application/json")
    method = outer.pairs[0][1].upper()
    return Envelope(method, outer.path, pairs, headers, content.encode(), is_alternate=True)


def authenticated(envelope: Envelope) -> LrsClient:
    """Return the client whose key and secret the request carries.

    Raises:
        ApiError: 401.
    """
    scheme, _space, token = envelope.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            key, colon, secret = base64.b64decode(token, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            colon = ""
        client = client_authenticate(key=key, secret=secret) if colon and "\0" not in key else None
        if client is not None:
            return client
    challenge = {"WWW-Authenticate": 'Basic realm="xAPI", charset="UTF-8"'}
    raise ApiError(401, "需要有效的客户端标识和密钥（HTTP Basic）", challenge)


def version_of(envelope: Envelope) -> Version:
    """Return the version the request is made in.

    Raises:
        ApiError: 400 where none is named, or one that is not spoken here or not in this syntax.
    """
    version = envelope.version()
    if version is None:
        raise bad_request(f"须以 {_VERSION_HEADER} 指明版本：1.0.x 或 2.0.x")
    if envelope.is_alternate and version is not Version.V1:
        raise bad_request("xAPI 2.0 没有替代请求语法（?method=）")
    return version


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise bad_request("网址或表单的参数不是 UTF-8，或太多") from None
