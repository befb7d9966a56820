"""Run the hot path's statements with as little ado as the database allows.

PostgreSQL keeps them prepared, which spares it parsing and planning; nobody asks first whether the connection still
lives, which spares a round trip. Where it does not live, the statement goes again on a new one: so only statements
that may be repeated without harm belong here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

Row = tuple[Any, ...]


def fetch(statements: Mapping[str, str], parameters: Mapping[str, object]) -> list[Row]:
    """Run the statement for this kind of database and return all rows."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql = statements[connection.vendor]
    try:
        return _fetch(connection, sql, parameters)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _fetch(connection, sql, parameters)


def _fetch(connection: Any, sql: str, parameters: Mapping[str, object]) -> list[Row]:
    with _cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
        return rows


def _cursor(connection: Any) -> Any:
    """Return a cursor that keeps its statements prepared where there is such a thing; query counts see it as any."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    prepared = _PreparedCursor(connection.connection)
    return connection.make_debug_cursor(prepared) if connection.queries_logged else connection.make_cursor(prepared)


class _PreparedCursor(psycopg.Cursor[Row]):
    """Binds on the server and prepares at the first execution."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> _PreparedCursor:
        """Run a statement."""
        threshold = self.connection.prepare_threshold
        # Django sets it to None, which forbids preparing even to those who ask for it.
        self.connection.prepare_threshold = 0
        try:
            super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = threshold
        return self
