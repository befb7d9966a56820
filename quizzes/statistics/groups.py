"""Those who scored high, those who scored low, and those between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """How many gave an answer, in all and by group, the lowest first."""

    answer: Hashable
    by_group: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_group)


def score_groups(totals: Sequence[int], groups: int = 3) -> list[int]:
    """Return the group of each total, from 0, the lowest: cut at the quantiles, so that equal totals stay together.

    A group ends with its quantile, as R's `cut(x, quantile(x))` has it; but where that left nobody at the top, those of
    the highest score are the top. Groups may be of unequal size and the middle ones empty; where all totals are equal,
    everybody is in the lowest.
    """
    ordered = sorted(totals)
    # Between two neighbouring totals it does not matter where exactly the quantile lies.
    breaks = [ordered[(len(ordered) - 1) * number // groups] for number in range(1, groups)] if ordered else []
    if breaks and breaks[-1] == ordered[-1] > ordered[0]:
        below = ordered[bisect_left(ordered, ordered[-1]) - 1]
        breaks = [min(each, below) for each in breaks]
    return [bisect_left(breaks, total) for total in totals]


def facility_by_group(
    earned: Sequence[int], maximum: int, membership: Sequence[int], groups: int = 3
) -> list[float | None]:
    """Return the mean share of the marks that each group earned; None for a group of nobody."""
    sums, sizes = [0] * groups, [0] * groups
    for marks, group in zip(earned, membership, strict=True):
        sums[group] += marks
        sizes[group] += 1
    return [total / (size * maximum) if size else None for total, size in zip(sums, sizes, strict=True)]


def upper_lower_index(by_group: Sequence[float | None]) -> float | None:
    """Return the facility of the upper group less that of the lower, from -1 to 1.

    The index D (A. P. Johnson, Notes on a suggested index of item validity: the U-L index, Journal of Educational
    Psychology 42, 1951); thirds rather than Kelley's 27 percent, which is as good where groups are small.
    """
    lowest, highest = by_group[0], by_group[-1]
    return None if lowest is None or highest is None else highest - lowest


def option_counts(
    options: Sequence[str], chosen: Sequence[Collection[str]], membership: Sequence[int], groups: int = 3
) -> list[Choice]:
    """Count for each option by whom it was chosen, alone or with others."""
    counts = {option: [0] * groups for option in options}
    for picked, group in zip(chosen, membership, strict=True):
        for option in picked:
            counts[option][group] += 1
    return [Choice(option, tuple(by_group)) for option, by_group in counts.items()]


def answer_counts(answers: Sequence[Hashable], membership: Sequence[int], groups: int = 3) -> list[Choice]:
    """Count for each whole answer by whom it was given, in the order in which they first occur."""
    counts: dict[Hashable, list[int]] = {}
    for answer, group in zip(answers, membership, strict=True):
        counts.setdefault(answer, [0] * groups)[group] += 1
    return [Choice(answer, tuple(by_group)) for answer, by_group in counts.items()]
