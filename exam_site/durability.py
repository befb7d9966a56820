"""Does a commit outlive a power cut? Asked before the site serves, and by the page that monitors read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: What SQLite calls a commit that is on disk before it returns.
_SYNCHRONOUS_FULL = 2
_HOW_POSTGRES_COMMITS = (
    "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
)


def durability_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what in the database's own settings would lose what was acknowledged; one query."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return _sqlite_faults(*cursor.fetchone())
        cursor.execute(_HOW_POSTGRES_COMMITS)
        return postgres_faults(*cursor.fetchone())


def _sqlite_faults(synchronous: int) -> list[str]:
    if synchronous >= _SYNCHRONOUS_FULL:
        return []
    return ["SQLite 没有设为 synchronous=FULL：断电会丢失已保存的答案"]


def postgres_faults(fsync: str, synchronous_commit: str, full_page_writes: str) -> list[str]:
    """Return which of a server's settings forget; any `synchronous_commit` but off waits for the own disk."""
    faults = {
        "PostgreSQL 的 fsync 已关闭：断电会丢失已保存的答案，还可能损坏数据库": fsync,
        "PostgreSQL 的 synchronous_commit 已关闭：断电会丢失已保存的答案": synchronous_commit,
        "PostgreSQL 的 full_page_writes 已关闭：断电可能损坏数据库": full_page_writes,
    }
    return [fault for fault, setting in faults.items() if setting == "off"]


@register(Tags.database)
def check_durability(*, databases: Sequence[str] | None, **_options: Any) -> Iterable[Error]:
    """Refuse to migrate or serve where an exam could lose what candidates were told is saved."""
    return [
        Error(fault, hint="见 docs/deploy.md。", obj=alias, id="exam_site.E001")
        for alias in databases or ()
        for fault in durability_faults(connections[alias])
    ]
