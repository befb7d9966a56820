"""SQL of the hot path, written out: for a few rows the ORM takes ten times as long to compose it as it takes to run.

The words are those that SQLite and PostgreSQL share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

from accounts.models import Office
from lrs.models import Statement, StoreClock

#: SQLite takes 32,766 values in one statement; no table here has more than a dozen columns.
_ROWS_AT_ONCE = 2_000


def rows_insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    on_conflict: str = "",
    returning: str = "",
) -> Iterator[tuple[Any, ...]]:
    """Insert rows of these attributes and give back the columns to return, in no certain order."""
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001 -- Django's public model metadata
    columns = ", ".join(quote(str(field.column)) for field in fields)
    one_row = f"({', '.join(['%s'] * len(fields))})"
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        values = [
            field.get_db_prep_save(value, connection) for row in some for field, value in zip(fields, row, strict=True)
        ]
        places = ", ".join([one_row] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {places} {on_conflict} {returning}",  # noqa: S608 -- only names
                values,
            )
            if returning:
                yield from cursor.fetchall()


def voids_among(office: Office, ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these ids are those of statements that a stored one voids."""
    field = _field(Statement, "voids")
    found: set[UUID] = set()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        some = [field.get_db_prep_save(each, connection) for each in ids[start : start + _ROWS_AT_ONCE]]
        places = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT voids FROM lrs_statement WHERE office_id = %s AND voids IN ({places})",  # noqa: S608 -- only places
                [office.pk, *some],
            )
            found.update(as_uuid(value) for (value,) in cursor.fetchall())
    return found


def as_uuid(value: UUID | str) -> UUID:
    """Return a UUID as it comes out of the database; SQLite keeps them as text."""
    return value if isinstance(value, UUID) else UUID(value)


def clock_advance(office: Office, *, now: int, ticks: int) -> int:
    """Move a store's clock to now, or on by so many microseconds where that is later, and return the first of them.

    Both are in microseconds since 1970. The clock is held until the transaction ends.
    """
    latest = _clock_update(office, now, ticks)
    while latest is None:
        StoreClock.objects.bulk_create([StoreClock(office=office, moment=0)], ignore_conflicts=True)
        latest = _clock_update(office, now, ticks)
    return latest - ticks + 1


def _clock_update(office: Office, now: int, ticks: int) -> int | None:
    end = now + ticks - 1
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lrs_storeclock SET moment = CASE WHEN moment + %s > %s THEN moment + %s ELSE %s END "
            "WHERE office_id = %s RETURNING moment",
            [ticks, end, ticks, end, office.pk],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)  # noqa: SLF001 -- Django's public model metadata
    assert isinstance(field, models.Field)  # noqa: S101 -- narrows the type; the names are ours
    return field
