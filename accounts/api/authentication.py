"""Bearer tokens."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services import token_digest, token_use_note


class BearerAuthentication(BaseAuthentication):
    """Sign in by `Authorization: Bearer …`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return whom the token names, None where there is no bearer token.

        Raises:
            AuthenticationFailed: the token is unknown, revoked or has run out, or its owner has left.
        """
        scheme, _space, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        now = timezone.now()
        row = (
            ApiToken.objects.select_related("user__office")
            .filter(digest=token_digest(token.strip()), expires_at__gt=now, user__is_active=True, revoked_at=None)
            .first()
        )
        if row is None:
            raise AuthenticationFailed(_("登录已失效，请重新登录。"))
        token_use_note(token=row, now=now)
        return row.user, row

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- DRF's signature
        """Return what a 401 names."""
        return "Bearer"
