"""Workdays: Monday to Friday, but for holidays and make-up days, which the State Council announces a year ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from learning.schemes.periods import Span

_WEEKEND = (5, 6)
_HOLIDAYS = Path(__file__).parent / "holidays.yaml"


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days people work; of a year that is not among `years`, weekends are all that is known."""

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = field(default_factory=frozenset)

    def __contains__(self, day: date) -> bool:
        if day in self.made_up:
            return True
        return day not in self.holidays and day.weekday() not in _WEEKEND

    def knows(self, span: Span) -> bool:
        """Return whether the holidays of every year of a span are known."""
        return all(year in self.years for year in range(span.first.year, span.last.year + 1))


@cache
def chinese_workdays() -> Workdays:
    """Return the workdays by the announcements that come with this version (国务院办公厅关于部分节假日安排的通知)."""
    return read_workdays(yaml.safe_load(_HOLIDAYS.read_text(encoding="utf-8")))


def read_workdays(years: Mapping[int, Mapping[str, Any]]) -> Workdays:
    """Return workdays from data: year → `holidays` as first and last days, `made_up` as single days.

    Raises:
        ValueError: the data has another shape; the message names the year.
    """
    holidays: set[date] = set()
    made_up: set[date] = set()
    for year, told in years.items():
        try:
            holidays.update(_days(told["holidays"]))
            made_up.update(told["made_up"])
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{year} 年的节假日读不懂：应有 holidays（起止日期的列表）和 made_up（日期的列表）"
            ) from error
    return Workdays(frozenset(years), frozenset(holidays), frozenset(made_up))


def _days(spans: Iterable[Iterable[date]]) -> Iterable[date]:
    for first, last in spans:
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))
