"""How the API's documentation names our way of signing in."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular registers itself untyped
    """A bearer token from `POST /api/v1/session/`."""

    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002 -- its signature
        """Return OpenAPI's words for it."""
        return {"type": "http", "scheme": "bearer"}
