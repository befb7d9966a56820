"""The geometry of one's own quarters; the template only draws what stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.taking.history import PastExam

#: So many exams stand side by side with readable labels on a phone.
MOST = 6
_WIDTH, _HEIGHT = 420, 200
_LEFT, _RIGHT, _TOP, _BASE = 34, 386, 30, 160


@dataclass(frozen=True, slots=True)
class Dot:
    """One exam with the places of its labels and of its own pass line."""

    x: float
    y: float
    label_y: float
    pass_x1: float
    pass_x2: float
    pass_y: float
    score: str
    label: str
    is_pass: bool


@dataclass(frozen=True, slots=True)
class HistoryChart:
    """The line through the dots, oldest at the left."""

    dots: Sequence[Dot]
    line: str
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT - 20
    right: int = _RIGHT + 20
    base: int = _BASE
    label_y: int = _BASE + 20


def history_chart(past: Sequence[PastExam]) -> HistoryChart:
    """Place the latest exams from 0 to 100 percent of their marks."""
    shown = past[-MOST:]
    step = (_RIGHT - _LEFT) / max(1, len(shown) - 1)
    # A single exam stands in the middle.
    start = _LEFT if len(shown) > 1 else (_LEFT + _RIGHT) / 2
    dots = [_dot(each, start + place * step) for place, each in enumerate(shown)]
    return HistoryChart(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots))


def _dot(each: PastExam, x: float) -> Dot:
    y, pass_y = _height_of(each.share), _height_of(each.pass_share)
    return Dot(
        x=round(x, 1),
        y=y,
        label_y=round(y - 10, 1),
        pass_x1=round(x - 16, 1),
        pass_x2=round(x + 16, 1),
        pass_y=pass_y,
        score=f"{each.share:.0%}",
        label=_label(each),
        is_pass=each.result.is_pass,
    )


def _height_of(share: float) -> float:
    return round(_BASE - (_BASE - _TOP) * min(1.0, max(0.0, share)), 1)


def _label(each: PastExam) -> str:
    exam = each.exam
    return f"{exam.year % 100}.{exam.quarter}季" if exam.year and exam.quarter else f"{exam.opens_at:%y.%m}"
