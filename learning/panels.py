"""What a panel's ratings come to: how many gave each grade, or the mean of each criterion and of all by weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

#: Fewer ratings than this would say who gave which.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Criterion:
    """What raters look at, and how much it weighs beside the others."""

    name: str
    weight: int


def grades_given(grades: Sequence[str], known: Sequence[str]) -> Mapping[str, int] | None:
    """Return how many gave each grade, best first; nothing of fewer than five."""
    if len(grades) < FEWEST:
        return None
    counts = Counter(grades)
    return {grade: counts[grade] for grade in known}


def means(criteria: Sequence[Criterion], scores: Sequence[Sequence[int]]) -> tuple[list[float], float] | None:
    """Return the mean of each criterion, and of all by their weights; nothing where nobody has rated."""
    if not scores:
        return None
    each = [Fraction(sum(row[place] for row in scores), len(scores)) for place in range(len(criteria))]
    weights = [criterion.weight for criterion in criteria]
    together = sum((mean * weight for mean, weight in zip(each, weights, strict=True)), Fraction(0)) / sum(weights)
    return [round(float(mean), 2) for mean in each], round(float(together), 2)
