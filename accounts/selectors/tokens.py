"""Read what programs may do in whose name."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.enums import SCOPE_ROLES, Role, Scope
from accounts.models import ApiToken, User
from accounts.selectors.roles import has_office_role


def scopes_open_to(user: User) -> list[Scope]:
    """Return the scopes that a person's roles of today cover: a token is never wider than its owner."""
    return [scope for scope, roles in SCOPE_ROLES.items() if not roles or has_office_role(user, *roles)]


def program_tokens(user: User, now: datetime, *, ended: bool) -> QuerySet[ApiToken]:
    """Return the programs' tokens a person looks after: the own, a system administrator's office's; over or not."""
    everybody = has_office_role(user, Role.SYSTEM_ADMINISTRATOR)
    whose = Q(user__office=user.office_id) if everybody else Q(user=user)
    over = Q(revoked_at__isnull=False) | Q(expires_at__lte=now)
    rows = ApiToken.objects.filter(whose, over if ended else ~over, scopes__isnull=False)
    return rows.select_related("user", "revoked_by")
