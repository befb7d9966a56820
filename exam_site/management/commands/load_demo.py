"""Load the demo office, or what is missing of it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exam_site.demo.loading import STEPS, DemoDays, ForeignDataError


class Command(BaseCommand):
    """Say after each step how things stand and how long it took."""

    help = "载入演示机关；已有的内容不重复载入"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order.

        Raises:
            CommandError: the database belongs to somebody else.
        """
        days = DemoDays(timezone.now())
        for number, step in enumerate(STEPS, start=1):
            begun = time.perf_counter()
            try:
                standing = step.take(days)
            except ForeignDataError as error:
                raise CommandError(str(error)) from error
            seconds = time.perf_counter() - begun
            self.stdout.write(f"[{number}/{len(STEPS)}] {step.name}：{standing}（{seconds:.1f} 秒）")
