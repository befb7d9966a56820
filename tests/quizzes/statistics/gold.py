"""The published tables of ../shared, where they are at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

GOLD = Path(__file__).resolve().parents[3] / "../shared/gold/psychometrics"

needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="the published tables of ../shared are not here")


def read(name):
    with (GOLD / name).open(newline="") as file:
        return list(csv.DictReader(file))
