"""Write bearer tokens, and end every way in that a person has."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Scope
from accounts.errors import RefusedError
from accounts.models import ApiToken, User
from accounts.selectors import scopes_open_to

#: As long as a session: signing in before an exam lasts through it.
_TOKEN_LIFETIME = timedelta(hours=12)
#: A program forgotten for longer than this is not trusted any more.
PROGRAM_TOKEN_LONGEST = timedelta(days=366)


def api_token_issue(*, user: User, now: datetime) -> tuple[str, ApiToken]:
    """Return a new bearer token, shown once, and its row; the person's tokens that ran out are cleared away."""
    token = secrets.token_urlsafe(32)
    user.api_tokens.filter(expires_at__lte=now, scopes__isnull=True).delete()
    row = ApiToken.objects.create(user=user, digest=token_digest(token), expires_at=now + _TOKEN_LIFETIME)
    return token, row


def api_token_end(*, token: ApiToken, now: datetime) -> None:
    """End a token at once, from whoever holds it; a program's stays on record."""
    if token.is_programs:
        program_token_revoke(token=token, by=token.user, now=now)
    else:
        token.delete()


def program_token_issue(
    *, user: User, name: str, scopes: Collection[Scope], last_day: date, now: datetime
) -> tuple[str, ApiToken]:
    """Return a new token for a program that acts as this person, shown once, and its row.

    Raises:
        RefusedError: a scope beyond the person's roles, none at all, a name in use, or a day past or too far away.
    """
    on = timezone.localdate(now)
    _refuse_scopes(user, scopes)
    if not on <= last_day <= on + PROGRAM_TOKEN_LONGEST:
        raise RefusedError(_("最后一天应在今天以后，最长一年。"))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if user.api_tokens.filter(name=name, revoked_at__isnull=True, expires_at__gt=now).exists():
            raise RefusedError(_("已经有名为“%(name)s”的令牌。") % {"name": name})
        row = ApiToken.objects.create(
            user=user,
            name=name,
            digest=token_digest(token),
            scopes=[scope.value for scope in Scope if scope in scopes],
            expires_at=timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time())),
        )
    return token, row


def program_token_revoke(*, token: ApiToken, by: User, now: datetime) -> None:
    """End a program's token at once; revoking it twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now, revoked_by=by)


def token_use_note(*, token: ApiToken, now: datetime) -> None:
    """Keep on which day a program's token was last used, for whoever wonders if anybody would miss it."""
    on = timezone.localdate(now)
    if token.is_programs and token.used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(used_on=on)


def _refuse_scopes(user: User, scopes: Collection[Scope]) -> None:
    beyond = [scope for scope in scopes if scope not in scopes_open_to(user)]
    if beyond:
        raise RefusedError(_("你的角色不能授予：%(scopes)s。") % {"scopes": "、".join(scope.value for scope in beyond)})
    if not scopes:
        raise RefusedError(_("至少选一项权限。"))


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
