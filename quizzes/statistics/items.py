"""What each item of a form tells about those who sat it: classical item statistics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.statistics.summary import SMALL_GROUP


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """`facility` is the mean share of the marks earned, from 0 to 1.

    `discrimination` is the correlation of an item's marks with the sum of all others', from -1 to 1; None where either
    does not vary.
    """

    count: int
    facility: float | None
    discrimination: float | None
    is_small: bool


def item_statistics(marks: Sequence[Sequence[int]], maxima: Sequence[int]) -> list[ItemStatistics]:
    """Return the statistics of each item from `marks[candidate][item]` and the items' full marks.

    Facility: mean(x) / maximum (L. Crocker and J. Algina, Introduction to Classical and Modern Test Theory, 1986,
    ch. 14, there called item difficulty). Discrimination: r(x, T - x), the item left out of the total lest it correlate
    with itself (S. Henrysson, Correction of item-total correlations in item analysis, Psychometrika 28, 1963).
    """
    totals = [sum(row) for row in marks]
    items = zip(*marks, strict=True) if marks else [()] * len(maxima)
    return [item_figures(earned, totals, maximum) for earned, maximum in zip(items, maxima, strict=True)]


def item_figures(earned: Sequence[int], totals: Sequence[int], maximum: int) -> ItemStatistics:
    """Return the statistics of one item from what each candidate who was asked it earned on it and in all."""
    count = len(earned)
    others = [total - own for total, own in zip(totals, earned, strict=True)]
    return ItemStatistics(
        count=count,
        facility=sum(earned) / (count * maximum) if count else None,
        discrimination=_correlation(earned, others),
        is_small=count < SMALL_GROUP,
    )


def _correlation(left: Sequence[int], right: Sequence[int]) -> float | None:
    """Return Pearson's r. All sums are whole numbers, so that nothing is lost before the last division."""
    count = len(left)
    left_spread = count * sum(x * x for x in left) - sum(left) ** 2
    right_spread = count * sum(y * y for y in right) - sum(right) ** 2
    if not left_spread or not right_spread:
        return None
    product = count * sum(x * y for x, y in zip(left, right, strict=True)) - sum(left) * sum(right)
    return product / math.sqrt(left_spread * right_spread)
