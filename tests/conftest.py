"""Fixtures for every test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from hypothesis import settings as hypothesis_settings

from accounts.printing import FontStack
from accounts.printing.embedding import build_truetype
from accounts.printing.fonts import OutlineFont
from tests.factories.taking import NOON

#: Each asks for all addresses as everybody, and takes minutes.
LONGEST = ("test_no_leak.py", "test_access_matrix.py")

# How long an example takes says something of the machine, not of the code: a busy one must not fail a property.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: at the end, one worker would wait for the other."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture
def quiet_noon(time_machine, settings) -> Iterator[None]:
    """For tests that ask for the whole site: the clock stands at noon, and thousands of refusals are not logged."""
    time_machine.move_to(NOON, tick=False)
    # Where sessions are kept decides nothing there, and cookies spare a query each time.
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    # A page that fails says where, rather than that it did.
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="session")
def fonts() -> FontStack:
    """The packaged Song face, opened once."""
    return FontStack()


@pytest.fixture(scope="session")
def song():
    return OutlineFont(str(pylopdf_fonts_zh_cn.serif_path()))


@pytest.fixture
def small_font(song, tmp_path):
    """Write a TrueType file that holds only the given characters."""

    def write(characters: str, name: str = "small.ttf") -> Path:
        path = tmp_path / name
        path.write_bytes(build_truetype(song, characters))
        return path

    return write
