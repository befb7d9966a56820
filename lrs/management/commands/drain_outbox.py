"""Deliver the statements that wait in the outbox: what a lost process left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lrs.services import outbox_drain

_BATCH = 500


class Command(BaseCommand):
    """Drains until nothing more can be delivered now."""

    help = "把待发箱中的语句存入学习记录库"

    def handle(self, **options: Any) -> None:
        """Deliver batch after batch."""
        delivered = 0
        while count := outbox_drain(limit=_BATCH):
            delivered += count
        self.stdout.write(f"送达 {delivered} 条。")
