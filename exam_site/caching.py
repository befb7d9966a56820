"""The shared cache, and what stands in for it while it is away.

Only brakes on guessing count in it, nothing that an exam needs: an outage of the cache must not stop anybody, and must
not lift the brakes either. While Redis is away each process counts in its own memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
#: A server that is away is not asked again for so many seconds: nobody waits for it twice.
_LEFT_ALONE = 5.0
_REMEMBERED = 10_000


class StandbyRedisCache(RedisCache):
    """Redis, and the memory of the process while Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _StandbyClient


class _StandbyClient:
    """Asks Redis; when that fails, its standby."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        self._redis = RedisCacheClient(servers, **options)
        self._standby = LocMemCache("standby", {"OPTIONS": {"MAX_ENTRIES": _REMEMBERED}})
        self._away_until = 0.0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._ask, name)

    def _ask(self, name: str, *arguments: Any) -> Any:
        if monotonic() >= self._away_until:
            try:
                return getattr(self._redis, name)(*arguments)
            except RedisError as error:
                logger.warning("Redis is away, this process counts by itself: %s", error)
                self._away_until = monotonic() + _LEFT_ALONE
        return getattr(self._standby, name)(*arguments)
