"""Tell how everybody stands by a scheme."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.management.choosing import office_meant
from accounts.models import Office, Unit, User
from learning.schemes.periods import Span
from learning.schemes.status import State
from learning.schemes.words import STATES
from learning.selectors import SubjectStatus, requirement_statuses

#: Written at once.
_ROWS = 1_000


class Command(BaseCommand):
    """Every period of the scheme's year up to the day, or from another day on."""

    help = "按制度方案列出每个人、每个单位各项要求的完成情况"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--scheme", required=True, metavar="KEY", help="方案代号")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="截至哪一天；默认今天")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="从哪一天起；默认方案年度的第一天")
        parser.add_argument("--unit", metavar="NAME", help="只看这个单位和它下面的")
        parser.add_argument("--office", metavar="KEY", help="机关代号；只有一个机关时可以不写")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or count.

        Raises:
            CommandError: there is no such office, unit or scheme, or the days are the wrong way round.
        """
        office = office_meant(options["office"])
        on = options["on"] or timezone.localdate()
        since = options["since"]
        if since and since > on:
            raise CommandError(f"--since {since} 晚于 --on {on}。")
        unit = _unit(office, options["unit"])
        found = requirement_statuses(
            office, options["scheme"], on=on, unit=unit, within=Span(since, on) if since else None
        )
        try:
            with _nothing_collected():
                if options["json"]:
                    self._write_json(found)
                else:
                    self._write_counts(found)
        except KeyError as error:
            raise CommandError(
                f"{office} 到 {on} 还没有代号为 {options['scheme']} 的方案，请先用 load_scheme 载入。"
            ) from error

    def _write_json(self, found: Iterator[SubjectStatus]) -> None:
        """Write a line of rows after another: a year of ten thousand people would not fit into memory as one text."""
        encode = json.JSONEncoder(ensure_ascii=False).encode
        opening = "["
        while batch := [_row(each) for each in islice(found, _ROWS)]:
            self.stdout.write(opening + encode(batch)[1:-1], ending="")
            opening = ",\n"
        self.stdout.write("]" if opening != "[" else "[]")

    def _write_counts(self, found: Any) -> None:
        counts: dict[str, Counter[State]] = {}
        for each in found:
            counts.setdefault(each.status.requirement.name, Counter())[each.status.state] += 1
        for name, states in counts.items():
            told = "，".join(f"{word} {states[state]}" for state, word in STATES.items() if states[state])
            self.stdout.write(f"{name}：{told}")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Look for no cycles meanwhile: there are none, and searching millions of records costs as much as telling them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _row(each: SubjectStatus) -> dict[str, Any]:
    status = each.status
    subject = each.subject
    return {
        "subject": subject.username if isinstance(subject, User) else subject.name,
        "requirement": status.requirement.key,
        "period": _days(status.period),
        "measure": status.requirement.measure.value,
        "value": status.value,
        "waiting": status.waiting,
        "threshold": status.threshold,
        "state": status.state.value,
        "soft": status.requirement.is_soft,
        "reason": status.reason,
        "evidence": list(status.evidence),
    }


@cache
def _days(period: Span) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


def _unit(office: Office, name: str | None) -> Unit | None:
    if not name:
        return None
    units = list(Unit.objects.filter(office=office, name=name))
    if len(units) == 1:
        return units[0]
    raise CommandError(f"{office} 没有叫“{name}”的单位。" if not units else f"叫“{name}”的单位不止一个。")
