"""SQL of the hot path, written out: for a few rows the ORM takes ten times as long to compose it as it takes to run.

The words are those that SQLite and PostgreSQL share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

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
) -> list[tuple[Any, ...]]:
    """Insert rows of these attributes and return the columns asked for, in no certain order."""
    returned: list[tuple[Any, ...]] = []
    # Not the proxy `django.db.connection`, which looks up the thread's connection for every value.
    connection = connections[DEFAULT_DB_ALIAS]
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
                returned += cursor.fetchall()
    return returned


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


def clock_hold(office: Office) -> int:
    """Return the last moment of a store, in microseconds since 1970; nobody else stores until the transaction ends."""
    moment = _clock_read(office)
    while moment is None:
        StoreClock.objects.bulk_create([StoreClock(office=office, moment=0)], ignore_conflicts=True)
        moment = _clock_read(office)
    return moment


def clock_set(office: Office, moment: int) -> None:
    """Move a store's clock, which is held, to a later moment."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lrs_storeclock SET moment = %s WHERE office_id = %s", [moment, office.pk])


def _clock_read(office: Office) -> int | None:
    # On SQLite the transaction is the only one that writes.
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT moment FROM lrs_storeclock WHERE office_id = %s {lock}", [office.pk])  # noqa: S608 -- no value
        row = cursor.fetchone()
    return row[0] if row else None


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)  # noqa: SLF001 -- Django's public model metadata
    assert isinstance(field, models.Field)  # noqa: S101 -- narrows the type; the names are ours
    return field
