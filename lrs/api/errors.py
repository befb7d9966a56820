"""What is answered when a request cannot be met."""

from __future__ import annotations

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal with its status and a sentence for whoever wrote the client."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def bad_request(detail: str) -> ApiError:
    """Return a refusal of what the client sent."""
    return ApiError(400, detail)
