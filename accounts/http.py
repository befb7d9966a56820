"""Typed requests, where they come from, and answers that are files."""

from __future__ import annotations

import io
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, HttpRequest

from accounts.models import User
from accounts.spreadsheets import XLSX


class AuthenticatedHttpRequest(HttpRequest):
    """A request whose sender is signed in."""

    user: User


def client_address(request: HttpRequest) -> str:
    """Return the address the sender is counted under.

    Behind our proxy that is the last entry of X-Forwarded-For, which the proxy itself wrote; what stands before it the
    sender may have made up. Without a proxy the header is the sender's alone and means nothing.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return direct
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded))
    except ValueError:
        return direct


def workbook_response(file_name: str, content: bytes) -> FileResponse:
    """Return a workbook to be saved under a name, never shown in the browser."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name, content_type=XLSX)


def is_loopback(address: str) -> bool:
    """Return whether an address means the very machine it is opened on, so that a phone finds nothing there."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
