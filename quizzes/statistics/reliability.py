"""How far the scores of a form can be trusted."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.statistics.summary import FEW


@dataclass(frozen=True, slots=True)
class Reliability:
    """`alpha` is Cronbach's, from 1 downwards; `error` is the standard error of measurement, in the marks' unit.

    None stands where nothing can be said: fewer than two items or people, or everybody scored the same.
    """

    count: int
    items: int
    alpha: float | None
    error: float | None
    is_few: bool


def reliability(marks: Sequence[Sequence[int]]) -> Reliability:
    """Return the reliability of a form from `marks[candidate][item]`.

    alpha = k / (k - 1) * (1 - sum of the items' variances / variance of the totals) (L. J. Cronbach, Coefficient alpha
    and the internal structure of tests, Psychometrika 16, 1951); for items marked 0 or 1 it is the KR-20 of G. F. Kuder
    and M. W. Richardson (The theory of the estimation of test reliability, Psychometrika 2, 1937). The standard error
    of measurement is s * sqrt(1 - alpha) (L. Crocker and J. Algina, Introduction to Classical and Modern Test Theory,
    1986, ch. 6), s the sample standard deviation of the totals.
    """
    count, items = len(marks), len(marks[0]) if marks else 0
    alpha = _alpha(marks) if count > 1 and items > 1 else None
    deviation = statistics.stdev([sum(row) for row in marks]) if alpha is not None else 0.0
    error = None if alpha is None else deviation * math.sqrt(1 - alpha)
    return Reliability(count, items, alpha, error, is_few=count < FEW)


def _alpha(marks: Sequence[Sequence[int]]) -> float | None:
    items = len(marks[0])
    whole = _spread([sum(row) for row in marks])
    if not whole:
        return None
    parts = sum(_spread(earned) for earned in zip(*marks, strict=True))
    return items / (items - 1) * (1 - parts / whole)


def _spread(values: Sequence[int]) -> int:
    """Return n^2 times the variance, a whole number: the factor falls out of the quotient."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2
