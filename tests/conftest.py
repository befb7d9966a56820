"""Fixtures for every test."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says something of the machine, not of the code: a busy one must not fail a property.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
