"""A store to talk to."""

from __future__ import annotations

import pytest

from tests.factories.lrs import Store


@pytest.fixture
def store(db) -> Store:
    return Store()
