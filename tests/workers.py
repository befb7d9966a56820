"""Work done at the same moment by several threads, each with a connection of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections


class Workers:
    """Runs work in threads that each have a connection of their own."""

    def __init__(self, sqlite_file: Path | None) -> None:
        self._sqlite_file = sqlite_file

    def run(self, *works: Callable[[], Any]) -> list[Any]:
        """Begin all at the same moment and return what they return."""
        barrier = Barrier(len(works))
        with ThreadPoolExecutor(len(works)) as pool:
            return [future.result() for future in [pool.submit(self._alone, work, barrier) for work in works]]

    def _alone(self, work: Callable[[], Any], barrier: Barrier) -> Any:
        if self._sqlite_file:
            settings = {**connections["default"].settings_dict, "NAME": str(self._sqlite_file)}
            connections["default"] = type(connections["default"])(settings, "default")
        try:
            barrier.wait(timeout=30)
            return work()
        finally:
            connections["default"].close()


def make_workers(folder: Path) -> Workers:
    """Return workers on what the database of the test holds now.

    Several connections cannot write to SQLite's memory at once; there the workers get a copy in a file.
    """
    if connection.vendor != "sqlite":
        return Workers(None)
    file = folder / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    # As in a real file, from its first migration on: who still has to switch the journal finds it locked by the others.
    copy.execute("PRAGMA journal_mode = WAL")
    copy.close()
    return Workers(file)
