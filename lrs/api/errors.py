"""What is answered when a request cannot be met."""

from __future__ import annotations


class ApiError(Exception):
    """A refusal with its status and a sentence for whoever wrote the client."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def bad_request(detail: str) -> ApiError:
    """Return a refusal of what the client sent."""
    return ApiError(400, detail)
