"""Fill a database with a year that ten thousand cadres worked through, and say how many records they left.

usage: DATABASE_URL=… DJANGO_SETTINGS_MODULE=exam_site.settings.test python -m benchmarks.duties_year
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import django
from django.core.management import call_command

django.setup()

# ruff: noqa: E402 -- models can be imported only after the setup above
from accounts.models import Membership, Office, Unit, User
from benchmarks.duties import PEOPLE, YEAR
from learning.enums import RecordKind, RecordState
from learning.models import Record
from learning.schemes.presets import preset_text
from learning.services import scheme_load
from tests.factories.accounts import make_office

_PEOPLE_OF_A_UNIT = 25
_BATCH = 5_000
_FIRST, _LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
_MONTHS = range(1, 13)


def main() -> None:
    """Fill an empty database, then print the count of records."""
    call_command("migrate", verbosity=0)
    if not Record.objects.exists():
        _fill(make_office(), random.Random(1))
    print(Record.objects.count())


def _fill(office: Office, chance: random.Random) -> None:
    first = datetime(YEAR - 1, 12, 1, tzinfo=UTC)
    scheme_load(office=office, text=preset_text("chuzhou"), effective_from=first.date(), by=None, now=first)
    root = Unit.objects.get(office=office, parent=None)
    units = [
        Unit.objects.create(office=office, name=f"科室{number}", parent=root)
        for number in range(PEOPLE // _PEOPLE_OF_A_UNIT)
    ]
    people = User.objects.bulk_create(
        [User(username=f"Y{number:05}", name=f"干部{number}", office=office) for number in range(PEOPLE)],
        batch_size=_BATCH,
    )
    members = [
        Membership(user=person, unit=units[number % len(units)], from_date=first.date())
        for number, person in enumerate(people)
    ]
    Membership.objects.bulk_create(members, batch_size=_BATCH)
    records = (record for member in members for record in _year_of(office, member.user_id, member.unit_id, chance))
    while batch := list(islice(records, _BATCH)):
        Record.objects.bulk_create(batch)


def _year_of(office: Office, person: int, unit: int, chance: random.Random) -> Iterator[Record]:
    """Yield what one cadre hands in: four hours of study in a week of five, and most of what else is asked."""

    def record(kind: RecordKind, on: date, *, minutes: int = 0, characters: int = 0, **told: str) -> Record:
        return Record(
            office=office,
            kind=kind,
            subject_id=person,
            unit_id=unit,
            title=f"{kind.label} {on}",
            state=RecordState.APPROVED,
            occurred_on=on,
            minutes=minutes,
            characters=characters,
            attributes=told,
        )

    day = _FIRST
    while day <= _LAST:
        if day.isoweekday() <= 5 and chance.random() < 0.8:
            yield record(RecordKind.SESSION, day, minutes=chance.choice((45, 60, 60, 90)))
        day += timedelta(days=1)
    for month in _MONTHS:
        if chance.random() < 0.85:
            yield record(RecordKind.PIECE, date(YEAR, month, 20), characters=900, **{"class": "信息稿件"})
        if chance.random() < 0.9:
            yield record(RecordKind.TALK, date(YEAR, month, 5), type="工作汇报")
        if month % 2 == 0:
            yield record(RecordKind.NOTE, date(YEAR, month, 25), characters=1_500, subtype="读书笔记")
        if month % 3 == 0:
            yield record(RecordKind.PIECE, date(YEAR, month, 28), characters=3_000, **{"class": "调研文章"})
            yield record(RecordKind.TALK, date(YEAR, month, 27), type="走访")
            yield record(RecordKind.EXAM, date(YEAR, month, 30), exam_kind="quarterly_test")


if __name__ == "__main__":
    main()
