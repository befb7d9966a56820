"""Tables that only grow: the database itself refuses to change or delete a row.

The triggers are (re)installed after every migration, because SQLite rebuilds a table, and drops its triggers, to
alter it. A database owner can still remove them: the hash chains and what was printed are the proof against that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

_SQLITE_TRIGGERS = {
    "update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {name}'); END",
    "delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {name}'); END",
    "replace": (
        "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {pk} = NEW.{pk}) "
        "BEGIN SELECT RAISE(ABORT, 'append-only: {name}'); END"
    ),
}
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION jijikao_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES_TRIGGERS = {
    "update": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION jijikao_append_only()",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION jijikao_append_only()",
}


class AppendOnlyError(TypeError):
    """A row that only ever may be added was about to be changed or deleted."""


class AppendOnlyModel(models.Model):
    """A row is written once; a correction is a further row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row.

        Raises:
            AppendOnlyError: the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError(_("%s 只能追加，不能修改。") % self._meta.verbose_name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(_("%s 只能追加，不能删除。") % self._meta.verbose_name)


def append_only_models() -> list[type[AppendOnlyModel]]:
    """Return every concrete model whose table only grows."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]


def triggers_install(connection: BaseDatabaseWrapper, models_: Iterable[type[models.Model]]) -> None:
    """Guard the tables; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for model in models_:
            for name, statement in _statements(connection, model):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on_table(connection, model)}")
                cursor.execute(f"CREATE TRIGGER {name} {statement}")


def triggers_remove(connection: BaseDatabaseWrapper, models_: Iterable[type[models.Model]]) -> None:
    """Unguard the tables: for `lifted`, and for a migration that fills a new column; what follows it guards again."""
    with connection.cursor() as cursor:
        for model in models_:
            for name, _statement in _statements(connection, model):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on_table(connection, model)}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let a test empty the tables between two cases.

    Raises:
        ImproperlyConfigured: the settings are not test settings.
    """
    if not settings.APPEND_ONLY_RESET:
        raise ImproperlyConfigured("只有测试环境可以解除只追加保护。")
    guarded = append_only_models()
    triggers_remove(connection, guarded)
    try:
        yield
    finally:
        triggers_install(connection, guarded)


def _statements(connection: BaseDatabaseWrapper, model: type[models.Model]) -> Iterator[tuple[str, str]]:
    templates = _POSTGRES_TRIGGERS if connection.vendor == "postgresql" else _SQLITE_TRIGGERS
    quote = connection.ops.quote_name
    table, pk = model._meta.db_table, str(model._meta.pk.column)  # noqa: SLF001 -- Django's public model metadata
    for action, template in templates.items():
        name = quote(f"{table}_append_only_{action}")
        yield name, template.format(table=quote(table), name=table, pk=quote(pk))


def _on_table(connection: BaseDatabaseWrapper, model: type[models.Model]) -> str:
    """PostgreSQL names a trigger within its table, SQLite within the database."""
    if connection.vendor != "postgresql":
        return ""
    return f" ON {connection.ops.quote_name(model._meta.db_table)}"  # noqa: SLF001 -- Django's public model metadata
