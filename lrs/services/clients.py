"""Programs that may use a store."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Sequence
from datetime import datetime

from accounts.models import Office
from lrs.enums import Scope
from lrs.models import LrsClient

#: How long another process may still let in a client that was revoked.
_REMEMBERED_SECONDS = 10
#: Clients that came in lately, by key and digest, with the moment after which to look again.
_recent: dict[tuple[str, str], tuple[LrsClient, float]] = {}


def client_create(*, office: Office, name: str, scopes: Sequence[Scope] = (Scope.ALL,)) -> tuple[LrsClient, str]:
    """Return a new client and its secret, which is shown this once."""
    # Hexadecimal: a secret that begins with a hyphen is taken for an option by command lines.
    secret = secrets.token_hex(32)
    client = LrsClient.objects.create(
        office=office,
        name=name,
        key=secrets.token_hex(16),
        secret_digest=_digest(secret),
        scopes=[scope.value for scope in scopes],
    )
    return client, secret


def client_revoke(*, client: LrsClient, now: datetime) -> LrsClient:
    """Shut a client out, everywhere within seconds; what it wrote stays."""
    client.revoked_at = now
    client.save(update_fields=["revoked_at"])
    _recent.clear()
    return client


def client_authenticate(*, key: str, secret: str) -> LrsClient | None:
    """Return the client whose key and secret these are; what was right seconds ago is not looked up again."""
    digest = _digest(secret)
    known, until = _recent.get((key, digest), (None, 0.0))
    if known is not None and time.monotonic() < until:
        return known
    client = LrsClient.objects.select_related("office").filter(key=key, revoked_at__isnull=True).first()
    if client is None or not hmac.compare_digest(client.secret_digest, digest):
        return None
    _recent[key, digest] = client, time.monotonic() + _REMEMBERED_SECONDS
    return client


def _digest(secret: str) -> str:
    """Digest a secret; it holds 256 random bits, so nothing slower would make guessing harder."""
    return hashlib.sha256(secret.encode()).hexdigest()
