"""Deliver the statements that wait in the outbox: what a lost process left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import Office
from lrs.services import outbox_drain, outbox_retry

_BATCH = 500


class Command(BaseCommand):
    """Drains until nothing more can be delivered now."""

    help = "把待发箱中的语句存入学习记录库"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--retry", action="store_true", help="多次失败、已不再尝试的语句也重新尝试")

    def handle(self, **options: Any) -> None:
        """Deliver batch after batch."""
        if options["retry"]:
            for office in Office.objects.all():
                outbox_retry(office=office)
        delivered = 0
        while count := outbox_drain(limit=_BATCH):
            delivered += count
        self.stdout.write(f"送达 {delivered} 条。")
