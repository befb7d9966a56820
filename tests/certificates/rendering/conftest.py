from __future__ import annotations

from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from certificates.rendering.embedding import build_truetype
from certificates.rendering.fonts import FontStack, OutlineFont


@pytest.fixture(scope="session")
def fonts():
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
