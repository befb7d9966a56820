"""The cache while its server is away."""

from __future__ import annotations

import pytest

pytest.importorskip("redis")

from exam_site.caching import StandbyRedisCache

#: Nothing listens there.
NOWHERE = "redis://127.0.0.1:1/0"


def test_a_process_counts_by_itself_while_the_server_is_away(caplog):
    cache = StandbyRedisCache(NOWHERE, {"OPTIONS": {"socket_connect_timeout": 0.5}})

    counted = [cache.add("tries", 0, 60), cache.incr("tries"), cache.incr("tries"), cache.get("tries")]

    assert counted == [True, 1, 2, 2]
    assert (cache.get("other"), cache.delete("tries"), cache.get("tries")) == (None, True, None)
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_what_is_missing_is_missing_there_too():
    cache = StandbyRedisCache(NOWHERE, {})

    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-counted")
