"""The log of saves, written by the database in the same statement as the answer itself.

No program can save an answer and forget the log. (Re)installed after every migration, because SQLite drops a table's
triggers when it rebuilds the table.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Sequence number 0 marks a slot that was only seen.
_LOG = """
    INSERT INTO quizzes_responselog (attempt_id, slot_id, answer, epoch, seq, saved_at)
    VALUES (NEW.attempt_id, NEW.slot_id, NEW.answer, NEW.epoch, NEW.seq, NEW.saved_at);
"""
_SQLITE_DROP = "DROP TRIGGER IF EXISTS quizzes_response_log_{event}"
_SQLITE_CREATE = """
CREATE TRIGGER quizzes_response_log_{event} AFTER {event} ON quizzes_response WHEN NEW.seq > 0
BEGIN {log} END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION quizzes_response_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {log} RETURN NULL; END $$
"""
_POSTGRES_DROP = "DROP TRIGGER IF EXISTS quizzes_response_log ON quizzes_response"
_POSTGRES_CREATE = """
CREATE TRIGGER quizzes_response_log AFTER INSERT OR UPDATE ON quizzes_response
FOR EACH ROW WHEN (NEW.seq > 0) EXECUTE FUNCTION quizzes_response_log()
"""


def response_log_install(connection: BaseDatabaseWrapper) -> None:
    """Install the trigger; safe to repeat."""
    statements = [_POSTGRES_FUNCTION.format(log=_LOG), _POSTGRES_DROP, _POSTGRES_CREATE]
    if connection.vendor == "sqlite":
        templates = (_SQLITE_DROP, _SQLITE_CREATE)
        statements = [each.format(event=event, log=_LOG) for event in ("INSERT", "UPDATE") for each in templates]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Receive `post_migrate`."""
    connection = connections[using]
    if {"quizzes_response", "quizzes_responselog"} <= set(connection.introspection.table_names()):
        response_log_install(connection)
