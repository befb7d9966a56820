"""Fixtures for fault tests."""

from __future__ import annotations

import pytest

from tests.faults.server import Server, new_database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """Give a database that is migrated once and copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    with new_database(folder) as database:
        Server(database, folder).manage("migrate", "--verbosity=0")
        yield database


@pytest.fixture
def database(migrated, tmp_path):
    with new_database(tmp_path, template=migrated) as database:
        yield database
