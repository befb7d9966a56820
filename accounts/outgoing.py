"""Ask another server something over HTTP: that server and no other, within limits of time and size."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from http.client import HTTPMessage
from time import monotonic
from typing import IO

_PIECE = 16 * 1024


class AnswerTooLongError(Exception):
    """The other server says more than is read."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is sent goes to the address that was set, and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, largest: int) -> bytes:
    """Return what a server answers; redirects are not followed, proxies of the environment not used.

    The caller has made sure that the address may be asked. `seconds` bound the wait for an answer and, from its
    beginning on, the time in which it must be told; `largest` bounds its bytes.

    Raises:
        urllib.error.HTTPError: the answer's status is no success; a redirect is none either.
        AnswerTooLongError: it is longer than `largest`.
        OSError, http.client.HTTPException: the server cannot be reached, is too slow or speaks no HTTP.
    """
    request = urllib.request.Request(url, body, dict(headers))  # noqa: S310 -- the caller has looked at the address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    data = b""
    with opener.open(request, timeout=seconds) as response:
        until = monotonic() + seconds
        while piece := response.read1(_PIECE):
            data += piece
            if len(data) > largest:
                raise AnswerTooLongError
            if monotonic() > until:
                raise TimeoutError
    return data
