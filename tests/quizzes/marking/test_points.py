from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import parse_points, points_text


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [(2, 200), ("1.5", 150), (0.5, 50), (0.29, 29), (" 1.10 ", 110), (Decimal("0.01"), 1), ("２", 200), (0, 0)],
)
def test_parse_points(value, hundredths):
    assert parse_points(value) == hundredths


@pytest.mark.parametrize(
    "value", [None, True, "", "两分", "0.001", "nan", "inf", "1e999999999", "1e9", [1], "1,5", "1.5分"]
)
def test_parse_points_refuses(value):
    with pytest.raises(ValueError, match=r"^not a number of points: "):
        parse_points(value)


@pytest.mark.parametrize(("hundredths", "text"), [(200, "2"), (150, "1.5"), (67, "0.67"), (0, "0"), (10000, "100")])
def test_points_text(hundredths, text):
    assert points_text(hundredths) == text


@given(st.integers(min_value=0, max_value=10_000_000))
def test_points_survive_being_written_and_read(hundredths):
    assert parse_points(points_text(hundredths)) == hundredths
