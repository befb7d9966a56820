"""Is this installation fit to run an exam?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from exam_site.beats import is_alive
from exam_site.durability import durability_faults

#: Below this share of free disk an exam should not begin.
_FREE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Check:
    """One answer of the readiness page."""

    name: str
    ok: bool
    detail: str


def readiness() -> list[Check]:
    """Return the checks in the order in which they depend on each other."""
    database = _database()
    if not database.ok:
        return [database, _disk()]
    return [database, _migrations(), _disk(), _worker()]


def _database() -> Check:
    try:
        faults = durability_faults(connection)
    except DatabaseError as error:
        return Check("database", ok=False, detail=f"数据库不可用：{error.__class__.__name__}")
    return Check("database", ok=not faults, detail="；".join(faults) or connection.vendor)


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Check("migrations", ok=not waiting, detail=f"{len(waiting)} 个迁移未执行")


def _disk() -> Check:
    """Look at the fuller disk: of the site's own files, and of the database where it is a file."""
    folders = [settings.VAR_DIR if settings.VAR_DIR.exists() else settings.BASE_DIR]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).absolute().parent)
    share = min(_free_share(folder) for folder in folders if folder.exists())
    return Check("disk", ok=share >= _FREE_SHARE, detail=f"空闲 {share:.0%}")


def _free_share(folder: Path) -> float:
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total


def _worker() -> Check:
    alive = is_alive()
    return Check("worker", ok=alive, detail="运行中" if alive else "后台工作进程没有运行：到时不会自动交卷")
