"""The geometry of the distribution picture; the template only draws what stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.statistics import Bin

_WIDTH, _HEIGHT = 420, 190
_LEFT, _RIGHT, _TOP, _BASE = 14, 406, 28, 160
_GAP = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One column with the places of its two labels."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    count_y: float
    count: int
    label: str
    is_pass: bool


@dataclass(frozen=True, slots=True)
class DistributionChart:
    """The picture of how scores fell, the pass line drawn between two columns."""

    bars: Sequence[Bar]
    pass_x: float
    width: int = _WIDTH
    height: int = _HEIGHT
    base: int = _BASE
    left: int = _LEFT
    right: int = _RIGHT
    label_y: int = _BASE + 18


def distribution_chart(bins: Sequence[Bin]) -> DistributionChart:
    """Place the bins side by side; the highest fills the picture, and none is drawn where nobody scored."""
    step = (_RIGHT - _LEFT) / len(bins)
    highest = max((each.count for each in bins), default=0) or 1
    bars = []
    for index, each in enumerate(bins):
        height = (_BASE - _TOP) * each.count / highest
        x = _LEFT + index * step + _GAP / 2
        bars.append(
            Bar(
                x=round(x, 1),
                y=round(_BASE - height, 1),
                width=round(step - _GAP, 1),
                height=round(height, 1),
                middle=round(x + (step - _GAP) / 2, 1),
                count_y=round(_BASE - height - 6, 1),
                count=each.count,
                label=each.label,
                is_pass=bool(each.passed),
            )
        )
    below = sum(not each.passed for each in bins)
    return DistributionChart(bars=bars, pass_x=round(_LEFT + below * step, 1))
