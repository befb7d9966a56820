"""How far two markers agree, whether a marker's scale drifts, and what several marks of one answer come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise


class NextStep(StrEnum):
    """Who must mark an answer next."""

    MARKER = "marker"
    ADJUDICATOR = "adjudicator"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the marks of one answer come to so far; `marks` only once nobody need mark it any more."""

    step: NextStep
    marks: int | None = None


def quadratic_weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return how far two markers agree beyond chance, 1 for always; None where chance alone would agree.

    1 - sum(w o) / sum(w e) with w = (i - j)^2, o the pairs observed and e those expected from each marker's own
    distribution (J. Cohen, Weighted kappa, Psychological Bulletin 70, 1968). Scaling all marks changes nothing.
    """
    count = len(pairs)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    observed = sum((one - other) ** 2 for one, other in pairs)
    expected = sum((i - j) ** 2 * n * m for i, n in first.items() for j, m in second.items())
    return float(1 - Fraction(observed * count, expected)) if expected else None


def block_means(marks: Sequence[int], blocks: int = 5) -> list[float]:
    """Return the means of equal blocks of marks in the order they were given; fewer blocks where there are few marks.

    A marker whose means rise or fall grows lenient or severe while marking, for answers come in a random order.
    """
    blocks = min(blocks, len(marks))
    edges = [len(marks) * edge // blocks for edge in range(blocks + 1)] if blocks else []
    parts = [marks[start:end] for start, end in pairwise(edges)]
    return [float(Fraction(sum(part), len(part))) for part in parts]


def settle(marks: Sequence[int], *, threshold: int, adjudicates: bool) -> Settlement:
    """Return what two markers' marks come to, a third's where they differ by more than `threshold`, a fourth's.

    Two within the threshold give their mean. A third gives the mean of their own and the nearer of the first two (of
    equally near ones the higher); where it is near neither and somebody adjudicates, that fourth mark is the marks.
    Means round up to a hundredth.
    """
    if len(marks) < 2:
        return Settlement(NextStep.MARKER)
    first, second, *more = marks
    if abs(first - second) <= threshold:
        return Settlement(NextStep.NOBODY, _mean(first, second))
    if not more:
        return Settlement(NextStep.MARKER)
    third = more[0]
    nearer = min((first, second), key=lambda each: (abs(each - third), -each))
    if adjudicates and abs(nearer - third) > threshold:
        return Settlement(NextStep.NOBODY, more[1]) if len(more) > 1 else Settlement(NextStep.ADJUDICATOR)
    return Settlement(NextStep.NOBODY, _mean(nearer, third))


def _mean(one: int, other: int) -> int:
    return -(-(one + other) // 2)
