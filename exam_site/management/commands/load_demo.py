"""Load the demo office, or what is missing of it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exam_site.demo.loading import NEIGHBOUR_STEP, STEPS, DemoDays, ForeignDataError
from learning.schemes.presets import PRESETS


class Command(BaseCommand):
    """Say after each step how things stand and how long it took."""

    help = "载入演示机关；已有的内容不重复载入"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--scheme", choices=PRESETS, help="按哪个自带方案办；不写就是已经载入的，或者楚州的")
        parser.add_argument("--neighbour", action="store_true", help="再载入一个机关，按别的方案办")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order.

        Raises:
            CommandError: the database belongs to somebody else.
        """
        days = DemoDays(timezone.now(), scheme=options["scheme"] or "")
        steps = [*STEPS, NEIGHBOUR_STEP] if options["neighbour"] else STEPS
        for number, step in enumerate(steps, start=1):
            begun = time.perf_counter()
            try:
                standing = step.take(days)
            except ForeignDataError as error:
                raise CommandError(str(error)) from error
            seconds = time.perf_counter() - begun
            self.stdout.write(f"[{number}/{len(steps)}] {step.name}：{standing}（{seconds:.1f} 秒）")
