"""Marks on paper and marks in the database: people write 1.5 分, the database holds 150 hundredths."""

from __future__ import annotations

from decimal import Decimal

#: One mark (分) in hundredths, the unit of every stored mark.
ONE_POINT = 100

MAX_POINTS = 100_000


def parse_points(value: object) -> int:
    """Return hundredths for 2, "1.5" or 0.5; anything finer than a hundredth, or no number, raises ValueError."""
    try:
        hundredths = Decimal(str(value).strip()) * ONE_POINT
    except ArithmeticError:
        raise ValueError(f"not a number of points: {value!r}") from None
    # The bound comes before int(), which would write out every zero of 1e999999.
    if not hundredths.is_finite() or abs(hundredths) > MAX_POINTS * ONE_POINT or hundredths % 1:
        raise ValueError(f"not a number of points: {value!r}")
    return int(hundredths)


def points_text(hundredths: int) -> str:
    """Return how people write it: 200 is 2, 150 is 1.5, 67 is 0.67."""
    whole = f"{Decimal(hundredths) / ONE_POINT:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole
