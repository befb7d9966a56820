"""Units beside each other, and who did not come. Nothing is ranked: units stand in the order of their tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.organizing.selectors import ScoreRow
from quizzes.statistics import Summary, summary


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What a unit's people did; of fewer than five neither mean nor share is given, they would tell of persons."""

    name: str
    expected: int
    sat: int
    maximum: int
    figures: Summary
    passed: int

    @property
    def is_small(self) -> bool:
        return self.figures.is_small

    @property
    def mean(self) -> float | None:
        return None if self.is_small else self.figures.mean

    @property
    def pass_rate(self) -> float | None:
        return None if self.is_small else self.passed / self.figures.count

    @property
    def length(self) -> int:
        """How long its bar is, in hundredths of the full score."""
        return round(100 * self.mean / self.maximum) if self.mean is not None and self.maximum else 0


def unit_rows(rows: Sequence[ScoreRow]) -> list[UnitRow]:
    """Return a line for each unit, in the order of the score table."""
    by_unit: dict[int, list[ScoreRow]] = {}
    for row in rows:
        by_unit.setdefault(row.candidate.unit_id, []).append(row)
    maximum = max((row.result.maximum for row in rows if row.result), default=0)
    return [_unit_row(members, maximum) for members in by_unit.values()]


def _unit_row(rows: Sequence[ScoreRow], maximum: int) -> UnitRow:
    final = [row.result for row in rows if row.result and row.result.is_complete]
    return UnitRow(
        name=rows[0].candidate.unit.name,
        expected=len(rows),
        sat=sum(row.result is not None for row in rows),
        maximum=maximum,
        figures=summary([result.total for result in final]),
        passed=sum(result.is_pass for result in final),
    )


def not_come(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Return who has neither a result nor an attempt, for whatever reason."""
    return [row for row in rows if row.result is None and not row.attempt_count]
