"""What happens by the clock, over and over, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from exam_site.beats import beat
from exam_site.clockwork import tick

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Close overdue attempts, deliver statements, rebuild what a lost signal left out."""

    help = "后台工作进程：到时交卷、投递学习记录、补齐遗漏"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the pause and whether to stop after one round."""
        parser.add_argument("--every", type=float, default=5.0, help="间隔秒数")
        parser.add_argument("--once", action="store_true", help="只做一轮")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work round after round; a round under way is finished before stopping."""
        stop = threading.Event()
        if not options["once"]:
            signal.signal(signal.SIGTERM, lambda *_received: stop.set())
            signal.signal(signal.SIGINT, lambda *_received: stop.set())
        while True:
            self._round()
            if options["once"] or stop.wait(options["every"]):
                return

    @staticmethod
    def _round() -> None:
        close_old_connections()
        try:
            tick(now=timezone.now())
            beat(now=timezone.now())
        except DatabaseError:
            # The database may be restarting: the next round tries again.
            logger.exception("worker round failed")
