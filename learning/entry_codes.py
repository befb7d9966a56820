"""The code on the screen of a room: changes every few seconds, so that a picture of it opens nothing for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

#: How long a code is shown, in seconds; it opens for as long again.
STEP = 20
#: How long whoever has scanned it may take to sign in with a password.
PATIENCE = timedelta(minutes=5)
_LENGTH = 20


def code_at(event: UUID, moment: datetime) -> str:
    """Return what the screen of an event shows at a moment."""
    return _code(event, int(moment.timestamp()) // STEP)


def opens(event: UUID, code: str, moment: datetime) -> bool:
    """Return whether a code is the one on the screen, or the one just before."""
    step = int(moment.timestamp()) // STEP
    return any(constant_time_compare(code, _code(event, each)) for each in (step, step - 1))


def _code(event: UUID, step: int) -> str:
    return salted_hmac("learning.entry_codes", f"{event}:{step}", algorithm="sha256").hexdigest()[:_LENGTH]
