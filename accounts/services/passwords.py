"""Write passwords."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.attempts import attempts_forget
from accounts.models import User
from accounts.services.codes import IssuedCode, first_use_codes_issue
from accounts.services.tokens import sign_in_revoke


def password_set(*, user: User, password: str, now: datetime) -> User:
    """Set the person's own password; codes still open close with it, other sessions and tokens end."""
    with transaction.atomic():
        user.set_password(password)
        user.password_set_at = now
        user.save(update_fields=["password", "password_set_at"])
        user.first_use_codes.filter(used_at__isnull=True).update(used_at=now)
        user.api_tokens.all().delete()
    return user


def password_reset(*, user: User, by: User | None, now: datetime) -> IssuedCode:
    """Return a first-use code that takes the place of a forgotten password.

    Every session and token ends; places that shut the person out after wrong passwords let them in again.
    """
    with transaction.atomic():
        sign_in_revoke(user=user)
        (issued,) = first_use_codes_issue(users=[user], by=by, now=now)
        attempts_forget(user.username)
    return issued
