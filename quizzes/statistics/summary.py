"""A group's scores in a few figures. Scores are in hundredths of a mark, and so is every figure made from them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

#: Below this, figures say more about single people than about a group.
SMALL_GROUP = 5

#: Below this, nothing is concluded about an item or a form: a third of the group is not ten people.
FEW = 30


@dataclass(frozen=True, slots=True)
class Summary:
    """None stands where there is nothing to say: no score at all, no pass mark, or a spread of fewer than two.

    `deviation` is the sample standard deviation, sqrt(sum (x - mean)^2 / (n - 1)).
    """

    count: int
    mean: float | None
    median: float | None
    highest: int | None
    lowest: int | None
    deviation: float | None
    pass_count: int | None
    pass_rate: float | None
    is_small: bool


def summary(scores: Sequence[int], pass_mark: int | None = None) -> Summary:
    """Sum up the scores; whoever reaches `pass_mark` passes."""
    passed = None if pass_mark is None else sum(score >= pass_mark for score in scores)
    return Summary(
        count=len(scores),
        mean=statistics.fmean(scores) if scores else None,
        median=float(statistics.median(scores)) if scores else None,
        highest=max(scores, default=None),
        lowest=min(scores, default=None),
        deviation=statistics.stdev(scores) if len(scores) > 1 else None,
        pass_count=passed,
        pass_rate=passed / len(scores) if scores and passed is not None else None,
        is_small=len(scores) < SMALL_GROUP,
    )
