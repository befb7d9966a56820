"""The picture of a person's last results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.templatetags.screen import marks
from quizzes.models import Result

_SHOWN = 4
_WIDTH, _LEFT, _RIGHT = 260, 30, 230
_TOP, _BOTTOM = 24, 62
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Dot:
    """One result: where it stands, and its two labels."""

    x: float
    y: float
    score: str
    name: str
    score_y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The last few results as shares of their full marks, left to right in time."""

    dots: Sequence[Dot]
    width: int = _WIDTH
    base: int = 70
    name_y: int = 86

    @property
    def points(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def result_trend(results: Sequence[Result]) -> Trend:
    """Place the newest results; the line's foot is zero and its head full marks, so that it cannot exaggerate."""
    shown = results[-_SHOWN:]
    step = (_RIGHT - _LEFT) / max(len(shown) - 1, 1)
    dots = []
    for index, result in enumerate(shown):
        y = _BOTTOM - (_BOTTOM - _TOP) * result.total / result.maximum
        dots.append(
            Dot(
                x=round(_LEFT + index * step, 1),
                y=round(y, 1),
                score=marks(result.total),
                name=_name(result),
                score_y=round(y - 10, 1),
            )
        )
    return Trend(dots)


def _name(result: Result) -> str:
    exam = result.attempt.exam
    if exam.quarter:
        return f"{_QUARTERS[exam.quarter - 1]}季度"
    return f"{exam.opens_at:%m月}"
