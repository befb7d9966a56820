"""A brake on guessing: so many tries a minute from one address."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from accounts.http import client_address

VERIFICATIONS_PER_MINUTE = 30
_WINDOW_SECONDS = 60


def is_too_fast(request: HttpRequest) -> bool:
    """Count this try and return whether its address has had enough for the minute."""
    key = f"certificates:verify:{client_address(request)}"
    cache.add(key, 0, _WINDOW_SECONDS)
    try:
        return cache.incr(key) > VERIFICATIONS_PER_MINUTE
    except ValueError:
        # The minute ran out between the two calls.
        return False
