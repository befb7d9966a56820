"""How many scored how much, in bins for a picture. Scores are in hundredths of a mark."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.marking import ONE_POINT, points_text


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores from `lower` up to, but without, `upper`; the last bin holds the full score too.

    The label gives whole marks where the edges are whole: 69.5 counts in 60–69. `passed` is None without a pass mark.
    """

    lower: int
    upper: int
    label: str
    count: int
    passed: bool | None


def distribution(scores: Sequence[int], maximum: int, pass_mark: int | None, bins: int = 10) -> list[Bin]:
    """Count the scores in bins, lowest first, so laid that the pass mark is an edge.

    All are `maximum / bins` wide, rounded up to a whole mark where that is more than one, except that the first and the
    last end at 0 and `maximum`.
    """
    if maximum < 1 or bins < 1:
        raise ValueError(f"no {bins} bins for a maximum of {maximum}")
    if not all(0 <= score <= maximum for score in scores) or not 0 <= (pass_mark or 0) <= maximum:
        raise ValueError(f"a score or the pass mark is not between 0 and {maximum}")
    edges = _edges(maximum, pass_mark or 0, bins)
    step = 1 if any(edge % ONE_POINT for edge in edges) else ONE_POINT
    counts = Counter(bisect_right(edges, score) - 1 for score in scores)
    return [
        Bin(
            lower=lower,
            upper=upper,
            label=_label(lower, maximum if lower == edges[-1] else upper - step),
            count=counts[place],
            passed=None if pass_mark is None else lower >= pass_mark,
        )
        for place, (lower, upper) in enumerate(pairwise([*edges, maximum]))
    ]


def _edges(maximum: int, pass_mark: int, bins: int) -> list[int]:
    width = math.ceil(maximum / bins)
    if width > ONE_POINT:
        width = math.ceil(width / ONE_POINT) * ONE_POINT
    return sorted({0, pass_mark, *range(pass_mark % width, maximum, width)})


def _label(first: int, last: int) -> str:
    return points_text(first) if first == last else f"{points_text(first)}–{points_text(last)}"
