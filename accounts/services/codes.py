"""Write first-use codes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import FirstUseCode, User

#: No 0/O, 1/I/L: codes are read from paper.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12
_CODE_LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in plain letters: on its way to paper, never kept."""

    user: User
    code: str
    expires_at: datetime


def first_use_code_issue(*, user: User, by: User | None, now: datetime) -> str:
    """Return a new code for the person; it is shown once, and ends the codes before it."""
    (issued,) = first_use_codes_issue(users=[user], by=by, now=now)
    return issued.code


def first_use_codes_issue(*, users: Sequence[User], by: User | None, now: datetime) -> list[IssuedCode]:
    """Return a new code for each person, in their order; each ends the person's codes before it.

    A code has 12 characters of 31: about 59 bits, so a fast digest is enough to keep it.
    """
    issued = [IssuedCode(user, _new_code(), now + _CODE_LIFETIME) for user in users]
    with transaction.atomic():
        FirstUseCode.objects.filter(user__in=users, used_at__isnull=True).update(used_at=now)
        FirstUseCode.objects.bulk_create(
            FirstUseCode(user=one.user, digest=_digest(one.code), created_by=by, expires_at=one.expires_at)
            for one in issued
        )
    return issued


def first_use_code_redeem(*, username: str, code: str, now: datetime) -> User | None:
    """Return the person whose open code this is; the code works until a password is set or it runs out."""
    row = (
        FirstUseCode.objects.select_related("user")
        .filter(
            Q(user__username__iexact=username.strip()),
            digest=_digest(code),
            used_at__isnull=True,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    return row.user if row else None


def _new_code() -> str:
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def _digest(code: str) -> str:
    """Digest a code as its reader may have typed it."""
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()
