"""App configuration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _guard_append_only_tables(using: str, **kwargs: Any) -> None:
    from accounts.append_only import append_only_models, triggers_install  # noqa: PLC0415 -- app ready

    connection = connections[using]
    present = set(connection.introspection.table_names())
    triggers_install(connection, [model for model in append_only_models() if model._meta.db_table in present])  # noqa: SLF001 -- Django's public model metadata


class AccountsConfig(AppConfig):
    """账户与单位."""

    name = "accounts"
    verbose_name = "账户与单位"

    def ready(self) -> None:
        """Guard the append-only tables after every migration run (accounts is last in INSTALLED_APPS)."""
        from accounts.api import schema  # noqa: F401, PLC0415 -- app ready

        post_migrate.connect(_guard_append_only_tables, sender=self, dispatch_uid="append_only")
