"""A disk of a few megabytes that holds nothing but one database, to be filled up and cleared again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.faults.server import Database, psycopg_url

_SIZE = "64m"
_BLOCK = b"\0" * 4096


@dataclass(frozen=True)
class SmallDisk:
    """A mounted disk."""

    folder: Path

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, *, leave: int) -> None:
        """Fill the disk up to so many bytes."""
        with self.ballast.open("wb") as file:
            while shutil.disk_usage(self.folder).free > leave:
                file.write(_BLOCK)
                file.flush()

    def clear(self) -> None:
        self.ballast.unlink()


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Give a small disk; whoever may not mount one skips the test."""
    # Others than the tests' own user have to reach it: PostgreSQL's.
    folder = Path(tempfile.mkdtemp(prefix="jijikao-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=755", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"no disk may be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


@contextmanager
def moved_to(disk: SmallDisk, template: Database) -> Iterator[Database]:
    """Give a copy of a database that stands on the disk: a file of SQLite's, a tablespace of PostgreSQL's."""
    if template.url.startswith("sqlite"):
        file = disk.folder / "full.sqlite3"
        shutil.copy(template.name, file)
        yield Database(f"sqlite:///{file}")
        return
    with psycopg.connect(psycopg_url(os.environ["DATABASE_URL"]), autocommit=True) as connection:
        space = disk.folder / "space"
        space.mkdir()
        owner = Path(connection.execute("SHOW data_directory").fetchone()[0]).stat()
        os.chown(space, owner.st_uid, owner.st_gid)
        name = f"{template.name}_full"
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{space}'")
        try:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template.name} TABLESPACE {name}")
            yield Database(template.url.replace(template.name, name))
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"DROP TABLESPACE {name}")
