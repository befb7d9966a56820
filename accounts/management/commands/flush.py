"""Emptying the database: for tests alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as FlushCommand
from django.db import connections

from accounts.append_only import lifted


class Command(FlushCommand):
    """Django's flush, refused outside test settings: results, ledgers and logs must not vanish by a slip."""

    def handle(self, **options: Any) -> None:
        """Empty every table, the append-only ones too.

        Raises:
            CommandError: the settings are not test settings.
        """
        if not settings.APPEND_ONLY_RESET:
            raise CommandError("不能清空数据库：成绩、积分台账和日志只能追加。")
        with lifted(connections[options["database"]]):
            super().handle(**options)
