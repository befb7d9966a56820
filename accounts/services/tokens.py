"""Write bearer tokens, and end every way in that a person has."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import ApiToken, User

#: As long as a session: signing in before an exam lasts through it.
_TOKEN_LIFETIME = timedelta(hours=12)


def api_token_issue(*, user: User, now: datetime) -> tuple[str, ApiToken]:
    """Return a new bearer token, shown once, and its row; the person's tokens that ran out are cleared away."""
    token = secrets.token_urlsafe(32)
    user.api_tokens.filter(expires_at__lte=now).delete()
    row = ApiToken.objects.create(user=user, digest=token_digest(token), expires_at=now + _TOKEN_LIFETIME)
    return token, row


def api_token_end(*, token: ApiToken) -> None:
    """End a token at once."""
    token.delete()


def token_digest(token: str | bytes) -> str:
    """Return what is kept of a token; 256 random bits need no slow digest."""
    return hashlib.sha256(token.encode() if isinstance(token, str) else token).hexdigest()


def sign_in_revoke(*, user: User) -> None:
    """End every way in: the password, open codes, tokens, and with the password every session.

    A session holds a hash of the password's record; a new unusable one is random, so none matches any more.
    """
    with transaction.atomic():
        user.set_password(None)
        user.password_set_at = None
        user.save(update_fields=["password", "password_set_at"])
        user.api_tokens.all().delete()
        user.first_use_codes.filter(used_at__isnull=True).delete()
