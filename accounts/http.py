"""Typed requests, and answers that are files."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest

from accounts.models import User
from accounts.spreadsheets import XLSX


class AuthenticatedHttpRequest(HttpRequest):
    """A request whose sender is signed in."""

    user: User


def workbook_response(file_name: str, content: bytes) -> FileResponse:
    """Return a workbook to be saved under a name, never shown in the browser."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name, content_type=XLSX)
