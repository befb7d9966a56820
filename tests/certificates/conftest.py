from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_minute():
    """Forget how often this address has verified."""
    cache.clear()
